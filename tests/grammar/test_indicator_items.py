"""The prose grammar: names and targets in sentences and numbered items."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.grammar import indicator_items


def _read(text: str) -> list[str]:
    return [
        "|".join(text[slice(*part)] for part in (one.level2, one.name, one.target))
        for one in indicator_items.split(text)
    ]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        pytest.param("培训教师≥300人次", ["|培训教师|≥300人次"], id="sign"),
        pytest.param("培训教师不少于300人次。", ["|培训教师|不少于300人次"], id="sign in words"),
        pytest.param("合格率：95%以上", ["|合格率|95%以上"], id="colon"),
        pytest.param("机柜数量(≥77台)", ["|机柜数量|≥77台"], id="brackets"),
        pytest.param("培训教师300人次", ["|培训教师|300人次"], id="a number to the end"),
        pytest.param("2026年培训教师300人次", ["|2026年培训教师|300人次"], id="a year is no target"),
        pytest.param("改造（一期）面积500平方米", ["|改造（一期）面积|500平方米"], id="brackets in the name"),
        pytest.param("完成时间：2026年11月30日前", ["|完成时间|2026年11月30日前"], id="deadline"),
        pytest.param("1.甲数≥5个；2、乙率：9%；③丙数(≥1台)", ["|甲数|≥5个", "|乙率|9%", "|丙数|≥1台"], id="numbered"),
        pytest.param("指标1：甲数≥5个 指标2：乙率≥9%", ["|甲数|≥5个", "|乙率|≥9%"], id="指标1"),
        pytest.param("（1）甲数5个（2）乙率9%", ["|甲数|5个", "|乙率|9%"], id="bracketed numbers without a mark between"),
        pytest.param("甲数≥5个\n乙率9%", ["|甲数|≥5个", "|乙率|9%"], id="lines"),
        pytest.param("培训\n教师≥\n300人次；办班5期", ["|培训\n教师|≥\n300人次", "|办班|5期"], id="lines of a narrow cell"),
        pytest.param("培训教师300人次，办班5期", ["|培训教师|300人次", "|办班|5期"], id="commas"),
        pytest.param("数量指标：甲数≥5个；乙数≥2个。质量指标：丙率100%", ["数量指标|甲数|≥5个", "数量指标|乙数|≥2个", "质量指标|丙率|100%"], id="labels"),
        pytest.param("数量指标：1.甲数≥5个；2.乙数≥2个", ["数量指标|甲数|≥5个", "数量指标|乙数|≥2个"], id="a list under a label"),
        pytest.param("提升教师能力。", [], id="words"),
        pytest.param("提升教师能力，培训300人。", ["|培训|300人"], id="a part that can be read"),
        pytest.param("按照2025年工作要点和3号文件精神推进", [], id="numbers that are no targets"),
        pytest.param("≥5个", [], id="no name"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_items(text: str, items: list[str]) -> None:
    assert _read(text) == items


_TEXT = st.lists(
    st.sampled_from(
        ["1.", "2、", "（1）", "③", "指标1：", "数量指标：", "甲数", "乙率", "≥", "5个", "9%", "(", ")", "，",
         "；", "。", "\n", "：", "2026年", "提高", " "]
    ),
    max_size=20,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(_TEXT)
def test_items_stand_in_order_and_apart(text: str) -> None:
    floor = 0
    for one in indicator_items.split(text):
        start, stop = one.whole
        assert floor <= start <= one.name[0] < one.name[1] <= stop <= len(text)
        assert start <= one.target[0] <= one.target[1] <= stop
        floor = stop

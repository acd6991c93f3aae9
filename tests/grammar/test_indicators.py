"""The inline grammar: heads, labels, and every mark between them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.grammar.indicators import IndicatorText, split

PARTS = ("number", "level1", "level2", "name", "cycle_target", "annual_target")


def _texts(text: str) -> list[tuple[str | None, ...]]:
    """For each indicator its parts as texts, None where a label is absent."""
    return [tuple(_cut(text, one, part) for part in PARTS) for one in split(text)]


def _cut(text: str, found: IndicatorText, part: str) -> str | None:
    where: tuple[int, int] | None = getattr(found, part)
    return None if where is None else text[slice(*where)]


ONE = ("1", "1-产出指标", "11-数量指标", "培训人数", "≥50人", "≥20人")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param(
            "1、1-产出指标,11-数量指标,培训人数；实施周期指标值:≥50人,年度指标值:≥20人；",
            ONE,
            id="as systems print it",
        ),
        pytest.param(
            "1、1-产出指标, 11-数量指标, 培训人数; 实施周期指标值: ≥50人, 年度指标值: ≥20人; ;",
            ONE,
            id="half width with spaces and a doubled end",
        ),
        pytest.param(
            "１、1－产出指标，11－数量指标，培训人数；实施周期指标值：≥50人；年度指标值：≥20人。",
            ("１", "1－产出指标", "11－数量指标", "培训人数", "≥50人", "≥20人。"),
            id="full width, and the full stop behind a target is its own",
        ),
        pytest.param(
            "（1）产出指标,数量指标,培训人数；年度指标值:≥20人",
            ("1", "产出指标", "数量指标", "培训人数", None, "≥20人"),
            id="number in brackets, no codes, one label",
        ),
        pytest.param(
            "①1-产出指标,11-数量指标,培训人数；年度指标值:≥20人",
            ("①", "1-产出指标", "11-数量指标", "培训人数", None, "≥20人"),
            id="circled number",
        ),
        pytest.param(
            "1.1-产出指标,11-数量指标,培训人数；年度指标值:≥20人",
            ("1", "1-产出指标", "11-数量指标", "培训人数", None, "≥20人"),
            id="number with a point before a code",
        ),
        pytest.param(
            "1-产出指标,11-数量指标,培训人数；年度指标值:≥20人",
            ("", "1-产出指标", "11-数量指标", "培训人数", None, "≥20人"),
            id="number missing",
        ),
        pytest.param(
            "1、培训人数；年度指标值:≥20人",
            ("1", "", "", "培训人数", None, "≥20人"),
            id="category missing",
        ),
        pytest.param(
            "1、1-产出指标,培训人数；年度指标值:≥20人",
            ("1", "1-产出指标", "", "培训人数", None, "≥20人"),
            id="level 2 missing",
        ),
        pytest.param(
            "1、1-产出指标,11-数量指标,；年度指标值:≥20人",
            ("1", "1-产出指标", "11-数量指标", "", None, "≥20人"),
            id="name missing",
        ),
        pytest.param(
            "1、1-产出指标,11-数量指标,培训人数；实施周期指标值:,年度指标值:；",
            ("1", "1-产出指标", "11-数量指标", "培训人数", "", ""),
            id="targets blank",
        ),
        pytest.param(
            "1、1-产出指标,11-数量指标,工资、社保,津贴发放率.;年度指标值:100%.;",
            ("1", "1-产出指标", "11-数量指标", "工资、社保,津贴发放率.", None, "100%."),
            id="marks within a name, stops behind words",
        ),
        pytest.param(
            "1、2-效益指标,3-满意度指标,师生满意度（%）；年度指标值:大于90%",
            ("1", "2-效益指标", "3-满意度指标", "师生满意度（%）", None, "大于90%"),
            id="a first level at the second",
        ),
        pytest.param(
            "1、12-质量指标,12-质量指标,合格率；年度指标值:达到1、2级标准；",
            ("1", "12-质量指标", "12-质量指标", "合格率", None, "达到1、2级标准"),
            id="a number within a target begins no indicator",
        ),
        pytest.param(
            "1、1-产出指标,11-数量指标,培训人数\n；年度指标值:≥90%；≤5天；",
            ("1", "1-产出指标", "11-数量指标", "培训人数", None, "≥90%；≤5天"),
            id="two targets in one",
        ),
        pytest.param(
            "1、,11-数量指标,培训人数；年度指标值:≥20人",
            ("1", "", "11-数量指标", "培训人数", None, "≥20人"),
            id="level 1 missing",
        ),
        pytest.param(
            "1、产出指标：数量指标：培训人数；年度指标值:≥20人",
            ("1", "产出指标", "数量指标", "培训人数", None, "≥20人"),
            id="levels parted by colons",
        ),
        pytest.param(
            "1、1-产出指标,11-数量指标,培训人数；年度指标值≥20人",
            ("1", "1-产出指标", "11-数量指标", "培训人数", None, "≥20人"),
            id="label without its colon",
        ),
        pytest.param(
            "1、年度目标值完成率；指标值:9%",
            ("1", "", "", "年度目标值完成率", None, "9%"),
            id="a name that sounds like a label",
        ),
        pytest.param(
            "1、甲；实施周期 指标值 ：5 ，2026 年度\n指标值：6；",
            ("1", "", "", "甲", "5", "6"),
            id="labels with spaces and a year",
        ),
        pytest.param(
            "1、甲；中期指标值:3,000个，5,000人；年度目标值:1.5倍",
            ("1", "", "", "甲", "3,000个，5,000人", "1.5倍"),
            id="other labels, commas within a target",
        ),
        pytest.param(
            "1、1-产出指标,13-时效指标,甲；年度指标值:5月完成；6、7月验收；",
            ("1", "1-产出指标", "13-时效指标", "甲", None, "5月完成；6、7月验收"),
            id="figures within a target that are no number",
        ),
        pytest.param(
            "1、1-产出指标,11-数量指标,甲；实施周期指标值:1、100%；2、90%,年度指标值:5",
            ("1", "1-产出指标", "11-数量指标", "甲", "1、100%；2、90%", "5"),
            id="a list within a target",
        ),
        pytest.param(
            "指标值:5",
            ("", "", "", "", None, "5"),
            id="a target alone",
        ),
    ],
)
def test_one_indicator(text: str, parts: tuple[str | None, ...]) -> None:
    assert _texts(text) == [parts]


@pytest.mark.parametrize(
    "between",
    [
        "；",
        ";",
        ";;",
        "；；",
        ";,",
        "；,",
        "；，",
        ".;",
        ". ;",
        "; ;",
        ";\n",
        "；\u3000",
        ",",
        "，",
        " ",
    ],
)
def test_every_mark_between_indicators(between: str) -> None:
    text = (
        f"1、1-产出指标,11-数量指标,甲数；年度指标值:5个{between}"
        f"2、1-产出指标,12-质量指标,乙率；年度指标值:9%{between}"
    )
    kept = "." if between.startswith(".") else ""
    assert [(one[0], one[3], one[5]) for one in _texts(text)] == [
        ("1", "甲数", f"5个{kept}"),
        ("2", "乙率", f"9%{kept}"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param(
            "培训人数；年度指标值:5；合格率；年度指标值:9%", ["培训人数", "合格率"], id="no number"
        ),
        pytest.param(
            "1、甲数；年度指标值:5；2、乙数；3、丙数；年度指标值:6",
            ["甲数", "乙数", "丙数"],
            id="one without a target",
        ),
        pytest.param(
            "产出指标,数量指标,甲；年度指标值:5；效益指标,社会效益,乙；年度指标值:6",
            ["甲", "乙"],
            id="levels alone begin one",
        ),
        pytest.param("1、甲数；年度指标值:5；3、乙数；年度指标值:6", ["甲数", "乙数"], id="a gap"),
        pytest.param(
            "1、1-产出指标,11-数量指标,甲；1、2-效益指标,22-社会效益,乙；",
            ["甲", "乙"],
            id="no targets",
        ),
        pytest.param("详见附件", [], id="nothing of the kind"),
        pytest.param("", [], id="empty"),
    ],
)
def test_several(text: str, names: list[str]) -> None:
    assert [one[3] for one in _texts(text)] == names


@pytest.mark.parametrize(
    "text",
    [
        "1、1-产出指标,11-数量指标,甲；年度指标值:5；" * 3000,
        "年度指标值:5；" * 10_000,
        "1、甲；" * 10_000,
        "（1 " * 50_000,
        "1" + "\u3000" * 300_000,
        "\n" * 300_000,
        "年度" + " " * 300_000 + "指",
        "产" * 300_000,
        "1-产出," * 50_000,
        "；" * 300_000,
    ],
    ids=lambda text: text[:6],
)
def test_time_grows_with_the_length_and_no_faster(text: str) -> None:
    assert len(split(text)) <= len(text)


def test_moved_slices_hold_the_same_words() -> None:
    text = "1、1-产出指标,11-数量指标,甲；实施周期指标值:5,年度指标值:6；"
    (one,) = split(text)
    moved = one.moved(3)

    for part in PARTS:
        assert _cut("。。。" + text, moved, part) == _cut(text, one, part)
    assert [("。。。" + text)[slice(*label)] for label in moved.labels] == [
        "实施周期指标值:",
        "年度指标值:",
    ]


_WORDS = st.text(alphabet="甲乙丙工程率数人%≥0123456789（）、, .。", min_size=1, max_size=12)
_MARKS = st.sampled_from(["；", ";", ";;", "；,", "; ", "；\n", ".;"])


@given(st.text(max_size=200) | st.lists(_WORDS | _MARKS | st.sampled_from(
    ["1、", "1-产出指标,", "11-数量指标,", "年度指标值:", "实施周期指标值：", "（2）"]
), max_size=30).map("".join))  # fmt: skip
def test_slices_lie_in_order_and_apart(text: str) -> None:
    """No part of an indicator overlaps another, whatever the text; nothing raises."""
    floor = 0
    for one in split(text):
        assert floor <= one.whole[0] <= one.whole[1] <= len(text)
        parts = [one.number, one.level1, one.level2, one.name]
        targets = [part for part in (one.cycle_target, one.annual_target) if part is not None]
        filled = sorted(part for part in parts + targets + list(one.labels) if part[0] < part[1])
        for (_, left), (right, _) in pairwise(filled):
            assert left <= right
        floor = one.whole[1]


def test_the_number_of_a_standard_begins_no_indicator() -> None:
    """GB/T 38664.1—2020 holds figures with a point, and figures with a dash."""
    text = (
        "5、1-产出指标,12-质量指标,数据交换规范；实施周期指标值:符合GB/T 38664.1—2020,"
        "年度指标值:符合GB/T 5.1-2020,6.1-2021；6、1-产出指标,13-时效指标,频率；年度指标值:每日1次；"
    )
    assert [text[slice(*one.number)] for one in split(text)] == ["5", "6"]

"""Tables of projects with cells merged at random: nothing is lost and nothing raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.layouts import inline_blocks, prose_cells, wide
from audit.layouts import list as list_layout
from conservation import assert_nothing_is_lost, laid_out

_WORDS = (
    "", "", "甲工程", "某局", "合计", "12.5", "完成。", "产出指标", "数量指标", "桥数", "≥5座", "≥", "95", "%", "注：略",
    "项目名称", "单位名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值", "效益指标",
    "满意度指标", "绩效指标", "【产出指标-数量指标】指标1:甲(≥5个)", "【总体目标】好", "指标1：桥数≥5座；乙率9%",
    "备注", "— 3 —", "一、基本支出", "小计", "其他运转类", "计量单位", "单位：万元", "某局2026年项目绩效目标表",
)  # fmt: skip
_HEADS = (
    "单位名称|项目名称|预算数|年度目标|一级指标|二级指标|三级指标|指标值",
    "项目名称|总计|绩效目标|产出指标|效益指标|满意度指标",
    "单位名称（项目类别）|年度预算|绩效目标",
    "二级指标|三级指标|指标值",
    "项目名称|预算金额||绩效指标|||",
)
_CELL = st.tuples(st.sampled_from(_WORDS), st.integers(1, 3), st.integers(1, 3))
_ROWS = st.lists(st.lists(_CELL, min_size=1, max_size=9), max_size=8)


@settings(max_examples=300, deadline=None)
@given(_ROWS, st.sampled_from(_HEADS), st.booleans(), _ROWS)
def test_no_letter_digit_or_han_character_is_lost(
    above: list[list[tuple[str, int, int]]],
    head: str,
    tall: bool,
    below: list[list[tuple[str, int, int]]],
) -> None:
    """Design section 4: what no field holds and no layout skipped is unread or unclaimed."""
    heading = [(word, 1 + tall * (at % 2), 1) for at, word in enumerate(head.split("|"))]
    text = _html([*above[:1], heading, *below])

    for layout in (wide, list_layout, prose_cells, inline_blocks):
        assert_nothing_is_lost(layout, text)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [[("【产出指标-数量指标】指标1:甲(≥5个)", 1, 3)], [("项目名称", 2, 1), ("绩效指标", 1, 1)], [("注：略", 1, 1)]],
            id="a title over the column of names",
        ),
        pytest.param(
            [
                [("项目名称", 1, 2), ("产出指标", 1, 1)],
                [("满意度指标", 1, 1), ("效益指标", 1, 1), ("数量指标", 1, 1)],
                [("甲", 1, 1)],
            ],
            id="categories under the names of projects",
        ),
    ],
)  # fmt: skip
def test_without_a_column_of_names_it_is_none_of_these(
    rows: list[list[tuple[str, int, int]]],
) -> None:
    assert {one.layout for one in laid_out(_html(rows)).filings} <= {"inline", "form"}


def _html(rows: list[list[tuple[str, int, int]]]) -> str:
    body = "".join(
        "<tr>"
        + "".join(f"<td rowspan={down} colspan={along}>{word}</td>" for word, down, along in row)
        + "</tr>"
        for row in rows
    )
    return f"<table>{body}</table>"

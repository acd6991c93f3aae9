"""The prose layout: one row a project, sentences under 产出, 效益, 满意度."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.layouts import prose_cells
from conservation import assert_nothing_is_lost, filing, laid_out, markdown_table, told

HEAD = "序号|项目名称|预算数|绩效目标|产出指标|效益指标|满意度指标"
ROWS = (
    "1|甲工程|3.00|完成甲。|数量指标：1.培训教师≥300人次；2.举办培训班5期。质量指标：合格率95%以上|惠及学生不少于2万人|教师满意度≥90%",
    "2|乙工程|2.00|完成乙。|改造厕所(≥5座)|提升环境。|群众满意度：95%",
    "|合计|5.00||||",
)


def test_items_are_indicators() -> None:
    found = filing("部门名称：某局 单位：万元\n\n" + markdown_table(HEAD, *ROWS))
    names = ("level1", "level2", "name", "annual_target")
    assert [
        [told(one, *names) for one in project.indicators or ()] for project in found.projects
    ] == [
        [
            ["产出指标", "数量指标", "培训教师", "≥300人次"],
            ["产出指标*", "数量指标*", "举办培训班", "5期"],
            ["产出指标*", "质量指标", "合格率", "95%以上"],
            ["效益指标", "", "惠及学生", "不少于2万人"],
            ["满意度指标", "", "教师满意度", "≥90%"],
        ],
        [
            ["产出指标*", "", "改造厕所", "≥5座"],
            ["满意度指标*", "", "群众满意度", "95%"],
        ],
    ]
    assert told(found.projects[0], "project_name", "total", "goal") == [
        "甲工程",
        "3.00",
        "完成甲。",
    ]
    assert [(one.label.text, one.covers) for one in found.totals] == [("合计", (0, 1))]
    assert told(found, "department", "money_unit") == ["某局", "万元"]
    assert found.layout == "prose_cells"


def test_what_names_no_target_is_told_unread() -> None:
    found = filing(markdown_table(HEAD, *ROWS))
    assert [field.text for field in found.unread] == ["提升环境。"]
    assert "number" not in found.fields


def test_two_rows_of_headings_and_cells_of_several_lines() -> None:
    found = filing(
        "<table><tr><td rowspan=2>项目名称</td><td rowspan=2>金额</td><td colspan=3>绩效指标</td></tr>"
        "<tr><td>预期产出</td><td>社会效益指标</td><td>社会公众满意度指标</td></tr>"
        "<tr><td>甲</td><td>3</td><td>培训<br>教师≥<br>300人次；办班5期</td>"
        "<td>惠及学生2万人</td><td>满意度90%</td></tr></table>"
    )
    (project,) = found.projects
    assert [
        told(one, "level1", "level2", "name", "annual_target") for one in project.indicators or ()
    ] == [
        ["预期产出", "", "培训教师", "≥300人次"],
        ["预期产出*", "", "办班", "5期"],
        ["", "社会效益指标", "惠及学生", "2万人"],
        ["", "社会公众满意度指标", "满意度", "90%"],
    ]
    assert found.unread == ()


def test_second_levels_under_first_ones() -> None:
    found = filing(
        markdown_table(
            "项目名称|产出指标||效益指标|满意度指标",
            "|数量指标|质量指标|社会效益|服务对象满意度",
            "甲工程|桥梁数≥5座|合格率100%|通行时间≤20分钟|满意度≥90%",
        )
    )
    assert [told(one, "category") for one in found.projects[0].indicators or ()] == [
        ["产出指标,数量指标"],
        ["产出指标,质量指标"],
        ["效益指标,社会效益"],
        ["满意度指标,服务对象满意度"],
    ]
    assert found.unread == ()


@pytest.mark.parametrize(
    "head",
    [
        "项目名称|数量|成本|备注",
        "项目名称|预算数|产出",
        "科目名称|产出指标|效益指标",
        "产出指标|效益指标|满意度指标",
    ],
    ids=["goods", "one category", "no project", "nothing but categories"],
)
def test_other_tables_are_left_to_others(head: str) -> None:
    row = "|".join(["甲"] * (head.count("|") + 1))
    assert all(one.layout != "prose_cells" for one in laid_out(markdown_table(head, row)).filings)


_CELL = st.sampled_from(
    ["", "甲工程", "某局", "合计", "12.5", "完成。", "1.桥数≥5座；2.合格率9%", "数量指标：桥数5座", "提升能力。",
     "产出指标", "项目名称", "指标1：桥数(≥5座)", "注：略", "— 3 —", "群众满意度95%"]
) | st.text(alphabet="甲乙1９、,；：()（）≥%年指标|<br>\\&;", max_size=20)  # fmt: skip
_ROW = st.lists(_CELL, min_size=1, max_size=8).map("|".join)
_SECOND = st.sampled_from([[], ["||||数量指标|社会效益|"], ["||||||"]])


@settings(max_examples=150, deadline=None)
@given(_SECOND, st.lists(_ROW, max_size=10))
def test_no_letter_digit_or_han_character_is_lost(second: list[str], rows: list[str]) -> None:
    """Design section 4: what no field holds and no layout skipped is unread or unclaimed."""
    assert_nothing_is_lost(prose_cells, "单位：元\n\n" + markdown_table(HEAD, *second, *rows))

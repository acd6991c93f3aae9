"""The list layout: the indicators of one project, and nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.layouts import list as layout
from conservation import assert_nothing_is_lost, filing, laid_out, markdown_table, told

HEAD = "一级指标|二级指标|指标名称|目标值|实际完成值"
ROWS = (
    "产出指标|数量指标|资助学生人数|≥1400人|1593人",
    "产出指标|质量指标|发放准确率|100%|100%",
    "效益指标|服务对象满意度指标|学生满意度|≥95%|96%",
)


def test_one_project_without_a_name() -> None:
    found = filing("2025年度奖助学金项目自评结果\n\n" + markdown_table(HEAD, *ROWS))
    (project,) = found.projects
    assert project.project_name is None
    names = ("category", "name", "annual_target", "actual")
    assert [told(one, *names) for one in project.indicators or ()] == [
        ["产出指标,数量指标", "资助学生人数", "≥1400人", "1593人"],
        ["产出指标,质量指标", "发放准确率", "100%", "100%"],
        ["效益指标,服务对象满意度指标", "学生满意度", "≥95%", "96%"],
    ]
    assert (found.layout, found.kind, found.year and found.year.text) == (
        "list",
        "self-evaluation",
        "2025",
    )
    assert found.unread == ()


@pytest.mark.parametrize(
    ("head", "row", "levels"),
    [
        pytest.param("二级指标|三级指标|指标值", "数量指标|桥梁数|≥5座", [None, "数量指标"], id="without the first level"),
        pytest.param("三级指标|指标值", "桥梁数|≥5座", [None, None], id="without any level"),
        pytest.param("序号|一级指标|二级指标|三级指标|指标值|备注", "1|产出指标|数量指标|桥梁数|≥5座|新建", ["产出指标", "数量指标"], id="more columns"),
        pytest.param("二级指标|三级指标|计算符号|指标值|计量单位", "数量指标|桥梁数|≥|5|座", [None, "数量指标"], id="target in three columns"),
    ],
)  # fmt: skip
def test_columns(head: str, row: str, levels: list[str | None]) -> None:
    found = filing(markdown_table(head, row))
    (indicator,) = found.projects[0].indicators or ()
    assert told(indicator, "level1", "level2", "name", "annual_target") == [
        *levels,
        "桥梁数",
        "≥5座",
    ]
    assert found.layout == "list"
    assert found.unread == ()


def test_a_row_with_only_a_category_gives_it_to_those_below() -> None:
    found = filing(
        markdown_table(
            "三级指标|指标值",
            "产出指标|",
            "数量指标|",
            "桥梁数|≥5座",
            "道路长度|≥3公里",
            "质量指标|",
            "合格率|100%",
            "效益指标|",
            "通行时间|≤20分钟",
        )
    )
    assert [
        told(one, "level1", "level2", "name") for one in found.projects[0].indicators or ()
    ] == [
        ["产出指标", "数量指标", "桥梁数"],
        ["产出指标*", "数量指标*", "道路长度"],
        ["产出指标*", "质量指标", "合格率"],
        ["效益指标", "", "通行时间"],
    ]
    assert found.unread == ()


def test_merged_levels() -> None:
    found = filing(
        "<table><tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>"
        "<tr><td rowspan=2>产出指标</td><td>数量指标</td><td>桥梁数</td><td>≥5座</td></tr>"
        "<tr><td>质量指标</td><td>合格率</td><td>100%</td></tr></table>"
    )
    assert [told(one, "level1") for one in found.projects[0].indicators or ()] == [
        ["产出指标"],
        ["产出指标*"],
    ]


@pytest.mark.parametrize(
    ("text", "layouts"),
    [
        pytest.param(markdown_table("指标|单位|数值", "人口|万人|3.2"), [], id="statistics"),
        pytest.param(markdown_table("名称|指标值", "水泥|42.5"), [], id="goods"),
        pytest.param(
            markdown_table("项目名称|甲工程||", "年度目标|完成。||", "二级指标|三级指标|指标值|", "数量指标|桥数|5座|"),
            ["form"],
            id="a form",
        ),
        pytest.param(
            markdown_table("项目名称|一级指标|三级指标|指标值", "甲|产出指标|桥数|5座"),
            ["wide"],
            id="projects as row groups",
        ),
    ],
)  # fmt: skip
def test_other_tables_are_left_to_others(text: str, layouts: list[str]) -> None:
    assert [found.layout for found in laid_out(text).filings] == layouts


_CELL = st.sampled_from(
    ["", "", "产出指标", "数量指标", "质量指标", "效益指标", "桥数", "≥5座", "95", "合计", "注：略", "备注",
     "— 3 —", "指标1：桥数", "三级指标", "指标值"]
) | st.text(alphabet="甲乙1,；：()（）指标值|<br>\\&;", max_size=12)  # fmt: skip
_ROW = st.lists(_CELL, min_size=1, max_size=6).map("|".join)
_HEAD = st.sampled_from([HEAD, "三级指标|指标值", "二级指标|三级指标|计算符号|指标值|计量单位"])


@settings(max_examples=150, deadline=None)
@given(_HEAD, st.lists(_ROW, max_size=10))
def test_no_letter_digit_or_han_character_is_lost(head: str, rows: list[str]) -> None:
    """Design section 4: what no field holds and no layout skipped is unread or unclaimed."""
    assert_nothing_is_lost(layout, "2025年度\n\n" + markdown_table(head, *rows))

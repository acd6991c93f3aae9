"""The wide layout: one table for all projects, one indicator a row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.layouts import wide
from conservation import assert_nothing_is_lost, filing, laid_out, markdown_table, told

HEAD = "单位名称|项目名称|预算数|年度目标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重|指标方向性"
ROWS = (
    "820-清溪镇部门||300.00|||||||||",
    "820001-清溪镇人民政府|村干部报酬|200.00|按时发放报酬。|产出指标|数量指标|村干部人数|≥|230|人|20|正向指标",
    "||||产出指标|质量指标|按时发放率|＝|100|%|20|正向指标",
    "||||效益指标|社会效益指标|基层秩序|定性|优||10|正向指标",
    "|基层活动经费|100.00|活动场所维护。|满意度指标|服务对象满意度指标|群众满意度|≥|95|%|10|正向指标",
)
PARTS = ("level1", "level2", "name", "annual_target", "comparator", "unit", "weight", "direction")

MERGED = """<p>某局2026年项目支出绩效目标表</p><p>部门名称：某局</p><table>
<tr><th rowspan=2>项目名称</th><th colspan=2>预算金额（万元）</th><th rowspan=2>绩效目标</th>
<th colspan=4>绩效指标</th><th rowspan=2>备注</th></tr>
<tr><th>总计</th><th>财政拨款</th><th>一级指标</th><th>二级指标</th><th>三级指标</th><th>指标值</th></tr>
<tr><td>合计</td><td>5.00</td><td>3.00</td><td></td><td></td><td></td><td></td><td></td><td></td></tr>
<tr><td rowspan=3>甲工程</td><td rowspan=3>2.00</td><td rowspan=3>1.00</td><td rowspan=4>完成工程。</td>
<td rowspan=2>产出指标</td><td>数量指标</td><td>桥梁数</td><td>≥5座</td><td>新建</td></tr>
<tr><td>质量指标</td><td>合格率</td><td>100%</td><td></td></tr>
<tr><td>效益指标</td><td>社会效益</td><td>通行时间</td><td>≤20分钟</td><td></td></tr>
<tr><td>乙工程</td><td>3.00</td><td>2.00</td><td>产出指标</td><td>数量指标</td><td>道路长度</td><td>≥3公里</td><td></td></tr>
<tr><td colspan=9>注：金额保留两位小数</td></tr></table>"""


def test_projects_are_row_groups() -> None:
    found = filing("单位：元\n\n" + markdown_table(HEAD, *ROWS))
    assert [told(one, "project_name", "total", "goal") for one in found.projects] == [
        ["村干部报酬", "200.00", "按时发放报酬。"],
        ["基层活动经费", "100.00", "活动场所维护。"],
    ]
    (total,) = found.totals
    assert (total.label.text, total.kind, total.covers) == ("820-清溪镇部门", "subtotal", (0, 1))
    assert told(found, "department", "money_unit") == ["820-清溪镇部门", "元"]
    assert (found.layout, found.unread) == ("wide", ())


def test_a_target_of_three_columns_is_joined_as_read() -> None:
    project, other = filing(markdown_table(HEAD, *ROWS)).projects
    assert [told(one, *PARTS) for one in project.indicators or ()] == [
        ["产出指标", "数量指标", "村干部人数", "≥230人", "≥", "人", "20", "正向指标"],
        ["产出指标", "质量指标", "按时发放率", "＝100%", "＝", "%", "20", "正向指标"],
        ["效益指标", "社会效益指标", "基层秩序", "优", "定性", "", "10", "正向指标"],
    ]
    (indicator,) = other.indicators or ()
    assert told(indicator, "category") == ["满意度指标,服务对象满意度指标"]
    assert (indicator.index, indicator.project_index) == (0, 1)


def test_merged_cells_pass_their_words_down() -> None:
    found = filing(MERGED)
    names = ("project_name", "total", "fiscal", "goal")
    assert [told(one, *names) for one in found.projects] == [
        ["甲工程", "2.00", "1.00", "完成工程。"],
        ["乙工程", "3.00", "2.00", "完成工程。*"],
    ]
    first, second = (project.indicators or () for project in found.projects)
    assert [told(one, "level1", "level2", "annual_target") for one in first] == [
        ["产出指标", "数量指标", "≥5座"],
        ["产出指标*", "质量指标", "100%"],
        ["效益指标", "社会效益", "≤20分钟"],
    ]
    assert len(second) == 1
    assert told(found, "department", "year", "money_unit") == ["某局", "2026", "万元"]
    assert [(one.label.text, one.kind, one.covers) for one in found.totals] == [
        ("合计", "total", (0, 1))
    ]
    assert found.unread == ()


def test_blanks_below_mean_the_same() -> None:
    found = filing(
        markdown_table(
            "项目名称|总计|绩效目标|一级指标|二级指标|三级指标|指标值",
            "甲工程|2.00|完成。|产出指标|数量指标|桥梁数|≥5座",
            "||||质量指标|合格率|100%",
            "|||效益指标|社会效益|通行时间|≤20分钟",
        )
    )
    (project,) = found.projects
    assert [told(one, "level1", "level2") for one in project.indicators or ()] == [
        ["产出指标", "数量指标"],
        ["产出指标*", "质量指标"],
        ["效益指标", "社会效益"],
    ]


def test_project_cells_that_every_row_repeats() -> None:
    found = filing(
        markdown_table(
            "序号|项目名称|总计|绩效目标|一级指标|二级指标|三级指标|指标值",
            "1|甲工程|2.00|完成。|产出指标|数量指标|桥梁数|≥5座",
            "1|甲工程|2.00|完成。|产出指标|质量指标|合格率|100%",
            "2|乙工程|2.00|完成。|产出指标|质量指标|合格率|100%",
        )
    )
    assert [len(project.indicators or ()) for project in found.projects] == [2, 1]
    assert found.unread == ()


@pytest.mark.parametrize(
    ("rows", "projects", "sums"),
    [
        pytest.param(
            ["合计||6", "某局||3", "|甲项目|1|x", "|乙项目|2|x", "某中学||3", "|丙项目|3|x"],
            ["甲项目", "乙项目", "丙项目"],
            {"合计": (0, 1, 2), "某局": (0, 1), "某中学": (2,)},
            id="a subtotal a unit, in the column of units",
        ),
        pytest.param(
            ["某局|其他运转类|1", "|甲项目|1|x", "|本级项目|2", "|乙项目|2|x"],
            ["甲项目", "乙项目"],
            {"其他运转类": (0,), "本级项目": (1,)},
            id="kinds of projects",
        ),
        pytest.param(
            ["某局|甲项目|1|x", "||2|x"],
            ["甲项目", ""],
            {},
            id="an amount without a name is a project whose name is missing",
        ),
        pytest.param(
            ["某局|甲项目|1|x", "某校|甲项目|2|x"],
            ["甲项目", "甲项目"],
            {},
            id="one name, two amounts",
        ),
        pytest.param(
            ["某局|甲项目|1|x", "|乙项目|2|", "|丙项目|3|x"],
            ["甲项目", "乙项目", "丙项目"],
            {},
            id="a project without indicators",
        ),
    ],
)
def test_sums(rows: list[str], projects: list[str], sums: dict[str, tuple[int, ...]]) -> None:
    body = []
    for row in rows:
        unit, name, amount, *filled = row.split("|")
        rest = "完成。|产出指标|数量指标|桥数|≥1座" if filled and filled[0] else "||||"
        body.append(f"{unit}|{name}|{amount}|{rest}")
    found = filing(
        markdown_table("单位名称|项目名称|总计|绩效目标|一级指标|二级指标|三级指标|指标值", *body)
    )
    assert [told(one, "project_name") for one in found.projects] == [[name] for name in projects]
    assert {one.label.text: one.covers for one in found.totals} == sums
    assert found.unread == ()


def test_columns_are_found_by_their_words() -> None:
    found = filing(
        markdown_table("指标值|三级指标|项目名称|绩效目标|总计", "≥5座|桥梁数|甲工程|完成。|2.00")
    )
    (project,) = found.projects
    (indicator,) = project.indicators or ()
    assert told(project, "project_name", "goal", "total") == ["甲工程", "完成。", "2.00"]
    assert told(indicator, "level1", "name", "annual_target") == [None, "桥梁数", "≥5座"]


def test_actual_values_make_a_self_evaluation() -> None:
    found = filing(
        markdown_table(
            "项目名称|预算数|一级指标|二级指标|三级指标|指标值|实际完成值|得分",
            "甲工程|2.00|产出指标|数量指标|桥梁数|≥5座|6座|10",
        )
    )
    assert found.kind == "self-evaluation"
    (indicator,) = found.projects[0].indicators or ()
    assert told(indicator, "annual_target", "actual", "score") == ["≥5座", "6座", "10"]


@pytest.mark.parametrize(
    "text",
    [
        markdown_table("项目名称|总计|绩效目标|绩效指标", "甲|1|完成。|1、1-产出指标,11-数量指标,甲数；年度指标值:≥5；"),
        markdown_table("科目编码|科目名称|合计|基本支出|项目支出", "205|教育支出|100|50|50"),
        markdown_table("项目名称|单位|金额|备注", "甲|某局|100|"),
        markdown_table("项目名称|甲工程||", "主管部门|某局||", "一级指标|二级指标|三级指标|指标值", "产出指标|数量指标|桥数|5座"),
    ],
    ids=["inline", "budget", "list of projects", "form"],
)  # fmt: skip
def test_other_tables_are_left_to_others(text: str) -> None:
    assert all(found.layout != "wide" for found in laid_out(text).filings)


def test_several_tables_have_their_own_front_matter() -> None:
    one = "2026年项目支出绩效目标表\n\n部门名称：{}\n\n{}\n注：略\n\n"
    text = one.format("某局", markdown_table(HEAD, *ROWS)) + one.format(
        "某委", markdown_table(HEAD, *ROWS)
    )
    found = laid_out(text)
    assert [told(form, "department", "year") for form in found.filings] == [
        ["某局", "2026"],
        ["某委", "2026"],
    ]
    assert found.unclaimed == ()


_CELL = st.sampled_from(
    ["", "", "甲工程", "某局", "合计", "12.5", "完成。", "产出指标", "数量指标", "桥数", "≥5座", "≥", "95",
     "%", "注：略", "项目名称", "一级指标", "— 3 —", "指标1：桥数", "一、基本支出"]
) | st.text(alphabet="甲乙1,；：()（）指标值|<br>\\&;", max_size=12)  # fmt: skip
_ROW = st.lists(_CELL, min_size=1, max_size=13).map("|".join)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([HEAD, "项目名称|总计|绩效目标|一级指标|二级指标|三级指标|指标值"]),
    st.lists(_ROW, max_size=10),
)
def test_no_letter_digit_or_han_character_is_lost(head: str, rows: list[str]) -> None:
    """Design section 4: what no field holds and no layout skipped is unread or unclaimed."""
    assert_nothing_is_lost(wide, "单位：元\n\n" + markdown_table(head, *rows))


_SPAN = st.integers(1, 3)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.tuples(_CELL, _SPAN, _SPAN), min_size=1, max_size=8), max_size=8))
def test_nor_is_any_lost_in_merged_cells(rows: list[list[tuple[str, int, int]]]) -> None:
    head = "".join(f"<th>{word}</th>" for word in HEAD.split("|"))
    body = "".join(
        "<tr>"
        + "".join(f"<td rowspan={tall} colspan={wide_}>{text}</td>" for text, tall, wide_ in row)
        + "</tr>"
        for row in rows
    )
    assert_nothing_is_lost(wide, f"<table><tr>{head}</tr>{body}</table>")

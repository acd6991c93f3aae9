"""Inline, second form: indicators under bracketed titles in one cell of a project's row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.layouts import inline_blocks
from conservation import assert_nothing_is_lost, filing, laid_out, markdown_table, told

HEAD = "单位编码|单位名称（项目类别/支出项目）|年度预算安排|项目内容|绩效目标"
BLOCKS = (
    "【总体目标】<br>保障机房运转。<br>【产出指标-数量指标】<br>指标1:机柜数量(≥77台)<br>指标2:网络专线（二期）(≥2条)"
    "<br>【产出指标-质量指标】<br>指标1:在线率(≥97%)<br>【满意度指标-服务对象满意度指标】<br>指标1:群众满意度(≥90%)"
)
ROWS = (
    "|清河市公安局|500000||",
    "|其他运转类|300000||",
    f"037001|机房租赁项目|300000|【项目概况】:共77个机柜。|{BLOCKS}",
    "|本级项目|200000||",
    "037001|执法办案费|200000||【总体目标】：打击犯罪。【产出指标-时效指标】指标1:案件办结时间(≤30天)",
)
PARTS = ("category", "level1", "level2", "name", "annual_target")


def test_blocks_are_indicators_and_the_rest_is_the_goal() -> None:
    found = filing("清河市公安局2025年项目绩效目标和指标\n\n" + markdown_table(HEAD, *ROWS))
    first, second = found.projects
    assert told(first, "project_name", "total", "goal") == [
        "机房租赁项目",
        "300000",
        "保障机房运转。",
    ]
    assert told(second, "project_name", "total", "goal") == ["执法办案费", "200000", "打击犯罪。"]
    assert [told(one, *PARTS) for one in first.indicators or ()] == [
        ["产出指标-数量指标", "产出指标", "数量指标", "机柜数量", "≥77台"],
        ["产出指标-数量指标*", "产出指标*", "数量指标*", "网络专线（二期）", "≥2条"],
        ["产出指标-质量指标", "产出指标", "质量指标", "在线率", "≥97%"],
        ["满意度指标-服务对象满意度指标", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"],
    ]
    assert {one.label.text: one.covers for one in found.totals} == {
        "清河市公安局": (0, 1),
        "其他运转类": (0,),
        "本级项目": (1,),
    }
    assert told(found, "department", "year") == ["清河市公安局", "2025"]
    assert "number" not in found.fields
    assert (found.layout, found.unread) == ("inline_blocks", ())


@pytest.mark.parametrize(
    ("head", "row", "goal"),
    [
        pytest.param("项目名称|总计|绩效目标|绩效指标", "甲工程|1.00|完成甲。|【数量指标】1.甲数（≥5个）", "完成甲。", id="under 绩效指标, the goal beside it"),
        pytest.param("项目名称|总计|绩效目标", "甲工程|1.00|完成甲。【数量指标】1.甲数（≥5个）", "完成甲。", id="the goal without a title"),
        pytest.param("项目名称|总计|绩效目标", "甲工程|1.00|【数量指标】1.甲数（≥5个）", "", id="no goal"),
        pytest.param("项目名称|总计|绩效指标", "甲工程|1.00|【数量指标】1.甲数（≥5个）", None, id="a form without goals"),
    ],
)  # fmt: skip
def test_columns(head: str, row: str, goal: str | None) -> None:
    found = filing(markdown_table(head, row))
    (project,) = found.projects
    (indicator,) = project.indicators or ()
    assert told(project, "goal") == [goal]
    assert told(indicator, *PARTS) == ["数量指标", "", "数量指标", "甲数", "≥5个"]
    assert ("goal" in found.fields) == (goal is not None)
    assert found.unread == ()


def test_an_item_without_brackets_has_no_target_and_one_without_words_is_none() -> None:
    found = filing(
        markdown_table(
            "项目名称|绩效指标", "甲|【产出指标-数量指标】指标1:道路<br>指标2:<br>指标3:(≥5个)"
        )
    )
    assert [told(one, "name", "annual_target") for one in found.projects[0].indicators or ()] == [
        ["道路", ""],
        ["", "≥5个"],
    ]


def test_a_cell_that_goes_on_in_the_next_row() -> None:
    found = filing(
        "<table><tr><td>项目名称</td><td>总计</td><td>绩效指标</td></tr>"
        "<tr><td rowspan=2>甲</td><td rowspan=2>1</td><td>【产出指标-数量指标】指标1:甲数(≥5个)</td></tr>"
        "<tr><td>指标2:乙数(≥6个)【效益指标-社会效益】指标1:丙(≥7人)</td></tr></table>"
    )
    assert [told(one, "level1", "name") for one in found.projects[0].indicators or ()] == [
        ["产出指标", "甲数"],
        ["产出指标*", "乙数"],
        ["效益指标", "丙"],
    ]


def test_titles_that_nobody_knows_are_told_unread() -> None:
    found = filing(
        markdown_table(
            "项目名称|绩效指标", "甲|【局长批示】同意。【产出指标-数量指标】指标1:甲数(≥5个)"
        )
    )
    assert [one.text for one in found.unread] == ["【局长批示】同意。"]


@pytest.mark.parametrize(
    "text",
    [
        markdown_table(
            "项目名称|绩效目标|绩效指标",
            "甲|完成。|1、1-产出指标,11-数量指标,甲数；年度指标值:≥5；",
        ),
        markdown_table("文号|内容", "1号|【数量指标】1.甲数（≥5个）"),
        markdown_table("项目名称|总计|备注", "甲|1.00|【项目概况】新建"),
    ],
    ids=["packed cells", "no project", "no indicators"],
)
def test_other_tables_are_left_to_others(text: str) -> None:
    assert all(found.layout != "inline_blocks" for found in laid_out(text).filings)


_PART = st.sampled_from(
    ["【总体目标】", "【项目概况】:", "【产出指标-数量指标】", "【效益指标】", "【局长批示】", "指标1:", "指标2：", "甲数",
     "(≥5个)", "（高）", "<br>", "1.", "2、", "同意。", "(", "）", " ", "】"]
)  # fmt: skip
_BLOCKS = st.lists(_PART, max_size=12).map("".join)
_CELL = st.sampled_from(["", "甲工程", "某局", "合计", "12.5", "注：略", "项目名称", "其他运转类"])
_ROW = st.tuples(_CELL, _CELL, _CELL, _BLOCKS, _BLOCKS).map("|".join)


@settings(max_examples=200, deadline=None)
@given(st.lists(_ROW, max_size=8))
def test_no_letter_digit_or_han_character_is_lost(rows: list[str]) -> None:
    """Design section 4: what no field holds and no layout skipped is unread or unclaimed."""
    assert_nothing_is_lost(inline_blocks, "单位：元\n\n" + markdown_table(HEAD, *ROWS, *rows))

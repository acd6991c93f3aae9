"""The form layout: forms as offices publish them, in every format, each cell right.

`fixtures/forms/NAME.grid` holds a form as a grid (tests/grids.py). It is rendered in each
format, and the records must be those of `NAME.json`, which a person has compared with the
grid cell by cell.
"""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.account import unread
from audit.document import Cell, Document, Table
from audit.filing import Filing, fields_of, to_dict
from audit.layouts import LaidOut, form
from audit.pipeline import lay_out
from audit.plugins import Source
from audit.readers import html
from audit.stitch import stitch
from grids import FORMATS, OPTIONS, as_html, parse
from shown import shown

FORMS = Path(__file__).parents[1] / "fixtures/forms"
PROVINCES = FORMS.parent / "provinces"
"""Forms of further provinces, which nobody had in mind when the layout was written."""
SHARED = Path(__file__).parents[2] / "../shared/filings"


def _laid_out(text: str, how: str = "html") -> LaidOut:
    return lay_out(FORMATS[how](parse(text)))


def _filing(text: str, how: str = "html") -> Filing:
    (filing,) = _laid_out(text, how).filings
    return filing


# --- the forms


OTHERS = {"self-results": "list", "export": "wide", "merged": "wide"}
"""A self-evaluation without a head is a list; several projects in one table are wide."""
PATHS = {path.stem: path for folder in (FORMS, PROVINCES) for path in folder.glob("*.grid")}


@pytest.mark.parametrize("how", FORMATS)
@pytest.mark.parametrize("name", sorted(PATHS))
def test_every_cell_is_right(name: str, how: str) -> None:
    grid = PATHS[name].read_text(encoding="utf-8")
    expected = json.loads(PATHS[name].with_suffix(".json").read_text(encoding="utf-8"))

    laid_out = _laid_out(grid, how)

    assert [shown(to_dict(filing)) for filing in laid_out.filings] == expected["filings"]
    told = [field.text for filing in laid_out.filings for field in filing.unread]
    assert told == expected["unread"]
    assert [one.text for one in laid_out.unclaimed] == expected["unclaimed"]
    layout = OTHERS.get(name, "form")
    assert {filing.layout for filing in laid_out.filings} == {layout}


def test_a_merged_cell_gives_its_words_down() -> None:
    indicators = (
        _filing((FORMS / "poverty.grid").read_text(encoding="utf-8")).projects[0].indicators
    )
    assert indicators is not None
    inherited = [(one.level1 and one.level1.inherited, one.level2 and one.level2.inherited)
                 for one in indicators]  # fmt: skip

    assert inherited == [
        (False, False), (True, True), (True, False), (True, False), (False, False), (False, False),
    ]  # fmt: skip
    assert indicators[1].category is not None
    assert indicators[1].category.inherited
    assert indicators[1].category.text == "产出指标,数量指标"


HEADING = "一级指标 | 二级指标 | 三级指标 | 指标值\n"
ROW = "产出指标 | 数量指标 | 培训人次 | 200人次\n"


@pytest.mark.parametrize(
    ("labels", "fields"),
    [
        pytest.param("项目资金（元） | 资金总额 | 500", {"total": "500", "money_unit": "元"}, id="unit beside the group"),
        pytest.param("项目资金（万元） | 5.5 | 主管部门 | 某局", {"total": "5.5"}, id="the group is the total"),
        pytest.param("年度资金总额（万元） | 5 | 其中：财政拨款（元） | 50000", {"total": "5", "fiscal": "50000元", "money_unit": "万元"}, id="two units kept apart"),
        pytest.param("项目总投资 | 900 | 年度资金总额 | 300", {"total": "300", "cycle_total": "900", "shares": None}, id="of the period and of the year"),
        pytest.param("实施期资金总额 | 900 | 其他资金 | 0", {"total": None, "cycle_total": "900", "shares": {"实施期资金总额：其他资金": "0"}}, id="of the period alone"),
        pytest.param("年度资金总额 | 300 | 其中：省级补助 | 100", {"total": "300", "shares": {"省级补助": "100"}}, id="shares"),
        pytest.param("项目类别 | 其他 | 联系人 | 王某", {"other": None}, id="a value that is a word of a label"),
        pytest.param("项目名称及代码无关 | x", {}, id="an unknown label"),
        pytest.param("年度资金总额： |  | 备注 | 无", {"total": ""}, id="a blank amount"),
        pytest.param("年度目标 | 培训。 | 中期目标 | 建成。", {"goal": "培训。\n建成。"}, id="two goals"),
        pytest.param("绩效目标 | ", {"goal": ""}, id="a blank goal"),
        pytest.param("任务名称 | 主要内容 | 预算金额\n办学 | 发工资 | 8\n维修 | 校舍 | 1\n合计 |  | 9", {"total": "9", "shares": {"办学：预算金额": "8", "维修：预算金额": "1"}}, id="tasks and their sum"),
        pytest.param("任务名称 | 财政拨款 | 其他资金\n办学 | 8 | 1\n其他 | 2 | 0\n绩效目标 | 建成。", {"fiscal": None, "shares": {"办学：财政拨款": "8", "办学：其他资金": "1", "其他：财政拨款": "2", "其他：其他资金": "0"}, "goal": "建成。"}, id="tasks without their sum"),
        pytest.param("预算资金（万元） | 合计 | 财政拨款 | 其他资金\n金额 | 9 | 8 | 1", {"total": "9", "fiscal": "8", "other": "1", "money_unit": "万元"}, id="amounts under their labels"),
    ],
)  # fmt: skip
def test_labels(labels: str, fields: dict[str, Any]) -> None:
    filing = _filing(f"项目名称 | 业务培训\n{labels}\n{HEADING}{ROW}")
    record = to_dict(filing)
    found = {"shares": None, **record, **record["projects"][0]}

    assert {key: found.get(key) for key in fields} == fields
    assert found["name"] == "业务培训"


def test_what_follows_an_unknown_label_is_told() -> None:
    filing = _filing(f"项目名称 | 业务培训\n项目赋码 | XM-3601\n{HEADING}{ROW}")
    assert [field.text for field in filing.unread] == ["项目赋码", "XM-3601"]


@pytest.mark.parametrize(
    ("heading", "row", "fields"),
    [
        pytest.param("指标值", "≥400平方米", ("≥400平方米", None, None, None), id="one column"),
        pytest.param("计算符号 | 指标值 | 度量单位", "≥ | 400 | 平方米", ("≥400平方米", "≥", "平方米", None), id="three columns"),
        pytest.param("指标值 | 计量单位", "400 | 平方米", ("400平方米", None, "平方米", None), id="two columns"),
        pytest.param("指标性质 | 指标值 | 单位", "定性 | 优良 | ", ("优良", "定性", "", None), id="words"),
        pytest.param("计算符号 | 指标值 | 单位", "≥ |  | %", ("", "≥", "%", None), id="a unit without a value"),
        pytest.param("计算符号 | 指标值 | 单位", "≥ | ≥95% | %", ("≥95%", "≥", "%", None), id="the value repeats both"),
        pytest.param("指标性质 | 指标方向 | 指标值 | 单位", "正向 | 大于等于 | 98 | %", ("大于等于98%", "大于等于", "%", "正向"), id="sign under direction"),
        pytest.param("指标值 | < | <", "≥ | 98 | %", ("≥98%", "≥", "%", None), id="three cells under one heading"),
    ],
)  # fmt: skip
def test_targets(heading: str, row: str, fields: tuple[str | None, ...]) -> None:
    names = "一级指标 | 二级指标 | 三级指标"
    filing = _filing(f"项目名称 | 维修\n{names} | {heading}\n产出指标 | 数量指标 | 面积 | {row}\n")
    (indicator,) = filing.projects[0].indicators or ()
    parts = (indicator.annual_target, indicator.comparator, indicator.unit, indicator.direction)

    assert tuple(part and part.text for part in parts) == fields
    assert filing.unread == ()


def test_pieces_of_a_target_are_their_cells() -> None:
    text = "项目名称 | 维修\n一级指标 | 二级指标 | 三级指标 | 计算符号 | 指标值 | 单位\n产出 | 数量 | 面积 | ≥ | 400 | 平方米\n"
    (indicator,) = _filing(text, "csv").projects[0].indicators or ()
    assert indicator.annual_target is not None
    target = indicator.annual_target
    assert [piece.cell.text for piece in target.pieces] == ["≥", "400", "平方米"]
    assert [place.table_column for place in target.places_of(1, 4)] == [5]


@pytest.mark.parametrize("how", ["html", "xlsx"])
def test_a_head_and_its_indicators_in_two_tables(how: str) -> None:
    head = "项目名称 | 培训 | 主管部门 | 某局\n绩效目标 | 培训200人 | 备注 | 无\n"
    filing = _filing(f"{head}\n绩效指标\n\n{HEADING}{ROW}", how)
    assert filing.projects[0].project_name is not None
    assert [one.name and one.name.text for one in filing.projects[0].indicators or ()] == [
        "培训人次"
    ]


def test_forms_that_follow_one_another_keep_their_own() -> None:
    form_of = "项目名称 | {} | 主管部门 | {}\n" + HEADING + ROW
    text = (
        "2026年项目支出绩效目标表\n" + form_of.format("甲", "某局") + form_of.format("乙", "某委")
    )
    filings = _laid_out(text).filings
    found = [
        (
            to_dict(one)["projects"][0]["name"],
            to_dict(one)["department"],
            one.year and one.year.text,
        )
        for one in filings
    ]
    assert found == [("甲", "某局", "2026"), ("乙", "某委", "2026")]
    assert [one.year and one.year.inherited for one in filings] == [False, True]


def test_a_row_without_name_and_value_is_no_indicator() -> None:
    filing = _filing(
        f"项目名称 | 培训\n{HEADING}{ROW}效益指标 | 经济效益指标 |  | \n | 社会效益指标 | 指标1： | \n"
    )
    assert len(filing.projects[0].indicators or ()) == 1
    assert filing.unread == ()


# --- what is no form


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值\n甲 | 5 | 完成 | 产出指标 | 数量指标 | 数 | 3\n", id="wide"),
        pytest.param("序号 | 项目名称 | 实施单位 | 绩效目标 | 受益对象\n1 | 甲 | 某镇 | 受益户数≥200户 | 村民\n", id="one project a row"),
        pytest.param("项目名称 | 总计 | 绩效目标 | 绩效指标\n甲 | 5 | 完成 | 1、1-产出指标,11-数量指标,数；年度指标值:3；\n", id="inline"),
        pytest.param("科目 | 项目名称 | 金额\n教育 | 甲 | 5\n", id="a budget"),
        pytest.param("项目名称 | 校舍维修\n中标单位 | 某公司\n", id="a notice"),
    ],
)  # fmt: skip
def test_other_tables_are_left_alone(text: str) -> None:
    assert list(form.claims(stitch(as_html(parse(text))))) == []


@pytest.mark.parametrize("name", ["putuo-wanli-2025-budget", "putuo-fuban-2025-budget-dept"])
def test_published_budgets_hold_no_form(name: str) -> None:
    path = SHARED / f"pdf/{name}.pdf"
    if not path.exists():
        pytest.skip("the shared filings are not here")
    read = pytest.importorskip("audit.readers.pdf.read").read
    assert lay_out(read(Source(path.name, path.read_bytes()), OPTIONS)).filings == ()


# --- tables that a page broke: the next has fewer column edges


def _table(rows: list[list[str]], columns: tuple[float, ...]) -> Table:
    made = tuple(tuple(Cell(text, (), form_place) for text in row) for row in rows)
    return Table(made, form_place, columns)


form_place = html.read(Source("a.html", b"<p>x</p>"), OPTIONS).blocks[0].place


def test_indicators_go_on_behind_a_page_break_on_fewer_edges() -> None:
    first = _table(
        [
            ["项目名称", "培训", "主管部门", "某局", ""],
            ["一级指标", "二级指标", "三级指标", "", "指标值"],
            ["产出指标", "数量指标", "培训人次", "", "200人次"],
        ],
        (0, 100, 200, 300, 400, 500),
    )
    second = _table([["效益指标", "社会效益", "知晓率", "≥90%"]], (0, 100, 200, 400, 500))
    (filing,) = lay_out(Document("a.pdf", "pdf", (first, second))).filings
    names = [
        (
            one.level1 and one.level1.text,
            one.name and one.name.text,
            one.annual_target and one.annual_target.text,
        )
        for one in filing.projects[0].indicators or ()
    ]
    assert names == [("产出指标", "培训人次", "200人次"), ("效益指标", "知晓率", "≥90%")]


def test_a_page_may_hold_the_rest_of_a_form_and_the_next_one_on_other_columns() -> None:
    head = [["一级指标", "二级指标", "三级指标", "", "指标值"]]
    first = _table(
        [
            ["项目名称", "培训", "培训", "主管部门", "某局"],
            *head,
            ["产出指标", "数量指标", "人次", "", "200人次"],
        ],
        (0, 100, 200, 300, 400, 500),
    )
    second = _table(
        [
            ["效益指标", "", "社会效益", "知晓率", "知晓率", "≥90%"],
            ["项目名称", "维修", "维修", "维修", "维修", "维修"],
            ["一级指标", "二级指标", "二级指标", "三级指标", "指标值", "指标值"],
            ["产出指标", "数量指标", "数量指标", "校舍", "3处", "3处"],
        ],
        (0, 50, 100, 200, 350, 400, 500),
    )
    # The cells of a grid are one where they are merged.
    rest = second.rows[0]
    wide = replace(
        second, rows=((rest[0], rest[0], rest[2], rest[3], rest[3], rest[5]), *second.rows[1:])
    )
    filings = lay_out(Document("a.pdf", "pdf", (first, wide))).filings

    assert [
        [
            (one.name and one.name.text, one.annual_target and one.annual_target.text)
            for one in indicators
        ]
        for filing in filings
        for indicators in [filing.projects[0].indicators or ()]
    ] == [[("人次", "200人次"), ("知晓率", "≥90%")], [("校舍", "3处")]]


# --- the law: no character of a form is lost


_WORDS = st.sampled_from(
    ["", "<", "^", "项目名称", "主管部门", "项目资金（万元）", "年度资金总额：", "其中：财政拨款", "其他资金", "总体目标",
     "年度目标", "中期目标", "全年预算数（A）", "全年执行数（B）", "执行率", "绩⏎效⏎指⏎标", "一级指标", "二级指标", "三级指标",
     "指标值", "计量单位", "年度指标值", "实际完成值", "分值", "得分", "备注", "产出指标", "数量指标", "效益指标", "校舍维修",
     "某局", "100", "90.00", "≥90%", "★合格率（≥**%）", "指标1：人数", "合计", "填表人：王某", "单位：万元", "2026年度",
     "财政部门审核意见", "305101某某区人民法院", "主管部门：某局 单位：元", "……", "未知栏"]
)  # fmt: skip
_ROWS = st.lists(st.lists(_WORDS, min_size=2, max_size=6), min_size=1, max_size=9)
_STARTS = ["", "项目名称 | 甲 | 主管部门 | 乙\n", "项目名称 | 甲\n" + HEADING + ROW, HEADING]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_STARTS), _ROWS, st.sampled_from(["html", "markdown", "csv"]))
def test_no_letter_digit_or_han_character_is_lost(
    start: str, rows: list[list[str]], how: str
) -> None:
    """Design section 4: what no field holds and no layout skipped is unread or unclaimed."""
    square = [[cell if at or cell != "^" else "" for cell in row] for at, row in enumerate(rows)]
    square = [["" if row[0] == "<" else row[0], *row[1:]] for row in square]
    document = stitch(FORMATS[how](parse(start + "\n".join(" | ".join(row) for row in square))))

    there = _letters("".join(cell.text for cell in document.cells()))
    for claim in form.claims(document):
        layed = form.lay_out(document, claim)
        cells = {id(cell) for at in claim.blocks for cell in document.blocks[at].cells()}
        for filing in layed.filings:
            for record in filing.records():
                for _, field in fields_of(record):
                    assert all(id(piece.cell) in cells for piece in field.pieces)
                    cut = [piece.cell.text[piece.start : piece.end] for piece in field.pieces]
                    assert not _letters(field.text) - _letters("".join(cut)) - _letters("：,")
        assert not _letters("".join(one.text for one in unread(document, claim, layed))) - there


_NOTED = {
    "备注", "财政部门审核意见", "执行率", "填表人：王某", "分值", "得分", "实际完成值",
    "主管部门", "主管部门：某局 单位：元", "305101某某区人民法院", "单位：万元", "计量单位",
}  # fmt: skip
"""What makes notes of what follows: other units, opinions, what was reached."""


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(_STARTS), _ROWS, st.sampled_from(["html", "markdown", "csv"]), st.data())
def test_a_strange_word_is_never_passed_over(
    start: str, rows: list[list[str]], how: str, data: st.DataObject
) -> None:
    """Whatever stands around it: it is in a field, or it is told."""
    square = [["" if cell in _NOTED | {"<", "^"} else cell for cell in row] for row in rows]
    row = data.draw(st.sampled_from(square))
    row[data.draw(st.integers(0, len(row) - 1))] = "琥珀璎珞"
    text = start + "\n".join(" | ".join(row) for row in square)
    document = stitch(FORMATS[how](parse(text)))

    for claim in form.claims(document):
        layed = form.lay_out(document, claim)
        told = [field.text for field in unread(document, claim, layed)]
        for filing in layed.filings:
            told += [field.text for record in filing.records() for _, field in fields_of(record)]
            told += [record.source.text for record in filing.records()]
            told += [label for project in filing.projects for label, _ in project.shares]
        held = "".join(cell.text for at in claim.blocks for cell in document.blocks[at].cells())
        found = any("琥珀璎珞" in one for one in told)
        assert found or "琥珀璎珞" not in held or _is_heading(row)


def _is_heading(row: list[str]) -> bool:
    """A strange word in a heading is skipped with it: the cells of its column are told."""
    return "三级指标" in row or "二级指标" in row


def _letters(text: str) -> Counter[str]:
    return Counter(char for char in text if char.isalnum())

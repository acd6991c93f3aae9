"""The inline layout: a published filing as a person reads it, and no character lost."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest

from audit.document import Table
from audit.filing import Field, Filing, fields_of
from audit.layouts import LaidOut, inline
from audit.pipeline import lay_out, read
from audit.plugins import ReadOptions, Source
from audit.readers import markdown

SAMPLE = Path(__file__).parents[2] / "../shared/filings/baiyun-police.md"
DEMO = Path(__file__).parents[1] / "fixtures/qinghe-education-2026.md"


def _laid_out(text: str) -> LaidOut:
    return lay_out(markdown.read(Source("a.md", text.encode()), ReadOptions({}, {})))


def _filing(text: str) -> Filing:
    (filing,) = _laid_out(text).filings
    return filing


# --- the sample, against a reading by other means: its raw lines, cut with regular expressions


@pytest.fixture(scope="module")
def sample() -> Filing:
    if not SAMPLE.exists():
        pytest.skip("the shared filings are not here")
    (filing,) = lay_out(read(str(SAMPLE))).filings
    return filing


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    if not SAMPLE.exists():
        pytest.skip("the shared filings are not here")
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    cut = [[part.strip() for part in line.strip().strip("|").split("|")] for line in lines]
    return [row for row in cut if len(row) == 7 and row[1] and row[1][0].isdecimal()]


def test_each_project_is_its_row(sample: Filing, rows: list[list[str]]) -> None:
    sums, projects = rows[:2], rows[2:]
    names = ("project_name", "total", "fiscal", "special", "other", "goal")
    read_back = [[_text(project, name) for name in names] for project in sample.projects]
    assert read_back == [row[:6] for row in projects]
    assert [[total.label.text, _text(total, "total")] for total in sample.totals] == [
        row[:2] for row in sums
    ]
    assert all(total.covers == tuple(range(55)) for total in sample.totals)


def test_each_indicator_is_its_words(sample: Filing, rows: list[list[str]]) -> None:
    pattern = re.compile(
        r"(\d+)、(\d+-[^,]+?), ?(\d+-[^,]+?), ?(.+?)[；;] ?实施周期指标值: ?(.*?)"
        r", ?年度指标值: ?(.*?)(?=[;；,]*[;；][;；,\s]*(?:\d+、\d+-|$))"
    )
    expected = [[list(found) for found in pattern.findall(row[6])] for row in rows[2:]]
    names = ("number", "level1", "level2", "name", "cycle_target", "annual_target")
    assert [
        [[_text(one, name) for name in names] for one in project.indicators or ()]
        for project in sample.projects
    ] == expected
    assert sum(map(len, expected)) == 180


PAIRS = """1-产出指标 12-质量指标 51
1-产出指标 11-数量指标 36
2-效益指标 22-社会效益 32
1-产出指标 13-时效指标 13
3-满意度指标 31-服务对象满意度 10
2-效益指标 3-满意度指标 9
2-效益指标 21-经济效益 9
2-效益指标 24-可持续影响 9
2-效益指标 31-服务对象满意度 8
1-产出指标 14-成本指标 1
2-效益指标 11-数量指标 1
12-质量指标 12-质量指标 1"""


def test_the_sample_has_what_people_counted_in_it(sample: Filing) -> None:
    """Counts made by hand and by other means, before there was a reader."""
    indicators = [one for project in sample.projects for one in project.indicators or ()]
    pairs = Counter((_text(one, "level1"), _text(one, "level2")) for one in indicators)
    expected = [line.split() for line in PAIRS.splitlines()]
    assert pairs == {(level1, level2): int(count) for level1, level2, count in expected}

    sizes = Counter(len(project.indicators or ()) for project in sample.projects)
    assert sizes == {3: 41, 4: 13, 5: 1}

    assert sum(_text(one, "name").endswith(("。", ".")) for one in indicators) == 10
    stops = [_text(one, "annual_target") for one in indicators]
    assert sum(text.endswith(("。", ".")) for text in stops) == 6

    amounts = (Decimal(_text(project, "total").replace(",", "")) for project in sample.projects)
    assert sum(amounts) == Decimal("50061.31")


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param("1|1-产出指标|12-质量指标|实现功能覆盖率|100%|100%", id="the first"),
        pytest.param("2|1-产出指标|11-数量指标|专职辅警人员数|大于2450人|大于2450人.", id="a stop that was typed"),
        pytest.param("2|1-产出指标|11-数量指标|犬只续期数|达标|达标", id="marks with spaces between"),
        pytest.param("1|2-效益指标|22-社会效益|交通安全劝导工作|增加|增肌", id="two targets that differ"),
        pytest.param("1|1-产出指标|12-质量指标|运维工单完成率(%)。|100%|100%", id="a stop behind a bracket"),
    ],
)  # fmt: skip
def test_the_sample_in_places(sample: Filing, texts: str) -> None:
    names = ("number", "level1", "level2", "name", "cycle_target", "annual_target")
    indicators = (one for project in sample.projects for one in project.indicators or ())
    assert texts in {"|".join(_text(one, name) for name in names) for one in indicators}


def test_the_sample_is_read_whole(sample: Filing) -> None:
    assert sample.unread == ()
    assert lay_out(read(str(SAMPLE))).unclaimed == ()
    head = (_text(sample, "department"), _text(sample, "money_unit"), sample.year, sample.kind)
    assert head == ("广州市公安局白云区分局", "万元", None, "project")


@pytest.mark.parametrize("path", [SAMPLE, DEMO], ids=["sample", "demo"])
def test_places_hold_the_text(path: Path) -> None:
    if not path.exists():
        pytest.skip("the shared filings are not here")
    lines = path.read_text(encoding="utf-8").splitlines()
    for filing in lay_out(read(str(path))).filings:
        for _, field in _fields(filing):
            places = field.places_of(0, len(field.text)) if field.text else ()
            cut = [
                lines[(place.line or 0) - 1][(place.column or 0) - 1 : (place.end_column or 0) - 1]
                for place in places
            ]
            assert "".join(cut) == field.text


def _text(record: object, name: str) -> str:
    field: Field = getattr(record, name)
    return field.text


def _fields(filing: Filing) -> Iterator[tuple[str, Field]]:
    return chain.from_iterable(fields_of(record) for record in filing.records())


# --- variants


HEAD = "| 项目名称 | 总计 | 绩效目标 | 绩效指标 |\n|---|---|---|---|\n"
INDICATOR = "1、1-产出指标,11-数量指标,甲数；年度指标值:≥5个；"


@pytest.mark.parametrize(
    ("text", "head"),
    [
        pytest.param("部门名称：某局\n\n单位：万元\n\n", ("某局", "万元", None), id="two lines"),
        pytest.param("部门名称：某局    单位：元\n\n", ("某局", "元", None), id="one line"),
        pytest.param("2026年某局项目支出绩效目标表\n\n", (None, None, "2026"), id="title"),
        pytest.param("预算单位：某 县 局\n\n金额单位:人民币元\n\n", ("某 县 局", "人民币元", None), id="other words"),
        pytest.param("二〇二六年度\n\n", (None, None, "二〇二六"), id="year in characters"),
        pytest.param("", (None, None, None), id="nothing"),
    ],
)  # fmt: skip
def test_front_matter(text: str, head: tuple[str | None, ...]) -> None:
    filing = _filing(text + HEAD + f"| 甲工程 | 1.00 | 完成甲。 | {INDICATOR} |\n")
    found = (filing.department, filing.money_unit, filing.year)
    assert tuple(field and field.text for field in found) == head
    assert filing.unread == ()


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        pytest.param("项目名称（资金使用单位）|总计|绩效目标|绩效指标", "甲工程|1.00|完成甲。|{}", id="brackets"),
        pytest.param("绩效指标|绩效目标|项目名称|总计（万元）", "{}|完成甲。|甲工程|1.00", id="order"),
        pytest.param("序号|项目<br>名称|金 额|绩 效 目 标|绩效<br>指标|备注", "1|甲工程|1.00|完成甲。|{}|新增", id="more columns"),
    ],
)  # fmt: skip
def test_headings(headings: str, row: str) -> None:
    columns = headings.count("|") + 1
    text = f"| {headings} |\n{'|---' * columns}|\n| {row.format(INDICATOR)} |\n"
    filing = _filing(text)
    (project,) = filing.projects
    found = [_text(project, name) for name in ("project_name", "total", "goal")]
    assert found == ["甲工程", "1.00", "完成甲。"]
    assert len(project.indicators or ()) == 1
    assert filing.unread == ()


def test_two_rows_of_headings() -> None:
    filing = _filing(
        "| 项目名称 | 预算金额 | | 绩效目标 | 绩效指标 |\n| | 总计 | 财政拨款 | | |\n|---|---|---|---|---|\n"
        f"| 甲工程 | 2.00 | 1.00 | 完成甲。 | {INDICATOR} |\n"
    )
    assert (_text(filing.projects[0], "total"), _text(filing.projects[0], "fiscal")) == (
        "2.00",
        "1.00",
    )


def test_lines_between_title_and_table_are_left_alone() -> None:
    laid_out = _laid_out(
        "部门名称：甲局\n\n本部门的绩效目标由各处室填报，财务处汇总。\n\n部门名称：乙局\n\n机密\n\n"
        + HEAD
        + f"| 甲工程 | 1.00 | 完成甲。 | {INDICATOR} |\n"
    )
    (filing,) = laid_out.filings

    assert _text(filing, "department") == "乙局"
    assert [one.text for one in laid_out.unclaimed] == [
        "本部门的绩效目标由各处室填报，财务处汇总。",
        "机密",
    ]


def test_page_numbers_running_heads_and_notes_belong_to_the_form() -> None:
    title = "项目支出绩效目标表\n\n部门名称：某局\n\n"
    row = f"| 甲工程 | 1.00 | 完成甲。 | {INDICATOR} |\n"
    laid_out = _laid_out(
        title + HEAD + row + "\n— 1 —\n\n" + title + HEAD + row + "\n第2页\n\n填报人：张三\n"
    )

    assert [len(filing.projects) for filing in laid_out.filings] == [2]
    assert laid_out.unclaimed == ()


@pytest.mark.parametrize("second", ["某局", "某委"])
def test_a_form_with_a_sum_of_its_own_is_another(second: str) -> None:
    form = (
        "项目支出绩效目标表\n\n部门名称：{}\n\n"
        + HEAD
        + f"| 合计 | 1.00 | | |\n| 甲工程 | 1.00 | 完成甲。 | {INDICATOR} |\n\n"
    )
    filings = _laid_out(form.format("某局") + form.format(second)).filings

    assert [(_text(one, "department"), len(one.totals)) for one in filings] == [
        ("某局", 1),
        (second, 1),
    ]


def test_a_second_row_that_takes_a_needed_column_away_is_no_heading() -> None:
    text = "| 总体目标 | 甲 | 绩效指标 |\n| | | 项目名称 |\n| | 项目名称 | |\n"
    document = markdown.read(Source("a.md", text.encode()), ReadOptions({}, {}))
    (claim,) = inline.claims(document)

    (filing,) = inline.lay_out(document, claim).filings

    assert "indicators" in filing.fields


@pytest.mark.parametrize(
    ("rows", "projects"),
    [
        pytest.param(["某中学|||", "甲|1|g|i"], ["甲"], id="the name of a unit heads its projects"),
        pytest.param(["一、基本支出|||", "甲|1|g|i"], ["甲"], id="so does a numbered heading"),
        pytest.param(["甲|||", "乙|1|g|i"], ["甲", "乙"], id="a project that lacks everything"),
        pytest.param(["甲|1|g|i", "||g|i"], ["甲"], id="more rows of one project"),
        pytest.param(["甲|1|g|i", "|2|g|i"], ["甲", ""], id="a project without a name"),
        pytest.param(["甲|1|g|i", "注：略|||"], ["甲"], id="a note"),
        pytest.param(["甲|1|g|无"], ["甲"], id="a word for no indicators"),
        pytest.param(["甲|1"], ["甲"], id="a row that is too short"),
    ],
)
def test_rows(rows: list[str], projects: list[str]) -> None:
    cut = (row.split("|") for row in rows)
    words = {"g": "完成。", "i": INDICATOR}
    body = "".join(f"| {' | '.join(words.get(cell, cell) for cell in row)} |\n" for row in cut)
    filing = _filing(HEAD + body)

    assert [_text(project, "project_name") for project in filing.projects] == projects
    assert filing.unread == ()


def test_indicators_of_two_rows_are_one_list() -> None:
    second = INDICATOR.replace("1、", "2、", 1)
    filing = _filing(HEAD + f"| 甲 | 1 | 完成 | {INDICATOR} |\n| | | 甲。 | {second} |\n")
    (project,) = filing.projects

    assert _text(project, "goal") == "完成甲。"
    assert [(one.index, _text(one, "number")) for one in project.indicators or ()] == [
        (0, "1"),
        (1, "2"),
    ]


def test_what_a_merged_cell_gives_to_several_is_inherited() -> None:
    document = markdown.read(
        Source(
            "a.md", (HEAD + f"| 甲 | 1 | 完成。 | {INDICATOR} |\n| 乙 | 2 | x | x |\n").encode()
        ),
        ReadOptions({}, {}),
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    head, first, second = table.rows
    merged = replace(table, rows=(head, first, (*second[:2], *first[2:])))
    (filing,) = lay_out(replace(document, blocks=(merged,))).filings
    one, other = filing.projects

    assert (one.goal, other.goal) != (None, None)
    assert [project.goal and project.goal.inherited for project in (one, other)] == [False, True]
    names = [(project.indicators or ())[0].name for project in (one, other)]
    assert [name and name.inherited for name in names] == [False, True]


@pytest.mark.parametrize(
    "table",
    [
        "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 |\n|--|--|--|--|\n| 绩效目标 | a | b | c |\n",
        "| 科目 | 金额 |\n|--|--|\n| 教育支出 | 100 |\n",
        "| 绩效指标 | 金额 |\n|--|--|\n| a | 100 |\n",
    ],
)
def test_other_tables_are_not_claimed(table: str) -> None:
    document = markdown.read(Source("a.md", table.encode()), ReadOptions({}, {}))

    assert list(inline.claims(document)) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + f"|甲|1|b|{INDICATOR * 2000}|\n", id="indicators"),
        pytest.param(HEAD + "|甲|1|b|" + "年度指标值:5；" * 8_000 + "|\n", id="labels"),
        pytest.param(HEAD + "|甲|1|b|" + "1、甲；" * 10_000 + "|\n", id="numbers"),
        pytest.param(HEAD + "|甲|1|b|" + "<br>" * 100_000 + "|\n", id="breaks"),
        pytest.param(HEAD + "|" + "局（" * 100_000 + "|1|||\n", id="brackets"),
        pytest.param(HEAD + "|某局|1|||\n|甲|1|完成|x|\n" * 1000, id="units"),
        pytest.param((HEAD + "|甲|1|完成|x|\n\n") * 1000, id="tables"),
        pytest.param(HEAD + "|甲|1|完成|x|\n" + "|||完成|x|\n" * 3000, id="rows without a name"),
        pytest.param("单位" + " " * 300_000 + "x\n\n" + HEAD + "|甲|1|b|c|\n", id="a label"),
        pytest.param("绩效" * 100_000 + "\n\n" + HEAD + "|甲|1|b|c|\n", id="a title"),
    ],
)
def test_time_grows_with_the_length_and_no_faster(text: str) -> None:
    """Hundreds of thousands of characters are laid out at all: quadratic, it would take hours."""
    assert _laid_out(text).filings


def test_several_forms_in_one_document() -> None:
    one = "部门名称：{}\n\n" + HEAD + f"| 甲工程 | 1.00 | 完成甲。 | {INDICATOR} |\n\n"
    filings = _laid_out(one.format("某局") + one.format("某委")).filings
    assert [(filing.index, _text(filing, "department")) for filing in filings] == [
        (0, "某局"),
        (1, "某委"),
    ]


def test_what_belongs_to_no_field_is_told() -> None:
    filing = _filing(
        "| 项目名称 | 总计 | 绩效目标 | 绩效指标 | |\n|---|---|---|---|---|\n"
        "| 甲工程 | 1.00 | 完成甲。 | 另行报送材料 | 局长已阅 |\n"
    )
    assert [field.text for field in filing.unread] == ["另行报送材料", "局长已阅"]


@pytest.mark.parametrize("words", ["无", "详见附件", "见附表2。", "具体见附件一"])
def test_what_stands_for_no_indicators_is_told_by_their_absence_alone(words: str) -> None:
    filing = _filing(
        "| 项目名称 | 总计 | 绩效目标 | 绩效指标 |\n|---|---|---|---|\n"
        f"| 甲工程 | 1.00 | 完成甲。 | {words} |\n"
    )
    assert [project.indicators for project in filing.projects] == [()]
    assert filing.unread == ()


def test_a_table_without_its_headings_is_no_filing() -> None:
    laid_out = _laid_out("| 科目 | 金额 |\n|--|--|\n| 教育支出 | 100 |\n\n收支总表\n")
    assert laid_out.filings == ()
    assert [one.text for one in laid_out.unclaimed] == ["科目 金额 教育支出 100", "收支总表"]

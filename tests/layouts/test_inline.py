"""The inline layout: a published filing as a person reads it, and no character lost."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import account
from audit.document import Document
from audit.filing import Field, Filing, fields_of
from audit.layouts import LaidOut, inline
from audit.pipeline import lay_out, read
from audit.plugins import ReadOptions, Source
from audit.readers import markdown
from audit.stitch import stitch

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


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        pytest.param(["合计|3", "甲|1|g", "乙|2|g"], {"合计": [0, 1]}, id="total first"),
        pytest.param(["甲|1|g", "乙|2|g", "总 计|3"], {"总 计": [0, 1]}, id="total last"),
        pytest.param(
            ["合计|6", "某局|3", "甲|1|g", "乙|2|g", "某中学|3", "丙|3|g"],
            {"合计": [0, 1, 2], "某局": [0, 1], "某中学": [2]},
            id="a subtotal a unit",
        ),
        pytest.param(
            ["某局|6", "某局本级|3", "甲|1|g", "乙|2|g", "某中学|3", "丙|3|g"],
            {"某局": [0, 1, 2], "某局本级": [0, 1], "某中学": [2]},
            id="units nest",
        ),
        pytest.param(["甲|1|g", "小计|1", "乙|2|g", "小计|2"], {"小计": [1]}, id="subtotals below"),
        pytest.param(["公用经费|1", "甲|2|g"], {}, id="a project that lacks goal and indicators"),
    ],
)
def test_sums(rows: list[str], sums: dict[str, list[int]]) -> None:
    body = "".join(
        f"| {name} | {amount} | {'完成。' if rest else ''} | {INDICATOR if rest else ''} |\n"
        for name, amount, *rest in (row.split("|") for row in rows)
    )
    filing = _filing("部门名称：某局\n\n" + HEAD + body)
    assert {total.label.text: list(total.covers) for total in filing.totals} == sums


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
        "| 甲工程 | 1.00 | 完成甲。 | 详见附件 | 局长已阅 |\n"
    )
    assert [field.text for field in filing.unread] == ["详见附件", "局长已阅"]


def test_a_table_without_its_headings_is_no_filing() -> None:
    laid_out = _laid_out("| 科目 | 金额 |\n|--|--|\n| 教育支出 | 100 |\n\n收支总表\n")
    assert laid_out.filings == ()
    assert [one.text for one in laid_out.unclaimed] == ["科目 金额 教育支出 100", "收支总表"]


# --- the law: no character of a table is lost


_CELL = st.sampled_from(
    ["", "甲工程", "1,234.50", "完成甲乙丙。", INDICATOR, INDICATOR + "2、乙率；指标值:9%", "合计",
     "详见附件", "1、", "年度指标值:", "①甲；", "注：说明", "项目名称", "绩效指标", "二〇二六年", "x&ge;y", "a\\|b"]
) | st.text(alphabet="甲乙丁1２、,；:：()（）年度指标值目产出-|<br>\\&;", max_size=20)  # fmt: skip
_ROW = st.lists(_CELL, min_size=1, max_size=6).map(lambda cells: f"| {' | '.join(cells)} |")
_LINE = st.sampled_from(
    [
        "",
        HEAD,
        "部门名称：某局",
        "单位：万元",
        "2026年项目支出绩效目标表",
        "注：略",
        "正文一段。",
        "|---|---|",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_ROW | _LINE, max_size=14))
def test_no_letter_digit_or_han_character_is_lost(lines: list[str]) -> None:
    """Design section 4: what no field holds and no layout skipped is unread or unclaimed."""
    document = stitch(
        markdown.read(Source("a.md", (HEAD + "\n".join(lines)).encode()), ReadOptions({}, {}))
    )
    for claim in inline.claims(document):
        layed = inline.lay_out(document, claim)
        taken = [
            (piece.cell, piece.start, piece.end)
            for filing in layed.filings
            for _, field in _fields(filing)
            for piece in field.pieces
        ] + [(one.cell, one.start, one.end) for one in layed.skipped]
        unread = [
            (piece.cell, piece.start, piece.end)
            for field in account.unread(document, claim, layed)
            for piece in field.pieces
        ]
        for index in claim.blocks:
            for cell in document.blocks[index].cells():
                times = [0] * len(cell.text)
                for other, start, end in taken:
                    if other is cell:
                        times[start:end] = [1] * (end - start)
                for other, start, end in unread:
                    if other is cell:
                        times[start:end] = [time + 1 for time in times[start:end]]
                # Each character that says something is taken or told, and none is both.
                assert all(
                    time == 1 or (time == 0 and not char.isalnum())
                    for char, time in zip(cell.text, times, strict=True)
                )


@settings(max_examples=50, deadline=None)
@given(st.lists(_ROW | _LINE, max_size=14))
def test_stitching_keeps_every_character(lines: list[str]) -> None:
    document = markdown.read(Source("a.md", "\n".join(lines).encode()), ReadOptions({}, {}))
    assert _letters(document) == _letters(stitch(document))


def _letters(document: Document) -> Counter[str]:
    return Counter(char for cell in document.cells() for char in cell.text if char.isalnum())

"""A page break after every single line of a filing, in turn, gives the same records.

Real PDFs, in which a page ends after each line: the file is drawn once for each number of
lines that a page may hold. And Markdown, which converters make of PDFs: a table that stops
after each row in turn, and in the middle of a cell after each indicator and in mid-word.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from audit.document import Document, Line, Table
from audit.filing import to_dict
from audit.pipeline import lay_out, read
from audit.plugins import Source
from audit.stitch import stitch
from generator import drawn
from generator.formats import Look, markdown
from generator.grid import Blocks, Grid
from grids import parse
from rendering import Sheet, pdf

FIXTURES = Path(__file__).parent / "fixtures"
DEMO = FIXTURES / "qinghe-education-2026.md"
SIZE = 8.0

WIDE = """单位：元
单位名称|项目名称|预算数|年度目标|一级指标|二级指标|三级指标|指标性质|指标值|度量单位|权重|指标方向性
820-清溪镇部门||300.00|||||||||
820001-清溪镇人民政府|村干部报酬|200.00|按时发放报酬，保障村级组织正常运转。|产出指标|数量指标|村干部人数|≥|230|人|20|正向指标
^|^|^|^|^|质量指标|按时发放率|＝|100|%|20|正向指标
^|^|^|^|效益指标|社会效益指标|基层秩序|定性|优||10|正向指标
^|基层活动经费|100.00|活动场所维护，全年开放不少于三百天。|满意度指标|服务对象满意度指标|群众满意度|≥|95|%|10|正向指标"""
PROJECTS = """某局2026年项目支出绩效目标表
部门名称：某局
项目名称|总计|财政拨款|绩效目标|一级指标|二级指标|三级指标|指标值|备注
合计|5.00|3.00||||||
甲工程|2.00|1.00|完成工程。|产出指标|数量指标|桥梁数|≥5座|新建
^|^|^|^|^|质量指标|合格率|100%|
^|^|^|^|效益指标|社会效益|通行时间|≤20分钟|
乙工程|3.00|2.00|建成道路，方便群众出行，带动沿线产业发展。|产出指标|数量指标|道路长度|≥3公里|
丙工程|3.00|2.00|修桥。|产出指标|数量指标|桥面长度|≥3公里|"""
LIST = """2025年度奖助学金项目自评结果
一级指标|二级指标|指标名称|目标值|实际完成值
产出指标|数量指标|资助学生人数|≥1400人|1593人
^|质量指标|发放准确率|100%|100%
^|时效指标|资助资金在规定时间内足额发放到位的比例|100%|100%
效益指标|服务对象满意度指标|学生满意度|≥95%|96%"""
TABLES = {"wide": WIDE, "projects": PROJECTS, "list": LIST}
FORMS = sorted(path.stem for path in (FIXTURES / "forms").glob("*.grid"))
NAMES = ["demo", *TABLES, *FORMS]

# Its cells hold lists, a name and a value on each line: cut, they look like rows.
UNDECIDABLE = "names-and-values-in-lines"


@cache
def blocks_of(name: str) -> tuple[str | Grid, ...]:
    if name == "demo":
        lines, rows = _demo()
        return (*lines[:3], Grid(rows, 1), *lines[3:])
    text = TABLES.get(name) or (FIXTURES / f"forms/{name}.grid").read_text(encoding="utf-8")
    return tuple(parse(text, heading=int(name in TABLES)))


def _demo() -> tuple[list[str], list[list[str]]]:
    document = read(str(DEMO))
    rows = [
        [cell.text for cell in row]
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        if any(cell.text for cell in row)
    ]
    return [block.text for block in document.blocks if isinstance(block, Line)], rows


def _told(document: Document) -> Any:
    """The records, and what nobody read. A page shows no spaces and line ends for certain."""
    laid = lay_out(document)
    filings = [{**to_dict(one), "fields": None} for one in laid.filings]
    unread = [field.text for one in laid.filings for field in one.unread if field.text]
    return _bare([filings, unread, [one.text for one in laid.unclaimed]])


def _bare(value: Any) -> Any:
    match value:
        case dict():
            return {_bare(key): _bare(one) for key, one in value.items()}
        case list():
            return [_bare(one) for one in value]
        case str():
            return "".join(value.split())
        case _:
            return value


# --- pages


def _pages(blocks: Blocks, lines: int, width: float, *, repeat: bool, closed: bool) -> Document:
    """The document on pages that hold so many lines each."""
    height = 48.5 + SIZE * 1.3 * lines
    data = drawn.pdf(
        blocks, page=(width, height), size=SIZE, spread=1, repeat=repeat, closed=closed
    )
    return read(Source("a.pdf", data))


def _capacities(blocks: Blocks, width: float, *, each: bool) -> Iterator[int]:
    """Pages from a few lines to all; below that, a heading is cut that stands on each page."""
    whole = sum(drawn._strip(block, width - 48, SIZE, 1).lines for block in blocks)
    # Of a long one, which is read whole each time, some, where others look at each.
    return iter(range(8, whole, 1 if each or whole < 50 else 6))


@pytest.mark.parametrize("closed", [True, False], ids=["ruled", "open"])
@pytest.mark.parametrize("width", [842, 460])
@pytest.mark.parametrize("name", [name for name in NAMES if name != UNDECIDABLE])
def test_a_page_may_end_after_any_line(name: str, width: float, closed: bool) -> None:
    blocks = blocks_of(name)
    whole = _told(_pages(blocks, 2000, width, repeat=False, closed=True))
    headings = any(isinstance(block, Grid) and block.heading for block in blocks)
    broken = [
        (lines, repeat)
        for lines in _capacities(blocks, width, each=closed and width > 800)
        for repeat in ({False, headings})
        if _told(_pages(blocks, lines, width, repeat=repeat, closed=closed)) != whole
    ]

    assert broken == []


@pytest.mark.parametrize("repeat", [0, 1])
@pytest.mark.parametrize("size", [4, 4.5, 5.5, 6.5, 7.5, 8.5, 9.5, 10.5, 11, 11.5, 12, 12.5, 13])
def test_a_heading_may_be_glued_to_the_rest_of_a_row(repeat: int, size: float) -> None:
    lines, rows = _demo()

    found = read(Source("a.pdf", pdf(Sheet(lines[:3], rows, lines[3:]), repeat=repeat, size=size)))

    assert _told(found) == _told(read(str(DEMO)))


# --- rows of text


def _markdown(blocks: Blocks, after: int, again: str) -> Document:
    """The table stops after that many rows of all, and a piece of its own follows."""
    lines = markdown(blocks, Look()).decode().split("\n")
    rows = [at for at, line in enumerate(lines) if line.startswith("|") and "|---" not in line]
    at = rows[after]
    if lines[at - 1] == "" or lines[at - 1].startswith("|---"):
        return read(Source("a.md", "\n".join(lines).encode()))
    width = lines[rows[0]].count("|") - 1
    heading = {"blank": "|" * (width + 1), "repeated": lines[rows[0]]}
    piece = [heading[again], "|---" * width + "|"] if again else []
    return read(Source("a.md", "\n".join([*lines[:at], "", *piece, *lines[at:]]).encode()))


@pytest.mark.parametrize("name", [name for name in NAMES if name != UNDECIDABLE])
def test_a_piece_may_end_after_any_row(name: str) -> None:
    blocks = blocks_of(name)
    (grid, *_) = (block for block in blocks if isinstance(block, Grid))
    count = sum(len(block.rows) for block in blocks if isinstance(block, Grid))
    whole = _told(read(Source("a.md", markdown(blocks, Look()))))
    broken = [
        (after, again)
        for after in range(2, count)
        for again in ("", "blank", "repeated")
        if again != "repeated" or grid.heading
        if _told(_markdown(blocks, after, again)) != whole
    ]

    assert broken == []


def _cuts(text: str) -> Iterator[int]:
    """Behind each indicator, and in mid-word."""
    yield from (at + 1 for at, char in enumerate(text[:-1]) if char == "；")
    yield from range(5, len(text) - 1, 7)


@pytest.mark.parametrize("again", ["", "blank", "repeated"])
@pytest.mark.parametrize("column", [5, 6], ids=["goal", "indicators"])
def test_a_row_may_be_cut_in_the_middle_of_a_cell(column: int, again: str) -> None:
    lines, rows = _demo()
    whole = _told(read(str(DEMO)))
    broken = [
        (at, cut)
        for at, row in enumerate(rows)
        if at > 3
        for cut in _cuts(row[column])
        if _told(_cut(lines, rows, at, column, cut, again)) != whole
    ]

    assert broken == []


def _cut(
    lines: Sequence[str], rows: list[list[str]], at: int, column: int, cut: int, again: str
) -> Document:
    upper = [*rows[at][:column], rows[at][column][:cut], *[""] * (6 - column)]
    lower = [*[""] * column, rows[at][column][cut:], *rows[at][column + 1 :]]
    grid = Grid([*rows[:at], upper, lower, *rows[at + 1 :]])
    return _markdown((*lines[:3], grid, *lines[3:]), at + 1, again)


def test_what_words_alone_decided_is_told() -> None:
    whole = read(Source("a.md", markdown(blocks_of(UNDECIDABLE), Look())))
    cut = _markdown(blocks_of(UNDECIDABLE), 4, "")

    assert stitch(whole).problems == ()
    assert [problem.key for problem in stitch(cut).problems] == ["row-joined-by-words"]

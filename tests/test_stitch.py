"""Tables and rows that a page break cut are made whole."""

from dataclasses import replace
from typing import Any

import pytest

from audit.document import Box, Cell, Document, Fragment, Place, Table
from audit.pipeline import lay_out
from audit.plugins import ReadOptions, Source
from audit.readers import markdown
from audit.stitch import stitch

HEAD = "| 项目名称 | 总计 | 绩效目标 |\n|---|---|---|\n"
BLANK = "| | | |\n|---|---|---|\n"


def _document(text: str) -> Document:
    return markdown.read(Source("a.md", text.encode()), ReadOptions({}, {}))


def _tables(text: str) -> list[list[list[str]]]:
    blocks = stitch(_document(text)).blocks
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in blocks
        if isinstance(block, Table)
    ]


A, B = ["甲工程", "1.00", "完成甲。"], ["乙工程", "2.00", "完成乙。"]
ROW_A, ROW_B = "| 甲工程 | 1.00 | 完成甲。 |\n", "| 乙工程 | 2.00 | 完成乙。 |\n"
TITLES = ["项目名称", "总计", "绩效目标"]


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        pytest.param(HEAD + ROW_A + "\n" + BLANK + ROW_B, [[TITLES, A, B]], id="blank heading"),
        pytest.param(HEAD + ROW_A + "\n" + ROW_B, [[TITLES, A, B]], id="no heading"),
        pytest.param(
            HEAD + ROW_A + "\n" + HEAD + ROW_B, [[TITLES, A, TITLES, B]], id="heading repeated"
        ),
        pytest.param(
            HEAD + ROW_A + "\n— 1 —\n\n" + BLANK + ROW_B, [[TITLES, A, B]], id="a page number"
        ),
        pytest.param(
            "某表\n\n" + HEAD + ROW_A + "\n第1页 共2页\n\n某表\n\n" + BLANK + ROW_B,
            [[TITLES, A, B]],
            id="a running head",
        ),
        pytest.param(
            HEAD + ROW_A + "\n部门名称：另一局\n\n" + HEAD + ROW_B,
            [[TITLES, A], [TITLES, B]],
            id="a line between parts two forms",
        ),
        pytest.param(
            HEAD + ROW_A + "\n| 科目 | 金额 | 备注 |\n|--|--|--|\n" + ROW_B,
            [[TITLES, A], [["科目", "金额", "备注"], B]],
            id="a heading of its own",
        ),
        pytest.param(
            HEAD + ROW_A + "\n| 乙工程 | | 完成乙 |\n",
            [[TITLES, A, ["乙工程", "", "完成乙"]]],
            id="a row of short words is no heading",
        ),
        pytest.param(
            HEAD + "| 合计 | 1.00 | |\n" + ROW_A + "\n" + HEAD + "| 合计 | 2.00 | |\n" + ROW_B,
            [[TITLES, ["合计", "1.00", ""], A], [TITLES, ["合计", "2.00", ""], B]],
            id="a heading and another sum begin a form",
        ),
        pytest.param(
            HEAD + "| 合计 | 1.00 | |\n" + ROW_A + "\n" + HEAD + "| 合计 | 1.00 | |\n" + ROW_B,
            [[TITLES, ["合计", "1.00", ""], A, TITLES, ["合计", "1.00", ""], B]],
            id="the same sum on each page",
        ),
        pytest.param(
            HEAD + ROW_A + "\n| 乙 | 2.00 |\n", [[TITLES, A], [["乙", "2.00"]]], id="another width"
        ),
    ],
)
def test_tables(text: str, tables: list[list[list[str]]]) -> None:
    assert _tables(text) == tables


@pytest.mark.parametrize(
    ("above", "below", "rows"),
    [
        pytest.param(
            "| 甲工程 | 1.00 | 完成甲工 |\n", "| | | 程建设。 |\n",
            [["甲工程", "1.00", "完成甲工程建设。"]], id="the rest of a goal",
        ),
        pytest.param(
            "| 甲工 | | 完成甲工 |\n", "| 程 | 1.00 | 程建设。 |\n",
            [["甲工程", "1.00", "完成甲工程建设。"]], id="name and amount on the second page",
        ),
        pytest.param(
            ROW_A, ROW_B, [A, B], id="both carry amounts: two rows",
        ),
        pytest.param(
            "| 甲工程 | 1.00 | 完成甲 |\n", "| 丙工程 | | 1、完成丙 |\n",
            [["甲工程", "1.00", "完成甲"], ["丙工程", "", "1、完成丙"]], id="a list begins: two rows",
        ),
        pytest.param(
            "| 甲工程 | 1.00 | 完成甲。 |\n", "| 丙工程 | | 完成丙。 |\n",
            [A, ["丙工程", "", "完成丙。"]], id="the text had ended: two rows",
        ),
        pytest.param(
            "| 合计 | 1.00 | |\n", "| 丙工程 | | 完成丙 |\n",
            [["合计", "1.00", ""], ["丙工程", "", "完成丙"]], id="a sum is never cut",
        ),
        pytest.param(
            "| 甲工程 | 1.00 | |\n", "| | | 完成甲。 |\n", [A], id="the goal on the second page",
        ),
    ],
)  # fmt: skip
def test_rows(above: str, below: str, rows: list[list[str]]) -> None:
    assert _tables(HEAD + ROW_B + above + "\n" + BLANK + below) == [[TITLES, B, *rows]]


def test_a_joined_cell_points_at_both_pieces() -> None:
    text = HEAD + ROW_B + "| 甲工程 | 1.00 | 完成甲工 |\n\n" + BLANK + "| | | 程建设。 |\n"
    (table,) = (block for block in stitch(_document(text)).blocks if isinstance(block, Table))

    places = table.rows[-1][2].places_of(2, 6)

    assert [(place.line, place.column, place.end_column) for place in places] == [
        (4, 18, 20),
        (8, 7, 9),
    ]


def test_one_table_for_all_pages_is_cut_where_a_blank_row_stands() -> None:
    text = HEAD + ROW_B + "| 甲工程 | 1.00 | 完成甲工 |\n| | | |\n| | | 程建设。 |\n"

    (rows,) = _tables(text)

    assert [row for row in rows if any(row)] == [TITLES, B, ["甲工程", "1.00", "完成甲工程建设。"]]


def test_merged_cells_stay_one() -> None:
    """A cell over two rows that goes on behind the break is one cell in both of them."""
    document = _document(
        HEAD + "| 甲 | 1.00 | 完成。 |\n| | 2.00 | 做一些 |\n\n" + BLANK + "| 工程 | | 事。 |\n"
    )
    first, second = (block for block in document.blocks if isinstance(block, Table))
    heading, upper, lower = first.rows
    merged = replace(first, rows=(heading, upper, (upper[0], *lower[1:])))

    (table,) = stitch(replace(document, blocks=(merged, second))).blocks

    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows[1:]] == [
        ["甲工程", "1.00", "完成。"],
        ["甲工程", "2.00", "做一些事。"],
    ]
    assert table.rows[1][0] is table.rows[2][0]


@pytest.mark.parametrize(
    ("columns", "count"),
    [
        pytest.param((0.0, 50.0, 80.0, 200.0), 1, id="the same edges"),
        pytest.param((0.0, 52.0, 81.0, 199.0), 1, id="edges a little off"),
        pytest.param((0.0, 120.0, 160.0, 200.0), 2, id="other edges"),
    ],
)
def test_edges_of_columns_decide_where_a_format_has_them(
    columns: tuple[float, ...], count: int
) -> None:
    document = _document(HEAD + ROW_A + "\n" + ROW_B)
    first, second = (block for block in document.blocks if isinstance(block, Table))
    first, second = (
        replace(first, columns=(0.0, 50.0, 80.0, 200.0)),
        replace(second, columns=columns),
    )

    assert len(stitch(replace(document, blocks=(first, second))).blocks) == count


# --- pages


def _page(number: int, rows: list[list[str]], edges: list[float], **more: Any) -> Table:
    """A table as a PDF gives it: characters 10 points wide, cells of one line, or of more
    where their text has line ends. `^` goes on from above."""
    made: list[list[Cell]] = []
    top = 20.0
    for at, row in enumerate(rows):
        tall = 12.0 * max(text.count("\n") + 1 for text in row) + 4
        cells: list[Cell] = []
        for column, text in enumerate(row):
            if text == "^":
                cells.append(made[-1][column])
                continue
            span = 1
            while at + span < len(rows) and rows[at + span][column] == "^":
                span += 1
            cells.append(
                _cell_of_page(number, text, edges[column], edges[column + 1], top, tall, span)
            )
        made.append(cells)
        top += tall
    place = Place(page=number, table=1)
    return Table(tuple(map(tuple, made)), place, columns=tuple(edges), **more)


def _cell_of_page(
    number: int, text: str, left: float, right: float, top: float, tall: float, span: int
) -> Cell:
    fragments: list[Fragment] = []
    start = 0
    for line, words in enumerate(text.split("\n") if text else ()):
        end = start + len(words)
        x, y = left + 2, top + 2 + 12 * line
        box = Box(number, x, y, x + 10 * len(words), y + 10)
        sides = tuple(x + 10 * at for at in range(len(words) + 1))
        fragments.append(Fragment(start, end, Place(page=number, boxes=(box,)), None, sides))
        start = end
    place = Place(page=number, boxes=(Box(number, left, top, right, top + tall),))
    return Cell(text.replace("\n", ""), tuple(fragments), place, row_span=span)


def _stitched(*tables: Table) -> list[list[list[str]]]:
    document = Document("a.pdf", "pdf", tables)
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in stitch(document).blocks
        if isinstance(block, Table)
    ]


EDGES = [0.0, 54.0, 114.0, 218.0]
FIRST = [
    ["项目名称", "总计", "绩效目标"],
    ["甲工程", "1.00", "完成甲工程建设任务并\n交付使用单位投入运行"],
]
REST = ["", "", "。"]
WHOLE = ["甲工程", "1.00", "完成甲工程建设任务并交付使用单位投入运行。"]


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        pytest.param(_page(2, [REST, ["乙工程", "2.00", "修路。"]], EDGES), [WHOLE, ["乙工程", "2.00", "修路。"]], id="a full line goes on"),
        pytest.param(_page(2, [["乙工程", "2.00", "修路。"]], EDGES), [["甲工程", "1.00", WHOLE[2][:-1]], ["乙工程", "2.00", "修路。"]], id="a full line by chance"),
        pytest.param(_page(2, [REST], [edge + 30 for edge in EDGES]), [WHOLE], id="mirrored margins"),
        pytest.param(_page(2, [["", "。"]], [54.0, 114.0, 218.0]), [WHOLE], id="a page that lacks the first edge"),
        pytest.param(_page(2, [["项目名称", "总计", "绩效目标。"]], EDGES), [WHOLE], id="a heading glued to the rest"),
        pytest.param(_page(2, [["项目名称", "总计", "绩效目标。"], ["乙工程", "2.00", "修路。"]], EDGES), [WHOLE, ["乙工程", "2.00", "修路。"]], id="and another row below"),
    ],
)  # fmt: skip
def test_pages(second: Table, rows: list[list[str]]) -> None:
    (found,) = _stitched(_page(1, FIRST, EDGES), second)

    assert [row for row in found if row[0] != "项目名称"] == rows


def test_edges_of_another_table_end_it() -> None:
    other = _page(2, [["某某", "修路"]], [0.0, 80.0, 218.0])

    assert len(_stitched(_page(1, FIRST, EDGES), other)) == 2


def test_a_glued_heading_loses_nothing_and_its_rest_points_at_its_page() -> None:
    second = _page(2, [["项目名称", "总计", "绩效目标。"]], EDGES)
    document = Document("a.pdf", "pdf", (_page(1, FIRST, EDGES), second))
    (table,) = stitch(document).blocks
    assert isinstance(table, Table)
    _, heading, row = table.rows

    assert [cell.text for cell in heading] == FIRST[0]
    (place,) = row[2].places_of(20, 21)
    assert [place.boxes[0].page, place.boxes[0].x0, place.boxes[0].x1] == [2, 156.0, 166.0]


def test_a_merged_cell_that_a_page_cut_is_one_cell() -> None:
    first = _page(1, [["产出指标", "数量", "≥5座"], ["^", "质量", "100%"]], EDGES)
    second = _page(
        2, [["", "时效", "12月"], ["^", "成本", "≤9万元"], ["效益指标", "社会", "≥8"]], EDGES
    )
    (table,) = stitch(Document("a.pdf", "pdf", (first, second))).blocks
    assert isinstance(table, Table)

    assert [row[0].text for row in table.rows] == ["产出指标"] * 4 + ["效益指标"]
    assert len({id(row[0]) for row in table.rows}) == 2


def test_a_border_that_the_page_took_joins_what_marks_would_part() -> None:
    upper, lower = [["甲", "1.00", "完成。"]], [["乙", "", "1、修路"]]
    opened = (
        _page(1, upper, EDGES, open=(False, True)),
        _page(2, lower, EDGES, open=(True, False)),
    )

    assert _stitched(*opened) == [[["甲乙", "1.00", "完成。1、修路"]]]
    assert _stitched(_page(1, upper, EDGES), _page(2, lower, EDGES)) == [[*upper, *lower]]


FILING = """部门名称：某县水利局

单位：万元

| 项目名称 | 总计 | 绩效目标 | 绩效指标 |
|---|---|---|---|
| 合计 | 3.00 | | |
| 甲工程 | 1.00 | 完成甲。 | 1、1-产出指标,11-数量指标,甲数；年度指标值:≥5个； |
| 乙工程 | 2.00 | 完成乙。 | 1、1-产出指标,11-数量指标,乙数；年度指标值:≥6个； |
| 丙工程 | | 完成丙。 | 1、1-产出指标,11-数量指标,丙数；年度指标值:≥7个； |
"""


@pytest.mark.parametrize("after", range(7, 10))
@pytest.mark.parametrize("heading", ["", BLANK.replace("| | | |", "| | | | |"), "HEAD"])
def test_a_page_break_after_any_row_gives_the_same_records(after: int, heading: str) -> None:
    lines = FILING.splitlines(keepends=True)
    again = "".join(lines[4:6]) if heading == "HEAD" else heading
    broken = "".join([*lines[:after], "\n", again, *lines[after:]])

    (whole,), (cut,) = lay_out(_document(FILING)).filings, lay_out(_document(broken)).filings

    assert [project.goal and project.goal.text for project in cut.projects] == [
        project.goal and project.goal.text for project in whole.projects
    ]
    assert [total.covers for total in cut.totals] == [total.covers for total in whole.totals]
    assert cut.unread == ()

"""Characters into cells and lines, and their texts.

A character belongs to the cell that its middle lies in, of the smallest table that holds
it. Closing punctuation that follows its predecessor without a gap goes with it, wherever its
middle lies: word processors let it hang over the border. Lines are joined with nothing: a
line end in a cell is where the paper ended, except between two Latin letters.
"""

from collections.abc import Iterable, Sequence

from audit.document import Box, Cell, Fragment, Line, Place, Table
from audit.readers.pdf.content import Glyph, PageContent
from audit.readers.pdf.grid import Grid, GridCell
from audit.readers.pdf.textlines import TextLine, chained, follows, is_overprinted, lines_of

_CLOSING = frozenset("，。、；：！？）】〕》」』”’％,.;:!?)]}%")
# A gap this many heights wide on one line outside tables parts two texts:
# 部门名称：…                单位：万元.
_APART = 3.0


def table_of(
    page: PageContent, grid: Grid, number: int, held: Sequence[tuple[GridCell, list[Glyph]]]
) -> tuple[Table, list[Place]]:
    """The table, and the places of cells in which characters lie over one another."""
    rows: list[list[Cell | None]] = [
        [None] * (len(grid.columns) - 1) for _ in range(len(grid.rows) - 1)
    ]
    overprinted: list[Place] = []
    for unit, glyphs in held:
        box = Box(
            page.number,
            grid.columns[unit.column],
            grid.rows[unit.row],
            grid.columns[unit.column_end],
            grid.rows[unit.row_end],
        )
        place = Place(
            page=page.number, table=number, row=unit.row + 1, table_column=unit.column + 1
        )
        lines = lines_of(glyphs)
        if any(is_overprinted(line) for line in lines):
            overprinted.append(place._replace(boxes=(box,)))
        cell = _cell(lines, place, box, unit)
        for row in range(unit.row, unit.row_end):
            for column in range(unit.column, unit.column_end):
                rows[row][column] = cell
    whole = tuple(tuple(cell for cell in row if cell is not None) for row in rows)
    outline = Box(page.number, grid.columns[0], grid.rows[0], grid.columns[-1], grid.rows[-1])
    place = Place(page=page.number, table=number, boxes=(outline,))
    table = Table(whole, place, tuple(grid.columns), (grid.open_top, grid.open_bottom))
    return table, overprinted


def assign(
    grids: Sequence[Grid], glyphs: Iterable[Glyph]
) -> tuple[list[list[tuple[GridCell, list[Glyph]]]], list[Glyph]]:
    """For each grid its cells with their glyphs; and the glyphs of no grid."""
    by_area = sorted(range(len(grids)), key=lambda index: grids[index].area)
    units = [_units(grid) for grid in grids]
    held: list[list[list[Glyph]]] = [[[] for _ in grid.cells] for grid in grids]
    loose: list[Glyph] = []
    home: list[Glyph] = loose
    last: Glyph | None = None
    for glyph in glyphs:
        if not (last is not None and glyph.char in _CLOSING and follows(last, glyph)):
            home = loose
            x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
            for index in by_area:
                if grids[index].holds(x, y):
                    home = held[index][units[index][grids[index].unit(x, y)]]
                    break
        home.append(glyph)
        last = glyph
    cells = [list(zip(grid.cells, held[index], strict=True)) for index, grid in enumerate(grids)]
    return cells, loose


def _units(grid: Grid) -> dict[tuple[int, int], int]:
    return {
        (row, column): index
        for index, cell in enumerate(grid.cells)
        for row in range(cell.row, cell.row_end)
        for column in range(cell.column, cell.column_end)
    }


def _cell(lines: list[TextLine], place: Place, box: Box, unit: GridCell) -> Cell:
    text = ""
    fragments: list[Fragment] = []
    for line in lines:
        words, edges = line.words()
        here = place._replace(boxes=(line.box(place.page or 0),))
        if text and _letters(text[-1], words[0]):
            fragments.append(Fragment(len(text), len(text) + 1, here, ""))
            text += " "
        fragments.append(Fragment(len(text), len(text) + len(words), here, None, edges))
        text += words
    return Cell(
        text,
        tuple(fragments),
        place._replace(boxes=(box,)),
        unit.row_end - unit.row,
        unit.column_end - unit.column,
    )


def _letters(left: str, right: str) -> bool:
    return left.isascii() and left.isalpha() and right.isascii() and right.isalpha()


def loose_lines(page: PageContent, glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines of what stands outside tables; texts far apart on one line are two."""
    return [_line(page, part) for whole in lines_of(glyphs) for part in whole.parts(_APART)]


def slanted_lines(page: PageContent, glyphs: Iterable[Glyph]) -> list[Line]:
    """Watermarks, each a line: their characters follow each other, up or down the page."""
    return [_line(page, line) for line in chained(glyphs)]


def _line(page: PageContent, line: TextLine) -> Line:
    words, edges = line.words()
    place = Place(page=page.number, boxes=(line.box(page.number),))
    return Line(Cell(words, (Fragment(0, len(words), place, None, edges),), place))

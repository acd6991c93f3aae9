"""Characters into cells and lines, and their texts.

A character belongs to the cell that its middle lies in, of the smallest table that holds
it. Closing punctuation that follows its predecessor without a gap goes with it, wherever its
middle lies: word processors let it hang over the border. Lines are joined with nothing: a
line end in a cell is where the paper ended, except between two Latin letters.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from audit.document import Box, Cell, Fragment, Line, Place, Table
from audit.readers.pdf.content import Glyph, PageContent
from audit.readers.pdf.grid import Grid, GridCell
from audit.readers.pdf.textlines import TextLine, chained, follows, lines_of

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
            page=page.number,
            table=number,
            row=unit.row + 1,
            table_column=unit.column + 1,
            boxes=(box,),
        )
        lines = lines_of(glyphs) if glyphs else []
        if any(line.is_overprinted for line in lines):
            overprinted.append(place)
        cell = _cell(lines, place, unit)
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
    loose: list[Glyph] = []
    held: list[list[list[Glyph]]] = [[[] for _ in grid.cells] for grid in grids]
    homes = _Homes(grids)
    home: list[Glyph] = loose
    inside = _NOWHERE
    last: Glyph | None = None
    for glyph in glyphs:
        char, x0, top, x1, bottom, _, _, _ = glyph
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        # Most go where the one before went.
        is_inside = inside[0] < x < inside[2] and inside[1] < y < inside[3]
        if not is_inside and not (char in _CLOSING and last and follows(last, glyph)):
            found = homes.of(x, y)
            home = held[found.grid][found.cell] if found else loose
            inside = found.alone if found else _NOWHERE
        home.append(glyph)
        last = glyph
    cells = [list(zip(grid.cells, held[index], strict=True)) for index, grid in enumerate(grids)]
    return cells, loose


_Area = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_NOWHERE: _Area = (0.0, 0.0, 0.0, 0.0)


class _Home(NamedTuple):
    grid: int
    cell: int
    alone: _Area
    """Where there is nothing but this cell."""


class _Homes:
    """The cells of all tables of a page, to be asked whose a point is."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._grids = grids
        self._by_area = sorted(range(len(grids)), key=lambda index: grids[index].area)
        self._cells = [_units(grid) for grid in grids]
        self._homes: dict[tuple[int, int], _Home] = {}

    def of(self, x: float, y: float) -> _Home | None:
        for index in self._by_area:
            grid = self._grids[index]
            if grid.holds(x, y):
                cell = self._cells[index][grid.unit(x, y)]
                if (index, cell) not in self._homes:
                    self._homes[index, cell] = _Home(index, cell, self._alone(index, cell))
                return self._homes[index, cell]
        return None

    def _alone(self, index: int, cell: int) -> _Area:
        grid = self._grids[index]
        one = grid.cells[cell]
        left, right = grid.columns[one.column], grid.columns[one.column_end]
        top, bottom = grid.rows[one.row], grid.rows[one.row_end]
        for other in self._by_area[: self._by_area.index(index)]:
            columns, rows = self._grids[other].columns, self._grids[other].rows
            if (
                columns[0] <= right
                and left <= columns[-1]
                and rows[0] <= bottom
                and top <= rows[-1]
            ):
                return _NOWHERE
        return left, top, right, bottom


def _units(grid: Grid) -> dict[tuple[int, int], int]:
    return {
        (row, column): index
        for index, cell in enumerate(grid.cells)
        for row in range(cell.row, cell.row_end)
        for column in range(cell.column, cell.column_end)
    }


def _cell(lines: list[TextLine], place: Place, unit: GridCell) -> Cell:
    page = place.boxes[0].page
    text = ""
    fragments: list[Fragment] = []
    for line in lines:
        words, edges = line.words()
        # As `_replace` would, which takes five times as long.
        here = Place(*place[:10], (line.box(page),))
        if text and _letters(text[-1], words[0]):
            fragments.append(Fragment(len(text), len(text) + 1, here, ""))
            text += " "
        fragments.append(Fragment(len(text), len(text) + len(words), here, None, edges))
        text += words
    return Cell(
        text,
        tuple(fragments),
        place,
        unit.row_end - unit.row,
        unit.column_end - unit.column,
    )


def _letters(left: str, right: str) -> bool:
    return left.isascii() and left.isalpha() and right.isascii() and right.isalpha()


def loose_lines(page: PageContent, glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines of what stands outside tables; texts far apart on one line are two."""
    return [_line(page, part) for whole in lines_of(glyphs) for part in whole.parts(_APART)]


def slanted_lines(page: PageContent, glyphs: Iterable[Glyph]) -> list[Line]:
    """Watermarks, each a line: their characters follow each other, up or down the page."""
    return [_line(page, line) for line in chained(glyphs)]


def _line(page: PageContent, line: TextLine) -> Line:
    words, edges = line.words()
    place = Place(page=page.number, boxes=(line.box(page.number),))
    return Line(Cell(words, (Fragment(0, len(words), place, None, edges),), place))

"""Characters into cells and lines, and their texts.

A character belongs to the cell that its middle lies in, of the smallest table that holds
it. Closing punctuation that follows its predecessor without a gap goes with it, wherever its
middle lies: word processors let it hang over the border. Lines in a cell are told by
baseline, not by box, for the boxes of some fonts are tight. Lines are joined with nothing:
a line end in a cell is where the paper ended, except between two Latin letters.
"""

from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise

from audit.document import Box, Cell, Fragment, Line, Place, Table
from audit.grammar.normal import is_wide
from audit.readers.pdf.content import Glyph, PageContent
from audit.readers.pdf.grid import Grid, GridCell

_CLOSING = frozenset("，。、；：！？）】〕》」』”’％,.;:!?)]}%")
# Between characters that are no Han characters, a gap of this share of their height is a
# space: "100 200" is two numbers.
_SPACE = 0.2
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
        if any(_overprinted(line) for line in lines):
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
        if not (last is not None and glyph.char in _CLOSING and _follows(last, glyph)):
            home = loose
            x, y = glyph.middle
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


def _follows(last: Glyph, glyph: Glyph) -> bool:
    return (
        abs(glyph.baseline - last.baseline) < 0.5
        and -0.5 * last.size < glyph.x0 - last.x1 < _SPACE * last.size
    )


def lines_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs as lines, top down and left to right, without what was printed twice."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if lines and glyph.baseline - lines[-1][0].baseline <= 0.5 * min(
            glyph.size, lines[-1][0].size
        ):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [_once(sorted(line, key=lambda glyph: glyph.x0)) for line in lines]


def _once(line: list[Glyph]) -> list[Glyph]:
    """Without copies: the same character under a point apart. 率率 side by side is text."""
    kept: list[Glyph] = []
    for glyph in line:
        near = (one for one in reversed(kept[-4:]) if glyph.x0 - one.x0 < 1)
        if not any(
            one.char == glyph.char and abs(one.baseline - glyph.baseline) < 1 for one in near
        ):
            kept.append(glyph)
    return kept


def _overprinted(line: list[Glyph]) -> bool:
    return any(
        left.x1 - right.x0 > 0.5 * min(left.x1 - left.x0, right.x1 - right.x0) > 0
        for left, right in pairwise(line)
    )


def _cell(lines: list[list[Glyph]], place: Place, box: Box, unit: GridCell) -> Cell:
    text = ""
    fragments: list[Fragment] = []
    for line in lines:
        if text and _letters(text[-1], line[0].char):
            here = place._replace(boxes=(_box(place.page or 0, line),))
            fragments.append(Fragment(len(text), len(text) + 1, here, ""))
            text += " "
        words, edges = _words(line)
        here = place._replace(boxes=(_box(place.page or 0, line),))
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


def _box(page: int, line: Sequence[Glyph]) -> Box:
    return Box(
        page,
        line[0].x0,
        min(glyph.top for glyph in line),
        max(glyph.x1 for glyph in line),
        max(glyph.bottom for glyph in line),
    )


def _words(line: Sequence[Glyph]) -> tuple[str, Sequence[float]]:
    """The text of a line with its spaces, and the x position before each character."""
    # An array of singles: an eighth of what a tuple takes, for every character of a document.
    text, edges = "", array("f")
    last: Glyph | None = None
    for glyph in line:
        if last is not None and _space(last, glyph):
            text += " "
            edges.append(last.x1)
        for offset, char in enumerate(glyph.char):
            text += char
            # A ligature is several characters of one glyph: each gets its share.
            edges.append(glyph.x0 + (glyph.x1 - glyph.x0) * offset / len(glyph.char))
        last = glyph
    if last is not None:
        edges.append(last.x1)
    return text, edges


def _space(last: Glyph, glyph: Glyph) -> bool:
    if glyph.x0 - last.x1 <= _SPACE * last.size:
        return False
    return not (is_wide(last.char[-1]) or is_wide(glyph.char[0]))


def loose_lines(page: PageContent, glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines of what stands outside tables; texts far apart on one line are two."""
    found: list[Line] = []
    for whole in lines_of(glyphs):
        for line in _parted(whole):
            words, edges = _words(line)
            place = Place(page=page.number, boxes=(_box(page.number, line),))
            fragment = Fragment(0, len(words), place, None, edges)
            found.append(Line(Cell(words, (fragment,), place)))
    return found


def _parted(line: list[Glyph]) -> list[list[Glyph]]:
    parts = [[line[0]]]
    for last, glyph in pairwise(line):
        if glyph.x0 - last.x1 > _APART * last.size:
            parts.append([])
        parts[-1].append(glyph)
    return parts

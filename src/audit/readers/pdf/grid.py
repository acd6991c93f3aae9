"""Tables from rulings: which rulings meet, which cells they enclose.

Rulings that lie so close that no text fits between them are one line (a double line), pieces
that lie end to end on one line are one piece: producers draw a border as
hairs, dashes and thin rectangles. Rulings that meet make one table. Where its verticals go on
beyond the outermost horizontal, a page break took the border: the page closes the row, and
the table is open there. Where its horizontals go on beyond the outermost vertical, the table
is drawn without borders on its sides. A cell that lacks a wall to its neighbour is merged
with it. The measures hold for text of 4 to 14 points and are scaled for others.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from audit.readers.pdf.content import Ruling, scale

_SNAP = 2.0
# Lines that are closer than this share of the text's height are one.
_NO_TEXT = 0.3
_JOIN = 3.0
# Pieces no longer than this are dashes, which may lie farther apart.
_DASH = 12.0
_DASH_GAP = 6.0
# A vertical that ends this far beyond the last horizontal goes on over a page break; less is
# the overshoot of a line cap.
_OPEN = 6.0
# Fewer verticals than that without a horizontal are no table: lines beside a text.
_SIDES = 3


class Measures(NamedTuple):
    """What is close on a page, in points."""

    snap: float
    join: float
    dash: float
    dash_gap: float
    open: float


def measures(height: float) -> Measures:
    """For text of this height."""
    by = scale(height)
    snap = max(_SNAP * by, _NO_TEXT * height)
    return Measures(snap, _JOIN * by, _DASH * by, _DASH_GAP * by, _OPEN * by)


class GridCell(NamedTuple):
    """A cell and the unit rows and columns it covers, ends exclusive."""

    row: int
    column: int
    row_end: int
    column_end: int


class Grid(NamedTuple):
    columns: list[float]
    """x positions of the column edges, one more than there are columns."""
    rows: list[float]
    """y positions of the row edges."""
    cells: list[GridCell]
    open_top: bool
    open_bottom: bool
    inferred: bool = False
    """Whether gaps between texts tell its columns, not rulings."""

    @property
    def area(self) -> float:
        return (self.columns[-1] - self.columns[0]) * (self.rows[-1] - self.rows[0])

    def holds(self, x: float, y: float) -> bool:
        return self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]

    def unit(self, x: float, y: float) -> tuple[int, int]:
        """The unit row and column of a point within."""
        row = min(max(bisect_right(self.rows, y) - 1, 0), len(self.rows) - 2)
        column = min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)
        return row, column


def grids(
    horizontals: Iterable[Ruling], verticals: Iterable[Ruling], height: float = 10.0
) -> list[Grid]:
    """All tables of a page with text of this height, in reading order.

    A frame with one cell is no table.
    """
    near = measures(height)
    across, down = joined(horizontals, near), joined(verticals, near)
    groups = _meeting(across, down, near) if across else _within_a_row(down, near)
    found = [_grid(*group, near) for group in groups]
    return sorted(
        (grid for grid in found if grid is not None),
        key=lambda grid: (round(grid.rows[0]), grid.columns[0]),
    )


def joined(rulings: Iterable[Ruling], near: Measures) -> list[Ruling]:
    """Rulings snapped to common positions and joined, in order of position."""
    lines: list[list[Ruling]] = []
    for ruling in sorted(rulings):
        if lines and ruling.at - lines[-1][0].at <= near.snap:
            lines[-1].append(ruling)
        else:
            lines.append([ruling])
    return [piece for line in lines for piece in _pieces(line, near)]


def _pieces(line: list[Ruling], near: Measures) -> Iterator[Ruling]:
    """The pieces of one line, joined where they lie end to end."""
    at = sorted(piece.at for piece in line)[len(line) // 2]
    line.sort(key=lambda piece: piece.start)
    start, end, last = line[0].start, line[0].end, line[0]
    for piece in line[1:]:
        dashes = max(piece.end - piece.start, last.end - last.start) <= near.dash
        if piece.start <= end + (near.dash_gap if dashes else near.join):
            end = max(end, piece.end)
        else:
            yield Ruling(at, start, end)
            start, end = piece.start, piece.end
        last = piece
    yield Ruling(at, start, end)


def _meeting(
    across: list[Ruling], down: list[Ruling], near: Measures
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Groups of horizontals and verticals that meet, directly or by way of others."""
    parent = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    # Snapping moves a line away from the ends of those that met it.
    meet = max(near.join, near.snap)
    positions = [ruling.at for ruling in down]
    for index, line in enumerate(across):
        first = bisect_left(positions, line.start - meet)
        last = bisect_right(positions, line.end + meet)
        for other in range(first, last):
            if down[other].start - meet <= line.at <= down[other].end + meet:
                left, right = root(index), root(len(across) + other)
                if left != right:
                    parent[left] = right
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for index, line in enumerate(across):
        groups.setdefault(root(index), ([], []))[0].append(line)
    for index, line in enumerate(down):
        groups.setdefault(root(len(across) + index), ([], []))[1].append(line)
    return _with_far_edges(list(groups.values()), near)


def _within_a_row(down: list[Ruling], near: Measures) -> list[tuple[list[Ruling], list[Ruling]]]:
    """The page that lies within one row of a table: borders of columns and none of rows."""
    sides = [line for line in down if line.end - line.start > near.open]
    alike = all(
        abs(line.start - sides[0].start) <= near.join and abs(line.end - sides[0].end) <= near.join
        for line in sides
    )
    return [([], sides)] if len(sides) > _SIDES and alike else []


def _with_far_edges(
    groups: list[tuple[list[Ruling], list[Ruling]]], near: Measures
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Verticals that meet nothing go to the table that they run beside from top to bottom.

    A merged cell that goes on over the whole page has no horizontal, at its sides only.
    """
    tables = [group for group in groups if group[0] and group[1]]
    for lonely in (line for across, down in groups if not across for line in down):
        for _, down in tables:
            top, bottom = min(line.start for line in down), max(line.end for line in down)
            if abs(lonely.start - top) <= near.join and abs(lonely.end - bottom) <= near.join:
                down.append(lonely)
                break
    return tables


def _grid(across: list[Ruling], down: list[Ruling], near: Measures) -> Grid | None:
    columns = _distinct((line.at for line in down), near)
    rows = _distinct((line.at for line in across), near)
    if not columns:
        return None
    # One line that is longer than the table may be a rule across the page.
    left, right = (
        sorted(line.start for line in across)[:2],
        sorted(line.end for line in across)[-2:],
    )
    if len(across) > 1 and left[-1] < columns[0] - near.open:
        columns.insert(0, left[0])
    if len(across) > 1 and right[0] > columns[-1] + near.open:
        columns.append(right[-1])
    if len(columns) < 2:
        return None
    top, bottom = min(line.start for line in down), max(line.end for line in down)
    open_top = not rows or top < rows[0] - near.open
    open_bottom = not rows or bottom > rows[-1] + near.open
    if open_top:
        rows.insert(0, top)
    if open_bottom:
        rows.append(bottom)
    if len(rows) < 2:
        return None
    cells = _cells(columns, rows, across, down)
    if len(cells) < 2:
        return None
    return Grid(columns, rows, cells, open_top, open_bottom)


def _distinct(positions: Iterable[float], near: Measures) -> list[float]:
    found: list[float] = []
    for position in sorted(positions):
        if not found or position - found[-1] > near.snap:
            found.append(position)
    return found


class _Walls(NamedTuple):
    """Which unit cells have a wall on their right, and below."""

    right: list[list[bool]]
    below: list[list[bool]]


def _walls(
    columns: list[float], rows: list[float], across: list[Ruling], down: list[Ruling]
) -> _Walls:
    height, width = len(rows) - 1, len(columns) - 1
    right = [[False] * width for _ in range(height)]
    below = [[False] * width for _ in range(height)]
    middles = [(first + second) / 2 for first, second in pairwise(rows)]
    for line in down:
        column = _nearest(columns, line.at) - 1
        if 0 <= column < width:
            for row in range(bisect_left(middles, line.start), bisect_right(middles, line.end)):
                right[row][column] = True
    centres = [(first + second) / 2 for first, second in pairwise(columns)]
    for line in across:
        row = _nearest(rows, line.at) - 1
        if 0 <= row < height:
            for column in range(bisect_left(centres, line.start), bisect_right(centres, line.end)):
                below[row][column] = True
    return _Walls(right, below)


def _nearest(positions: list[float], at: float) -> int:
    index = bisect_left(positions, at)
    if index and (index == len(positions) or at - positions[index - 1] <= positions[index] - at):
        return index - 1
    return index


def _cells(
    columns: list[float], rows: list[float], across: list[Ruling], down: list[Ruling]
) -> list[GridCell]:
    walls = _walls(columns, rows, across, down)
    height, width = len(rows) - 1, len(columns) - 1
    taken = [[False] * width for _ in range(height)]
    cells: list[GridCell] = []
    for row in range(height):
        for column in range(width):
            if taken[row][column]:
                continue
            right = column
            while right < width - 1 and not walls.right[row][right] and not taken[row][right + 1]:
                right += 1
            bottom = row
            while bottom < height - 1 and _opens(walls, taken, bottom, column, right):
                bottom += 1
            for each in range(row, bottom + 1):
                taken[each][column : right + 1] = [True] * (right + 1 - column)
            cells.append(GridCell(row, column, bottom + 1, right + 1))
    return cells


def _opens(walls: _Walls, taken: list[list[bool]], row: int, left: int, right: int) -> bool:
    """Whether the cell in this row, columns left to right, goes on into the next row."""
    span = range(left, right + 1)
    return (
        not any(walls.below[row][column] for column in span)
        and not any(taken[row + 1][column] for column in span)
        and not any(walls.right[row + 1][column] for column in range(left, right))
    )

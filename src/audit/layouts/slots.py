"""A table's rows as slots: each cell with the columns it covers, a merged one once a row.

Formats differ in how they give a merged cell: as one object at each position of the grid,
or as its text in the first and blanks in the others. A slot says which columns a cell
covers and whether it stood in a row above; blanks are left to whoever reads the row.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from audit.document import Cell, Line, Table


class Slot(NamedTuple):
    """A cell in a row."""

    cell: Cell
    first: int
    last: int
    """Half open: the columns it covers, from 0."""
    fresh: bool
    """Whether it begins in this row; False where a merged cell goes on from above."""

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def filled(self) -> bool:
        return bool(self.cell.text.strip())

    def overlaps(self, first: int, last: int) -> bool:
        return self.first < last and first < self.last


Row = tuple[Slot, ...]


def rows_of(table: Table) -> Iterator[Row]:
    """The rows of a table, in order."""
    seen: set[int] = set()
    for cells in table.rows:
        row = tuple(_slots(cells, seen))
        seen |= {id(slot.cell) for slot in row}
        yield row


def _slots(cells: Sequence[Cell], seen: set[int]) -> Iterator[Slot]:
    at = 0
    for _, same in groupby(cells, key=id):
        group = list(same)
        yield Slot(group[0], at, at + len(group), id(group[0]) not in seen)
        at += len(group)


def under(row: Row, slot: Slot) -> int:
    """Where the columns under a heading end: behind the blank cells that follow it."""
    last = slot.last
    for other in row:
        if other.first == last and not other.filled:
            last = other.last
    return last


def rows_of_lines(lines: Iterable[Line]) -> Iterator[Row]:
    """Lines as rows. Cells of one row of a sheet, which its reader gave as lines, are one."""
    for _, group in groupby(enumerate(lines), key=_row_of):
        row: list[Slot] = []
        for _, line in group:
            column = line.place.table_column
            first = len(row) if column is None else column - 1
            row.append(Slot(line.cell, first, first + line.cell.column_span, fresh=True))
        yield tuple(row)


def _row_of(one: tuple[int, Line]) -> tuple[str | None, int]:
    at, line = one
    place = line.place
    return (place.sheet, -at - 1 if place.row is None else place.row)

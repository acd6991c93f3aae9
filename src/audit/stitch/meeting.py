"""Two rows that meet where a page broke: cells that stand over one another."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from audit.document import Cell
from audit.stitch.words import Row


class Meeting(NamedTuple):
    """A cell of the row above and one of the row below that cover the same columns."""

    above: Cell
    below: Cell
    first: int
    """The first column they cover."""

    @property
    def is_own(self) -> bool:
        """Whether both lie in one row each: neither is known to be merged downwards."""
        return self.above.row_span == self.below.row_span == 1

    @property
    def both(self) -> bool:
        return bool(self.above.text.strip() and self.below.text.strip())


def meetings(above: Row, below: Row) -> list[Meeting]:
    """Those that cover the same columns, from the left."""
    lower = {(first, last): cell for cell, first, last in _slots(below)}
    return [
        Meeting(cell, lower[first, last], first)
        for cell, first, last in _slots(above)
        if (first, last) in lower
    ]


def same_grid(above: Row, below: Row) -> bool:
    """Whether the same columns are merged in both."""
    ranges = [[(first, last) for _, first, last in _slots(row)] for row in (above, below)]
    return ranges[0] == ranges[1]


def _slots(row: Sequence[Cell]) -> Iterator[tuple[Cell, int, int]]:
    at = 0
    for _, same in groupby(row, key=id):
        group = list(same)
        yield group[0], at, at + len(group)
        at += len(group)

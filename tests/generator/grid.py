"""A page as a layout writes it and a format draws it: lines, and grids of cells with spans.

Rows are written as in HTML: a cell that spans is there once, and those it covers are left
out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Wide(NamedTuple):
    """A cell over several columns or rows."""

    text: str
    wide: int = 1
    tall: int = 1


class Spot(NamedTuple):
    """Where a cell stands in its grid. Row and column count from 0."""

    row: int
    column: int
    tall: int
    wide: int
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    rows: Sequence[Sequence[str | Wide]]
    heading: int = 0
    """How many rows at the top may be repeated on each page: none in a form."""

    def spots(self) -> Iterator[Spot]:
        """Each cell, row by row."""
        covered: set[tuple[int, int]] = set()
        for at, row in enumerate(self.rows):
            column = 0
            for one in row:
                cell = one if isinstance(one, Wide) else Wide(one)
                while (at, column) in covered:
                    column += 1
                covered |= {
                    (at + down, column + right)
                    for down in range(cell.tall)
                    for right in range(cell.wide)
                }
                yield Spot(at, column, cell.tall, cell.wide, cell.text)
                column += cell.wide

    @property
    def width(self) -> int:
        return max(spot.column + spot.wide for spot in self.spots())

    def unmerged(self) -> list[list[str]]:
        """Without merges: what a cell covers is blank."""
        width = self.width
        texts = [[""] * width for _ in self.rows]
        for spot in self.spots():
            texts[spot.row][spot.column] = spot.text
        return texts


Blocks = Sequence[str | Grid]


def filled(cells: Sequence[str | Wide], width: int) -> list[str | Wide]:
    """The cells, the last of them widened so that the row has that width."""
    taken = sum(one.wide if isinstance(one, Wide) else 1 for one in cells)
    last = cells[-1]
    cell = last if isinstance(last, Wide) else Wide(last)
    return [*cells[:-1], cell._replace(wide=cell.wide + width - taken)]


def runs(keys: Sequence[object]) -> list[int]:
    """For each place how long the run is that begins there, 0 within one."""
    found = []
    for at, key in enumerate(keys):
        if at and keys[at - 1] == key:
            found.append(0)
        else:
            end = at + 1
            while end < len(keys) and keys[end] == key:
                end += 1
            found.append(end - at)
    return found

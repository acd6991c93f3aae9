"""The headings of a table: in which rows they stand, and the field of each column."""

from collections.abc import Sequence
from typing import NamedTuple

from audit.document import Cell, Table
from audit.grammar.headings import LONGEST, NOTE, field_of
from audit.grammar.normal import normal

_WITHIN = 8
"""Headings stand within so many rows: titles and units may stand above them."""


class Headings(NamedTuple):
    first: int
    last: int
    """Half open: the rows of the headings."""
    columns: dict[int, str]
    """Field of each column, NOTE for one that is known and no field."""


def find(table: Table, needed: Sequence[frozenset[str]]) -> Headings | None:
    """The headings that hold a field of each of the sets that are needed.

    They may lie in two rows over one another. Of the two the lower word decides, where it
    is one: under 预算金额 stand 总计, 财政拨款.
    """
    rows = table.rows[: _WITHIN + 1]
    for at, row in enumerate(rows[:_WITHIN]):
        one = _columns(row)
        below = _columns(rows[at + 1]) if at + 1 < len(rows) else {}
        two = one | below
        if _has(one, needed):
            # A second row has words for amounts under one wide word, and repeats the others.
            lies_under = below and not _holds_figures(rows[at + 1]) and not _are_new(one, below)
            both = lies_under and _has(two, needed)
            return Headings(at, at + 2, two) if both else Headings(at, at + 1, one)
        if len(below) > 1 and _has(two, needed) and not _holds_figures(rows[at + 1]):
            return Headings(at, at + 2, two)
    return None


def _columns(row: Sequence[Cell]) -> dict[int, str]:
    found = ((column, field_of(cell.text)) for column, cell in enumerate(row))
    return {column: name for column, name in found if name is not None}


def _has(columns: dict[int, str], needed: Sequence[frozenset[str]]) -> bool:
    fields = set(columns.values()) - {NOTE}
    return all(fields & one for one in needed)


def _are_new(above: dict[int, str], below: dict[int, str]) -> bool:
    """Whether the lower words take the upper ones' fields to other columns: a row of data."""
    return any(
        name in above.values() and above.get(column) != name
        for column, name in below.items()
        if name not in {NOTE, "total"}
    )


def _holds_figures(row: Sequence[Cell]) -> bool:
    return any(char.isdecimal() for cell in row for char in cell.text[:200])


def texts(row: Sequence[Cell]) -> list[str]:
    """What is compared to tell a repeated heading."""
    return [normal(cell.text) if len(cell.text) <= LONGEST else cell.text for cell in row]

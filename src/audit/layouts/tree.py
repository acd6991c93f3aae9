"""A tree of keys and values, as a table holds it: before each value the keys that lead to it.

This is what the reader of JSON makes of a file, see there. A node looks at the rows it
stands in when it is asked, so that what nobody asks for costs nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from audit.document import Cell, Document, Table

FORMAT = "json"
"""Whose tables are trees. No other table can be told from one by its looks."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A value and all in it: rows from `first` to before `last`, cells from `depth` on."""

    rows: tuple[tuple[Cell, ...], ...]
    first: int
    last: int
    depth: int

    @property
    def step(self) -> Cell:
        """The key or item number that leads here; of the whole tree, its first cell."""
        return self.rows[self.first][max(self.depth - 1, 0)]

    @property
    def is_leaf(self) -> bool:
        return self.last - self.first == 1 and len(self.rows[self.first]) == self.depth + 1

    @property
    def value(self) -> Cell | None:
        """The cell of a text, number or truth value; None of all else."""
        if not self.is_leaf:
            return None
        cell = self.rows[self.first][self.depth]
        return cell if cell.text or not cell.fragments else None

    @property
    def is_list(self) -> bool:
        if self.is_leaf:
            return self._raw == "[]"
        (number, *_) = self.rows[self.first][self.depth].fragments or (None,)
        return number is not None and number.raw == ""

    @property
    def is_null(self) -> bool:
        return self.is_leaf and self._raw == "null"

    @property
    def is_object(self) -> bool:
        return self._raw == "{}" if self.is_leaf else not self.is_list

    def parts(self) -> "Iterator[Node]":
        """The items of a list, the values of an object; none of a leaf."""
        if self.is_leaf:
            return
        begin = self.first
        step = self.rows[begin][self.depth]
        for at in range(self.first + 1, self.last + 1):
            if at == self.last or self.rows[at][self.depth] is not step:
                yield Node(self.rows, begin, at, self.depth + 1)
                if at < self.last:
                    begin, step = at, self.rows[at][self.depth]

    def cells(self) -> Iterator[Cell]:
        """All keys, numbers and values in it, some more than once."""
        for row in self.rows[self.first : self.last]:
            yield from row[self.depth :]

    @property
    def _raw(self) -> str | None:
        """The source of what is no text: `null`, `[]`, `{}`."""
        cell = self.rows[self.first][self.depth]
        return cell.fragments[0].raw if cell.fragments and not cell.text else None


def root_of(document: Document) -> Node | None:
    """The tree of a document that is one."""
    if document.format != FORMAT or len(document.blocks) != 1:
        return None
    (block,) = document.blocks
    if not isinstance(block, Table) or not block.rows:
        return None
    return Node(block.rows, 0, len(block.rows), 0)

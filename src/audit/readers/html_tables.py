"""Texts and tables of HTML under way: white space folded as a browser does, cells in their grid."""

import re
from dataclasses import dataclass, field

from audit.document import Cell, Fragment, Place
from audit.grammar.normal import is_wide

_SPAN_LIMIT = 1000


@dataclass(slots=True)
class Text:
    """Text under way: what is shown of it so far, and from where."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    fragments: list[Fragment] = field(default_factory=list)
    place: Place | None = None
    gap: bool = False
    """White space was met, and is a space if text follows."""
    broke: bool = False
    """It held a line break of the source."""

    def add(self, words: str, place: Place, raw: str | None = None) -> None:
        if self.gap and self.parts and not self.ends_line:
            joined = self.broke and is_wide(self.parts[-1][-1]) and is_wide(words[0])
            if not joined:
                # The space shown takes no source character of its own that could be mended.
                self._put(" ", place, "")
        self.gap = self.broke = False
        self.place = self.place or place
        self._put(words, place, raw)

    def line_end(self, place: Place, raw: str) -> None:
        self.gap = self.broke = False
        if self.parts:
            self._put("\n", place, raw)

    @property
    def ends_line(self) -> bool:
        return bool(self.parts) and self.parts[-1].endswith("\n")

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def _put(self, words: str, place: Place, raw: str | None) -> None:
        end = self.length + len(words)
        self.fragments.append(Fragment(self.length, end, place, raw))
        self.parts.append(words)
        self.length = end

    def cell(self, place: Place, rows: int = 1, columns: int = 1) -> Cell:
        text = self.text.rstrip("\n")
        fragments = tuple(fragment for fragment in self.fragments if fragment.end <= len(text))
        return Cell(text, fragments, place, rows, columns)


@dataclass(slots=True)
class OpenTable:
    """A table under way."""

    place: Place
    number: int
    rows: list[list[tuple[Text, Place, int, int]]] = field(default_factory=list)
    cell: Text | None = None
    holds_table: bool = False


def span(value: str | None) -> int:
    """How many rows or columns an attribute means: its first digits, as browsers read it."""
    digits = re.match(r"\s*\+?(\d{1,9})", value or "")
    return min(max(int(digits[1]), 1), _SPAN_LIMIT) if digits else 1


def grid(table: OpenTable) -> tuple[tuple[Cell, ...], ...]:
    """Cells at their grid positions; a merged cell stands at each it covers."""
    held: dict[tuple[int, int], Cell] = {}
    widths = [0] * len(table.rows)
    for row, cells in enumerate(table.rows):
        column = 0
        for text, place, down, right in cells:
            while (row, column) in held:
                column += 1
            here = place._replace(row=row + 1, table_column=column + 1)
            height = min(down, len(table.rows) - row)
            cell = text.cell(here, height, right)
            for below in range(row, row + height):
                widths[below] = max(widths[below], column + right)
                for beside in range(column, column + right):
                    held.setdefault((below, beside), cell)
            column += right
    rows: list[tuple[Cell, ...]] = []
    for row, width in enumerate(widths):
        blank = Cell("", (), table.place._replace(row=row + 1))
        rows.append(tuple(held.get((row, column), blank) for column in range(width)))
    return tuple(row for row in rows if row)

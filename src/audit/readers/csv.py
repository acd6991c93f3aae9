r"""CSV and TSV: places are line and column of the source text.

Encodings as in encoding.py: spreadsheet programs on a Chinese Windows write GB 18030. The
delimiter is the one of `,`, tab, `;` and `|` that parts the first lines most evenly.
Python's csv module tells no positions, so the few rules of RFC 4180 are followed here: a
quoted value may hold delimiters and line breaks, and `""` in it is one quotation mark.
"""

import re
from collections.abc import Iterator
from functools import cache

from audit.document import Cell, Document, Fragment, Place, Problem
from audit.plugins import ReadOptions, Source
from audit.readers.amount import Amount
from audit.readers.encoding import decode
from audit.readers.spread import blocks_of

NAME = "csv"
_DELIMITERS = ",\t;|，"


def read(source: Source, options: ReadOptions, /) -> Document:
    """Read one sheet. Raises ReadError on an unknown encoding or beyond a cap."""
    text, encoding = decode(source)
    delimiter = "\t" if source.path.lower().endswith(".tsv") else _delimiter(text)
    rows: list[tuple[Cell, ...]] = []
    problems: list[Problem] = []
    amount = Amount(source.path, options)
    rows += _rows(text, delimiter, problems, amount)
    blocks = tuple(blocks_of(rows, Place()))
    return Document(source.path, NAME, blocks, tuple(problems), encoding)


def _delimiter(text: str) -> str:
    """The delimiter that occurs in most of the first lines; a comma where none does."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    counts = {mark: sum(mark in line for line in lines) for mark in _DELIMITERS[:4]}
    best = max(counts, key=lambda mark: (counts[mark], -_DELIMITERS.index(mark)))
    return best if counts[best] else ","


def _rows(
    text: str, delimiter: str, problems: list[Problem], amount: Amount
) -> Iterator[tuple[Cell, ...]]:
    scanner = _Scanner(text, amount)
    number = 0
    while scanner.at < len(text):
        number += 1
        row: list[Cell] = []
        while True:
            place = Place(
                line=scanner.line, column=scanner.column, row=number, table_column=len(row) + 1
            )
            cell, closed = scanner.value(delimiter, place)
            if not closed:
                problems.append(Problem("quote-not-closed", place))
            row.append(amount.add_cell(cell))
            if not scanner.take(delimiter):
                break
        scanner.line_end()
        yield tuple(row)


@cache
def _ends(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}]")


class _Scanner:
    """Walks the text once; knows line and column of where it is."""

    def __init__(self, text: str, amount: Amount) -> None:
        self._longest = amount.longest
        self.text, self.at, self.line, self.start = text, 0, 1, 0

    @property
    def column(self) -> int:
        return self.at - self.start + 1

    def take(self, mark: str) -> bool:
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    def line_end(self) -> None:
        if self.take("\r\n") or self.take("\n") or self.take("\r"):
            self.line, self.start = self.line + 1, self.at

    def value(self, delimiter: str, place: Place) -> tuple[Cell, bool]:
        """The value here, and whether its quotation was closed."""
        if self.text.startswith('"', self.at):
            return self._quoted(delimiter, place)
        return self._plain(delimiter, place, [], ""), True

    def _plain(self, delimiter: str, place: Place, fragments: list[Fragment], before: str) -> Cell:
        begin = self.at
        # One search that stops at the first: a mark that is nowhere would cost the whole rest.
        end = _ends(delimiter + "\r\n").search(self.text, begin)
        self.at = end.start() if end else len(self.text)
        words = self.text[begin : self.at]
        if words:
            here = place._replace(line=self.line, column=begin - self.start + 1)
            fragments.append(Fragment(len(before), len(before) + len(words), here))
        return Cell(before + words, tuple(fragments), place)

    def _quoted(self, delimiter: str, place: Place) -> tuple[Cell, bool]:
        self.at += 1
        parts: list[str] = []
        fragments: list[Fragment] = []
        length = 0

        def put(words: str, here: Place, raw: str | None = None) -> None:
            nonlocal length
            fragments.append(Fragment(length, length + len(words), here, raw))
            parts.append(words)
            length += len(words)

        # A text that is too long for the reader is not taken apart to its end.
        while self.at < len(self.text) and length <= self._longest:
            begin = self.at
            found = _ends('"\n').search(self.text, begin)
            end = found.start() if found else len(self.text)
            here = place._replace(line=self.line, column=begin - self.start + 1)
            if begin < end:
                put(self.text[begin:end], here)
            self.at = end
            here = here._replace(column=self.column)
            if self.take('""'):
                put('"', here, '""')
            elif self.take("\n"):
                put("\n", here, "\n")
                self.line, self.start = self.line + 1, self.at
            elif self.take('"'):
                # What stands between a closing quotation mark and the delimiter is kept.
                return self._plain(delimiter, place, fragments, "".join(parts)), True
        return Cell("".join(parts), tuple(fragments), place), False

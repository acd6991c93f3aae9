r"""Markdown: GitHub's tables as tables, all else that is shown as lines.

Parsers of Markdown tell no position within a table's cell, so the few rules of tables are
followed here; the marks within a cell are markup.py's. A cell ends at a pipe without a
backslash. Rows that begin with a pipe are a table even without a delimiter row, for that is
how long tables come out of converters. A document does not say which rows are headings:
some converters make one of the first row of data.
A table of HTML (`<table>` with merged cells) is read as the reader of HTML reads it, as far as
its closing tag, or a blank line where there is none.

Places are line and column, table, row and column of it. Caps: those of amount.py, and
`line_characters` of a line.
"""

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from audit.document import Block, Cell, Document, Fragment, Line, Place, Table
from audit.errors import ReadError
from audit.finding import Edit
from audit.plugins import ReadOptions, Source
from audit.readers import encoding as encodings
from audit.readers.amount import Amount
from audit.readers.markup import as_html, cell_of, escaped

NAME = "markdown"

_DELIMITER = re.compile(r"\s*:?-+:?\s*")
_PIPE = re.compile(r"\\.|\|", re.DOTALL)
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_RULE = re.compile(r"\s{0,3}(?:=+|(?:[-*_]\s*){3,})\s*")
_LEAD = re.compile(r"\s*(?:>\s?)*(?:#{1,6}\s+|[-*+]\s+)?(?:\[[ xX]\]\s+)?")
_TRAIL = re.compile(r"(?<=\S)\s+#+\s*\Z")
_TABLE_TAG = re.compile(r"<(/?)table(?![\w-])[^<>]*>?", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_QUOTE = " \t>"
_MARGIN = re.compile(r"\A[ \t>]+")


def read(source: Source, options: ReadOptions, /) -> Document:
    """Read tables and lines. Raises ReadError where the bytes are no text, or beyond a cap."""
    text, encoding = encodings.decode(source)
    blocks = tuple(_Scan(text, source.path, options).blocks())
    return Document(source.path, NAME, blocks, encodings.note(encoding), encoding)


class _Row(NamedTuple):
    number: int
    text: str


class _Scan:
    def __init__(self, text: str, path: str, options: ReadOptions) -> None:
        self._amount = Amount(path, options)
        self._amount.check_lines(text)
        # Comments are not shown; their line ends stay, so that lines keep their numbers.
        shown = _COMMENT.sub(lambda hit: re.sub(r"[^\r\n]", " ", hit[0]), text)
        self._rows = [_Row(at, line) for at, (_, line) in enumerate(encodings.lines(shown), 1)]
        self._path, self._options = path, options
        self._closings = _closings(self._rows) if _TABLE_TAG.search(shown) else {}
        self._tables = 0
        longest = self._amount.longest
        for row in self._rows:
            if len(row.text) > longest:
                place = Place(line=row.number)
                raise ReadError("line-too-long", path=path, place=place, limit=longest)

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self._rows):
            row = self._rows[at]
            if fence := _FENCE.match(row.text):
                at = yield from self._fenced(at + 1, fence[1])
            elif tag := self._table_tag(at, 0):
                at = yield from self._html(at, tag)
            elif end := self._table_end(at):
                yield self._table(self._rows[at:end])
                at = end
            else:
                if row.text.strip() and not _RULE.fullmatch(row.text):
                    yield self._counted(_line(row))
                at += 1

    def _counted(self, line: Line) -> Line:
        self._amount.add_cell(line.cell)
        return line

    def _fenced(self, at: int, fence: str) -> Generator[Block, None, int]:
        while at < len(self._rows):
            row = self._rows[at]
            at += 1
            closing = _FENCE.match(row.text)
            if closing and closing[1].startswith(fence):
                break
            if row.text.strip():
                place = Place(line=row.number, column=1)
                fragment = Fragment(0, len(row.text), place)
                yield self._counted(Line(Cell(row.text, (fragment,), place)))
        return at

    def _table_tag(self, at: int, start: int) -> re.Match[str] | None:
        """The first tag from `start` on that begins a table of HTML.

        It does not where nothing closes it, unless it begins the line: prose may name a tag.
        """
        text = self._rows[at].text
        if not self._closings or _begins_with_pipe(text):
            return None
        for tag in _TABLE_TAG.finditer(text, start):
            if not tag[1] and (
                self._closings[at, tag.start()] or not text[start : tag.start()].strip(_QUOTE)
            ):
                return tag
        return None

    def _html(self, at: int, tag: re.Match[str] | None) -> Generator[Block, None, int]:
        """The tables of HTML from here on to the end of the line on which the last one ends."""
        from audit.readers import html  # noqa: PLC0415 -- few texts hold HTML

        done = 0
        while tag:
            row = self._rows[at]
            if row.text[done : tag.start()].strip(_QUOTE):
                yield self._counted(_line(row, done, tag.start()))
            end, stop = self._closings[at, tag.start()] or (self._blank_after(at), 0)
            place = Place(line=row.number, column=tag.start() + 1)
            text = self._between(at, tag.start(), end, stop)
            found, self._tables = html.within(
                text, place, self._path, self._options, self._amount, tables=self._tables
            )
            yield from found
            at, done = end, stop
            tag = self._table_tag(at, done) if at < len(self._rows) else None
        if at < len(self._rows) and self._rows[at].text[done:].strip():
            yield self._counted(_line(self._rows[at], done))
        return at + 1

    def _blank_after(self, at: int) -> int:
        while at < len(self._rows) and self._rows[at].text.strip(_QUOTE):
            at += 1
        return at

    def _between(self, at: int, start: int, end: int, stop: int) -> str:
        """The text from a character of a row to before one of the same or a later row."""
        if at == end:
            return self._rows[at].text[start:stop]
        lines = [row.text for row in self._rows[at:end]]
        if stop:
            lines.append(self._rows[end].text[:stop])
        if lines[0].lstrip().startswith(">"):
            lines = [_MARGIN.sub(lambda hit: " " * len(hit[0]), line) for line in lines]
        return "\n".join([lines[0][start:], *lines[1:]])

    def _table_end(self, at: int) -> int:
        """Behind the last row of a table that begins here; 0 where none does."""
        first = self._rows[at].text
        headed = at + 1 < len(self._rows) and _is_delimiters(self._rows[at + 1].text)
        if not (_begins_with_pipe(first) or (headed and _has_pipe(first))):
            return 0
        end = at
        while end < len(self._rows):
            text = self._rows[end].text
            if not (_begins_with_pipe(text) or _has_pipe(text)) or _TABLE_TAG.match(text):
                break
            end += 1
        return end

    def _table(self, lines: Sequence[_Row]) -> Table:
        self._tables += 1
        rows: list[tuple[Cell, ...]] = []
        for line in lines:
            if _is_delimiters(line.text):
                continue
            cells = _cells(line, self._tables, len(rows) + 1)
            rows.append(tuple(self._amount.add_cell(cell) for cell in cells))
        return Table(tuple(rows), Place(line=lines[0].number, column=1, table=self._tables))


def _begins_with_pipe(text: str) -> bool:
    return text.lstrip(_QUOTE).startswith("|")


def _has_pipe(text: str) -> bool:
    return "|" in text and any(hit[0] == "|" for hit in _PIPE.finditer(text))


def _is_delimiters(text: str) -> bool:
    """Whether a line is the one under a heading: |---|:--:|."""
    if "|" not in text or "-" not in text:
        return False
    parts = text.lstrip(_QUOTE).strip().removeprefix("|").removesuffix("|").split("|")
    return all(_DELIMITER.fullmatch(part) for part in parts)


def _cells(line: _Row, table: int, row: int) -> Iterator[Cell]:
    text = line.text
    start = len(text) - len(text.lstrip(_QUOTE))
    end = len(text.rstrip())
    if text.startswith("|", start):
        start += 1
    ends = [hit.start() for hit in _PIPE.finditer(text, start) if hit[0] == "|"]
    if not ends or ends[-1] + 1 < end:
        ends.append(end)
    for column, (before, stop) in enumerate(pairwise([start - 1, *ends]), 1):
        place = Place(line=line.number, table=table, row=row, table_column=column)
        yield cell_of(text, before + 1, stop, place)


def _closings(rows: Sequence[_Row]) -> dict[tuple[int, int], tuple[int, int] | None]:
    """By row and character of each opening tag of a table: where its closing tag ends."""
    found: dict[tuple[int, int], tuple[int, int] | None] = {}
    opened: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        for tag in _TABLE_TAG.finditer(row.text):
            if not tag[1]:
                opened.append((at, tag.start()))
                found[opened[-1]] = None
            elif opened:
                found[opened.pop()] = (at, tag.end())
    return found


def _line(row: _Row, begin: int = 0, end: int | None = None) -> Line:
    lead = _LEAD.match(row.text, begin)
    start = lead.end() if lead else begin
    trail = _TRAIL.search(row.text, start) if "#" in row.text[begin:start] else None
    end = end or (trail.start() if trail else len(row.text))
    return Line(cell_of(row.text, start, end, Place(line=row.number)))


def write(source: Source, edits: Sequence[Edit], /) -> bytes:
    """The source with the edits put in; its encoding, line ends and all else as before.

    Raises ReadError where an edit's place does not hold what the edit expects, where an
    edit stands at several places, or where two overlap.
    """
    text, encoding = encodings.decode(source)
    rows = list(encodings.lines(text))
    starts = [start for start, _ in rows]
    tables = _html_spans(rows) if _TABLE_TAG.search(text) else ()
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=_position):
        begin = _offset(starts, *_position(edit))
        end = begin + len(edit.old)
        if begin < done or len(edit.places) != 1 or text[begin:end] != edit.old:
            raise ReadError("edit-does-not-fit", path=source.path, place=edit.places[0])
        new = as_html(edit.new) if _is_within(begin, tables) else escaped(edit.new)
        parts += [text[done:begin], new]
        done = end
    return encodings.encode("".join([*parts, text[done:]]), encoding, source.data)


def _html_spans(rows: Sequence[tuple[int, str]]) -> Sequence[tuple[int, int]]:
    """From where to where tables of HTML stand, in order."""
    closings = _closings([_Row(at, line) for at, (_, line) in enumerate(rows)])
    spans: list[tuple[int, int]] = []
    for (row, column), closing in closings.items():
        begin = rows[row][0] + column
        if closing is not None and (not spans or begin >= spans[-1][1]):
            spans.append((begin, rows[closing[0]][0] + closing[1]))
    return spans


def _is_within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    found = bisect_right(spans, (at, len(spans) and spans[-1][1]))
    return found > 0 and at < spans[found - 1][1]


def _position(edit: Edit) -> tuple[int, int]:
    return edit.places[0].line or 0, edit.places[0].column or 0


def _offset(starts: Sequence[int], line: int, column: int) -> int:
    """-1 where the place names no character of the text."""
    return starts[line - 1] + column - 1 if 0 < line <= len(starts) and column else -1

r"""Markdown: GitHub's tables as tables, all else that is shown as lines.

Parsers of Markdown tell no position within a table's cell, so the few rules of tables are
followed here. A cell ends at a pipe without a backslash. In its text `\|` and other
escapes, entities and `<br>` are one character each, with a fragment of their own; tags and
marks of emphasis are dropped. A mark of emphasis is one only around words: the asterisks
of a template hint, (≥**个), stay.

Rows that begin with a pipe are a table even without a delimiter row, for that is how long
tables come out of converters. Places are line and column, table, row and column of it.
"""

import re
from collections.abc import Generator, Iterator, Sequence
from html import unescape
from typing import NamedTuple

from audit.document import Block, Cell, Document, Fragment, Line, Place, Table
from audit.errors import ReadError
from audit.finding import Edit
from audit.plugins import ReadOptions, Source
from audit.readers import encoding as encodings

NAME = "markdown"

_DELIMITERS = re.compile(r"[\s>]*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_PIPE = re.compile(r"\\.|\|", re.DOTALL)
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_RULE = re.compile(r"\s{0,3}(?:=+|(?:[-*_]\s*){3,})\s*")
_LEAD = re.compile(r"\s*(?:>\s?)*(?:#{1,6}\s+|[-*+]\s+)?(?:\[[ xX]\]\s+)?")
_TRAIL = re.compile(r"(?<=\S)\s+#+\s*$")
_TAGS = (
    "a|abbr|b|big|center|code|del|div|em|font|i|img|ins|kbd|mark|p|s|small|span|strong|sub|sup|u"
)
_INLINE = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<break><br\s*/?>)"
    rf"|(?P<tag></?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--.*?-->)"
    r"|(?P<link>(?<=\])\((?:https?://|[./#])[^()\s]*\))",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(
    r"(?:^|(?<=\s))(?P<mark>\*\*\*|\*\*|__|\*|_|`+)(?=\S)(?P<inside>.+?)(?<=\S)(?P=mark)"
    r"(?=$|[\s：:，,。；;、）)])"
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


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
        # Comments are not shown; their line ends stay, so that lines keep their numbers.
        shown = _COMMENT.sub(lambda hit: re.sub(r"[^\r\n]", " ", hit[0]), text)
        self._rows = [_Row(at, line) for at, (_, line) in enumerate(encodings.lines(shown), 1)]
        self._path = path
        self._most = options.limits.get("cells", 1_000_000)
        self._cells = self._tables = 0

    def blocks(self) -> Iterator[Block]:
        at = 0
        while at < len(self._rows):
            row = self._rows[at]
            if fence := _FENCE.match(row.text):
                at = yield from self._fenced(at + 1, fence[1])
            elif end := self._table_end(at):
                yield self._table(self._rows[at:end])
                at = end
            else:
                if row.text.strip() and not _RULE.fullmatch(row.text):
                    yield _line(row)
                at += 1

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
                yield Line(Cell(row.text, (fragment,), place))
        return at

    def _table_end(self, at: int) -> int:
        """Behind the last row of a table that begins here; 0 where none does."""
        first = self._rows[at].text
        begins = first.lstrip(" \t>").startswith("|")
        headed = at + 1 < len(self._rows) and _is_delimiters(self._rows[at + 1].text)
        if not (begins or (headed and _pipes(first))):
            return 0
        end = at
        while end < len(self._rows):
            text = self._rows[end].text
            if not text.strip() or not (text.lstrip(" \t>").startswith("|") or _pipes(text)):
                break
            end += 1
        return end

    def _table(self, lines: Sequence[_Row]) -> Table:
        self._tables += 1
        place = Place(line=lines[0].number, column=1, table=self._tables)
        rows: list[tuple[Cell, ...]] = []
        for line in lines:
            if _is_delimiters(line.text) and "-" in line.text:
                continue
            here = place._replace(line=line.number, row=len(rows) + 1)
            row = tuple(_cells(line.text, here))
            self._cells += len(row)
            if self._cells > self._most:
                raise ReadError("too-many-cells", path=self._path, limit=self._most)
            rows.append(row)
        return Table(tuple(rows), place)


def _is_delimiters(text: str) -> bool:
    return "|" in text and _DELIMITERS.fullmatch(text) is not None


def _pipes(text: str) -> bool:
    return any(hit[0] == "|" for hit in _PIPE.finditer(text))


def _cells(text: str, place: Place) -> Iterator[Cell]:
    start = len(text) - len(text.lstrip(" \t>"))
    end = len(text.rstrip())
    if text.startswith("|", start):
        start += 1
    column = 0
    for hit in _PIPE.finditer(text, start):
        if hit[0] == "|":
            column += 1
            yield _inline(text, start, hit.start(), place._replace(table_column=column))
            start = hit.end()
    if start < end:
        yield _inline(text, start, end, place._replace(table_column=column + 1))


def _line(row: _Row) -> Line:
    lead = _LEAD.match(row.text)
    start = lead.end() if lead else 0
    trail = _TRAIL.search(row.text, start) if "#" in row.text[:start] else None
    end = trail.start() if trail else len(row.text)
    return Line(_inline(row.text, start, end, Place(line=row.number)))


def _inline(source: str, start: int, end: int, place: Place) -> Cell:
    """The cell of a stretch of a source line."""
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    marks = [(start + begin, start + stop) for begin, stop in _marks(source[start:end])]
    growing = _Growing(source, place, marks)
    at = start
    for hit in _INLINE.finditer(source, start, end):
        growing.plain(at, hit.start())
        growing.token(hit)
        at = hit.end()
    growing.plain(at, end)
    return Cell("".join(growing.text), tuple(growing.fragments), place._replace(column=start + 1))


class _Growing:
    """A cell's text and fragments as its source is walked."""

    def __init__(self, source: str, place: Place, marks: list[tuple[int, int]]) -> None:
        self.text: list[str] = []
        self.fragments: list[Fragment] = []
        self._source, self._place, self._marks = source, place, marks
        self._length = 0

    def plain(self, begin: int, end: int) -> None:
        """Source characters that stand for themselves, marks of emphasis left out."""
        for mark_start, mark_end in self._marks:
            if begin <= mark_start < end:
                self._add(self._source[begin:mark_start], begin)
                begin = mark_end
        self._add(self._source[begin:end], begin)

    def token(self, hit: re.Match[str]) -> None:
        match hit.lastgroup:
            case "escape":
                self._add(hit[0][1], hit.start(), hit[0])
            case "entity":
                shown = unescape(hit[0])
                self._add(shown, hit.start(), None if shown == hit[0] else hit[0])
            case "break":
                self._add("\n", hit.start(), hit[0])
            case _:
                pass

    def _add(self, words: str, at: int, raw: str | None = None) -> None:
        if words:
            here = self._place._replace(column=at + 1)
            end = self._length + len(words)
            self.fragments.append(Fragment(self._length, end, here, raw))
            self.text.append(words)
            self._length = end


def _marks(text: str) -> list[tuple[int, int]]:
    """Where marks of emphasis stand, in order."""
    if not any(mark in text for mark in "*_`"):
        return []
    found: list[tuple[int, int]] = []
    for hit in _EMPHASIS.finditer(text):
        found += [(hit.start("mark"), hit.end("mark")), (hit.end("inside"), hit.end())]
    return sorted(found)


def write(source: Source, edits: Sequence[Edit], /) -> bytes:
    """The source with the edits put in; its encoding, line ends and all else as before.

    Raises ReadError where an edit's place does not hold what the edit expects.
    """
    text, encoding = encodings.decode(source)
    starts = [start for start, _ in encodings.lines(text)]
    for edit in sorted(edits, key=_position, reverse=True):
        begin = _offset(starts, edit.places[0].line, edit.places[0].column)
        end = begin + len(edit.old)
        if len(edit.places) != 1 or text[begin:end] != edit.old:
            raise ReadError("edit-does-not-fit", path=source.path, place=edit.places[0])
        text = text[:begin] + _escaped(edit.new) + text[end:]
    return encodings.encode(text, encoding, source.data)


def _position(edit: Edit) -> tuple[int, int]:
    return edit.places[0].line or 0, edit.places[0].column or 0


def _offset(starts: list[int], line: int | None, column: int | None) -> int:
    return starts[(line or 1) - 1] + (column or 1) - 1 if (line or 1) <= len(starts) else 0


def _escaped(text: str) -> str:
    escaped = re.sub(r"\\(?=[!-/:-@\[-`{-~])|\|", lambda hit: "\\" + hit[0], text)
    escaped = re.sub(r"&(?=#?\w+;)", "&amp;", escaped)
    return escaped.replace("\r\n", "<br>").replace("\n", "<br>")

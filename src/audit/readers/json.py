r"""JSON and JSON Lines: one table, a row for each value, before it the keys that lead to it.

    {"projects": [{"name": "甲"}, {"name": "乙"}]}

    | projects | 1 | name | 甲 |        projects is one cell, merged over both rows;
    |          | 2 | name | 乙 |        1 and 2 count the items and take no character

The json module tells no positions, so the grammar of RFC 8259 is followed here. Places are
line and column of the source text, also behind escapes: each (`\n`, `\u540d`) is a fragment.
A number is the text that stands there, so are true and false. What is no text (null, [] and
{}) is an empty cell whose only fragment has the source.

Values that follow each other on lines of their own are the items of a list: JSON Lines.
What is no JSON is refused with its place. So is a key that stands twice, of which other
programs take the last in silence. Caps: `nesting`, and those of amount.py.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NoReturn

from audit.document import Cell, Document, Fragment, Place, Problem, Table
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers import encoding as encodings
from audit.readers.amount import Amount

NAME = "json"

_SPACE = re.compile(r"[ \t\r\n]*")
_PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
_LITERAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.])|\b(?:true|false|null)\b")  # fmt: skip
_WORD = re.compile(r"[^\s,:;\[\]{}\"，：；“”]+|.", re.DOTALL)
_ESCAPE = re.compile(r'\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4}))')
_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_NO_NUMBERS = frozenset({"nan", "infinity", "inf", "+infinity", "-infinity"})
_LOST = "\ufffd"
_FREE_DEPTH = 16
_SHOWN = 20


def read(source: Source, options: ReadOptions, /) -> Document:
    """Read one text. Raises ReadError where it is no JSON, or beyond a cap."""
    text, encoding = encodings.decode(source)
    scan = _Scan(text, source.path, options)
    scan.values(lines=source.path.lower().endswith((".jsonl", ".ndjson")))
    table = Table(tuple(scan.rows), Place(line=1, column=1, table=1))
    problems = (*encodings.note(encoding), *scan.problems)
    return Document(source.path, NAME, (table,), problems, encoding)


@dataclass(slots=True)
class _Open:
    """A list or object under way."""

    closes: str
    at: int
    count: int = 0
    keys: set[str] = field(default_factory=set)


class _Scan:
    """Walks the text once, with what is open around it instead of recursion."""

    def __init__(self, text: str, path: str, options: ReadOptions) -> None:
        self.rows: list[tuple[Cell, ...]] = []
        self.problems: list[Problem] = []
        self._text, self._path, self._at = text, path, 0
        self._amount = Amount(path, options, "json-too-many-values")
        self._amount.check_lines(text)
        # What stands behind the last line end is a line, too.
        self._starts = [start for start, _ in encodings.lines(text + "]")]
        self._deep = options.limits.get("nesting", 100)
        self._steps: list[Cell] = []
        self._open: list[_Open] = []

    def values(self, *, lines: bool) -> None:
        """All values of the text. `lines`: even one alone is an item of a list."""
        self._space()
        if self._at == len(self._text):
            self._refuse("json-cut", self._at)
        first = self._at
        self._value()
        end = self._at
        self._space()
        if self._at < len(self._text) and not re.search(r"[\r\n]", self._text[end : self._at]):
            self._refuse("json-goes-on", self._at, found=self._word())
        if lines or self._at < len(self._text):
            # What was read is the first item; no item before it can have been a list's.
            step = self._item_step(first, 1)
            self.rows = [(step, *row) for row in self.rows]
            number = 1
            while self._at < len(self._text):
                number += 1
                self._steps.clear()
                self._step(self._item_step(self._at, number))
                self._value()
                self._space()

    def _value(self) -> None:
        """The value that begins here, with all in it."""
        around = len(self._open)
        self._begin()
        while len(self._open) > around:
            self._space()
            opened = self._open[-1]
            if self._text.startswith(opened.closes, self._at):
                self._close(opened)
                continue
            if opened.count:
                self._comma(opened)
            opened.count += 1
            if opened.closes == "}":
                self._key(opened)
            else:
                self._step(self._item_step(self._at, opened.count))
            self._begin()

    def _begin(self) -> None:
        """A value without parts, or the beginning of one with parts."""
        mark = self._text[self._at : self._at + 1]
        if mark == '"':
            self._put(self._string())
        elif mark and mark in "[{":
            self._open.append(_Open("]" if mark == "[" else "}", self._at))
            if len(self._open) > self._deep:
                self._refuse("json-too-deep", self._at, limit=self._deep)
            self._at += 1
        elif literal := _LITERAL.match(self._text, self._at):
            self._at = literal.end()
            place = self._place(literal.start())
            shown = "" if literal[0] == "null" else literal[0]
            raw = None if shown else "null"
            self._put(Cell(shown, (Fragment(0, len(shown), place, raw),), place))
        else:
            self._refuse_value()

    def _close(self, opened: _Open) -> None:
        self._at += 1
        self._open.pop()
        if opened.count:
            self._after()
        else:
            place = self._place(opened.at)
            raw = self._text[opened.at : self._at]
            self._put(Cell("", (Fragment(0, 0, place, raw),), place))

    def _put(self, cell: Cell) -> None:
        # A row holds all keys that lead to its value: deep ones cost as much as several.
        self._amount.add(1 + len(self._steps) // _FREE_DEPTH, cell.place)
        self.rows.append((*self._steps, cell))
        self._after()

    def _step(self, cell: Cell) -> None:
        """A key or an item's number, for the values to come."""
        self._amount.add(1, cell.place)
        self._steps.append(cell)

    def _after(self) -> None:
        """A value ended: so does what led to it."""
        if self._steps and self._open:
            self._steps.pop()

    def _comma(self, opened: _Open) -> None:
        at = self._at
        if not self._text.startswith(",", at):
            key = "json-not-parted" if at < len(self._text) else "json-cut"
            self._refuse(key, at, closes=opened.closes, found=self._word())
        self._at += 1
        self._space()
        if self._text.startswith(opened.closes, self._at):
            self._refuse("json-comma-too-many", at, closes=opened.closes)

    def _key(self, opened: _Open) -> None:
        at = self._at
        if not self._text.startswith('"', at):
            key = "json-no-key" if at < len(self._text) else "json-cut"
            self._refuse(key, at, found=self._word())
        cell = self._string()
        if cell.text in opened.keys:
            self._refuse("json-key-twice", at, name=cell.text[:_SHOWN])
        opened.keys.add(cell.text)
        self._step(cell)
        self._space()
        if not self._text.startswith(":", self._at):
            key = "json-no-colon" if self._at < len(self._text) else "json-cut"
            self._refuse(key, self._at, found=self._word(), name=cell.text[:_SHOWN])
        self._at += 1
        self._space()

    def _string(self) -> Cell:
        """The text that begins at this quotation mark, without the marks."""
        begin = self._at
        place = self._place(begin + 1)
        self._at = end = self._plain_end(begin + 1)
        if self._text.startswith('"', end):
            self._at += 1
            words = self._text[begin + 1 : end]
            fragments = (Fragment(0, len(words), place),) if words else ()
            cell = Cell(words, fragments, place)
        else:
            cell = self._with_escapes(begin, place)
        self._amount.check_length(len(cell.text), place)
        return cell

    def _with_escapes(self, begin: int, place: Place) -> Cell:
        assert place.column is not None
        parts: list[str] = []
        fragments: list[Fragment] = []
        length = 0
        at = begin + 1
        while not self._text.startswith('"', at):
            end = self._plain_end(at)
            raw = None
            if end == at:
                words, raw = self._escape(at, begin)
                end = at + len(raw)
            else:
                words = self._text[at:end]
            # A text lies on one line: a line end within it is no JSON.
            here = place._replace(column=place.column + at - begin - 1)
            fragments.append(Fragment(length, length + len(words), here, raw))
            parts.append(words)
            length += len(words)
            at = end
        self._at = at + 1
        self._amount.add_pieces(len(fragments), place)
        return Cell("".join(parts), tuple(fragments), place)

    def _plain_end(self, at: int) -> int:
        found = _PLAIN.match(self._text, at)
        return found.end() if found else at

    def _escape(self, at: int, begin: int) -> tuple[str, str]:
        """The character that is escaped here, and its source."""
        if pair := _PAIR.match(self._text, at):
            high, low = (int(part, 16) for part in pair[0][2:].split("\\u"))
            return chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), pair[0]
        if found := _ESCAPE.match(self._text, at):
            if found[1]:
                return _MEANT.get(found[1], found[1]), found[0]
            code = int(found[2], 16)
            if 0xD800 <= code < 0xE000:
                self.problems.append(Problem("json-half-character", self._place(at)))
                return _LOST, found[0]
            return chr(code), found[0]
        return self._refuse_character(at, begin)

    def _refuse_character(self, at: int, begin: int) -> NoReturn:
        mark = self._text[at : at + 1]
        if mark in {"", "\r", "\n"}:
            self._refuse("json-quote-open", begin)
        if mark == "\\":
            self._refuse("json-wrong-escape", at, found=self._text[at : at + 2])
        self._refuse("json-control-character", at, code=f"{ord(mark):04X}")

    def _refuse_value(self) -> NoReturn:
        at, found = self._at, self._word()
        if not found:
            self._refuse("json-cut", at)
        if found.lower() in _NO_NUMBERS:
            self._refuse("json-no-number", at, found=found)
        if found[0] in "+-.0123456789":
            self._refuse("json-wrong-number", at, found=found[:_SHOWN])
        self._refuse("json-no-value", at, found=found)

    def _word(self) -> str:
        """What stands here, shortened; "" at the end."""
        found = _WORD.match(self._text, self._at)
        return found[0][:_SHOWN] if found else ""

    def _space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _item_step(self, at: int, number: int) -> Cell:
        """An item's number, which takes no character, at the item's first."""
        place = self._place(at)
        text = str(number)
        return Cell(text, (Fragment(0, len(text), place, ""),), place)

    def _place(self, at: int) -> Place:
        line = bisect_right(self._starts, at)
        # By position: a third of the time, and every value and key has a place.
        return Place(None, line, at - self._starts[line - 1] + 1)

    def _refuse(self, key: str, at: int, **values: object) -> NoReturn:
        raise ReadError(key, path=self._path, place=self._place(at), **values)

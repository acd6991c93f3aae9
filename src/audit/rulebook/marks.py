"""YAML read strictly, every node with its mark: file, line, column, and the line itself.

Every scalar is a text as it stands; what should be a number or true/false is decided by a
schema (shape.py). Refused: duplicate keys, anchors, aliases, tags, merge keys, several
documents, nesting and sizes beyond reason. What people in an office do by mistake is named
as such: full-width colons, commas and quotes where YAML's own marks belong, tabs, byte
order marks, other encodings, an unquoted `{text}` or `**` at the start of a value.

This is not the place to judge what a file says, only whether it can be read.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, NamedTuple, NoReturn

from audit.document import Place
from audit.errors import AuditError, RuleError

MAX_BYTES = 8_000_000
MAX_DEPTH = 40

_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
# What libyaml's reader refuses: no line of a text file has these.
_CONTROL = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NEEDS_QUOTES = "{[*&!%@`>|,?"


class Source:
    """A file as its lines, for showing where in it something is wrong."""

    __slots__ = ("lines", "path")

    def __init__(self, path: str, text: str = "") -> None:
        self.path = path
        self.lines = _BREAKS.split(text)


class Mark(NamedTuple):
    """Where a node stands. Lines and columns count from 1, ends exclusive; 0 where unknown."""

    source: Source
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    @property
    def place(self) -> Place | None:
        if not self.line:
            return None
        return Place(
            line=self.line, column=self.column, end_line=self.end_line, end_column=self.end_column
        )

    def shifted(self, by: int, length: int) -> "Mark":
        """The part of a text on one line that begins `by` characters after the mark's start."""
        first = self.column + by
        return self._replace(column=first, end_line=self.line, end_column=first + length)


@dataclass(slots=True, eq=False)
class Scalar:
    text: str
    mark: Mark
    plain: bool = True
    """Written without quotes."""
    flow: bool = False
    """Within [] or {}."""

    def value(self) -> Any:
        return self.text


@dataclass(slots=True, eq=False)
class Items:
    items: list["Node"]
    mark: Mark

    def value(self) -> Any:
        return [item.value() for item in self.items]


@dataclass(slots=True, eq=False)
class Map:
    entries: dict[str, "Node"]
    mark: Mark
    keys: dict[str, Scalar] = field(default_factory=dict)
    """The keys as they stand, by their text."""

    def value(self) -> Any:
        return {key: node.value() for key, node in self.entries.items()}

    def get(self, key: str) -> "Node | None":
        return self.entries.get(key)

    def text(self, key: str) -> str:
        """The entry's text, or "" where it is none."""
        found = self.entries.get(key)
        return found.text if isinstance(found, Scalar) else ""

    def key_mark(self, key: str) -> Mark:
        return self.keys[key].mark if key in self.keys else self.mark

    def put(self, key: str, node: "Node", mark: Mark | None = None) -> None:
        self.entries[key] = node
        self.keys[key] = Scalar(key, mark or node.mark)

    def copy(self) -> "Map":
        return Map(dict(self.entries), self.mark, dict(self.keys))


Node = Scalar | Items | Map


class Faults:
    """All that is wrong, collected; raised together."""

    def __init__(self, error: type[AuditError] = RuleError) -> None:
        self.errors: list[AuditError] = []
        self._error = error

    def add(self, key: str, mark: Mark, **values: object) -> None:
        self.errors.append(error_at(self._error, key, mark, **values))

    def take(self, error: AuditError, mark: Mark) -> None:
        """An error that was raised by a part which does not know where it stands."""
        self.add(error.key, mark, **error.values)

    def raise_any(self) -> None:
        if self.errors:
            raise self.group()

    def group(self) -> "ExceptionGroup[AuditError]":
        place = Place(line=0, column=0)
        # Stable: errors of one place keep the order in which they were found.
        order = sorted(
            self.errors,
            key=lambda one: (
                one.path,
                (one.place or place).line or 0,
                (one.place or place).column or 0,
            ),
        )
        return ExceptionGroup("rules", order)


def error_at(kind: type[AuditError], key: str, mark: Mark, **values: object) -> AuditError:
    """The error with path and place, and with `source` and `caret`, two lines to print."""
    source, caret = excerpt(mark)
    return kind(key, path=mark.source.path, place=mark.place, source=source, caret=caret, **values)


def excerpt(mark: Mark, width: int = 96) -> tuple[str, str]:
    """The source line and a line of carets under it, both in terminal columns.

    A long line is cut around the mark. A mark without a line has two empty texts.
    """
    if not 0 < mark.line <= len(mark.source.lines):
        return "", ""
    line = mark.source.lines[mark.line - 1].replace("\t", " ")
    line = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in line)
    start = min(mark.column - 1, len(line))
    end = mark.end_column - 1 if mark.end_line == mark.line else len(line)
    end = max(min(end, len(line)), start + 1)
    before = after = ""
    if len(line) > width:
        cut = max(0, min(start - width // 3, len(line) - width))
        before, after = "…" if cut else "", "…" if cut + width < len(line) else ""
        line, start, end = line[cut : cut + width], start - cut, min(end - cut, width)
    shown = before + line + after
    caret = " " * columns(before + line[:start]) + "^" * max(1, columns(line[start:end]))
    return shown, caret


def columns(text: str) -> int:
    """How many terminal columns a text takes."""
    return sum(
        0
        if unicodedata.combining(char)
        else 1 + (unicodedata.east_asian_width(char) in "WF" or char in "“”‘’…—")
        for char in text
    )


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like it, or "" where none is."""
    names = list(known)
    folded = {one.casefold(): one for one in names}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    if close:
        return folded[close[0]]
    # Chinese words are short: one of three characters wrong is 0.67, one of two is 0.5.
    short = get_close_matches(name, names, n=1, cutoff=0.5) if not name.isascii() else []
    return short[0] if short else ""


def of_value(value: Any, source: Source) -> Node:
    """Nodes without lines for a value that comes from Python, TOML or the command line."""
    mark = Mark(source)
    match value:
        case Mapping():
            entries = {str(key): of_value(one, source) for key, one in value.items()}
            return Map(entries, mark, {key: Scalar(key, mark) for key in entries})
        case str():
            return Scalar(value, mark, plain=False)
        case bool():
            return Scalar("true" if value else "false", mark)
        case Iterable():
            return Items([of_value(one, source) for one in value], mark)
        case None:
            return Scalar("", mark)
        case _:
            return Scalar(str(value), mark)


def read(path: str, data: bytes, faults: Faults) -> Node | None:
    """The file's one document. None where it cannot be read, which is then in `faults`."""
    source = Source(path)
    try:
        text = _decoded(source, data)
        return _Reader(source, text).read()
    except _FaultError as fault:
        faults.add(fault.key, fault.mark, **fault.values)
        return None


class _FaultError(Exception):
    def __init__(self, key: str, mark: Mark, **values: object) -> None:
        super().__init__(key)
        self.key, self.mark, self.values = key, mark, values


def _decoded(source: Source, data: bytes) -> str:
    mark = Mark(source, 1, 1, 1, 2)
    if len(data) > MAX_BYTES:
        raise _FaultError("yaml-too-large", Mark(source), bytes=len(data), limit=MAX_BYTES)
    if data.startswith(b"\xef\xbb\xbf"):
        source.lines = _BREAKS.split(data[3:].decode("utf-8", "replace"))
        raise _FaultError("yaml-bom", mark)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _FaultError("yaml-utf16", Mark(source))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        source.lines = _BREAKS.split(data.decode("gb18030", "replace"))
        good = data[: error.start].decode("utf-8")
        line, column = _place_of(good, len(good))
        raise _FaultError("yaml-not-utf8", Mark(source, line, column, line, column + 1)) from None
    source.lines = _BREAKS.split(text)
    if found := _CONTROL.search(text):
        line, column = _place_of(text, found.start())
        raise _FaultError(
            "yaml-control-character",
            Mark(source, line, column, line, column + 1),
            character=f"U+{ord(found[0]):04X}",
        )
    return text


def _place_of(text: str, at: int) -> tuple[int, int]:
    lines = _BREAKS.split(text[:at])
    return len(lines), len(lines[-1]) + 1


class _Reader:
    """From libyaml's events to marked nodes."""

    def __init__(self, source: Source, text: str) -> None:
        self._source, self._text = source, text
        self._flow = 0

    def read(self) -> Node:
        # Imported here: a warm cache never gets as far.
        import yaml  # noqa: PLC0415 -- 20 ms that a warm start does not spend

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            # All events first: a syntax error is the one fault to tell of such a file.
            events = list(yaml.parse(self._text, Loader=loader))
        except yaml.YAMLError as error:
            self._explain(error)
        documents = [
            at for at, one in enumerate(events) if isinstance(one, yaml.DocumentStartEvent)
        ]
        if not documents:
            raise _FaultError("yaml-empty", Mark(self._source, 1, 1, 1, 1))
        if len(documents) > 1:
            raise _FaultError("yaml-several-documents", self._mark(events[documents[1]]))
        return self._node(iter(events[documents[0] + 1 :]), yaml, 0)

    def _node(self, events: Iterator[Any], yaml: Any, depth: int, event: Any = None) -> Node:
        event = event or next(events)
        mark = self._mark(event)
        if depth > MAX_DEPTH:
            raise _FaultError("yaml-too-deep", mark, limit=MAX_DEPTH)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _FaultError("yaml-anchor", mark)
        if event.tag:
            raise _FaultError("yaml-tag", mark, tag=event.tag)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, mark, event.implicit[0], self._flow > 0)
        flow = bool(event.flow_style)
        self._flow += flow
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(inner := next(events), yaml.SequenceEndEvent):
                items.append(self._node(events, yaml, depth + 1, inner))
            node: Node = Items(items, mark)
        else:
            node = self._map(events, yaml, depth, mark)
        self._flow -= flow
        return node

    def _map(self, events: Iterator[Any], yaml: Any, depth: int, mark: Mark) -> Map:
        found = Map({}, mark)
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(events, yaml, depth + 1, event)
            if not isinstance(key, Scalar):
                raise _FaultError("yaml-key-not-text", key.mark)
            if key.text == "<<" and key.plain:
                raise _FaultError("yaml-merge-key", key.mark)
            value = self._node(events, yaml, depth + 1)
            if key.text in found.entries:
                first = found.keys[key.text].mark.line
                raise _FaultError("yaml-duplicate-key", key.mark, name=key.text, first=first)
            found.entries[key.text] = value
            found.keys[key.text] = key
        return found

    def _mark(self, event: Any) -> Mark:
        start, end = event.start_mark, event.end_mark
        return Mark(self._source, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def _explain(self, error: Any) -> NoReturn:
        """Say in an author's words why libyaml gave up."""
        at = getattr(error, "problem_mark", None)
        around = [one.line + 1 for one in (at, getattr(error, "context_mark", None)) if one]
        last = len(self._source.lines)
        # libyaml notices a line late what is wrong with the line before.
        around += [line - 1 for line in around[:1]]
        lines = [line for line in dict.fromkeys(around) if 0 < line <= last]
        for explain in _EXPLANATIONS:
            for line in lines:
                if found := explain(self._source.lines[line - 1]):
                    key, start, length, values = found
                    mark = Mark(self._source, line, start + 1, line, start + 1 + length)
                    raise _FaultError(key, mark, **values) from None
        line, column = (min(at.line + 1, last), at.column + 1) if at else (1, 1)
        problem = ": ".join(filter(None, (getattr(error, "context", ""), error.problem)))
        raise _FaultError(
            "yaml-syntax", Mark(self._source, line, column, line, column + 1), problem=problem
        ) from None


_Explained = tuple[str, int, int, dict[str, object]] | None


def _tab(line: str) -> _Explained:
    found = re.match(r"[ ]*(\t+)", line)
    return ("yaml-tab", found.start(1), len(found[1]), {}) if found else None


def _full_colon(line: str) -> _Explained:
    found = re.match(r"\s*(?:-\s+)?[\"'“”]?([\w./-]+)[\"'“”]?\s*(：)", line)
    found = found or re.search(r"[{,，]\s*([\w.-]+)\s*(：)", line)
    if found and not re.match(r"\s*(?:-\s+)?[\w.-]+:\s", line[: found.start(2)]):
        return "yaml-full-width-colon", found.start(2), 1, {"name": found[1]}
    return None


def _full_comma(line: str) -> _Explained:
    found = re.search(r"[\[{][^\]}]*?(，)\s*[\w.-]+\s*[:：\]]", line)
    return ("yaml-full-width-comma", found.start(1), 1, {}) if found else None


def _full_quote(line: str) -> _Explained:
    found = re.search(r"(?:^|[:\[{,-]\s+|[\[{,])([“”])(?=[^“”]*(?:: |, | #|[“”]\s*[:：]))", line)
    return ("yaml-full-width-quote", found.start(1), 1, {}) if found else None


def _needs_quotes(line: str) -> _Explained:
    found = re.match(r"\s*(?:-\s+)*(?:[^\s\"'#{}\[\]][^\"'#{}\[\]]*?:\s+)?(?:-\s+)*(\S)", line)
    if not found or found[1] not in _NEEDS_QUOTES:
        return None
    at, rest = found.start(1), line[found.start(1) :].rstrip()
    if found[1] == "{" and re.fullmatch(r"\{.*\}", rest) and ":" in rest:
        return None
    if found[1] == "[" and re.fullmatch(r"\[.*\]", rest):
        return None
    return "yaml-needs-quotes", at, 1, {"character": found[1]}


def _colon_within(line: str) -> _Explained:
    found = re.match(r"\s*(?:-\s+)?[\w.-]+:\s+([^\"'\[{#|>].*?:)(?:\s|$)", line)
    if not found:
        return None
    return "yaml-colon-within", found.start(1), len(found[1]), {}


def _open_quote(line: str) -> _Explained:
    found = re.match(r"\s*(?:-\s+)?(?:[\w.-]+:\s+)?([\"'])", line)
    if not found:
        return None
    quote, rest = found[1], line[found.end(1) :]
    if quote not in rest:
        return "yaml-quote-left-open", found.start(1), 1, {"character": quote}
    after = rest.split(quote, 1)[1].strip()
    if after and not after.startswith(("#", ",", "]", "}", ":")):
        start = found.end(1) + rest.index(quote)
        return "yaml-quote-within", start, 1, {"character": quote}
    return None


def _no_space_after_colon(line: str) -> _Explained:
    found = re.fullmatch(r"\s*(?:-\s+)?([A-Za-z_][\w-]*)(:)[^\s/].*", line)
    return ("yaml-space-after-colon", found.start(2), 1, {"name": found[1]}) if found else None


_EXPLANATIONS: tuple[Callable[[str], _Explained], ...] = (
    _tab,
    _full_colon,
    _full_comma,
    _full_quote,
    _needs_quotes,
    _open_quote,
    _colon_within,
    _no_space_after_colon,
)

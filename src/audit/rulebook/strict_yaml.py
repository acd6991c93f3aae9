"""YAML read strictly: one document of marked nodes, or one fault that says why not.

Refused: duplicate keys, anchors, aliases, tags, merge keys, several documents, nesting and
sizes beyond reason, other encodings than UTF-8, byte order marks. Why libyaml gave up is
said in an author's words (yaml_mistakes.py). What the file says is not judged here.
"""

import re
from collections.abc import Iterator
from typing import Any, NoReturn

from audit.rulebook import yaml_mistakes
from audit.rulebook.marks import Faults, Items, Map, Mark, Node, Scalar, Source, lines_of

MAX_BYTES = 8_000_000
MAX_DEPTH = 40
_MAX_BRACKETS = 1000
"""Brackets that no other one closes, be they YAML's or in a text."""
_BRACKET = re.compile(r"[\[\]{}]")

# What libyaml's reader refuses: no line of a text file has these.
_CONTROL = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufeff\uff00-\ufffd\U00010000-\U0010ffff]"
)


def read(path: str, data: bytes, faults: Faults) -> Node | None:
    """The file's one document. None where it cannot be read, which is then in `faults`."""
    source = Source(path)
    try:
        text = _decoded(source, data)
        return _Reader(source, text).read()
    except _Stop as fault:
        faults.add(fault.key, fault.mark, **fault.values)
        return None


class _Stop(Exception):  # noqa: N818 -- what stops this file; the error is what becomes of it
    def __init__(self, key: str, mark: Mark, **values: object) -> None:
        super().__init__(key)
        self.key, self.mark, self.values = key, mark, values


def _decoded(source: Source, data: bytes) -> str:
    mark = Mark(source, 1, 1, 1, 2)
    if len(data) > MAX_BYTES:
        raise _Stop("yaml-too-large", Mark(source), bytes=len(data), limit=MAX_BYTES)
    if data.startswith(b"\xef\xbb\xbf"):
        source.lines = lines_of(data[3:].decode("utf-8", "replace"))
        raise _Stop("yaml-bom", mark)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _Stop("yaml-utf16", Mark(source))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        source.lines = lines_of(data.decode("gb18030", "replace"))
        good = data[: error.start].decode("utf-8")
        line, column = _place_of(good, len(good))
        raise _Stop("yaml-not-utf8", Mark(source, line, column, line, column + 1)) from None
    source.lines = lines_of(text)
    if found := _CONTROL.search(text):
        line, column = _place_of(text, found.start())
        raise _Stop(
            "yaml-control-character",
            Mark(source, line, column, line, column + 1),
            character=f"U+{ord(found[0]):04X}",
        )
    return text


def _place_of(text: str, at: int) -> tuple[int, int]:
    lines = lines_of(text[:at])
    return len(lines), len(lines[-1]) + 1


class _Reader:
    """From libyaml's events to marked nodes."""

    def __init__(self, source: Source, text: str) -> None:
        self._source, self._text = source, text
        self._flow = 0

    def read(self) -> Node:
        # Imported here: a warm cache never gets as far.
        import yaml  # noqa: PLC0415 -- 20 ms that a warm start does not spend

        self._refuse_depth()
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
            raise _Stop("yaml-empty", Mark(self._source, 1, 1, 1, 1))
        if len(documents) > 1:
            raise _Stop("yaml-several-documents", self._mark(events[documents[1]]))
        return self._node(iter(events[documents[0] + 1 :]), yaml, 0)

    def _refuse_depth(self) -> None:
        """Of an open bracket libyaml looks at all that stand open, which is the square of them."""
        depth = 0
        for hit in _BRACKET.finditer(self._text):
            depth += 1 if hit[0] in "[{" else -1
            if depth > _MAX_BRACKETS:
                line, column = _place_of(self._text, hit.start())
                mark = Mark(self._source, line, column, line, column + 1)
                raise _Stop("yaml-too-deep", mark, limit=MAX_DEPTH)

    def _node(self, events: Iterator[Any], yaml: Any, depth: int, event: Any = None) -> Node:
        event = event or next(events)
        mark = self._mark(event)
        if depth > MAX_DEPTH:
            raise _Stop("yaml-too-deep", mark, limit=MAX_DEPTH)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise _Stop("yaml-anchor", mark)
        if event.tag:
            raise _Stop("yaml-tag", mark, tag=event.tag)
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
                raise _Stop("yaml-key-not-text", key.mark)
            if key.text == "<<" and key.plain:
                raise _Stop("yaml-merge-key", key.mark)
            value = self._node(events, yaml, depth + 1)
            if key.text in found.entries:
                first = found.keys[key.text].mark.line
                raise _Stop("yaml-duplicate-key", key.mark, name=key.text, first=first)
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
        marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
        for one in filter(None, marks):
            if yaml_mistakes.is_sign(self._source.lines, one.line, one.column):
                line, column = one.line + 1, one.column + 1
                mark, character = (
                    Mark(self._source, line, column, line, column + 1),
                    self._source.lines[one.line][one.column],
                )
                raise _Stop("yaml-needs-quotes", mark, character=character) from None
        for line, found in yaml_mistakes.of_lines(self._source.lines, lines):
            key, start, length, values = found
            mark = Mark(self._source, line, start + 1, line, start + 1 + length)
            raise _Stop(key, mark, **values) from None
        line, column = (min(at.line + 1, last), at.column + 1) if at else (1, 1)
        problem = ": ".join(filter(None, (getattr(error, "context", ""), error.problem)))
        raise _Stop(
            "yaml-syntax", Mark(self._source, line, column, line, column + 1), problem=problem
        ) from None

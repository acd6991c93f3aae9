"""Nodes of a YAML file and where each stands: file, line, column, and the line itself.

Every scalar is a text; what should be a number or true/false is decided by a schema
(shape.py). Settings from Python, TOML and the command line are nodes, too, without lines.

`Faults` collects all that is wrong, so that it can be told at once.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from audit.document import Place
from audit.errors import AuditError, RuleError

_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What libyaml takes for the end of a line."""


class Source:
    """A file as its lines, for showing where in it something is wrong."""

    __slots__ = ("lines", "path")

    def __init__(self, path: str, text: str = "") -> None:
        self.path = path
        self.lines = lines_of(text)


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
    first = start if columns(line) > width else 0
    while first and columns(line[first - 1 : start]) <= width // 3:
        first -= 1
    last = first
    while last < len(line) and columns(line[first : last + 1]) <= width:
        last += 1
    before, after = "…" if first else "", "…" if last < len(line) else ""
    caret = " " * columns(before + line[first:start]) + "^" * columns(line[start : min(end, last)])
    return before + line[first:last] + after, caret or "^"


def columns(text: str) -> int:
    """How many terminal columns a text takes; quotes and dots count as one, as rich has them."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


def lines_of(text: str) -> list[str]:
    """The lines as YAML counts them."""
    return _BREAKS.split(text)


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

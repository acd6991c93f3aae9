"""Filings made of what an example gives: an inline text, or what `audit records` prints.

Each text that is given is a cell of its own, on a line of its own, so that places and fixes
point at it.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, cast

from audit.document import Cell, Fragment, Place
from audit.filing import Field, Filing, to_dict
from audit.finding import Edit
from audit.layouts.given import Records, Steps

Given = str | Mapping[str, Any]


@dataclass(slots=True)
class Making:
    """Filings of what is given (keys in English), and which cell each text became."""

    given: Given
    cells: dict[int, tuple[Steps, str]] = field(default_factory=dict)
    """By the line of its place: where in `given` a cell's text comes from."""
    _line: int = 0

    def filings(self, overrides: Mapping[str, str]) -> list[Filing]:
        if isinstance(self.given, str):
            return [self._filing(self.given, 0, (), overrides)]
        if "filings" in self.given:
            return [
                self._filing(one, index, ("filings", index), overrides)
                for index, one in enumerate(self.given["filings"])
            ]
        return [self._filing(self.given, 0, (), overrides)]

    def after(self, edits: Iterable[Edit]) -> Given:
        """What is given, with the edits done. `filings` has to be asked first."""
        texts = {line: text for line, (_, text) in self.cells.items()}
        for edit in sorted(edits, key=lambda one: one.places[0].column or 0, reverse=True):
            line, start = edit.places[0].line or 0, (edit.places[0].column or 1) - 1
            text = texts[line]
            texts[line] = text[:start] + edit.new + text[start + len(edit.old) :]
        changed: Any = deepcopy(self.given)
        for line, (steps, text) in self.cells.items():
            if texts[line] != text:
                changed = _put(changed, steps, texts[line])
        return cast("Given", changed)

    def field(self, given: str, path: Steps, /) -> Field:
        """A cell on a line of its own."""
        self._line += 1
        self.cells[self._line] = (path, given)
        place = Place(line=self._line, column=1)
        fragments = (Fragment(0, len(given), place),) if given else ()
        return Field.cut(Cell(given, fragments, place), 0, len(given))

    def point(self, _: Mapping[str, Any], /) -> Field:
        """An empty field at a place of its own."""
        self._line += 1
        return Field.cut(Cell("", (), Place(line=self._line, column=1)), 0, 0)

    def is_text(self, given: Any, /) -> bool:
        return isinstance(given, str)

    def _filing(
        self, given: Given, index: int, path: Steps, overrides: Mapping[str, str]
    ) -> Filing:
        inline = isinstance(given, str)
        whole = {"projects": [{"indicators": given}]} if isinstance(given, str) else given
        return Records(self).filing({**whole, **overrides}, index, path, inline=inline)


def comparable(given: Given) -> Any:
    """What makes two givens one: the records, or the text of a document."""
    if isinstance(given, Mapping) and "document" in given:
        return given["document"]
    return [to_dict(one) for one in Making(given).filings({})]


def _put(value: Any, steps: Steps, text: str) -> Any:
    if not steps:
        return text
    head, *rest = steps
    value[head] = _put(value[head], tuple(rest), text)
    return value

"""Filings made of what an example gives: an inline text, or what `audit records` prints.

Each text that is given is a cell of its own, on a line of its own, so that places and fixes
point at it.
"""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, cast

from audit.document import Cell, Fragment, Place
from audit.filing import (
    AMOUNT_FIELDS,
    INDICATOR_FIELDS,
    PROJECT_FIELDS,
    TARGET_FIELDS,
    Field,
    Filing,
    Indicator,
    Project,
    Total,
    to_dict,
)
from audit.finding import Edit
from audit.grammar import indicators as grammar
from audit.layouts.indicators import build

Given = str | Mapping[str, Any]
Steps = tuple[str | int, ...]

INLINE_FIELDS = frozenset(
    ("indicators", "number", "category", "level1", "level2", "name", "cycle_target",
     "annual_target")
)  # fmt: skip
"""What the form of an inline text has."""


@dataclass(slots=True)
class Making:
    """Filings of what is given (keys in English), and which cell each text became."""

    given: Given
    cells: dict[int, tuple[Steps, str]] = field(default_factory=dict)
    """By the line of its place: where in `given` a cell's text comes from."""
    _line: int = 0

    def filings(self, overrides: Mapping[str, str]) -> list[Filing]:
        if isinstance(self.given, str):
            whole = {"projects": [{"indicators": self.given}]}
            return [self._filing(whole, 0, (), overrides, inline=True)]
        if "filings" in self.given:
            return [
                self._filing(self._whole(one), index, ("filings", index), overrides,
                             inline=isinstance(one, str))
                for index, one in enumerate(self.given["filings"])
            ]  # fmt: skip
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

    def _whole(self, given: Given) -> Mapping[str, Any]:
        return {"projects": [{"indicators": given}]} if isinstance(given, str) else given

    def _filing(
        self,
        given: Mapping[str, Any],
        index: int,
        path: Steps,
        overrides: Mapping[str, str],
        *,
        inline: bool = False,
    ) -> Filing:
        given = {**given, **overrides}
        has = frozenset(given.get("fields") or _fields_of(given))
        money_unit = self._field(given, "money_unit", path, has)
        projects = given.get("projects") or ()
        return Filing(
            index=index,
            layout=given.get("layout") or "inline",
            kind=given.get("kind") or "project",
            fields=has,
            source=self._point(),
            department=self._field(given, "department", path, has),
            year=self._field(given, "year", path, has),
            money_unit=money_unit,
            projects=tuple(
                self._project(one, number, path if inline else (*path, "projects", number), has,
                              money_unit, inline=inline)
                for number, one in enumerate(projects)
            ),
            totals=tuple(
                self._total(one, number, (*path, "totals", number), has, len(projects))
                for number, one in enumerate(given.get("totals") or ())
            ),
        )  # fmt: skip

    def _project(
        self,
        given: Mapping[str, Any],
        index: int,
        path: Steps,
        has: frozenset[str],
        money_unit: Field | None,
        *,
        inline: bool,
    ) -> Project:
        source = self._point()
        names = [name for name in PROJECT_FIELDS if name != "indicators"]
        texts = {name: self._field(given, name, path, has, source) for name in names}
        own_unit = given.get("money_unit")
        shares = given.get("shares") or {}
        return Project(
            index=index,
            source=source,
            **texts,
            shares=tuple(
                (label, self._cell(text, (*path, "shares", label)))
                for label, text in shares.items()
            ),
            money_unit=self._cell(own_unit, (*path, "money_unit")) if own_unit else money_unit,
            indicators=self._indicators(
                given.get("indicators"), index, path if inline else (*path, "indicators"), has
            ),
        )

    def _indicators(
        self, given: Any, project: int, path: Steps, has: frozenset[str]
    ) -> tuple[Indicator, ...] | None:
        if given is None:
            return () if "indicators" in has else None
        made: list[Indicator] = []
        if isinstance(given, str):
            return tuple(self._split(given, project, path, 0, has))
        for at, one in enumerate(given):
            where = (*path, at)
            if isinstance(one, str):
                made += self._split(one, project, where, len(made), has)
            else:
                made.append(self._indicator(one, project, where, len(made), has))
        return tuple(made)

    def _split(
        self, text: str, project: int, path: Steps, first: int, has: frozenset[str]
    ) -> Iterator[Indicator]:
        cell = self._cell(text, path).pieces[0].cell
        targets = has & {*TARGET_FIELDS}
        for number, one in enumerate(grammar.split(text), first):
            yield build(cell, one, number, project, targets)

    def _indicator(
        self, given: Mapping[str, Any], project: int, path: Steps, index: int, has: frozenset[str]
    ) -> Indicator:
        source = self._point()
        texts = {
            name: self._field(given, name, path, has, source)
            for name in INDICATOR_FIELDS
            if name != "category"
        }
        return Indicator(
            index=index,
            project_index=project,
            source=source,
            category=self._category(given, texts, path, has, source),
            **texts,
        )

    def _category(
        self,
        given: Mapping[str, Any],
        texts: dict[str, Field | None],
        path: Steps,
        has: frozenset[str],
        source: Field,
    ) -> Field | None:
        """Of one text, whose parts the levels are, or joined from two levels."""
        level1, level2 = texts["level1"], texts["level2"]
        if given.get("category") is None:
            if level1 and level2 and (level1.text or level2.text):
                return Field.join((level1, level2), ",")
            return level1 or level2 or self._field(given, "category", path, has, source)
        whole = self._cell(given["category"], (*path, "category"))
        (_, cell, _, end) = whole.pieces[0]
        comma = min((at for at in map(cell.text.find, ",，") if at >= 0), default=end)
        if "level1" in has and not given.get("level1"):
            texts["level1"] = Field.cut(cell, 0, comma)
        if "level2" in has and not given.get("level2"):
            texts["level2"] = Field.cut(cell, min(comma + 1, end), end)
        return whole

    def _total(
        self,
        given: Mapping[str, Any],
        index: int,
        path: Steps,
        has: frozenset[str],
        projects: int,
    ) -> Total:
        source = self._point()
        amounts = {name: self._field(given, name, path, has, source) for name in AMOUNT_FIELDS}
        return Total(
            index=index,
            kind=given.get("kind") or "total",
            covers=tuple(given.get("covers", range(projects))),
            source=source,
            label=self._cell(given.get("label") or "合计", (*path, "label")),
            **amounts,
        )

    def _field(
        self,
        given: Mapping[str, Any],
        name: str,
        path: Steps,
        has: frozenset[str],
        source: Field | None = None,
    ) -> Field | None:
        """None where the form has no such field; blank, at its record, where it is not given."""
        if name not in has:
            return None
        text = given.get(name)
        return (source or self._point()) if text is None else self._cell(text, (*path, name))

    def _cell(self, text: str, path: Steps) -> Field:
        self._line += 1
        self.cells[self._line] = (path, text)
        place = Place(line=self._line, column=1)
        fragments = (Fragment(0, len(text), place),) if text else ()
        return Field.cut(Cell(text, fragments, place), 0, len(text))

    def _point(self) -> Field:
        """An empty field at a place of its own."""
        self._line += 1
        return Field.cut(Cell("", (), Place(line=self._line, column=1)), 0, 0)


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


def _fields_of(given: Mapping[str, Any]) -> set[str]:
    """The fields of a form that has what is given: null says that it lacks one."""
    found = {name for name, value in given.items() if value is not None}
    found &= {"department", "year", "money_unit", "totals"}
    for project in given.get("projects") or ():
        found |= {name for name, value in project.items() if value is not None}
        inner = project.get("indicators")
        for one in [inner] if isinstance(inner, str) else inner or ():
            if isinstance(one, str):
                found |= INLINE_FIELDS
            else:
                found |= {name for name, value in one.items() if value is not None}
                if "category" in found:
                    found |= {"level1", "level2"}
                if found & {"level1", "level2"}:
                    found.add("category")
    for total in given.get("totals") or ():
        found |= {name for name in AMOUNT_FIELDS if total.get(name) is not None}
    return found - {"index", "kind", "covers", "label"}

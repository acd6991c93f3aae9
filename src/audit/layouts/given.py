"""Filings of records that are given as keys and texts: the shape that `audit records` prints.

Keys are in English, all are optional. A null says that the form has no such field; a field
that the form has and that is not given is blank, and stands at its record. Indicators may
be texts of the inline grammar. What a text is and which cell it becomes is the giver's:
words of an example, values of JSON.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from audit.filing import (
    AMOUNT_FIELDS,
    FILING_FIELDS,
    INDICATOR_FIELDS,
    PROJECT_FIELDS,
    TARGET_FIELDS,
    Field,
    Filing,
    Indicator,
    Project,
    Total,
)
from audit.grammar import indicators as grammar
from audit.layouts.indicators import build

Steps = tuple[str | int, ...]
"""Keys and indexes that lead from what is given to a text."""

INLINE_FIELDS = frozenset(
    ("indicators", "number", "category", "level1", "level2", "name", "cycle_target",
     "annual_target")
)  # fmt: skip
"""What the form of an inline text has."""


class Texts(Protocol):
    """What gives the texts."""

    def field(self, given: Any, path: Steps, /) -> Field:
        """The field of a text."""

    def point(self, given: Mapping[str, Any], /) -> Field:
        """An empty field where the record stands."""

    def is_text(self, given: Any, /) -> bool: ...


class Records:
    """Makes filings of what is given."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def filing(
        self, given: Mapping[str, Any], index: int, path: Steps, *, inline: bool = False
    ) -> Filing:
        """`inline`: all that is given is the text of one project's indicators."""
        has = frozenset(given.get("fields") or self._fields_of(given))
        money_unit = self._field(given, "money_unit", path, has)
        projects = given.get("projects") or ()
        return Filing(
            index=index,
            layout=given.get("layout") or "inline",
            kind=given.get("kind") or "project",
            fields=has,
            source=self._texts.point(given),
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
        source = self._texts.point(given)
        names = [name for name in PROJECT_FIELDS if name != "indicators"]
        texts = {name: self._field(given, name, path, has, source) for name in names}
        own_unit = given.get("money_unit")
        shares = given.get("shares") or {}
        return Project(
            index=index,
            source=source,
            **texts,
            shares=tuple(
                (label, self._texts.field(text, (*path, "shares", label)))
                for label, text in shares.items()
            ),
            money_unit=(
                money_unit
                if own_unit is None
                else self._texts.field(own_unit, (*path, "money_unit"))
            ),
            indicators=self._indicators(
                given, index, path if inline else (*path, "indicators"), has
            ),
        )

    def _indicators(
        self, project: Mapping[str, Any], index: int, path: Steps, has: frozenset[str]
    ) -> tuple[Indicator, ...] | None:
        given = project.get("indicators")
        if given is None:
            return () if "indicators" in has and "indicators" not in project else None
        made: list[Indicator] = []
        if self._texts.is_text(given):
            return tuple(self._split(given, index, path, 0, has))
        for at, one in enumerate(given):
            where = (*path, at)
            if self._texts.is_text(one):
                made += self._split(one, index, where, len(made), has)
            else:
                made.append(self._indicator(one, index, where, len(made), has))
        return tuple(made)

    def _split(
        self, given: Any, project: int, path: Steps, first: int, has: frozenset[str]
    ) -> Iterator[Indicator]:
        cell = self._texts.field(given, path).pieces[0].cell
        targets = has & {*TARGET_FIELDS}
        for number, one in enumerate(grammar.split(cell.text), first):
            yield build(cell, one, number, project, targets)

    def _indicator(
        self, given: Mapping[str, Any], project: int, path: Steps, index: int, has: frozenset[str]
    ) -> Indicator:
        source = self._texts.point(given)
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
        whole = self._texts.field(given["category"], (*path, "category"))
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
        source = self._texts.point(given)
        amounts = {name: self._field(given, name, path, has, source) for name in AMOUNT_FIELDS}
        return Total(
            index=index,
            kind=given.get("kind") or "total",
            covers=tuple(given.get("covers", range(projects))),
            source=source,
            label=self._texts.field(given.get("label") or "合计", (*path, "label")),
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
        if name not in has or (name in given and given[name] is None):
            return None
        if name not in given:
            return source or self._texts.point(given)
        return self._texts.field(given[name], (*path, name))

    def _fields_of(self, given: Mapping[str, Any]) -> set[str]:
        """The fields of a form that has what is given: null says that it lacks one."""
        found = _named(given) & {"department", "year", "money_unit", "totals"}
        for project in given.get("projects") or ():
            found |= _named(project)
            inner = project.get("indicators")
            for one in [inner] if self._texts.is_text(inner) else inner or ():
                if self._texts.is_text(one):
                    found |= INLINE_FIELDS
                else:
                    found |= _named(one)
                    if "category" in found:
                        found |= {"level1", "level2"}
                    if found & {"level1", "level2"}:
                        found.add("category")
        for total in given.get("totals") or ():
            found |= {name for name in AMOUNT_FIELDS if total.get(name) is not None}
        return found & _FIELDS


_FIELDS = {*FILING_FIELDS, *PROJECT_FIELDS, *INDICATOR_FIELDS}


def _named(record: Mapping[str, Any]) -> set[str]:
    return {name for name, value in record.items() if value is not None}

"""`consistent`: one indicator in several projects of a filing, named or counted in two ways.

Options
    report: `term` (群众满意度 in one project, 群众满意率 in another) or `unit` (培训人数 in 人,
        and in 人次).
    words: for `term`, a word list of what says the same (suggest: the one that stands for all).
    generic: for `unit`, a word list of what any project's indicator may be called (购置数量):
        a name of which no two characters are left may be counted in any unit.

One finding a name, at the first indicator that departs, the first of all related. Units of
one sort of measure (米 and 公里) are one, as are a unit and 个 or 项, which count anything,
and 台 and 台（套）. A bare number has no unit to depart from, and % on a count is the business
of other rules.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import TARGET_FIELDS, Filing, Indicator, field_of, indicators_of, text_of
from audit.grammar import names, targets, units
from audit.grammar.normal import normal
from audit.rulebook.book import Rulebook
from audit.rulebook.phrases import stands
from audit.rulebook.rule import Each

NAME = "consistent"
EACH: tuple[Each, ...] = ("filing",)
_WORDS = {"type": "string", "names": "words"}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"report": {"enum": ["term", "unit"]}, "words": _WORDS, "generic": _WORDS},
    "required": ["report"],
    "oneOf": [{"required": ["words"]}, {"required": ["generic"]}],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"indicator", "other", "unit", "other_unit", "other_project"})
"""`other`: the name that the first has; `unit`, `other_unit`: that of each."""

_SHORTEST = 4
_LEFT = 2
_ANYTHING = frozenset("个项")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    if options["report"] == "term":
        return _terms(_replaced(rulebook, options["words"]))
    words = sorted(rulebook.words[options["generic"]].texts(), key=len, reverse=True)
    return _units(re.compile("|".join(map(re.escape, words))))


def _terms(essence: Callable[[str], str]) -> RecordLook:
    def look(filing: Filing) -> Iterator[Hit]:
        firsts: dict[str, Indicator] = {}
        told: set[str] = set()
        for indicator in indicators_of(filing):
            own = names.key(text_of(indicator.name))
            if len(own) < _SHORTEST:
                continue
            key = essence(own)
            first = firsts.setdefault(key, indicator)
            departs = names.key(text_of(first.name)) != own
            if departs and first.project_index != indicator.project_index and key not in told:
                told.add(key)
                yield _hit(filing, indicator, first, "name", "name")

    return look


def _units(generic: re.Pattern[str]) -> RecordLook:
    def look(filing: Filing) -> Iterator[Hit]:
        firsts: dict[str, tuple[Indicator, str, str]] = {}
        told: set[str] = set()
        for indicator in indicators_of(filing):
            key = names.key(text_of(indicator.name))
            if key in told or len(generic.sub("", key)) < _LEFT:
                continue
            field, unit = _unit(indicator)
            if not unit:
                continue
            first, first_field, first_unit = firsts.setdefault(key, (indicator, field, unit))
            if first is not indicator and not _alike(unit, first_unit):
                told.add(key)
                yield _hit(filing, indicator, first, field, first_field, unit, first_unit)

    return look


def _unit(indicator: Indicator) -> tuple[str, str]:
    """The target that has a unit, and the unit as it stands there."""
    for name in reversed(TARGET_FIELDS):
        found = targets.parse(text_of(field_of(indicator, name))).quantities
        if found and not found[0].change and found[0].unit_class != "percent":
            unit = normal(found[0].unit) or normal(text_of(indicator.unit))
            return name, unit or names.unit(text_of(indicator.name))
    return "", ""


def _alike(one: str, other: str) -> bool:
    if one == other or one in other or other in one:
        # 台 and 台(套); not 人 and 人次, which count differently.
        return "次" not in one.replace(other, "") + other.replace(one, "")
    if {one, other} & _ANYTHING and "次" not in one + other:
        return True
    parsed = units.parse(one), units.parse(other)
    if parsed[0] is None or parsed[1] is None:
        return True
    classes = {unit.unit_class for unit in parsed if unit}
    return len(classes) == 1 and "count" not in classes


def _hit(
    filing: Filing,
    indicator: Indicator,
    first: Indicator,
    field: str,
    first_field: str,
    unit: str = "",
    first_unit: str = "",
) -> Hit:
    project = filing.projects[first.project_index]
    return Hit.trimmed(
        indicator,
        field,
        (Near(first, first_field, "first"),),
        indicator=text_of(indicator.name).strip(),
        other=text_of(first.name).strip(),
        unit=unit,
        other_unit=first_unit,
        other_project=text_of(project.project_name).strip(),
    )


def _replaced(rulebook: Rulebook, listed: str) -> Callable[[str], str]:
    """A name with one word for all that say the same."""
    known = {word.word: word for word in rulebook.words[listed].words}
    any_of = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))

    def change(found: re.Match[str]) -> str:
        word = known[found[0]]
        return word.suggest if stands(word, found.string, *found.span()) else found[0]

    @lru_cache(maxsize=65536)
    def replaced(key: str) -> str:
        return any_of.sub(change, key)

    return replaced

"""`target`: what a parsed target says, alone and beside its indicator's name.

Options
    in: the target fields; both by default.
    is, not: facts that all have to hold, or of which none may, see facts.py.
    signs: the signs that the first number may have, `none` for a bare number.
    classes: its unit classes (grammar/units.py); `bare` where neither the target nor the name
        gives a unit. 满意度（%） = 95 is a percent.
    units, not_units: word lists of which its unit is or is not an entry.
    below, equals: the least that is accepted is under this number, or is this number; as
        shown, without a change of unit. ≤5 accepts nought and more and has no such least.
    names: conditions on the name, see rulebook/names.py.
    at: `name` puts the finding on the name, the target beside it.

Each `indicator` says it of a target. Each `filing` also knows the filing's year, for
`before_year` and `after_year`. A blank target and a hint such as ≥**% say nothing at all.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from audit.checks import facts
from audit.checks.facts import BESIDE, FACTS, Beside, Said
from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import TARGET_FIELDS, Filing, Indicator, field_of, text_of
from audit.grammar import names
from audit.grammar.normal import normal
from audit.grammar.quantities import Quantity
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook
from audit.rulebook.readings import reader
from audit.rulebook.rule import Each

NAME = "target"
EACH: tuple[Each, ...] = ("indicator", "filing")
_FACTS = {"type": "array", "items": {"enum": [*FACTS, *BESIDE]}, "minItems": 1}
_LISTS = {"type": "array", "items": {"type": "string", "names": "words"}, "minItems": 1}
_DECIMAL = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "is": _FACTS,
        "not": _FACTS,
        "signs": {
            "type": "array",
            "items": {"enum": ["≥", ">", "=", "<", "≤", "none"]},
            "minItems": 1,
        },
        "classes": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "units": _LISTS,
        "not_units": _LISTS,
        "below": _DECIMAL,
        "equals": _DECIMAL,
        "names": name_tests.SCHEMA,
        "at": {"enum": ["name"]},
    },
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset(
    {"indicator", "target", "number", "unit", "in_percent", "in_yuan", "name_number", "year"}
)
"""`number`: the first number as written; `in_percent`, `in_yuan`: the target with the unit it
lacks; `name_number`: the number in the name; `year`: the filing's."""

_NUMBER = re.compile(r"\d+(?:[.．]\d+)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    fields = options.get("in") or TARGET_FIELDS
    of_target, of_row = _of_target(options, rulebook), _of_row(options, rulebook)
    at_name = options.get("at") == "name"

    def look(indicator: Indicator, year: int | None = None) -> Iterator[Hit]:
        for field in fields:
            found = field_of(indicator, field)
            said = of_target(found.text) if found is not None else None
            if said is None:
                continue
            # The name is read last: what is remembered of this look is then good for all names.
            beside = Beside(said, text_of(indicator.name), indicator, year)
            if not of_row(beside):
                continue
            if at_name:
                yield _hit(beside, "name", Near(indicator, field, "other"))
                return
            yield _hit(beside, field)

    return look if each == "indicator" else partial(_in_its_year, look)


def _in_its_year(look: Callable[[Indicator, int | None], Iterator[Hit]], filing: Filing) -> Any:
    found = _YEAR.search(normal(text_of(filing.year)))
    if found is None:
        return
    for project in filing.projects:
        for indicator in project.indicators or ():
            yield from look(indicator, int(found[0]))


def _hit(beside: Beside, field: str, *related: Near) -> Hit:
    target, first = beside.said.target, beside.said.first
    text = target.text.strip(facts.ENDS)
    in_name = facts.number_in_name(beside) or facts.against_name(beside)
    return Hit.trimmed(
        beside.indicator,
        field,
        related,
        indicator=beside.name,
        target=text,
        number=target.text[slice(*first.span)] if first else "",
        unit=(first.unit if first else "") or facts.unit_alone(target.text),
        in_percent=_NUMBER.sub(r"\g<0>%", text),
        in_yuan=f"{text}元",
        name_number=beside.name[slice(*in_name.span)] if in_name else "",
        year=str(beside.year or ""),
    )


def _of_target(options: Mapping[str, Any], rulebook: Rulebook) -> Callable[[str], Said | None]:
    """What can be told without the name; None where that is enough to be silent."""
    read, fits = reader(rulebook), _number_fits(options, rulebook)
    wanted = [FACTS[one] for one in options.get("is", ()) if one in FACTS]
    unwanted = [FACTS[one] for one in options.get("not", ()) if one in FACTS]

    @lru_cache(maxsize=16384)
    def of_target(text: str) -> Said | None:
        said = facts.said(text, read)
        if said is None or not fits(said.first):
            return None
        if not all(fact(said) for fact in wanted) or any(fact(said) for fact in unwanted):
            return None
        return said

    return of_target


def _number_fits(
    options: Mapping[str, Any], rulebook: Rulebook
) -> Callable[[Quantity | None], bool]:
    """Whether the first number has the sign, unit and size that are asked for."""
    signs = frozenset("" if one == "none" else one for one in options.get("signs", ()))
    classes = frozenset(options.get("classes", ()))
    below, equals = (_decimal(options.get(key)) for key in ("below", "equals"))
    listed, barred = (_units(options.get(key), rulebook) for key in ("units", "not_units"))
    asked = bool(signs or classes or listed or barred or below is not None or equals is not None)

    def fits(first: Quantity | None) -> bool:
        if first is None:
            return not asked
        return (
            (not signs or first.comparator in signs)
            # A bare number may have its unit in the name, which is asked later.
            and (not classes or not first.unit or first.unit_class in classes)
            and (not listed or normal(first.unit) in listed)
            and normal(first.unit) not in barred
            and (below is None or facts.least(first) < below)
            and (equals is None or facts.least(first) == equals)
        )

    return fits


def _of_row(options: Mapping[str, Any], rulebook: Rulebook) -> Callable[[Beside], bool]:
    """What it takes the name, the unit's column or the year to tell."""
    named = name_tests.compile(options.get("names"), rulebook)
    wanted = [BESIDE[one] for one in options.get("is", ()) if one in BESIDE]
    unwanted = [BESIDE[one] for one in options.get("not", ()) if one in BESIDE]
    classes = frozenset(options.get("classes", ()))

    def of_row(beside: Beside) -> bool:
        first = beside.said.first
        if classes and first is not None and not first.unit:
            kind = first.unit_class or names.unit_class(beside.name) or "bare"
            if kind not in classes:
                return False
        return (
            named(beside.name)
            and all(fact(beside) for fact in wanted)
            and not any(fact(beside) for fact in unwanted)
        )

    return of_row


def _units(lists: Any, rulebook: Rulebook) -> frozenset[str]:
    return frozenset(normal(word) for name in lists or () for word in rulebook.words[name].texts())


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)

"""Facts of a parsed target, alone and beside its indicator's name: what `target` asks for.

A fact is a predicate with a name that a rule's author reads. `FACTS` are of a target alone,
so that an answer is good for every indicator that has it; `BESIDE` also look at its row.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from audit.filing import Indicator
from audit.grammar import names, quantities, targets, units
from audit.grammar.normal import bare, normal
from audit.grammar.quantities import Quantity
from audit.grammar.targets import Target
from audit.rulebook.readings import RIGHT

ENDS = " \t\n\r\u3000。.；;，,、"
_SIGNS = "≥≤<>=≧≦"
_HINT = re.compile(r"\*{2,}|[xX×]{2,}|_{2,}|…|\.{3,}|□")
_CUT = re.compile(r"\d\s*[万亿]$")
_OPENS = ("(", "[", "【", "〔", "<", "/")
_VALUE = re.compile(r"[\d*_≥≤]$")
_NAMES_RATE = re.compile(
    r"(?:率|比例|占比|[\u3400-\u9fff]度)[为达到]{0,2}[≥≤><=大小高低不等于]{0,4}\d"
)
_NO_CHANCE = 10
_JOINT = re.compile(r"[\s且并及和至、，,]*$")


class Said(NamedTuple):
    """A target, and what its words come to (rulebook/readings.py)."""

    target: Target
    first: Quantity | None
    reading: str


class Beside(NamedTuple):
    """A target beside the name of its indicator, and what else its row has."""

    said: Said
    name: str
    indicator: Indicator
    year: int | None
    """The filing's, where it is asked for and known."""


def said(text: str, read: Callable[[str], str]) -> Said | None:
    """None of a blank or stroke, of 不适用 and of a hint such as ≥**%: they say nothing at all."""
    if not bare(text) or _HINT.search(normal(text)):
        return None
    reading = read(text)
    if reading == "no-answer":
        return None
    target = targets.parse(text)
    return Said(target, target.quantities[0] if target.quantities else None, reading)


def least(first: Quantity) -> Decimal:
    """The least that is accepted, in the unit shown; infinite where there is no lower bound."""
    if first.low is None or first.quantity is None:
        return Decimal("Infinity")
    return first.quantity


@lru_cache(maxsize=4096)
def unit_alone(text: str) -> str:
    """The unit of a target from which the number has gone: ≥%, 人次. Empty for any other."""
    left = normal(text).strip(_SIGNS + ENDS)
    known = units.parse(left) if left else None
    return left if known is not None and known.unit_class else ""


def number_in_name(beside: Beside) -> Quantity | None:
    """The number of the name that its target says again: 村组干部230人 = ≥230."""
    first = beside.said.first
    if first is None or not first.quantity:
        return None
    for one in targets.parse(beside.name).quantities:
        if one.quantity == first.quantity and one.unit_class and _says_again(one, first):
            return one
    return None


def _says_again(in_name: Quantity, first: Quantity) -> bool:
    """Whether an equal number is the same one. 230人 = 230个 is no chance, 2人 = 2台 may be."""
    if first.unit in ("", in_name.unit):
        return True
    counts = in_name.unit_class == first.unit_class == "count"
    return counts and (first.quantity or 0) >= _NO_CHANCE


def against_name(beside: Beside) -> Quantity | None:
    """The number that ends the name and is not that of the target: 达标率100% = ≥98%."""
    first, in_name = beside.said.first, targets.parse(beside.name).quantities
    if first is None or not in_name or beside.said.target.change:
        return None
    last = in_name[-1]
    alike = last.unit_class and (last.base, last.change) == (first.base, first.change)
    ends = not bare(beside.name[last.span[1] :])
    return last if alike and ends and _bound(last) != _bound(first) else None


def _bound(one: Quantity) -> Decimal | None:
    return one.high if one.low is None else one.low


def _value(one: Said) -> Decimal:
    found = one.first.quantity if one.first is not None else None
    return Decimal(0) if found is None else found


def _is_measured(one: Said) -> bool:
    """Whether there is a number, a date, a document or a step of a scale to hold it against."""
    target = one.target
    return bool(
        target.has_number
        or target.deadline
        or target.frequency
        or target.standard
        or target.base
        or (target.grade and one.reading == "other")
        or one.reading == "named-standards"
    )


def _is_reversed(one: Said) -> bool:
    """95%-90%, or ≥95%且≤90%: the ends are the wrong way round."""
    first = one.first
    if first is None or not first.unit:
        return False
    if first.low is not None and first.high is not None:
        known = units.parse(first.unit)
        start = _value(one) * (known.factor if known else Decimal(1))
        return first.low < first.high == start
    if len(one.target.quantities) != 2:
        return False
    second = one.target.quantities[1]
    between = one.target.text[first.span[1] : second.span[0]]
    if not _JOINT.match(between) or first.base != second.base:
        return False
    return quantities.below(second, first) or quantities.below(first, second)


def _same_unit(beside: Beside) -> bool:
    """（%） and 95%, 差错数/起 and 0起; not （≥**%） and 合格率100%, which have a number or its place."""
    first, unit = beside.said.first, normal(names.unit(beside.name))
    if first is None or not unit or normal(first.unit) != unit:
        return False
    before = normal(beside.name).rpartition(unit)[0]
    return before.endswith(_OPENS) or (unit in "%‰" and not _VALUE.search(before))


def _years_after(beside: Beside) -> int:
    """How many years the target's deadline is after the filing's year; 0 where unknown."""
    deadline = beside.said.target.deadline
    if beside.year is None or deadline is None or deadline.year is None:
        return 0
    return deadline.year - beside.year


def _unit_blank(beside: Beside) -> bool:
    unit = beside.indicator.unit
    return unit is not None and not normal(unit.text)


FACTS: Mapping[str, Callable[[Said], bool]] = {
    "number": lambda one: one.first is not None,
    "unmeasured": lambda one: not _is_measured(one) and one.reading not in RIGHT,
    "settled": lambda one: not _is_measured(one) and one.reading in RIGHT,
    "date": lambda one: one.target.deadline is not None,
    "frequency": lambda one: bool(one.target.frequency),
    "standard": lambda one: bool(one.target.standard),
    "change": lambda one: bool(one.target.change or one.target.base),
    "several": lambda one: len(one.target.quantities) > 1,
    "about": lambda one: one.first is not None and one.first.about,
    "per": lambda one: one.first is not None and bool(one.first.per),
    "zero": lambda one: one.first is not None and not _value(one),
    "negative": lambda one: _value(one) < 0,
    "fractional": lambda one: _value(one) != _value(one).to_integral_value(),
    "reversed": _is_reversed,
    "percent_sign": lambda one: "%" in normal(one.target.text),
    "names_rate": lambda one: bool(_NAMES_RATE.search(normal(one.target.text))),
    "cut": lambda one: bool(_CUT.search(one.target.text.rstrip(ENDS))),
    "unit_alone": lambda one: unit_alone(one.target.text) != "",
}
"""Of a target alone. `unmeasured`: words by which nobody can tell; `settled`: 完成, 是, 全覆盖;
`change`: 提高5%, 较上年; `names_rate`: 持证上岗率100%, the target says of what it is the share; `cut`: 200万; `unit_alone`: ≥%."""

BESIDE: Mapping[str, Callable[[Beside], bool]] = {
    "percent_in_name": lambda one: names.unit_class(one.name) in ("percent", "permille"),
    "unit_in_name": _same_unit,
    "number_in_name": lambda one: number_in_name(one) is not None,
    "against_name": lambda one: against_name(one) is not None,
    "repeats_name": lambda one: names.repeats(one.said.target.text, one.name),
    "restates_name": lambda one: names.restates(one.said.target.text, one.name),
    "unit_blank": _unit_blank,
    "before_year": lambda one: _years_after(one) < 0,
    "after_year": lambda one: _years_after(one) > 0,
}
"""Of a target and its row. `unit_in_name`: （%） and 100%; `number_in_name`: the same number
with the same unit; `repeats_name`: the one is within the other; `restates_name`: the target is
the name and a value; `against_name`: the name ends in another number of that unit;
`unit_blank`: the form has a column of units, and it is empty here."""

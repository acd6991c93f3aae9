"""`spoken`: amounts that a project's words name, against the amounts that its form shows.

Options
    in: the fields of prose; the goal by default.
    report: `differs` (an amount that the goal gives as the project's money contradicts the
        total) or `unit` (the total is just 10,000 or 1,000 times what the goal, a source or a
        target of total cost says, or a ten-thousandth or a thousandth of it).
    whole: a word list of what stands before the money of the whole year (年度预算): any other
        amount contradicts.
    spent: … before what a part may be spent on (安排, 投入): only more than the total does.
    lasting: … before the cost of all years (总投资): only less than the total does.
    aside: … before other money (带动, 人均, 上年): never looked at.
    costs: conditions on the names of indicators whose target is the whole cost.

An amount is held against what stands before it in its clause. It stands for half of its last
digit either way (100万元 is 100.32), as the form's amounts do; 约, 以上 and a range say nothing
exactly and an amount a head (50元/人) is of something else. One that any amount of the form
shows, or that make up the total together, contradict nothing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from audit.checks.kind import Hit, Near, RecordLook, Unchecked, Value
from audit.checks.shown import ZERO, Shown, amount, amount_of, in_yuan, money
from audit.filing import Indicator, Project, Record, field_of, text_of
from audit.finding import Text
from audit.grammar import targets
from audit.grammar.amounts import unit_of
from audit.grammar.quantities import Quantity
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "spoken"
EACH: tuple[Each, ...] = ("project",)
_WORDS = {"type": "string", "names": "words"}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "report": {"enum": ["differs", "unit"]},
        "whole": _WORDS,
        "spent": _WORDS,
        "lasting": _WORDS,
        "aside": _WORDS,
        "costs": name_tests.SCHEMA,
    },
    "required": ["report", "whole", "spent", "lasting", "aside"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"said", "shown", "unit", "factor"})
"""`said`: the amount in the words, as written; `shown`: the total; `factor`: 10,000 or 1,000."""

_FIELDS = ("fiscal", "special", "other", "cycle_total", "approved", "executed")
_FACTORS = (
    (Decimal(10**4), Text("一万", "10,000")),
    (Decimal(10**3), Text("一千", "1,000")),
)
_STOPS = re.compile(r"[，。；;！!\n]|,(?!\d{3})")
_DIGITS = re.compile(r"(?P<whole>\d[\d,]*)(?:\.(?P<decimals>\d+))?")
_MOST = 40
"""So many amounts of a text are looked at: a goal that names more is a table."""
_SURE = 3
"""Significant digits that are no chance even without a word of money before them."""


class _Said(NamedTuple):
    """An amount in words: where, what stands before it, and its value in yuan."""

    record: Record
    field: str
    span: tuple[int, int]
    lead: str
    shown: Shown
    digits: int


class _Cues(NamedTuple):
    whole: tuple[str, ...]
    spent: tuple[str, ...]
    lasting: tuple[str, ...]
    aside: tuple[str, ...]

    def sort(self, lead: str) -> str:
        if any(word in lead for word in self.aside):
            return "aside"
        for name in ("lasting", "whole", "spent"):
            if any(word in lead for word in getattr(self, name)):
                return name
        return ""


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    fields = options.get("in") or ("goal",)
    cues = _Cues(*(tuple(rulebook.words[options[name]].texts()) for name in _Cues._fields))
    if options["report"] == "differs":
        return lambda project: _differs(project, fields, cues)
    costs = name_tests.compile(options["costs"], rulebook) if "costs" in options else None

    def unit(project: Project) -> Iterator[Hit | Unchecked]:
        indicators = project.indicators or () if costs is not None else ()
        told = [
            one
            for one in indicators
            if _has_money(text_of(one.annual_target))
            and costs is not None
            and costs(text_of(one.name))
        ]
        return _unit(project, fields, cues, told)

    return unit


def _differs(project: Project, fields: Iterable[str], cues: _Cues) -> Iterator[Hit | Unchecked]:
    found = [one for name in fields for one in _amounts(project, name)]
    sorts = {one: cues.sort(one.lead) for one in found}
    found = [one for one in found if sorts[one] not in ("", "aside")][:_MOST]
    total = _total(project)
    if not found or total is None or total.blank:
        if found and total is None:
            yield Unchecked(project, "total", "amount-unreadable")
        return
    shown = [total, *_others(project)]
    if _make_up([one.shown for one in found], total):
        return
    for one in found:
        if any(_equal(one.shown, other) for other in shown):
            continue
        surplus = one.shown.value - total.value
        if sorts[one] == "whole" or (surplus > 0) == (sorts[one] == "spent"):
            yield _at_words(project, one)


def _unit(
    project: Project, fields: Iterable[str], cues: _Cues, costs: list[Indicator]
) -> Iterator[Hit]:
    total = _total(project)
    if total is None or total.blank or not total.value:
        return
    said = [one for name in fields for one in _amounts(project, name)]
    said = [
        one
        for one in said
        if (sort := cues.sort(one.lead)) != "aside" and (sort or one.digits >= _SURE)
    ]
    said += [one for cost in costs for one in _amounts(cost, "annual_target")]
    if any(_equal(one.shown, total) for one in said):
        return
    unit = unit_of(text_of(project.money_unit))
    shown = f"{money(total.value / in_yuan(unit))}{unit}"
    for one in said:
        if any(_equal(one.shown, other) for other in _others(project)):
            continue
        if factor := _factor(total, one.shown):
            text = text_of(field_of(one.record, one.field))[slice(*one.span)]
            near = Near(one.record, one.field, "other", *one.span)
            yield Hit.whole(project, "total", (near,), said=text, shown=shown, factor=factor)
            return
    sources = [
        (name, part)
        for name in _FIELDS[:3]
        if (part := amount_of(field_of(project, name), project.money_unit)) and not part.blank
    ]
    added = sum((part.value for _, part in sources), ZERO)
    factor = _factor(total, Shown(added, sum((part.half for _, part in sources), ZERO)))
    if factor:
        parts = tuple(Near(project, name, "addend") for name, _ in sources)
        text = f"{money(added / in_yuan(unit))}{unit}"
        yield Hit.whole(project, "total", parts, said=text, shown=shown, factor=factor)


def _at_words(project: Project, one: _Said) -> Hit:
    unit = unit_of(text_of(project.money_unit))
    said = text_of(field_of(one.record, one.field))[slice(*one.span)]
    shown = text_of(project.total).strip()
    shown += "" if shown.endswith("元") else unit
    values: dict[str, Value] = {
        "said": said,
        "shown": shown,
        "unit": unit,
        "factor": Text("", ""),
    }
    near = Near(project, "total", "other")
    return Hit(one.record, one.field, *one.span, values, (near,))


def _amounts(record: Record, name: str) -> Iterator[_Said]:
    """The exact amounts of the whole that a text names."""
    text = text_of(field_of(record, name))
    if not _has_money(text):
        return
    start = 0
    for one in targets.parse(text).quantities:
        before = text[start : one.span[0]]
        start = one.span[1]
        if not _is_amount(one):
            continue
        lead = _STOPS.split(before)[-1]
        after = text[start : start + 2]
        shown, digits = _shown(text[slice(*one.span)], one)
        if not after.startswith(("/", "每", "以上", "以下", "以内", "左右", "余", "多")):
            yield _Said(record, name, one.span, lead, shown, digits)


def _has_money(text: str) -> bool:
    return "元" in text or "万" in text or "亿" in text


def _is_amount(one: Quantity) -> bool:
    exact = one.comparator in ("", "=", "≤") and not one.about and not one.change
    return exact and one.unit_class == "money" and not one.per and one.quantity is not None


def _shown(text: str, one: Quantity) -> tuple[Shown, int]:
    """Its value in yuan, and how many digits of it are certain."""
    value = one.high if one.high is not None else ZERO
    found = _DIGITS.search(text)
    quantity = one.quantity or ZERO
    factor = value / quantity if quantity else Decimal(1)
    decimals = found["decimals"] or "" if found else ""
    digits = (found["whole"] + decimals).replace(",", "") if found else ""
    scale = Decimal(1)
    if digits and quantity:
        # 1.2亿元 and 三百万元 say their quantity in other digits than they are shown in.
        scale = quantity / (Decimal(digits).scaleb(-len(decimals)) or Decimal(1))
    half = Decimal(5).scaleb(-len(decimals) - 1) * factor * scale
    return Shown(value, half), len(digits.strip("0"))


def _total(project: Project) -> Shown | None:
    return amount_of(project.total, project.money_unit)


def _others(project: Project) -> list[Shown]:
    unit = text_of(project.money_unit)
    found = [amount_of(field_of(project, name), project.money_unit) for name in _FIELDS]
    found += [amount(field.text, unit) for _, field in project.shares]
    return [one for one in found if one is not None and not one.blank]


def _equal(left: Shown, right: Shown) -> bool:
    return left.value == right.value or abs(left.value - right.value) < left.half + right.half


@lru_cache(maxsize=4096)
def _factor(total: Shown, other: Shown) -> Text | None:
    """10,000 or 1,000, where one is that many times the other to the last digit shown."""
    if not other.value:
        return None
    for factor, name in _FACTORS:
        for left, right in ((total, other), (other, total)):
            scaled = Shown(right.value * factor, right.half * factor)
            if left.value == scaled.value:
                return name
    return None


def _make_up(parts: list[Shown], total: Shown) -> bool:
    """Whether some that follow each other make up the total."""
    for start in range(len(parts)):
        added = Shown(ZERO, ZERO)
        for count, part in enumerate(parts[start:], 1):
            added = Shown(added.value + part.value, added.half + part.half)
            if count > 1 and _equal(added, total):
                return True
    return False

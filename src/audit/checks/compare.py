"""`compare`: a number of a target against a limit, or the two targets of an indicator.

Options
    in: the target fields that are looked at; `annual_target` by default.
    than: a number, `cycle_target`, or `total` (the project's; each `project`).
    op: `above` (surely more), `unit_differs`, `contradicts` (no value meets both targets, or
        one goes up and the other down).
    classes: unit classes that are looked at (grammar/units.py), `bare` for a number without
        unit. The unit may stand in the name: 满意度（%）.
    signs: the comparators that the targets may have, `none` for a bare number.
    alike: groups of units that count the same thing in two words: 人, 名.
    category: keys of the taxonomy that the indicator has to be under.
    names: conditions on the name, see rulebook/names.py.

What is not like for like is silent: a change (提高5%) against a level, an amount a head
against a total, a date or a frequency against a count.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from audit.checks.kind import Hit, Near, RecordLook, Unchecked
from audit.filing import Indicator, Project, field_of, text_of
from audit.grammar import amounts, names, targets
from audit.grammar.normal import normal
from audit.grammar.quantities import Quantity
from audit.grammar.targets import Target
from audit.rulebook import categories
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "compare"
EACH: tuple[Each, ...] = ("indicator", "project")
_TEXTS = {"type": "array", "items": {"type": "string"}, "minItems": 1}
OPTIONS = {
    "type": "object",
    "properties": {
        "than": {"type": "string", "pattern": r"^(cycle_target|total|-?[0-9]+(\.[0-9]+)?)$"},
        "op": {"enum": ["above", "unit_differs", "contradicts"]},
        "classes": _TEXTS,
        "signs": {
            "type": "array",
            "items": {"enum": ["≥", ">", "=", "<", "≤", "none"]},
            "minItems": 1,
        },
        "alike": {"type": "array", "items": _TEXTS},
        "category": {
            "type": "array",
            "items": {"type": "string", "names": "class"},
            "minItems": 1,
        },
        "names": name_tests.SCHEMA,
    },
    "required": ["than", "op"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"indicator", "limit"})


class _Side(NamedTuple):
    target: Target
    first: Quantity
    kind: str
    """The unit class, of the number's own unit or the name's; `bare` without either."""


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    fields = options.get("in") or ("annual_target",)
    than, sides = options["than"], _Sides(options, rulebook)
    if each == "project":
        return partial(_above_the_total, fields, sides)
    if than == "cycle_target":
        groups = [frozenset(map(normal, group)) for group in options.get("alike", ())]
        tests = {
            "above": _above,
            "unit_differs": partial(_unit_differs, groups),
            "contradicts": _contradicts,
        }
        return partial(_against_the_cycle, fields, sides, tests[options["op"]])
    return partial(_above_the_limit, fields, sides, Decimal(than))


class _Sides:
    """Which targets of which indicators are looked at."""

    def __init__(self, options: Mapping[str, Any], rulebook: Rulebook) -> None:
        self._classes = frozenset(options.get("classes", ()))
        self._signs = frozenset("" if sign == "none" else sign for sign in options.get("signs", ()))
        self._category = frozenset(options.get("category", ()))
        self._named = name_tests.compile(options.get("names"), rulebook)
        self._taxonomy = rulebook.taxonomy

    def wants(self, indicator: Indicator) -> bool:
        return self._named(_name(indicator)) and self._is_under(indicator)

    def side(self, indicator: Indicator, field: str) -> _Side | None:
        """None where the target has no number, or none that is looked at."""
        found = field_of(indicator, field)
        if found is None or not found.text:
            return None
        target = targets.parse(found.text)
        if not target.quantities or target.deadline or target.frequency:
            return None
        first = target.quantities[0]
        kind = first.unit_class or ("" if first.unit else _class_of_name(_name(indicator)))
        if self._classes and kind not in self._classes:
            return None
        if self._signs and first.comparator not in self._signs:
            return None
        return _Side(target, first, kind)

    def _is_under(self, indicator: Indicator) -> bool:
        if not self._category:
            return True
        for field, level in (("level2", 2), ("level1", 1)):
            text = field_of(indicator, field)
            known = categories.classify(self._taxonomy, text.text, level) if text else None
            if known:
                return known.key in self._category
        return False


def _above_the_limit(
    fields: tuple[str, ...], sides: _Sides, limit: Decimal, indicator: Indicator
) -> Iterator[Hit]:
    # The name is asked last: what is remembered of this look is then good for all names.
    for field in fields:
        side = sides.side(indicator, field)
        if side and not _is_change(side.target) and _is_above(side.first, limit):
            if not sides.wants(indicator):
                return
            yield Hit.trimmed(indicator, field, limit=str(limit))


def _against_the_cycle(
    fields: tuple[str, ...], sides: _Sides, test: Any, indicator: Indicator
) -> Iterator[Hit]:
    for field in fields:
        own, other = field_of(indicator, field), indicator.cycle_target
        if own is None or other is None or normal(own.text) == normal(other.text):
            continue
        if test(sides, indicator, field):
            if not sides.wants(indicator):
                return
            yield Hit.trimmed(indicator, field, (Near(indicator, "cycle_target", "other"),))


def _above(sides: _Sides, indicator: Indicator, field: str) -> bool:
    """Whether even the least that one target accepts is more than the most of the other."""
    own, other = sides.side(indicator, field), sides.side(indicator, "cycle_target")
    if not own or not other or _is_change(own.target) or _is_change(other.target):
        return False
    if own.first.per or other.first.per or not targets.comparable(own.target, other.target):
        return False
    return _least(own.first) > _most(other.first)


def _unit_differs(
    alike: list[frozenset[str]], sides: _Sides, indicator: Indicator, field: str
) -> bool:
    own, other = sides.side(indicator, field), sides.side(indicator, "cycle_target")
    if not own or not other or _is_change(own.target) != _is_change(other.target):
        return False
    if own.first.quantity == 0 or other.first.quantity == 0:
        # Nothing needs no unit.
        return False
    units = {normal(side.first.unit or names.unit(_name(indicator))) for side in (own, other)}
    if len(units) == 1 or any(units <= group for group in alike):
        return False
    classes = {own.kind, other.kind}
    if classes == {"percent", "point"}:
        return False
    # 2km and 2000米 measure the same; 人 and 人次 are both counts and do not.
    same = len(classes) == 1 and own.first.per == other.first.per
    return not same or own.first.base != other.first.base


def _contradicts(sides: _Sides, indicator: Indicator, field: str) -> bool:
    own, other = (
        targets.parse(found.text) if found else targets.parse("")
        for found in (field_of(indicator, field), indicator.cycle_target)
    )
    if {own.change, other.change} == {"up", "down"}:
        return True
    left, right = sides.side(indicator, field), sides.side(indicator, "cycle_target")
    return bool(left and right) and targets.disjoint(own, other)


def _above_the_total(
    fields: tuple[str, ...], sides: _Sides, project: Project
) -> Iterator[Hit | Unchecked]:
    if project.total is None:
        return
    total = amounts.parse(project.total.text, text_of(project.money_unit))
    limit = amounts.in_yuan(total)
    for indicator in project.indicators or ():
        for field in fields:
            cost = _cost(sides.side(indicator, field))
            if cost is None or not sides.wants(indicator):
                continue
            if limit is None:
                yield Unchecked(project, "total", "amount-not-read")
                return
            # 5.67万元 may be 56,749元: half of the last digit shown is no excess.
            if cost > limit + _half_a_digit(total):
                near = Near(project, "total", "other")
                shown = total.text.strip() + (
                    "" if total.text.strip().endswith("元") else total.unit
                )
                yield Hit.trimmed(
                    indicator, field, (near,), indicator=_name(indicator), limit=shown
                )


def _cost(side: _Side | None) -> Decimal | None:
    """The amount in 元 that a target sets for the whole; None where it sets none."""
    if side is None or side.first.per or _is_change(side.target):
        return None
    text = normal(side.target.text)
    if side.kind == "money" or (side.kind == "bare" and ("万" in text or "亿" in text)):
        return _most(side.first)
    return None


def _half_a_digit(amount: amounts.Amount) -> Decimal:
    one = amounts.in_yuan(amount._replace(value=Decimal(1)))
    return (one or Decimal(0)).scaleb(-amount.decimals) / 2


def _most(number: Quantity) -> Decimal:
    bound = number.high if number.high is not None else number.low
    return Decimal(0) if bound is None else bound


def _is_above(number: Quantity, limit: Decimal) -> bool:
    """大于100% is above 100, too: no rate that meets it is within the limit."""
    return _most(number) > limit or (number.low_open and number.low == limit)


def _least(number: Quantity) -> Decimal:
    bound = number.low if number.low is not None else number.high
    return Decimal(0) if bound is None else bound


def _is_change(target: Target) -> bool:
    return bool(target.change or target.base)


def _class_of_name(name: str) -> str:
    return names.unit_class(name) or "bare"


def _name(indicator: Indicator) -> str:
    return text_of(indicator.name)

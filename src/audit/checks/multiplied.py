"""`multiplied`: a cost a head, a piece or a month, times how many there are, against the total.

Options
    in: the target field; `annual_target` by default.
    category: keys of the taxonomy that the indicator has to be under, or else
    names: conditions on its name, see rulebook/names.py.
    alike: groups of units that count the same thing in two words: 人, 名.
    hired: a word list of who is paid for a service (专家): a cost of theirs is not multiplied
        by other people.
    over: by how many percent a product may exceed the total (20): a ceiling (≤5000元/人) need
        not be reached everywhere, and a standard may be paid for some of them only.

What the cost is for stands in its unit (元/人·月), before it (每人) or in the name (人均成本).
How many there are is what the indicators of the project say of that unit whose names have two
characters in a row with the cost's, the least of them; of months and days the goal may say it,
too. A unit of which nothing is said counts once, so that only what is surely too much is found;
a year counts once. One alone must not cost more than all. Cost and number may each be off by half of their last digit.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from audit.checks.kind import Hit, Near, RecordLook, Unchecked
from audit.checks.shown import amount_of, in_yuan, money, plain
from audit.filing import Indicator, Project, field_of, text_of
from audit.finding import Text
from audit.grammar import targets
from audit.grammar.amounts import unit_of
from audit.grammar.normal import normal
from audit.grammar.quantities import Quantity
from audit.rulebook import levels
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "multiplied"
EACH: tuple[Each, ...] = ("project",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "category": {
            "type": "array",
            "items": {"type": "string", "names": "class"},
            "minItems": 1,
        },
        "names": name_tests.SCHEMA,
        "alike": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
        "hired": {"type": "string", "names": "words"},
        "over": {"type": "integer", "minimum": 0},
    },
    "required": ["category"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"indicator", "times", "product", "limit"})
"""`times`: 120人×11个月; `product`: by what the cost is multiplied, and what it makes."""

_IN_NAME = re.compile(
    r"(?:每|单)(?P<of>人|户|亩|村|校|台|套|辆|件|场|次|株|座|栋|名|车|床|项|条|处|篇|份|吨|个|家|所|间|组|册|宗|批|只|头|块|盏|口"
    r"|公里|平方米|月|年|天)"
    r"|(?P<mean>人|户|亩|村|校|台|次|件|车|床|月|年|日)均|单价|单位成本|单位造价"
)
_SHOWN = re.compile(r"\d[\d,]*\.(\d+)")
_ONCE = frozenset({"年", "学年", "年度", "学期", ""})
_MONTHS = frozenset({"月", "个月"})
_TIME = frozenset({"月", "天", "日", "周", "小时"})
_OF_COST = re.compile("单位|平均|成本|费用|单价|造价|标准|支出|经费|补助|补贴|均|每")
_CEILING = re.compile("上限|最高|限额|封顶")
"""Said so of what one may get at most: no project reckons with it for each."""


class _Count(NamedTuple):
    """How many there are of a unit, and where it says so."""

    number: Decimal
    half: Decimal
    shown: str
    name: str
    near: Near


class _Cost(NamedTuple):
    """A cost in yuan for one of each of some units."""

    indicator: Indicator
    value: Decimal
    half: Decimal
    units: tuple[str, ...]


class _Counts:
    """How many there are of each unit in a project."""

    def __init__(
        self, project: Project, field: str, alike: Mapping[str, str], hired: frozenset[str]
    ) -> None:
        self._alike, self._hired = alike, hired
        self._known: dict[str, list[_Count]] = {}
        for one in project.indicators or ():
            self._take(one, field, text_of(one.name))
        self._take(project, "goal", "")

    def _take(self, record: Project | Indicator, field: str, name: str) -> None:
        text = text_of(field_of(record, field))
        for one in targets.parse(text).quantities:
            value = one.quantity
            if not value or value <= 0 or one.per or one.change or one.unit_class == "money":
                continue
            half = _half(value, text[slice(*one.span)])
            near = Near(record, field, "addend", *one.span)
            found = _Count(value, half, f"{plain(value)}{one.unit}", name, near)
            self._known.setdefault(self._key(one.unit), []).append(found)

    def _key(self, unit: str) -> str:
        unit = normal(unit)
        return "月" if unit in _MONTHS else self._alike.get(unit, unit)

    def of(self, unit: str, cost: str) -> _Count | None:
        """The least that is said of a unit by what the cost is about."""
        key = self._key(unit)
        known = () if unit in _ONCE else self._known.get(key, ())
        fitting = [one for one in known if key in _TIME or self._fits(one.name, cost)]
        return min(fitting, key=lambda one: one.number, default=None)

    def _fits(self, name: str, cost: str) -> bool:
        if any(word in cost and word not in name for word in self._hired):
            return False
        pieces = _OF_COST.split(cost)
        return any(left + right in name for piece in pieces for left, right in pairwise(piece))


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    field = next(iter(options.get("in", ())), "annual_target")
    is_cost = _named(options, rulebook)
    alike = {normal(unit): group[0] for group in options.get("alike", ()) for unit in group}
    hired = rulebook.words[options["hired"]].texts() if "hired" in options else frozenset[str]()
    over = 1 + Decimal(options.get("over", 20)) / 100

    def look(project: Project) -> Iterator[Hit | Unchecked]:
        found = (_cost(one, field) for one in project.indicators or ())
        costs = [one for one in found if one is not None and is_cost(one.indicator)]
        if not costs or project.total is None:
            return
        total = amount_of(project.total, project.money_unit)
        unit = unit_of(text_of(project.money_unit) or project.total.text)
        if total is None or not unit:
            yield Unchecked(project, "total", "amount-not-read")
            return
        counts = _Counts(project, field, alike, hired)
        for cost in costs if total.value > 0 else ():
            name = text_of(cost.indicator.name)
            times = [one for unit in cost.units if (one := counts.of(unit, name)) is not None]
            product, least = cost.value, cost.value - cost.half
            for one in times:
                product, least = product * one.number, least * (one.number - one.half)
            if least > (total.value + total.half) * (over if times else 1):
                yield Hit.trimmed(
                    cost.indicator,
                    field,
                    (*(one.near for one in times), Near(project, "total", "other")),
                    indicator=name,
                    times="×".join(one.shown for one in times),
                    product=_product(f"{money(product / in_yuan(unit))}{unit}", times),
                    limit=f"{money(total.value / in_yuan(unit))}{unit}",
                )

    return look


def _product(amount: str, times: list[_Count]) -> Text:
    if not times:
        return Text(f"一个就要{amount}", f"{amount} for one alone")
    shown = "×".join(one.shown for one in times)
    return Text(f"按{shown}计算为{amount}", f"which times {shown} makes {amount}")


def _named(options: Mapping[str, Any], rulebook: Rulebook) -> Callable[[Indicator], bool]:
    wanted, read = frozenset(options["category"]), levels.reader(rulebook.taxonomy)
    spec = options.get("names")
    named = name_tests.compile(spec, rulebook) if spec else lambda _: False

    def is_cost(indicator: Indicator) -> bool:
        category = read(text_of(indicator.level1), text_of(indicator.level2))
        meant = {one.meant.key for one in (category.first, category.second) if one.meant}
        return bool(meant & wanted) or named(text_of(indicator.name))

    return is_cost


def _cost(indicator: Indicator, field: str) -> _Cost | None:
    """None where the target is no cost of a unit."""
    text = text_of(field_of(indicator, field))
    if _CEILING.search(text_of(indicator.name)):
        return None
    found = targets.parse(text).quantities
    if len(found) != 1 or not _is_money(found[0], text) or found[0].change:
        return None
    one = found[0]
    value = one.high if one.high is not None else one.low
    units = tuple(unit for unit in re.split("[·*×/]", one.per) if unit)
    if not units and (said := _IN_NAME.search(text_of(indicator.name))):
        units = (said["of"] or said["mean"] or "",)
    if not units or value is None:
        return None
    return _Cost(indicator, value, _half(value, text[slice(*one.span)]), units)


def _half(value: Decimal, text: str) -> Decimal:
    """Half of the last digit shown of a number with decimals; a whole number is exact."""
    found = _SHOWN.search(text)
    if found is None or not value:
        return Decimal(0)
    return Decimal(5).scaleb(-len(found[1]) - 1) * value / Decimal(found[0].replace(",", ""))


def _is_money(one: Quantity, text: str) -> bool:
    # 620万/月 lacks its 元.
    return one.unit_class == "money" or (one.unit.startswith("/") and "万" in text)

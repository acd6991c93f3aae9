"""`multiplied`: a cost a head, a piece or a month, times how many there are, against the total.

Options
    in: the target field; `annual_target` by default.
    category: keys of the taxonomy that the indicator has to be under, or else
    names: conditions on its name, see rulebook/names.py.
    alike: groups of units that count the same thing in two words: 人, 名.

What the cost is for stands in its unit (元/人·月), before it (每人) or in the name (人均成本).
How many there are is what the project's indicators or its goal say of that unit, the least of
them; a unit of which nothing is said counts once, so that only what is surely too much is
found. Months, days and times count as people do; a year counts once.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook, Unchecked
from audit.checks.shown import amount_of, in_yuan, money, plain
from audit.filing import Indicator, Project, field_of, text_of
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
    },
    "required": ["category"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"indicator", "times", "product", "limit"})
"""`times`: 120人×11个月; `product` and `limit` with the form's unit."""

_IN_NAME = re.compile(
    r"(?:每|单)(?P<of>人|户|亩|村|校|台|套|辆|件|场|次|株|座|栋|名|公里|平方米|月|年|天)"
    r"|(?P<mean>人|户|亩|村|校|台|次|件|车|床|月|年|日)均"
)
_ONCE = frozenset({"年", "学年", "年度", "学期", ""})
_MONTHS = frozenset({"月", "个月"})


class _Times:
    """How many there are of each unit in a project."""

    def __init__(self, project: Project, field: str, alike: Mapping[str, str]) -> None:
        self._alike = alike
        self._known: dict[str, list[tuple[Decimal, str, Near]]] = {}
        for one in project.indicators or ():
            self._take(one, field, text_of(field_of(one, field)))
        self._take(project, "goal", text_of(project.goal))

    def _take(self, record: Project | Indicator, field: str, text: str) -> None:
        for one in targets.parse(text).quantities:
            value = one.quantity
            if not value or value <= 0 or one.per or one.change or one.unit_class == "money":
                continue
            near = Near(record, field, "addend", *one.span)
            shown = f"{plain(value)}{one.unit}"
            self._known.setdefault(self.key(one.unit), []).append((value, shown, near))

    def key(self, unit: str) -> str:
        unit = normal(unit)
        return "月" if unit in _MONTHS else self._alike.get(unit, unit)

    def of(self, unit: str) -> tuple[Decimal, str, Near] | None:
        """The least that is said of a unit, as written, and where."""
        known = self._known.get(self.key(unit), ())
        return min(known, key=lambda one: one[0]) if known and unit not in _ONCE else None


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    field = next(iter(options.get("in", ())), "annual_target")
    wanted, read = frozenset(options["category"]), levels.reader(rulebook.taxonomy)
    spec = options.get("names")
    named = name_tests.compile(spec, rulebook) if spec else lambda _: False
    alike = {normal(unit): group[0] for group in options.get("alike", ()) for unit in group}

    def is_cost(indicator: Indicator) -> bool:
        category = read(text_of(indicator.level1), text_of(indicator.level2))
        meant = {one.meant.key for one in (category.first, category.second) if one.meant}
        return bool(meant & wanted) or named(text_of(indicator.name))

    def look(project: Project) -> Iterator[Hit | Unchecked]:
        costs = [
            (one, *cost)
            for one in project.indicators or ()
            if (cost := _cost(one, field)) is not None and is_cost(one)
        ]
        if not costs or project.total is None:
            return
        total = amount_of(project.total, project.money_unit)
        unit = unit_of(text_of(project.money_unit) or text_of(project.total))
        if total is None or not unit:
            yield Unchecked(project, "total", "amount-not-read")
            return
        times = _Times(project, field, alike)
        for one, value, units in costs:
            found = [known for of in units if (known := times.of(of)) is not None]
            product = value
            for count, _, _ in found:
                product *= count
            if not total.blank and product > total.value + total.half:
                near = (*(where for _, _, where in found), Near(project, "total", "other"))
                yield Hit.trimmed(
                    one,
                    field,
                    near,
                    indicator=text_of(one.name),
                    times="×".join(shown for _, shown, _ in found) or "1",
                    product=f"{money(product / in_yuan(unit))}{unit}",
                    limit=f"{money(total.value / in_yuan(unit))}{unit}",
                )

    return look


def _cost(indicator: Indicator, field: str) -> tuple[Decimal, list[str]] | None:
    """The cost in yuan, and what it is for; None where the target is no cost of a unit."""
    text = text_of(field_of(indicator, field))
    found = targets.parse(text).quantities
    if len(found) != 1 or not _is_money(found[0], text) or found[0].change:
        return None
    value = found[0].high if found[0].high is not None else found[0].low
    units = [one for one in re.split("[·*×/]", found[0].per) if one]
    if not units and (said := _IN_NAME.search(text_of(indicator.name))):
        units = [said["of"] or said["mean"]]
    return (value, units) if units and value is not None else None


def _is_money(one: Quantity, text: str) -> bool:
    # 620万/月 lacks its 元.
    return one.unit_class == "money" or (one.unit.startswith("/") and "万" in text)

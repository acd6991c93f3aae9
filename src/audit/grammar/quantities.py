"""One number of a target: value or range, unit, sign, and the interval that it accepts."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from audit.grammar import numbers, units
from audit.grammar.changes import Change
from audit.grammar.comparators import Comparator
from audit.grammar.numbers import EXACT
from audit.grammar.units import NO_UNIT, Unit, UnitClass


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Quantity:
    """One number of a target with its sign and unit, and the interval that it accepts."""

    comparator: Comparator = ""
    """"" for a bare number, a range and ±."""
    low: Decimal | None = None
    """The interval in units of `base` (万元 in 元, 公里 in 米). None: no bound on this side."""
    high: Decimal | None = None
    low_open: bool = False
    """The bound itself is left out (大于, 超过)."""
    high_open: bool = False
    quantity: Decimal | None = None
    """The number as shown, a range's first one; 万 and 亿 are multiplied in, but for 万元, 万亩."""
    unit: str = ""
    """As it is written, width folded: 万元, 元/人·天, 个工作日, %."""
    unit_class: UnitClass = ""
    """"" where there is no unit, or one of no class (℃, 级)."""
    base: str = ""
    """The unit in which `low` and `high` count: quantities of one base can be compared."""
    per: str = ""
    """What an amount is for: 人·天 of 元/人·天, 人 of 每人500元, 年 of 次/年."""
    change: Change = ""
    """提高5% is a change; 提高到90% is a level and is none."""
    about: bool = False
    """约, 左右, 余: the number is not meant exactly."""
    span: tuple[int, int] = (0, 0)
    """Where it stands in the target's text, with its sign, unit and 以上."""

    @property
    def stated(self) -> bool:
        """Whether an interval is said, by a sign or a range. A bare number leaves it open."""
        return bool(self.comparator) or self.low != self.high


class Figure(NamedTuple):
    """Value and unit as they stand in a text, before any sign is looked at."""

    value: Decimal
    second: Decimal | None
    """The end of a range, in the same unit."""
    unit: Unit
    about: bool
    end: int
    at_least: bool = False
    """100+."""


_SOME = re.compile(rf"(?P<scale>{numbers.SCALE})?(?P<some>余|多|\+)")
_BELOW_YI = re.compile(r"([0-9]{1,4})(?=万)")
_BETWEEN = re.compile(r"(?:-{1,2}|~{1,2}|至|到)(?=[0-9一二两三四五六七八九十])")
_SECOND = re.compile(rf"(?P<digits>{numbers.DIGITS})|(?P<chinese>{numbers.CHINESE})")


def figure(flat: str, value: Decimal, at: int) -> Figure:
    """The figure whose digits are read and end at `at`: what 万, 余, unit and range add."""
    some = _SOME.match(flat, at)
    if some is not None:
        at = some.end()
        if some["scale"]:
            value = EXACT.multiply(value, numbers.scale(some["scale"]))
    found = units.match(flat, at) or units.Found(NO_UNIT, at)
    below = _BELOW_YI.match(flat, found.end)
    if below is not None and found.scale == numbers.SCALES["亿"]:
        # 1亿2000万元: the 万 is read with what follows it.
        value = EXACT.add(EXACT.multiply(value, Decimal(10**4)), Decimal(below[1]))
        found = units.match(flat, below.end()) or found
    first = Figure(
        EXACT.multiply(value, found.scale),
        None,
        found.unit,
        some is not None,
        found.end,
        some is not None and some["some"] == "+",
    )
    return _range(flat, first, found.scale)


def begins_range(flat: str, at: int) -> bool:
    """Whether 至, - or ~ and a number stand at `at`."""
    return _BETWEEN.match(flat, at) is not None


def _range(flat: str, first: Figure, scale: Decimal) -> Figure:
    """The figure with the second number, where one follows in the same unit."""
    between = _BETWEEN.match(flat, first.end)
    read = _SECOND.match(flat, between.end()) if between else None
    if read is None:
        return first
    second = numbers.digits(read[0]) if read["digits"] else numbers.chinese(read[0])
    if second is None:
        return first
    found = units.match(flat, read.end()) or units.Found(NO_UNIT, read.end())
    value, unit = first.value, first.unit
    if not found.unit.name:
        return first._replace(second=EXACT.multiply(second, found.scale), end=found.end)
    second = EXACT.multiply(second, found.scale)
    if not unit.name:
        if scale == 1:
            # 15-20万人: the scale is of both.
            value = EXACT.multiply(value, found.scale)
        elif scale == found.unit.factor:
            # 15万-20万元: the first 万 is the 万 of 万元.
            value = EXACT.divide(value, scale)
        unit = found.unit
    elif unit.base != found.unit.base:
        return first
    elif unit.factor != found.unit.factor:
        # 800米-1公里, in the first one's unit.
        second = EXACT.divide(EXACT.multiply(second, found.unit.factor), unit.factor)
    return first._replace(value=value, second=second, unit=unit, end=found.end)


def quantity(
    found: Figure,
    comparator: Comparator,
    *,
    change: Change = "",
    about: bool = False,
    span: tuple[int, int] = (0, 0),
) -> Quantity:
    """A figure with its sign."""
    unit = found.unit
    low = EXACT.multiply(found.value, unit.factor)
    high = low if found.second is None else EXACT.multiply(found.second, unit.factor)
    plain = Quantity(
        comparator=comparator,
        low=min(low, high),
        high=max(low, high),
        quantity=found.value,
        unit=unit.name,
        unit_class=unit.unit_class,
        base=unit.base,
        per=unit.per,
        change=change,
        about=about or found.about,
        span=span,
    )
    return signed(plain, comparator) if found.second is None else plain


def signed(plain: Quantity, comparator: Comparator) -> Quantity:
    """A quantity of one number with the interval of a sign."""
    value = plain.high if plain.low is None else plain.low
    return replace(
        plain,
        comparator=comparator,
        low=None if comparator in ("≤", "<") else value,
        high=None if comparator in ("≥", ">") else value,
        low_open=comparator == ">",
        high_open=comparator == "<",
    )


def spread(middle: Quantity | None, around: Quantity) -> Quantity:
    """20±2: from 18 to 22. Without a middle, ±2 is from -2 to 2."""
    half = around.high if around.high is not None else around.low
    if half is None:
        return around
    value = (middle.quantity if middle else None) or Decimal(0)
    low, high = EXACT.subtract(value, half), EXACT.add(value, half)
    around = replace(around, low=low, high=high, low_open=False, high_open=False)
    if middle is None:
        return around
    return replace(around, quantity=value, span=(middle.span[0], around.span[1]))


def below(one: Quantity, two: Quantity) -> bool:
    """Whether all that `one` accepts is less than all that `two` does."""
    if one.high is None or two.low is None:
        return False
    if one.high == two.low:
        return one.high_open or two.low_open
    return one.high < two.low

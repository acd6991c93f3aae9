"""What a target says: comparator, number, unit, deadline, frequency, change, standard, grade."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from audit.grammar.dates import Date

Comparator = Literal["≥", ">", "=", "<", "≤", ""]
Change = Literal["up", "down", "keep", ""]


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
    """As it is written: 万元, 元/人·天, 个工作日, %."""
    unit_class: str = ""
    """One of units.UnitClass, "" where there is no unit or it is in none."""
    base: str = ""
    """The unit in which `low` and `high` count: two of one base can be compared."""
    per: str = ""
    """What an amount is for: 人·天 of 元/人·天, 人 of 每人500元, 年 of 次/年."""
    about: bool = False
    """约, 左右, 余: the number is not meant exactly."""
    span: tuple[int, int] = (0, 0)
    """Where it stands in the target's text, with its sign."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Target:
    """A target's parts. Where it names several numbers, the first is taken apart here."""

    text: str
    comparator: Comparator = ""
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    quantity: Decimal | None = None
    unit: str = ""
    unit_class: str = ""
    per: str = ""
    """See Quantity; a sign without a number (≤预算数) is here, too."""
    quantities: tuple[Quantity, ...] = ()
    """All numbers, in order; the first is the one above."""
    deadline: Date | None = None
    frequency: str = ""
    """As written: 每季度, 按月, 次/年 gives 年."""
    change: Change = ""
    """提高5% is a change; 提高到90% is a level and is none. A verb without number counts."""
    base: str = ""
    """What a change or level is measured against: 上年, 同比, 2022年, 85% (从85%提高到90%)."""
    standard: str = ""
    """A document, code or body that says what is right: 《…》, GB/T 50378, 国家标准, 验收."""
    grade: str = ""
    """A step of a scale or one of two values: 合格, 达标, 一级, 优, 是, 全覆盖."""
    rest: str = ""
    """Words that were not read, in order, parted by a space; fillers (完成, 确保) left off."""
    has_number: bool = False
    """A number or a date with digits, of any script; 零事故 and 无事故 are the number 0."""

    @property
    def understood(self) -> bool:
        """Nothing but filler is left over."""
        return not self.rest


@lru_cache(maxsize=65536)
def parse(text: str) -> Target:
    """Never raises; what is not understood is in `rest`."""
    return Target(text=text, rest=text.strip())


def same_class(a: Target, b: Target) -> bool:
    """Whether the first numbers of both are of one unit class; no unit is a class of its own."""
    return a.unit_class == b.unit_class


def comparable(a: Target, b: Target) -> bool:
    """Whether `low` and `high` of both count the same thing in the same unit and manner.

    元/人 and 元, 人 and 人次, a change and a level are not comparable.
    """
    return same_class(a, b)


def disjoint(a: Target, b: Target) -> bool:
    """Whether no value at all meets both: 大于90% and 小于80%.

    Only for comparable targets that both state an interval, by a sign or a range: a bare
    number is read as = by systems and as ≥ by people, so it contradicts nothing.
    """
    return comparable(a, b) and False

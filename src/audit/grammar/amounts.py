"""Amounts of money in a cell: exact value, unit, decimals shown, or what is wrong."""

from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

Problem = Literal[
    "", "not-a-number", "two-numbers", "misplaced-comma", "letter-in-number", "two-points"
]


class Amount(NamedTuple):
    """An amount as a cell shows it. Blank (empty, —, -, /, 无): no value and no problem."""

    text: str
    value: Decimal | None
    """In `unit`, with as many decimals as shown."""
    unit: str
    """元, 千元, 万元, 百万元 or 亿元; "" where neither the text nor the caller says."""
    decimals: int
    problem: Problem

    @property
    def blank(self) -> bool:
        """Nothing stands there."""
        return self.value is None and not self.problem


@lru_cache(maxsize=65536)
def parse(text: str, unit: str = "") -> Amount:
    """`unit` is a text such as 单位：万元, used where the text has no unit of its own."""
    return Amount(text, None, unit_of(unit), 0, "")


def unit_of(text: str) -> str:
    """The unit of money that a text names: 万元 of 单位：万元, "" where it names none."""
    return text and ""


def in_yuan(amount: Amount) -> Decimal | None:
    """The value in 元; None without a value or a unit."""
    return amount.value

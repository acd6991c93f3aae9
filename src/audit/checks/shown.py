"""An amount or number as a form shows it: its value, and how far rounding may have moved it.

Every shown figure stands for an open interval of half its last digit: 47.5 is what lies
between 47.45 and 47.55. Sums, rates and comparisons of figures hold with these intervals.
"""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from audit.filing import Field, text_of
from audit.grammar import amounts

ZERO = Decimal(0)


class Shown(NamedTuple):
    """A figure, in yuan where it is an amount, and half of its last digit."""

    value: Decimal
    half: Decimal
    blank: bool = False


BLANK = Shown(ZERO, ZERO, blank=True)


@lru_cache(maxsize=65536)
def amount(text: str, unit: str) -> Shown | None:
    """The amount of a cell of a form in `unit`; None where it is a text that is no amount."""
    found = amounts.parse(text, unit)
    if found.problem:
        return None
    if found.value is None:
        return BLANK
    factor = in_yuan(found.unit)
    return Shown(found.value * factor, Decimal(5).scaleb(-found.decimals - 1) * factor)


def amount_of(field: Field | None, money_unit: Field | None) -> Shown | None:
    """The amount of a field; what the form does not have is blank."""
    return BLANK if field is None else amount(field.text, text_of(money_unit))


def in_yuan(unit: str) -> Decimal:
    """What one of this unit is in yuan; where no unit is known all amounts are of one."""
    return amounts.in_yuan(amounts.Amount("", Decimal(1), unit, 0)) or Decimal(1)


def money(value: Decimal) -> str:
    """Grouped by thousands, at least two decimals, no digit lost."""
    plain = value.normalize()
    exponent = plain.as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 2)
    return f"{value:,.{decimals}f}"


def plain(value: Decimal) -> str:
    """Without a noughts' tail: 90, 99.5."""
    return f"{value.normalize():f}"

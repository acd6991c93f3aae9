"""Amounts of money in a cell: exact value, unit, decimals shown, or what is wrong with it.

Read: 1,189.99 and １，１８９．９９, spaces beside marks (1, 189.99), a unit in the cell (5万元,
￥5, 250万), a minus in its forms (-5, －5, (5.00), △5, 负5). Blank is what is empty or has
only a dash, a slash or 无: no value and no problem. A number in Chinese numerals is a
problem, for a column of amounts is added up by machines.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from audit.grammar.flat import flatten
from audit.grammar.numbers import EXACT

Problem = Literal[
    "",
    "not-a-number",
    "two-numbers",
    "misplaced-comma",
    "two-points",
    "letter-in-number",
    "stray-mark",
]

_YUAN = {
    "元": 1, "百元": 100, "千元": 1000, "万元": 10**4, "十万元": 10**5, "百万元": 10**6,
    "千万元": 10**7, "亿元": 10**8,
}  # fmt: skip
_BLANK = re.compile(r"[-/\\_~无空]*")
_UNIT = re.compile(r"(?:[十百千]?万|亿|[百千])?元")
_SHORT_UNIT = re.compile(r"(?:^|[:单位])(万|亿)$")
_MONEY = re.compile(
    r"(?P<minus>[-△▲]|负|(?P<open>\())?(?P<currency>人民币|[¥￥])?(?P<sign>[-+])?(?P<digits>[0-9.,' ]*[0-9][0-9.,' ]*)"
    r"(?P<scale>[十百千]?万|亿|[百千])?(?P<yuan>元)?(?P<whole>整)?(?(open)\))"
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
# What people and text recognition put for 0, 1, 2, 5 and 8.
_AMONG_DIGITS = re.compile(r"[0-9.,][A-Za-zА-Яа-яΟο〇○零][0-9.,A-Za-z〇○零]*|[lIoO|SBZ〇○][0-9.,]")
_NUMBERS = re.compile(r"[0-9][0-9.,'’]*")
_LONGEST = 40


class Amount(NamedTuple):
    """An amount as a cell shows it."""

    text: str
    value: Decimal | None
    """In `unit`, with as many decimals as are shown."""
    unit: str
    """元, 千元, 万元, 亿元 …; "" where neither the text nor the caller says."""
    decimals: int
    problem: Problem = ""

    @property
    def blank(self) -> bool:
        """Nothing stands there."""
        return self.value is None and not self.problem


@lru_cache(maxsize=65536)
def parse(text: str, unit: str = "") -> Amount:
    """The amount of a cell. `unit` is a text such as 单位：万元, for a cell without its own."""
    flat = flatten(text)[0]
    given = unit_of(unit)
    if _BLANK.fullmatch(flat):
        return Amount(text, None, given, 0)
    found = _MONEY.fullmatch(flat)
    if found is None:
        return Amount(text, None, unit_of(flat) or given, 0, _why_none(flat))
    own = f"{found['scale'] or ''}元" if found["scale"] or found["yuan"] else given
    if found["currency"] and not own:
        own = "元"
    digits = found["digits"]
    if problem := _problem_of(digits):
        return Amount(text, None, own, 0, problem)
    value = Decimal(digits.replace(",", ""))
    decimals = len(digits.partition(".")[2])
    if found["minus"] and found["sign"]:
        return Amount(text, None, own, 0, "stray-mark")
    minus = bool(found["minus"]) or found["sign"] == "-"
    # No minus before a nought: -0.00 is nothing owed to anybody.
    return Amount(text, -value if minus and value else value, own, decimals)


@lru_cache(maxsize=4096)
def unit_of(text: str) -> str:
    """The unit of money that a text names: 万元 of 单位：万元, "" where it names none."""
    flat = flatten(text)[0]
    if found := _UNIT.search(flat):
        return found[0]
    found = _SHORT_UNIT.search(flat)
    return f"{found[1]}元" if found else ""


def in_yuan(amount: Amount) -> Decimal | None:
    """The value in 元; None without a value or a unit."""
    if amount.value is None or amount.unit not in _YUAN:
        return None
    return EXACT.multiply(amount.value, Decimal(_YUAN[amount.unit]))


def _problem_of(digits: str) -> Problem:
    if _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits):
        return "" if len(digits) <= _LONGEST else "not-a-number"
    if " " in digits:
        return "two-numbers"
    if digits.count(".") > 1:
        return "two-points"
    if digits[-1] in ".,'" or digits[0] in ",'" or "'" in digits:
        return "stray-mark"
    return "misplaced-comma"


def _why_none(flat: str) -> Problem:
    """What is wrong with a text that is no amount."""
    if _AMONG_DIGITS.search(flat):
        return "letter-in-number"
    if len(_NUMBERS.findall(flat)) > 1:
        return "two-numbers"
    bare = re.sub(r"[^\w]", "", flat)
    stray = bare.isdecimal() and bare.isascii() and "%" not in flat
    return "stray-mark" if stray else "not-a-number"

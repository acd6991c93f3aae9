"""Rows of sums among rows of projects: which they are, and which projects they cover."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from audit.grammar import amounts
from audit.grammar.normal import normal

_TOTAL = re.compile(r"(?:.{0,8})?(?:合计|总计|总合计|累计)|合计数|总额")
_SUBTOTAL = re.compile(r".{0,30}?(?:小计|合计)")
_UNIT = re.compile(
    r".*(?:局|委|委员会|办|办公室|院|校|中心|站|所|队|馆|部|会|政府|小学|中学|学|园|厅|处|场"
    r"|机关|本级|公司|街道|镇|乡|团|社|库|署|台|报社|分局|支队|大队|法庭|医院|卫生院|街道办)"
    r"(?:[(（][^)）]*[)）])?"
)
_PROJECT = re.compile(
    r".*(?:项目|工程|经费|资金|补助|补贴|费用?|支出|建设|改造|购置|采购|维修|运行|维护|服务|专项|奖励|工作)"
    r"(?:[(（][^)）]*[)）])?"
)


class RowText(NamedTuple):
    """What decides of a row, as texts."""

    name: str
    total: str
    filled: bool
    """Whether it has a goal or indicators."""


def is_sum(row: RowText, department: str) -> bool:
    """合计, 小计, or the subtotal of a unit: amounts, and neither goal nor indicators."""
    name = normal(row.name)
    if _TOTAL.fullmatch(name) or _SUBTOTAL.fullmatch(name):
        return True
    if row.filled or not name or not row.total.strip():
        return False
    if name == normal(department):
        return True
    return _UNIT.fullmatch(name) is not None and _PROJECT.fullmatch(name) is None


def is_whole(name: str) -> bool:
    """Whether the row is the sum of all: 合计, 总计."""
    return _TOTAL.fullmatch(normal(name)) is not None


def covers(rows: Sequence[RowText], sums: Sequence[int], at: int) -> tuple[int, ...]:
    """Indexes (into the rows) of the projects that the sum at `at` covers.

    合计 covers all. A 小计 covers the projects before it, back to the sum before; the row of
    a unit those after it, up to the next. Units nest without a mark: where the nearest
    projects do not add up to the amount shown and a longer stretch does, that is meant.
    """
    projects = [index for index in range(len(rows)) if index not in set(sums)]
    if is_whole(rows[at].name):
        return tuple(projects)
    before = max((one for one in sums if one < at), default=-1)
    after = [one for one in sums if one > at]
    if _SUBTOTAL.fullmatch(normal(rows[at].name)):
        return tuple(index for index in projects if before < index < at)
    ends = [*after, len(rows)]
    stretches = [tuple(index for index in projects if at < index < end) for end in ends]
    filled = [stretch for stretch in stretches if stretch]
    if not filled:
        return ()
    target = amounts.parse(rows[at].total).value
    for stretch in filled:
        if target is not None and _sum(rows, stretch) == target:
            return stretch
    return filled[0]


def _sum(rows: Sequence[RowText], stretch: Sequence[int]) -> Decimal:
    values = (amounts.parse(rows[index].total).value for index in stretch)
    return sum((value for value in values if value is not None), Decimal(0))

"""Rows of sums among rows of projects: which they are, and which projects they cover.

合计 covers all. A 小计 covers the projects before it, back to the sum before; the row of a
unit those after it, up to the next sum. Blocks and units nest without a mark: where the
nearest projects do not add up to the amount shown and another stretch does, that is meant.

A row without goal and indicators may be a project whose filer left both out. It is a sum
where its name is the department's or surely a unit's. A name that may be either (…中心, …馆,
…园) is a unit's where it begins as units do (某县…, 市…, like the department), or where the
amounts say so.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from itertools import accumulate
from typing import Literal, NamedTuple

from audit.grammar import amounts
from audit.grammar.normal import normal

_WHOLE = re.compile(
    r"(?:全?部门|单位|本级|项目|支出|预算|资金|金额|项目支出|部门预算|总)?(?:合计数?|总计|累计|总额)"
)
_PART = re.compile(r".{0,30}(?:小计|合计)")
_UNIT = re.compile(
    r".*(?:局|委|委员会|办|办公室|学院|大学|学校|中学|小学|幼儿园|党校|干校|政府|厅|处|机关|本级|公司|街道|镇|乡"
    r"|公安局|法院|检察院|分局|支队|大队|中队|法庭|医院|卫生院|保健院|防疫站|街道办|办事处|研究院|研究所"
    r"|派出所|管理所|司法所|事务所|协会|学会|联合会|妇联|工会|团委|报社|书院|管理站|总站|总队|消防队)"
    r"(?:[(（][^()（）]{0,20}[)）])?"
)
_MAY_BE_UNIT = re.compile(
    r".*(?:中心|[站所队馆部会园学场团社库署台院校])(?:[(（][^()（）]{0,20}[)）])?"
)
_OF_A_PLACE = re.compile(r"(?:[\u4e00-\u9fff]{1,6})?[省市县区州旗镇乡盟]")
_PROJECT = re.compile(
    r".*(?:项目|工程|经费|资金|补助|补贴|费用?|支出|建设|改造|购置|采购|维修|运行|维护|服务|专项|奖励|工作"
    r"|大会|运动会|博览会|晚会|论坛|年会|库存)(?:[(（][^()（）]{0,20}[)）])?"
)
_LONGEST = 60
"""A name with more characters is no unit's."""
_NESTED = 40
"""So many sums further on a unit's row is compared with."""
_ROWS_OF_A_UNIT = 500


class RowText(NamedTuple):
    """What decides of a row, as texts."""

    name: str
    total: str
    filled: bool
    """Whether it has a goal or indicators."""


class Sum(NamedTuple):
    kind: Literal["total", "subtotal"]
    covers: tuple[int, ...]
    """Indexes of projects, counted without the rows of sums."""


def is_group(name: str, department: str) -> bool:
    """Whether a row that has nothing but its name heads those after it: a unit, 一、基本支出."""
    text = normal(name[: _LONGEST + 1])
    return bool(text) and (
        text == normal(department)
        or _is_sure_unit(text)
        or re.match(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]", text)
        is not None
    )


def find(rows: Sequence[RowText], department: str) -> dict[int, Sum]:
    """The sums by the index of their row."""
    names = [normal(row.name) if len(row.name) <= _LONGEST else "" for row in rows]
    candidates = {
        at: role for at, row in enumerate(rows) if (role := _role(row, names[at], department))
    }
    sure = {at for at, role in candidates.items() if role != "perhaps"}
    first = _Sums(rows, sure)
    sure |= {
        at
        for at, role in candidates.items()
        if role == "perhaps" and first.explains_what_follows(at)
    }
    sums = _Sums(rows, sure) if len(sure) != len(first.at) else first
    return {at: sums.sum_at(at, candidates[at]) for at in sums.at}


Role = Literal["whole", "part", "unit", "perhaps"]


def _role(row: RowText, name: str, department: str) -> Role | None:
    if _WHOLE.fullmatch(name) or (name == normal(department) + "合计" and department):
        return "whole"
    if row.filled or not name or not row.total.strip():
        return None
    if _PART.fullmatch(name):
        return "part"
    if name == normal(department) or _is_sure_unit(name):
        return "unit"
    if _MAY_BE_UNIT.fullmatch(name) is None or _PROJECT.fullmatch(name) is not None:
        return None
    kin = len(department) > 1 and name.startswith(normal(department)[:2])
    return "unit" if kin or _OF_A_PLACE.match(name) else "perhaps"


def _is_sure_unit(name: str) -> bool:
    return _UNIT.fullmatch(name) is not None and _PROJECT.fullmatch(name) is None


class _Off(IntEnum):
    """How an amount is explained by addends, the best first."""

    EXACT = 0
    ROUNDED = 1
    NOT = 2


@dataclass(frozen=True, slots=True)
class _Shown:
    """An amount as it is shown, and how far a sum of rounded ones may be off."""

    value: Decimal
    half: Decimal


class _Sums:
    """Sums over stretches of rows, each in one step."""

    def __init__(self, rows: Sequence[RowText], at: set[int]) -> None:
        self.at = sorted(at)
        self._amounts = [_shown(row.total) for row in rows]
        self._rows = len(rows)
        counted = [index not in at for index in range(len(rows))]
        self._projects = tuple(range(sum(counted)))
        self._before = [0, *accumulate(counted)]
        values = (
            one.value if one and is_project else Decimal(0)
            for one, is_project in zip(self._amounts, counted, strict=True)
        )
        self._totals = [Decimal(0), *accumulate(values)]
        self._place = {index: number for number, index in enumerate(self.at)}

    def sum_at(self, at: int, role: Role) -> Sum:
        stretches = [one for one in self._stretches(at, role) if self._count(one)]
        # What adds up exactly is meant rather than what does within the rounding.
        begin, end = min(stretches, key=lambda one: self._off(at, one), default=(at, at))
        covers = self._projects[self._before[begin] : self._before[end]]
        whole = role == "whole" and len(covers) == len(self._projects)
        return Sum("total" if whole else "subtotal", covers)

    def explains_what_follows(self, at: int) -> bool:
        """Whether its amount is the sum of the rows after it: of two at least, or of all."""
        shown = self._amounts[at]
        if shown is None or not shown.value:
            return False
        next_sum = bisect_right(self.at, at)
        end = self.at[next_sum] if next_sum < len(self.at) else self._rows
        total = Decimal(0)
        for count, index in enumerate(range(at + 1, min(end, at + _ROWS_OF_A_UNIT)), 1):
            addend = self._amounts[index]
            total += addend.value if addend else 0
            if total == shown.value:
                return count > 1 or index + 1 == end
        return False

    def _stretches(self, at: int, role: Role) -> Iterator[tuple[int, int]]:
        """Half open stretches of rows that the sum may cover, the likeliest first."""
        number = self._place[at]
        previous = self.at[number - 1] + 1 if number else 0
        following = [*self.at[number + 1 : number + 1 + _NESTED], self._rows]
        if role == "whole":
            yield 0, self._rows
        of_unit = role in {"unit", "perhaps"}
        if not of_unit:
            yield previous, at
        for end in following:
            yield at + 1, end
        if of_unit:
            yield previous, at
            yield 0, self._rows

    def _count(self, stretch: tuple[int, int]) -> int:
        return self._before[stretch[1]] - self._before[stretch[0]]

    def _off(self, at: int, stretch: tuple[int, int]) -> _Off:
        """How well a stretch explains the amount: exactly, by rounding, or not at all."""
        shown = self._amounts[at]
        if shown is None:
            return _Off.NOT
        off = abs(self._totals[stretch[1]] - self._totals[stretch[0]] - shown.value)
        if not off:
            return _Off.EXACT
        return _Off.ROUNDED if off <= shown.half * self._count(stretch) else _Off.NOT


def _shown(text: str) -> _Shown | None:
    parsed = amounts.parse(text)
    if parsed.value is None:
        return None
    return _Shown(parsed.value, Decimal(5).scaleb(-parsed.decimals - 1))

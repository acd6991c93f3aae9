"""Dates that a target names: 2024年11月30日前, 12月底前, 2025.06.30, 第四季度, 年底前.

A text is expected with its width folded, its dashes as "-" and without spaces. A date is
read as the last day that it allows: 12月前 and 12月底前 are both the last of December,
for a filer who writes 12月前 has the whole month in mind as often as not.
"""

import datetime as dt
import re
from calendar import monthrange
from functools import lru_cache
from typing import NamedTuple

from audit.grammar.numbers import chinese


class Date(NamedTuple):
    """The last day that is meant, as far as it is said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    """Said, or the last of its month; 28 for a February without a year."""

    @property
    def last(self) -> dt.date | None:
        """The day itself; None where the year is not said, or the calendar has no such day."""
        if self.year is None or self.month is None or self.day is None:
            return None
        if not 1 <= self.day <= monthrange(self.year, self.month)[1]:
            return None
        return dt.date(self.year, self.month, self.day)


_YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][零〇○九][零〇○一二三四五六七八九]{2})"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_HAN_MONTH = r"(?:十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])"
_HAN_DAY = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_QUARTER = r"第?[一二三四1-4]季度(?:[底末初])?"
_IN_MONTH = rf"(?:份)?(?:(?:{_DAY}-)?{_DAY}(?:[日号]|(?![0-9日号个次天人项元%.]))|{_HAN_DAY}[日号]|月?[底末初]|[上中下]旬)?"
_BEFORE = r"(?:24(?:时|点|:00))?(?:之前|以前|前(?!期|后|置|景|端|提|往)|之内|以内|内|为?止|截止)?"

PATTERN = "|".join(
    (
        # 2025.06.30, 2024-12-31, 2024/12/31
        rf"(?:19|20)[0-9]{{2}}[./-]{_MONTH}[./-]{_DAY}(?![0-9])日?",
        r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9.,%万亿元])",
        # 2025.06 with a month of two digits; 2023.7-2023.12 shows by its dash what it is.
        r"(?:19|20)[0-9]{2}[./-](?:0[1-9]|1[0-2])(?![0-9.%万亿元吨人个]|,[0-9])月?[底末初]?",
        r"(?:19|20)[0-9]{2}\.[1-9](?=(?:-|~|至|到)(?:19|20)[0-9]{2}\.)",
        r"(?:19|20)[0-9]{2}(?:-|~|至)(?:19|20)[0-9]{2}(?![\w.,%])",
        # 2023-2025年, 2024年11月30日, 2024年底, 2023年第三季度
        (rf"(?:(?:19|20)[0-9]{{2}}年?(?:-|~|至|到))?{_YEAR}年度?"
        rf"(?:{_MONTH}月{_IN_MONTH}|{_HAN_MONTH}月{_IN_MONTH}|(?:{_QUARTER})|[上下]半年[底末]?"
        r"|年?[底末初终](?!期)|年?中(?=之?前|旬|完|$)|年?内)?"),
        # 24年12月, 25年底
        rf"(?<![0-9.])2[0-9]年(?={_MONTH}月|年?[底末])(?:{_MONTH}月{_IN_MONTH}|年?[底末])",
        # 12月31日, 11月底, 1-12月, 十二月底
        rf"(?<![0-9.个])(?:{_MONTH}月?(?:-|~|至|到))?{_MONTH}月(?![薪供报龄嫂租]){_IN_MONTH}",
        rf"(?<![零〇○一二三四五六七八九十百千万个每]){_HAN_MONTH}月(?=份|[底末初]|[上中下]旬|{_HAN_DAY}[日号]|{_DAY}[日号]|之?前|以前){_IN_MONTH}",
        rf"(?<![0-9.个])(?:{_QUARTER})|(?<!每)[上下]半年[底末]?",
        r"[当本今明次翌]年度?(?:年?[底末内终])?",
        r"(?:(?<![每0-9一二三四五六七八九十半])年|(?<=每年))[底末内终](?!期|考核|总结|奖)",
        r"年度[内末]|年中(?=之?前|$)|月[底末]|季度?末",
        rf"(?<![0-9.]){_DAY}[日号](?=之前|以前|前(?!期|后|置))",
    )
)  # fmt: skip
PATTERN = f"(?:{PATTERN}){_BEFORE}"
"""A date with what says that it is a limit (前, 之前, 以内)."""

_NUMERALS = re.compile(r"[零〇○一二三四五六七八九十]+(?=[年月日号季])")
_FULL = re.compile(rf"((?:19|20)[0-9]{{2}})[./-]({_MONTH})(?![0-9])(?:[./-]({_DAY})(?![0-9]))?")
_RUN = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})(?![0-9])")
_YEAR_OF = re.compile(r"((?:19|20)[0-9]{2}|(?<![0-9])2[0-9](?=年))年?")
_MONTH_OF = re.compile(r"([0-9]{1,2})月")
_DAY_OF = re.compile(r"([0-9]{1,2})(?:[日号]|(?=前|之前|以前|$))")
_THIRDS = {"上旬": 10, "中旬": 20}
_QUARTER_OF = re.compile(r"([1-4])季度")


@lru_cache(maxsize=4096)
def parse(text: str) -> Date:
    """The date of a text that `PATTERN` found."""
    text = _NUMERALS.sub(_in_digits, text)
    if found := _RUN.match(text):
        return Date(int(found[1]), int(found[2]), int(found[3]))
    if found := _FULL.match(text):
        year, month = int(found[1]), int(found[2])
        return Date(year, month, int(found[3]) if found[3] else _length(year, month))
    years = _YEAR_OF.findall(text)
    said = int(years[-1]) + (2000 if len(years[-1]) == 2 else 0) if years else None
    in_month, day = _within_year(text)
    if in_month is None and day is not None:
        return Date(None, None, day)
    last = in_month or 12
    return Date(said, last, day or _length(said, last))


def is_limit(text: str) -> bool:
    """Whether it is said as a limit: 前, 底, 内, 止."""
    return text.endswith(("前", "底", "末", "内", "止"))


def has_figures(text: str) -> bool:
    """Whether it names a year, month, day or quarter; 年底前 and 当年 do not."""
    return bool(re.search(r"[0-9零〇○一二三四五六七八九十]", text))


def _within_year(text: str) -> tuple[int | None, int | None]:
    """Month and day, as far as said."""
    if found := _MONTH_OF.findall(text):
        after = text[text.rindex(f"{found[-1]}月") + len(found[-1]) + 1 :]
        days = _DAY_OF.findall(after)
        in_thirds = next((day for word, day in _THIRDS.items() if word in after), None)
        return int(found[-1]), int(days[-1]) if days else in_thirds
    if found := _QUARTER_OF.findall(text):
        return int(found[-1]) * 3, None
    if "上半年" in text or "年中" in text:
        return 6, None
    days = _DAY_OF.findall(text) if "年" not in text else []
    if text.startswith(("月底", "月末")):
        days = ["31"]
    return None, int(days[-1]) if days else None


def _length(year: int | None, month: int) -> int:
    # A year that is not said is taken as a common one.
    return monthrange(year or 2001, month)[1]


def _in_digits(found: re.Match[str]) -> str:
    value = chinese(found[0])
    if value is not None:
        return str(value)
    return "".join(str("零一二三四五六七八九".find(char)) for char in found[0].translate(_ZEROS))


_ZEROS = {ord("〇"): "零", ord("○"): "零"}

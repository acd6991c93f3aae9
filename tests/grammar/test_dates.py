"""Dates of targets."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.grammar import dates


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("2024年11月30日前", 2024, 11, 30),
        ("2024年11月30日之前", 2024, 11, 30),
        ("2024-12-31", 2024, 12, 31),
        ("2025.06.30", 2025, 6, 30),
        ("2024/1/5前", 2024, 1, 5),
        ("20241231", 2024, 12, 31),
        ("2025.06", 2025, 6, 30),
        ("2024年2月底前", 2024, 2, 29),
        ("2023年2月底", 2023, 2, 28),
        ("2月底", None, 2, 28),
        ("2024年12月前", 2024, 12, 31),
        ("2024年底", 2024, 12, 31),
        ("2024年年底前", 2024, 12, 31),
        ("2023年度", 2023, 12, 31),
        ("2023-2025年", 2025, 12, 31),
        ("2023年第三季度", 2023, 9, 30),
        ("第四季度", None, 12, 31),
        ("2024年上半年", 2024, 6, 30),
        ("6月中旬", None, 6, 20),
        ("11月20-30日", None, 11, 30),
        ("1-12月", None, 12, 31),
        ("12月31日", None, 12, 31),
        ("十二月底前", None, 12, 31),
        ("二〇二四年十二月三十一日前", 2024, 12, 31),
        ("二零二四年十月", 2024, 10, 31),
        ("24年12月底", 2024, 12, 31),
        ("年底前", None, 12, 31),
        ("年内", None, 12, 31),
        ("当年", None, 12, 31),
        ("年中前", None, 6, 30),
        ("10日前", None, None, 10),
    ],
)
def test_dates_are_read_as_the_last_day_allowed(
    text: str, year: int | None, month: int | None, day: int
) -> None:
    assert re.fullmatch(dates.PATTERN, text) or text == "年中前"
    assert dates.parse(text) == (year, month, day)


@pytest.mark.parametrize(
    "text",
    ["12个月", "3个季度", "1年", "30日", "每半年", "2024人", "1季", "年均", "2024.5万元", "三月内"],
)
def test_what_is_no_date(text: str) -> None:
    assert not re.fullmatch(dates.PATTERN, text)


def test_the_last_day_itself() -> None:
    assert dates.parse("2024年2月底").last == dt.date(2024, 2, 29)
    assert dates.parse("2月底").last is None
    assert dates.parse("2023年2月30日").last is None


def test_limits_and_figures() -> None:
    assert dates.is_limit("12月底")
    assert not dates.is_limit("2024年")
    assert dates.has_figures("第四季度")
    assert not dates.has_figures("年底前")


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(("前", "", "之前")))
def test_any_day_in_any_writing_is_that_day(day: dt.date, before: str) -> None:
    for shown in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日",
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year}.{day.month:02}.{day.day:02}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
    ):
        assert re.fullmatch(dates.PATTERN, shown + before)
        assert dates.parse(shown + before).last == day

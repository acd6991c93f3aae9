"""Numerals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.grammar import numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("一百二十", 120), ("一百零五", 105),
        ("一百二", 120), ("三千五", 3500), ("三万五", 35000), ("三万五千", 35000), ("一万零五百", 10500),
        ("三亿", 3 * 10**8), ("三万亿", 3 * 10**12), ("二〇二四", 2024), ("零", 0),
        ("一千二百三十四万五千六百七十八", 12345678),
    ],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int) -> None:
    assert numbers.chinese(text) == value


@pytest.mark.parametrize(
    "text", ["", "百", "千", "万", "亿", "四五", "十四五", "百二", "一百千", "百万", "人"]
)
def test_what_is_no_numeral(text: str) -> None:
    assert numbers.chinese(text) is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("百分之九十五", "95", "%"),
        ("百分之九十五点五", "95.5", "%"),
        ("百分之95.5", "95.5", "%"),
        ("百分之百", "100", "%"),
        ("百分百", "100", "%"),
        ("千分之三", "3", "‰"),
        ("万分之五", "0.0005", ""),
        ("四分之一", "0.25", ""),
    ],
)
def test_parts(text: str, value: str, unit: str) -> None:
    assert numbers.parts(text) == (Decimal(value), unit)


def test_parts_of_nothing_are_none() -> None:
    assert numbers.parts("零分之一") is None
    assert numbers.parts("百分之四五") is None


@pytest.mark.parametrize(
    ("text", "value"), [("九成", 90), ("九成五", 95), ("三成半", 35), ("9成", 90)]
)
def test_tenths(text: str, value: int) -> None:
    assert numbers.tenths(text) == value


def test_shares() -> None:
    assert numbers.fraction("1/4") == Decimal("0.25")
    assert numbers.fraction("24/7") is None
    assert numbers.ratio("1:20") == Decimal("0.05")
    assert numbers.ratio("3:0") is None


def _spelled(value: int) -> str:
    """A numeral below a hundred million as schools teach it."""
    high, low = divmod(value, 10**4)
    found = (_below_ten_thousand(high) + "万") if high else ""
    if high and low and low < 10**3:
        found += "零"
    return found + (_below_ten_thousand(low) if low else "")


def _below_ten_thousand(value: int) -> str:
    found, gap = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // scale % 10
        if digit:
            found += ("零" if gap and found else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return found


@given(st.integers(1, 10**8 - 1))
def test_a_spelled_numeral_is_read_back(value: int) -> None:
    assert numbers.chinese(_spelled(value)) == value


@given(st.text("零〇一二两三四五六七八九十百千万亿", max_size=16))
def test_no_run_of_numerals_stops_the_reader(text: str) -> None:
    value = numbers.chinese(text)

    assert value is None or value >= 0

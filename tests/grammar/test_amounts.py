"""Amounts as cells show them."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.grammar import amounts


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        pytest.param("1,189.99", "1189.99", 2, id="commas"),
        pytest.param("１，１８９．９９", "1189.99", 2, id="full width"),
        pytest.param(" 5.67 ", "5.67", 2, id="spaces around"),
        pytest.param("1, 189. 99", "1189.99", 2, id="spaces beside marks"),
        pytest.param("10,308,\n000.00", "10308000.00", 2, id="wrapped at a comma"),
        pytest.param("200.00", "200.00", 2, id="decimals shown are kept"),
        pytest.param("0", "0", 0, id="nought is an amount"),
        pytest.param(".5", "0.5", 1, id="nothing before the point"),
        pytest.param("-5", "-5", 0, id="minus"),
        pytest.param("－5", "-5", 0, id="wide minus"),
        pytest.param("（5.00）", "-5.00", 2, id="brackets are a minus"),
        pytest.param("△5", "-5", 0, id="triangle is a minus"),
        pytest.param("-0.00", "0.00", 2, id="no minus before nought"),
        pytest.param("+5", "5", 0, id="plus"),
    ],
)
def test_amounts_that_are_read(text: str, value: str, decimals: int) -> None:
    amount = amounts.parse(text, "单位：万元")

    assert (str(amount.value), amount.decimals, amount.unit) == (value, decimals, "万元")
    assert not amount.problem
    assert not amount.blank


@pytest.mark.parametrize("text", ["", " ", "—", "－", "-", "--", "/", "无", "\n"])
def test_blank_is_no_value_and_no_problem(text: str) -> None:
    amount = amounts.parse(text, "万元")

    assert amount.blank
    assert (amount.value, amount.problem) == (None, "")
    assert amounts.in_yuan(amount) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1,18.99", "misplaced-comma"),
        ("1234,567.00", "misplaced-comma"),
        ("12,34,567", "misplaced-comma"),
        ("12.3.4", "two-points"),
        ("l00", "letter-in-number"),
        ("1O0", "letter-in-number"),
        ("1.2E+03", "letter-in-number"),
        ("100 200", "two-numbers"),
        ("100\n200", "two-numbers"),
        ("100-200", "two-numbers"),
        ("5.", "stray-mark"),
        ("5。", "stray-mark"),
        ("5,", "stray-mark"),
        ("1'189", "stray-mark"),
        ("--5", "stray-mark"),
        ("百", "not-a-number"),
        ("一百万", "not-a-number"),
        ("约100", "not-a-number"),
        ("5%", "not-a-number"),
        ("……", "not-a-number"),
        ("NaN", "not-a-number"),
        ("²", "not-a-number"),
        ("9" * 50, "not-a-number"),
    ],
)
def test_amounts_that_are_malformed(text: str, problem: str) -> None:
    amount = amounts.parse(text)

    assert (amount.value, amount.problem, amount.blank) == (None, problem, False)


@pytest.mark.parametrize(
    ("text", "unit", "own", "yuan"),
    [
        pytest.param("5", "单位：万元", "万元", "50000", id="the filing's unit"),
        pytest.param("5万元", "单位：元", "万元", "50000", id="the cell's own goes before"),
        pytest.param("250万", "", "万元", "2500000", id="short for it"),
        pytest.param("1.5亿元", "万元", "亿元", "150000000.0", id="hundred millions"),
        pytest.param("3千元", "万元", "千元", "3000", id="thousands"),
        pytest.param("￥5", "", "元", "5", id="the sign of the yuan"),
        pytest.param("￥5", "万元", "万元", "50000", id="which says nothing under a unit"),
        pytest.param("100元整", "万元", "元", "100", id="as receipts have it"),
        pytest.param("5", "", "", None, id="no unit, no yuan"),
    ],
)
def test_units(text: str, unit: str, own: str, yuan: str | None) -> None:
    amount = amounts.parse(text, unit)

    assert amount.unit == own
    assert amounts.in_yuan(amount) == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位:元", "元"),
        ("（单位：人民币万元）", "万元"),
        ("单 位 ： 千元", "千元"),
        ("单位：亿", "亿元"),
        ("万", "万元"),
        ("元/人", "元"),
        ("单位", ""),
        ("", ""),
    ],
)
def test_unit_of(text: str, unit: str) -> None:
    assert amounts.unit_of(text) == unit


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12
    )
)
def test_what_is_shown_is_the_value_to_the_last_digit(value: Decimal) -> None:
    for shown in (f"{value}", f"{value:,}", f" {value:,} 元"):
        assert amounts.parse(shown).value == value


@given(st.text(max_size=20) | st.text("0123456789.,，（()）-－万亿元 oOl\n", max_size=12))
@example("." * 30)
def test_no_text_stops_the_reader(text: str) -> None:
    amount = amounts.parse(text, "万元")

    assert amount.value is None or not amount.problem
    assert amount.decimals == 0 or amount.value is not None

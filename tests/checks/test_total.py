"""The kind `total`: sums reconcile, exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.checks import total
from audit.checks.kind import Hit, Unchecked
from audit.finding import Text
from audit.rulebook.rule import Each
from audit.testing import filing, plain_rulebook


def _look(across: str, report: str, form: dict[str, object]) -> list[Hit | Unchecked]:
    made = filing({"money_unit": "万元"} | form)
    each: Each = "filing" if across == "column" else "project"
    look = total.compile(each, {"across": across, "report": report}, plain_rulebook())
    units = made.projects if each == "project" else (made,)
    return [answer for unit in units for answer in look(unit)]


def _row(whole: str, *sources: str) -> dict[str, object]:
    names = ("fiscal", "special", "other")
    return {"projects": [{"name": "甲", "total": whole, **dict(zip(names, sources, strict=False))}]}


@pytest.mark.parametrize(
    ("amounts", "verdict"),
    [
        pytest.param(("100.00", "90.00", "", "10.00"), "", id="equal as shown"),
        pytest.param(("100", "60.00", "40.0"), "", id="decimals shown may differ"),
        pytest.param(("100.00", "90.00", "", ""), "difference", id="a blank source is zero"),
        pytest.param(("100.00", "33.33", "33.33", "33.33"), "rounding", id="a cent by rounding"),
        pytest.param(("100.00", "33.33", "33.33", "33.30"), "difference", id="four cents are not"),
        pytest.param(("100.00", "99.99", ""), "difference", id="one addend rounds nothing"),
        pytest.param(("100.00", "90.00"), "", id="a form with one source asks for no sum"),
        pytest.param(("100.00", "99.99", "0.00"), "rounding", id="a shown nought is an addend"),
        pytest.param(("100", "99.6", "0.3"), "rounding", id="the total is shown with less digits"),
        pytest.param(("1,234.56", "１２３４．５６", ""), "", id="commas and full width"),
        pytest.param(("5万元", "50000元", ""), "", id="units of their own"),
        pytest.param(("见附表", "90.00", ""), "unchecked", id="a text cannot be added"),
        pytest.param(("", "90.00", "1.00"), "unchecked", id="a blank total"),
        pytest.param(("", "", ""), "", id="nothing at all"),
    ],
)
def test_row(amounts: tuple[str, ...], verdict: str) -> None:
    found = {report: _look("row", report, _row(*amounts)) for report in ("difference", "rounding")}
    said = {
        "unchecked" if isinstance(answer, Unchecked) else report
        for report, answers in found.items()
        for answer in answers
    }
    assert said == ({verdict} if verdict else set())


@pytest.mark.parametrize(
    ("amounts", "why"),
    [
        pytest.param(("100.00", "90.00", "", ""), "漏填", id="a blank one may hold the rest"),
        pytest.param(("1,243.50", "1,234.50", ""), "颠倒", id="two digits changed over"),
        pytest.param(("100.00", "107.00", "12.00"), "", id="nothing explains it"),
        pytest.param(("100.00", "105.00", "5.00"), "正负号", id="a sign"),
        pytest.param(("1000000.00", "100.00", "0"), "一万倍", id="yuan for 10,000 yuan"),
        pytest.param(("90.00", "80.00", "100000"), "单位", id="one of them in yuan"),
    ],
)
def test_why(amounts: tuple[str, ...], why: str) -> None:
    (hit,) = _look("row", "difference", _row(*amounts))
    assert isinstance(hit, Hit)
    said = hit.values["why"]
    assert isinstance(said, Text)
    assert why in said.zh
    assert bool(said.zh) == bool(said.en) == bool(why)


def test_the_row_left_out_is_named() -> None:
    (hit,) = _look(
        "column",
        "difference",
        {
            "totals": [{"label": "合计", "kind": "total", "covers": [0, 1], "total": "60.00"}],
            "projects": [{"name": "甲", "total": "60.00"}, {"name": "乙", "total": "80.00"}],
        },
    )
    assert isinstance(hit, Hit)
    why = hit.values["why"]
    assert isinstance(why, Text)
    assert "“乙”" in why.zh
    assert [near.role for near in hit.related] == ["addend", "addend"]


def test_numbers_in_messages_lose_no_digit() -> None:
    (hit,) = _look("row", "difference", _row("1000.125", "1000.000", "0.000"))
    assert isinstance(hit, Hit)
    assert (hit.values["shown"], hit.values["sum"]) == ("1,000.125", "1,000.00")
    assert hit.values["difference"] == "0.125"


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=60))
def test_rounding_of_exact_amounts_is_never_an_error(fens: list[int]) -> None:
    """Amounts in yuan and fen, shown in 万元 with two decimals, as filings do."""
    exact = [Decimal(fen) / 100 for fen in fens]
    shown = [f"{amount / 10_000:.2f}" for amount in exact]
    whole = f"{sum(exact) / 10_000:.2f}"
    form: dict[str, object] = {
        "totals": [
            {"label": "合计", "kind": "total", "covers": list(range(len(fens))), "total": whole}
        ],
        "projects": [{"name": str(index), "total": text} for index, text in enumerate(shown)],
    }
    assert _look("column", "difference", form) == []


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=30), st.integers(1, 10**6), st.data())
def test_equal_as_shown_is_silent_and_one_more_is_seen(
    cents: list[int], more: int, data: st.DataObject
) -> None:
    texts = [f"{Decimal(cent) / 100:,.2f}" for cent in cents]
    right, wrong = Decimal(sum(cents)) / 100, Decimal(sum(cents) + more) / 100
    sign = data.draw(st.sampled_from([f"{right:,.2f}", f"{wrong:,.2f}"]))
    form: dict[str, object] = {
        "totals": [
            {"label": "合计", "kind": "total", "covers": list(range(len(cents))), "total": sign}
        ],
        "projects": [{"name": str(index), "total": text} for index, text in enumerate(texts)],
    }
    said = _look("column", "difference", form) + _look("column", "rounding", form)
    assert bool(said) == (Decimal(sign.replace(",", "")) != right)

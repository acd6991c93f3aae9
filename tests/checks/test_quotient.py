"""`quotient`: a rate beside the amounts it is reckoned from."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rulebook.book import Rulebook
from audit.testing import found, plain_rulebook

FIELDS = {"kind": "quotient", "part": "executed", "whole": ["approved", "total"], "rate": "rate"}
WRONG = {**FIELDS, "report": "wrong"}
ABOVE = {**FIELDS, "report": "above"}


def of(executed: str, approved: str, rate: str, total: str = "") -> dict[str, object]:
    texts = {"executed": executed, "approved": approved, "rate": rate, "total": total}
    return {"money_unit": "万元", "projects": [{"name": "校舍维修", **texts}]}


@pytest.mark.parametrize(
    ("project", "wrong"),
    [
        pytest.param(of("45.60", "48.00", "95%"), False, id="exact"),
        pytest.param(of("45.60", "48.00", "98%"), True, id="another rate"),
        pytest.param(of("210", "215.4", "97.5%"), False, id="rounded"),
        pytest.param(of("29", "30", "96.6%"), False, id="cut off"),
        pytest.param(of("45.60", "48.00", "91.2%", "50.00"), False, id="of the initial budget"),
        pytest.param(of("45.60", "48.00", "0.95"), False, id="as a fraction"),
        pytest.param(of("45.60", "48.00", "95"), False, id="without its sign"),
        pytest.param(of("45.60", "48.00", "９５％"), False, id="full width"),
        pytest.param(of("456000元", "48.00", "95%"), False, id="another unit"),
        pytest.param(of("0.00", "0.00", "0%"), False, id="nothing of nothing"),
        pytest.param(of("", "48.00", "95%"), False, id="not spent"),
        pytest.param(of("45.60", "48.00", ""), False, id="no rate"),
        pytest.param(of("45.60", "48.00", "—"), False, id="a dash"),
        pytest.param(of("见附表", "48.00", "95%"), False, id="no amount"),
    ],
)
def test_the_rate_fits_its_amounts(project: dict[str, object], *, wrong: bool) -> None:
    assert bool(found(WRONG, project)) is wrong


@cache
def book() -> Rulebook:
    return plain_rulebook()


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.integers(0, 3), st.booleans())
def test_a_rate_that_was_rounded_or_cut_is_never_wrong(
    spent: int, budget: int, decimals: int, cut: bool
) -> None:
    """Amounts of two decimals; the rate is B/A to so many decimals."""
    rate = (Decimal(spent) / Decimal(budget) * 100).quantize(
        Decimal(1).scaleb(-decimals), ROUND_DOWN if cut else ROUND_HALF_UP
    )
    executed, approved = (f"{Decimal(one) / 100:.2f}" for one in (spent, budget))

    assert found(WRONG, of(executed, approved, f"{rate}%"), rulebook=book()) == []


@pytest.mark.parametrize(
    ("project", "hit"),
    [
        pytest.param(of("41.04", "40.00", "102.6%"), [("executed", "41.04")], id="more was spent"),
        pytest.param(of("41.04", "", "102.6%", "40.00"), [("executed", "41.04")], id="initial"),
        pytest.param(of("41.04", "45.00", "91.2%", "40.00"), [], id="added in the year"),
        pytest.param(of("40.04", "40", "100%"), [], id="what rounding explains"),
        pytest.param(of("", "", "102.59%"), [("rate", "102.59%")], id="the rate alone"),
        pytest.param(of("", "", "102"), [], id="a number that may be no percent"),
    ],
)
def test_more_than_all(project: dict[str, object], hit: list[tuple[str, str]]) -> None:
    assert found(ABOVE, project) == hit

"""`within`: parts of a total are not more than the total."""

import pytest

from audit.testing import findings, found

SOURCES = {"kind": "within", "parts": "sources"}
LEVELS = {"kind": "within", "parts": "levels"}


def of(**fields: object) -> dict[str, object]:
    return {"money_unit": "万元", "projects": [{"name": "校舍维修", **fields}]}


@pytest.mark.parametrize(
    ("project", "hit"),
    [
        pytest.param(of(total="80.00", fiscal="90.00"), [("fiscal", "90.00")], id="more"),
        pytest.param(of(total="0", other="1.50"), [("other", "1.50")], id="of nothing"),
        pytest.param(of(total="90.0", fiscal="90.04"), [], id="what rounding explains"),
        pytest.param(of(total="90", fiscal="900000元"), [], id="in another unit"),
        pytest.param(of(total="", fiscal="90.00"), [], id="no total"),
        pytest.param(of(total="-90.00", fiscal="90.00"), [], id="a lost sign is another rule's"),
        pytest.param(of(total="见附表", fiscal="90.00"), [], id="no number"),
    ],
)
def test_a_source_is_within_its_total(
    project: dict[str, object], hit: list[tuple[str, str]]
) -> None:
    assert found(SOURCES, project) == hit


@pytest.mark.parametrize(
    ("shares", "over"),
    [
        pytest.param(
            {"中央补助": "60", "省级资金": "30", "市县资金": "20"}, True, id="three levels"
        ),
        pytest.param(
            {"中央补助": "60", "地方资金": "40", "省级资金": "30"}, False, id="地方 holds 省"
        ),
        pytest.param({"省级及以上资金": "80", "中央资金": "60"}, False, id="以上 holds 中央"),
        pytest.param({"省级及以上资金": "80", "县级及以下资金": "30"}, True, id="above and below"),
        pytest.param({"自治区资金": "60", "县区资金": "50"}, True, id="a region is a province"),
        pytest.param({"自治县资金": "60", "区级资金": "50"}, False, id="two names of one level"),
        pytest.param({"本级资金": "60", "县级资金": "60"}, False, id="本级 may be any"),
        pytest.param({"县级资金": "120"}, True, id="one alone"),
        pytest.param({"上年结转": "120"}, False, id="no level"),
        pytest.param({"中央补助": "60", "省级资金": ""}, False, id="a blank"),
        pytest.param({"中央补助：全年执行数": "60"}, False, id="what was spent has no total here"),
        pytest.param({"中期资金总额：中央补助": "300"}, False, id="of all years"),
        pytest.param(
            {"中央补助": "60", "中央补助（2）": "60"}, False, id="a second row of the name"
        ),
    ],
)
def test_levels_of_government(shares: dict[str, str], *, over: bool) -> None:
    assert found(LEVELS, of(total="100", shares=shares)) == ([("total", "100")] if over else [])


def test_shares_under_a_column_are_of_its_total() -> None:
    shares = {
        "中央补助：年初预算数": "60",
        "县级资金：年初预算数": "30",
        "县级资金：全年执行数": "95",
    }
    given = of(total="100", approved="100", executed="90", shares=shares)

    assert found(LEVELS, given) == [("executed", "90")]


def test_all_years_are_held_against_all_years() -> None:
    shares = {"中期资金总额：中央补助": "200.00", "中期资金总额：县级资金": "130.00"}
    (one,) = findings(
        "parts-exceed-transfer", of(total="100.00", cycle_total="300.00", shares=shares)
    )

    assert one.spot.field == "cycle_total"
    assert "中央补助200.00、县级资金130.00" in one.message.zh

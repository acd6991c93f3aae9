"""`compare`: numbers against limits, and the two targets of an indicator."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.testing import findings, found


def targets(cycle: str, annual: str, name: str = "新建公厕数量") -> dict[str, Any]:
    return {
        "projects": [
            {"indicators": [{"name": name, "cycle_target": cycle, "annual_target": annual}]}
        ]
    }


@pytest.mark.parametrize(
    ("name", "target", "over"),
    [
        pytest.param("合格率", "101%", True, id="a rate"),
        pytest.param("合格率", "100%", False, id="all of them"),
        pytest.param("合格率", "≥100.0%", False, id="100 with a decimal"),
        pytest.param("合格率", "大于100%", True, id="more than all of them"),
        pytest.param("合格率", "≤120%", True, id="an upper limit"),
        pytest.param("合格率", "90%-110%", True, id="a range"),
        pytest.param("满意度（%）", "950", True, id="the name has the unit"),
        pytest.param("满意度", "950", False, id="no unit at all"),
        pytest.param("死亡率", "≤150‰", False, id="permille"),
        pytest.param("收入增长率", "150%", False, id="growth"),
        pytest.param("合格率", "较上年提高120%", False, id="a change"),
        pytest.param("超额完成任务", "120%", False, id="no rate"),
        pytest.param("办事效率", "120%", False, id="效率 is no rate"),
        pytest.param("存贷款利率", "120%", False, id="利率 is no share"),
    ],
)
def test_rate_over_100(name: str, target: str, over: bool) -> None:
    given_ = {"projects": [{"indicators": [{"name": name, "annual_target": target}]}]}

    assert bool(found("rate-over-100", given_)) == over


@pytest.mark.parametrize(
    ("cycle", "annual", "name", "over"),
    [
        pytest.param("≥12座", "≥15座", "新建公厕数量", True, id="a count"),
        pytest.param("12", "15", "新建公厕数量", True, id="a bare number of a count"),
        pytest.param("12", "15", "新建公厕", False, id="a bare number of anything"),
        pytest.param("1.2万人次", "13000人次", "培训人次", True, id="万 is multiplied in"),
        pytest.param("2公里", "2500米", "道路里程", True, id="units are converted"),
        pytest.param("12座", "12座", "新建公厕数量", False, id="equal"),
        pytest.param("≤12座", "≤15座", "新建公厕数量", False, id="upper limits do not add up"),
        pytest.param("12座", "≤15座", "新建公厕数量", False, id="one of them an upper limit"),
        pytest.param("10-20场", "15场", "普法活动数量", False, id="within a range"),
        pytest.param("10-20场", "25场", "普法活动数量", True, id="above a range"),
        pytest.param("90%", "95%", "新建公厕数量", False, id="percent"),
        pytest.param("85分", "90分", "考核数量", False, id="scores"),
        pytest.param("6个月", "12个月", "建设数量", False, id="times"),
        pytest.param("2024年", "2025年", "新建公厕数量", False, id="dates"),
        pytest.param("12座", "增加15座", "新建公厕数量", False, id="a change"),
        pytest.param("12座", "15个", "新建公厕数量", False, id="another unit of count"),
        pytest.param("每年12次", "24次", "巡查数量", False, id="a frequency"),
        pytest.param("100元/人", "200元/人", "补助金额", False, id="an amount a head"),
        pytest.param("100万元", "2000000元", "贴息金额", True, id="money"),
        pytest.param("2起", "3起", "事故数量", False, id="less is better"),
        pytest.param("500人", "520人", "在校学生数", False, id="a stock"),
        pytest.param("提高", "15座", "新建公厕数量", False, id="a word"),
        pytest.param("", "15座", "新建公厕数量", False, id="blank"),
    ],
)
def test_annual_exceeds_cycle(cycle: str, annual: str, name: str, over: bool) -> None:
    assert bool(found("annual-exceeds-cycle", targets(cycle, annual, name))) == over


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from(("", "≥", ">", "=")))
def test_exactly_the_larger_year_is_reported(cycle: int, annual: int, sign: str) -> None:
    given_ = targets(f"{sign}{cycle}座", f"{sign}{annual}座")

    assert bool(found("annual-exceeds-cycle", given_)) == (annual > cycle)


@pytest.mark.parametrize(
    ("cycle", "annual", "differs"),
    [
        pytest.param("大于2450人", "大于2450", True, id="a lost unit"),
        pytest.param("≥90%", "≥90分", True, id="percent and points"),
        pytest.param("300人", "300人次", True, id="people and visits"),
        pytest.param("300人", "500元", True, id="people and money"),
        pytest.param("500元", "500元/人", True, id="a head"),
        pytest.param("300人", "300名", False, id="two words for people"),
        pytest.param("2km", "2000米", False, id="two units of length"),
        pytest.param("≥90％", "≥ 90 %", False, id="width and spaces"),
        pytest.param("90%", "2个百分点", False, id="percentage points"),
        pytest.param("300人", "较上年增长5%", False, id="a change"),
        pytest.param("0起", "0", False, id="zero"),
        pytest.param("提高", "90%", False, id="a word"),
        pytest.param("2025年底前", "12个月", False, id="a date"),
        pytest.param("36次", "每月1次", False, id="a frequency"),
    ],
)
def test_unit_differs(cycle: str, annual: str, differs: bool) -> None:
    assert bool(found("unit-differs", targets(cycle, annual, "讲解服务"))) == differs


@pytest.mark.parametrize(
    ("cycle", "annual", "contradict"),
    [
        pytest.param("大于90%", "小于80%", True, id="disjoint"),
        pytest.param("≥90%", "<90%", True, id="disjoint at the bound"),
        pytest.param("≥90%", "≤90%", False, id="one value meets both"),
        pytest.param("≥90%", "≥80%", False, id="one direction"),
        pytest.param("100%", "30%", False, id="bare numbers"),
        pytest.param("提高5%", "下降5%", True, id="up and down"),
        pytest.param("增加", "减少", True, id="up and down in words"),
        pytest.param("≥90%", "≤5天", False, id="not of one class"),
    ],
)
def test_conflicting_targets(cycle: str, annual: str, contradict: bool) -> None:
    assert bool(found("conflicting-targets", targets(cycle, annual))) == contradict


def costs(target: str, **given_: Any) -> dict[str, Any]:
    one = {"level2": "14-成本指标", "name": "建设成本", "annual_target": target}
    one |= {key: given_.pop(key) for key in ("level1", "level2", "name") if key in given_}
    return {"money_unit": "万元", "projects": [{"total": "200.00", **given_, "indicators": [one]}]}


@pytest.mark.parametrize(
    ("given_", "over"),
    [
        pytest.param(costs("≤250万元"), True, id="more than the total"),
        pytest.param(costs("≤200万元"), False, id="the total"),
        pytest.param(costs("2,000,040元"), False, id="within the last digit of the total"),
        pytest.param(costs("2,000,060元"), True, id="beyond the last digit of the total"),
        pytest.param(costs("250万"), True, id="元 left off"),
        pytest.param(costs("250"), False, id="no unit"),
        pytest.param(costs("≤3000万元/公里"), False, id="a kilometre"),
        pytest.param(costs("每人300万元"), False, id="a head"),
        pytest.param(costs("300万元", name="单位成本"), False, id="a name a piece"),
        pytest.param(costs("较上年降低300万元"), False, id="a change"),
        pytest.param(costs("300万元", level2="21-经济效益"), False, id="no cost category"),
        pytest.param(costs("300万元", level2="21-经济效益", name="项目总投资"), True, id="a total"),
        pytest.param(
            costs("300万元", level2="21-经济效益", name="带动社会总投资"), False, id="others' money"
        ),
        pytest.param(costs("300万元", level1="成本指标", level2="社会成本指标"), False, id="society's"),
        pytest.param(costs("300万元", total="0.05", money_unit="亿元"), False, id="its own unit"),
        pytest.param(costs("100%"), False, id="percent"),
    ],
)  # fmt: skip
def test_cost_exceeds_budget(given_: dict[str, Any], over: bool) -> None:
    assert bool(found("cost-exceeds-budget", given_)) == over


def test_the_total_is_quoted_and_related() -> None:
    (one,) = findings("cost-exceeds-budget", costs("≤250万元"))

    assert "超过项目总额200.00万元" in one.message.zh
    assert [(near.role, near.spot.field) for near in one.related] == [("other", "total")]


def test_a_cost_of_several_years_is_not_compared() -> None:
    one = {
        "level2": "14-成本指标",
        "name": "建设成本",
        "cycle_target": "900万元",
        "annual_target": "",
    }
    given_ = {"money_unit": "万元", "projects": [{"total": "200.00", "indicators": [one]}]}

    assert found("cost-exceeds-budget", given_) == []

"""`spoken`: amounts that a goal names, against the form's."""

import pytest

from audit.testing import found

CUES = {
    "whole": "whole-money-cues",
    "spent": "spent-money-cues",
    "lasting": "lasting-money-cues",
    "aside": "other-money-cues",
}
DIFFERS = {"kind": "spoken", "report": "differs", **CUES}
UNIT = {"kind": "spoken", "report": "unit", **CUES}


def of(goal: str, total: str = "100.00", **more: object) -> dict[str, object]:
    return {
        "money_unit": "万元",
        "projects": [{"name": "校舍维修", "total": total, "goal": goal, **more}],
    }


@pytest.mark.parametrize(
    ("given", "hit"),
    [
        pytest.param(of("年度预算80万元。"), "80万元", id="the whole is less"),
        pytest.param(of("年度预算100万元。"), "", id="the whole is the total"),
        pytest.param(of("年度预算一百二十万元。"), "一百二十万元", id="in Chinese digits"),
        pytest.param(of("年度预算1,200,000元。"), "1,200,000元", id="in yuan"),
        pytest.param(of("年度预算100万元。", "100.32"), "", id="to the digits shown"),
        pytest.param(of("年度预算100.0万元。", "100.32"), "100.0万元", id="more digits shown"),
        pytest.param(of("年度预算约80万元。"), "", id="about"),
        pytest.param(of("投入资金80万元。"), "", id="a part is less"),
        pytest.param(of("投入资金130万元。"), "130万元", id="a part is more"),
        pytest.param(of("投入帮扶资金130万元。"), "130万元", id="a part of a kind is more"),
        pytest.param(of("审计资金3.2亿元。"), "", id="money that is looked into"),
        pytest.param(of("项目总投资600万元。"), "", id="all years are more"),
        pytest.param(of("项目总投资60万元。"), "60万元", id="all years are less"),
        pytest.param(of("带动社会投资500万元。"), "", id="other money"),
        pytest.param(of("发放补助资金，每人800万元。"), "", id="a head"),
        pytest.param(
            of("项目资金30万元用于培训，项目资金70万元用于购置。"), "", id="they make it up"
        ),
        pytest.param(of("申请财政资金80万元。", fiscal="80.00"), "", id="a source"),
        pytest.param(of("本年度预算80万元。", shares={"县级资金": "80.00"}), "", id="a share"),
        pytest.param(of("年度预算80万元以上的项目优先。"), "", id="a threshold"),
        pytest.param(of("年度预算80万元。", ""), "", id="no total"),
        pytest.param(of("年度预算80万元。", "见附表"), "", id="a total that cannot be read"),
        pytest.param(of("维修校舍，新增学位80万元。"), "", id="no word of the project's money"),
    ],
)
def test_a_goal_contradicts_the_total(given: dict[str, object], hit: str) -> None:
    assert found(DIFFERS, given) == ([("goal", hit)] if hit else [])


@pytest.mark.parametrize(
    ("given", "suspect"),
    [
        pytest.param(of("安排资金100元。"), True, id="元 for 万元"),
        pytest.param(of("安排资金85万元。", "850000.00"), True, id="the total in yuan"),
        pytest.param(of("安排资金85万元。", "85000.00"), True, id="a thousand times"),
        pytest.param(of("安排资金100万元，慰问金100元。"), False, id="the total is said, too"),
        pytest.param(of("安排资金101元。"), False, id="nearly is not just"),
        pytest.param(of("发放每人100元。"), False, id="a head"),
        pytest.param(of("给予100元奖励。"), False, id="one digit may be chance"),
        pytest.param(of("维修费1.234元。", "1.234"), True, id="four digits are none"),
        pytest.param(of("维修校舍。", "850000", fiscal="85"), True, id="its source"),
        pytest.param(of("维修校舍。", "100.00", fiscal="100.00"), False, id="its source agrees"),
        pytest.param(of("安排资金85万元。", ""), False, id="no total"),
        pytest.param(of("安排资金85万元。", "0"), False, id="a total of nought"),
    ],
)
def test_a_unit_is_suspect(given: dict[str, object], *, suspect: bool) -> None:
    assert bool(found(UNIT, given)) is suspect


def test_a_target_of_total_cost_is_asked_where_the_rule_says_so() -> None:
    check = {**UNIT, "costs": {"contains": ["total-cost-names"]}}
    row = {"name": "项目总成本", "annual_target": "≤100元"}

    assert found(check, of("维修校舍。", indicators=[row])) == [("total", "100.00")]
    assert found(UNIT, of("维修校舍。", indicators=[row])) == []

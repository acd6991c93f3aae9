"""`multiplied`: a cost a head times the heads."""

import pytest

from audit.testing import found

CHECK = {
    "kind": "multiplied",
    "category": ["cost", "cost_output", "economic_cost"],
    "alike": [["人", "名"]],
    "hired": "hired-people",
}
COUNT = "产出指标,数量指标"
COST = "产出指标,成本指标"


def of(total: str, *rows: tuple[str, str, str], goal: str = "") -> dict[str, object]:
    indicators = [
        {
            "level1": level.split(",")[0],
            "level2": level.split(",")[1],
            "name": name,
            "annual_target": to,
        }
        for level, name, to in rows
    ]
    project = {"name": "干部培训", "total": total, "goal": goal, "indicators": indicators}
    return {"money_unit": "万元", "projects": [project]}


PEOPLE = (COUNT, "培训人数", "≥100人")


@pytest.mark.parametrize(
    ("given", "over"),
    [
        pytest.param(of("40.00", PEOPLE, (COST, "人均培训成本", "≤5000元")), True, id="人均"),
        pytest.param(of("40.00", PEOPLE, (COST, "培训成本", "≤5000元/人")), True, id="a head"),
        pytest.param(
            of("50.00", PEOPLE, (COST, "培训成本", "≤5000元/人")), False, id="just enough"
        ),
        pytest.param(
            of("45.00", PEOPLE, (COST, "培训成本", "≤5000元/人")), False, id="a little over"
        ),
        pytest.param(
            of("40.00", (COUNT, "培训人数", "100名"), (COST, "培训成本", "5000元/人")),
            True,
            id="名 and 人 count alike",
        ),
        pytest.param(
            of("40.00", (COUNT, "服务群众", "≥9000人"), (COST, "培训成本", "≤5000元/人")),
            False,
            id="other people",
        ),
        pytest.param(
            of("40.00", PEOPLE, (COST, "培训教师酬金", "≤5000元/人")),
            False,
            id="people who are paid",
        ),
        pytest.param(
            of("40.00", PEOPLE, (COUNT, "培训师资人数", "≥5人"), (COST, "培训成本", "5000元/人")),
            False,
            id="the least of two counts",
        ),
        pytest.param(
            of("40.00", PEOPLE, ("产出指标,质量指标", "人均培训标准", "5000元")),
            False,
            id="no cost",
        ),
        pytest.param(
            of("40.00", (COST, "保洁费", "10万元/月"), goal="保洁11个月"), True, id="months"
        ),
        pytest.param(
            of("40.00", (COST, "保洁费", "10万/月"), goal="保洁11个月"), True, id="万 for 万元"
        ),
        pytest.param(
            of("40.00", (COST, "保洁费", "10万元/月")), False, id="nothing is said of months"
        ),
        pytest.param(of("40.00", (COST, "保洁费", "90万元/年")), True, id="a year counts once"),
        pytest.param(of("40.00", (COST, "单车购置价格", "≤45万元")), True, id="one alone"),
        pytest.param(
            of("40.00", (COST, "设备单价", "≤45万元")), True, id="one of what is not said"
        ),
        pytest.param(of("40.00", (COST, "设备单价", "≤35万元")), False, id="one of some"),
        pytest.param(of("", PEOPLE, (COST, "培训成本", "5000元/人")), False, id="no total"),
        pytest.param(
            of("-40.00", PEOPLE, (COST, "培训成本", "5000元/人")), False, id="a lost sign"
        ),
    ],
)
def test_a_unit_cost_times_its_number(given: dict[str, object], *, over: bool) -> None:
    assert bool(found(CHECK, given)) is over


def test_rounding_of_a_unit_cost_is_no_excess() -> None:
    """6.73万元/公里 times 276.4公里 is 1860.17; the true cost may be 6.729."""
    rows = ((COUNT, "养护里程", "276.4公里"), (COST, "养护成本", "≤6.73万元/公里"))

    assert found({**CHECK, "over": 0}, of("1860.00", *rows)) == []
    assert found({**CHECK, "over": 0}, of("1850.00", *rows)) != []

"""`contradicted`: a number of the goal that an indicator gives otherwise."""

import pytest

from audit.testing import found

CHECK = {
    "kind": "contradicted",
    "quantity": "counted-endings",
    "loose": "loose-measures",
    "progress": {"ends_with": ["works-progress-names"]},
}


@pytest.mark.parametrize(
    ("goal", "name", "target", "differ"),
    [
        pytest.param("群众安全感达到95%以上", "群众安全感", "≥90%", True, id="a rate"),
        pytest.param("群众安全感不低于95%", "群众安全感（%）", "≥95%", False, id="the same"),
        pytest.param("群众安全感提高5%", "群众安全感", "≥90%", False, id="a change, a level"),
        pytest.param("新建公厕12座", "新建公厕数量", "15座", True, id="a count"),
        pytest.param("新建公厕12座", "新建公厕数量", "≥12座", False, id="at least as many"),
        pytest.param("新建公厕约12座", "新建公厕数量", "13座", False, id="about"),
        pytest.param("新建公厕12座", "新建公厕面积", "480平方米", False, id="another unit"),
        pytest.param("新建公厕和垃圾房12座", "新建公厕数量", "8座", False, id="of two things"),
        pytest.param("验收合格率达到95%", "合格率", "100%", False, id="no name of one thing"),
        pytest.param("年内完成工程量的70%", "主体工程完成率", "100%", True, id="works"),
        pytest.param("工程进度达到70%", "工程形象进度", "70%", False, id="works as planned"),
        pytest.param("硬化村道1.2公里", "硬化村道里程", "1200米", False, id="metres"),
    ],
)
def test_contradicted(goal: str, name: str, target: str, *, differ: bool) -> None:
    rows = [{"name": name, "annual_target": target}]
    given = {"projects": [{"goal": f"{goal}。", "indicators": rows}]}

    assert found(CHECK, given) == ([("annual_target", target)] if differ else [])


def test_what_several_indicators_share_out_contradicts_nothing() -> None:
    rows = [
        {"name": "东片新建公厕数量", "annual_target": "5座"},
        {"name": "新建公厕数量", "annual_target": "7座"},
    ]

    assert found(CHECK, {"projects": [{"goal": "新建公厕12座。", "indicators": rows}]}) == []


def test_the_whole_period_counts_too() -> None:
    row = {"name": "新建公厕数量", "cycle_target": "30座", "annual_target": "10座"}
    given = {"projects": [{"goal": "三年新建公厕30座。", "indicators": [row]}]}

    assert found(CHECK, given) == []

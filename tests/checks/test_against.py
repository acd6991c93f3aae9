"""`against`: two indicators of a project that cannot both be right."""

import pytest

from audit.testing import found

CHECK = {
    "kind": "against",
    "in": ["annual_target", "cycle_target"],
    "one": {"names": {"contains": ["final-acceptance-names"]}, "at_least": 100},
    "other": {"names": {"ends_with": ["works-progress-names"]}, "below": 100},
}


@pytest.mark.parametrize(
    ("acceptance", "progress", "said"),
    [
        pytest.param(("竣工验收合格率", "100%"), ("主体工程完成率", "90%"), "100%", id="before"),
        pytest.param(
            ("竣工验收合格率（%）", "100"), ("工程进度%", "≥80"), "100", id="units in names"
        ),
        pytest.param(("竣工验收合格率", "98%"), ("主体工程完成率", "90%"), "", id="not all of it"),
        pytest.param(("竣工验收合格率", "100%"), ("主体工程完成率", "100%"), "", id="done"),
        pytest.param(("竣工验收合格率", "100%"), ("主体工程完成率", "3栋"), "", id="no percent"),
        pytest.param(("竣工验收合格率", "100%"), ("工程进度", "提高5%"), "", id="a change"),
        pytest.param(("单元工程验收合格率", "100%"), ("工程进度", "60%"), "", id="of a part"),
    ],
)
def test_accepted_before_done(
    acceptance: tuple[str, str], progress: tuple[str, str], said: str
) -> None:
    rows = [{"name": name, "annual_target": target} for name, target in (acceptance, progress)]

    assert [text for _, text in found(CHECK, {"indicators": rows})] == ([said] if said else [])


def test_each_target_is_held_against_its_own() -> None:
    rows = [
        {"name": "竣工验收合格率", "cycle_target": "100%", "annual_target": ""},
        {"name": "主体工程完成率", "cycle_target": "100%", "annual_target": "60%"},
    ]

    assert found(CHECK, {"indicators": rows}) == []

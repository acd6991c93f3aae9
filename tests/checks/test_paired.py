"""`paired`: marks without their partner."""

import pytest

from audit.testing import found

CHECK = {"kind": "paired", "in": ["goal"]}


@pytest.mark.parametrize(
    ("goal", "lonely"),
    [
        ("购置设备（含安装", ["（"]),
        ("购置设备含安装）", ["）"]),
        ("（《办法）", ["《"]),
        ("设备（台)数量", []),
        ("1）维修；2)验收；一）归档；a）移交", []),
        ("共3所）", ["）"]),
        ("“送教下乡”和“书香", ["“"]),
        ("】【", ["】", "【"]),
        ("面积>3亩，比例<5%", []),
    ],
)
def test_lonely(goal: str, lonely: list[str]) -> None:
    assert [text for _, text in found(CHECK, {"goal": goal})] == lonely

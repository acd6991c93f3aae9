"""The profiles that ship: which taxonomy holds, and what it changes."""

import pytest

from audit.engine import compile_rules
from audit.rulebook.load import load
from audit.testing import findings_of

OF_88 = [
    {"level1": "产出指标", "level2": "数量指标", "name": "维修面积", "annual_target": "800平方米"},
    {"level1": "产出指标", "level2": "质量指标", "name": "验收合格率", "annual_target": "100%"},
    {"level1": "产出指标", "level2": "成本指标", "name": "维修单价", "annual_target": "≤300元"},
    {"level1": "效益指标", "level2": "可持续影响指标", "name": "年限", "annual_target": "≥8年"},
]
OF_101 = [
    {"level1": "成本指标", "level2": "经济成本指标", "name": "维修单价", "annual_target": "≤300元"},
    *OF_88[:2],
    {"level1": "效益指标", "level2": "社会效益指标", "name": "受益学生", "annual_target": "600人"},
]
CATEGORIES = {"category-mismatch", "unknown-category", "taxonomy-mixed", "cost-indicator-missing"}


@pytest.mark.parametrize(
    ("profile", "indicators", "faulted"),
    [
        pytest.param("default", OF_88, [], id="either by default: 88"),
        pytest.param("default", OF_101, [], id="either by default: 101"),
        pytest.param("default", OF_88 + OF_101, ["taxonomy-mixed"], id="not both in one form"),
        pytest.param("central-88", OF_88, [], id="88 by its own"),
        pytest.param("central-88", OF_101, ["category-mismatch"], id="101 by 88"),
        pytest.param("central-101", OF_101, [], id="101 by its own"),
        pytest.param(
            "central-101", OF_88, ["category-mismatch", "unknown-category"], id="88 by 101"
        ),
    ],
)
def test_a_profile_holds_a_form_to_its_taxonomy(
    profile: str, indicators: list[dict[str, str]], faulted: list[str]
) -> None:
    given = {"projects": [{"name": "南街小学修缮工程", "indicators": indicators}]}

    found = findings_of(compile_rules(load(profile=profile)), given)

    assert sorted({one.rule for one in found} & CATEGORIES) == faulted


def test_quantity_and_quality_are_asked_for_by_101() -> None:
    rule = load(profile="central-101").rule("missing-classes")

    assert rule
    assert str(rule.severity) == "warning"

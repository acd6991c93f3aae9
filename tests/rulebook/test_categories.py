"""Which level of the taxonomies a text names; domain.md 1.2 has the words."""

import pytest

from audit.rulebook.book import Taxonomy
from audit.rulebook.categories import class_of, classify, union
from audit.rulebook.load import NO_PROFILE, load


@pytest.fixture(scope="module")
def both() -> Taxonomy:
    return load(profile=NO_PROFILE).taxonomy


@pytest.mark.parametrize(
    ("text", "level", "key"),
    [
        pytest.param("1-产出指标", 1, "output", id="code and name"),
        pytest.param("产出", 1, "output", id="a name without 指标"),
        pytest.param("１ － 产出指标", 1, "output", id="full width and spaces"),
        pytest.param("1", 1, "output", id="a code alone"),
        pytest.param("满意度指标", 1, "satisfaction", id="satisfaction at level 1"),
        pytest.param("满意度指标", 2, "service_satisfaction", id="and at level 2, where it stands for 31"),
        pytest.param("成本指标", 1, "cost", id="cost first, as 101号 has it"),
        pytest.param("14-成本指标", 2, "cost_output", id="cost under output, as 88号 has it"),
        pytest.param("生态环境成本", 2, "ecological_cost", id="a level of 101号 only"),
        pytest.param("24-可持续影响", 2, "sustainable_impact", id="a level of 88号 only"),
        pytest.param("社会公众或服务对象满意度指标", 2, "service_satisfaction", id="an alias"),
        pytest.param("12-质量指标", 1, None, id="a level 2 word at level 1"),
        pytest.param("11-质量指标", 2, "quality", id="the name counts, not the code"),
        pytest.param("11-某某指标", 2, None, id="an unknown name with a known code"),
        pytest.param("", 1, None, id="blank"),
    ],
)  # fmt: skip
def test_classify(both: Taxonomy, text: str, level: int, key: str | None) -> None:
    found = classify(both, text, level)

    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("level1", "level2", "key"),
    [
        pytest.param("1-产出指标", "22-社会效益", "output", id="level 1 where it is readable"),
        pytest.param("12-质量指标", "12-质量指标", "output", id="else the parent of level 2"),
        pytest.param("某某", "", None, id="neither"),
    ],
)
def test_the_class_of_an_indicator(
    both: Taxonomy, level1: str, level2: str, key: str | None
) -> None:
    assert class_of(both, level1, level2) == key


def test_a_level_of_both_generations_is_one_of_none(both: Taxonomy) -> None:
    levels = {level.key: level for level in both.levels}

    assert len(levels) == len(both.levels)
    assert levels["output"].generation == ""
    assert levels["cost"].generation == "101"
    assert levels["sustainable_impact"].generation == "88"
    assert union([both]) is not both


def test_strict_asks_more_than_default() -> None:
    default = {rule.name: rule.severity.rank for rule in load().rules}
    strict = {rule.name: rule.severity.rank for rule in load(profile="strict").rules}

    assert strict["sum-off-by-rounding"] == 2
    assert all(strict[name] >= rank for name, rank in default.items())

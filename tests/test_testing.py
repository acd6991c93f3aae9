"""The public test kit: what a text or mapping becomes, and what examples tell."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import AuditError
from audit.filing import to_dict
from audit.rulebook.rule import Example
from audit.testing import (
    ExampleResult,
    filing,
    findings,
    found,
    indicators,
    plain_rulebook,
    run_example,
)

TWO = (
    "1、1-产出指标,11-数量指标,培训人数；实施周期指标值:≥50人,年度指标值:≥20人；"
    "3、2-效益指标,22-社会效益,群众安全感；实施周期指标值:提高,年度指标值:提高；"
)


def test_an_inline_text_is_one_project_with_both_targets() -> None:
    made = filing("1、1-产出指标,11-数量指标,培训人数；年度指标值:≥20人；")

    (project,) = made.projects
    (one,) = project.indicators or ()
    assert made.fields == {
        "indicators", "number", "category", "level1", "level2", "name", "cycle_target",
        "annual_target",
    }  # fmt: skip
    assert (one.cycle_target and one.cycle_target.text) == ""
    assert one.name
    assert one.name.text == "培训人数"
    assert (project.total, project.goal, made.year) == (None, None, None)


def test_indicators_of_a_text() -> None:
    assert [one.number and one.number.text for one in indicators(TWO)] == ["1", "3"]


@pytest.mark.parametrize(
    "given_as",
    [
        pytest.param({"projects": [{"name": "甲", "total": "1.00", "indicators": TWO}]}, id="as audit records prints it"),
        pytest.param({"项目": [{"项目名称": "甲", "总计": "1.00", "绩效指标": TWO}]}, id="in Chinese"),
        pytest.param({"project_name": "甲", "total": "1.00", "indicators": TWO}, id="one project alone"),
    ],
)  # fmt: skip
def test_a_mapping_in_either_language(given_as: Any) -> None:
    made = to_dict(filing(given_as))

    (project,) = made["projects"]
    assert (project["name"], project["total"], project["goal"]) == ("甲", "1.00", None)
    assert [one["name"] for one in project["indicators"]] == ["培训人数", "群众安全感"]


def test_what_the_form_has_is_blank_and_what_it_lacks_is_none() -> None:
    made = filing({"projects": [{"name": "甲", "goal": ""}, {"name": "乙", "total": "1"}]})

    first, second = made.projects
    assert first.goal
    assert first.goal.text == ""
    assert first.total
    assert first.total.text == ""
    assert second.goal
    assert (first.other, first.indicators) == (None, None)


def test_a_category_of_one_text_or_of_two() -> None:
    one, two = (
        (filing({"indicators": [given]}).projects[0].indicators or ())[0]
        for given in (
            {"category": "1-产出指标，12-质量指标"},
            {"一级指标": "1-产出指标", "二级指标": "12-质量指标"},
        )
    )

    for made, category in ((one, "1-产出指标，12-质量指标"), (two, "1-产出指标,12-质量指标")):
        assert made.category
        assert made.level1
        assert made.level2
        assert (made.category.text, made.level1.text, made.level2.text) == (
            category, "1-产出指标", "12-质量指标",
        )  # fmt: skip


def test_overrides_are_fields_of_the_filing() -> None:
    made = filing(TWO, year="2026", money_unit="万元")

    assert made.year
    assert made.year.text == "2026"
    assert made.projects[0].money_unit is made.money_unit


def test_a_misspelt_key_is_told_with_the_nearest() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        filing({"projects": [{"name": "甲", "goals": "乙"}]})

    (error,) = caught.value.exceptions
    assert isinstance(error, AuditError)
    assert (error.key, error.values["nearest"]) == ("unknown-key", "goal")


def test_a_text_without_an_indicator_is_told() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        filing("培训人数")

    assert [str(one) for one in caught.value.exceptions] == ["example-without-indicator"]


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


@given(st.lists(st.dictionaries(st.sampled_from(["name", "annual_target", "number"]), _TEXTS)))
def test_every_text_is_at_its_place(given_as: list[dict[str, str]]) -> None:
    """design.md section 4: every text that a rule can see knows where it stands."""
    made = filing({"projects": [{"indicators": list(given_as)}]})

    for one, texts in zip(made.projects[0].indicators or (), given_as, strict=True):
        for name, text in texts.items():
            field = getattr(one, name)
            ((cell, start, end),) = field.slices(0, len(text))
            assert cell.text[start:end] == text
            assert len(field.places_of(0, len(text))) == 1


def test_found_takes_a_rule_or_a_check() -> None:
    check = {"kind": "words", "in": ["年度指标值"], "words": ["提高"]}

    assert found(check, TWO) == [("annual_target", "提高")]
    assert found("number-gap", TWO) == [("number", "3")]


def test_a_check_that_is_wrong_is_told() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        found({"kind": "wrds"}, TWO)

    assert "unknown-kind" in [str(one) for one in caught.value.exceptions]


def test_a_rule_that_is_not_there() -> None:
    with pytest.raises(LookupError):
        findings("number-gaps", TWO)


# What an example tells: each way to be wrong, with a rule of which we know what it finds.


def run(example: Example) -> ExampleResult:
    book = plain_rulebook()
    rule = book.rule("number-gap")
    assert rule
    changed = replace(rule, examples=(example,))
    rules = tuple(changed if one is rule else one for one in book.rules)
    return run_example(replace(book, rules=rules), "number-gap", 1)


@pytest.mark.parametrize(
    ("example", "problem"),
    [
        pytest.param(Example("bad", TWO, ({"field": "number", "text": "3"},)), "", id="as expected"),
        pytest.param(Example("bad", TWO, ({"text": "3", "span": [0, 1], "indicator": "群众安全感", "project": "0"},)), "", id="all that can be said of it"),
        pytest.param(Example("bad", TWO, ({"text": "2"},)), "different", id="another text"),
        pytest.param(Example("bad", TWO, ({"text": "3", "severity": "error"},)), "different", id="another severity"),
        pytest.param(Example("bad", TWO, ({"text": "3"}, {"text": "3"})), "missing", id="too few"),
        pytest.param(Example("good", TWO), "noisy", id="a false alarm"),
        pytest.param(Example("unchecked", TWO.replace("3、", "2、")), "checked", id="checked after all"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_example(example: Example, problem: str) -> None:
    result = run(example)

    assert result.problem == problem
    assert result.passed == (not problem)
    assert result.id == f"number-gap-1-{example.sort}"

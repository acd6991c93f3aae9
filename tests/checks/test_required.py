"""The kind `required`: blank fields, hollow words, and classes that no indicator is of."""

from functools import cache
from typing import Any

import pytest

from audit.checks import required
from audit.checks.kind import CheckKind, Hit, Unchecked
from audit.rulebook.rule import Each
from audit.testing import filing, plain_rulebook

book = cache(plain_rulebook)

_: CheckKind = required


def _said(each: Each, options: dict[str, Any], project: dict[str, Any]) -> list[Hit | Unchecked]:
    made = filing({"projects": [project]})
    look = required.compile(each, options, book())
    records = {"filing": (made,), "project": made.projects}.get(each)
    if records is None:
        records = made.projects[0].indicators or ()
    return [one for record in records for one in look(record)]


def _missing(said: list[Hit | Unchecked]) -> list[str]:
    """The fields each finding is about, or "unchecked"."""
    return [
        " ".join([one.field, *(near.field for near in one.related)])
        if isinstance(one, Hit)
        else "unchecked"
        for one in said
    ]


TARGETS = {"in": ("annual_target", "cycle_target"), "blank_words": "unset-targets"}


@pytest.mark.parametrize(
    ("cycle", "annual", "missing"),
    [
        pytest.param("≥90%", "≥90%", [], id="both there"),
        pytest.param("", "≥90%", ["cycle_target"], id="one blank"),
        pytest.param("≥90%", " 　", ["annual_target"], id="spaces are blank"),
        pytest.param("", "", ["annual_target cycle_target"], id="both blank are one finding"),
        pytest.param("/", "≥90%", [], id="a stroke beside a target says: does not apply"),
        pytest.param("/", "——", ["annual_target cycle_target"], id="strokes alone say nothing"),
        pytest.param("待定", "待定。", ["annual_target cycle_target"], id="words that say nothing"),
        pytest.param("待定", "", ["annual_target cycle_target"], id="blank and a word"),
        pytest.param("≥", "≥90%", [], id="a sign is no blank"),
        pytest.param("无", "无", [], id="none may be an answer"),
        pytest.param(None, "", ["annual_target"], id="a form with one target"),
        pytest.param(None, "≥90%", [], id="what the form lacks is not asked for"),
    ],
)
def test_targets(cycle: str | None, annual: str, missing: list[str]) -> None:
    indicator = {"name": "合格率", "annual_target": annual}
    if cycle is not None:
        indicator["cycle_target"] = cycle

    assert _missing(_said("indicator", TARGETS, {"indicators": [indicator]})) == missing


def test_what_the_form_lacks_is_asked_for_where_the_rule_says_so() -> None:
    options = {"in": ("goal",), "absent": True}

    assert _missing(_said("project", {"in": ("goal",)}, {"name": "甲"})) == []
    assert _missing(_said("project", options, {"name": "甲"})) == ["goal"]


def test_a_blank_stands_at_no_span_and_a_word_at_its_own() -> None:
    options = {"in": ("goal",), "blank_words": "blank-texts"}
    (blank,) = _said("project", options, {"name": "甲", "goal": " "})
    (word,) = _said("project", options, {"name": "甲", "goal": "略"})

    assert isinstance(blank, Hit)
    assert isinstance(word, Hit)
    assert (blank.start, blank.text) == (None, "")
    assert (word.start, word.end, word.text) == (0, 1, None)


@pytest.mark.parametrize(
    ("indicators", "least", "missing"),
    [
        pytest.param([], 1, ["indicators"], id="none"),
        pytest.param([{"name": "甲"}], 1, [], id="one"),
        pytest.param([{"name": "甲"}], 2, ["indicators"], id="fewer than the rule asks for"),
    ],
)
def test_members(indicators: list[dict[str, str]], least: int, missing: list[str]) -> None:
    options = {"in": ("indicators",), "at_least": least}

    assert _missing(_said("project", options, {"name": "甲", "indicators": indicators})) == missing


@pytest.mark.parametrize(
    ("categories", "output", "benefit"),
    [
        pytest.param("1-产出指标,12-质量指标", [], ["indicators"], id="output only"),
        pytest.param("2-效益指标,22-社会效益", ["indicators"], [], id="benefit only"),
        pytest.param(
            "3-满意度指标,31-服务对象满意度", ["indicators"], [], id="satisfaction will do"
        ),
        pytest.param("2-效益指标,11-数量指标", ["indicators"], [], id="level 1 decides"),
        pytest.param("12-质量指标,12-质量指标", [], ["indicators"], id="level 1 not valid there"),
        pytest.param(",数量指标", [], ["indicators"], id="level 1 blank"),
        pytest.param("1-效益指标,11-数量指标", [], ["indicators"], id="level 1 contradicts itself"),
        pytest.param("成本指标,经济成本指标", ["indicators"], ["indicators"], id="cost is neither"),
        pytest.param("其他,其他", ["unchecked"], ["unchecked"], id="neither can be read"),
        pytest.param("其他,其他 1-产出指标,", [], ["unchecked"], id="another row satisfies it"),
        pytest.param(",", ["unchecked"], ["unchecked"], id="both blank"),
        pytest.param("", [], [], id="no indicators is another rule's business"),
    ],
)
def test_classes(categories: str, output: list[str], benefit: list[str]) -> None:
    rows = [one.split(",") for one in categories.split()]
    project = {"indicators": [{"level1": first, "level2": second} for first, second in rows]}

    assert _missing(_said("project", {"class": "output"}, project)) == output
    assert _missing(_said("project", {"one_of": ["效益指标", "3"]}, project)) == benefit


def test_a_form_without_categories_has_no_classes_to_miss() -> None:
    project = {"indicators": [{"name": "面积", "annual_target": "≥8平方米"}]}

    assert _said("project", {"class": "output"}, project) == []


def test_a_class_of_level_2() -> None:
    options = {"class": "quantity", "at_least": 2}
    rows = [{"level1": "产出指标", "level2": "数量指标"}, {"level1": "产出指标", "level2": "11"}]

    assert _missing(_said("project", options, {"indicators": rows})) == []
    assert _missing(_said("project", options, {"indicators": rows[:1]})) == ["indicators"]
    unread = [*rows[:1], {"level1": "产出指标", "level2": "其他"}]
    assert _missing(_said("project", options, {"indicators": unread})) == ["unchecked"]


def test_over_a_filing() -> None:
    options = {"in": ("department", "projects")}
    assert _said("filing", options, {"name": "甲"}) == []

    look = required.compile("filing", options, book())
    hits = list(look(filing({"department": "", "projects": []})))
    assert _missing(hits) == ["department projects"]
    assert isinstance(hits[0], Hit)
    assert hits[0].values["which"] == ("本表", "The form")

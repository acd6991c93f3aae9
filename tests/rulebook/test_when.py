"""`when`: three answers, and which part of a filing each operator asks."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.document import Cell, Fragment, Place
from audit.filing import Field, Filing, Indicator, Project
from audit.rulebook.book import Rulebook
from audit.rulebook.conditions import normalised
from audit.rulebook.load import NO_PROFILE, load
from audit.rulebook.marks import Faults, Source, of_value
from audit.rulebook.when import (
    Condition,
    Test,
    _joined,
    _negated,
    compile_when,
)

pytestmark = pytest.mark.usefixtures("small_pack")


@pytest.fixture(scope="module")
def book(small_pack: None) -> Rulebook:  # noqa: ARG001 -- it has to be there first
    return load(profile=NO_PROFILE)


def field(text: str) -> Field:
    place = Place(line=1, column=1)
    return Field.cut(Cell(text, (Fragment(0, len(text), place),), place), 0, len(text))


def answer(condition: Condition, **texts: str) -> bool | None:
    source = field("")
    made: dict[str, Any] = {name: field(text) for name, text in texts.items()}
    of_project = {name: made.pop(name) for name in ("total", "project_name") if name in made}
    of_filing = {name: made.pop(name) for name in ("year", "money_unit") if name in made}
    indicator = Indicator(0, 0, source, **made)
    project = Project(0, source, **of_project, indicators=(indicator,))
    filing = Filing(0, "inline", "project", frozenset(), source, projects=(project,), **of_filing)
    return condition.test(indicator, project, filing)


def compiled(when: dict[str, Any], book: Rulebook) -> Condition:
    faults = Faults()
    found = normalised(of_value(when, Source("when")), book.words, faults)
    faults.raise_any()
    condition = compile_when(found, book)
    assert condition is not None
    return condition


@pytest.mark.parametrize(
    ("when", "texts", "expected"),
    [
        pytest.param({"name": "安全感"}, {"name": "安 全感"}, True, id="a value, spaces aside"),
        pytest.param({"name": ["甲", "乙"]}, {"name": "乙"}, True, id="one of a list"),
        pytest.param({"name": {"not": "甲"}}, {"name": "甲"}, False, id="not a value"),
        pytest.param({"name": {"not": ["甲"]}}, {"name": "乙"}, True, id="not of a list"),
        pytest.param({"指标名称": {"not": {"ends_with": ["情况说明"]}}}, {"name": "情况说明"}, False, id="not an operator, a Chinese name"),
        pytest.param({"name": {"contains": "满意"}}, {"name": "群众满意度"}, True, id="contains"),
        pytest.param({"name": {"starts_with": ["甲", "乙"]}}, {"name": "乙方"}, True, id="starts with one of"),
        pytest.param({"name": {"matches": "^[0-9]+$"}}, {"name": "12"}, True, id="a pattern"),
        pytest.param({"name": {"missing": "true"}}, {"name": " "}, True, id="blank is missing"),
        pytest.param({"name": {"missing": "true"}}, {}, True, id="no such field is missing"),
        pytest.param({"name": {"missing": "false"}}, {}, False, id="no such field is not there"),
        pytest.param({"name": {"contains": "满意"}}, {}, False, id="no such field contains nothing"),
        pytest.param({"annual_target": {"above": "90"}}, {"annual_target": "≥95%"}, True, id="above a number"),
        pytest.param({"annual_target": {"above": "90%"}}, {"annual_target": "95人"}, False, id="above, in another unit class"),
        pytest.param({"annual_target": {"below": "90"}}, {"annual_target": ""}, False, id="nothing is not below"),
        pytest.param({"annual_target": {"above": "90"}}, {"annual_target": "诸事顺遂如意"}, None, id="what cannot be read is unknown"),
        pytest.param({"annual_target": {"not": {"above": "90"}}}, {"annual_target": "诸事顺遂如意"}, None, id="not unknown is unknown"),
        pytest.param({"annual_target.unit": "percent"}, {"annual_target": "≥95%"}, True, id="the class of a unit"),
        pytest.param({"annual_target.unit": "%"}, {"annual_target": "≥95%"}, True, id="a unit"),
        pytest.param({"annual_target.comparator": "≥"}, {"annual_target": "不低于95%"}, True, id="a sign in words"),
        pytest.param({"annual_target.has_number": "false"}, {"annual_target": "提高"}, True, id="no number"),
        pytest.param({"level1.class": "output"}, {"level1": "1-产出指标"}, True, id="the class of a level"),
        pytest.param({"level1.class": "output"}, {"level1": "9-某某"}, None, id="a level that no taxonomy has is unknown"),
        pytest.param({"level2.code": "12"}, {"level2": "12-质量指标"}, True, id="the code of a level"),
        pytest.param({"total": {"above": "100"}}, {"total": "100.01", "money_unit": "万元"}, True, id="an amount as shown"),
        pytest.param({"total": {"above": "100万元"}}, {"total": "1,000,001", "money_unit": "单位：元"}, True, id="an amount in another unit"),
        pytest.param({"total": {"above": "100"}}, {"total": "见附表", "money_unit": "万元"}, None, id="an amount that is none is unknown"),
        pytest.param({"year": {"above": "2014"}}, {"year": "2015"}, True, id="a year"),
        pytest.param({"any": [{"name": "甲"}, {"name": "乙"}]}, {"name": "乙"}, True, id="any"),
        pytest.param({"all": [{"name": "甲"}, {"year": "2015"}]}, {"name": "甲"}, False, id="all"),
        pytest.param({"not": {"name": "甲"}}, {"name": "甲"}, False, id="not above fields"),
        pytest.param({"any": [{"name": "甲"}, {"total": {"above": "1"}}]}, {"name": "甲", "total": "无法"}, True, id="true outweighs unknown in any"),
        pytest.param({"name": "乙", "total": {"above": "1"}}, {"name": "甲", "total": "无法"}, False, id="false outweighs unknown in all"),
    ],
)  # fmt: skip
def test_when(
    book: Rulebook, when: dict[str, Any], texts: dict[str, str], *, expected: bool | None
) -> None:
    assert answer(compiled(when, book), **texts) is expected


def test_a_condition_says_what_it_reads(book: Rulebook) -> None:
    own = compiled({"any": [{"name": "甲"}, {"not": {"annual_target.unit": "%"}}]}, book)
    other = compiled({"name": "甲", "total": {"above": "1"}}, book)

    assert own.reads == {"name", "annual_target"}
    assert other.reads == {"name", "total"}


_ANSWERS = st.sampled_from([True, False, None])


@given(st.lists(_ANSWERS, min_size=1, max_size=4))
def test_any_and_all_are_dual_under_not(answers: list[bool | None]) -> None:
    """Kleene's three-valued logic: not(any x) is all(not x)."""
    tests: list[Test] = [lambda *_, one=one: one for one in answers]
    some = _negated(_joined(tests, decisive=True))
    none = _joined([_negated(one) for one in tests], decisive=False)
    nothing: Any = None

    assert some(nothing, None, nothing) is none(nothing, None, nothing)


def test_a_word_list_decides(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "pack.yaml").write_text("name: 甲\nversion: '1'\nprefix: JIA\n", "utf-8")
    (tmp_path / "words" / "a.yaml").write_text("name: a\ntitle: 甲\nentries: [安全感]\n", "utf-8")
    book = load([tmp_path], NO_PROFILE)

    assert answer(compiled({"name": {"in_list": "a"}}, book), name="安全感") is True
    assert answer(compiled({"name": {"in_list": "a"}}, book), name="满意度") is False

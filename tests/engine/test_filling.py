"""Filled templates: what is empty leaves no space behind, what is hostile nothing at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.engine.filling import Template
from audit.finding import Text


@pytest.mark.parametrize(
    ("template", "values", "told"),
    [
        pytest.param("{sum} apart. {why}", {"sum": "1"}, "1 apart.", id="at the end"),
        pytest.param("{why} Sum {sum}", {"sum": "1"}, "Sum 1", id="at the beginning"),
        pytest.param("a {why} b", {}, "a b", id="between words"),
        pytest.param("a {why}, b", {}, "a, b", id="before a mark"),
        pytest.param("a {why} {more}", {}, "a", id="two of them"),
        pytest.param("a {why}{more}b", {}, "a b", id="before a word"),
        pytest.param("相差{sum}。{why}", {"sum": "1"}, "相差1。", id="without spaces"),
        pytest.param("100% of {sum} {why}", {"sum": "1"}, "100% of 1", id="a per cent sign"),
        pytest.param("“{why}” is empty", {}, "“” is empty", id="in quotes"),
        pytest.param("{sum} apart. {why}", {"sum": "1", "why": "Why."}, "1 apart. Why.", id="none"),
    ],
)
def test_an_empty_value_leaves_no_space(template: str, values: dict[str, str], told: str) -> None:
    assert Template(Text(template, template)).filled(values) == Text(told, told)


@given(st.text(), st.text())
def test_no_value_gets_a_control_character_in(first: str, second: str) -> None:
    told = Template(Text("a {first} {second}", "")).filled({"first": first, "second": second})

    assert told.zh.isprintable()
    assert "\0" not in told.zh

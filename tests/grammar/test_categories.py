"""Codes and names of one level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.grammar import categories


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        pytest.param("1-产出指标", "1", "产出指标", id="code and name"),
        pytest.param("12-质量指标", "12", "质量指标", id="two digits"),
        pytest.param("12质量指标", "12", "质量指标", id="no dash"),
        pytest.param("1－产出", "1", "产出", id="wide dash, short name"),
        pytest.param("１２—质量指标", "12", "质量指标", id="wide digits, long dash"),
        pytest.param(" 3-满意度指标", "3", "满意度指标", id="space before"),
        pytest.param("31 - 服务对象 满意度", "31", "服务对象满意度", id="spaces inside"),
        pytest.param("产\n出\n指\n标", "", "产出指标", id="one character a line"),
        pytest.param("12.质量指标", "12", "质量指标", id="a point for the dash"),
        pytest.param("12：质量指标", "12", "质量指标", id="a colon for the dash"),
        pytest.param("产出指标", "", "产出指标", id="no code"),
        pytest.param("-质量指标", "", "质量指标", id="code lost, dash left"),
        pytest.param("12", "12", "", id="no name"),
        pytest.param("12-", "12", "", id="name lost, dash left"),
        pytest.param("2-效益指标,", "2", "效益指标", id="a separator left behind"),
        pytest.param("一、产出指标", "", "产出指标", id="an item's number is no code"),
        pytest.param("（一）产出指标", "", "产出指标", id="nor in brackets"),
        pytest.param("产出指标（50分）", "", "产出指标", id="weight behind"),
        pytest.param("", "", "", id="empty"),
    ],
)
def test_code_and_name(text: str, code: str, name: str) -> None:
    assert categories.parse(text) == (code, name)


@pytest.mark.parametrize(
    ("one", "two", "alike"),
    [
        ("质量指标", "质量", True),
        ("12-质量指标", "质量", True),
        ("服务对象满意度指标", "31-服务对象满意度", True),
        ("质量 指标", "质量指标", True),
        ("质量指标", "数量指标", False),
        ("指标", "指标", True),
        ("指标", "", False),
    ],
)
def test_same_name(one: str, two: str, alike: bool) -> None:
    assert categories.same(one, two) is alike


@given(st.text(max_size=30))
def test_no_text_stops_the_reader(text: str) -> None:
    code, name = categories.parse(text)

    assert not code or code.isdecimal()
    assert categories.same(text, text)
    assert categories.parse(name).name == name or code

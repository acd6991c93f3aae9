"""Conditions on an indicator's name by word lists."""

import pytest

from audit.rulebook import names
from audit.testing import plain_rulebook


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        pytest.param("开展禁毒宣传", True, id="begins with a task"),
        pytest.param("全年开展禁毒宣传", False, id="not in the middle"),
        pytest.param("推进率", False, id="the word goes on"),
        pytest.param("疫情防控（%）", True, id="or ends with one, its unit aside"),
        pytest.param("开展宣传场次", False, id="unless it ends in a measure"),
        pytest.param("", False, id="no name"),
    ],
)
def test_the_beginning_or_the_end_of_a_name(name: str, *, holds: bool) -> None:
    spec = {
        "starts_with": ["task-verbs"],
        "ends_with": ["task-names"],
        "not": {"ends_with": ["measure-names"]},
    }

    assert names.compile(spec, plain_rulebook())(name) == holds

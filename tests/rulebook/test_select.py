"""Which rules `--select` and `--ignore` mean."""

from typing import Any

import pytest

from audit.errors import UsageError
from audit.finding import Severity
from audit.rulebook.book import Rulebook
from audit.rulebook.load import load
from audit.rulebook.select import choose, family_of, switched

pytestmark = pytest.mark.usefixtures("small_pack")


@pytest.fixture
def book(write: Any, wishes: Any) -> Rulebook:
    """gd/vague-wish (T001, form), gd/typo (W001, fixable, formerly 错字), gd/new (K001, preview)."""
    typo = wishes(
        ("name: vague-wish\ncode: T001", "name: typo\ncode: W001\nformerly: [错字]\nhead: form"),
        ("advice:", "fix: {replace: 愿, safety: safe}\nadvice:"),
        (
            "    finds: [{field: annual_target, text: 但愿}]",
            "    finds: [但愿]\n    becomes: {indicators: [{name: 群众安全感, annual_target: 愿}]}",
        ),
    )
    new = wishes(("name: vague-wish\ncode: T001", "name: new\ncode: K001\nstatus: preview"))
    vague = wishes(("severity:", "head: appropriateness\nseverity:"))
    files = {"typo.yaml": typo["wish.yaml"], "new.yaml": new["wish.yaml"]}
    return load([write(vague | files)])


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        pytest.param("", "", "typo vague-wish", id="what is on"),
        pytest.param("gd/typo", "", "typo", id="a name"),
        pytest.param("gd-T001", "", "vague-wish", id="a code"),
        pytest.param("gd/错字", "", "typo", id="a former name"),
        pytest.param("T", "", "vague-wish", id="a family's letter"),
        pytest.param("wording", "", "typo", id="a family's name"),
        pytest.param("适当性", "", "vague-wish", id="a head in Chinese"),
        pytest.param("appropriateness", "", "vague-wish", id="a head"),
        pytest.param("fixable", "", "typo", id="what can be mended"),
        pytest.param("gd", "", "typo vague-wish", id="a pack"),
        pytest.param("ALL", "", "typo vague-wish", id="all that is on"),
        pytest.param("K", "", "", id="a family does not switch on what is off"),
        pytest.param("gd/new", "", "new", id="a name does"),
        pytest.param("", "T", "typo", id="all but a family"),
        pytest.param("ALL", "gd/typo", "vague-wish", id="all but a name"),
        pytest.param("gd/typo", "W", "typo", id="a name is more exact than a family"),
        pytest.param("W", "gd/typo", "", id="and the other way round"),
        pytest.param("gd/typo", "gd/typo", "", id="of equally exact ones, the one that ignores"),
    ],
)
def test_choose(book: Rulebook, select: str, ignore: str, expected: str) -> None:
    chosen = choose(book, select.split(), ignore.split())

    assert sorted(rule.name.removeprefix("gd/") for rule in chosen.active()) == expected.split()


@pytest.mark.parametrize(
    ("selector", "nearest"),
    [("gd/typos", "gd/typo"), ("gd-T01", "gd-T001"), ("all", "ALL"), ("zzzz", "")],
)
def test_what_means_nothing_is_told_with_the_nearest(
    book: Rulebook, selector: str, nearest: str
) -> None:
    with pytest.raises(UsageError) as caught:
        choose(book, [], [selector])

    assert (caught.value.key, caught.value.values) == (
        "unknown-selector", {"name": selector, "nearest": nearest},
    )  # fmt: skip


def test_several_that_mean_nothing_are_told_together(book: Rulebook) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        choose(book, ["甲", "乙"])

    assert len(caught.value.exceptions) == 2


def test_switches_for_a_file(book: Rulebook) -> None:
    changed = switched(book, {"gd/typo": "off", "gd-T001": "info", "gd/new": "on"})

    rules = {rule.name: rule for rule in changed.rules}
    assert not rules["gd/typo"].enabled
    assert rules["gd/new"].enabled
    assert rules["gd/vague-wish"].severity == Severity.INFO
    assert rules["gd/vague-wish"].checks[0].severity == Severity.INFO


def test_the_family_of_a_rule(book: Rulebook) -> None:
    assert [family_of(rule) for rule in book.rules] == ["K", "T", "W"]

"""Every rule of the pack against its own examples, and all rules against all bad ones."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import pytest

from audit.engine import Engine, compile_rules
from audit.finding import Finding, Spot
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Example, Rule
from audit.testing import ExampleResult, findings_of, plain_rulebook, run_example

TOGETHER = {
    ("annual-exceeds-cycle", "quantity-without-unit"): "a unit does not make 1200 of 800 right",
    (
        "conflicting-targets",
        "vague-target",
    ): "falling and rising contradict, and neither is a measure",
    ("cost-exceeds-budget", "money-unit-cut"): "52万 is too much, and lacks its 元",
    ("missing-character", "typo"): "what may be a slip does not silence what is surer",
    ("mixed-width", "percent-for-count"): "how it is typed, and what it says",
    ("mixed-width", "range-unit"): "both widths, and a number without its unit",
    ("name-is-task", "unbalanced-brackets"): "a lost bracket makes a task no measure",
    ("same-name-unmeasured", "unstated-standard"): "it stands beside the target's own finding",
    ("same-name-unmeasured", "vague-target"): "it stands beside the target's own finding",
    ("typo", "vague-target"): "有所增肌, mended to 有所增加, is as vague as before",
}
"""Pairs of rules that may both fault the same words, and why neither should yield."""


@cache
def book() -> Rulebook:
    return plain_rulebook()


def examples() -> Iterator[tuple[Rule, int, Example]]:
    for rule in book().rules:
        for number, example in enumerate(rule.examples, 1):
            yield rule, number, example


def problem_of(result: ExampleResult) -> str:
    """What a rule's author needs to see."""
    if result.passed:
        return ""
    got = [(one.rule, one.spot.field, one.spot.text, one.message.zh) for one in result.got]
    example = result.example
    return "\n".join(
        (
            f"{result.rule.path}:{example.line}: {result.problem}",
            f"  given   {example.given}",
            f"  expects {example.finds} {example.becomes or ''}",
            f"  got     {got} {result.became or ''}",
        )
    )


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        pytest.param(rule.name, number, id=f"{rule.name}-{number}-{example.sort}")
        for rule, number, example in examples()
    ],
)
def test_example(rule: str, number: int) -> None:
    assert problem_of(run_example(book(), rule, number)) == ""


@cache
def whole_pack() -> Engine:
    """Rules that a reader meets without asking for them."""
    return compile_rules(book(), [rule.name for rule in book().rules if rule.status == "stable"])


def test_rules_that_fault_the_same_words_yield_or_are_accepted() -> None:
    """One fault, one finding: the more exact of two rules is named in `yields_to`."""
    found: dict[tuple[str, str], str] = {}
    for rule, number, example in examples():
        if example.sort == "bad":
            for left, right in _together(findings_of(whole_pack(), example.given)):
                found.setdefault((left, right), f"{rule.name}-{number}")

    assert {pair: where for pair, where in found.items() if pair not in TOGETHER} == {}
    assert [pair for pair in TOGETHER if pair not in found] == []


def _together(findings: list[Finding]) -> Iterator[tuple[str, str]]:
    for left, right in combinations(findings, 2):
        if left.rule != right.rule and _overlap(left.spot, right.spot):
            yield min(left.rule, right.rule), max(left.rule, right.rule)


def _overlap(left: Spot, right: Spot) -> bool:
    """Whether they share a source character, or both mean one field as a whole."""
    if "indicators" in (left.field, right.field):
        # Of a set each rule asks its own question.
        return False
    if left.span is None or right.span is None:
        same = (left.project, left.indicator, left.total_row, left.field)
        return same == (right.project, right.indicator, right.total_row, right.field)
    return any(
        (a.line, a.page) == (b.line, b.page)
        and (a.column or 0) < (b.end_column or 0)
        and (b.column or 0) < (a.end_column or 0)
        for a in left.places
        for b in right.places
    )


def test_every_file_is_named_after_its_rule() -> None:
    for rule in book().rules:
        assert rule.path.endswith(f"/{rule.name}.yaml")

r"""The public test kit: filings in few words, what a rule finds in them, rule examples run.

    from audit.testing import filing, found, run_examples

    found("number-gap", "1、…；\n3、…；")            # [("number", "3")]
    found({"kind": "words", "in": ["name"], "list": "typos"}, {"indicators": [{"name": "增肌"}]})

A filing is given as rules give their examples: a text in the inline grammar, or the mapping
that `audit records --format json` prints, keys in Chinese or English, all parts optional.
Each text that is given is a cell of its own, so that places and fixes point at it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from audit.engine import Engine, compile_rules
from audit.filing import Filing, Indicator
from audit.finding import Finding
from audit.plugins import Source
from audit.report import Coverage
from audit.rulebook import assembly, examples, load
from audit.rulebook.book import Rulebook
from audit.rulebook.marks import Faults, of_value
from audit.rulebook.marks import Source as Origin
from audit.rulebook.rule import Example, Rule
from audit.testing.expecting import fits
from audit.testing.making import Given, Making, comparable

Check = str | Mapping[str, object] | Sequence[Mapping[str, object]]
"""A rule's name, or a `check` as a rule file has it."""
Problem = Literal["", "missing", "noisy", "different", "checked", "becomes", "raised"]
"""What is wrong with an example: findings missing, too many, or other ones; something was
checked that should not be; the text after the fix; or a look raised."""


def filing(given: Given, **overrides: str) -> Filing:
    """The filing that a text or mapping describes; `overrides` are fields of the filing."""
    (found,) = Making(_normal(given)).filings(overrides)
    return found


def indicators(text: str) -> tuple[Indicator, ...]:
    """The indicators of an inline text."""
    return filing(text).projects[0].indicators or ()


def found(
    rule: Check,
    given: Given,
    *,
    rulebook: Rulebook | None = None,
    **overrides: str,
) -> list[tuple[str, str]]:
    """(field, text) of each finding of a rule, or of a `check` as a rule file has it."""
    return [
        (one.spot.field, one.spot.text)
        for one in findings(rule, given, rulebook=rulebook, **overrides)
    ]


def findings(
    rule: Check,
    given: Given,
    *,
    rulebook: Rulebook | None = None,
    **overrides: str,
) -> list[Finding]:
    """The findings of one rule, run alone, without profile or yields."""
    book = rulebook or plain_rulebook()
    known = _known(book, rule) if isinstance(rule, str) else assembly.rule_of_check(rule, book)
    made = Making(_normal(given))
    return _check(_alone(book, known), made.filings(overrides)).findings


def plain_rulebook() -> Rulebook:
    """The pack that ships, without a profile."""
    return load.load(profile=load.NO_PROFILE)


@dataclass(frozen=True, slots=True, eq=False)
class ExampleResult:
    rule: Rule
    number: int
    """Of the example in its rule, from 1."""
    example: Example
    problem: Problem
    got: tuple[Finding, ...] = ()
    became: Given | None = None
    """What the fix made of the example, where that is wrong."""

    @property
    def id(self) -> str:
        return f"{self.rule.name}-{self.number}-{self.example.sort}"

    @property
    def passed(self) -> bool:
        return not self.problem


def run_examples(
    rulebook: Rulebook | None = None, names: Iterable[str] | None = None
) -> Iterator[ExampleResult]:
    """Runs the examples of all rules, or of those named, each rule alone."""
    book = rulebook or plain_rulebook()
    rules = book.rules if names is None else [one for name in names if (one := book.rule(name))]
    for rule in rules:
        if not rule.examples:
            continue
        engine = _alone(book, rule)
        for number, example in enumerate(rule.examples, 1):
            yield _run(engine, rule, number, example)


def run_example(rulebook: Rulebook, name: str, number: int) -> ExampleResult:
    """Runs one example, `number` counted from 1. Raises LookupError where it is not there."""
    rule = _known(rulebook, name)
    return _run(_alone(rulebook, rule), rule, number, rule.examples[number - 1])


def findings_of(engine: Engine, given: Given) -> list[Finding]:
    """All findings of an engine in what an example gives."""
    return _checked(engine, given).findings


class _Checked(NamedTuple):
    findings: list[Finding]
    coverage: Sequence[Coverage]


def _known(book: Rulebook, name: str) -> Rule:
    known = book.rule(name)
    if known is None:
        raise LookupError(name)
    return known


def _alone(book: Rulebook, rule: Rule) -> Engine:
    rules = tuple(one for one in book.rules if one.name != rule.name)
    return compile_rules(replace(book, rules=(*rules, rule)), {rule.name})


def _normal(given: Given) -> Given:
    """The given with English keys. Raises an ExceptionGroup where it has unknown ones."""
    faults = Faults()
    value = examples.given(of_value(given, Origin("example")), faults)
    faults.raise_any()
    return value


def _run(engine: Engine, rule: Rule, number: int, example: Example) -> ExampleResult:
    checked = _checked(engine, example.given)
    own = [one for one in checked.findings if one.rule == rule.name]
    problem = _problem(rule, example, checked, own)
    became: Given | None = None
    if not problem and example.becomes is not None:
        made = Making(example.given)
        made.filings({})
        became = made.after([edit for one in own if one.fix for edit in one.fix.edits])
        if comparable(became) == comparable(example.becomes):
            became = None
        else:
            problem = "becomes"
    # What was raised is a finding of another rule: its message says it.
    got = checked.findings if problem == "raised" else own
    return ExampleResult(rule, number, example, problem, tuple(got), became)


def _problem(rule: Rule, example: Example, checked: _Checked, own: list[Finding]) -> Problem:
    if len(own) < len(checked.findings):
        return "raised"
    expected = example.finds or ()
    if len(own) != len(expected):
        return "missing" if len(own) < len(expected) else "noisy"
    if not all(map(fits, own, expected)):
        return "different"
    if example.sort == "unchecked":
        unchecked = any(one.not_checked for one in checked.coverage if one.rule == rule.name)
        return "" if unchecked else "checked"
    return ""


def _checked(engine: Engine, given: Given) -> _Checked:
    if isinstance(given, Mapping) and "document" in given:
        return _check_document(engine, given)
    form = given.get("format", "markdown") if isinstance(given, Mapping) else "markdown"
    return _check(engine, Making(given).filings({}), form)


def _check(engine: Engine, filings: Sequence[Filing], form: str = "markdown") -> _Checked:
    checked = engine.check(filings, form, "example")
    judged = engine.judge(checked.keyed)
    coverage = [*checked.coverage, *judged.coverage]
    return _Checked([*checked.findings, *judged.findings], coverage)


def _check_document(engine: Engine, given: Mapping[str, str]) -> _Checked:
    from audit import pipeline  # noqa: PLC0415 -- only an example that is a document is read

    report = pipeline.check_file(Source("example.md", given["document"].encode()), engine)
    if report.error:
        raise report.error
    return _Checked(list(report.findings), report.coverage)

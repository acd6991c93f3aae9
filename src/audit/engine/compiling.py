"""Rules to checks, once a process; and which rules are for which filings."""

import re
from collections.abc import Collection, Iterator
from typing import Literal

from audit import plugins
from audit.engine.filling import Template
from audit.engine.hits import Check
from audit.errors import RuleError
from audit.filing import INDICATOR_FIELDS, PROJECT_FIELDS, Filing
from audit.finding import Severity, Text
from audit.grammar.normal import fold
from audit.report import INTERNAL_ERROR
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Applies, CheckSpec, Rule
from audit.rulebook.when import Condition, compile_when

_YEAR = re.compile("(?:19|20)[0-9]{2}")

NEVER = Condition(lambda *_: False, frozenset())
"""Of a rule that is not for a filing: its units are counted, and not looked at."""


def checks_of(rules: Collection[Rule], rulebook: Rulebook) -> Iterator[Check]:
    """Raises RuleError where no kind of check has the name that a rule gives."""
    number = 0
    for slot, rule in enumerate(rules):
        for order, spec in enumerate(rule.checks):
            yield _check((number, slot, order), rule, spec, rulebook)
            number += 1


def chosen(rulebook: Rulebook, select: Collection[str] | None) -> list[Rule]:
    """The active rules, or those named, be they active or not; always the internal error."""
    rules = [
        rule for rule in rulebook.rules if (rule.enabled if select is None else rule.name in select)
    ]
    if all(rule.name != INTERNAL_ERROR for rule in rules):
        rules.append(rulebook.rule(INTERNAL_ERROR) or _INTERNAL)
    return rules


def is_for(applies: Applies, filing: Filing, document_format: str) -> bool:
    """Whether a rule is for such a filing. One without a year is in, whatever the years."""
    if applies.filings and filing.kind not in applies.filings:
        return False
    if applies.layouts and filing.layout not in applies.layouts:
        return False
    if document_format in applies.not_for:
        return False
    if applies.since is None and applies.until is None:
        return True
    found = _YEAR.search(fold(filing.year.text)) if filing.year else None
    year = int(found[0]) if found else None
    return year is None or (applies.since or year) <= year <= (applies.until or year)


def _check(numbers: tuple[int, int, int], rule: Rule, spec: CheckSpec, rulebook: Rulebook) -> Check:
    kind = plugins.registry().kind(spec.kind)
    if kind is None:
        raise RuleError("unknown-kind", path=rule.path, name=spec.kind)
    condition = compile_when(spec.when, rulebook)
    message, advice = Template(spec.message), Template(spec.advice)
    fix = Template(Text(spec.fix.template, "")) if spec.fix else None
    return Check(
        *numbers,
        rule,
        spec,
        kind.compile(spec.each, spec.options, rulebook),
        condition,
        _members(spec, condition),
        message,
        advice,
        fix,
        message.names | advice.names | (fix.names if fix else frozenset()),
    )


def _members(
    spec: CheckSpec, condition: Condition | None
) -> Literal["project", "indicator"] | None:
    """What a condition on a set leaves out: the deepest sort of member that it asks of."""
    if condition is None or spec.each in {"text", "indicator"}:
        return None
    if not condition.reads.isdisjoint(INDICATOR_FIELDS):
        return "indicator"
    # `money_unit` is the filing's, though projects have it, too.
    if spec.each != "project" and not condition.reads.isdisjoint(PROJECT_FIELDS):
        return "project"
    return None


_MESSAGE = Text("规则“{rule}”没有检查完：{error}。", "The rule “{rule}” did not finish: {error}.")
_ADVICE = Text(
    "这一处请人工核对，并把这条信息告诉规则的维护者。",
    "Check this place by hand, and tell the rule's maintainer what is said here.",
)
# A rulebook without the shipped pack has no such rule, and a crash must not be silent there.
_INTERNAL = Rule(
    name=INTERNAL_ERROR,
    code="S010",
    title=Text("检查没有完成", "A check did not finish"),
    severity=Severity.ERROR,
    status="stable",
    since="1.0",
    formerly=(),
    head="form",
    basis=(),
    applies=Applies(),
    checks=(
        CheckSpec(
            "reported", "filing", {"by": "engine"}, {}, Severity.ERROR, _MESSAGE, _ADVICE, None
        ),
    ),
    yields_to=(),
    fixable_by="system",
    fold=False,
    waivable=False,
    message=_MESSAGE,
    advice=_ADVICE,
    examples=(),
    pack="",
    path="",
)

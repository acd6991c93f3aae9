"""Which rules run: `--select` and `--ignore`, and what settings switch for some files.

A selector is a rule's name, code or former name, a family's letter or name (`T`,
`target`), a head (`appropriateness`, `适当性`), a pack's prefix (`gd`), `fixable` or `ALL`.
The more exact of two selectors wins, and of two equally exact ones the one that ignores:
`--select T --ignore vague-target` is all of T but this one. A rule that is off runs only
where it is selected by its name or code.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from audit.errors import UsageError
from audit.finding import Severity
from audit.nearest import nearest
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Head, Rule

FAMILIES: Mapping[str, str] = {
    "S": "structure",
    "N": "numbering",
    "C": "category",
    "T": "target",
    "W": "wording",
    "A": "amount",
    "R": "repetition",
    "K": "consistency",
}
"""The letter of our codes, and the folder."""
HEADS: Mapping[str, Head] = {
    "完整性": "completeness",
    "相关性": "relevance",
    "适当性": "appropriateness",
    "可行性": "feasibility",
    "规范性": "form",
}

_EXACT, _GROUP, _ALL, _NONE = 3, 2, 1, 0


def choose(rulebook: Rulebook, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Rulebook:
    """The rulebook with the rules switched on and off that the selectors mean.

    Raises UsageError for a selector that means nothing, or a group of them.
    """
    _check((*select, *ignore), rulebook)
    if not select and not ignore:
        return rulebook
    return replace(
        rulebook,
        rules=tuple(
            replace(rule, enabled=_is_on(rule, select, ignore, rulebook)) for rule in rulebook.rules
        ),
    )


def switched(rulebook: Rulebook, switches: Mapping[str, str]) -> Rulebook:
    """The rulebook with each rule named `off`, `on` or at a severity."""
    found = []
    for rule in rulebook.rules:
        setting = next((switches[name] for name in rule.names if name in switches), "")
        found.append(_switched(rule, setting) if setting else rule)
    return replace(rulebook, rules=tuple(found))


def family_of(rule: Rule) -> str:
    """The letter of its code, without a pack's prefix; "" where it has no such code."""
    letter = rule.code.rpartition("-")[2][:1]
    return letter if letter in FAMILIES else ""


def _switched(rule: Rule, setting: str) -> Rule:
    if setting not in list(Severity):
        return replace(rule, enabled=setting != "off")
    return rule.at(Severity(setting))


def _is_on(rule: Rule, select: Sequence[str], ignore: Sequence[str], rulebook: Rulebook) -> bool:
    wanted = max((_exactness(one, rule, rulebook) for one in select), default=_NONE)
    unwanted = max((_exactness(one, rule, rulebook) for one in ignore), default=_NONE)
    if not select:
        return rule.enabled and not unwanted
    return wanted > unwanted and (rule.enabled or wanted == _EXACT)


def _exactness(selector: str, rule: Rule, rulebook: Rulebook) -> int:
    if rulebook.rule(selector) is rule:
        return _EXACT
    if selector == "ALL":
        return _ALL
    return _GROUP if selector in _groups(rule) else _NONE


def _groups(rule: Rule) -> Iterator[str]:
    letter = family_of(rule)
    if letter:
        yield from (letter, FAMILIES[letter])
    yield rule.head
    yield from (zh for zh, head in HEADS.items() if head == rule.head)
    if any(check.fix for check in rule.checks):
        yield "fixable"
    if prefix := rule.name.rpartition("/")[0]:
        yield from (prefix, prefix.upper())


def _check(selectors: Iterable[str], rulebook: Rulebook) -> None:
    groups = {"ALL", "fixable", *FAMILIES, *FAMILIES.values(), *HEADS, *get_args(Head)}
    groups |= {one for rule in rulebook.rules for one in _groups(rule)}
    known = [
        *(name for rule in rulebook.rules for name in rule.names),
        *sorted(groups),
    ]
    errors = [
        UsageError("unknown-selector", name=one, nearest=nearest(one, known))
        for one in dict.fromkeys(selectors)
        if one not in known
    ]
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ExceptionGroup("selectors", errors)

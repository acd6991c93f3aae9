"""A rule as `audit rule --format json` prints it: the keys and order of a rule file.

What is kept between runs is another form: cache.py.
"""

from typing import Any

from audit.finding import Text
from audit.rulebook.rule import Basis, CheckSpec, Example, Rule
from audit.rulebook.select import family_of


def to_dict(rule: Rule) -> dict[str, Any]:
    """The rule for `--format json`, keys as a rule file has them."""
    return {
        "name": rule.name,
        "code": rule.code,
        "title": _both(rule.title),
        "family": family_of(rule),
        "head": rule.head,
        "severity": str(rule.severity),
        "status": rule.status,
        "since": rule.since,
        "changed": rule.changed or None,
        "formerly": list(rule.formerly),
        "enabled": rule.enabled,
        "basis": [_basis_to_dict(one) for one in rule.basis],
        "applies": rule.applies._asdict(),
        "check": [_check_to_dict(one) for one in rule.checks],
        "yields_to": [one._asdict() for one in rule.yields_to],
        "fixable_by": rule.fixable_by,
        "fold": rule.fold,
        "waivable": rule.waivable,
        "message": _both(rule.message),
        "advice": _both(rule.advice),
        "fix": safety_of(rule) or None,
        "examples": [_example_to_dict(one) for one in rule.examples],
        "pack": rule.pack,
        "path": rule.path,
    }


def safety_of(rule: Rule) -> str:
    """`safe`, `unsafe`, or "" where nothing is mended; the best of its checks."""
    found = [check.fix.safety for check in rule.checks if check.fix]
    return min(found, default="")


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.of("zh"), "en": text.of("en")}


def _basis_to_dict(basis: Basis) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in basis._asdict().items():
        if value:
            found[name] = _both(value) if isinstance(value, Text) else value
    return found


def _check_to_dict(check: CheckSpec) -> dict[str, Any]:
    options = {name: value for name, value in check.options.items() if name != "in"}
    return {
        "kind": check.kind,
        "each": check.each,
        "in": list(check.options.get("in", ())),
        "options": options,
        "when": dict(check.when),
        "severity": str(check.severity),
        "message": _both(check.message),
        "advice": _both(check.advice),
        "fix": check.fix._asdict() if check.fix else None,
    }


def _example_to_dict(example: Example) -> dict[str, Any]:
    found: dict[str, Any] = {example.sort: example.given}
    if example.finds is not None:
        found["finds"] = [dict(one) for one in example.finds]
    if example.becomes is not None:
        found["becomes"] = example.becomes
    return found

"""Profiles and settings: which rules are on, how severe, and with which options.

Both say it in the same way: `rules: {NAME: off | on | error | warning | info | {options}}`.
A profile also extends another and chooses the taxonomies that a form may follow. Settings
also amend word lists and accept words.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from audit.finding import Severity
from audit.rulebook.marks import Faults, Items, Map, Mark, Node, Scalar
from audit.rulebook.shape import TITLE, WORD, shaped
from audit.rulebook.telling import unknown_value

SETTING = {"anyOf": [{"enum": ["off", "on", "error", "warning", "info"]}, {"type": "object"}]}
RULES = {"type": "object", "additionalProperties": SETTING}
PROFILE_SCHEMA = {
    "title": "A profile of audit",
    "type": "object",
    "required": ["name", "title"],
    "properties": {
        "name": WORD,
        "title": TITLE,
        "extends": WORD,
        "taxonomy": {"anyOf": [{"const": "all"}, {"type": "array", "minItems": 1, "items": WORD}]},
        "rules": RULES,
    },
    "additionalProperties": False,
}


class Setting(NamedTuple):
    """One entry of `rules`: off, on, a severity, or options with or without a severity."""

    rule: str
    mark: Mark
    enabled: bool
    severity: Severity | None
    options: Map | None


class Profile(NamedTuple):
    name: str
    node: Map


def profile(node: Map, faults: Faults) -> Profile:
    shaped(node, PROFILE_SCHEMA, faults)
    return Profile(node.text("name"), node)


def chain(name: str, known: Mapping[str, Profile], mark: Mark, faults: Faults) -> list[Profile]:
    """The profile and those it extends, the farthest first."""
    found: list[Profile] = []
    wanted, at = name, mark
    while wanted:
        if wanted not in known:
            unknown_value(Scalar(wanted, at), sorted(known), "profile", faults, "unknown-profile")
            break
        if any(one.name == wanted for one in found):
            way = " → ".join([*(one.name for one in found), wanted])
            faults.add("profile-circle", at, way=way)
            break
        found.append(known[wanted])
        node = known[wanted].node
        at = (node.get("extends") or node).mark
        wanted = node.text("extends")
    return found[::-1]


def taxonomies(profiles: Sequence[Profile]) -> list[Scalar] | None:
    """The names that the last profile with a `taxonomy` chooses; None for all."""
    chosen = [one.node.entries["taxonomy"] for one in profiles if "taxonomy" in one.node.entries]
    if chosen and isinstance(last := chosen[-1], Items):
        return [item for item in last.items if isinstance(item, Scalar)]
    return None


def settings(node: Node | None) -> Iterator[Setting]:
    """The entries of a `rules` mapping, in order."""
    if not isinstance(node, Map):
        return
    for name, value in node.entries.items():
        mark = node.keys[name].mark
        if isinstance(value, Scalar):
            on = value.text != "off"
            yield Setting(name, mark, on, _severity(value.text), None)
        elif isinstance(value, Map):
            options = value.copy()
            options.entries.pop("severity", None)
            given = options if options.entries else None
            yield Setting(name, mark, True, _severity(value.text("severity")), given)  # noqa: FBT003 -- a field of a tuple


def _severity(text: str) -> Severity | None:
    return Severity(text) if text in list(Severity) else None


def check_severities(node: Node | None, faults: Faults) -> None:
    """A severity given beside options must be one."""
    for value in node.entries.values() if isinstance(node, Map) else ():
        severity = value.get("severity") if isinstance(value, Map) else None
        if severity is None:
            continue
        if not isinstance(severity, Scalar) or severity.text not in list(Severity):
            unknown_value(severity, [str(one) for one in Severity], "severity", faults)

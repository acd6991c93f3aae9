"""Profiles and settings: which rules are on, how severe, and with which options.

Both say it in the same way: `rules: {NAME: off | on | error | warning | info | {options}}`.
A profile also extends another and chooses the taxonomies that a form may follow. Settings
also amend word lists and accept words.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from audit.finding import Severity
from audit.rulebook.marks import Faults, Items, Map, Mark, Node, Scalar, Source, nearest, of_value
from audit.rulebook.shape import shaped, unknown_value

_WORD = {"type": "string", "minLength": 1}
SETTING = {"anyOf": [{"enum": ["off", "on", "error", "warning", "info"]}, {"type": "object"}]}
RULES = {"type": "object", "additionalProperties": SETTING}
PROFILE_SCHEMA = {
    "title": "A profile of audit",
    "type": "object",
    "required": ["name", "title"],
    "properties": {
        "name": _WORD,
        "title": {
            "anyOf": [
                _WORD,
                {
                    "type": "object",
                    "properties": {"zh": _WORD, "en": _WORD},
                    "additionalProperties": False,
                },
            ]
        },
        "extends": _WORD,
        "taxonomy": {"anyOf": [{"const": "all"}, {"type": "array", "minItems": 1, "items": _WORD}]},
        "rules": RULES,
    },
    "additionalProperties": False,
}


class RuleSettings(NamedTuple):
    """What the settings say to the rulebook, as nodes, so that a fault has its line."""

    rules: Map | None = None
    words: Map | None = None
    accept: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        rules: Mapping[str, Any] | None = None,
        words: Mapping[str, Any] | None = None,
        accept: Sequence[str] = (),
        origin: str = "",
    ) -> "RuleSettings":
        """From Python values; `origin` is what a fault names as its file."""
        source = Source(origin)
        nodes = [of_value(one, source) if one else None for one in (rules, words)]
        maps = [one if isinstance(one, Map) else None for one in nodes]
        return cls(maps[0], maps[1], tuple(accept))

    def key(self) -> list[Any]:
        """What a cache has to know of it."""
        return [
            self.rules.value() if self.rules else None,
            self.words.value() if self.words else None,
            list(self.accept),
        ]


NO_SETTINGS = RuleSettings()


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
    for one in reversed(profiles):
        match one.node.get("taxonomy"):
            case Items(items=items):
                return [item for item in items if isinstance(item, Scalar)]
            case Scalar():
                return None
    return None


def settings(node: Node | None) -> Iterator[Setting]:
    """The entries of a `rules` mapping, in order."""
    for name, value in node.entries.items() if isinstance(node, Map) else ():
        mark = node.keys[name].mark if isinstance(node, Map) else value.mark
        match value:
            case Scalar(text="off"):
                yield Setting(name, mark, enabled=False, severity=None, options=None)
            case Scalar(text=("error" | "warning" | "info") as severity):
                yield Setting(name, mark, True, Severity(severity), None)  # noqa: FBT003 -- a field
            case Map():
                options = value.copy()
                severity = options.text("severity")
                options.entries.pop("severity", None)
                known = Severity(severity) if severity in list(Severity) else None
                yield Setting(name, mark, True, known, options if options.entries else None)  # noqa: FBT003 -- a field
            case Scalar(text="on"):
                yield Setting(name, mark, enabled=True, severity=None, options=None)


def check_severities(node: Node | None, faults: Faults) -> None:
    """A severity given beside options must be one."""
    for value in node.entries.values() if isinstance(node, Map) else ():
        severity = value.get("severity") if isinstance(value, Map) else None
        if severity is None:
            continue
        if not isinstance(severity, Scalar) or severity.text not in list(Severity):
            unknown_value(severity, [str(one) for one in Severity], "severity", faults)


def resolve(name: str, known: Sequence[str], mark: Mark, faults: Faults) -> bool:
    """Whether a rule of that name is there; if not, `faults` tells with the nearest name."""
    if name in known:
        return True
    faults.add("unknown-rule", mark, name=name, nearest=nearest(name, known))
    return False

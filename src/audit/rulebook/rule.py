"""What a rule says, loaded and validated. Section 6 of the design is its specification."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from audit.finding import Safety, Severity, Text

Each = Literal["text", "indicator", "project", "filing", "corpus"]
Status = Literal["preview", "stable", "deprecated"]
Head = Literal["completeness", "relevance", "appropriateness", "feasibility", "form"]
"""完整性、相关性、适当性、可行性（财预〔2015〕88号的审核内容）, and 规范性."""


class Basis(NamedTuple):
    """Why something is a defect: a document, or a practice that a reviewer accepts."""

    practice: Text | None = None
    document: str = ""
    level: str = ""
    """law | normative | guidance | standard."""
    about: Text | None = None
    """What the document asks, in our words."""
    article: str = ""
    says: str = ""
    """A quotation; only with `seen`."""
    seen: str = ""
    """Where the text was read."""


class Applies(NamedTuple):
    """Which filings a rule is for. An empty tuple means all; a filing without a year is in."""

    filings: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    """Years, both included."""
    layouts: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    """Formats (reader names)."""


class Replace(NamedTuple):
    """`fix`: the template of what stands in the place of the hit's span."""

    template: str
    safety: Safety


class Yield(NamedTuple):
    """A rule that this one yields to where both see one fault."""

    rule: str
    on: Literal["text", "indicator", "project"] = "text"
    """`text`: where the source characters overlap."""


@dataclass(frozen=True, slots=True, eq=False)
class CheckSpec:
    """One entry of `check`: a kind, its options, and what overrides the rule's own."""

    kind: str
    each: Each
    options: Mapping[str, Any]
    """As the kind's OPTIONS has them, scalars converted; `in` holds field names in code."""
    when: Mapping[str, Any]
    """The rule's and the entry's own conditions, both of which must hold; see when.py."""
    severity: Severity
    message: Text
    advice: Text
    fix: Replace | None


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """`bad` with `finds`, `good`, or `unchecked`. `given` is a text or a mapping."""

    sort: Literal["bad", "good", "unchecked"]
    given: str | Mapping[str, Any]
    finds: tuple[Mapping[str, Any], ...] | None = None
    """Exactly these findings, in order: keys of a finding (field, text, project …)."""
    becomes: str | Mapping[str, Any] | None = None
    """`given` after the fix."""
    line: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    name: str
    code: str
    title: Text
    severity: Severity
    """The highest of its checks."""
    status: Status
    since: str
    formerly: tuple[str, ...]
    head: Head
    basis: tuple[Basis, ...]
    applies: Applies
    checks: tuple[CheckSpec, ...]
    yields_to: tuple[Yield, ...]
    fixable_by: Literal["filer", "unit", "system"]
    fold: bool
    waivable: bool
    message: Text
    advice: Text
    examples: tuple[Example, ...]
    pack: str
    path: str
    """Of its YAML file."""
    changed: str = ""
    """The version of its pack that last changed what it finds, like `since`."""
    enabled: bool = True
    """Off by profile or settings otherwise; preview rules are off by default."""

    def at(self, severity: Severity) -> "Rule":
        """The same rule, on, with all its checks at this severity."""
        checks = tuple(replace(one, severity=severity) for one in self.checks)
        return replace(self, enabled=True, severity=severity, checks=checks)

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called by: its name, its code, and what it was called before."""
        return self.name, self.code, *self.formerly

"""A whole run, as reporters get it: sorted, filtered and counted already."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from audit.document import Place, Problem
from audit.errors import AuditError
from audit.filing import Filing
from audit.finding import Finding, Text

INTERNAL_ERROR = "internal-error"
"""The rule under which a check that crashed is reported."""
UNRECOGNISED = "unrecognised-document"
"""The rule that finds files without a filing."""


class Coverage(NamedTuple):
    """What became of the units (records or texts) that one rule was given."""

    rule: str
    looked_at: int = 0
    found: int = 0
    """After merging and yielding."""
    not_applicable: int = 0
    not_checked: int = 0
    """A part that the rule needs could not be read."""
    yielded: int = 0

    def plus(self, other: "Coverage") -> "Coverage":
        return Coverage(self.rule, *map(sum, zip(self[1:], other[1:], strict=True)))


class Unclaimed(NamedTuple):
    """A block that no layout took: its place and first words."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class FileReport:
    """One input file, checked."""

    path: str
    """Empty in the last report of a run whose rules look across files: what they found."""
    sha256: str
    format: str
    filings: tuple[Filing, ...] = ()
    findings: tuple[Finding, ...] = ()
    """In document order."""
    coverage: tuple[Coverage, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    problems: tuple[Problem, ...] = ()
    encoding: str | None = None
    error: AuditError | None = None
    """Set where the file could not be read: then there are no filings and no findings."""
    named: bool = True
    """By the user, and not met in a folder or by a glob."""


class RuleInfo(NamedTuple):
    """What a reporter may say about a rule, without loading the rulebook."""

    name: str
    code: str
    title: Text
    severity: str
    head: str
    basis: tuple[Text, ...]
    advice: Text
    fold: bool
    fixable_by: str
    order: int


class RulebookInfo(NamedTuple):
    hash: str
    packs: tuple[str, ...]
    """`name version` each."""
    profile: str
    rules: Mapping[str, RuleInfo]


@dataclass(slots=True)
class Summary:
    """Counts of a run; grows as files arrive."""

    error: int = 0
    warning: int = 0
    info: int = 0
    waived: int = 0
    baseline: int = 0
    not_checked: int = 0
    files: int = 0
    filings: int = 0
    unrecognised: int = 0
    """Files read in which no layout found a filing."""
    unreadable: int = 0
    unclaimed: int = 0
    """Blocks that no layout took."""
    coverage: dict[str, Coverage] = field(default_factory=dict)

    def add(self, file: FileReport) -> None:
        self.files += bool(file.path)
        self.filings += len(file.filings)
        self.unclaimed += len(file.unclaimed)
        self.unreadable += file.error is not None
        self.unrecognised += bool(file.path) and file.error is None and not file.filings
        for finding in file.findings:
            count = str(finding.severity) if finding.state == "new" else finding.state
            setattr(self, count, getattr(self, count) + 1)
        self.add_coverage(file.coverage)

    def add_coverage(self, coverage: tuple[Coverage, ...]) -> None:
        for one in coverage:
            known = self.coverage.get(one.rule)
            self.coverage[one.rule] = known.plus(one) if known else one
            self.not_checked += one.not_checked

    def to_dict(self) -> dict[str, Any]:
        names = (
            "error", "warning", "info", "waived", "baseline", "not_checked",
            "files", "filings", "unrecognised", "unreadable", "unclaimed",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Run:
    """One run over all inputs. `files` can be walked once; `summary` is whole after that."""

    tool: tuple[str, str]
    """Name and version."""
    rulebook: RulebookInfo
    lang: str
    files: Iterator[FileReport]
    summary: Callable[[], Summary]
    options: Mapping[str, Any]
    """Of the reporter: show_all, color, width, statistics, verbose, quiet."""

"""A run summed up for people: causes by count, projects by money, what to look at first.

Files come one by one and are forgotten; what is kept is counts, the few projects that will
be shown, and the findings themselves only while they are few enough to be shown whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from audit.document import Problem
from audit.errors import AuditError
from audit.filing import Filing, Project, text_of
from audit.finding import Finding, ProjectRef, Severity, Spot, Text
from audit.grammar import amounts
from audit.report import FileReport, RuleInfo, Unclaimed

_NOTHING = Text("", "")
FEW = 40
"""Up to so many findings are shown one by one."""
WORST = 3
DEAREST = 5
_LONGEST_WORD = 10
# Words at fault from other fields (numbers, amounts) say nothing without their row.
_TELLING = frozenset(
    ("cycle_target", "annual_target", "name", "goal", "project_name", "text")
)  # fmt: skip

Key = tuple[int | None, int | None]
"""Filing and project of a file."""


@dataclass(slots=True)
class Block:
    """A project with its findings; without a project what concerns the whole form or file."""

    path: str
    filing: Filing | None
    project: Project | None
    ref: ProjectRef | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def money(self) -> Decimal | None:
        """In yuan where the unit is known, else as it stands."""
        return None if self.project is None else money_of(self.project)

    @property
    def badness(self) -> tuple[int, int, Decimal]:
        counts = Counter(finding.severity for finding in self.findings)
        return counts[Severity.ERROR], counts[Severity.WARNING], self.money or Decimal(0)


@dataclass(slots=True)
class Cause:
    """What one rule found in the run."""

    rule: RuleInfo
    severity: Severity = Severity.INFO
    findings: int = 0
    indicators: int = 0
    projects: int = 0
    money: Decimal = Decimal(0)
    words: Counter[str] = field(default_factory=Counter)
    advice: Text = _NOTHING
    """The first finding's, filled in."""

    @property
    def examples(self) -> list[str]:
        """The words at fault that are met most often."""
        return [word for word, _ in sorted(self.words.items(), key=lambda one: -one[1])[:3]]


@dataclass(slots=True)
class FileView:
    """One file of a run, for its line in the list of files."""

    path: str
    errors: int
    warnings: int
    infos: int
    projects: int
    filings: int
    error: AuditError | None
    named: bool
    notes: tuple[Problem, ...]
    unclaimed: tuple[Unclaimed, ...]


@dataclass(slots=True)
class Overview:
    rules: Mapping[str, RuleInfo]
    projects: int = 0
    indicators: int = 0
    money: Decimal = Decimal(0)
    in_yuan: bool = True
    """Whether every amount has a known unit."""
    departments: dict[str, None] = field(default_factory=dict)
    shown: int = 0
    """Findings that are not folded."""
    fixable: int = 0
    fixable_paths: set[str] = field(default_factory=set)
    unread: int = 0
    causes: dict[str, Cause] = field(default_factory=dict)
    folded: dict[str, Cause] = field(default_factory=dict)
    worst: list[Block] = field(default_factory=list)
    dearest: list[Block] = field(default_factory=list)
    files: list[FileView] = field(default_factory=list)
    blocks_with_findings: int = 0

    def add(self, file: FileReport) -> list[Block]:
        """Counts a file; its findings by project."""
        for filing in file.filings:
            self._add_filing(filing)
        found = [finding for finding in file.findings if finding.state == "new"]
        blocks = list(_blocks(file, (one for one in found if not one.fold)))
        for finding in found:
            if finding.fix is not None and finding.fix.safety == "safe":
                self.fixable += 1
                self.fixable_paths.add(finding.spot.path)
        self._add_causes(file, found)
        self.shown += sum(len(block.findings) for block in blocks)
        self._keep(blocks)
        counts = Counter(finding.severity for finding in found)
        if file.path:
            view = FileView(
                file.path,
                counts[Severity.ERROR],
                counts[Severity.WARNING],
                counts[Severity.INFO],
                sum(len(filing.projects) for filing in file.filings),
                len(file.filings),
                file.error,
                file.named,
                file.problems,
                file.unclaimed,
            )
            self.files.append(view)
        return blocks

    def sorted_causes(self) -> list[Cause]:
        """The gravest first, of equal ones the most frequent."""
        return _sorted(self.causes.values())

    def sorted_folded(self) -> list[Cause]:
        return _sorted(self.folded.values())

    def percent(self, money: Decimal) -> int:
        return int(money * 100 / self.money + Decimal("0.5")) if self.money else 0

    def _add_filing(self, filing: Filing) -> None:
        if filing.department is not None and filing.department.text:
            self.departments[filing.department.text] = None
        self.unread += len(filing.unread)
        self.projects += len(filing.projects)
        for project in filing.projects:
            self.indicators += len(project.indicators or ())
            money = money_of(project)
            if money is not None:
                self.money += money
                self.in_yuan = self.in_yuan and bool(_amount(project).unit)

    def _add_causes(self, file: FileReport, found: Sequence[Finding]) -> None:
        by_rule: dict[str, list[Finding]] = {}
        for finding in found:
            by_rule.setdefault(finding.rule, []).append(finding)
        for name, findings in by_rule.items():
            among = self.folded if findings[0].fold else self.causes
            first = Cause(_info(self.rules, findings[0]), advice=findings[0].advice)
            cause = among.setdefault(name, first)
            cause.findings += len(findings)
            cause.severity = max(
                cause.severity, *(one.severity for one in findings), key=lambda one: one.rank
            )
            projects = _projects(findings)
            cause.projects += len(projects)
            cause.indicators += len(_indicators(findings))
            cause.money += sum(
                (money_of(one) or Decimal(0) for one in _found(file, projects)), Decimal(0)
            )
            cause.words.update(_words(findings))

    def _keep(self, blocks: list[Block]) -> None:
        of_projects = [block for block in blocks if block.project is not None]
        self.blocks_with_findings += len(of_projects)
        self.worst = sorted(
            (*self.worst, *of_projects), key=lambda block: block.badness, reverse=True
        )[:WORST]
        grave = [block for block in of_projects if block.badness[:2] > (0, 0) and block.money]
        self.dearest = sorted(
            (*self.dearest, *grave), key=lambda block: block.money or Decimal(0), reverse=True
        )[:DEAREST]


def money_of(project: Project) -> Decimal | None:
    amount = _amount(project)
    return amounts.in_yuan(amount) if amount.unit else amount.value


def _amount(project: Project) -> amounts.Amount:
    unit = text_of(project.money_unit)
    return amounts.parse(text_of(project.total), unit)


def _blocks(file: FileReport, findings: Iterable[Finding]) -> Iterator[Block]:
    """The findings by project, in the order in which projects have their first finding."""
    found: dict[Key, Block] = {}
    for finding in findings:
        spot = finding.spot
        key = (spot.filing, spot.project.index if spot.project else None)
        if key not in found:
            filing = _filing(file, spot.filing)
            project = _project(filing, key[1])
            found[key] = Block(spot.path, filing, project, spot.project)
        found[key].findings.append(finding)
    yield from found.values()


def _filing(file: FileReport, index: int | None) -> Filing | None:
    return next((one for one in file.filings if one.index == index), None)


def _project(filing: Filing | None, index: int | None) -> Project | None:
    if filing is None:
        return None
    return next((one for one in filing.projects if one.index == index), None)


def _found(file: FileReport, keys: Iterable[Key]) -> Iterator[Project]:
    for filing, index in keys:
        if project := _project(_filing(file, filing), index):
            yield project


def _spots(findings: Iterable[Finding]) -> Iterator[Spot]:
    for finding in findings:
        yield finding.spot
        # A group is one finding: its other members have the same fault. A namesake or an
        # addend has none.
        yield from (one.spot for one in finding.related if one.role in {"first", "same", "other"})


def _projects(findings: Iterable[Finding]) -> set[Key]:
    return {(one.filing, one.project.index) for one in _spots(findings) if one.project}


def _indicators(findings: Iterable[Finding]) -> set[tuple[int | None, int, int]]:
    return {
        (spot.filing, spot.project.index, spot.indicator.index)
        for spot in (finding.spot for finding in findings)
        if spot.project and spot.indicator
    }


def _words(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        spot = finding.spot
        word = spot.text.strip()
        is_told = spot.field in _TELLING and len(word) <= _LONGEST_WORD
        # A mark alone would be lost among the commas of the list.
        if is_told and any(char.isalnum() for char in word):
            yield word


def _sorted(causes: Iterable[Cause]) -> list[Cause]:
    return sorted(causes, key=lambda one: (-one.severity.rank, -one.findings, one.rule.order))


def _info(rules: Mapping[str, RuleInfo], finding: Finding) -> RuleInfo:
    """What is known of the rule; a finding from elsewhere has only itself."""
    return rules.get(finding.rule) or RuleInfo(
        finding.rule, finding.code, finding.message, str(finding.severity), finding.head, (),
        finding.advice, finding.fold, finding.fixable_by, 0,
    )  # fmt: skip


def causes_of(block: Block, rules: Mapping[str, RuleInfo]) -> list[Cause]:
    """What the rules found in one project."""
    found: dict[str, Cause] = {}
    for finding in block.findings:
        cause = found.setdefault(finding.rule, Cause(_info(rules, finding)))
        cause.findings += 1
        cause.indicators += finding.spot.indicator is not None
        cause.severity = max(cause.severity, finding.severity, key=lambda one: one.rank)
    return _sorted(found.values())

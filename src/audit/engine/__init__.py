"""The loop: all checks over the filings of a document; hits merged, counted and stamped.

Rules become checks once a process. For each filing: which checks apply, what they see
(panel.py, which remembers), what of it is one fault of one rule (merging.py) or of several
(yielding.py), and at last the findings (stamping.py). Coverage is counted after both.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from audit import plugins
from audit.checks.kind import Entry
from audit.engine import merging
from audit.engine.compiling import NEVER, checks_of, chosen, is_for
from audit.engine.hits import Check, Found, Sight
from audit.engine.plan import Keyed, Plan
from audit.engine.stamping import Stamp, in_document_order, of_document, of_group
from audit.engine.tally import Tally
from audit.engine.yielding import Order
from audit.filing import Filing
from audit.finding import Finding
from audit.report import INTERNAL_ERROR, UNRECOGNISED, Coverage, RulebookInfo
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Rule
from audit.rulebook.select import switched


class Checked(NamedTuple):
    findings: tuple[Finding, ...]
    """In document order."""
    coverage: tuple[Coverage, ...]
    """One for each rule, in order of the rules."""
    keyed: tuple[Keyed, ...] = ()
    """For `Engine.judge`."""


def compile_rules(rulebook: Rulebook, select: Collection[str] | None = None) -> "Engine":
    """The checks of all active rules, or of the rules named, be they active or not."""
    rules = chosen(rulebook, select)
    return Engine(rules, tuple(checks_of(rules, rulebook)), rulebook)


class Engine:
    """Compiled rules. One serves a whole process, and remembers what it has seen."""

    def __init__(
        self, rules: Sequence[Rule], checks: tuple[Check, ...], rulebook: Rulebook
    ) -> None:
        self.rules = rules
        self._rulebook = rulebook
        self._switched: dict[frozenset[tuple[str, str]], Engine] = {}
        self._checks = checks
        self._internal = next(one for one in checks if one.rule.name == INTERNAL_ERROR)
        self._order = Order(rules)
        self._mixed = _at_several_levels(checks)
        self._plans: dict[tuple[frozenset[int], str], Plan] = {}

    def __reduce__(self) -> Any:
        # Compiled looks are functions: another process compiles the same rules again.
        return compile_rules, (self._rulebook, [rule.name for rule in self.rules])

    @property
    def info(self) -> RulebookInfo:
        return self._rulebook.info

    def switched(self, switches: Mapping[str, str]) -> "Engine":
        """The same engine with some rules `off`, `on` or at another severity."""
        if not switches:
            return self
        mark = frozenset(switches.items())
        if mark not in self._switched:
            mine = {rule.name for rule in self.rules}
            rules = (replace(one, enabled=one.name in mine) for one in self._rulebook.rules)
            book = switched(replace(self._rulebook, rules=tuple(rules)), switches)
            self._switched[mark] = compile_rules(book)
        return self._switched[mark]

    def check(
        self, filings: Iterable[Filing], document_format: str = "", path: str = "-"
    ) -> Checked:
        """All findings of one document's filings. What spans documents: `judge`."""
        tally = Tally(self.rules)
        findings: list[Finding] = []
        keyed: list[Keyed] = []
        for filing in filings:
            plan = self._plan(filing, document_format)
            stamp = Stamp(path, filing, writable=_has_writer(document_format))
            found = self._merged(list(plan.found(filing, tally)))
            silent = {id(one) for one in self._order.yielded(found)}
            for one in found:
                tally.add_hit(one.sight.check.slot, yielded=id(one) in silent)
            kept = [stamp.finding(one) for one in found if id(one) not in silent]
            findings += in_document_order(kept)
            keyed += plan.keyed(filing, stamp, tally)
        return Checked(tuple(findings), tally.coverage(), tuple(keyed))

    def judge(self, keyed: Iterable[Keyed]) -> Checked:
        """What corpus checks say once all filings of a run are keyed, in order."""
        tally = Tally(self.rules)
        by_name = {(check.rule.name, check.order): check for check in self._checks}
        groups: dict[tuple[str, int, str], list[Entry]] = defaultdict(list)
        for one in keyed:
            groups[one[:3]].append(one.entry)
        findings: list[Finding] = []
        told: set[tuple[int, int]] = set()
        for (rule, order, key), entries in groups.items():
            check = by_name.get((rule, order))
            if check is None:
                # A rule that is on for some files only has no say across all of them.
                continue
            for hit in check.look.judge(key, entries):
                mark = (check.slot, id(entries[hit.entry]))
                if mark not in told:
                    told.add(mark)
                    tally.add_hit(check.slot, yielded=False)
                    findings.append(of_group(check, hit, entries))
        return Checked(tuple(findings), tally.coverage())

    def unrecognised(self, path: str) -> Finding | None:
        """The finding about a file without a filing; None where the rule is off."""
        check = next((one for one in self._checks if one.rule.name == UNRECOGNISED), None)
        return None if check is None else of_document(check, path)

    def _plan(self, filing: Filing, document_format: str) -> Plan:
        applying = frozenset(
            slot
            for slot, rule in enumerate(self.rules)
            if is_for(rule.applies, filing, document_format)
        )
        known = self._plans.get((applying, filing.layout))
        if known is None:
            checks = [
                check if check.slot in applying else replace(check, condition=NEVER, members=None)
                for check in self._checks
            ]
            known = self._plans[applying, filing.layout] = Plan(checks, self._crash)
        return known

    def _merged(self, found: list[Found]) -> list[Found]:
        if self._mixed:
            found = list(merging.across_levels(found, self._mixed))
        return merging.of_shared_cells(found)

    def _crash(self, check: Check, error: Exception) -> Sight:
        values = {"rule": check.rule.name, "error": f"{type(error).__name__}: {error}"}
        return Sight(self._internal, None, "text", None, None, values, text="")


def _at_several_levels(checks: Iterable[Check]) -> frozenset[int]:
    """The rules that may see one record as such and as a member of a set, too."""
    sets = {check.slot for check in checks if check.spec.each in {"project", "filing"}}
    levels: dict[int, set[str]] = defaultdict(set)
    for check in checks:
        levels[check.slot].add(check.spec.each)
    return frozenset(slot for slot in sets if len(levels[slot]) > 1)


@cache
def _has_writer(document_format: str) -> bool:
    """Whether what is found in such a document can be mended there."""
    reader = plugins.registry().reader(document_format)
    return reader is None or bool(reader.writes)

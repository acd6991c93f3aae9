"""What looks at a filing: the checks that apply to its sort, by the level of records."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audit.checks.kind import Entry
from audit.engine.conditional import Case, one_unit
from audit.engine.hits import Check, Found
from audit.engine.level import LEVELS
from audit.engine.looking import Crash, sight_of
from audit.engine.panel import Panel
from audit.engine.stamping import Stamp
from audit.engine.tally import Tally
from audit.filing import Filing, Project, Record


class Keyed(NamedTuple):
    """What a corpus check keeps of a filing until all are read."""

    rule: str
    order: int
    """Which check of the rule's list."""
    key: str
    entry: Entry


class Plan:
    """The checks that apply to a sort of filing, by the level of records that they see."""

    def __init__(self, checks: Sequence[Check], crash: Crash) -> None:
        self._panels: dict[type[Record], list[Panel]] = {}
        for level in LEVELS:
            mine = [check for check in checks if level.has(check)]
            outside = {check.slot for check in mine if not level.remembers(check)}
            self._panels[level.record] = [
                Panel(some, level, crash, remembered=remembered)
                for remembered in (True, False)
                if (some := [one for one in mine if (one.slot not in outside) == remembered])
            ]
        self._corpus = [check for check in checks if check.spec.each == "corpus"]

    def found(self, filing: Filing, tally: Tally) -> Iterator[Found]:
        for record, project in _records(filing):
            for panel in self._panels[type(record)]:
                outcome = panel.outcome(record, project, filing)
                tally.add(outcome.units)
                for sight in outcome.sights:
                    yield Found(sight, record, project)

    def keyed(self, filing: Filing, stamp: Stamp, tally: Tally) -> Iterator[Keyed]:
        for check in self._corpus:
            case = Case(filing, None, filing)
            seen, unknown = case.remaining(check)
            holds = None if unknown else bool(check.members) or case.holds(check)
            tally.add((one_unit(check.slot, holds=holds),))
            for key, hit in check.look.key(seen) if holds is not False else ():
                found = Found(sight_of(check, hit, filing), filing, None)
                entry = Entry(stamp.spot(found), stamp.values(found) | dict(hit.values))
                yield Keyed(check.rule.name, check.order, key, entry)


def _records(filing: Filing) -> Iterator[tuple[Record, Project | None]]:
    """Each record with the project it belongs to."""
    yield filing, None
    for total in filing.totals:
        yield total, None
    for project in filing.projects:
        yield project, project
        for indicator in project.indicators or ():
            yield indicator, project

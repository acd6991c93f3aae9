"""All rules at one level of records, and what is remembered of what they say.

Rules without a condition, which are most of them, are looked at in one go; their units are
counted by which texts are there. The answer of all rules to an indicator is remembered by
its texts, so that most indicators cost one look-up.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from audit.conditional import Case, ConditionalRule
from audit.filing import Field, Filing, Project, Record
from audit.hits import Check, Found, Sight
from audit.level import Level
from audit.looking import NOTHING, Answer, Crash, Look, Texts
from audit.memo import MOST
from audit.merging import of_one_record
from audit.tally import Units


class Outcome(NamedTuple):
    """What all rules of a panel say of a record, without the record."""

    sights: tuple[Sight, ...]
    units: tuple[Units, ...]
    """One object for all outcomes that have equal ones."""


class Panel:
    """`remembered`: none of the checks asks anything but the record."""

    def __init__(
        self, checks: Sequence[Check], level: Level, crash: Crash, *, remembered: bool
    ) -> None:
        by_slot: dict[int, list[Check]] = defaultdict(list)
        for check in checks:
            by_slot[check.slot].append(check)
        self._level = level
        self._crash = crash
        plain = {
            slot: mine
            for slot, mine in by_slot.items()
            if all(check.condition is None for check in mine)
        }
        self._texts = Texts(checks, plain, crash)
        self._looks = [
            Look(check, level)
            for mine in plain.values()
            for check in mine
            if check.spec.each == level.each
        ]
        self._fields_of = {slot: _fields(mine, level) for slot, mine in plain.items()}
        read = {name for names in self._fields_of.values() for name in names}
        self._read = tuple(name for name in level.fields if name in read)
        self._get = level.getter(self._read)
        self._rules = [
            ConditionalRule(slot, mine, level, self._texts, crash)
            for slot, mine in by_slot.items()
            if slot not in plain
        ]
        self._remembered = remembered
        self._memo: dict[Hashable, Outcome] = {}
        self._units: dict[Hashable, tuple[Units, ...]] = {}

    def outcome(self, record: Record, project: Project | None, filing: Filing) -> Outcome:
        if not self._remembered:
            return self._outcome(Case(record, project, filing))
        key = self._level.texts(record)
        if (known := self._memo.get(key)) is None:
            if len(self._memo) >= MOST:
                self._memo.clear()
            known = self._memo[key] = self._outcome(Case(record, project, filing))
        return known

    def _outcome(self, case: Case) -> Outcome:
        sights: list[Sight] = []
        unchecked: list[int] = []
        presence = self._look_at_texts(self._get(case.record), sights, unchecked)
        self._look_at_record(case.record, sights, unchecked)
        further: list[Units] = []
        for rule in self._rules:
            found, units = rule.outcome(case)
            further.append(units)
            sights += found
        if len(sights) > 1:
            sights = list(_merged(sights, case))
        if self._remembered:
            sights = [self._lasting(sight) for sight in sights]
        mark = presence, tuple(unchecked), tuple(further)
        if (counts := self._units.get(mark)) is None:
            counts = self._units[mark] = (*self._plain_units(presence, unchecked), *further)
        return Outcome(tuple(sights), counts)

    def _look_at_texts(
        self, fields: Iterable[Field | None], sights: list[Sight], unchecked: list[int]
    ) -> tuple[bool, ...]:
        """What plain checks say of them; and which of them are a unit of this record."""
        presence: list[bool] = []
        for name, there in zip(self._read, fields, strict=True):
            # An inherited text is a unit once, at its first record.
            presence.append(there is not None and not there.inherited)
            if there is not None:
                found = self._texts.answers(name, there.text)
                sights += found.plain
                unchecked += found.crashed if presence[-1] else ()
        return tuple(presence)

    def _look_at_record(self, record: Record, sights: list[Sight], unchecked: list[int]) -> None:
        missed: list[int] = []
        for look in self._looks:
            try:
                answer = look.answer(record)
            except Exception as error:  # noqa: BLE001 -- a look that raises is a finding: design, 8
                answer = Answer((self._crash(look.check, error),), unchecked=True)
            if answer is not NOTHING:
                sights += answer.sights
                if answer.unchecked:
                    missed.append(look.check.slot)
        if missed:
            # A rule that faults something has looked, whatever else it could not read.
            faulted = {sight.check.slot for sight in sights}
            unchecked += sorted(set(missed) - faulted)

    def _plain_units(self, presence: tuple[bool, ...], unchecked: list[int]) -> Iterator[Units]:
        there = {name for name, is_there in zip(self._read, presence, strict=True) if is_there}
        looking = {look.check.slot for look in self._looks}
        for slot, names in self._fields_of.items():
            count = sum(name in there for name in names) + (slot in looking)
            missed = unchecked.count(slot)
            yield Units(slot, looked_at=count - missed, not_checked=missed)

    def _lasting(self, sight: Sight) -> Sight:
        """A copy for this outcome; its message lasts if nothing outside the record is in it."""
        outside = sight.check.names - {*self._level.fields, "text"} - sight.values.keys()
        return replace(sight, lasting=not outside)


def _fields(checks: list[Check], level: Level) -> tuple[str, ...]:
    """The fields of this level that any of the checks reads."""
    return tuple(name for name in level.fields if any(name in check.fields for check in checks))


def _merged(sights: list[Sight], case: Case) -> Iterator[Sight]:
    """The sights of each rule, at the record and at its members, merged for each of them."""
    by_record: dict[tuple[int, int], list[Found]] = defaultdict(list)
    for sight in sights:
        found = Found(sight, case.record, case.project)
        by_record[sight.check.slot, id(found.record)].append(found)
    for several in by_record.values():
        for one in of_one_record(several):
            ties = tuple(tie._replace(at=one.sight.at) for _, tie in one.related)
            yield replace(one.sight, ties=(*one.sight.ties, *ties)) if ties else one.sight

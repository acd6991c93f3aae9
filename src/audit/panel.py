"""All rules at one level of records, and what is remembered of what they say.

Rules without a condition, which are most of them, are looked at in one go; their units are
counted by which texts are there. The answer of all rules to an indicator is remembered by
its texts, so that most indicators cost one look-up. Of the others most have a name that no
other has, and all else of them is common: what does not depend on the name is remembered
without it, and only the looks that read the name are asked.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple, TypeVar

from audit.conditional import Case, ConditionalRule
from audit.filing import Filing, Project, Record, field_of
from audit.hits import Check, Found, Sight
from audit.level import VARYING, Level
from audit.looking import NOTHING, Answer, Crash, Look, Texts
from audit.memo import MOST
from audit.merging import of_one_record
from audit.tally import Units
from audit.watching import Step, watched

_T = TypeVar("_T")


class Outcome(NamedTuple):
    """What all rules of a panel say of a record, without the record."""

    sights: tuple[Sight, ...]
    units: tuple[Units, ...]
    """One object for all outcomes that have equal ones."""


class _Said(NamedTuple):
    """What plain checks say."""

    sights: list[Sight]
    missed: list[int]
    """The slots of rules that could not read something, once for each unit."""
    there: list[str]
    """The names of the texts that are units."""

    def add(self, slot: int, answer: Answer) -> None:
        self.sights.extend(answer.sights)
        if answer.unchecked:
            self.missed.append(slot)


class _Steady(NamedTuple):
    """What plain checks say of an indicator whatever its name, and what is left to ask."""

    said: _Said
    names: list[str]
    looks: list[Look]


class Panel:
    """`remembered`: none of the checks asks anything but the record."""

    def __init__(
        self, checks: Sequence[Check], level: Level, crash: Crash, *, remembered: bool
    ) -> None:
        by_slot: dict[int, list[Check]] = defaultdict(list)
        for check in checks:
            by_slot[check.slot].append(check)
        self._level = level
        self._own = {*level.fields, "text"}
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
        self._rules = [
            ConditionalRule(slot, mine, level, self._texts, crash)
            for slot, mine in by_slot.items()
            if slot not in plain
        ]
        self._remembered = remembered
        self._memo: dict[Hashable, Outcome] = {}
        self._steady: dict[Hashable, _Steady] = {}
        self._units: dict[Hashable, tuple[Units, ...]] = {}

    def outcome(self, record: Record, project: Project | None, filing: Filing) -> Outcome:
        if not self._remembered:
            said = self._said(record, self._read, self._looks)
            return self._outcome(said, Case(record, project, filing))
        key = self._level.texts(record)
        if (known := self._memo.get(key)) is None:
            said = self._said_steadily(record)
            known = self._outcome(said, Case(record, project, filing))
            known = known._replace(sights=tuple(map(self._lasting, known.sights)))
            _keep(self._memo, key, known)
        return known

    def _outcome(self, said: "_Said", case: Case) -> Outcome:
        sights, missed, there = said
        further: list[Units] = []
        for rule in self._rules:
            found, units = rule.outcome(case)
            further.append(units)
            sights += found
        # A rule that faults something has looked, whatever else it could not read.
        unchecked = [slot for slot in missed if all(one.check.slot != slot for one in sights)]
        if len(sights) > 1:
            sights = list(_merged(sights, case))
        mark = tuple(there), tuple(unchecked), tuple(further)
        if (counts := self._units.get(mark)) is None:
            counts = self._units[mark] = (*self._plain_units(there, unchecked), *further)
        return Outcome(tuple(sights), counts)

    def _said(self, record: Record, names: Iterable[str], looks: Iterable[Look]) -> "_Said":
        """What plain checks say of these texts of a record, and of the record."""
        said = _Said([], [], [])
        for name in names:
            there = field_of(record, name)
            if there is None:
                continue
            found = self._texts.answers(name, there.text)
            said.sights.extend(found.plain)
            # An inherited text is a unit once, at its first record.
            if not there.inherited:
                said.there.append(name)
                said.missed.extend(found.crashed)
        for look in looks:
            try:
                answer = look.answer(record)
            except Exception as error:  # noqa: BLE001 -- a look that raises is a finding: design, 8
                answer = Answer((self._crash(look.check, error),), unchecked=True)
            if answer is not NOTHING:
                said.add(look.check.slot, answer)
        return said

    def _said_steadily(self, record: Record) -> "_Said":
        """The same, where all that does not vary with the name is remembered without it."""
        key = self._level.steady(record)
        if (known := self._steady.get(key)) is None:
            known = self._new_steady(record)
            _keep(self._steady, key, known)
        sights, missed, there = self._said(record, known.names, known.looks)
        said = known.said
        return _Said(said.sights + sights, said.missed + missed, said.there + there)

    def _new_steady(self, record: Record) -> "_Steady":
        steady = {name for name in self._level.fields if name not in VARYING}
        said = self._said(record, [name for name in self._read if name in steady], ())
        looks = []
        for look in self._looks:
            path: dict[Step, None] = {}
            answer = None
            with suppress(Exception):  # it is asked again, as one that varies
                answer = look.at(record, watched(record, path))
            if answer is None or any(step.name not in steady for step in path):
                looks.append(look)
            else:
                said.add(look.check.slot, answer)
        return _Steady(said, [name for name in self._read if name not in steady], looks)

    def _plain_units(self, there: list[str], unchecked: list[int]) -> Iterator[Units]:
        looking = {look.check.slot for look in self._looks}
        for slot, names in self._fields_of.items():
            count = sum(name in there for name in names) + (slot in looking)
            missed = unchecked.count(slot)
            yield Units(slot, looked_at=count - missed, not_checked=missed)

    def _lasting(self, sight: Sight) -> Sight:
        """A copy for this outcome; its message lasts if nothing outside the record is in it."""
        outside = sight.check.names - self._own
        return sight.remembered(lasting=outside <= sight.values.keys())


def _keep(memo: dict[Hashable, _T], key: Hashable, value: _T) -> None:
    if len(memo) >= MOST:
        memo.clear()
    memo[key] = value


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

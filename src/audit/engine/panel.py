"""All rules at one level of records, and what is remembered of what they say.

Rules without a condition, which are most of them, are looked at in one go; their units are
counted by which texts are there. The answer of all rules to an indicator is remembered by
its texts, so that most indicators cost one look-up. Of the others most have a name that no
other has, and all else of them is common: what does not depend on the name is remembered
without it, and only the looks that read the name are asked.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from audit.engine.conditional import Case, ConditionalRule
from audit.engine.hits import Check, Found, Sight
from audit.engine.level import VARYING, Level
from audit.engine.looking import NOTHING, Answer, Crash, Look, Texts
from audit.engine.memo import MOST
from audit.engine.merging import of_one_record
from audit.engine.search import WORTH_A_SEARCH
from audit.engine.tally import Units
from audit.engine.watching import Step, watched
from audit.filing import Filing, Project, Record, field_of

_T = TypeVar("_T")


class Outcome(NamedTuple):
    """What all rules of a panel say of a record, without the record."""

    sights: tuple[Sight, ...]
    units: tuple[Units, ...]
    """One object for all outcomes that have equal ones."""


class _Said(NamedTuple):
    """What some checks say of a record, and what became of their units."""

    sights: list[Sight]
    there: list[str]
    """The names of the texts that are units of plain rules."""
    crashed: list[int]
    """The slots of rules for which such a unit was lost, once for each."""
    unread: list[int]
    """The slots of rules that could not read a part of the record."""
    further: list[Units]
    """Of the rules with conditions."""

    def add(self, slot: int, answer: Answer) -> None:
        self.sights.extend(answer.sights)
        if answer.unchecked:
            self.unread.append(slot)

    def plus(self, other: "_Said") -> "_Said":
        return _Said(
            self.sights + other.sights,
            self.there + other.there,
            self.crashed + other.crashed,
            self.unread + other.unread,
            self.further + other.further,
        )


class _Asked(NamedTuple):
    """Who is asked about a record."""

    names: Sequence[str]
    """The texts that plain checks read."""
    looks: Sequence[Look]
    rules: Sequence[ConditionalRule]


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
        rules = [
            ConditionalRule(slot, mine, level, self._texts, crash)
            for slot, mine in by_slot.items()
            if slot not in plain
        ]
        names = [name for name in level.fields if name in read]
        self._all = _Asked(names, self._looks, rules)
        self._remembered = remembered
        self._new = 0
        self._memo: dict[Hashable, Outcome] = {}
        self._steady: dict[Hashable, tuple[_Said, _Asked]] = {}
        self._units: dict[Hashable, tuple[Units, ...]] = {}

    def outcome(self, record: Record, project: Project | None, filing: Filing) -> Outcome:
        if not self._remembered:
            case = Case(record, project, filing)
            return self._outcome(self._said(case, self._all), case)
        key = self._level.texts(record)
        if (known := self._memo.get(key)) is None:
            case = Case(record, project, filing)
            self._new += 1
            # Finding out what varies is worth it for many indicators only.
            many = self._new > WORTH_A_SEARCH
            said = self._said_steadily(case) if many else self._said(case, self._all)
            known = self._outcome(said, case)
            known = known._replace(sights=tuple(map(self._lasting, known.sights)))
            _keep(self._memo, key, known)
        return known

    def _outcome(self, said: _Said, case: Case) -> Outcome:
        sights, there, crashed, unread, further = said
        if unread:
            # A rule that faults something has looked, whatever else it could not read.
            faulted = {sight.check.slot for sight in sights}
            unread = sorted(set(unread) - faulted)
        if len(sights) > 1:
            sights = list(_merged(sights, case))
        missed = [*crashed, *unread]
        mark = tuple(there), tuple(missed), tuple(further)
        if (counts := self._units.get(mark)) is None:
            counts = self._units[mark] = (*self._plain_units(there, missed), *further)
        return Outcome(tuple(sights), counts)

    def _said(self, case: Case, asked: _Asked) -> _Said:
        said = _Said([], [], [], [], [])
        for name in asked.names:
            there = field_of(case.record, name)
            if there is None:
                continue
            found = self._texts.answers(name, there.text)
            said.sights.extend(found.plain)
            # An inherited text is a unit once, at its first record.
            if not there.inherited:
                said.there.append(name)
                said.crashed.extend(found.crashed)
        for look in asked.looks:
            try:
                answer = look.answer(case.record)
            except Exception as error:  # noqa: BLE001 -- a look that raises is a finding: design, 8
                answer = Answer((self._crash(look.check, error),), unchecked=True)
            if answer is not NOTHING:
                said.add(look.check.slot, answer)
        for rule in asked.rules:
            sights, units = rule.outcome(case)
            said.sights.extend(sights)
            said.further.append(units)
        return said

    def _said_steadily(self, case: Case) -> _Said:
        """The same of all, where what does not vary with the name is remembered without it."""
        key = self._level.steady(case.record)
        if (known := self._steady.get(key)) is None:
            known = self._parted(case)
            _keep(self._steady, key, known)
        steady, varying = known
        return steady.plus(self._said(case, varying))

    def _parted(self, case: Case) -> tuple[_Said, _Asked]:
        """What is said whatever the name, and who is to be asked about each name."""
        steady = [name for name in self._all.names if name not in VARYING]
        said = self._said(case, _Asked(steady, (), ()))
        varying = _Asked([name for name in self._all.names if name in VARYING], [], [])
        looks, rules = [], []
        for look in self._all.looks:
            found = self._tried(case, _Asked((), [look], ()))
            if found is None:
                looks.append(look)
            else:
                said = said.plus(found)
        for rule in self._all.rules:
            found = self._tried(case, _Asked((), (), [rule]))
            if found is None:
                rules.append(rule)
            else:
                said = said.plus(found)
        return said, varying._replace(looks=looks, rules=rules)

    def _tried(self, case: Case, asked: _Asked) -> _Said | None:
        """What they say, None where they have read what varies."""
        path: dict[Step, None] = {}
        said = self._said(Case(watched(case.record, path), case.project, case.filing), asked)
        steady = all(name in self._own and name not in VARYING for _, name in path)
        return said if steady else None

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

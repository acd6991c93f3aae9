"""The looks of all rules at one level of records, and what is remembered of them.

Two memos, both bounded. A text kind is pure in the text: one memo for each field maps a
text to what every rule that reads the field says of it. The other looks are pure in what
they read of a record (watching.py): each has a memo, and a panel one of its own for the
answers of all its rules together, so that most records cost one look-up.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from audit.checks.kind import Hit, Near
from audit.filing import (
    INDICATOR_FIELDS,
    PROJECT_FIELDS,
    TOTAL_FIELDS,
    Field,
    Filing,
    Indicator,
    Project,
    Record,
    Total,
    field_of,
)
from audit.hits import Check, Found, Sight, Tie
from audit.memo import Memo
from audit.merging import of_one_record
from audit.rulebook.rule import Each
from audit.tally import Units
from audit.watching import unwatched

MOST = 200_000
"""Entries of a memo. A full one is emptied: what is frequent comes back at once."""


class Level(NamedTuple):
    """A sort of record, what is asked of it as a whole, and its texts."""

    record: type[Record]
    each: Each | None
    fields: tuple[str, ...]
    get: Callable[[Any], tuple[Field | None, ...]]

    def has(self, check: Check) -> bool:
        return check.spec.each == self.each or not set(self.fields).isdisjoint(check.fields)

    def texts(self, record: Record) -> Hashable:
        """All its texts. An inherited one is another one: it is counted differently."""
        return tuple(
            [
                there if there is None else (there.text,) if there.inherited else there.text
                for there in self.get(record)
            ]
        )

    def remembers(self, check: Check) -> bool:
        """Whether its answers are the indicator's alone, and few enough to be kept."""
        asks = check.condition.reads if check.condition else frozenset()
        return self.record is Indicator and asks <= set(self.fields)


def _level(record: type[Record], each: Each | None, fields: tuple[str, ...]) -> Level:
    return Level(record, each, fields, attrgetter(*fields))


LEVELS = (
    _level(Filing, "filing", ("department", "year", "money_unit", "text")),
    _level(Total, None, TOTAL_FIELDS),
    _level(Project, "project", tuple(name for name in PROJECT_FIELDS if name != "indicators")),
    _level(Indicator, "indicator", INDICATOR_FIELDS),
)


class Outcome(NamedTuple):
    """What all rules of a panel say of a record, without the record."""

    sights: tuple[Sight, ...]
    units: tuple[Units, ...]
    """One object for all outcomes that have equal ones."""


class Answer(NamedTuple):
    """What one look says."""

    sights: tuple[Sight, ...]
    unchecked: bool = False

    def is_unchecked(self, slot: int) -> bool:
        """Whether the rule could not judge: it faults nothing, and something was unreadable."""
        return self.unchecked and not any(sight.check.slot == slot for sight in self.sights)


_NOTHING = Answer(())


Crash = Callable[[Check, Exception], Sight]
"""What takes the place of an answer where a look raises."""


class Texts:
    """The looks at texts: for each field, what every check that reads it says of a text."""

    def __init__(self, checks: Iterable[Check], crash: Crash) -> None:
        self._crash = crash
        self._checks: dict[str, list[Check]] = defaultdict(list)
        self._memo: dict[str, dict[str, Mapping[int, Answer]]] = defaultdict(dict)
        for check in checks:
            for name in check.fields:
                self._checks[name].append(check)

    def answers(self, name: str, text: str) -> Mapping[int, Answer]:
        """By the number of the check; those that say nothing are left out."""
        memo = self._memo[name]
        if (known := memo.get(text)) is None:
            answers = (
                (check.number, self._answer(check, name, text)) for check in self._checks[name]
            )
            known = {number: answer for number, answer in answers if answer.sights}
            _keep(memo, text, known)
        return known

    def _answer(self, check: Check, name: str, text: str) -> Answer:
        try:
            spans = [
                Sight(check, None, name, start, end, values)
                for start, end, values in check.look(text)
            ]
        except Exception as error:  # noqa: BLE001 -- a look that raises is a finding: design, 8
            return Answer((self._crash(check, error),), unchecked=True)
        return Answer(tuple(spans))


class Look:
    """A look at records, which remembers what it said where that pays."""

    def __init__(self, check: Check, level: Level) -> None:
        self.check = check
        self._memo = Memo(self._at)
        # A filing is looked at once. One whose members a condition leaves out differs by more
        # than its texts.
        self._forgets = level.record is Filing or check.members is not None

    def plain(self, record: Record) -> Answer:
        """What it says where there is no condition."""
        return self._at(record, record) if self._forgets else self._memo.answer(record)

    def answer(self, case: "Case") -> Answer | bool | None:
        """What it says, or what kept it from looking: its `when` is False or None."""
        if self.check.members:
            seen, unknown = case.remaining(self.check)
            answer = self._at(case.record, seen)
            return answer._replace(unchecked=answer.unchecked or unknown)
        holds = case.holds(self.check)
        return self.plain(case.record) if holds else holds

    def _at(self, record: Record, seen: Record) -> Answer:
        """What it says of a record when it is shown `seen`."""
        said = list(self.check.look(seen))
        if not said:
            return _NOTHING
        sights = [sight_of(self.check, hit, record) for hit in said if isinstance(hit, Hit)]
        return Answer(tuple(sights), unchecked=len(sights) < len(said))


class Rule:
    """All checks of one rule at one level."""

    def __init__(
        self, slot: int, checks: list[Check], level: Level, texts: Texts, crash: Crash
    ) -> None:
        self.slot = slot
        self.texts = texts
        self.looks = [Look(check, level) for check in checks if check.spec.each == level.each]
        self._crash = crash
        self.text_checks = [check for check in checks if check.spec.each == "text"]
        read = {name for check in self.text_checks for name in check.fields}
        self.fields = tuple(name for name in level.fields if name in read)

    def outcome(self, case: "Case") -> tuple[list[Sight], Units]:
        try:
            return self._outcome(case)
        except Exception as error:  # noqa: BLE001 -- a look that raises is a finding: design, 8
            check = (*self.text_checks, *(look.check for look in self.looks))[0]
            return [self._crash(check, error)], Units(self.slot, not_checked=1)

    def _outcome(self, case: "Case") -> tuple[list[Sight], Units]:
        sights: list[Sight] = []
        columns: list[int] = []
        if self.looks:
            columns.append(self._judged([look.answer(case) for look in self.looks], sights))
        for name in self.fields:
            there = field_of(case.record, name)
            if there is None:
                continue
            column = self._judged(self._of_text(name, there.text, case), sights)
            # An inherited text is a unit once, at its first record.
            columns += [] if there.inherited else [column]
        return sights, Units(self.slot, *(columns.count(column) for column in range(3)))

    def _of_text(self, name: str, text: str, case: "Case") -> list[Answer | bool | None]:
        found = self.texts.answers(name, text)
        return [
            found.get(check.number, _NOTHING) if holds else holds
            for check in self.text_checks
            if name in check.fields
            for holds in [case.holds(check)]
        ]

    def _judged(self, answers: list[Answer | bool | None], sights: list[Sight]) -> int:
        """The column of one unit: looked at, not applicable or not checked."""
        said = [answer for answer in answers if isinstance(answer, Answer)]
        mine = [sight for answer in said for sight in answer.sights]
        sights += mine
        if any(sight.check.slot == self.slot for sight in mine):
            return _LOOKED_AT
        if None in answers or any(answer.unchecked for answer in said):
            return _NOT_CHECKED
        return _LOOKED_AT if said else _NOT_APPLICABLE


_LOOKED_AT, _NOT_APPLICABLE, _NOT_CHECKED = range(3)


def is_plain(checks: list[Check]) -> bool:
    """Whether a rule has one check, which looks at every unit: most rules do."""
    return len(checks) == 1 and checks[0].condition is None


def one_unit(slot: int, *, holds: bool | None) -> Units:
    """The unit of a check that looks at a record wherever its `when` holds."""
    return Units(slot, holds is True, holds is False, holds is None)


class Case:
    """One record that is looked at, and what is found out about it on the way."""

    __slots__ = ("filing", "project", "record")

    def __init__(self, record: Record, project: Project | None, filing: Filing) -> None:
        self.record = record
        self.project = project
        self.filing = filing

    def holds(self, check: Check) -> bool | None:
        """Whether its `when` does; None where a part of the record could not be read."""
        if check.condition is None:
            return True
        return check.condition.test(self.record, self.project, self.filing)

    def remaining(self, check: Check) -> tuple[Record, bool]:
        """The record with those members only for which `when` holds, and whether any is unknown."""
        unknown: list[Record] = []

        def stays(member: Record, project: Project | None) -> bool:
            holds = check.condition is None or check.condition.test(member, project, self.filing)
            if holds is None:
                unknown.append(member)
            return bool(holds)

        def with_indicators(project: Project) -> Project:
            if project.indicators is None:
                return project
            kept = tuple(one for one in project.indicators if stays(one, project))
            return replace(project, indicators=kept)

        match self.record, check.members:
            case Project() as project, _:
                return with_indicators(project), bool(unknown)
            case Filing() as filing, "indicator":
                seen = replace(filing, projects=tuple(map(with_indicators, filing.projects)))
                return seen, bool(unknown)
            case Filing() as filing, _:
                kept = tuple(one for one in filing.projects if stays(one, one))
                return replace(filing, projects=kept, totals=_covering(filing, kept)), bool(unknown)
            case record, _:
                return record, False


def _covering(filing: Filing, kept: tuple[Project, ...]) -> tuple[Any, ...]:
    """The totals with the new places of the projects that they cover."""
    places = {project.index: at for at, project in enumerate(kept)}
    return tuple(
        replace(total, covers=tuple(places[index] for index in total.covers if index in places))
        for total in filing.totals
    )


class Panel:
    """All rules at one level. `remembered`: none of them asks anything but the record."""

    def __init__(
        self,
        checks: list[Check],
        level: Level,
        texts: Texts,
        crash: Crash,
        *,
        remembered: bool,
    ) -> None:
        by_slot: dict[int, list[Check]] = defaultdict(list)
        for check in checks:
            by_slot[check.slot].append(check)
        plain = {slot: mine[0] for slot, mine in by_slot.items() if is_plain(mine)}
        self._plain_texts = {
            check.number: check for check in plain.values() if check.spec.each == "text"
        }
        self._plain_looks = [
            Look(check, level) for check in plain.values() if check.spec.each != "text"
        ]
        self._rules = [
            Rule(slot, mine, level, texts, crash)
            for slot, mine in sorted(by_slot.items())
            if slot not in plain
        ]
        read = {name for check in self._plain_texts.values() for name in check.fields}
        self._read = tuple(name for name in level.fields if name in read)
        self._texts = texts
        self._crash = crash
        self._level = level
        self._remembered = remembered
        self._memo: dict[Hashable, Outcome] = {}
        self._units: dict[Hashable, tuple[Units, ...]] = {}

    def outcome(self, record: Record, project: Project | None, filing: Filing) -> Outcome:
        if not self._remembered:
            return self._outcome(record, project, filing)
        key = self._level.texts(record)
        if (known := self._memo.get(key)) is None:
            known = self._outcome(record, project, filing)
            _keep(self._memo, key, known)
        return known

    def _outcome(self, record: Record, project: Project | None, filing: Filing) -> Outcome:
        sights: list[Sight] = []
        unchecked: list[int] = []
        presence = self._look_at_texts(record, sights, unchecked)
        for look in self._plain_looks:
            try:
                answer = look.plain(record)
            except Exception as error:  # noqa: BLE001 -- a look that raises is a finding: design, 8
                answer = Answer((self._crash(look.check, error),), unchecked=True)
            if answer is not _NOTHING:
                sights += answer.sights
                if answer.is_unchecked(look.check.slot):
                    unchecked.append(look.check.slot)
        case = Case(record, project, filing)
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
        self, record: Record, sights: list[Sight], unchecked: list[int]
    ) -> tuple[bool, ...]:
        """What plain checks say of its texts; and which of them are a unit of this record."""
        presence: list[bool] = []
        for name in self._read:
            there = field_of(record, name)
            # An inherited text is a unit once, at its first record.
            presence.append(there is not None and not there.inherited)
            if there is None:
                continue
            for number, answer in self._texts.answers(name, there.text).items():
                check = self._plain_texts.get(number)
                if check is not None:
                    sights += answer.sights
                    if answer.unchecked and presence[-1]:
                        unchecked.append(check.slot)
        return tuple(presence)

    def _plain_units(self, presence: tuple[bool, ...], unchecked: list[int]) -> Iterator[Units]:
        there = {name for name, is_there in zip(self._read, presence, strict=True) if is_there}
        counts = [
            (check.slot, sum(name in there for name in check.fields))
            for check in self._plain_texts.values()
        ]
        counts += [(look.check.slot, 1) for look in self._plain_looks]
        for slot, count in counts:
            missed = unchecked.count(slot)
            yield Units(slot, looked_at=count - missed, not_checked=missed)

    def _lasting(self, sight: Sight) -> Sight:
        """A copy for this outcome; its message lasts if nothing outside the record is in it."""
        outside = sight.check.names - {*self._level.fields, "text"} - sight.values.keys()
        return replace(sight, lasting=not outside)


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


def sight_of(check: Check, hit: Hit, record: Record) -> Sight:
    """A hit without the record that was looked at."""
    ties = tuple(_tie(near, record) for near in hit.related)
    at = _at(hit.record, record)
    span = hit.start, hit.end
    return Sight(check, at, hit.field, *span, hit.values, ties, hit.text, hit.source)


def _tie(near: Near, record: Record) -> Tie:
    return Tie(_at(near.record, record), near.field, near.role, near.start, near.end)


def _at(meant: Record, record: Record) -> int | Record | None:
    """None for the record looked at, else which indicator of it, else the record itself."""
    meant = unwatched(meant)
    match record, meant:
        case Project(), Indicator():
            return meant.index
        case (Project(), Project()) | (Indicator(), Indicator()) | (Filing(), Filing()):
            return None
        case Filing(), Project():
            # A look at what remains of a filing sees copies.
            return record.projects[meant.index]
        case Filing(), Indicator():
            return (record.projects[meant.project_index].indicators or ())[meant.index]
        case _:
            return meant


def _keep(memo: dict[Any, Any], key: Any, value: Any) -> None:
    if len(memo) >= MOST:
        memo.clear()
    memo[key] = value

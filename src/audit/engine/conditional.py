"""Rules with a `when`: it is asked before each look, and its answer is counted."""

from dataclasses import replace
from typing import Any

from audit.engine.hits import Check, Sight
from audit.engine.level import Level
from audit.engine.looking import NOTHING, Answer, Crash, Look, TextAnswers, Texts
from audit.engine.tally import Units
from audit.filing import Filing, Project, Record, field_of


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


class ConditionalRule:
    """All checks of one rule at one level."""

    def __init__(
        self, slot: int, checks: list[Check], level: Level, texts: Texts, crash: Crash
    ) -> None:
        self._slot = slot
        self._texts = texts
        self._crash = crash
        self._checks = checks
        self._looks = [Look(check, level) for check in checks if check.spec.each == level.each]
        self._readers = [
            (name, readers)
            for name in level.fields
            if (readers := [check for check in checks if name in check.fields])
        ]

    def outcome(self, case: Case) -> tuple[list[Sight], Units]:
        try:
            return self._outcome(case)
        except Exception as error:  # noqa: BLE001 -- a look that raises is a finding: design, 8
            return [self._crash(self._checks[0], error)], Units(self._slot, not_checked=1)

    def _outcome(self, case: Case) -> tuple[list[Sight], Units]:
        sights: list[Sight] = []
        columns: list[int] = []
        if self._looks:
            answers = [self._asked(look, case) for look in self._looks]
            columns.append(self._judged(answers, sights))
        for name, readers in self._readers:
            there = field_of(case.record, name)
            if there is None:
                continue
            found = self._texts.answers(name, there.text)
            answers = [self._of_text(check, found, case) for check in readers]
            column = self._judged(answers, sights)
            # An inherited text is a unit once, at its first record.
            columns += [] if there.inherited else [column]
        return sights, Units(self._slot, *(columns.count(column) for column in range(3)))

    def _asked(self, look: Look, case: Case) -> Answer | bool | None:
        """What a look says, or what kept it from looking: its `when` is False or None."""
        if look.check.members:
            seen, unknown = case.remaining(look.check)
            answer = look.at(case.record, seen)
            return answer._replace(unchecked=answer.unchecked or unknown)
        holds = case.holds(look.check)
        return look.answer(case.record) if holds else holds

    def _of_text(self, check: Check, found: TextAnswers, case: Case) -> Answer | bool | None:
        holds = case.holds(check)
        return found.conditional.get(check.number, NOTHING) if holds else holds

    def _judged(self, answers: list[Answer | bool | None], sights: list[Sight]) -> int:
        """The column of one unit: looked at, not applicable or not checked."""
        said = [answer for answer in answers if isinstance(answer, Answer)]
        mine = [sight for answer in said for sight in answer.sights]
        sights += mine
        if any(sight.check.slot == self._slot for sight in mine):
            return _LOOKED_AT
        if None in answers or any(answer.unchecked for answer in said):
            return _NOT_CHECKED
        return _LOOKED_AT if said else _NOT_APPLICABLE


_LOOKED_AT, _NOT_APPLICABLE, _NOT_CHECKED = range(3)

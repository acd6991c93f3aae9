"""What the engine carries between looking and stamping.

A `Sight` is a hit without its record: one that is remembered serves all records with the
same texts. A `Found` is a sight at a record of the filing that is looked at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

from audit.document import Cell
from audit.engine.filling import Template, Value
from audit.filing import Field, Project, Record, field_of
from audit.finding import Text
from audit.rulebook.rule import CheckSpec, Rule
from audit.rulebook.when import Condition


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """One entry of a rule's `check`, compiled."""

    number: int
    """Among all checks of the engine."""
    slot: int
    """Which of the engine's rules it belongs to."""
    order: int
    """In the rule's list: the first listed wins."""
    rule: Rule
    spec: CheckSpec
    look: Any
    """TextLook, RecordLook or CorpusLook, as `spec.each` says; see checks/kind.py."""
    condition: Condition | None
    members: Literal["project", "indicator"] | None
    """What the condition leaves out, where it asks of the members of a set."""
    message: Template
    advice: Template
    fix: Template | None
    names: frozenset[str]
    """The placeholders of all its templates."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Of a text check: the fields that it reads."""
        return tuple(self.spec.options["in"]) if self.spec.each == "text" else ()


class Tie(NamedTuple):
    """A related record: `at` is None for the sight's own, else an indicator of the project."""

    at: int | Record | None
    field: str
    role: str
    start: int | None
    end: int | None


@dataclass(slots=True, eq=False)
class Sight:
    check: Check
    at: int | Record | None
    """None: the record looked at. A number: that indicator of it. Else another record."""
    field: str
    start: int | None
    end: int | None
    values: Mapping[str, Value]
    ties: tuple[Tie, ...] = ()
    text: str | None = None
    source: Field | None = None
    """Where the words stand, if not in a field of the record."""
    lasting: bool = False
    """Whether its message is the same wherever it is found: it is remembered with all it says."""
    said: tuple[Text, Text] | None = None
    """Message and advice, once they were made, where that is so."""

    def remembered(self, *, lasting: bool) -> "Sight":
        """A copy that belongs to one set of texts."""
        return Sight(
            self.check,
            self.at,
            self.field,
            self.start,
            self.end,
            self.values,
            self.ties,
            self.text,
            self.source,
            lasting,
        )


class Found:
    """A sight at a record of the filing."""

    __slots__ = ("looked_at", "project", "record", "related", "sight")

    def __init__(self, sight: Sight, looked_at: Record, project: Project | None) -> None:
        self.sight = sight
        self.looked_at = looked_at
        self.record = record_at(sight.at, looked_at)
        """Where it stands: the record looked at, or one in it."""
        self.project = project
        """The project of the record where it stands."""
        self.related: tuple[tuple[Record, Tie], ...] = ()

    @property
    def field(self) -> Field | None:
        """Where it stands. None where the record has no such field."""
        return self.sight.source or field_of(self.record, self.sight.field)

    @property
    def inherited(self) -> bool:
        """Whether a merged cell gave it to this record, and this is not the first."""
        there = self.field
        return there is not None and there.inherited

    def slices(self) -> Iterator[tuple[Cell, int, int]]:
        """The source characters it faults. Of a field as a whole: all of them."""
        there, sight = self.field, self.sight
        if there is not None:
            if sight.start is None or sight.end is None:
                yield from there.slices(0, len(there.text))
            else:
                yield from there.slices(sight.start, sight.end)


def record_at(at: int | Record | None, looked_at: Record) -> Record:
    """The record that a sight or tie means."""
    match at:
        case None:
            return looked_at
        case int():
            return (cast("Project", looked_at).indicators or ())[at]
        case _:
            return at


def overlap(left: Found, right: Found) -> bool:
    """Whether both fault the same source characters, or the same field as a whole."""
    if left.record is right.record and left.sight.field == right.sight.field:
        return _spans_overlap(left.sight, right.sight)
    mine = [one for one in left.slices() if one[1] < one[2]]
    return any(
        cell is other and start < stop and begin < end
        for other, begin, stop in right.slices()
        if begin < stop
        for cell, start, end in mine
    )


def _spans_overlap(left: Sight, right: Sight) -> bool:
    if left.start is None or right.start is None or left.end is None or right.end is None:
        return True
    if left.start == left.end or right.start == right.end:
        return left.start <= right.end and right.start <= left.end
    return left.start < right.end and right.start < left.end

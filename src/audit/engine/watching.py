"""A record that notes which of its parts are read, and in which order.

A look is pure: what it reads first is always the same part, what it reads next depends on
nothing but what it has read so far, and so does its answer. So the answer can be found again
by reading the same parts, and no kind of check has to declare what it depends on.
"""

from collections.abc import Hashable
from dataclasses import fields
from typing import Any, NamedTuple, cast

from audit.filing import Field, Indicator, Project, Record


class Step(NamedTuple):
    """One part of a record that was read."""

    member: int
    """Which indicator of a project; -1 for the record itself."""
    name: str


OWN = -1


def part(record: Any, step: Step) -> Hashable:
    """What stands there, places aside. Of the indicators of a project: how many there are."""
    member, name = step
    value = getattr(record if member < 0 else record.indicators[member], name)
    if value.__class__ is Field:
        # An inherited text is another one: it is counted and merged differently.
        return (value.text,) if value.inherited else value.text
    if value is None or value.__class__ is str:
        return value
    if name == "indicators":
        return len(value)
    if name == "shares":
        return tuple((label, share.text) for label, share in value)
    return cast("Hashable", value)


class Watched:
    """Stands for a record and notes the parts that are read. `isinstance` sees the record's."""

    __slots__ = ("_indicators", "_member", "path", "record")

    def __init__(self, record: Record, path: dict[Step, None], member: int = OWN) -> None:
        self.record = record
        self.path = path
        """In the order of reading, each once."""
        self._member = member
        self._indicators: tuple[Watched, ...] | None = None

    @property  # type: ignore[misc]  # what `isinstance` and `match` ask
    def __class__(self) -> type:
        return type(self.record)

    def __getattr__(self, name: str) -> Any:
        """A part without a property below: one that a later version of a record has."""
        value = getattr(self.record, name)
        if not name.startswith("__"):
            self.path[Step(self._member, name)] = None
        return value

    @property
    def indicators(self) -> "tuple[Watched, ...] | None":
        there = cast("Project", self.record).indicators
        self.path[Step(self._member, "indicators")] = None
        if self._indicators is None and there is not None:
            self._indicators = tuple(
                Watched(one, self.path, member) for member, one in enumerate(there)
            )
        return self._indicators


def watched(record: Record, path: dict[Step, None]) -> Record:
    """What stands for a record and notes in `path` what is read of it."""
    return cast("Record", Watched(record, path))


def unwatched(record: Any) -> Record:
    """The record itself."""
    return cast("Record", record.record if type(record) is Watched else record)


def _noting(name: str) -> property:
    def get(self: Watched) -> Any:
        value = getattr(self.record, name)
        self.path[Step(self._member, name)] = None
        return value

    return property(get)


# __getattr__ would do for all of them and costs four times as much.
for _name in {slot.name for record in (Indicator, Project) for slot in fields(record)}:
    if _name != "indicators":
        setattr(Watched, _name, _noting(_name))

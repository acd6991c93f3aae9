"""A record that notes which of its parts are read.

A look is pure in what it reads, so its answer holds for every record that has the same
texts in the same parts. `Watched` finds out which parts these are, so that no kind of
check has to declare them.
"""

from collections.abc import Callable, Iterable
from dataclasses import fields
from operator import attrgetter
from typing import Any, cast

from audit.filing import Field, Indicator, Project, Record

Key = tuple[Any, ...]


class Reads:
    """The parts of a record, and of the indicators of a project, that a look has read."""

    __slots__ = ("key", "members", "own")

    def __init__(self, own: Iterable[str] = (), members: Iterable[str] = ()) -> None:
        self.own: frozenset[str] = frozenset(own)
        self.members: frozenset[str] = frozenset(members)
        self.key: Callable[[Any], Key] = _key(sorted(self.own), sorted(self.members))
        """The texts of these parts of a record. Equal keys, equal answers."""

    def cover(self, other: "Reads") -> bool:
        return self.own >= other.own and self.members >= other.members

    def plus(self, own: Iterable[str], members: Iterable[str] = ()) -> "Reads":
        return Reads(self.own.union(own), self.members.union(members))


def _key(own: list[str], members: list[str]) -> Callable[[Any], Key]:
    texts = _texts([name for name in own if name != "indicators"])
    if "indicators" not in own:
        return texts
    if not members:
        return lambda record: (
            texts(record),
            None if record.indicators is None else len(record.indicators),
        )
    of_member = _texts(members)
    return lambda record: (
        texts(record),
        None if record.indicators is None else tuple(map(of_member, record.indicators)),
    )


def _texts(names: list[str]) -> Callable[[Any], Key]:
    if not names:
        return lambda _: ()
    if len(names) == 1:
        get = attrgetter(names[0])
        return lambda record: (_part(get(record)),)
    get = attrgetter(*names)
    return lambda record: tuple(map(_part, get(record)))


def _part(value: Any) -> Any:
    """What may differ between two records with equal answers: anything but places."""
    if value.__class__ is Field:
        # An inherited text is another one: it is counted and merged differently.
        return (value.text,) if value.inherited else value.text
    if isinstance(value, tuple):
        return tuple(map(_part, value))
    return value


class Watched:
    """Stands for a record and notes the parts that are read. `isinstance` sees the record's."""

    __slots__ = ("_indicators", "members", "own", "record")

    def __init__(self, record: Record, own: set[str], members: set[str]) -> None:
        self.record = record
        self.own = own
        self.members = members
        self._indicators: tuple[Any, ...] | None = None

    @property  # type: ignore[misc]  # what `isinstance` and `match` ask
    def __class__(self) -> type:
        return type(self.record)

    def __getattr__(self, name: str) -> Any:
        """A part without a property below: one that a later version of a record has."""
        value = getattr(self.record, name)
        if not name.startswith("__"):
            self.own.add(name)
        return value

    @property
    def indicators(self) -> tuple[Any, ...] | None:
        there = cast("Project", self.record).indicators
        self.own.add("indicators")
        if self._indicators is None and there is not None:
            members = self.members
            self._indicators = tuple(Watched(one, members, members) for one in there)
        return self._indicators


def unwatched(record: Any) -> Record:
    """The record itself."""
    return cast("Record", record.record if type(record) is Watched else record)


def _noting(name: str) -> property:
    def get(self: Watched) -> Any:
        value = getattr(self.record, name)
        self.own.add(name)
        return value

    return property(get)


# __getattr__ would do for all of them and costs four times as much.
for _name in {slot.name for record in (Indicator, Project) for slot in fields(record)}:
    if _name != "indicators":
        setattr(Watched, _name, _noting(_name))

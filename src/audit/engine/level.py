"""The levels of records: filing, total, project, indicator; and which checks see them."""

from collections.abc import Callable, Hashable
from operator import attrgetter
from typing import Any, NamedTuple

from audit.engine.hits import Check
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
)
from audit.rulebook.rule import Each

Get = Callable[[Any], tuple[Field | None, ...]]

VARYING = ("number", "name")
"""Of an indicator: the texts that differ where all others are alike."""


class Level(NamedTuple):
    """A sort of record, what is asked of it as a whole, and its texts."""

    record: type[Record]
    each: Each | None
    fields: tuple[str, ...]
    get: Get
    """All its texts, in order of `fields`."""
    get_steady: Get
    """Those that are not VARYING."""

    @staticmethod
    def getter(names: tuple[str, ...]) -> Get:
        """Takes the fields of these names from a record. `text` is the record as a whole."""
        slots = ["source" if name == "text" else name for name in names]
        if len(slots) > 1:
            return attrgetter(*slots)
        return lambda record: tuple(getattr(record, slot) for slot in slots)

    def has(self, check: Check) -> bool:
        return check.spec.each == self.each or not set(self.fields).isdisjoint(check.fields)

    def texts(self, record: Record) -> Hashable:
        """All its texts. An inherited one is another one: it is counted differently."""
        return _key(self.get(record))

    def steady(self, record: Record) -> Hashable:
        """Its texts without those that vary most."""
        return _key(self.get_steady(record))

    def remembers(self, check: Check) -> bool:
        """Whether its answers are the indicator's alone, and few enough to be kept."""
        asks = check.condition.reads if check.condition else frozenset()
        return self.record is Indicator and asks <= set(self.fields)


def _level(record: type[Record], each: Each | None, fields: tuple[str, ...]) -> Level:
    steady = tuple(name for name in fields if name not in VARYING)
    return Level(record, each, fields, Level.getter(fields), Level.getter(steady))


def _key(fields: tuple[Field | None, ...]) -> Hashable:
    return tuple(
        [
            there if there is None else (there.text,) if there.inherited else there.text
            for there in fields
        ]
    )


LEVELS = (
    _level(Filing, "filing", ("department", "year", "money_unit", "text")),
    _level(Total, None, TOTAL_FIELDS),
    _level(Project, "project", tuple(name for name in PROJECT_FIELDS if name != "indicators")),
    _level(Indicator, "indicator", INDICATOR_FIELDS),
)

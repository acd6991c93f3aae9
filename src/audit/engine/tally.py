"""What became of the units of each rule: records, or for text kinds texts of records."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from audit.report import Coverage
from audit.rulebook.rule import Rule


class Units(NamedTuple):
    """Of one rule, at one record."""

    slot: int
    looked_at: int = 0
    not_applicable: int = 0
    not_checked: int = 0


class Tally:
    """What became of the units of each rule."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._units: Counter[int] = Counter()
        self._of: dict[int, tuple[Units, ...]] = {}
        self._found = [0] * len(rules)
        self._yielded = [0] * len(rules)

    def add(self, units: tuple[Units, ...]) -> None:
        # By identity: a panel gives one and the same tuple for all records alike.
        number = id(units)
        self._units[number] += 1
        self._of[number] = units

    def add_hit(self, slot: int, *, yielded: bool) -> None:
        (self._yielded if yielded else self._found)[slot] += 1

    def coverage(self) -> tuple[Coverage, ...]:
        counts = [[0, 0, 0] for _ in self._rules]
        for number, times in self._units.items():
            for slot, *units in self._of[number]:
                for at, count in enumerate(units):
                    counts[slot][at] += count * times
        return tuple(
            Coverage(rule.name, looked, found, not_applicable, not_checked, yielded)
            for rule, (looked, not_applicable, not_checked), found, yielded in zip(
                self._rules, counts, self._found, self._yielded, strict=True
            )
        )

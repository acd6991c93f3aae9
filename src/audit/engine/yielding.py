"""What several rules see in one fault: a rule yields to the more exact ones it names.

A rule yields where the source characters overlap, or on the same indicator or project if
it says so; only to a hit of equal or higher severity; and a hit that has itself yielded
silences nobody. Circles were refused when the rules were loaded.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from audit.engine.hits import Found, overlap
from audit.filing import Indicator
from audit.rulebook.rule import Rule, Yield


class Order:
    """Which of some rules yield to which, the ones that others yield to first."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        by_name = {name: slot for slot, rule in enumerate(rules) for name in rule.names}
        self._to: dict[int, list[tuple[int, Yield]]] = {}
        for slot, rule in enumerate(rules):
            to = [(by_name[one.rule], one) for one in rule.yields_to if one.rule in by_name]
            if to:
                self._to[slot] = to
        self._slots = list(
            _targets_first({slot: [to for to, _ in pairs] for slot, pairs in self._to.items()})
        )

    def yielded(self, found: Sequence[Found]) -> list[Found]:
        """The hits of one filing that are silent because another one says it better."""
        by_slot: dict[int, list[Found]] = defaultdict(list)
        for one in found:
            by_slot[one.sight.check.slot].append(one)
        silent: list[Found] = []
        for slot in self._slots:
            for to, how in self._to[slot]:
                if (mine := by_slot.get(slot)) and (others := by_slot.get(to)):
                    gone = list(_that_yield(mine, others, how))
                    silent += gone
                    ids = {id(one) for one in gone}
                    by_slot[slot] = [one for one in mine if id(one) not in ids]
        return silent


def _targets_first(yields: Mapping[int, Iterable[int]]) -> Iterator[int]:
    done: set[int] = set()

    def visit(slot: int) -> Iterator[int]:
        if slot in done:
            return
        done.add(slot)
        for to in yields.get(slot, ()):
            yield from visit(to)
        if slot in yields:
            yield slot

    for slot in yields:
        yield from visit(slot)


def _that_yield(mine: list[Found], others: list[Found], how: Yield) -> Iterator[Found]:
    near: dict[int, list[Found]] = defaultdict(list)
    for other in others:
        for key in _keys(other, how):
            near[key].append(other)
    for one in mine:
        rank = one.sight.check.spec.severity.rank
        candidates = (other for key in _keys(one, how) for other in near.get(key, ()))
        if any(
            other.sight.check.spec.severity.rank >= rank
            and (how.on != "text" or overlap(one, other))
            for other in candidates
        ):
            yield one


def _keys(one: Found, how: Yield) -> Iterator[int]:
    """What two hits have in common if one may yield to the other."""
    match how.on:
        case "indicator":
            if isinstance(one.record, Indicator):
                yield id(one.record)
        case "project":
            if one.project is not None:
                yield one.project.index
        case "text":
            yield id(one.record)
            yield from {id(cell) for cell, _, _ in one.slices()}

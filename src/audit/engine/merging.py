"""One fault of one rule is one finding: what several hits of a rule become one.

Overlapping hits of a rule's check list: the first listed wins. The same words in both
targets of an indicator: one hit, on the annual target. A cell that several records
share: one hit, at the first of them. What two rules see is yielding.py.
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from itertools import chain

from audit.engine.hits import Found, Tie, overlap
from audit.filing import Indicator
from audit.grammar.normal import normal


def of_one_record(found: Iterable[Found]) -> list[Found]:
    """The hits of one rule at one record, merged."""
    hits = sorted(found, key=lambda one: one.sight.check.order)
    if len(hits) < 2:
        return hits
    kept = _Kept()
    for one in hits:
        if not kept.covers(one):
            kept.add(one)
    return list(_targets_paired(kept.hits))


class _Kept:
    """Hits of which none covers another.

    Those in one field stand in order there: a text of a hundred thousand characters may have
    as many hits, and none is held against all others.
    """

    def __init__(self) -> None:
        self.hits: list[Found] = []
        self._loose: list[Found] = []
        """Those of a field as a whole, or between two characters."""
        self._placed: dict[Hashable, tuple[list[int], list[int], list[Found]]] = {}
        """By record and field: where they start and end, and which they are."""

    def covers(self, one: Found) -> bool:
        span = _span(one)
        if span is None:
            return any(_is_covered(one, other) for other in self.hits)
        field = _field(one)
        if field in self._placed:
            starts, ends, _ = self._placed[field]
            before = bisect_left(starts, span[1])
            if before and ends[before - 1] > span[0]:
                return True
        elsewhere = (found for key, (_, _, found) in self._placed.items() if key != field)
        others = chain(self._loose, chain.from_iterable(elsewhere))
        return any(_is_covered(one, other) for other in others)

    def add(self, one: Found) -> None:
        self.hits.append(one)
        span = _span(one)
        if span is None:
            self._loose.append(one)
            return
        starts, ends, found = self._placed.setdefault(_field(one), ([], [], []))
        at = bisect_left(starts, span[0])
        starts.insert(at, span[0])
        ends.insert(at, span[1])
        found.append(one)


def _field(one: Found) -> Hashable:
    return id(one.record), one.sight.field


def _span(one: Found) -> tuple[int, int] | None:
    """None where it is no span of characters."""
    start, end = one.sight.start, one.sight.end
    return (start, end) if start is not None and end is not None and start < end else None


def _is_covered(one: Found, other: Found) -> bool:
    if one.sight.start is None and one.sight.check is other.sight.check:
        # A check that reports sets may fault one field, as a whole, for several reasons.
        return False
    return overlap(one, other)


def _targets_paired(hits: list[Found]) -> Iterator[Found]:
    annual = {_mark(one): one for one in hits if one.sight.field == "annual_target"}
    for one in hits:
        twin = annual.get(_mark(one)) if one.sight.field == "cycle_target" else None
        if twin is not None and _targets_are_equal(one):
            sight = one.sight
            tie = Tie(None, "cycle_target", "same", sight.start, sight.end)
            twin.related = (*twin.related, (one.record, tie))
        else:
            yield one


def _mark(one: Found) -> Hashable:
    sight = one.sight
    return sight.check.order, sight.start, sight.end, frozenset(sight.values.items())


def _targets_are_equal(one: Found) -> bool:
    match one.record:
        case Indicator(cycle_target=cycle, annual_target=annual) if cycle and annual:
            return _said(cycle.text) == _said(annual.text)
    return False


def _said(text: str) -> str:
    # 提高 and 提高. are one target; the stop is another rule's business.
    return normal(text).rstrip("。.；;")


def across_levels(found: Iterable[Found], slots: frozenset[int]) -> Iterator[Found]:
    """Merges, for rules that look at one record in several ways: as such and as a member."""
    several: dict[tuple[int, int], list[Found]] = {}
    for one in found:
        slot = one.sight.check.slot
        if slot in slots:
            several.setdefault((slot, id(one.record)), []).append(one)
        else:
            yield one
    for hits in several.values():
        yield from of_one_record(hits)


def of_shared_cells(found: list[Found]) -> list[Found]:
    """Hits in a merged cell become one at the first record, the others related."""
    if not any(one.inherited for one in found):
        return found
    first: dict[Hashable, Found] = {}
    kept: list[Found] = []
    for one in found:
        # What it says besides is part of it: 总造价 and 单价 are two under one 数量指标.
        said = frozenset(one.sight.values.items())
        mark = (one.sight.check.slot, said, *((id(cell), *span) for cell, *span in one.slices()))
        if one.inherited and (same := first.get(mark)) is not None:
            sight = one.sight
            tie = Tie(None, sight.field, "other", sight.start, sight.end)
            same.related = (*same.related, (one.record, tie))
        else:
            first.setdefault(mark, one)
            kept.append(one)
    return kept

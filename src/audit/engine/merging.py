"""One fault of one rule is one finding: what several hits of a rule become one.

Overlapping hits of a rule's check list: the first listed wins. The same words in both
targets of an indicator: one hit, on the annual target. A cell that several records
share: one hit, at the first of them. What two rules see is yielding.py.
"""

from collections.abc import Hashable, Iterable, Iterator

from audit.engine.hits import Found, Tie, overlap
from audit.filing import Indicator
from audit.grammar.normal import normal


def of_one_record(found: Iterable[Found]) -> list[Found]:
    """The hits of one rule at one record, merged."""
    hits = sorted(found, key=lambda one: one.sight.check.order)
    if len(hits) < 2:
        return hits
    kept: list[Found] = []
    for one in hits:
        if not any(_is_covered(one, other) for other in kept):
            kept.append(one)
    return list(_targets_paired(kept))


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
        mark = (one.sight.check.slot, *((id(cell), *span) for cell, *span in one.slices()))
        if one.inherited and (same := first.get(mark)) is not None:
            sight = one.sight
            tie = Tie(None, sight.field, "other", sight.start, sight.end)
            same.related = (*same.related, (one.record, tie))
        else:
            first.setdefault(mark, one)
            kept.append(one)
    return kept

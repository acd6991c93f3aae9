"""Column edges of a table's parts, put onto one grid.

The parts have one right edge; where they are as wide but lie apart (mirrored margins), all
edges are moved by one common shift. All edges of one part are edges of the other: a page on
which cells are merged lacks some. A column that a page lacks on its left is a blank cell
over all of its rows, for a merged cell goes on there.
"""

from collections.abc import Sequence
from typing import NamedTuple

from audit.document import Cell, Table
from audit.stitch.words import Row

WITHIN = 4.0
"""Edges so many points apart are one."""


class Onto(NamedTuple):
    """Edges that hold those of both, and where each edge of either lies among them."""

    columns: tuple[float, ...]
    first: Sequence[int]
    second: Sequence[int]


def onto(first: Sequence[float], second: Sequence[float], *, loosely: bool) -> Onto | None:
    """None where they are not edges of one table.

    Loosely: either may lack edges of the other, as the rows of a form do, if both are as wide
    and share an edge within.
    """
    shift = first[-1] - second[-1]
    as_wide = abs(first[0] - second[0] - shift) <= WITHIN
    if abs(shift) > WITHIN and not as_wide:
        return None
    moved = [edge + shift for edge in second] if abs(shift) > WITHIN else list(second)
    if (places := _places(moved, first)) is not None:
        return Onto(tuple(first), range(len(first)), places)
    return _of_both(first, moved, loosely=loosely) if as_wide else None


def _of_both(first: Sequence[float], second: Sequence[float], *, loosely: bool) -> Onto | None:
    whole = sorted([*first, *(edge for edge in second if not _is_among(edge, first))])
    shared = sum(_is_among(edge, second) for edge in first)
    ours, theirs = _places(first, whole), _places(second, whole)
    if ours is None or theirs is None or shared < min(3, len(first), len(second)):
        return None
    if len(whole) > len(second) and not loosely:
        return None
    return Onto(tuple(whole), ours, theirs)


def _is_among(edge: float, edges: Sequence[float]) -> bool:
    return any(abs(edge - other) <= WITHIN for other in edges)


def _places(edges: Sequence[float], among: Sequence[float]) -> list[int] | None:
    found: list[int] = []
    for edge in edges:
        near = min(range(len(among)), key=lambda at: abs(among[at] - edge))
        if abs(among[near] - edge) > WITHIN or near in found[-1:]:
            return None
        found.append(near)
    return found


def spread(rows: Sequence[Row], places: Sequence[int], table: Table) -> list[Row]:
    """The rows on the grid in which their edge `i` is edge `places[i]`."""
    if list(places) == list(range(len(places))):
        return list(rows)
    left = Cell("", (), table.place, row_span=len(rows))
    return [
        (left,) * places[0]
        + tuple(cell for at, cell in enumerate(row) for _ in range(places[at], places[at + 1]))
        for row in rows
    ]

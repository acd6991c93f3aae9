"""Columns and rows that only the gaps between texts tell.

Texts that lie over one another are one column; one that lies over two columns is a merged
cell. A boundary stands where more lines have a text on either side of it than run over it, so
that neither a heading over two columns nor a gap within a text makes or hides one. Lines set
closer than the rest, with few of the columns filled, go on with the row above.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from audit.readers.pdf.grid import Grid, GridCell
from audit.readers.pdf.textlines import TextLine

GAP = 0.6
"""A gap of so many heights between two texts of a line may part two columns."""
_CLOSER = 1.25
_TALL = 1.8


# Texts that begin or end so near each other, in heights, are set to one side.
_ALIGNED = 0.2

_Span = tuple[float, float]
"""From and to, as x positions."""


class _Row(NamedTuple):
    top: float
    bottom: float
    parts: list[_Span]
    baseline: float


def grid_of(
    sides: tuple[float, float],
    bands: Sequence[float],
    lines: Sequence[TextLine],
    inner: Sequence[float] = (),
) -> Grid | None:
    """The table between these sides (x), whose rows are known to end at `bands` (y).

    `inner` are the x positions of columns that are known. None where there are no two columns
    or no two rows.
    """
    rows = [_row(line) for line in sorted(lines, key=lambda line: line.glyphs[0].baseline)]
    edges = [sides[0], *(inner or _boundaries(rows)), sides[1]]
    ends = _row_edges(rows, bands, edges)
    if len(edges) <= 2 or len(ends) <= 2:
        return None
    cells = [
        GridCell(row, first, row + 1, last)
        for row, (top, bottom) in enumerate(pairwise(ends))
        for first, last in _spans(
            [one for one in rows if top <= (one.top + one.bottom) / 2 < bottom], edges
        )
    ]
    return Grid(edges, ends, cells, open_top=False, open_bottom=False, inferred=not inner)


def _row(line: TextLine) -> _Row:
    box = line.box(0)
    boxes = [part.box(0) for part in line.parts(GAP)]
    parts = [(part.x0, part.x1) for part in boxes]
    return _Row(box.top, box.bottom, parts, line.glyphs[0].baseline)


def _boundaries(rows: Sequence[_Row]) -> list[float]:
    """Where columns meet, as x positions."""
    most = max((len(row.parts) for row in rows), default=0)
    full = [row for row in rows if 2 * len(row.parts) > most]
    clusters: list[_Span] = []
    for part in _by_width(full):
        over = [one for one in clusters if _meet(one, part)]
        if len(over) < 2:
            clusters = [one for one in clusters if one not in over]
            clusters.append(_around(part, *over))
    # Lines with few texts, as headings over columns are, only widen a column that they keep
    # to a side of.
    near = _ALIGNED * min((row.bottom - row.top for row in rows), default=0.0)
    for part in _by_width([row for row in rows if row not in full]):
        over = [one for one in clusters if _meet(one, part)]
        if len(over) == 1 and _begin_or_end(over[0], part, near):
            clusters[clusters.index(over[0])] = _around(part, *over)
    clusters.sort()
    while (at := _doubtful(clusters, rows)) is not None:
        clusters[at : at + 2] = [_around(*clusters[at : at + 2])]
    return [(left[1] + right[0]) / 2 for left, right in pairwise(clusters)]


def _by_width(rows: Sequence[_Row]) -> list[_Span]:
    return sorted((part for row in rows for part in row.parts), key=lambda part: part[1] - part[0])


def _around(*spans: _Span) -> _Span:
    return min(x0 for x0, _ in spans), max(x1 for _, x1 in spans)


def _meet(one: _Span, other: _Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _begin_or_end(one: _Span, other: _Span, near: float) -> bool:
    """Whether they have a side in common, or nearly."""
    return min(abs(one[0] - other[0]), abs(one[1] - other[1])) < near


def _doubtful(clusters: list[_Span], rows: Sequence[_Row]) -> int | None:
    """The first of two neighbours between which there is no boundary."""
    for at, (left, right) in enumerate(pairwise(clusters)):
        apart = over = 0
        for row in rows:
            on_left = [part for part in row.parts if _meet(part, left)]
            on_right = [part for part in row.parts if _meet(part, right)]
            if any(part in on_right for part in on_left):
                over += 1
            elif on_left and on_right:
                apart += 1
        if apart <= over:
            return at
    return None


def _spans(rows: Sequence[_Row], edges: Sequence[float]) -> list[tuple[int, int]]:
    """First and last column (exclusive) of the cells of one row of the table."""
    crossed = {
        at
        for row in rows
        for x0, x1 in row.parts
        for at in range(1, len(edges) - 1)
        if x0 < edges[at] < x1
    }
    starts = [at for at in range(len(edges) - 1) if at not in crossed]
    return list(pairwise([*starts, len(edges) - 1]))


def _row_edges(rows: Sequence[_Row], bands: Sequence[float], edges: Sequence[float]) -> list[float]:
    """Y positions of the rows' edges: the bands, and within a tall band the lines."""
    ends = sorted(bands)
    held: list[list[_Row]] = [[] for _ in pairwise(ends)]
    for row in rows:
        at = bisect_right(ends, (row.top + row.bottom) / 2) - 1
        held[min(max(at, 0), len(held) - 1)].append(row)
    heights = sorted(bottom - top for top, bottom in pairwise(ends))
    usual = heights[len(heights) // 2]
    steps = [below.baseline - above.baseline for one in held for above, below in pairwise(one)]
    found = [ends[0]]
    for (top, bottom), within in zip(pairwise(ends), held, strict=True):
        if len(heights) <= 3 or bottom - top > _TALL * usual:
            found += _between(within, steps, len(edges) - 1)
        found.append(bottom)
    return found


def _between(rows: Sequence[_Row], steps: Sequence[float], columns: int) -> list[float]:
    """Y positions between the rows that lines of text make."""
    close = _CLOSER * min(steps, default=0.0)
    wraps = any(step > close for step in steps)
    return [
        (above.bottom + below.top) / 2
        for above, below in pairwise(rows)
        if not (
            wraps and below.baseline - above.baseline <= close and 2 * len(below.parts) <= columns
        )
    ]

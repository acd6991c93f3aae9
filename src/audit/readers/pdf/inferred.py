"""Tables that lack rulings: shaded rows, horizontal lines only (三线表), or mere alignment.

Each is looked for only where no ruled table is. What is found so is told, but for cells that
are shaded one by one: these have edges of their own.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from audit.readers.pdf.columns import GAP, grid_of
from audit.readers.pdf.content import Fill, Glyph, PageContent
from audit.readers.pdf.grid import Grid, joined, measures
from audit.readers.pdf.textlines import TextLine, lines_of

_FEWEST_LINES = 3
_FEWEST_COLUMNS = 3
_FILLED = 0.6
# Lines of one table without any ruling are no farther apart, in heights.
_NEAR = 3.0


class _Region(NamedTuple):
    x0: float
    x1: float
    bands: list[float]
    """y positions of the rows' edges that are known, from the top down."""
    inner: Sequence[float] = ()


def inferred_grids(
    page: PageContent, ruled: Sequence[Grid], loose: Sequence[Glyph], height: float
) -> list[Grid]:
    """Tables among the glyphs of no ruled table, on a page with text of this height."""
    lines = [line for line in lines_of(loose) if not line.quarter]
    found: list[Grid] = []
    for region in (*_shaded(page, lines, height), *_between_rules(page, height)):
        if any(_overlap(grid, region) for grid in (*ruled, *found)):
            continue
        within = [cut for line in lines if (cut := _cut(line, region))]
        grid = grid_of((region.x0, region.x1), region.bands, within, region.inner)
        if grid is not None and _holds(grid, within) and _each_filled(region, within):
            found.append(grid)
    lines = [line for line in lines if not any(_in(line, grid) for grid in found)]
    for run in _runs(lines, height):
        grid = _aligned(run, height)
        if grid is not None and not any(
            _overlap(other, _Region(grid.columns[0], grid.columns[-1], grid.rows))
            for other in (*ruled, *found)
        ):
            found.append(grid)
    return found


def _overlap(grid: Grid, region: _Region) -> bool:
    return (
        grid.columns[0] < region.x1
        and region.x0 < grid.columns[-1]
        and grid.rows[0] < region.bands[-1]
        and region.bands[0] < grid.rows[-1]
    )


def _in(line: TextLine, grid: Grid) -> bool:
    return grid.holds(*line.glyphs[0].middle)


def _cut(line: TextLine, region: _Region) -> TextLine | None:
    """The glyphs of a line that lie in a region."""
    within = [
        glyph
        for glyph in line.glyphs
        if region.x0 <= glyph.middle[0] <= region.x1
        and region.bands[0] <= glyph.middle[1] <= region.bands[-1]
    ]
    return line.of(within) if within else None


def _holds(grid: Grid, lines: Sequence[TextLine]) -> bool:
    """Whether at least two rows have two texts: not prose between two rules."""
    several = {
        grid.unit(*line.glyphs[0].middle)[0]
        for line in lines
        if len({grid.unit(*glyph.middle)[1] for glyph in line.glyphs}) > 1
    }
    return len(several) > 1


def _each_filled(region: _Region, lines: Sequence[TextLine]) -> bool:
    """Whether text stands in each band: a running head's rule is no heading's."""
    middles = [line.glyphs[0].middle[1] for line in lines]
    return all(any(top <= y <= bottom for y in middles) for top, bottom in pairwise(region.bands))


# --- shading


def _shaded(page: PageContent, lines: Sequence[TextLine], height: float) -> Iterator[_Region]:
    """Where rows or cells are filled, at least two rows of like width."""
    near = measures(height).snap
    strips: list[list[Fill]] = []
    for fill in sorted(set(page.fills), key=lambda fill: (fill.top, fill.x0)):
        if not 0.8 * height < fill.bottom - fill.top < page.height / 4:
            continue
        if strips and abs(fill.top - strips[-1][0].top) < near:
            strips[-1].append(fill)
        else:
            strips.append([fill])
    group: list[list[Fill]] = []
    for strip in [*strips, []]:
        if group and not (strip and _alike(group[0], strip, height)):
            if len(group) > 1:
                yield _shaded_region(group, lines, height)
            group = []
        if strip:
            group.append(strip)


def _alike(one: Sequence[Fill], other: Sequence[Fill], height: float) -> bool:
    left = min(fill.x0 for fill in one) - min(fill.x0 for fill in other)
    right = max(fill.x1 for fill in one) - max(fill.x1 for fill in other)
    return abs(left) < height and abs(right) < height


def _shaded_region(
    strips: Sequence[Sequence[Fill]], lines: Sequence[TextLine], height: float
) -> _Region:
    x0, x1 = strips[0][0].x0, max(fill.x1 for fill in strips[0])
    near = measures(height).snap
    bands: list[float] = []
    for strip in strips:
        for edge in (strip[0].top, strip[0].bottom):
            if bands and edge - bands[-1] <= near:
                bands[-1] = (bands[-1] + edge) / 2
            else:
                bands.append(edge)
    # Where every other row is shaded, the one above and the one below are not.
    plain = [below[0].top - above[0].bottom for above, below in pairwise(strips)]
    row = sorted(plain)[len(plain) // 2]
    if row > height / 2:
        for edge, at in ((bands[0] - row, 0), (bands[-1] + row, len(bands))):
            low, high = min(edge, bands[at - (at > 0)]), max(edge, bands[at - (at > 0)])
            if any(_is_row(line, x0, x1, low, high) for line in lines):
                bands.insert(at + (at > 0), edge)
    inner: set[float] = set()
    fullest = max(strips, key=len)
    for left, right in pairwise(sorted(fullest)):
        if abs(right.x0 - left.x1) < height:
            inner.add((left.x1 + right.x0) / 2)
    return _Region(x0, x1, bands, sorted(inner))


def _is_row(line: TextLine, x0: float, x1: float, top: float, bottom: float) -> bool:
    """Whether the line lies between, with two texts or more."""
    x, y = line.glyphs[0].middle
    return x0 <= x <= x1 and top < y < bottom and len(list(line.parts(GAP))) > 1


# --- horizontal rules only


def _between_rules(page: PageContent, height: float) -> Iterator[_Region]:
    """Where at least three rules of like width lie below each other."""
    rules = [
        rule
        for rule in joined(page.horizontals, measures(height))
        if rule.end - rule.start > 10 * height
    ]
    while rules:
        first = rules[0]
        like = [
            rule
            for rule in rules
            if abs(rule.start - first.start) < height and abs(rule.end - first.end) < height
        ]
        rules = [rule for rule in rules if rule not in like]
        ends = [rule.at for rule in like]
        # The first or last may be that of a running head or foot.
        for bands in (ends, ends[1:], ends[:-1], ends[1:-1]):
            if len(bands) >= _FEWEST_LINES:
                yield _Region(first.start, first.end, bands)


# --- alignment only


def _runs(lines: Sequence[TextLine], height: float) -> Iterator[list[TextLine]]:
    """Lines below each other that have gaps; one without may go on with a row above."""
    run: list[TextLine] = []
    for line in lines:
        near = run and line.glyphs[0].baseline - run[-1].glyphs[0].baseline <= _NEAR * height
        if run and not (near and (_gaps(line) or _gaps(run[-1]))):
            yield run
            run = []
        if run or _gaps(line):
            run.append(line)
    if run:
        yield run


def _gaps(line: TextLine) -> int:
    return len(list(line.parts(1.0))) - 1


def _aligned(run: list[TextLine], height: float) -> Grid | None:
    while run and not _gaps(run[-1]):
        run.pop()
    several = sum(_gaps(line) > 1 for line in run)
    if several < max(_FEWEST_LINES, len(run) / 2):
        return None
    boxes = [line.box(0) for line in run]
    sides = (min(box.x0 for box in boxes) - height / 4, max(box.x1 for box in boxes) + height / 4)
    bands = [min(box.top for box in boxes), max(box.bottom for box in boxes)]
    grid = grid_of(sides, bands, run)
    if grid is None or len(grid.columns) <= _FEWEST_COLUMNS:
        return None
    filled = {grid.unit(*glyph.middle) for line in run for glyph in line.glyphs}
    return grid if len(filled) >= _FILLED * len(grid.cells) else None

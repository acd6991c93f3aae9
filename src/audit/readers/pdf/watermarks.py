"""Upright watermarks: pale or very large texts that run over walls and over other texts.

Where one copy of a text is a watermark, its copies are, too: tiled ones lie in the middle of
a cell now and then. A heading that is pale or large keeps within its cell and is none.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from audit.readers.pdf.content import Glyph, Looks, Ruling
from audit.readers.pdf.rulings import Lines

_PALE = 120
"""Lightness, of 255."""
_LARGE = 2.0
_VERY_LARGE = 2.5
"""In heights of the page's usual text."""
_BUCKET = 20.0


class _Box(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float


def is_watermark(runs: Sequence[Sequence[Glyph]], drawn: Lines, height: float) -> list[bool]:
    """For each run of characters whether it is one, for a page with text of this height."""
    candidates = [index for index, run in enumerate(runs) if _may_be(run[0], height)]
    if not candidates:
        return [False] * len(runs)
    walls = _Walls(drawn)
    others = _Middles(runs)
    marks = {_look(runs[index]) for index in candidates if _is(runs[index], walls, others, height)}
    return [bool(marks) and _look(run) in marks for run in runs]


def _look(run: Sequence[Glyph]) -> tuple[str, int, int]:
    first = run[0]
    return "".join(glyph.char for glyph in run), round(first.size), round(first.ink.paint.lightness)


def may_hold_watermarks(looks: Looks) -> bool:
    """Whether any character of a page is pale, or very large beside its usual text."""
    return looks.largest > _VERY_LARGE * looks.height or any(
        paint.lightness >= _PALE for paint in {ink.paint for ink in looks.inks}
    )


def _may_be(glyph: Glyph, height: float) -> bool:
    return glyph.ink.paint.lightness >= _PALE or glyph.size > _VERY_LARGE * height


def _is(run: Sequence[Glyph], walls: "_Walls", others: "_Middles", height: float) -> bool:
    box = _Box(
        min(glyph.x0 for glyph in run),
        min(glyph.top for glyph in run),
        max(glyph.x1 for glyph in run),
        max(glyph.bottom for glyph in run),
    )
    size, pale = run[0].size, run[0].ink.paint.lightness >= _PALE
    crosses = walls.cross(box, size / 4)
    if not pale:
        return crosses and size > _VERY_LARGE * height
    # Two of three: it crosses rulings, is large, lies over other texts.
    is_large = size > _LARGE * height
    return crosses if crosses is is_large else others.within(box, run)


class _Walls:
    """The rulings of a page, to be asked what they run through."""

    def __init__(self, drawn: Lines) -> None:
        self._across, self._down = sorted(drawn.horizontals), sorted(drawn.verticals)

    def cross(self, box: _Box, margin: float) -> bool:
        """Whether a ruling runs through a box, off its sides by a margin."""
        x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
        return _any_between(self._down, box.x0 + margin, box.x1 - margin, y) or _any_between(
            self._across, box.top + margin, box.bottom - margin, x
        )


def _any_between(rulings: list[Ruling], low: float, high: float, at: float) -> bool:
    first = bisect_left(rulings, (low,))
    last = bisect_right(rulings, (high,))
    return any(ruling.start < at < ruling.end for ruling in rulings[first:last])


class _Middles:
    """Where the characters of all runs are, by strips of the page."""

    def __init__(self, runs: Sequence[Sequence[Glyph]]) -> None:
        self._strips: dict[int, list[Glyph]] = defaultdict(list)
        for run in runs:
            for glyph in run:
                self._strips[int(glyph.middle[1] // _BUCKET)].append(glyph)

    def within(self, box: _Box, run: Sequence[Glyph]) -> bool:
        """Whether characters of other inks stand in a box."""
        for strip in range(int(box.top // _BUCKET), int(box.bottom // _BUCKET) + 1):
            for glyph in self._strips.get(strip, ()):
                x, y = glyph.middle
                if box.x0 < x < box.x1 and box.top < y < box.bottom and glyph.ink != run[0].ink:
                    return True
        return False

"""Characters as lines of text, whichever way they are turned.

Lines are told by baseline, not by box, for the boxes of some fonts are tight. What is turned
by a quarter is put upright to be read: a label that runs up a cell is one line.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter, sub
from typing import Any

from audit.document import Box
from audit.grammar.normal import is_wide
from audit.readers.pdf.content import Glyph

# Between characters that are no Han characters, a gap of this share of their height is a
# space: "100 200" is two numbers.
_SPACE = 0.2
# The same character again under this share of its height apart is printed twice (fake bold).
# Less than the width of the narrowest letter, so that "ll" stays.
_TWICE = 0.12
# Characters of a slanted text are no farther apart than this, in heights.
_CHAINED = 1.8
_FAR = float("inf")
_X0, _BASELINE, _QUARTER = itemgetter(1), itemgetter(5), itemgetter(6)
_MARKS = frozenset("，。、；：！？（）【】〔〕《》〈〉「」『』“”‘’·…—,.;:!?()[]%'\"")


class TextLine:
    """Characters in reading order, turned upright."""

    __slots__ = ("_columns", "glyphs", "quarter", "slanted")

    def __init__(self, glyphs: Sequence[Glyph], quarter: int = 0, *, slanted: bool = False) -> None:
        self.glyphs, self.quarter, self.slanted = glyphs, quarter, slanted
        # The fields of Glyph: what is asked of one is asked of all, without a step for each.
        self._columns: tuple[Sequence[Any], ...] = tuple(zip(*glyphs, strict=True))

    def of(self, glyphs: Sequence[Glyph]) -> "TextLine":
        """Others that stand on the page as these do."""
        return TextLine(glyphs, self.quarter, slanted=self.slanted)

    def box(self, page: int) -> Box:
        _, x0s, tops, x1s, bottoms, *_ = self._columns
        x0, top, x1, bottom = min(x0s), min(tops), max(x1s), max(bottoms)
        match self.quarter:
            case 1:
                return Box(page, -bottom, x0, -top, x1)
            case 2:
                return Box(page, -x1, -bottom, -x0, -top)
            case 3:
                return Box(page, top, -x1, bottom, -x0)
            case _:
                return Box(page, x0, top, x1, bottom)

    def words(self) -> tuple[str, Sequence[float]]:
        """Its text with spaces, and the x position before each character.

        No positions where it is turned: what is cut from it has the place of the whole.
        """
        chars, x0s, tops, x1s, bottoms, *_ = self._columns
        text = "".join(chars)
        least = 0.0 if self.slanted else _SPACE * min(map(sub, bottoms, tops))
        is_even = self.slanted or max(map(sub, x0s[1:], x1s), default=0.0) <= least
        if is_even and len(text) == len(chars):
            # An array of singles: an eighth of what a tuple takes, for all characters of a file.
            edges = array("f", x0s)
            edges.append(x1s[-1])
        else:
            text, edges = self._spaced()
        return text, () if self.quarter or self.slanted else edges

    def _spaced(self) -> tuple[str, "array[float]"]:
        text, edges = "", array("f")
        last: Glyph | None = None
        for glyph in self.glyphs:
            if last is not None and not self.slanted and _space(last, glyph):
                text += " "
                edges.append(last.x1)
            for offset, char in enumerate(glyph.char):
                text += char
                # A ligature is several characters of one glyph: each gets its share.
                edges.append(glyph.x0 + (glyph.x1 - glyph.x0) * offset / len(glyph.char))
            last = glyph
        if last is not None:
            edges.append(last.x1)
        return text, edges

    @property
    def has_copies(self) -> bool:
        """Whether characters may be printed twice: two begin nearly at one x."""
        _, x0s, tops, _, bottoms, *_ = self._columns
        nearest = min(map(sub, x0s[1:], x0s), default=_FAR)
        return bool(nearest < _TWICE * max(map(sub, bottoms, tops)))

    @property
    def is_overprinted(self) -> bool:
        """Whether different characters lie over one another. Marks may be set tight."""
        _, x0s, _, x1s, *_ = self._columns
        if max(map(sub, x1s, x0s[1:]), default=0.0) <= 0.5 * min(map(sub, x1s, x0s)):
            return False
        return any(
            left.x1 - right.x0 > 0.5 * min(left.x1 - left.x0, right.x1 - right.x0) > 0
            for left, right in pairwise(self.glyphs)
            if left.char not in _MARKS and right.char not in _MARKS
        )

    def parts(self, apart: float) -> Iterator["TextLine"]:
        """The texts of a line that stand so many heights apart."""
        part = [self.glyphs[0]]
        for last, glyph in pairwise(self.glyphs):
            if glyph.x0 - last.x1 > apart * last.size:
                yield self.of(part)
                part = []
            part.append(glyph)
        yield self.of(part)


def lines_of(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Lines from the top down, without what was printed twice."""
    if not any(map(_QUARTER, glyphs)):
        return list(_lines(glyphs, 0))
    by_quarter: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_quarter.setdefault(glyph.quarter, []).append(_upright(glyph))
    found = [line for quarter, ones in by_quarter.items() for line in _lines(ones, quarter)]
    if len(by_quarter) > 1:
        found.sort(key=lambda line: line.box(0).top)
    return found


def _upright(glyph: Glyph) -> Glyph:
    char, x0, top, x1, bottom, base, quarter, ink = glyph
    match quarter:
        case 1:
            return Glyph(char, top, -x1, bottom, -x0, -base, 0, ink)
        case 2:
            return Glyph(char, -x1, -bottom, -x0, -top, -base, 0, ink)
        case 3:
            return Glyph(char, -bottom, x0, -top, x1, base, 0, ink)
        case _:
            return glyph


def _lines(glyphs: Sequence[Glyph], quarter: int) -> Iterator[TextLine]:
    lines: list[list[Glyph]] = []
    line: list[Glyph] = []
    baseline = float("nan")
    for glyph in sorted(glyphs, key=_BASELINE):
        if glyph[5] == baseline or (line and _on_one_line(line[0], glyph)):
            line.append(glyph)
        else:
            line, baseline = [glyph], glyph.baseline
            lines.append(line)
    for line in lines:
        line.sort(key=_X0)
        found = TextLine(line, quarter)
        yield TextLine(_once(line), quarter) if found.has_copies else found


def _on_one_line(first: Glyph, glyph: Glyph) -> bool:
    height = min(glyph.bottom - glyph.top, first.bottom - first.top)
    return glyph.baseline - first.baseline <= 0.5 * height


def _once(line: list[Glyph]) -> list[Glyph]:
    """Without copies: the same character hardly moved. 率率 side by side is text."""
    kept: list[Glyph] = []
    for glyph in line:
        for one in kept[-4:]:
            if one.char == glyph.char:
                near = _TWICE * glyph.size
                if glyph.x0 - one.x0 < near and abs(one.baseline - glyph.baseline) < near:
                    break
        else:
            kept.append(glyph)
    return kept


def chained(glyphs: Iterable[Glyph]) -> Iterator[TextLine]:
    """Characters in painting order as texts, broken where the next is elsewhere."""
    line: list[Glyph] = []
    for glyph in glyphs:
        if line:
            (x, y), (last_x, last_y) = glyph.middle, line[-1].middle
            far = _CHAINED * max(glyph.size, line[-1].size)
            if max(abs(x - last_x), abs(y - last_y)) > far:
                yield TextLine(line, slanted=True)
                line = []
        line.append(glyph)
    if line:
        yield TextLine(line, slanted=True)


def follows(last: Glyph, glyph: Glyph) -> bool:
    """Whether it stands behind the other on one line without a gap."""
    if last.quarter != glyph.quarter:
        return False
    if glyph.quarter:
        last, glyph = _upright(last), _upright(glyph)
    return (
        abs(glyph.baseline - last.baseline) < 0.05 * max(last.size, 10.0)
        and -0.5 * last.size < glyph.x0 - last.x1 < _SPACE * last.size
    )


def _space(last: Glyph, glyph: Glyph) -> bool:
    if glyph.x0 - last.x1 <= _SPACE * last.size:
        return False
    return not (is_wide(last.char[-1]) or is_wide(glyph.char[0]))

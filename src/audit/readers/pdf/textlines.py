"""Characters as lines of text, whichever way they are turned.

Lines are told by baseline, not by box, for the boxes of some fonts are tight. What is turned
by a quarter is put upright to be read: a label that runs up a cell is one line.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

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
_MARKS = frozenset("，。、；：！？（）【】〔〕《》〈〉「」『』“”‘’·…—,.;:!?()[]%'\"")


class TextLine(NamedTuple):
    glyphs: list[Glyph]
    """In reading order, turned upright."""
    quarter: int = 0
    """How they stand on the page, in quarter turns clockwise."""
    slanted: bool = False

    def box(self, page: int) -> Box:
        x0, x1 = min(one.x0 for one in self.glyphs), max(one.x1 for one in self.glyphs)
        top, bottom = min(one.top for one in self.glyphs), max(one.bottom for one in self.glyphs)
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
        # An array of singles: an eighth of what a tuple takes, for each character of a document.
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
        return text, () if self.quarter or self.slanted else edges

    def parts(self, apart: float) -> Iterator["TextLine"]:
        """The texts of a line that stand so many heights apart."""
        part = [self.glyphs[0]]
        for last, glyph in pairwise(self.glyphs):
            if glyph.x0 - last.x1 > apart * last.size:
                yield self._replace(glyphs=part)
                part = []
            part.append(glyph)
        yield self._replace(glyphs=part)


def lines_of(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Lines from the top down, without what was printed twice."""
    by_quarter: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_quarter.setdefault(glyph.quarter, []).append(glyph)
    found = [
        TextLine(line, quarter)
        for quarter, ones in by_quarter.items()
        for line in _lines([_upright(one) for one in ones] if quarter else ones)
    ]
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


def _lines(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if lines and _on_one_line(lines[-1][0], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    for line in lines:
        yield _once(sorted(line, key=lambda glyph: glyph.x0))


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


def is_overprinted(line: TextLine) -> bool:
    """Whether different characters lie over one another. Marks may be set tight."""
    return any(
        left.x1 - right.x0 > 0.5 * min(left.x1 - left.x0, right.x1 - right.x0) > 0
        for left, right in pairwise(line.glyphs)
        if left.char not in _MARKS and right.char not in _MARKS
    )


def _space(last: Glyph, glyph: Glyph) -> bool:
    if glyph.x0 - last.x1 <= _SPACE * last.size:
        return False
    return not (is_wide(last.char[-1]) or is_wide(glyph.char[0]))

"""What a page holds: glyphs and rulings, in points of the page as read, from its top left.

As read is as shown, but for a page whose text is turned although the page is not: it is
turned so that most of its text stands upright.
"""

from collections.abc import Collection, Iterable, Sequence
from operator import le, sub
from typing import NamedTuple


class Paint(NamedTuple):
    """The colour of a text."""

    red: int = 0
    green: int = 0
    blue: int = 0
    alpha: int = 255
    invisible: bool = False
    """Neither filled nor stroked: the text layer of a scan, or hidden words."""

    @property
    def lightness(self) -> float:
        """0 for black to 255 for white, as it looks on white paper."""
        shade = 0.299 * self.red + 0.587 * self.green + 0.114 * self.blue
        return 255 - (255 - shade) * self.alpha / 255


class Ink(NamedTuple):
    """How a text is painted; the characters of one text object share it."""

    order: float
    """When it is painted among the objects of its page; infinite where that is not known."""
    paint: Paint = Paint()


BLACK = Ink(float("inf"))


class Glyph(NamedTuple):
    """One printed character."""

    char: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    """y of the line it stands on; x where it is turned by one quarter or three."""
    quarter: int = 0
    """Quarter turns clockwise: 1 reads downwards, 3 upwards."""
    ink: Ink = BLACK

    @property
    def size(self) -> float:
        return self.x1 - self.x0 if self.quarter % 2 else self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class Ruling(NamedTuple):
    """A straight line along an axis: horizontal at y from x to x, or vertical at x."""

    at: float
    start: float
    end: float


class Fill(NamedTuple):
    """A filled rectangle that is not white: shading."""

    x0: float
    top: float
    x1: float
    bottom: float


class PageContent(NamedTuple):
    number: int
    """From 1."""
    width: float
    height: float
    glyphs: list[Glyph]
    horizontals: list[Ruling]
    verticals: list[Ruling]
    fills: list[Fill]
    slanted: list[Glyph]
    """Watermarks: text, but of no cell."""
    image_share: float
    """How much of the page images cover, 0 to 1."""
    unmapped: int
    """Characters that the font does not name, or names by letters no filing has."""
    hidden: int
    """Characters that lie invisibly under or over an image: the text layer of a scan."""
    lost: list[tuple[float, float]]
    """Where texts begin that the engine leaves out, as it has no font to measure them by."""
    engine: str
    beyond: list[Glyph]
    """What lies off the page: text, but of no cell."""
    concealed: list[Glyph]
    """Those of `glyphs` that nobody sees on paper: white on white, covered, invisible."""
    text_height: float
    """Of its usual character, in points; 10 where it has none."""
    turned: int
    """Quarter turns clockwise from the page as shown to the page as read."""


class Looks(NamedTuple):
    """What the characters of a page look like, all in all."""

    height: float = 10.0
    """Of the usual character, in points."""
    largest: float = 0.0
    inks: Collection[Ink] = ()
    """Each once, or nearly."""
    edges: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Where the first ends and the last begins: the least x1 and bottom, the greatest x0 and top."""


def looks(
    x0s: Sequence[float],
    tops: Sequence[float],
    x1s: Sequence[float],
    bottoms: Sequence[float],
    quarters: Sequence[int],
    inks: Iterable[Ink],
) -> Looks:
    """From the columns of their fields, with each ink at least once."""
    if not x0s:
        return Looks()
    heights = list(map(sub, bottoms, tops))
    largest = max(heights)
    if any(quarters):
        heights = [tall for tall, quarter in zip(heights, quarters, strict=True) if not quarter]
        largest = max(largest, *map(sub, x1s, x0s))
    heights.sort()
    return Looks(
        heights[len(heights) // 2] if heights else 10.0,
        largest,
        {id(ink): ink for ink in inks}.values(),
        (min(x1s), min(bottoms), max(x0s), max(tops)),
    )


def looks_of(glyphs: Sequence[Glyph]) -> Looks:
    if not glyphs:
        return Looks()
    _, x0s, tops, x1s, bottoms, _, quarters, inks = zip(*glyphs, strict=True)
    return looks(x0s, tops, x1s, bottoms, quarters, inks)


def scale(height: float) -> float:
    """What measures in points are multiplied by: 1 for text of 4 to 14 points.

    Posters and reductions have lines as thick, and gaps as wide, as their text is large.
    """
    return height / min(max(height, 4.0), 14.0) if height > 0 else 1.0


class Turn(NamedTuple):
    """The way from a page's own coordinates (origin bottom left) to the page as read."""

    left: float
    bottom: float
    right: float
    top: float
    """Of the visible box."""
    quarter: int
    """Quarter turns clockwise, 0 to 3."""

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarter % 2 else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarter == 0:
            return x - self.left, self.top - y
        match self.quarter:
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of a rectangle given by two opposite corners."""
        if self.quarter == 0 and x0 <= x1 and y0 <= y1:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        (left, top), (right, bottom) = self.point(x0, y0), self.point(x1, y1)
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)

    def boxes(self, *corners: Sequence[float]) -> Iterable[Sequence[float]]:
        """As `box` of many: columns in, columns out."""
        x0, y0, x1, y1 = corners
        if self.quarter == 0 and all(map(le, x0, x1)) and all(map(le, y0, y1)):
            left, top = self.left, self.top
            return (
                [x - left for x in x0],
                [top - y for y in y1],
                [x - left for x in x1],
                [top - y for y in y0],
            )
        return list(zip(*map(self.box, *corners), strict=True)) or [()] * 4

    def baselines(
        self, xs: Sequence[float], ys: Sequence[float], quarters: Sequence[int]
    ) -> list[float]:
        """`Glyph.baseline` of characters that begin at these points and are turned so."""
        if self.quarter == 0 and not any(quarters):
            top = self.top
            return [top - y for y in ys]
        points = map(self.point, xs, ys)
        return [point[1 - quarter % 2] for point, quarter in zip(points, quarters, strict=True)]


def is_slanted(angle: float) -> bool:
    """Whether text at this angle, in degrees, stands along neither axis."""
    return min(angle % 90, 90 - angle % 90) > 1


def upright_turn(turn: Turn, quarters: list[int]) -> Turn:
    """The turn by which most text stands upright, from how many characters each quarter has.

    `quarters` counts by quarter turns clockwise on the page as shown.
    """
    quarter = max(range(4), key=quarters.__getitem__)
    if quarter == 0 or quarters[quarter] <= sum(quarters) / 2:
        return turn
    return turn._replace(quarter=(turn.quarter - quarter) % 4)

"""What a page holds: glyphs and rulings, in points of the page as shown, from its top left."""

from typing import NamedTuple


class Glyph(NamedTuple):
    """One printed character."""

    char: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float

    @property
    def size(self) -> float:
        return self.bottom - self.top

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
    """Watermarks and what lies off the page: text, but of no cell."""
    image_share: float
    """How much of the page images cover, 0 to 1."""
    unmapped: int
    """Characters that the font does not name."""
    hidden: int
    """Characters that are drawn invisibly (the text layer of a scan)."""
    lost: list[tuple[float, float]]
    """Where texts begin that the engine leaves out, as it has no font to measure them by."""
    engine: str


class Turn(NamedTuple):
    """The way from a page's own coordinates (origin bottom left) to the page as shown."""

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
        match self.quarter:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of a rectangle given by two opposite corners."""
        (left, top), (right, bottom) = self.point(x0, y0), self.point(x1, y1)
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)

"""What is painted on a page as rulings and shadings.

A border is a stroked line, a side of a stroked rectangle, a filled rectangle of a hair's
width, or a row of dots that are shorter than that. A stroke as thick as text is shading, and
a white one on white paper is nothing. White fills are no rulings: text processors shade
paragraphs white. All measures are those of text of 4 to 14 points, scaled for others.
"""

from collections.abc import Iterable
from typing import NamedTuple

from audit.readers.pdf.content import Fill, Ruling, scale

HAIR = 3.0
_DOTS = 4
_WHITE = 250


class Shape(NamedTuple):
    """A filled rectangle, or a stroke along an axis with its thickness added."""

    x0: float
    top: float
    x1: float
    bottom: float
    order: float
    """When it is painted among the objects of its page."""
    colour: tuple[int, int, int] | None
    """None where it is a pattern, or lets through what is beneath."""
    stroked: bool
    rectangle: bool = True
    image: bool = False

    @property
    def opaque(self) -> bool:
        return self.rectangle and (self.image or self.colour is not None)

    @property
    def white(self) -> bool:
        return self.colour is not None and min(self.colour) >= _WHITE


class Lines(NamedTuple):
    horizontals: list[Ruling]
    verticals: list[Ruling]
    fills: list[Fill]


def lines(shapes: Iterable[Shape], height: float) -> Lines:
    """Rulings and shadings, for text of this height in points."""
    hair = HAIR * scale(height)
    found = Lines([], [], [])
    across: list[Ruling] = []
    down: list[Ruling] = []
    pale: list[Shape] = []
    for shape in shapes:
        if shape.white and shape.stroked:
            pale.append(shape)
        elif not _ruling(shape, hair, found):
            x, y = (shape.x0 + shape.x1) / 2, (shape.top + shape.bottom) / 2
            across.append(Ruling(y, shape.x0, shape.x1))
            down.append(Ruling(x, shape.top, shape.bottom))
    for shape in pale:
        # White lines are seen where they part shaded cells.
        x, y = (shape.x0 + shape.x1) / 2, (shape.top + shape.bottom) / 2
        if any(fill.x0 < x < fill.x1 and fill.top < y < fill.bottom for fill in found.fills[:200]):
            _ruling(shape, hair, found)
    found.horizontals.extend(_dotted(across, hair))
    found.verticals.extend(_dotted(down, hair))
    return found


def _ruling(shape: Shape, hair: float, found: Lines) -> bool:
    """Adds the shape to what it is; False for a dot."""
    width, tall = shape.x1 - shape.x0, shape.bottom - shape.top
    if tall < hair and width < hair:
        return False
    if tall < hair:
        found.horizontals.append(Ruling((shape.top + shape.bottom) / 2, shape.x0, shape.x1))
    elif width < hair:
        found.verticals.append(Ruling((shape.x0 + shape.x1) / 2, shape.top, shape.bottom))
    elif not shape.white:
        found.fills.append(Fill(shape.x0, shape.top, shape.x1, shape.bottom))
    return True


def _dotted(dots: list[Ruling], hair: float) -> list[Ruling]:
    """Rows of at least `_DOTS` dots that are no farther apart than a hair."""
    found: list[Ruling] = []
    dots.sort(key=lambda dot: (round(dot.at, 1), dot.start))
    count, last = 0, Ruling(0, 0, 0)
    for dot in [*dots, Ruling(float("inf"), 0, 0)]:
        if count and dot.at - last.at < 0.2 and dot.start - last.end <= hair:
            last = Ruling(last.at, last.start, max(last.end, dot.end))
            count += 1
            continue
        if count >= _DOTS and last.end - last.start > hair:
            found.append(last)
        count, last = 1, dot
    return found

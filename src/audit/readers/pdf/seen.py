"""Which of the painted characters a person sees, and which of them are the table's.

Off the page, under something painted later, in the colour of their ground, or not painted at
all: such characters are read like others and told, for somebody put them there. Invisible
characters with an image over the page are the text layer of a scan. A watermark is a pale or
very large text that runs over walls or other texts; it belongs to no cell.
"""

from collections.abc import Iterator
from typing import NamedTuple

from audit.readers.pdf.content import Glyph, Looks, PageContent, Paint, looks_of
from audit.readers.pdf.rulings import Lines, Shape, lines
from audit.readers.pdf.surface import Surface
from audit.readers.pdf.watermarks import is_watermark, may_hold_watermarks

UNNAMED = "\ufffd"
# More of a page than this under images, and invisible text is that of a scan.
_COVERED = 0.5
# Two colours that differ by less in red, green and blue are one to the eye.
_ALIKE = 16
_PAPER = (255, 255, 255)


def is_misnamed(char: str) -> bool:
    """Whether a font without a map names a character so: no filing is written in ÇÉ."""
    if char < "\x80":
        return False
    code = ord(char[0])
    return char == UNNAMED or (0x80 <= code < 0x100 and char.isalpha()) or 0xE000 <= code < 0xF900


class Painted(NamedTuple):
    """What an engine finds on a page, each in the coordinates of the page as read."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    looks: Looks
    """Of these."""
    slanted: list[Glyph]
    shapes: list[Shape]
    images: list[Shape]
    turned: int
    """Quarter turns clockwise from the page as shown to the page as read."""

    def content(
        self, engine: str, image_share: float, unmapped: int, lost: list[tuple[float, float]]
    ) -> PageContent:
        beyond: list[Glyph] = []
        slanted = self._on_page(self.slanted, beyond)
        glyphs, look = self.glyphs, self.looks
        if not self._holds(look):
            glyphs = self._on_page(glyphs, beyond)
            look = looks_of(glyphs)
        drawn = lines(self.shapes, look.height)
        if may_hold_watermarks(look):
            glyphs, marks = _without_watermarks(glyphs, drawn, look.height)
            slanted += marks
            look = looks_of(glyphs)
        concealed, hidden = self._unseen(glyphs, look, scanned=image_share > _COVERED)
        return PageContent(
            self.number, self.width, self.height, glyphs, *drawn, slanted, image_share, unmapped,
            hidden, lost, engine, beyond, concealed, look.height, self.turned,
        )  # fmt: skip

    def _holds(self, look: Looks) -> bool:
        x1, bottom, x0, top = look.edges
        return x1 >= 0 and bottom >= 0 and x0 <= self.width and top <= self.height

    def _on_page(self, glyphs: list[Glyph], beyond: list[Glyph]) -> list[Glyph]:
        """Those within the page's edges; the others are added to `beyond`."""
        found: list[Glyph] = []
        for glyph in glyphs:
            _, x0, top, x1, bottom, *_ = glyph
            off = x1 < 0 or bottom < 0 or x0 > self.width or top > self.height
            (beyond if off else found).append(glyph)
        return found

    def _unseen(
        self, glyphs: list[Glyph], look: Looks, *, scanned: bool
    ) -> tuple[list[Glyph], int]:
        """The concealed glyphs, and how many are the text layer of a scan."""
        surface = self._surface(look)
        if surface is None and not any(ink.paint.invisible for ink in look.inks):
            return [], 0
        concealed: list[Glyph] = []
        hidden = 0
        for glyph in glyphs:
            on_top = surface.at(*glyph.middle) if surface else None
            covered = on_top is not None and on_top.order > glyph.ink.order
            invisible = glyph.ink.paint.invisible
            if invisible or covered:
                if scanned and (invisible or (on_top and on_top.image)):
                    hidden += 1
                else:
                    concealed.append(glyph)
            elif surface and not surface.is_unknown(*glyph.middle):
                ground = _PAPER if on_top is None else on_top.colour
                if ground is not None and _alike(glyph.ink.paint, ground):
                    concealed.append(glyph)
        return concealed, hidden

    def _surface(self, look: Looks) -> Surface | None:
        """None where all is plain: dark text that nothing is painted over."""
        if not look.inks:
            return None
        first = min(ink.order for ink in look.inks)
        layers = [
            shape
            for shape in (*self.shapes, *self.images)
            if min(shape.x1 - shape.x0, shape.bottom - shape.top) > look.height / 2
        ]
        paints = {ink.paint for ink in look.inks}
        dark = all(paint.lightness < 255 - 2 * _ALIKE for paint in paints)
        # Dark text may still lie on a dark ground.
        if dark and all(shape.order < first and _is_light(shape) for shape in layers):
            return None
        return Surface(self.width, self.height, layers)


def _is_light(shape: Shape) -> bool:
    return shape.colour is None or min(shape.colour) > 4 * _ALIKE


def _alike(paint: Paint, ground: tuple[int, int, int]) -> bool:
    share = paint.alpha / 255
    own = (paint.red, paint.green, paint.blue)
    return all(abs(one - other) * share <= _ALIKE for one, other in zip(own, ground, strict=True))


def _without_watermarks(
    glyphs: list[Glyph], drawn: Lines, height: float
) -> tuple[list[Glyph], list[Glyph]]:
    plain: list[Glyph] = []
    marks: list[Glyph] = []
    runs = list(_runs(glyphs))
    for run, is_mark in zip(runs, is_watermark(runs, drawn, height), strict=True):
        (marks if is_mark else plain).extend(run)
    return plain, marks


def _runs(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Characters that follow each other in one ink, of one size, on one line."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not (
            glyph.ink == run[-1].ink
            and abs(glyph.baseline - run[-1].baseline) < 1
            and abs(glyph.size - run[-1].size) < 0.2 * glyph.size
        ):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run

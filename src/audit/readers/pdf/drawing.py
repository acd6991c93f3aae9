"""What PDFium knows of the objects of a page: shapes, images, and how texts are painted.

Form XObjects are walked with their matrices. Curves are no shapes. The order in which
objects are painted tells what covers what; a text is known by the address of its object,
which its characters name, too.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from pypdfium2 import raw

from audit.readers.pdf.content import Ink, Turn
from audit.readers.pdf.rulings import Shape

_NESTING = 12
# How far the ends of a stroke may be off an axis, in points.
_STRAIGHT = 0.5
# Of the images painted over text, so many are looked at, of this size in points and more.
_MOST_ASKED = 20
_SMALL = 10
# The pixels of its rim may be translucent.
_OPAQUE = 0.9


class _Matrix(NamedTuple):
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: "_Matrix") -> "_Matrix":
        """The matrix that applies the inner one first."""
        a, b = self.point(inner.a, inner.b), self.point(inner.c, inner.d)
        return _Matrix(
            a[0] - self.e, a[1] - self.f, b[0] - self.e, b[1] - self.f,
            *self.point(inner.e, inner.f),
        )  # fmt: skip

    @property
    def area(self) -> float:
        """Of what was a square of one point."""
        return abs(self.a * self.d - self.b * self.c)


class Drawing:
    """The objects of a page as shown by `turn`. `objects` counts them, up to the limit."""

    def __init__(self, page: Any, turn: Turn, limit: int) -> None:
        self.shapes: list[Shape] = []
        self.images: list[Shape] = []
        self.image_area = 0.0
        self.inks: dict[int, Ink] = {}
        """By the address of a text object."""
        self.lost: list[tuple[float, float]] = []
        self.objects = 0
        self._page, self._turn, self._limit = page, turn, limit
        self._asked = 0
        count = raw.FPDFPage_CountObjects(page.raw)
        self._walk(count, partial(raw.FPDFPage_GetObject, page.raw), _Matrix(), 0)

    def _walk(self, count: int, item_at: Callable[[int], Any], outer: _Matrix, depth: int) -> None:
        for index in range(count):
            self.objects += 1
            if self.objects > self._limit:
                return
            item = item_at(index)
            match raw.FPDFPageObj_GetType(item):
                case raw.FPDF_PAGEOBJ_PATH:
                    self._path(item, outer.after(_matrix(item)))
                case raw.FPDF_PAGEOBJ_FORM if depth < _NESTING:
                    parts = raw.FPDFFormObj_CountObjects(item)
                    inside = outer.after(_matrix(item))
                    self._walk(parts, partial(raw.FPDFFormObj_GetObject, item), inside, depth + 1)
                case raw.FPDF_PAGEOBJ_IMAGE:
                    self._image(item, outer.after(_matrix(item)))
                case raw.FPDF_PAGEOBJ_TEXT:
                    self.inks[address(item)] = _ink(item, self.objects)
                    if (spot := _lost(item)) is not None:
                        self.lost.append(self._turn.point(*outer.point(*spot)))
                case _:
                    pass

    def _image(self, item: Any, matrix: _Matrix) -> None:
        self.image_area += matrix.area
        corners = [matrix.point(x, y) for x in (0, 1) for y in (0, 1)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = self._turn.box(min(xs), min(ys), max(xs), max(ys))
        opaque = bool(self.inks) and self._hides(item, box)
        self.images.append(
            Shape(*box, self.objects, None, stroked=False, rectangle=opaque, image=True)
        )

    def _hides(self, item: Any, box: tuple[float, float, float, float]) -> bool:
        """Whether it lets nothing through; a stamp shows what it is pressed on."""
        x0, top, x1, bottom = box
        self._asked += 1
        if self._asked > _MOST_ASKED or min(x1 - x0, bottom - top) < _SMALL:
            return False
        # Rendered as large as it is on the page, which is cheap, it has its mask as alpha.
        bitmap = raw.FPDFImageObj_GetRenderedBitmap(self._page.pdf.raw, self._page.raw, item)
        if not bitmap:
            return False
        try:
            if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
                return True
            size = raw.FPDFBitmap_GetStride(bitmap) * raw.FPDFBitmap_GetHeight(bitmap)
            alphas = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size)[3::4]
            return alphas.count(255) > _OPAQUE * len(alphas)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)

    def _path(self, item: Any, matrix: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), raw.FPDF_BOOL()
        if not raw.FPDFPath_GetDrawMode(item, fill, stroke):
            return
        filled = _colour(item, raw.FPDFPageObj_GetFillColor) if fill.value else None
        seen = _colour(item, raw.FPDFPageObj_GetStrokeColor) if stroke.value else None
        thickness = _thickness(item, matrix) if stroke.value else 0.0
        for points, straight in _subpaths(item, matrix, self._turn):
            if len(points) < 2 or not straight:
                continue
            if fill.value and filled is not _CLEAR:
                self._filled(points, filled)
            if stroke.value and seen is not _CLEAR:
                self._stroked(points, thickness, seen)

    def _filled(self, points: list[tuple[float, float]], colour: "_Colour") -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        edges = pairwise([*points, points[0]])
        square = all(min(abs(x1 - x0), abs(y1 - y0)) < _STRAIGHT for (x0, y0), (x1, y1) in edges)
        self.shapes.append(
            Shape(
                min(xs), min(ys), max(xs), max(ys), self.objects, colour,
                stroked=False, rectangle=square,
            )
        )  # fmt: skip

    def _stroked(
        self, points: list[tuple[float, float]], thickness: float, colour: "_Colour"
    ) -> None:
        half = thickness / 2
        for (x0, y0), (x1, y1) in pairwise(points):
            wide, tall = abs(x1 - x0), abs(y1 - y0)
            if min(wide, tall) >= _STRAIGHT:
                continue
            left, top = min(x0, x1), min(y0, y1)
            right, bottom = left + wide, top + tall
            # The thickness lies across the stroke, not along it.
            if wide >= tall:
                top, bottom = (top + bottom) / 2 - half, (top + bottom) / 2 + half
            else:
                left, right = (left + right) / 2 - half, (left + right) / 2 + half
            self.shapes.append(Shape(left, top, right, bottom, self.objects, colour, stroked=True))


def address(item: Any) -> int:
    # A tenth of the time of a cast, and each character asks.
    return int.from_bytes(item, sys.byteorder)


# What PDFium writes into, made once: each object asks.
_COLOUR = tuple(ctypes.c_uint() for _ in range(4))
_BOUNDS = tuple(ctypes.c_float() for _ in range(4))
_Colour = tuple[int, int, int] | None
# Wholly transparent: nothing is painted.
_CLEAR: _Colour = (-1, -1, -1)


def _matrix(item: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _Matrix()
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _colour(item: Any, get: Callable[..., int]) -> _Colour:
    """None for a pattern, or where what is beneath shines through."""
    red, green, blue, alpha = _COLOUR
    if not get(item, red, green, blue, alpha):
        return None
    if alpha.value == 0:
        return _CLEAR
    if alpha.value < 255 or raw.FPDFPageObj_HasTransparency(item):
        return None
    return red.value, green.value, blue.value


def _thickness(item: Any, matrix: _Matrix) -> float:
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(item, width)
    return float(width.value * matrix.area**0.5)


_UNPAINTED = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})


def _ink(item: Any, order: int) -> Ink:
    mode = raw.FPDFTextObj_GetTextRenderMode(item)
    invisible = mode in _UNPAINTED
    get = raw.FPDFPageObj_GetFillColor
    if mode == raw.FPDF_TEXTRENDERMODE_STROKE:
        get = raw.FPDFPageObj_GetStrokeColor
    red, green, blue, alpha = _COLOUR
    if not get(item, red, green, blue, alpha):
        return Ink(order, invisible=invisible)
    return Ink(order, red.value, green.value, blue.value, alpha.value, invisible)


def _lost(item: Any) -> tuple[float, float] | None:
    """Where a text begins that PDFium leaves out."""
    left, bottom, right, top = _BOUNDS
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    # Spaces of an embedded font have no width, either: only the others lose characters.
    if right.value - left.value < 0.01 and not raw.FPDFFont_GetIsEmbedded(
        raw.FPDFTextObj_GetFont(item)
    ):
        return left.value, bottom.value
    return None


def _subpaths(
    item: Any, matrix: _Matrix, turn: Turn
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Each subpath as shown, and whether it has straight pieces only."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    straight = True
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if points:
                yield points, straight
            points, straight = [], True
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            straight = False
        points.append(turn.point(*matrix.point(x.value, y.value)))
        if raw.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    if points:
        yield points, straight

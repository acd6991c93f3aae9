"""What PDFium knows of the objects of a page: shapes, images, and how texts are painted.

Form XObjects are walked with their matrices. Curves are no shapes. The order in which
objects are painted tells what covers what; a text is known by the address of its object,
which its characters name, too.
"""

import ctypes
from collections.abc import Callable, Container, Iterator
from functools import partial
from itertools import pairwise, repeat
from typing import Any, NamedTuple

from pypdfium2 import raw

from audit.readers.pdf.content import Ink, Paint, Turn
from audit.readers.pdf.native import Answers, Handle, native
from audit.readers.pdf.rulings import Shape

_count_objects = native(raw.FPDFPage_CountObjects)
_object_at = native(raw.FPDFPage_GetObject, Handle)
_count_parts = native(raw.FPDFFormObj_CountObjects)
_part_at = native(raw.FPDFFormObj_GetObject, Handle)
_kind_of = native(raw.FPDFPageObj_GetType)
_write_matrix = native(raw.FPDFPageObj_GetMatrix)
_write_bounds = native(raw.FPDFPageObj_GetBounds)
_fill_colour = native(raw.FPDFPageObj_GetFillColor)
_stroke_colour = native(raw.FPDFPageObj_GetStrokeColor)
_stroke_width = native(raw.FPDFPageObj_GetStrokeWidth)
_has_transparency = native(raw.FPDFPageObj_HasTransparency)
_draw_mode = native(raw.FPDFPath_GetDrawMode)
_count_segments = native(raw.FPDFPath_CountSegments)
_segment_at = native(raw.FPDFPath_GetPathSegment, Handle)
_segment_kind = native(raw.FPDFPathSegment_GetType)
_segment_closes = native(raw.FPDFPathSegment_GetClose)
_segment_point = native(raw.FPDFPathSegment_GetPoint)
_render_mode = native(raw.FPDFTextObj_GetTextRenderMode)
_font = native(raw.FPDFTextObj_GetFont, Handle)
_is_embedded = native(raw.FPDFFont_GetIsEmbedded)
_glyph_width = native(raw.FPDFFont_GetGlyphWidth)


_TEXT, _PATH = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH
_IMAGE, _FORM = raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
_MOVE, _CURVE = raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_BEZIERTO
_NESTING = 12
# How far the ends of a stroke may be off an axis, in points.
_STRAIGHT = 0.5
# Of the images painted over text, so many are looked at, of this size in points and more.
_MOST_ASKED = 20
_SMALL = 10
# The pixels of its rim may be translucent.
_OPAQUE = 0.9
_GREATER = 0x4E00


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


class _Text(NamedTuple):
    item: Handle
    order: int
    outer: _Matrix


# Without the step of Python that makes one by its name: there is one for each text.
_text, _ink = partial(tuple.__new__, _Text), partial(tuple.__new__, Ink)


class Drawing:
    """The objects of a page as shown by `turn`. `objects` counts them, up to the limit."""

    def __init__(self, page: Any, turn: Turn, limit: int) -> None:
        self.shapes: list[Shape] = []
        self.images: list[Shape] = []
        self.image_area = 0.0
        self.objects = 0
        self._texts: list[_Text] = []
        self._page, self._turn, self._limit = page, turn, limit
        self._asked = 0
        count = _count_objects(page.raw)
        self._walk(self._some(count, partial(_object_at, page.raw)), _Matrix(), 0)
        self.inks = dict(_inks(self._texts))
        """By the address of a text object."""

    def lost(self, kept: Container[int]) -> list[tuple[float, float]]:
        """Where texts begin that PDFium leaves out; those with addresses in `kept` it has read."""
        return [
            self._turn.point(*text.outer.point(*spot))
            for text in self._texts
            if (text.item.value or 0) not in kept and (spot := _lost(text.item)) is not None
        ]

    def _some(self, count: int, item_at: Callable[[int], Handle]) -> list[Handle]:
        """The objects of a page or a form, but not more than one beyond the limit."""
        return list(map(item_at, range(min(count, self._limit - self.objects + 1))))

    def _walk(self, items: list[Handle], outer: _Matrix, depth: int) -> None:
        for item, kind in zip(items, map(_kind_of, items), strict=True):
            self.objects += 1
            if self.objects > self._limit:
                return
            if kind == _TEXT:
                self._texts.append(_text((item, self.objects, outer)))
            elif kind == _PATH:
                self._path(item, outer.after(_matrix(item)))
            elif kind == _IMAGE:
                self._image(item, outer.after(_matrix(item)))
            elif kind == _FORM and depth < _NESTING:
                parts = self._some(_count_parts(item), partial(_part_at, item))
                self._walk(parts, outer.after(_matrix(item)), depth + 1)

    def _image(self, item: Handle, matrix: _Matrix) -> None:
        self.image_area += matrix.area
        corners = [matrix.point(x, y) for x in (0, 1) for y in (0, 1)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = self._turn.box(min(xs), min(ys), max(xs), max(ys))
        opaque = bool(self._texts) and self._hides(item, box)
        self.images.append(
            Shape(*box, self.objects, None, stroked=False, rectangle=opaque, image=True)
        )

    def _hides(self, item: Handle, box: tuple[float, float, float, float]) -> bool:
        """Whether it lets nothing through; a stamp shows what it is pressed on."""
        x0, top, x1, bottom = box
        self._asked += 1
        if self._asked > _MOST_ASKED or min(x1 - x0, bottom - top) < _SMALL:
            return False
        # Rendered as large as it is on the page, which is cheap, it has its mask as alpha.
        page, image = self._page, ctypes.cast(item, raw.FPDF_PAGEOBJECT)
        bitmap = raw.FPDFImageObj_GetRenderedBitmap(page.pdf.raw, page.raw, image)
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

    def _path(self, item: Handle, matrix: _Matrix) -> None:
        fill, stroke = _MODES
        if not _draw_mode(item, *map(ctypes.byref, _MODES)):
            return
        is_filled, is_stroked = bool(fill.value), bool(stroke.value)
        filled = _colour(item, _fill_colour) if is_filled else None
        seen = _colour(item, _stroke_colour) if is_stroked else None
        thickness = _thickness(item, matrix) if is_stroked else 0.0
        for points, straight in _subpaths(item, matrix, self._turn):
            if len(points) < 2 or not straight:
                continue
            if is_filled and filled is not _CLEAR:
                self._filled(points, filled)
            if is_stroked and seen is not _CLEAR:
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


# What PDFium writes into, made once: each object asks.
_COLOUR = tuple(ctypes.c_uint() for _ in range(4))
_BOUNDS = tuple(ctypes.c_float() for _ in range(4))
_MODES = (ctypes.c_int(), ctypes.c_int())
_WIDTH = ctypes.c_float()
_MATRIX = raw.FS_MATRIX()
_POINT = (ctypes.c_float(), ctypes.c_float())
_COLOURS, _STROKES = Answers("I", 4), Answers("I", 4)
_Colour = tuple[int, int, int] | None
# Wholly transparent: nothing is painted.
_CLEAR: _Colour = (-1, -1, -1)
_OPAQUE_BLACK = (0, 0, 0, 255)


def _matrix(item: Handle) -> _Matrix:
    if not _write_matrix(item, ctypes.byref(_MATRIX)):
        return _Matrix()
    return _Matrix(_MATRIX.a, _MATRIX.b, _MATRIX.c, _MATRIX.d, _MATRIX.e, _MATRIX.f)


def _colour(item: Handle, get: Callable[..., int]) -> _Colour:
    """None for a pattern, or where what is beneath shines through."""
    red, green, blue, alpha = _COLOUR
    if not get(item, *map(ctypes.byref, _COLOUR)):
        return None
    if alpha.value == 0:
        return _CLEAR
    if alpha.value < 255 or _has_transparency(item):
        return None
    return red.value, green.value, blue.value


def _thickness(item: Handle, matrix: _Matrix) -> float:
    _stroke_width(item, ctypes.byref(_WIDTH))
    return float(_WIDTH.value * matrix.area**0.5)


_STROKED = raw.FPDF_TEXTRENDERMODE_STROKE
_UNPAINTED = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})


class _Paints(dict[tuple[int, ...], Paint]):
    """By render mode, red, green, blue, and alpha."""

    def __missing__(self, key: tuple[int, ...]) -> Paint:
        mode, red, green, blue, alpha = key
        return self.setdefault(key, Paint(red, green, blue, alpha, mode in _UNPAINTED))


_PAINTS = _Paints()


def _inks(texts: list[_Text]) -> Iterator[tuple[int, Ink]]:
    """The address of each text object, and how it is painted."""
    items = [text.item for text in texts]
    modes = list(map(_render_mode, items))
    filled, colours = _COLOURS.of(_fill_colour, len(items), items)
    painted = zip(modes, *colours, strict=True)
    for (item, order, _), paint, is_filled in zip(texts, painted, filled, strict=True):
        if paint[0] == _STROKED:
            ink = order, _stroke_paint(item)
        else:
            ink = order, _PAINTS[paint if is_filled else (paint[0], *_OPAQUE_BLACK)]
        yield item.value or 0, _ink(ink)


def _stroke_paint(item: Handle) -> Paint:
    is_stroked, colour = _STROKES.of(_stroke_colour, 1, (item,))
    return _PAINTS[(_STROKED, *((one[0] for one in colour) if is_stroked[0] else _OPAQUE_BLACK))]


def _lost(item: Handle) -> tuple[float, float] | None:
    """Where a text begins that PDFium leaves out."""
    left, bottom, right, _ = _BOUNDS
    if not _write_bounds(item, *map(ctypes.byref, _BOUNDS)):
        return None
    font = _font(item)
    # Spaces have no width, either; an embedded font has all that is not one.
    if right.value - left.value < 0.01 and not _is_embedded(font) and _may_be_chinese(font):
        return left.value, bottom.value
    return None


def _may_be_chinese(font: Handle) -> bool:
    """Whether its codes have more than a byte. Latin letters are measured by PDFium's own fonts.

    A font of single bytes takes what is greater for 0, which is as wide as nothing.
    """
    known = _glyph_width(font, _GREATER, ctypes.c_float(1.0), ctypes.byref(_WIDTH))
    return not known or _WIDTH.value > 0


def _subpaths(
    item: Handle, matrix: _Matrix, turn: Turn
) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Each subpath as shown, and whether it has straight pieces only."""
    x, y = _POINT
    references = ctypes.byref(x), ctypes.byref(y)
    points: list[tuple[float, float]] = []
    straight = True
    for segment in map(_segment_at, repeat(item), range(_count_segments(item))):
        _segment_point(segment, *references)
        kind = _segment_kind(segment)
        if kind == _MOVE:
            if points:
                yield points, straight
            points, straight = [], True
        elif kind == _CURVE:
            straight = False
        points.append(turn.point(*matrix.point(x.value, y.value)))
        if _segment_closes(segment) and points[0] != points[-1]:
            points.append(points[0])
    if points:
        yield points, straight

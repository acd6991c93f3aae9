"""The fast engine: characters and strokes from PDFium.

Traps met: a real "-" at the end of a line comes as U+0002; spaces and line ends are
generated and are dropped (gaps decide); the page object has to be held while its parts are
used; an angle is asked only where a run of characters begins, for it costs as much as the
rest of a character together; a text of one character in a font that the file does not
embed has no width for PDFium, which leaves it out: such texts are counted as lost.
"""

import ctypes
import math
from collections.abc import Container, Iterator
from contextlib import closing
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from audit.document import Place
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.content import Fill, Glyph, PageContent, Ruling, Turn

_HAIR = 3.0
_PASSWORD, _DAMAGED = 4, 3
_NESTING = 12
_WHITE = 250
_HYPHENS = {0x02: "-", 0xFFFE: "-"}
_UNNAMED = "\ufffd"


def pages(
    source: Source, options: ReadOptions, only: Container[int] | None = None
) -> Iterator[PageContent]:
    """Each page, or those whose numbers (from 1) are in `only`.

    Raises ReadError where the file cannot be opened or breaks a limit.
    """
    with closing(opened(source, options)) as document:
        count = len(document)
        limit = options.limits.get("pages", 2000)
        if count > limit:
            raise ReadError("too-many-pages", path=source.path, pages=count, limit=limit)
        for index in range(count):
            if only is not None and index + 1 not in only:
                continue
            try:
                page = document[index]
            except pdfium.PdfiumError:
                raise ReadError(
                    "pdf-damaged", path=source.path, place=Place(page=index + 1)
                ) from None
            try:
                yield _page(source, options, page, index + 1)
            finally:
                page.close()


def opened(source: Source, options: ReadOptions) -> Any:
    """The document, to be closed. Raises ReadError."""
    password = options.values.get("password") or None
    try:
        return pdfium.PdfDocument(source.data, password=password)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None) or _code(str(error))
        # PDFium's last error may be that of a file before; what needs a password says so itself.
        if code == _PASSWORD and b"/Encrypt" in source.data:
            key = "pdf-password-wrong" if password else "pdf-password"
            raise ReadError(key, path=source.path) from None
        raise ReadError("pdf-damaged", path=source.path) from None


def _code(message: str) -> int:
    return _PASSWORD if "password" in message.lower() else _DAMAGED


def _page(source: Source, options: ReadOptions, page: Any, number: int) -> PageContent:
    limits = options.limits
    objects = raw.FPDFPage_CountObjects(page.raw)
    if objects > (limit := limits.get("page_objects", 200_000)):
        raise ReadError("page-too-large", path=source.path, page=number, count=objects, limit=limit)
    turn = _turn(page)
    drawn = _Drawn([], [], [], [0.0], [0], [0], [])
    _walk(page.raw, turn, drawn, limit)
    if drawn.objects[0] > limit:
        raise ReadError(
            "page-too-large", path=source.path, page=number, count=drawn.objects[0], limit=limit
        )
    text = page.get_textpage()
    try:
        characters = raw.FPDFText_CountChars(text.raw)
        if characters > (most := limits.get("page_characters", 200_000)):
            raise ReadError(
                "page-too-large", path=source.path, page=number, count=characters, limit=most
            )
        read = _characters(text.raw, characters, turn)
    finally:
        text.close()
    quarter = read.quarter
    if quarter:
        # The content is turned although the page is not: turn the page upright.
        return _turned(drawn, read, turn, quarter, number)
    return _content(drawn, read, turn, number)


class _Drawn(NamedTuple):
    horizontals: list[Ruling]
    verticals: list[Ruling]
    fills: list[Fill]
    images: list[float]
    hidden: list[int]
    objects: list[int]
    lost: list[tuple[float, float]]


class _Read(NamedTuple):
    upright: list[Glyph]
    slanted: list[Glyph]
    unmapped: int
    quarter: int


def _turn(page: Any) -> Turn:
    left, bottom, right, top = page.get_bbox() if hasattr(page, "get_bbox") else page.get_mediabox()
    return Turn(left, bottom, right, top, raw.FPDFPage_GetRotation(page.raw) % 4)


# --- strokes


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


def _matrix(item: Any) -> _Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return _Matrix()
    return _Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _walk(page: Any, turn: Turn, drawn: _Drawn, limit: int) -> None:
    def walk(count: int, item_at: Any, outer: _Matrix, depth: int) -> None:
        for index in range(count):
            drawn.objects[0] += 1
            if drawn.objects[0] > limit:
                return
            item = item_at(index)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                _path(item, outer.after(_matrix(item)), turn, drawn)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _NESTING:
                inside = outer.after(_matrix(item))
                parts = raw.FPDFFormObj_CountObjects(item)
                walk(
                    parts, lambda at, form=item: raw.FPDFFormObj_GetObject(form, at), inside,
                    depth + 1,
                )  # fmt: skip
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                drawn.images[0] += _area(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                mode = raw.FPDFTextObj_GetTextRenderMode(item)
                drawn.hidden[0] += mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE
                drawn.lost.extend(turn.point(*spot) for spot in _lost(item))

    walk(raw.FPDFPage_CountObjects(page), lambda at: raw.FPDFPage_GetObject(page, at), _Matrix(), 0)


def _lost(item: Any) -> Iterator[tuple[float, float]]:
    """Where a text begins that PDFium leaves out."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return
    # Spaces of an embedded font have no width, either: only the others lose characters.
    if right.value - left.value < 0.01 and not raw.FPDFFont_GetIsEmbedded(
        raw.FPDFTextObj_GetFont(item)
    ):
        yield left.value, bottom.value


def _area(item: Any, outer: _Matrix) -> float:
    matrix = outer.after(_matrix(item))
    return abs(matrix.a * matrix.d - matrix.b * matrix.c)


def _path(item: Any, matrix: _Matrix, turn: Turn, drawn: _Drawn) -> None:
    fill, stroke = ctypes.c_int(), raw.FPDF_BOOL()
    if not raw.FPDFPath_GetDrawMode(item, fill, stroke):
        return
    for points, straight in _subpaths(item, matrix, turn):
        if len(points) < 2 or not straight:
            continue
        x0, x1 = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        if bottom - top < _HAIR and x1 - x0 >= _HAIR:
            drawn.horizontals.append(Ruling((top + bottom) / 2, x0, x1))
        elif x1 - x0 < _HAIR and bottom - top >= _HAIR:
            drawn.verticals.append(Ruling((x0 + x1) / 2, top, bottom))
        elif stroke.value:
            _sides(points, drawn)
        elif fill.value and not _white(item) and x1 > x0 and bottom > top:
            drawn.fills.append(Fill(x0, top, x1, bottom))


def _sides(points: list[tuple[float, float]], drawn: _Drawn) -> None:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(y1 - y0) < 0.5 and abs(x1 - x0) >= _HAIR:
            drawn.horizontals.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) < 0.5 and abs(y1 - y0) >= _HAIR:
            drawn.verticals.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


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


def _white(item: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) >= _WHITE or alpha.value == 0


# --- characters


def _characters(text: Any, count: int, turn: Turn) -> _Read:
    upright: list[Glyph] = []
    slanted: list[Glyph] = []
    quarters = [0, 0, 0, 0]
    unmapped = 0
    width, height = turn.size
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    last = (math.inf, math.inf)
    angle = 0.0
    for index, char in _named(text, count):
        unmapped += char == _UNNAMED or raw.FPDFText_HasUnicodeMapError(text, index) == 1
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        if abs(y.value - last[1]) > 0.3 or abs(x.value - last[0]) > 200:
            angle = math.degrees(raw.FPDFText_GetCharAngle(text, index)) % 360
        last = (x.value, y.value)
        x0, top, x1, bottom = turn.box(box.left, box.bottom, box.right, box.top)
        glyph = Glyph(char, x0, top, x1, bottom, turn.point(x.value, y.value)[1])
        off = x1 < 0 or bottom < 0 or x0 > width or top > height
        if off or min(angle % 90, 90 - angle % 90) > 1:
            slanted.append(glyph)
            continue
        # PDFium counts the angle clockwise in the page's own coordinates.
        quarters[(round(angle / 90) + turn.quarter) % 4] += 1
        upright.append(glyph)
    quarter = max(range(4), key=quarters.__getitem__)
    turned = quarter if quarters[quarter] > sum(quarters) / 2 else 0
    return _Read(upright, slanted, unmapped, turned)


def _named(text: Any, count: int) -> Iterator[tuple[int, str]]:
    """Index and character of all that is printed: no white space, surrogates joined."""
    high = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        char = _HYPHENS.get(code) or chr(code)
        if char.isspace():
            continue
        if code < 0x20 and code not in _HYPHENS:
            if not raw.FPDFText_IsGenerated(text, index):
                yield index, _UNNAMED
            continue
        yield index, char


def _content(drawn: _Drawn, read: _Read, turn: Turn, number: int) -> PageContent:
    width, height = turn.size
    share = drawn.images[0] / (width * height) if width and height else 0.0
    return PageContent(
        number, width, height, read.upright, drawn.horizontals, drawn.verticals, drawn.fills,
        read.slanted, min(share, 1.0), read.unmapped, drawn.hidden[0], drawn.lost, "pdfium",
    )  # fmt: skip


def _turned(drawn: _Drawn, read: _Read, turn: Turn, quarter: int, number: int) -> PageContent:
    """The page turned back by as many quarters as its text is turned clockwise."""
    width, height = turn.size
    back = Turn(0.0, 0.0, width, height, (4 - quarter) % 4)

    def box(x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        return back.box(x0, height - bottom, x1, height - top)

    def line(x0: float, top: float, x1: float, bottom: float) -> None:
        left, upper, right, lower = box(x0, top, x1, bottom)
        if right - left >= lower - upper:
            horizontals.append(Ruling(upper, left, right))
        else:
            verticals.append(Ruling(left, upper, lower))

    def glyph(one: Glyph) -> Glyph:
        x0, top, x1, bottom = box(one.x0, one.top, one.x1, one.bottom)
        # The baseline of turned text was a vertical; its box is as good a guide here.
        return Glyph(one.char, x0, top, x1, bottom, bottom)

    horizontals: list[Ruling] = []
    verticals: list[Ruling] = []
    for ruling in drawn.horizontals:
        line(ruling.start, ruling.at, ruling.end, ruling.at)
    for ruling in drawn.verticals:
        line(ruling.at, ruling.start, ruling.at, ruling.end)
    fills = [Fill(*box(*fill)) for fill in drawn.fills]
    turned = _Drawn(
        horizontals, verticals, fills, drawn.images, drawn.hidden, drawn.objects, drawn.lost
    )
    upright, slanted = [glyph(one) for one in read.upright], [glyph(one) for one in read.slanted]
    return _content(turned, _Read(upright, slanted, read.unmapped, 0), back, number)

"""The fast engine: characters and strokes from PDFium.

Traps met: a real "-" at the end of a line comes as U+0002; spaces and line ends are
generated and are dropped (gaps decide); the page object has to be held while its parts are
used; an angle is asked only where a text object begins, for it costs as much as the rest of
a character together; a text of one character in a font that the file does not embed has no
width for PDFium, which leaves it out: such texts are counted as lost.
"""

import ctypes
import math
from collections.abc import Container, Iterator
from contextlib import closing
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from audit.document import Place
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.content import (
    BLACK,
    Glyph,
    PageContent,
    Turn,
    is_slanted,
    upright_turn,
)
from audit.readers.pdf.drawing import Drawing, address
from audit.readers.pdf.seen import UNNAMED, Painted, is_misnamed

_PASSWORD, _DAMAGED = 4, 3
_HYPHENS = {0x02: "-", 0xFFFE: "-"}


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

    def refuse_beyond(count: int, limit: int) -> None:
        if count > limit:
            raise ReadError(
                "page-too-large", path=source.path, page=number, count=count, limit=limit
            )

    most = limits.get("page_objects", 200_000)
    refuse_beyond(raw.FPDFPage_CountObjects(page.raw), most)
    shown = _turn(page)
    # Before the text, for which PDFium goes through nested forms without a limit.
    drawing = Drawing(page, shown, most)
    refuse_beyond(drawing.objects, most)
    text = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(text.raw)
        refuse_beyond(count, limits.get("page_characters", 200_000))
        read = _characters(text.raw, count, shown, drawing)
        turn = upright_turn(shown, read.quarters)
        if turn != shown:
            drawing = Drawing(page, turn, most)
            read = _characters(text.raw, count, turn, drawing)
    finally:
        text.close()
    width, height = turn.size
    share = drawing.image_area / (width * height) if width and height else 0.0
    painted = Painted(
        number, width, height, read.upright, read.slanted, drawing.shapes, drawing.images
    )
    return painted.content("pdfium", min(share, 1.0), read.unmapped, drawing.lost)


def _turn(page: Any) -> Turn:
    left, bottom, right, top = page.get_bbox() if hasattr(page, "get_bbox") else page.get_mediabox()
    return Turn(left, bottom, right, top, raw.FPDFPage_GetRotation(page.raw) % 4)


class _Read(NamedTuple):
    upright: list[Glyph]
    """Along an axis, whichever way."""
    slanted: list[Glyph]
    quarters: list[int]
    """How many characters stand at each quarter turn clockwise, by the turn they are read with."""
    unmapped: int


def _characters(text: Any, count: int, turn: Turn, drawing: Drawing) -> _Read:
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    # Looked up once: each character of each page asks.
    object_of, map_error = raw.FPDFText_GetTextObject, raw.FPDFText_HasUnicodeMapError
    box_of, origin_of = raw.FPDFText_GetLooseCharBox, raw.FPDFText_GetCharOrigin
    upright: list[Glyph] = []
    slanted: list[Glyph] = []
    home, quarter, quarters, ink = upright, 0, [0, 0, 0, 0], BLACK
    unmapped, last = 0, -1
    for index, char in _named(text, count):
        unmapped += is_misnamed(char) or map_error(text, index) == 1
        box_of(text, index, box)
        origin_of(text, index, x, y)
        # All characters of one text object stand at one angle, and are painted alike.
        text_object = address(object_of(text, index))
        if text_object != last:
            angle = math.degrees(raw.FPDFText_GetCharAngle(text, index)) % 360
            # PDFium counts it clockwise in the page's own coordinates.
            quarter = (round(angle / 90) + turn.quarter) % 4
            home = slanted if is_slanted(angle) else upright
            ink = drawing.inks.get(text_object, BLACK)
            last = text_object
        if home is upright:
            quarters[quarter] += 1
        origin = turn.point(x.value, y.value)
        shown = turn.box(box.left, box.bottom, box.right, box.top)
        home.append(Glyph(char, *shown, origin[1 - quarter % 2], quarter, ink))
    return _Read(upright, slanted, quarters, unmapped)


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
                yield index, UNNAMED
            continue
        yield index, char

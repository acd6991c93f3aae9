"""The fast engine: characters and strokes from PDFium.

Traps met: a real "-" at the end of a line comes as U+0002; spaces and line ends are
generated and are dropped (gaps decide); the page object has to be held while its parts are
used; an angle is asked only where a text object begins, for it costs as much as the rest of
a character together; a text of one character in a font that the file does not embed has no
width for PDFium, which leaves it out: such texts are counted as lost.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from audit.document import Place
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.content import BLACK, Glyph, PageContent, Turn, upright_turn
from audit.readers.pdf.drawing import Drawing, address
from audit.readers.pdf.seen import UNNAMED, Painted, is_misnamed

_PASSWORD, _DAMAGED = 4, 3
_HYPHENS = {0x02: "-", 0xFFFE: "-"}


def pages(source: Source, options: ReadOptions) -> Iterator[PageContent]:
    """Each page. Raises ReadError where the file cannot be opened or breaks a limit."""
    with closing(_open(source, options)) as document:
        count = len(document)
        limit = options.limits.get("pages", 2000)
        if count > limit:
            raise ReadError("too-many-pages", path=source.path, pages=count, limit=limit)
        for index in range(count):
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


def _open(source: Source, options: ReadOptions) -> Any:
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
        characters = raw.FPDFText_CountChars(text.raw)
        refuse_beyond(characters, limits.get("page_characters", 200_000))
        signs = list(_signs(text.raw, characters))
    finally:
        text.close()
    turn = upright_turn(shown, _quarters(signs, shown))
    if turn != shown:
        drawing = Drawing(page, turn, most)
    return _content(signs, drawing, turn, number)


def _turn(page: Any) -> Turn:
    left, bottom, right, top = page.get_bbox() if hasattr(page, "get_bbox") else page.get_mediabox()
    return Turn(left, bottom, right, top, raw.FPDFPage_GetRotation(page.raw) % 4)


class _Sign(NamedTuple):
    """A character in the page's own coordinates."""

    char: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    angle: float
    """In degrees, clockwise."""
    text: int
    """The address of its text object."""
    unmapped: bool


def _signs(text: Any, count: int) -> Iterator[_Sign]:
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    last, angle = -1, 0.0
    for index, char in _named(text, count):
        unmapped = is_misnamed(char) or raw.FPDFText_HasUnicodeMapError(text, index) == 1
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        # All characters of one text object stand at one angle.
        text_object = address(raw.FPDFText_GetTextObject(text, index))
        if text_object != last:
            angle = math.degrees(raw.FPDFText_GetCharAngle(text, index)) % 360
            last = text_object
        corners = (box.left, box.bottom, box.right, box.top)
        yield _Sign(char, corners, (x.value, y.value), angle, text_object, unmapped)


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


def _is_slanted(angle: float) -> bool:
    return min(angle % 90, 90 - angle % 90) > 1


def _quarters(signs: list[_Sign], turn: Turn) -> list[int]:
    """How many characters stand at each quarter turn clockwise, on the page as shown."""
    found = [0, 0, 0, 0]
    for sign in signs:
        if not _is_slanted(sign.angle):
            found[(round(sign.angle / 90) + turn.quarter) % 4] += 1
    return found


def _content(signs: list[_Sign], drawing: Drawing, turn: Turn, number: int) -> PageContent:
    glyphs: list[Glyph] = []
    slanted: list[Glyph] = []
    for sign in signs:
        x, y = turn.point(*sign.origin)
        quarter = (round(sign.angle / 90) + turn.quarter) % 4
        glyph = Glyph(
            sign.char, *turn.box(*sign.box), x if quarter % 2 else y, quarter,
            drawing.inks.get(sign.text, BLACK),
        )  # fmt: skip
        (slanted if _is_slanted(sign.angle) else glyphs).append(glyph)
    width, height = turn.size
    share = drawing.image_area / (width * height) if width and height else 0.0
    page = Painted(number, width, height, glyphs, slanted, drawing.shapes, drawing.images)
    unmapped = sum(sign.unmapped for sign in signs)
    return page.content("pdfium", min(share, 1.0), unmapped, drawing.lost)

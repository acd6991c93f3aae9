"""One font in place of all Chinese fonts that files name and do not embed.

PDFium measures a character by its outline. Where the machine has no such font, there is
none: PDFium then leaves out texts of one character, takes texts below each other for one text
printed twice, and gives other boxes than on a machine that has one. In this font each
character has the same outline, a rectangle, so that a file is read alike everywhere; widths
are in the file. For reading only: pages drawn with it show rectangles.
"""

import ctypes
from struct import pack
from typing import Any

from pypdfium2 import raw

_CHARSETS = frozenset({128, 129, 134, 136})
"""Japanese, Korean, simplified and traditional Chinese, as Windows counts them."""
_HANDLE = 1
_EM = 1000
_ASCENT, _DESCENT = 880, -120
_BOX = (40, -80, 460, 780)
"""Within what is set in half an em."""


def replace() -> None:
    """For all files that this process opens from now on."""
    raw.FPDF_SetSystemFontInfo(ctypes.byref(_INFO))


def _map_font(
    _info: Any, _weight: int, _italic: int, charset: int, _pitch: int, _face: Any, _exact: Any
) -> int | None:
    return _HANDLE if charset in _CHARSETS else None


def _font_data(_info: Any, _font: int, table: int, buffer: Any, size: int) -> int:
    if table:
        # Of a collection of fonts, or one table of it: it is asked for the whole.
        return 0
    if buffer and size >= len(_FONT):
        ctypes.memmove(buffer, _FONT, len(_FONT))
    return len(_FONT)


def _font() -> bytes:
    """A TrueType font, as short as one can be. Glyph 1 is the rectangle."""
    left, bottom, right, top = _BOX
    outline = pack(">hhhhh", 1, left, bottom, right, top) + pack(">HH4B", 3, 0, *[1] * 4)
    outline += pack(">4h", left, 0, right - left, 0) + pack(
        ">4h", bottom, top - bottom, 0, bottom - top
    )
    # A map of the form "all of these are that glyph", for all that Unicode has.
    characters = pack(">HHIII", 13, 0, 28, 0, 1) + pack(">III", 0x20, 0x10FFFF, 1)
    tables = {
        b"cmap": pack(">HHHHI", 0, 1, 3, 10, 12) + characters,
        b"glyf": outline,
        b"head": pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, _EM, 0, 0, *_BOX, 0, 8, 2, 0, 0
        ),
        b"hhea": pack(">IhhhHhhhhhh8xhH", 0x10000, _ASCENT, _DESCENT, 0, _EM, 0, 0, 0, 1, 0, 0, 0, 1),
        b"hmtx": pack(">Hhh", _EM, 0, left),
        b"loca": pack(">HHH", 0, 0, len(outline) // 2),
        b"maxp": pack(">IH26x", 0x10000, 2),
    }  # fmt: skip
    at = 12 + 16 * len(tables)
    directory, body = pack(">IHHHH", 0x10000, len(tables), 64, 2, 48), b""
    for tag, table in tables.items():
        directory += pack(">4sIII", tag, 0, at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


def _info() -> Any:
    """What PDFium asks for fonts; it stays as long as the process."""
    kinds = dict(raw.FPDF_SYSFONTINFO._fields_)
    answers = {
        "Release": lambda *_: None,
        "EnumFonts": lambda *_: None,
        "MapFont": _map_font,
        "GetFont": lambda *_: None,
        "GetFontData": _font_data,
        "GetFaceName": lambda *_: 0,
        "GetFontCharset": lambda *_: 0,
        "DeleteFont": lambda *_: None,
    }
    return raw.FPDF_SYSFONTINFO(1, *[kinds[name](answer) for name, answer in answers.items()])


_FONT = _font()
_INFO = _info()

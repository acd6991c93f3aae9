"""The characters of a page as PDFium names and places them.

Traps met: a real "-" at the end of a line comes as U+0002; spaces and line ends are
generated and are dropped (gaps decide); the characters of one text object stand at one angle
and are painted alike, so that these are asked for the object only.
"""

import ctypes
import math
from array import array
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache, partial
from itertools import compress, repeat
from typing import Any, NamedTuple

from pypdfium2 import raw

from audit.readers.pdf.content import BLACK, Glyph, Ink, Looks, Turn, is_slanted, looks, looks_of
from audit.readers.pdf.native import Answers, native
from audit.readers.pdf.seen import UNNAMED, is_misnamed

_unicode = native(raw.FPDFText_GetUnicode, ctypes.c_uint)
_text = native(raw.FPDFText_GetText)
_is_generated = native(raw.FPDFText_IsGenerated)
_map_error = native(raw.FPDFText_HasUnicodeMapError)
_text_object = native(raw.FPDFText_GetTextObject, ctypes.c_size_t)
_angle = native(raw.FPDFText_GetCharAngle, ctypes.c_float)
_loose_box = native(raw.FPDFText_GetLooseCharBox)
_origin = native(raw.FPDFText_GetCharOrigin)
# A rectangle is left, top, right, bottom.
_BOXES = Answers("f", 4, together=True)
_ORIGINS = Answers("d", 2)

_glyph = partial(tuple.__new__, Glyph)


class Characters(NamedTuple):
    upright: list[Glyph]
    """Along an axis, whichever way."""
    looks: Looks
    """Of these."""
    slanted: list[Glyph]
    quarters: list[int]
    """How many characters stand at each quarter turn clockwise, by the turn they are read with."""
    unmapped: int
    objects: Collection[int]
    """The addresses of the text objects that they are of."""


def characters(text: Any, count: int, turn: Turn, inks: Mapping[int, Ink]) -> Characters:
    """All `count` characters of a text page, by `turn`, painted with the inks of their objects."""
    indexes, names = _named(text, count)
    total = len(indexes)
    objects = list(map(_text_object, repeat(text), indexes))
    stands = {
        item: _stand(_angle(text, index))
        for item, index in dict(zip(reversed(objects), reversed(indexes), strict=True)).items()
    }
    turned = {item: (quarter + turn.quarter) % 4 for item, (quarter, _) in stands.items()}
    quarters = list(map(turned.__getitem__, objects))
    _, (left, top, right, bottom) = _BOXES.of(_loose_box, total, repeat(text), indexes)
    _, (xs, ys) = _ORIGINS.of(_origin, total, repeat(text), indexes)
    baselines = turn.baselines(xs, ys, quarters)
    inked = map(inks.get, objects, repeat(BLACK))
    boxes = turn.boxes(left, bottom, right, top)
    upright = list(map(_glyph, zip(names, *boxes, baselines, quarters, inked, strict=True)))
    x0s, tops, x1s, bottoms = boxes
    look = looks(x0s, tops, x1s, bottoms, quarters, (inks.get(item, BLACK) for item in stands))
    slanted: list[Glyph] = []
    if any(is_slant for _, is_slant in stands.values()):
        slants = [stands[item][1] for item in objects]
        slanted = list(compress(upright, slants))
        upright = list(compress(upright, [not slant for slant in slants]))
        quarters = [glyph.quarter for glyph in upright]
        look = looks_of(upright)
    return Characters(
        upright,
        look,
        slanted,
        [quarters.count(quarter) for quarter in range(4)],
        _unmapped(text, indexes, names),
        stands.keys(),
    )


@lru_cache
def _stand(angle: float) -> tuple[int, bool]:
    """Quarter turns, and whether it stands along neither axis. PDFium counts clockwise."""
    degrees = math.degrees(angle) % 360
    return round(degrees / 90), is_slanted(degrees)


def _unmapped(text: Any, indexes: Sequence[int], names: Sequence[str]) -> int:
    """How many characters the font does not name, or names as no filing does."""
    misnamed = {name for name in set(names) if is_misnamed(name)}
    some = indexes[::_SAMPLE] if len(indexes) > _FEW else indexes
    if not misnamed and not any(map(_map_error, repeat(text), some)):
        return 0
    errors = map(_map_error, repeat(text), indexes)
    return sum(error == 1 or name in misnamed for error, name in zip(errors, names, strict=True))


# What has no name on a page of many characters stands together: a line, or a whole font.
_SAMPLE, _FEW = 4, 200
_HYPHENS = frozenset({0x02, 0xFFFE})
_SURROGATES = frozenset(range(0xD800, 0xE000))


class _Names(dict[int, str | None]):
    """What is printed for a code: nothing for white space, None where it takes a look."""

    def __missing__(self, code: int) -> str | None:
        name: str | None = chr(code)
        if code in _HYPHENS:
            name = "-"
        elif chr(code).isspace():
            name = ""
        elif code in _SURROGATES or code < 0x20:
            name = None
        self[code] = name
        return name


_NAMES = _Names()


def _named(text: Any, count: int) -> tuple[list[int], list[str]]:
    """Indexes and characters of all that is printed: no white space, surrogates joined."""
    codes = _codes(text, count)
    names = list(map(_NAMES.__getitem__, codes))
    if any(_NAMES[code] is None for code in set(codes)):
        names = _looked_at(text, codes)
    return list(compress(range(count), names)), [name for name in names if name]


def _codes(text: Any, count: int) -> Sequence[int]:
    """Of each character, one by one only where the text in one piece leaves some out."""
    codes = array("H", bytes(2 * (count + 1)))
    room = (ctypes.c_ushort * len(codes)).from_buffer(codes)
    # Its end is marked by a zero, which is counted.
    if _text(text, 0, count, room) == count + 1 and not _SURROGATES.intersection(codes):
        return codes[:count]
    return list(map(_unicode, repeat(text), range(count)))


def _looked_at(text: Any, codes: Sequence[int]) -> list[str | None]:
    found: list[str | None] = []
    high = 0
    for index, code in enumerate(codes):
        name = _NAMES[code]
        if code >= 0xDC00 and high and name is None:
            name = chr(0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00))
        high = code if 0xD800 <= code < 0xDC00 else 0
        if name is None and not high and not (code < 0x20 and _is_generated(text, index)):
            name = UNNAMED if code < 0x20 else chr(code)
        found.append(name)
    return found

"""A PDF drawn by hand: thin filled rectangles for rules, a CID font of its own.

Every row is a whole number of lines high, so that a page may end after any line: within a
row, and within a merged cell. Texts are glyph numbers of the file's own, and a ToUnicode
map tells their characters, as in the files that word processors save. What is seen are other
shapes: no Chinese font may be had, and a reader that looks at shapes would be wrong anyway.
"""

import unicodedata
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import reportlab

from generator.grid import Blocks, Grid, Spot

_MARGIN = 24.0
_PAD = 2.0
_RULE = 0.6
_LEADING = 1.3


class _Text(NamedTuple):
    """A line of text: on which line of the strip, and where it begins."""

    line: int
    x: float
    text: str


class _Box(NamedTuple):
    x0: float
    x1: float
    top: int
    bottom: int
    """In lines of the strip, half open."""


class _Strip(NamedTuple):
    """A block as if pages were endless."""

    lines: int
    heading: int
    boxes: Sequence[_Box]
    texts: Sequence[_Text]


def pdf(
    blocks: Blocks,
    *,
    page: tuple[float, float],
    size: float,
    spread: float,
    repeat: bool,
    closed: bool,
    embedded: bool = True,
) -> bytes:
    """`closed`: a rule is drawn where a page cuts a row. `embedded`: the font has a file."""
    leading = size * _LEADING
    capacity = int((page[1] - 2 * _MARGIN) / leading)
    # Without a file, numbers beyond the glyphs of any font that a reader takes instead.
    pages = _Pages(page[1] - _MARGIN, leading, size, 1 if embedded else 5000)
    at = capacity
    for block in blocks:
        strip = _strip(block, page[0] - 2 * _MARGIN, size, spread)
        start = 0
        while start < strip.lines:
            if at >= capacity:
                pages.begin()
                at = 0
                if repeat and start and strip.heading < capacity - 1:
                    at = pages.draw(strip, 0, strip.heading, at, closed=True)
            end = min(strip.lines, start + capacity - at)
            at = pages.draw(strip, start, end, at, closed=closed)
            start = end
    return _file(pages.contents, page, pages.glyphs, embedded=embedded)


def widths(grid: Grid, whole: float, spread: float, size: float) -> list[float]:
    """Column widths: each the wider, the more its cells say; room for two characters."""
    needs = [1.0] * grid.width
    for spot in grid.spots():
        for column in range(spot.column, spot.column + spot.wide):
            needs[column] = max(needs[column], (len(spot.text) / spot.wide) ** 0.5)
    least = 2 * size + 14
    free = whole - least * grid.width
    even = 1 / grid.width
    return [least + free * ((1 - spread) * even + spread * need / sum(needs)) for need in needs]


def _strip(block: str | Grid, whole: float, size: float, spread: float) -> _Strip:
    if isinstance(block, str):
        lines = _wrapped(block, whole, size)
        texts = [_Text(at, _MARGIN, line) for at, line in enumerate(lines)]
        # A blank line below: what follows is no part of it.
        return _Strip(len(lines) + 1, 0, [], texts)
    edges = [_MARGIN]
    for width in widths(block, whole, spread, size):
        edges.append(edges[-1] + width)
    spots = list(block.spots())

    def wrapped(spot: Spot) -> list[str]:
        room = edges[spot.column + spot.wide] - edges[spot.column] - 2 * _PAD
        return _wrapped(spot.text, room, size)

    heights = [1] * len(block.rows)
    for spot in sorted(spots, key=lambda one: one.tall):
        rows = slice(spot.row, spot.row + spot.tall)
        heights[rows.stop - 1] += max(0, len(wrapped(spot)) - sum(heights[rows]))
    tops = [0]
    for height in heights:
        tops.append(tops[-1] + height)
    boxes, texts = [], []
    for spot in spots:
        top, left = tops[spot.row], edges[spot.column]
        right, bottom = edges[spot.column + spot.wide], tops[spot.row + spot.tall]
        boxes.append(_Box(left, right, top, bottom))
        texts += [_Text(top + at, left + _PAD, line) for at, line in enumerate(wrapped(spot))]
    return _Strip(tops[-1], tops[block.heading], boxes, texts)


def _wrapped(text: str, room: float, size: float) -> list[str]:
    lines: list[str] = []
    for part in text.split("\n"):
        line, taken = "", 0.0
        for char in part:
            width = _width(char) * size / 1000
            if line and taken + width > room:
                lines.append(line)
                line, taken = "", 0.0
            line += char
            taken += width
        lines.append(line)
    return lines


def _width(char: str) -> int:
    """In thousandths of the size."""
    return 1000 if unicodedata.east_asian_width(char) in "WFA" else 500


class _Pages:
    """The contents of pages, drawn from the top down."""

    def __init__(self, top: float, leading: float, size: float, first: int) -> None:
        self.contents: list[list[str]] = []
        self.glyphs: dict[str, int] = {}
        self._top, self._leading, self._size, self._first = top, leading, size, first

    def begin(self) -> None:
        self.contents.append([])

    def draw(self, strip: _Strip, start: int, end: int, at: int, *, closed: bool) -> int:
        """Lines `start` to `end` of a strip, below line `at` of the page; what line is next."""
        out = self.contents[-1]

        def height(line: int) -> float:
            return self._top - (at + line - start) * self._leading

        for box in strip.boxes:
            first, last = max(box.top, start), min(box.bottom, end)
            if first >= last:
                continue
            top, bottom = height(first), height(last)
            wide, tall = box.x1 - box.x0, top - bottom
            rules = [(box.x0, bottom, _RULE, tall), (box.x1, bottom, _RULE, tall)]
            if closed or first == box.top:
                rules.append((box.x0, top, wide + _RULE, _RULE))
            if closed or last == box.bottom:
                rules.append((box.x0, bottom, wide + _RULE, _RULE))
            out += ["{:.2f} {:.2f} {:.2f} {:.2f} re f".format(*rule) for rule in rules]
        for text in strip.texts:
            if start <= text.line < end and text.text:
                y = height(text.line + 1) + self._size * 0.3
                codes = "".join(f"{self._glyph(char):04X}" for char in text.text)
                out.append(f"BT /F1 {self._size} Tf {text.x:.2f} {y:.2f} Td <{codes}> Tj ET")
        return at + end - start

    def _glyph(self, char: str) -> int:
        return self.glyphs.setdefault(char, self._first + len(self.glyphs))


def _file(
    contents: list[list[str]],
    page: tuple[float, float],
    glyphs: dict[str, int],
    *,
    embedded: bool,
) -> bytes:
    widths_of = " ".join(f"{code} [{_width(char)}]" for char, code in glyphs.items())
    kids = " ".join(f"{9 + 2 * at} 0 R" for at in range(len(contents)))
    # Glyph 36 of that font is A; each code gets some letter's shape.
    shapes = b"".join((36 + code % 50).to_bytes(2, "big") for code in range(len(glyphs) + 1))
    file = "/FontFile2 7 0 R" if embedded else ""
    head = "<</Type/Font/BaseFont/AAAAAA+SimSun"
    shape = "8 0 R" if embedded else "/Identity"
    font = (
        f"{head}/Subtype/CIDFontType2/CIDToGIDMap {shape}/FontDescriptor 5 0 R/DW 1000"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W[{widths_of}]>>"
    )
    descriptor = (
        "<</Type/FontDescriptor/FontName/AAAAAA+SimSun/Flags 4/FontBBox[0 -140 1000 860]"
        f"/ItalicAngle 0/Ascent 860/Descent -140/CapHeight 700/StemV 80{file}>>"
    )
    composite = f"{head}/Subtype/Type0/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
        composite.encode(),
        font.encode(),
        descriptor.encode(),
        _stream(_to_unicode(glyphs).encode()),
        _stream(_font(), packed=True),
        _stream(shapes),
    ]
    for at, operators in enumerate(contents):
        resources = "<</Font<</F1 3 0 R>>>>"
        leaf = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {page[0]} {page[1]}]"
            f"/Resources{resources}/Contents {10 + 2 * at} 0 R>>"
        )
        objects += [leaf.encode(), _stream("\n".join(operators).encode())]
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode("ascii")
    out += "".join(f"{offset:010} 00000 n \n" for offset in offsets).encode("ascii")
    trailer = f"trailer <</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return bytes(out) + trailer.encode("ascii")


def _stream(data: bytes, *, packed: bool = False) -> bytes:
    filtered = "/Filter/FlateDecode" if packed else ""
    head = f"<</Length {len(data)}{filtered}>>\nstream\n"
    return head.encode() + data + b"\nendstream"


@cache
def _font() -> bytes:
    """A TrueType font that Reportlab brings, packed."""
    return zlib.compress((Path(reportlab.__file__).parent / "fonts/Vera.ttf").read_bytes())


def _to_unicode(glyphs: dict[str, int]) -> str:
    pairs = [f"<{code:04X}> <{char.encode('utf-16-be').hex()}>" for char, code in glyphs.items()]
    # A block of a map holds 100 pairs at most.
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Own def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )

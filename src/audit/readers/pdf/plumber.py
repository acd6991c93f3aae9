"""The second engine: pdfplumber, slower by an order of magnitude.

It reads a font's own character map where PDFium has none. The same tables are found from
what it gives, so that only the parsing differs.
"""

import io
import logging
import math
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.content import (
    BLACK,
    Glyph,
    Ink,
    PageContent,
    Paint,
    Turn,
    is_slanted,
    looks_of,
    upright_turn,
)
from audit.readers.pdf.rulings import Shape
from audit.readers.pdf.seen import UNNAMED, Painted, is_misnamed

# Where nobody listens, Python would print its warnings beside our own words.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())
# pdfminer takes what stands in a file for what should stand there.
_DAMAGED = (
    PdfminerException, MalformedPDFException, PSException, TypeError, ValueError, LookupError,
    AttributeError, RecursionError,
)  # fmt: skip


def pages(
    source: Source, options: ReadOptions, only: Container[int] | None = None
) -> Iterator[PageContent]:
    """Each page, or those whose numbers (from 1) are in `only`."""
    password = str(options.values.get("password") or "")
    try:
        document = pdfplumber.open(io.BytesIO(source.data), password=password)
    except PdfminerException as error:
        wrong = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect)
        raise ReadError("pdf-password" if wrong else "pdf-damaged", path=source.path) from None
    try:
        # Closing it reads all pages once more.
        with document:
            for page in document.pages:
                if only is None or page.page_number in only:
                    yield _page(page)
                    page.close()
    except _DAMAGED:
        raise ReadError("pdf-damaged", path=source.path) from None


def _page(page: Any) -> PageContent:
    chars = [char for char in page.chars if char["text"].strip()]
    shown = Turn(0.0, 0.0, float(page.width), float(page.height), 0)
    quarters = [0, 0, 0, 0]
    angles = [_angle(char["matrix"]) for char in chars]
    for angle in angles:
        if not is_slanted(angle):
            quarters[round(angle / 90) % 4] += 1
    turn = upright_turn(shown, quarters)

    def box(item: Mapping[str, Any]) -> tuple[float, float, float, float]:
        return turn.box(
            item["x0"], page.height - item["bottom"], item["x1"], page.height - item["top"]
        )

    glyphs: list[Glyph] = []
    slanted: list[Glyph] = []
    unmapped = 0
    for char, angle in zip(chars, angles, strict=True):
        text = UNNAMED if char["text"].startswith("(cid:") else char["text"]
        unmapped += is_misnamed(text)
        quarter = (round(angle / 90) + turn.quarter) % 4
        origin = turn.point(char["matrix"][4], char["matrix"][5])
        baseline = origin[0] if quarter % 2 else origin[1]
        ink = Ink(BLACK.order, Paint(*(_rgb(char["non_stroking_color"]) or (0, 0, 0))))
        glyph = Glyph(text, *box(char), baseline, quarter, ink)
        (slanted if is_slanted(angle) else glyphs).append(glyph)
    shapes = [_shape(box(edge), edge, stroked=True) for edge in page.edges if _is_stroked(edge)]
    shapes += [_shape(box(rect), rect, stroked=False) for rect in page.rects if rect["fill"]]
    images = sum(image["width"] * image["height"] for image in page.images)
    share = min(images / (page.width * page.height), 1.0) if page.width and page.height else 0.0
    look = looks_of(glyphs)
    painted = Painted(page.page_number, *turn.size, glyphs, look, slanted, shapes, [], turn.quarter)
    return painted.content("pdfplumber", share, unmapped, [])


def _angle(matrix: Sequence[float]) -> float:
    """In degrees, clockwise."""
    return -math.degrees(math.atan2(matrix[1], matrix[0])) % 360


def _is_stroked(edge: Mapping[str, Any]) -> bool:
    return edge["object_type"] == "line" or bool(edge["stroke"])


def _shape(
    box: tuple[float, float, float, float], item: Mapping[str, Any], *, stroked: bool
) -> Shape:
    colour = item["stroking_color" if stroked else "non_stroking_color"]
    return Shape(*box, 0, _rgb(colour), stroked=stroked)


def _rgb(colour: Any) -> tuple[int, int, int] | None:
    """From grey, red-green-blue or four inks, each from 0 to 1; None for a pattern."""
    match colour:
        case [int() | float() as grey] | (int() | float() as grey):
            return (round(255 * grey),) * 3
        case [int() | float() as red, int() | float() as green, int() | float() as blue]:
            return round(255 * red), round(255 * green), round(255 * blue)
        case [*inks, int() | float() as black] if len(inks) == 3:
            red, green, blue = (round(255 * (1 - ink) * (1 - black)) for ink in inks)
            return red, green, blue
        case _:
            return None

"""The second engine: pdfplumber, slower by an order of magnitude.

It reads a font's own character map where PDFium has none. The same tables are found from
what it gives, so that only the parsing differs.
"""

import io
import logging
from collections.abc import Container, Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.content import Fill, Glyph, PageContent, Ruling

_HAIR = 3.0
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
    glyphs: list[Glyph] = []
    slanted: list[Glyph] = []
    unmapped = 0
    for char in page.chars:
        text = char["text"]
        if not text.strip():
            continue
        if text.startswith("(cid:"):
            unmapped += 1
            text = "\ufffd"
        baseline = page.height - char["matrix"][5]
        glyph = Glyph(text, char["x0"], char["top"], char["x1"], char["bottom"], baseline)
        (glyphs if char["upright"] else slanted).append(glyph)
    horizontals: list[Ruling] = []
    verticals: list[Ruling] = []
    for edge in page.edges:
        if edge["orientation"] == "h":
            horizontals.append(Ruling(edge["top"], edge["x0"], edge["x1"]))
        elif edge["orientation"] == "v":
            verticals.append(Ruling(edge["x0"], edge["top"], edge["bottom"]))
    fills = [
        Fill(rect["x0"], rect["top"], rect["x1"], rect["bottom"])
        for rect in page.rects
        if rect["fill"] and rect["width"] > _HAIR and rect["height"] > _HAIR
    ]
    images = sum(image["width"] * image["height"] for image in page.images)
    share = min(images / (page.width * page.height), 1.0) if page.width and page.height else 0.0
    return PageContent(
        page.page_number, page.width, page.height, glyphs, horizontals, verticals, fills,
        slanted, share, unmapped, 0, [], "pdfplumber",
    )  # fmt: skip

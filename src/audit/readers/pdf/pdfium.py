"""The fast engine: pages as PDFium reads them, characters and strokes.

The page object has to be held while its parts are used. A text of one character in a font
that the file does not embed has no width for PDFium, which leaves it out: such texts are
counted as lost.
"""

from collections.abc import Container, Iterator
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from audit.document import Place
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.characters import characters
from audit.readers.pdf.content import PageContent, Turn, upright_turn
from audit.readers.pdf.drawing import Drawing
from audit.readers.pdf.seen import Painted

_PASSWORD, _DAMAGED = 4, 3


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
        read = characters(text.raw, count, shown, drawing.inks)
        turn = upright_turn(shown, read.quarters)
        if turn != shown:
            drawing = Drawing(page, turn, most)
            read = characters(text.raw, count, turn, drawing.inks)
    finally:
        text.close()
    width, height = turn.size
    share = drawing.image_area / (width * height) if width and height else 0.0
    painted = Painted(
        number, width, height, read.upright, read.looks, read.slanted, drawing.shapes, drawing.images,
        (turn.quarter - shown.quarter) % 4,
    )  # fmt: skip
    lost = drawing.lost(read.objects)
    return painted.content("pdfium", min(share, 1.0), read.unmapped, lost)


def _turn(page: Any) -> Turn:
    left, bottom, right, top = page.get_bbox() if hasattr(page, "get_bbox") else page.get_mediabox()
    return Turn(left, bottom, right, top, raw.FPDFPage_GetRotation(page.raw) % 4)

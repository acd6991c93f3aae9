"""Each page as blocks: by which engine it is read, and what could not be read of it.

The option `pdf_engine` is `auto` (PDFium, and pdfplumber for a page whose characters PDFium
cannot name or place), `pdfium` or `pdfplumber`.
"""

from collections import Counter
from collections.abc import Container, Iterator
from contextlib import closing
from dataclasses import replace

from audit.document import Place, Table
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf import pdfium
from audit.readers.pdf.blocks import blocks_of, is_badly_named
from audit.readers.pdf.content import Glyph, PageContent
from audit.readers.pdf.exchange import PageRead

# A page with fewer characters, half covered by images, is a scan.
_FEW = 5
_COVERED = 0.5


def unlocked(source: Source, options: ReadOptions) -> ReadOptions:
    """The options with the one password of `passwords` that opens the file, if it needs one.

    Raises ReadError where none does, or PDFium cannot open the file.
    """
    encrypted = b"/Encrypt" in source.data
    if not encrypted and options.values.get("pdf_engine") == "pdfplumber":
        return options
    # Only the owner's password may be set: then the file opens with none.
    given = ("", *options.values.get("passwords", ())) if encrypted else ("",)
    for password in given:
        tried = replace(options, values={**options.values, "password": password})
        try:
            with closing(pdfium.opened(source, tried)):
                return tried
        except ReadError as error:
            if error.key not in {"pdf-password", "pdf-password-wrong"}:
                raise
    key = "pdf-password-wrong" if len(given) > 1 else "pdf-password"
    raise ReadError(key, path=source.path)


def pages(
    source: Source, options: ReadOptions, only: Container[int] | None = None
) -> Iterator[PageRead]:
    """Each page, or those whose numbers (from 1) are in `only`. Raises ReadError."""
    for page in contents(source, options, only):
        if len(page.glyphs) < _FEW and page.image_share > _COVERED:
            yield PageRead(page.number, (), (), page.engine, scanned=True)
            continue
        try:
            found, problems = blocks_of(page)
        except (ValueError, OverflowError):
            # Measures that are no numbers, or beyond any page.
            here = Place(page=page.number)
            raise ReadError("pdf-damaged", path=source.path, place=here) from None
        blocks = [
            replace(block, engine=page.engine) if isinstance(block, Table) else block
            for block in found
        ]
        yield PageRead(page.number, blocks, problems, page.engine)


def contents(
    source: Source, options: ReadOptions, only: Container[int] | None
) -> Iterator[PageContent]:
    """What each page holds, by the engine that it is read with."""
    engine = options.values.get("pdf_engine", "auto")
    if engine == "pdfplumber":
        from audit.readers.pdf import plumber  # noqa: PLC0415 -- 50 ms that most files do not need

        yield from plumber.pages(source, options, only)
        return
    for page in pdfium.pages(source, options, only):
        if engine == "auto" and (page.lost or is_badly_named(page)):
            yield _better(source, options, page)
        else:
            yield page


def _better(source: Source, options: ReadOptions, page: PageContent) -> PageContent:
    """The page with what the second engine reads more of it."""
    from audit.readers.pdf import plumber  # noqa: PLC0415 -- as above

    try:
        other = next(plumber.pages(source, options, frozenset({page.number})), None)
    except ReadError:
        other = None
    if other is None:
        # It is the stricter of the two: what the first one could not read is told.
        return page
    if is_badly_named(page):
        return other if other.unmapped < page.unmapped else page
    # What PDFium left out is added, and nothing else: the engines place characters of a font
    # that is not embedded differently.
    found = [glyph for glyph in other.glyphs if any(_begins(glyph, spot) for spot in page.lost)]
    if _characters(other.glyphs) - _characters(page.glyphs + found):
        # It leaves out whole texts in such a font where they are turned.
        return other
    missing = page.lost if len(found) < len(page.lost) else []
    return page._replace(glyphs=page.glyphs + found, lost=missing, engine=other.engine)


def _characters(glyphs: list[Glyph]) -> Counter[str]:
    return Counter(glyph.char for glyph in glyphs)


def _begins(glyph: Glyph, spot: tuple[float, float]) -> bool:
    return abs(glyph.x0 - spot[0]) < 1 and abs(glyph.baseline - spot[1]) < glyph.size / 2

"""From pages to a document: tables and lines in reading order, and what could not be read.

The option `pdf_engine` is `auto` (PDFium, and pdfplumber for a page whose characters PDFium
cannot name or place), `pdfium` or `pdfplumber`.
"""

from collections import Counter
from collections.abc import Iterator

from audit.document import Block, Document, Place, Problem
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf import pdfium
from audit.readers.pdf.blocks import blocks_of, is_badly_named
from audit.readers.pdf.content import Glyph, PageContent
from audit.readers.pdf.streams import refuse_bombs

NAME = "pdf"

# A page with fewer characters, half covered by images, is a scan.
_FEW = 5
_COVERED = 0.5


def read(source: Source, options: ReadOptions, /) -> Document:
    """Read all pages. Raises ReadError where the file cannot be read or is nothing but scans."""
    blocks: list[Block] = []
    problems: list[Problem] = []
    scans: list[int] = []
    engines: dict[str, int] = {}
    count = 0
    for page in _pages(source, options):
        count += 1
        engines[page.engine] = engines.get(page.engine, 0) + 1
        if len(page.glyphs) < _FEW and page.image_share > _COVERED:
            scans.append(page.number)
            continue
        try:
            found, said = blocks_of(page)
        except (ValueError, OverflowError):
            # Measures that are no numbers, or beyond any page.
            here = Place(page=page.number)
            raise ReadError("pdf-damaged", path=source.path, place=here) from None
        blocks += found
        problems += said
    if scans and len(scans) == count:
        raise ReadError("pdf-scanned", path=source.path, pages=count)
    problems += [Problem("scanned-page", Place(page=number)) for number in scans]
    if "pdfplumber" in engines and len(engines) > 1:
        pages = str(engines["pdfplumber"])
        problems.append(Problem("reread-by-pdfplumber", values=(("pages", pages),)))
    return Document(source.path, NAME, tuple(blocks), tuple(problems))


def _pages(source: Source, options: ReadOptions) -> Iterator[PageContent]:
    refuse_bombs(source, options)
    engine = options.values.get("pdf_engine", "auto")
    if engine == "pdfplumber":
        from audit.readers.pdf import plumber  # noqa: PLC0415 -- 50 ms that most files do not need

        yield from plumber.pages(source, options)
        return
    for page in pdfium.pages(source, options):
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

"""Each page as blocks: by which engine it is read, and what could not be read of it.

The option `pdf_engine` is `auto` (PDFium, and pdfplumber for a page whose characters PDFium
cannot name or place), `pdfium` or `pdfplumber`.
"""

from collections.abc import Container, Iterator
from contextlib import closing
from dataclasses import replace

from audit.document import Block, Line, Place, Problem
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf import pdfium
from audit.readers.pdf.cells import assign, loose_lines, table_of
from audit.readers.pdf.content import Glyph, PageContent
from audit.readers.pdf.exchange import PageRead
from audit.readers.pdf.grid import grids
from audit.readers.pdf.streams import refuse_bombs

# More unnamed characters than this share of a page, and the page is read by other means.
_UNMAPPED = 0.02
# A page with fewer characters, half covered by images, is a scan.
_FEW = 5
_COVERED = 0.5


def unlocked(source: Source, options: ReadOptions) -> ReadOptions:
    """The options with the one password of `passwords` that opens the file, if it needs one.

    Raises ReadError where none does, or PDFium cannot open the file.
    """
    refuse_bombs(source, options)
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
    for page in _contents(source, options, only):
        if len(page.glyphs) < _FEW and page.image_share > _COVERED:
            yield PageRead(page.number, (), (), page.engine, scanned=True)
            continue
        try:
            blocks, problems = _blocks(page)
        except (ValueError, OverflowError):
            # Measures that are no numbers, or beyond any page.
            here = Place(page=page.number)
            raise ReadError("pdf-damaged", path=source.path, place=here) from None
        yield PageRead(page.number, blocks, problems, page.engine)


def _contents(
    source: Source, options: ReadOptions, only: Container[int] | None
) -> Iterator[PageContent]:
    engine = options.values.get("pdf_engine", "auto")
    if engine == "pdfplumber":
        from audit.readers.pdf import plumber  # noqa: PLC0415 -- 50 ms that most files do not need

        yield from plumber.pages(source, options, only)
        return
    for page in pdfium.pages(source, options, only):
        if engine == "auto" and (page.lost or _badly_named(page)):
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
    if _badly_named(page):
        return other if other.unmapped < page.unmapped else page
    # What PDFium left out is added, and nothing else: the engines place characters of a font
    # that is not embedded differently.
    found = [glyph for glyph in other.glyphs if any(_begins(glyph, spot) for spot in page.lost)]
    missing = page.lost if len(found) < len(page.lost) else []
    return page._replace(glyphs=page.glyphs + found, lost=missing, engine=other.engine)


def _begins(glyph: Glyph, spot: tuple[float, float]) -> bool:
    return abs(glyph.x0 - spot[0]) < 1 and abs(glyph.baseline - spot[1]) < glyph.size / 2


def _badly_named(page: PageContent) -> bool:
    return page.unmapped > _UNMAPPED * max(len(page.glyphs), 1)


def _blocks(page: PageContent) -> tuple[list[Block], list[Problem]]:
    problems: list[Problem] = []
    here = Place(page=page.number)
    if page.lost:
        problems.append(Problem("lost-characters", here, (("count", str(len(page.lost))),)))
    if _badly_named(page):
        problems.append(Problem("unnamed-characters", here, (("count", str(page.unmapped)),)))
    if page.hidden and page.image_share > _COVERED:
        problems.append(Problem("text-layer-of-scan", here))
    found = grids(page.horizontals, page.verticals)
    held, loose = assign(found, page.glyphs)
    placed: list[tuple[float, float, Block]] = []
    for number, (grid, cells) in enumerate(zip(found, held, strict=True), 1):
        table, overprinted = table_of(page, grid, number, cells)
        placed.append((grid.rows[0], grid.columns[0], replace(table, engine=page.engine)))
        problems += [Problem("overprinted-text", place) for place in overprinted]
    lines = loose_lines(page, loose) + loose_lines(page, page.slanted)
    placed += [(_top(line), line.place.boxes[0].x0, line) for line in lines]
    placed.sort(key=lambda one: (round(one[0]), one[1]))
    return [block for _, _, block in placed], problems


def _top(line: Line) -> float:
    return line.place.boxes[0].top

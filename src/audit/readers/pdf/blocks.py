"""A page's blocks in reading order, and what is to be told of them."""

from collections.abc import Iterator

from audit.document import Block, Box, Line, Place, Problem
from audit.readers.pdf.cells import assign, loose_lines, slanted_lines, table_of
from audit.readers.pdf.content import Glyph, PageContent
from audit.readers.pdf.grid import grids
from audit.readers.pdf.inferred import inferred_grids
from audit.readers.pdf.textlines import lines_of

# More unnamed characters than this share of a page, and its text is not to be trusted.
_UNMAPPED = 0.02
# Of a page that images cover by more than this, invisible text is that of a scan.
_COVERED = 0.5
_SHOWN = 20
"""Characters of a hidden text that a message quotes."""


def is_badly_named(page: PageContent) -> bool:
    """Whether so many characters have no name that other means should be tried."""
    return page.unmapped > _UNMAPPED * max(len(page.glyphs), 1)


def blocks_of(page: PageContent) -> tuple[list[Block], list[Problem]]:
    """Tables and lines from the top down."""
    height = page.text_height
    found = grids(page.horizontals, page.verticals, height)
    held, loose = assign(found, page.glyphs)
    if more := inferred_grids(page, found, loose, height):
        found += more
        found.sort(key=lambda grid: (round(grid.rows[0]), grid.columns[0]))
        held, loose = assign(found, page.glyphs)
    problems = list(_problems(page))
    placed: list[tuple[float, float, Block]] = []
    for number, (grid, cells) in enumerate(zip(found, held, strict=True), 1):
        table, overprinted = table_of(page, grid, number, cells)
        placed.append((grid.rows[0], grid.columns[0], table))
        problems += [Problem("overprinted-text", place) for place in overprinted]
        if grid.inferred:
            problems.append(Problem("columns-inferred", table.place))
    lines = loose_lines(page, loose) + slanted_lines(page, page.slanted)
    lines += loose_lines(page, page.beyond)
    placed += [(_top(line), line.place.boxes[0].x0, line) for line in lines]
    placed.sort(key=lambda one: (round(one[0]), one[1]))
    return [block for _, _, block in placed], problems


def _top(line: Line) -> float:
    return line.place.boxes[0].top


def _problems(page: PageContent) -> Iterator[Problem]:
    here = Place(page=page.number)
    if page.lost:
        yield Problem("lost-characters", here, (("count", str(len(page.lost))),))
    if is_badly_named(page):
        yield Problem("unnamed-characters", here, (("count", str(page.unmapped)),))
    if page.hidden and page.image_share > _COVERED:
        yield Problem("text-layer-of-scan", here)
    if page.concealed:
        yield _quoting("hidden-text", page, page.concealed)
    if page.beyond:
        yield _quoting("text-off-page", page, page.beyond)


def _quoting(key: str, page: PageContent, glyphs: list[Glyph]) -> Problem:
    """A problem with the places of all its lines, and the words it begins with."""
    lines = lines_of(glyphs)
    boxes: tuple[Box, ...] = tuple(line.box(page.number) for line in lines)
    words = "".join(line.words()[0] for line in lines)
    shown = words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
    count = str(len(glyphs))
    return Problem(key, Place(page=page.number, boxes=boxes), (("count", count), ("text", shown)))

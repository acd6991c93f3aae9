"""Grids of merged cells written as text, and as documents of every format.

A grid is written with `|` between cells, `<` for what a cell on the left covers, `^` for
what one above covers, `⏎` for a line end; other lines stand outside tables.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from audit.document import Document
from audit.pipeline import read
from audit.plugins import ReadOptions, Source
from generator import formats
from generator.grid import Blocks, Grid, Wide

OPTIONS = ReadOptions({}, {})
_COVERED = frozenset({"<", "^"})


def parse(text: str, heading: int = 0) -> list[str | Grid]:
    """`heading`: how many rows at the top of each grid a page may repeat."""
    blocks: list[str | list[list[str]]] = []
    for line in text.split("\n"):
        if "|" in line:
            row = [cell.strip().replace("⏎", "\n") for cell in line.split("|")]
            if blocks and isinstance(blocks[-1], list):
                blocks[-1].append(row)
            else:
                blocks.append([row])
        else:
            blocks.append(line.strip())
    return [block if isinstance(block, str) else made(block, heading) for block in blocks if block]


def made(rows: list[list[str]], heading: int = 0) -> Grid:
    """The grid of rows with marks for what is covered."""
    cells: list[list[str | Wide]] = [[] for _ in rows]
    for at, _, tall, wide, text in spans(rows):
        cells[at].append(Wide(text, wide, tall))
    return Grid(cells, heading)


def spans(rows: list[list[str]]) -> Iterator[tuple[int, int, int, int, str]]:
    """Row, column, height, width and text of each cell."""
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text in _COVERED:
                continue
            wide = next((end for end in range(column + 1, len(row)) if row[end] != "<"), len(row))
            tall = at + 1
            while tall < len(rows) and column < len(rows[tall]) and rows[tall][column] == "^":
                tall += 1
            yield at, column, tall - at, wide - column, text


def _document(blocks: Blocks, *, format_: str) -> Document:
    name, write = formats.FORMATS[format_]
    return read(Source(name, write(blocks, formats.Look())))


FORMATS: Mapping[str, Callable[[Blocks], Document]] = {
    name: partial(_document, format_=name) for name in ("html", "markdown", "xlsx", "csv", "docx")
}
as_html = FORMATS["html"]

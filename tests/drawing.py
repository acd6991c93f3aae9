"""PDF pages drawn stroke by stroke, read back; no character of them may get lost.

Positions are points from the top left of the page, as a place has them. A text stands with
its baseline on the position given.
"""

import io
from collections import Counter
from collections.abc import Iterable, Sequence

import pdfplumber
from reportlab.lib.colors import Color, black
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from audit.document import Cell, Document, Line, Table
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.read import read

HAN = "STSong-Light"
"""A Chinese font that a file only names."""
LATIN = "Vera"
"""A font that is embedded."""


class Drawn:
    """A PDF that is being drawn."""

    def __init__(self, width: float = 400, height: float = 300, font: str = HAN) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(HAN))
        pdfmetrics.registerFont(TTFont(LATIN, "Vera.ttf"))
        self._font = font
        self._out = io.BytesIO()
        self._height = height
        self.canvas = Canvas(self._out, pagesize=(width, height))

    def text(
        self,
        x: float,
        baseline: float,
        words: str,
        size: float = 10,
        *,
        colour: Color = black,
        turned: float = 0,
        mode: int | None = None,
        font: str = "",
    ) -> "Drawn":
        """`turned` are degrees clockwise; `mode` is PDF's text render mode."""
        canvas = self.canvas
        canvas.saveState()
        canvas.translate(x, self._height - baseline)
        canvas.rotate(-turned)
        canvas.setFillColor(colour)
        canvas.setFont(font or self._font, size)
        canvas.drawString(0, 0, words, mode=mode)
        canvas.restoreState()
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> "Drawn":
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self._height - y0, x1, self._height - y1)
        return self

    def fill(self, x0: float, top: float, x1: float, bottom: float, colour: Color) -> "Drawn":
        self.canvas.setFillColor(colour)
        self.canvas.rect(x0, self._height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        return self

    def ruled(self, columns: Sequence[float], rows: Sequence[float]) -> "Drawn":
        """All lines of a table with these edges."""
        for x in columns:
            self.line(x, rows[0], x, rows[-1])
        for y in rows:
            self.line(columns[0], y, columns[-1], y)
        return self

    def texts(
        self, columns: Sequence[float], rows: Sequence[float], *cells: str, size: float = 10
    ) -> "Drawn":
        """One row of cells a text, cells parted by `|`, each at its cell's top left."""
        for top, row in zip(rows, cells, strict=False):
            for left, words in zip(columns, row.split("|"), strict=False):
                if words:
                    self.text(left + size / 4, top + size * 1.3, words, size)
        return self

    def turned(self, quarter: int, *, page_too: bool) -> "Drawn":
        """What follows is turned counter-clockwise, on a page that is turned clockwise, or not."""
        wide, tall = self.canvas._pagesize
        if page_too:
            # It swaps the sides of the page by itself.
            self.canvas.setPageRotation(90 * quarter)
        elif quarter % 2:
            self.canvas.setPageSize((tall, wide))
        self.canvas.translate(*[(0, 0), (tall, 0), (wide, tall), (0, wide)][quarter])
        self.canvas.rotate(90 * quarter)
        return self

    def page(self, width: float | None = None, height: float | None = None) -> "Drawn":
        """The next page."""
        self.canvas.showPage()
        if width and height:
            self.canvas.setPageSize((width, height))
            self._height = height
        return self

    def bytes(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()


def document_of(drawn: Drawn | bytes, engine: str = "auto", *, doubled: bool = False) -> Document:
    """The document, of which no character is lost. `doubled`: texts are printed twice."""
    data = drawn if isinstance(drawn, bytes) else drawn.bytes()
    found = read(Source("a.pdf", data), ReadOptions({}, {"pdf_engine": engine}))
    assert kept(found) == printed(data, doubled=doubled)
    return found


def kept(document: Document) -> Counter[str]:
    """The characters of all cells and lines."""
    return Counter("".join("".join(cell.text.split()) for cell in document.cells()))


def printed(data: bytes, *, doubled: bool = False) -> Counter[str]:
    """The characters that another program finds in a file."""
    found: Counter[str] = Counter()
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            chars = (page.dedupe_chars(tolerance=1) if doubled else page).chars
            found.update("".join("".join(char["text"].split()) for char in chars))
    return found


def tables(document: Document) -> list[list[str]]:
    """Each table as rows, `|` between cells, `<` and `^` for what merged cells cover."""
    return [shown(block) for block in document.blocks if isinstance(block, Table)]


def shown(table: Table) -> list[str]:
    rows: list[str] = []
    for at, row in enumerate(table.rows):
        texts: list[str] = []
        for column, cell in enumerate(row):
            if at and cell in table.rows[at - 1]:
                texts.append("^")
            else:
                texts.append("<" if column and row[column - 1] is cell else cell.text)
        rows.append("|".join(texts))
    return rows


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Line)]


def keys(document: Document) -> list[str]:
    return [problem.key for problem in document.problems]


def box_of(document: Document, words: str) -> tuple[float, float, float, float]:
    """Where the words stand, rounded to points: x0, top, x1, bottom."""
    (place,) = _places(document.cells(), words)
    return place


def _places(cells: Iterable[Cell], words: str) -> list[tuple[float, float, float, float]]:
    found: list[tuple[float, float, float, float]] = []
    for cell in cells:
        at = cell.text.find(words)
        if at >= 0:
            for place in cell.places_of(at, at + len(words)):
                (box,) = place.boxes
                found.append((round(box.x0), round(box.top), round(box.x1), round(box.bottom)))
    return found

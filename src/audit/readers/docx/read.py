"""DOCX: body, headers and footers as tables and lines.

Places: table, row and column of a table, which is what people are shown; `line` is the number
of the paragraph in the file, `column` the character in it. A table within a cell is a block of its own after
the table that holds it.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from audit.document import Block, Cell, Document, Line, Place, Problem, Table
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.docx.numbering import Numbering, W
from audit.readers.docx.text import Words, cell_of, inner, within, words_of
from audit.readers.package import Package

NAME = "docx"


def read(source: Source, options: ReadOptions, /) -> Document:
    """Read the document. Raises ReadError where it is none, or breaks a cap."""
    package = Package(source, options)
    root = package.xml("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise ReadError("office-damaged", path=source.path)
    walker = _Walker(source.path, options, Numbering(package.xml("word/numbering.xml")))
    blocks: list[Block] = []
    names = sorted(package.names())
    for name in names:
        if name.startswith("word/header") and name.endswith(".xml"):
            blocks += walker.part(package.xml(name))
    blocks += walker.blocks(body)
    for name in names:
        if name.startswith(("word/footer", "word/footnotes")) and name.endswith(".xml"):
            blocks += walker.part(package.xml(name))
    problems = [Problem("tracked-changes")] if _changed(body) else []
    return Document(source.path, NAME, tuple(blocks), tuple(problems))


def _changed(body: Element) -> bool:
    return any(next(body.iter(f"{W}{tag}"), None) is not None for tag in ("ins", "del"))


class _Walker:
    def __init__(self, path: str, options: ReadOptions, numbering: Numbering) -> None:
        self._path, self._numbering = path, numbering
        self._most = options.limits.get("cells", 1_000_000)
        self._deep = options.limits.get("nesting", 100)
        self._cells = self._tables = self._paragraphs = 0

    def part(self, root: Element | None) -> Iterator[Block]:
        if root is None:
            return
        yield from self.blocks(root)
        for note in root.findall(f"{W}footnote"):
            yield from self.blocks(note)

    def blocks(self, body: Element, depth: int = 0) -> Iterator[Block]:
        if depth > self._deep:
            raise ReadError("nested-too-deep", path=self._path, limit=self._deep)
        for element in inner(body):
            if element.tag == f"{W}tbl":
                yield from self.table(element, depth)
            else:
                yield from self.paragraph(element, depth)

    def paragraph(self, element: Element, depth: int) -> Iterator[Block]:
        number, words = self._words(element)
        cell = cell_of([(number, words)], Place(line=number, column=1, by_paragraph=True))
        if cell.text.strip():
            yield Line(cell)
        for box in words.boxes:
            yield from self.blocks(box, depth + 1)

    def table(self, element: Element, depth: int) -> Iterator[Block]:
        self._tables += 1
        place = Place(table=self._tables, by_paragraph=True)
        rows: list[tuple[Cell, ...]] = []
        later: list[Element] = []
        spans = _spans(element)
        above: dict[int, Cell] = {}
        for index, row in enumerate(_rows(element)):
            cells: dict[int, Cell] = {}
            at = _skipped(row)
            for cell, properties in _cells(row):
                width = _grid_span(properties)
                if _goes_on(properties) and at in above:
                    self._more(above[at], cell, later)
                    made = above[at]
                else:
                    here = place._replace(row=index + 1, table_column=at + 1)
                    made = self._cell(cell, here, spans.get((index, at), 1), width, later)
                for column in range(at, at + width):
                    cells[column] = made
                at += width
            blank = Cell("", (), place._replace(row=index + 1))
            rows.append(tuple(cells.get(column, blank) for column in range(at)))
            above = cells
        yield Table(tuple(row for row in rows if row), place)
        for inside in later:
            yield from self.blocks(inside, depth + 1)

    def _cell(
        self, element: Element, place: Place, rows: int, columns: int, later: list[Element]
    ) -> Cell:
        self._cells += columns
        if self._cells > self._most:
            raise ReadError("too-many-cells", path=self._path, limit=self._most)
        paragraphs: list[tuple[int, Words]] = []
        nested: Element | None = None
        for child in inner(element):
            if child.tag == f"{W}tbl":
                nested = nested if nested is not None else Element("nested")
                nested.append(child)
            else:
                number, words = self._words(child)
                later += words.boxes
                paragraphs.append((number, words))
        if nested is not None:
            later.append(nested)
        return cell_of(paragraphs, place, rows, columns)

    def _more(self, first: Cell, element: Element, later: list[Element]) -> None:
        """A continued cell is empty as Word writes it; text in one must not be lost."""
        rest = self._cell(element, first.place, 1, 1, later)
        if rest.text.strip():
            holder = Element("kept")
            for paragraph in list(element.iter(f"{W}p")):
                holder.append(paragraph)
            later.append(holder)

    def _words(self, element: Element) -> tuple[int, Words]:
        self._paragraphs += 1
        return self._paragraphs, words_of(element, self._numbering)


def _rows(table: Element) -> Iterator[Element]:
    for row in within(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            yield row


def _cells(row: Element) -> Iterator[tuple[Element, Element | None]]:
    for cell in within(row, f"{W}tc"):
        yield cell, cell.find(f"{W}tcPr")


def _grid_span(properties: Element | None) -> int:
    span = properties.find(f"{W}gridSpan") if properties is not None else None
    value = span.get(f"{W}val", "1") if span is not None else "1"
    return min(max(int(value), 1), 100) if value.isdecimal() else 1


def _goes_on(properties: Element | None) -> bool:
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    return merge is not None and merge.get(f"{W}val", "continue") != "restart"


def _skipped(row: Element) -> int:
    before = row.find(f"{W}trPr/{W}gridBefore")
    value = before.get(f"{W}val", "0") if before is not None else "0"
    return min(int(value), 100) if value.isdecimal() else 0


def _spans(table: Element) -> dict[tuple[int, int], int]:
    """How many rows each cell covers, by the row and grid column it begins at."""
    spans: dict[tuple[int, int], int] = {}
    begun: dict[int, tuple[int, int]] = {}
    for index, row in enumerate(_rows(table)):
        now: dict[int, tuple[int, int]] = {}
        at = _skipped(row)
        for _, properties in _cells(row):
            if _goes_on(properties) and at in begun:
                now[at] = begun[at]
                spans[begun[at]] += 1
            else:
                now[at] = (index, at)
                spans[index, at] = 1
            at += _grid_span(properties)
        begun = now
    return spans

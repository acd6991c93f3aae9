"""What a reader gives: a document as blocks of cells, each character knowing its place.

A `Document` is a sequence of blocks in reading order. A block is a `Table` of `Cell`s,
or a `Line`, which holds one cell that stands outside tables (titles, 部门名称, 单位：万元).
Nothing here knows what a project is, nor which format a file has.

Pages, lines, columns, rows and tables count from 1. Columns are Unicode code points of
the source line, ends exclusive. Only `Cell.places_of` computes positions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Box(NamedTuple):
    """A rectangle on a page as shown, in points from its top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


class Place(NamedTuple):
    """Where something stands in a source. Only what the format has is set."""

    page: int | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    """The address in a sheet, `C5`."""
    table: int | None = None
    row: int | None = None
    table_column: int | None = None
    boxes: tuple[Box, ...] = ()
    by_paragraph: bool = False
    """Whether `line` counts the paragraphs of a text processor, which no user can see."""

    def to_dict(self) -> dict[str, Any]:
        """The keys that are set, as conventions.md section 12 names them."""
        found = {key: value for key, value in self._asdict().items() if value is not None}
        if self.boxes:
            found["boxes"] = [list(box) for box in self.boxes]
        else:
            del found["boxes"]
        del found["by_paragraph"]
        return found


NOWHERE = Place()


class Fragment(NamedTuple):
    r"""A part of a cell's text that stands together in the source.

    `raw` is the source text it takes where that differs from the text: one fragment for
    each escape (`\|`), entity (`&ge;`) or break (`<br>`), so that each can be pointed at
    and mended. Where `raw` is None the source characters are the text itself.
    """

    start: int
    end: int
    """Half open, in code points of the cell's text."""
    place: Place
    """Where its first character stands."""
    raw: str | None = None
    edges: Sequence[float] = ()
    """In a PDF: the x positions of its characters, one more than there are characters."""

    @property
    def verbatim(self) -> bool:
        """Whether the source has these characters as they are in the text."""
        return self.raw is None

    def place_of(self, start: int, end: int) -> Place:
        """The place of the cell's characters `start` to `end`, which lie in this fragment."""
        place = self.place
        if self.edges:
            (box,) = place.boxes
            left, right = self.edges[start - self.start], self.edges[end - self.start]
            return place._replace(boxes=(box._replace(x0=left, x1=right),))
        if place.column is None:
            return place
        first, after = place.column, place.column
        if self.raw is None:
            first, after = first + start - self.start, first + end - self.start
        elif end > start:
            after += len(self.raw)
        # As `_replace` would; it takes five times as long, and every finding has a place.
        line = place.line
        return Place(place.page, line, first, line, after, *place[5:])


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell. Its text as a reader joined it, and the runs it was joined from.

    The fragments cover the text without gaps, in order. An empty cell has none.
    A merged cell is one object that stands at each grid position it covers.
    """

    text: str
    fragments: tuple[Fragment, ...]
    place: Place
    """Of the cell itself, so that an empty one has a place, too."""
    row_span: int = 1
    column_span: int = 1

    def places_of(self, start: int, end: int) -> tuple[Place, ...]:
        """The places of the characters `start` to `end` (half open), in order.

        Runs that follow each other on one source line are one place. An empty span has
        the place before which it stands; in an empty cell, the cell's own.
        """
        if start == end:
            return (self._point(start),)
        if len(self.fragments) == 1:
            (only,) = self.fragments
            return (only.place_of(max(start, only.start), min(end, only.end)),)
        places: list[Place] = []
        for fragment in self.fragments:
            if fragment.end <= start or fragment.start >= end:
                continue
            place = fragment.place_of(max(start, fragment.start), min(end, fragment.end))
            if places and _touch(places[-1], place):
                places[-1] = places[-1]._replace(end_column=place.end_column)
            elif not places or places[-1] != place:
                places.append(place)
        return tuple(places)

    def source_of(self, start: int, end: int) -> str | None:
        """The source characters of a span, or None where it cuts an escape in two."""
        found: list[str] = []
        for fragment in self.fragments:
            if fragment.end <= start or fragment.start >= end:
                continue
            inside = start <= fragment.start and fragment.end <= end
            if fragment.raw is None:
                found.append(self.text[max(start, fragment.start) : min(end, fragment.end)])
            elif inside:
                found.append(fragment.raw)
            else:
                return None
        return "".join(found)

    def _point(self, at: int) -> Place:
        for fragment in self.fragments:
            if fragment.start <= at < fragment.end:
                return fragment.place_of(at, at)
        if self.fragments:
            last = self.fragments[-1]
            place = last.place_of(last.start, last.end)
            if place.end_column is not None:
                return place._replace(column=place.end_column)
            return place
        return self.place


def _touch(left: Place, right: Place) -> bool:
    return (
        left.end_column is not None
        and left.end_column == right.column
        and left.end_line == right.line
        and left.page == right.page
        and not left.boxes
    )


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Rows of cells in grid order. Rows may differ in length; a merged cell repeats."""

    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    columns: tuple[float, ...] = ()
    """x positions of the column edges in points, where the format has them."""
    open: tuple[bool, bool] = (False, False)
    """Whether a page break took the border at its top and at its bottom."""
    engine: str = ""
    """What read it, of the reader's engines where it has several: `pdfium`, `pdfplumber`."""

    def cells(self) -> Iterator[Cell]:
        """Each cell once, row by row."""
        seen: set[int] = set()
        for row in self.rows:
            for cell in row:
                if id(cell) not in seen:
                    seen.add(id(cell))
                    yield cell


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line or paragraph outside tables."""

    cell: Cell

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def place(self) -> Place:
        return self.cell.place

    def cells(self) -> Iterator[Cell]:
        yield self.cell


Block = Table | Line


class Problem(NamedTuple):
    """What a reader could not do or had to decide. `key` names its text in messages/."""

    key: str
    place: Place = NOWHERE
    values: tuple[tuple[str, str], ...] = ()
    lost: bool = False
    """What stands there was not read: nobody may take the file for checked."""


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One file as a reader gave it."""

    path: str
    """As the user named it; "-" for standard input without a name."""
    format: str
    """The reader's name: `markdown`, `pdf` …"""
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    encoding: str | None = None
    """Of a text format: which encoding was used."""

    def cells(self) -> Iterator[Cell]:
        """Each cell once, in reading order."""
        for block in self.blocks:
            yield from block.cells()

"""Tables that a page break cut are made whole, and rows that it cut in the middle of a cell.

A document comes in pieces: one table a page, with the heading repeated, left blank or left
out; or one table for all pages, with blank rows or headings in it where the pages met.

1. A table goes on in the next where nothing stands between them but page numbers and lines
   that stood before (running heads), where the columns agree (edges.py; as many, where a
   format has no edges), and where the next does not begin anew: with a title, with a heading
   of its own, or with the heading of the first and another row 合计. A heading of indicators
   begins nothing below the head of a form that has none yet.
2. A heading that stands again stays a row, before the row that it cut; what no rule parts
   from it is cut off it (open_table.py). Layouts skip rows that equal the heading.
3. Whether the first row behind a break is the rest of the last one before it: borders and
   full lines tell where a format has pages (pages.py), else words (wording.py).
4. Where no row is cut, merged cells may go on: each is one cell in all of its rows.
5. Lines outside tables that a page wrapped are one line (paragraphs.py).

Joined cells keep the fragments of both pieces (cells.py). No text is dropped: lines between
the pieces come after the table.

What cannot be known: in text without pages, whether a row without values is the rest of the
one above. It is joined where the text above had not come to its end, and that is a problem of
the document, `row-joined-by-words` or `row-parted-by-words`. On pages that are ruled at every
break, a piece that is one item of a list in several columns at once (1.甲 | 5次, 2.乙 | 6次) looks
like a row, and is read as one; so does a row whose every text ended with a full line.
"""

from collections.abc import Sequence
from dataclasses import replace

from audit.document import Block, Document, Line, Problem, Table
from audit.grammar.normal import normal
from audit.grammar.pages import is_page_number
from audit.stitch.open_table import OpenTable
from audit.stitch.paragraphs import unwrapped
from audit.stitch.words import (
    LONG,
    Row,
    is_blank,
    is_heading,
    is_indicator_heading,
    is_known_heading,
    is_title,
)


def stitch(document: Document) -> Document:
    """The document with its cut tables made whole."""
    blocks: list[Block | OpenTable] = []
    between: list[Line] = []
    seen: set[str] = set()
    last: OpenTable | None = None
    for block in document.blocks:
        if isinstance(block, Line):
            between.append(block)
            continue
        if last is not None and _runs_on(between, seen) and _may_go_on(last, block, between):
            last.add(block)
            blocks += between
        else:
            seen |= {_shown(line) for line in between}
            last = OpenTable(block)
            last.add(block)
            blocks += [*between, last]
        between = []
    made: list[Block] = []
    problems: list[Problem] = []
    for one in blocks:
        if isinstance(one, OpenTable):
            made.append(one.made())
            problems += one.problems
        else:
            made.append(one)
    whole = tuple(unwrapped((*made, *between)))
    return replace(document, blocks=whole, problems=(*document.problems, *problems))


def _runs_on(between: Sequence[Line], seen: set[str]) -> bool:
    """Whether nothing stands between two pieces but page numbers and running heads."""
    return all(is_page_number(line.text) or _shown(line) in seen for line in between)


def _shown(line: Line) -> str:
    return normal(line.text[:LONG])


def _may_go_on(first: OpenTable, second: Table, between: Sequence[Line]) -> bool:
    placed = bool(first.columns and second.columns)
    if placed:
        if first.edges_onto(second) is None:
            return False
        if first.is_open and second.open[0]:
            return True
    elif first.width != max(map(len, second.rows), default=0):
        return False
    start = next((row for row in second.rows if not is_blank(row)), None)
    if start is None or (start is not second.rows[0] and not placed) or first.is_of_titles:
        return True
    titled = any(not is_page_number(line.text) for line in between)
    if (
        titled
        and first.first.place.sheet != second.place.sheet
        and not first.repeats_heading(start)
    ):
        # Each sheet has its title, and a form of its own below it.
        return False
    return not _begins_anew(first, second, start, titled=titled, placed=placed)


def _begins_anew(
    first: OpenTable, second: Table, start: Row, *, titled: bool, placed: bool
) -> bool:
    """Whether a table begins with this row. `titled`: below a line that stood before the first."""
    if first.repeats_heading(start):
        return first.is_summed_anew(second, titled=titled)
    if is_title(start):
        return not any(map(first.repeats_heading, second.rows[1:2]))
    if is_indicator_heading(start) and not first.has_indicators:
        return False
    return is_known_heading(start) if placed else is_heading(start)

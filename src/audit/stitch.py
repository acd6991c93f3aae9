"""Tables that a page break cut are made whole, and rows that it cut in the middle of a cell.

A document comes out of converters in pieces: one table a page, with the heading repeated,
left blank or left out. What decides, first that applies:

1. A table goes on in the next where nothing stands between them but page numbers and lines
   that stood before (running heads), both have as many columns, and the next begins with a
   blank row, with the heading of the first, or with a row that is no heading.
2. A heading is a row of short texts without figures. The next table's own heading, where it
   differs, begins a table of its own.
3. A row is cut where exactly one of its two pieces carries its amounts, and a name is blank
   in one of them or the last text goes on in mid sentence: a row may lack amounts of its own.
   Columns that mostly hold amounts are told by their cells. Where neither piece has amounts,
   a blank name and a text that goes on are both needed.

Joined cells keep the fragments of both pieces. Nothing is dropped: a repeated heading stays
a row, before the row that it cut; lines between the pieces come after the table. Layouts
skip rows that equal the heading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit.document import Block, Cell, Document, Line, Table
from audit.grammar.normal import normal

Row = tuple[Cell, ...]

_PAGE = re.compile(
    r"[-—–·.\s]*(?:第?\s*\d{1,4}\s*页?)(?:\s*[,，/／]?\s*共?\s*\d{1,4}\s*页?)?[-—–·.\s]*"
)
_AMOUNT = re.compile(r"[-－]?[\d,，０-９]+(?:[.．][\d０-９]*)?")
_FIGURE = re.compile(r"[\d０-９]")
_HEADING_LENGTH = 24
# A text that stops with one of these marks had come to its end, and one that begins with one
# of those goes on.
_FINISHED = frozenset("。；;！!")
_GOES_ON = frozenset(",，；;。、)）%％")


def stitch(document: Document) -> Document:
    """The document with its cut tables made whole."""
    blocks: list[Block] = []
    between: list[Line] = []
    seen: set[str] = set()
    open_table: tuple[int, Table | None] = (0, None)
    """The last table, which the next may go on from, and its index."""
    for block in document.blocks:
        if isinstance(block, Line):
            between.append(block)
            continue
        at, last = open_table
        if last is not None and _runs_on(between, seen) and _continues(last, block):
            last = blocks[at] = _joined(last, block)
            blocks += between
        else:
            seen |= {normal(line.text) for line in between}
            at, last = len(blocks) + len(between), block
            blocks += [*between, block]
        open_table, between = (at, last), []
    return replace(document, blocks=(*blocks, *between))


def _runs_on(between: Sequence[Line], seen: set[str]) -> bool:
    return all(_PAGE.fullmatch(line.text.strip()) or normal(line.text) in seen for line in between)


def _continues(first: Table, second: Table) -> bool:
    if _width(first) != _width(second):
        return False
    if first.columns and second.columns and not _same_edges(first.columns, second.columns):
        return False
    start = second.rows[0]
    return _blank(start) or _is_heading_of(start, first) or not _looks_like_heading(start)


def _width(table: Table) -> int:
    return max((len(row) for row in table.rows), default=0)


def _same_edges(first: Sequence[float], second: Sequence[float], within: float = 4.0) -> bool:
    return abs(first[-1] - second[-1]) <= within and all(
        any(abs(edge - other) <= within for other in first) for edge in second
    )


def _blank(row: Row) -> bool:
    return not any(cell.text.strip() for cell in row)


def _is_heading_of(row: Row, table: Table) -> bool:
    """Whether the row repeats one of the rows at the head of the table."""
    texts = [normal(cell.text) for cell in row]
    return any(texts == [normal(cell.text) for cell in head] for head in _heads(table))


def _heads(table: Table) -> Iterator[Row]:
    for row in table.rows[:4]:
        if _looks_like_heading(row):
            yield row


def _looks_like_heading(row: Row) -> bool:
    texts = [cell.text.strip() for cell in row if cell.text.strip()]
    return len(texts) > 1 and all(
        len(text) <= _HEADING_LENGTH and not _FIGURE.search(text) for text in texts
    )


def _joined(first: Table, second: Table) -> Table:
    head = [row for row in second.rows[:4] if _blank(row) or _is_heading_of(row, first)]
    count = next(
        (at for at, row in enumerate(second.rows) if not any(row is one for one in head)),
        len(second.rows),
    )
    repeated, body = second.rows[:count], second.rows[count:]
    kept = [row for row in repeated if not _blank(row)]
    if body and first.rows and _cut(first, body[0]):
        row = tuple(
            _cell(above, below) for above, below in zip(first.rows[-1], body[0], strict=True)
        )
        rows = (*first.rows[:-1], *kept, row, *body[1:])
    else:
        rows = (*first.rows, *kept, *body)
    return replace(first, rows=rows, open=(first.open[0], second.open[1]))


def _cut(table: Table, below: Row) -> bool:
    """Whether the row below is the rest of the table's last row."""
    above = table.rows[-1]
    if len(above) != len(below) or len(table.rows) < 2:
        return False
    amounts = _amount_columns(table.rows)
    carries = [any(row[at].text.strip() for at in amounts) for row in (above, below)]
    nameless = not above[0].text.strip() or not below[0].text.strip()
    if carries[0] != carries[1]:
        return nameless or _mid_sentence(above, below)
    return not any(carries) and nameless and _mid_sentence(above, below)


def _mid_sentence(above: Row, below: Row) -> bool:
    """Whether the last text of the row above goes on in the row below."""
    for first, second in zip(reversed(above), reversed(below), strict=True):
        if first.text.strip() and second.text.strip():
            ended = first.text.rstrip()[-1] in _FINISHED
            return not ended or second.text.lstrip()[0] in _GOES_ON
    return False


def _amount_columns(rows: Sequence[Row]) -> list[int]:
    """Columns whose filled cells mostly hold amounts."""
    found: list[int] = []
    for at in range(max((len(row) for row in rows), default=0)):
        texts = [row[at].text.strip() for row in rows if at < len(row) and row[at].text.strip()]
        amounts = sum(_AMOUNT.fullmatch(text) is not None for text in texts)
        if amounts and amounts * 2 >= len(texts):
            found.append(at)
    return found


def _cell(above: Cell, below: Cell) -> Cell:
    """One cell of two pieces, the fragments of both kept."""
    if not below.text:
        return above
    if not above.text:
        return below
    at = len(above.text)
    moved = tuple(
        fragment._replace(start=fragment.start + at, end=fragment.end + at)
        for fragment in below.fragments
    )
    return replace(above, text=above.text + below.text, fragments=above.fragments + moved)

"""MHTML: what Word, Excel and browsers save as a web page in one file (RFC 2557).

A message of mail in parts: pages, and what they need. Its pages are read in order, those of a
workbook with several sheets as well. A page is packed as quoted-printable or base64, in which
nobody can look for a line or column: places are tables, rows and paragraphs.
"""

import re
from collections.abc import Iterator, Sequence

from audit.document import Block, Cell, Fragment, Line, Place, Table
from audit.errors import ReadError
from audit.plugins import Source

# Heads of a message, of which one says what it is.
_HEADS = re.compile(rb"\s*(?:[A-Za-z][\w-]*:[^\n]*(?:\n|\Z)(?:[ \t][^\n]*(?:\n|\Z))*)+", re.ASCII)
_TYPE = re.compile(
    rb"^content-type:\s*(?:multipart/related|multipart/alternative|text/html)",
    re.IGNORECASE | re.MULTILINE,
)

_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def is_mhtml(data: bytes) -> bool:
    heads = _HEADS.match(data[:8192])
    return bool(heads and b"mime-version:" in heads[0].lower() and _TYPE.search(heads[0]))


def pages(source: Source) -> Iterator[tuple[bytes, str]]:
    """The bytes of each page and the encoding that its part names, "" for none.

    Raises ReadError where there is none, or where the file breaks off.
    """
    # 30 ms, and few files need it.
    from email import message_from_bytes  # noqa: PLC0415
    from email.errors import CloseBoundaryNotFoundDefect, MessageError  # noqa: PLC0415

    try:
        whole = list(message_from_bytes(source.data.lstrip()).walk())
        parts = [part for part in whole if part.get_content_type() in _PAGES]
        found = [(part.get_payload(decode=True), part.get_content_charset("")) for part in parts]
    except (MessageError, LookupError, ValueError, RecursionError) as error:
        raise ReadError("mhtml-damaged", path=source.path) from error
    told = [(data, charset) for data, charset in found if isinstance(data, bytes) and data.strip()]
    is_cut = any(
        isinstance(one, CloseBoundaryNotFoundDefect) for part in whole for one in part.defects
    )
    if is_cut or not told:
        raise ReadError("mhtml-damaged", path=source.path)
    yield from told


def placed(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with places that do not tell of the source text."""
    paragraphs = 0
    for block in blocks:
        if isinstance(block, Line):
            paragraphs += 1
            yield Line(_at(block.cell, Place(line=paragraphs, column=1, by_paragraph=True)))
            continue
        # A merged cell is one object at each position it covers, and stays one.
        cells = {
            id(cell): _at(cell, _without_line(cell.place)) for row in block.rows for cell in row
        }
        rows = tuple(tuple(cells[id(cell)] for cell in row) for row in block.rows)
        yield Table(rows, _without_line(block.place))


def _at(cell: Cell, place: Place) -> Cell:
    fragments = (Fragment(0, len(cell.text), place),) if cell.text else ()
    return Cell(cell.text, fragments, place, cell.row_span, cell.column_span)


def _without_line(place: Place) -> Place:
    return Place(
        table=place.table, row=place.row, table_column=place.table_column, by_paragraph=True
    )

"""Reading texts in tests of layouts, and the law that no character of a table is lost."""

from collections.abc import Iterable, Iterator
from itertools import chain

from audit import account
from audit.document import Document
from audit.filing import Field, Filing, Piece, fields_of
from audit.layouts import LaidOut
from audit.pipeline import lay_out
from audit.plugins import LayoutModule, ReadOptions, Source
from audit.readers import html, markdown
from audit.stitch import stitch


def document(text: str) -> Document:
    """HTML where the text begins as such, else Markdown."""
    read = html.read if text.startswith("<") else markdown.read
    return read(Source("a", text.encode()), ReadOptions({}, {}))


def laid_out(text: str) -> LaidOut:
    return lay_out(document(text))


def filing(text: str) -> Filing:
    (only,) = laid_out(text).filings
    return only


def markdown_table(*rows: str) -> str:
    """Rows whose cells are parted by `|`; the first is the heading."""
    width = max(row.count("|") for row in rows) + 1
    lines = [f"| {row} |" for row in rows]
    return "\n".join([lines[0], "|---" * width + "|", *lines[1:], ""])


def told(record: object, *names: str) -> list[str | None]:
    """The texts of fields, None for one that the form lacks; `*` behind an inherited one."""
    fields: list[Field | None] = [getattr(record, name) for name in names]
    return [one and one.text + "*" * (one.inherited and bool(one.text)) for one in fields]


def assert_nothing_is_lost(layout: LayoutModule, text: str) -> None:
    """Each character that says something is taken or told unread, and none is both."""
    whole = stitch(document(text))
    for claim in layout.claims(whole):
        layed = layout.lay_out(whole, claim)
        taken = [piece[1:] for one in layed.filings for piece in _pieces(_fields(one))]
        taken += [(one.cell, one.start, one.end) for one in layed.skipped]
        unread = [piece[1:] for piece in _pieces(account.unread(whole, claim, layed))]
        for index in claim.blocks:
            for cell in whole.blocks[index].cells():
                times = [0] * len(cell.text)
                for other, start, end in taken:
                    if other is cell:
                        times[start:end] = [1] * (end - start)
                for other, start, end in unread:
                    if other is cell:
                        times[start:end] = [time + 1 for time in times[start:end]]
                assert all(
                    time == 1 or (time == 0 and not char.isalnum())
                    for char, time in zip(cell.text, times, strict=True)
                )


def _fields(one: Filing) -> Iterator[Field]:
    return (field for _, field in chain.from_iterable(map(fields_of, one.records())))


def _pieces(fields: Iterable[Field]) -> Iterator[Piece]:
    return chain.from_iterable(field.pieces for field in fields)

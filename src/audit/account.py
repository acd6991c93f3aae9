"""Which characters no layout took. Layouts say what they took; this one hand counts.

A layout returns fields and the slices it skipped. The complement over all cells of the
blocks it claimed, where it holds a letter, a digit or a Han character, is unread text.
"""

from collections.abc import Iterator

from audit.document import Cell, Document
from audit.filing import Field, fields_of
from audit.grammar.normal import fold
from audit.plugins import Claim, Layed

_MARKS = ",，;；:：、 \t\r\n\u3000\xa0"


def unread(document: Document, claim: Claim, layed: Layed) -> tuple[Field, ...]:
    """One field for each cell of the claimed blocks that holds text which went nowhere."""
    taken = _taken(layed)
    found: list[Field] = []
    for index in claim.blocks:
        for cell in document.blocks[index].cells():
            rest = tuple(
                Field.cut(cell, start, end)
                for start, end in _left(cell, taken.get(id(cell), []))
                if any(char.isalnum() for char in fold(cell.text[start:end]))
            )
            if rest:
                found.append(Field.join(rest, "…"))
    return tuple(found)


def _taken(layed: Layed) -> dict[int, list[tuple[int, int]]]:
    """The slices taken or skipped, by the identity of their cell."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for filing in layed.filings:
        for record in filing.records():
            for _, field in fields_of(record):
                for piece in field.pieces:
                    taken.setdefault(id(piece.cell), []).append((piece.start, piece.end))
    for skipped in layed.skipped:
        taken.setdefault(id(skipped.cell), []).append((skipped.start, skipped.end))
    return taken


def _left(cell: Cell, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of a cell's text between what was taken, marks around them left out."""
    at = 0
    for start, end in [*sorted(taken), (len(cell.text), len(cell.text))]:
        if start > at:
            words = cell.text[at:start]
            begin = at + len(words) - len(words.lstrip(_MARKS))
            stop = at + len(words.rstrip(_MARKS))
            if begin < stop:
                yield begin, stop
        at = max(at, end)

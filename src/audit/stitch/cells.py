"""One cell made of two pieces, and one cut in two; the fragments of both are kept."""

from dataclasses import replace

from audit.document import Cell, Fragment
from audit.grammar.normal import normal


def joined(above: Cell, below: Cell) -> Cell:
    """The text of both, without a space: a page ended in the middle of it."""
    span = max(above.row_span, below.row_span)
    if not below.text:
        return replace(above, row_span=span)
    if not above.text:
        return replace(below, row_span=span)
    at = len(above.text)
    moved = tuple(
        fragment._replace(start=fragment.start + at, end=fragment.end + at)
        for fragment in below.fragments
    )
    text = above.text + below.text
    return replace(above, text=text, fragments=above.fragments + moved, row_span=span)


def cut_behind(cell: Cell, words: str) -> tuple[Cell, Cell] | None:
    """The cell as these words, white space aside, and the rest.

    None where it does not begin with them, or where an escape of the source would be cut.
    """
    at = _end_of(cell.text, words)
    if at is None:
        return None
    first: list[Fragment] = []
    rest: list[Fragment] = []
    for fragment in cell.fragments:
        if fragment.end <= at:
            first.append(fragment)
        elif fragment.start >= at:
            rest.append(fragment._replace(start=fragment.start - at, end=fragment.end - at))
        else:
            if fragment.raw is not None:
                return None
            first.append(_part(fragment, fragment.start, at)._replace(end=at))
            rest.append(_part(fragment, at, fragment.end)._replace(start=0, end=fragment.end - at))
    return (
        replace(cell, text=cell.text[:at], fragments=tuple(first), row_span=1),
        replace(cell, text=cell.text[at:], fragments=tuple(rest), row_span=1),
    )


def _end_of(text: str, words: str) -> int | None:
    """Where the words end with which the text begins."""
    wanted = normal(words)
    at, length = 0, 0
    while length < len(wanted):
        if at >= len(text):
            return None
        length += len(normal(text[at]))
        at += 1
    return at if normal(text[:at]) == wanted else None


def _part(fragment: Fragment, start: int, end: int) -> Fragment:
    place = fragment.place_of(start, end)
    if fragment.edges:
        first, last = start - fragment.start, end - fragment.start
        return fragment._replace(place=place, edges=fragment.edges[first : last + 1])
    # A fragment's place is that of its first character: it has no end of its own.
    return fragment._replace(place=place._replace(end_line=None, end_column=None))

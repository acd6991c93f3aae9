"""Lines of text that a page wrapped are one line again.

Known only where characters have positions: the first word of the next line had no room behind
the one above, both are printed alike, and the next neither is set in nor begins a label or the
number of a list. A short line is never wrapped, whatever the widest on its page is.
"""

import re
from collections.abc import Iterator, Sequence

from audit.document import Block, Box, Cell, Fragment, Line, Table
from audit.grammar.headings import field_of
from audit.grammar.pages import is_page_number
from audit.stitch import marks
from audit.stitch.cells import joined
from audit.stitch.wraps import first_word

_SHORTEST = 20
"""So many characters a wrapped line has at least: titles are shorter."""
_LEADERS = re.compile(r"[….·．]{3}\s{0,4}\d{0,4}\Z")
"""What ends a line of a table of contents."""
_LABEL = re.compile(r"\s{0,8}(?P<words>[^\s:：，。；]{1,14})\s{0,4}[:：]")


def unwrapped(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, wrapped lines between tables joined."""
    rights: dict[int, float] = {}
    for block in blocks:
        for box in block.place.boxes:
            right = block.columns[-1] if isinstance(block, Table) and block.columns else box.x1
            rights[box.page] = max(rights.get(box.page, 0.0), right)
    last: Cell | None = None
    numbers: list[Line] = []
    for block in blocks:
        if isinstance(block, Line) and last is not None and is_page_number(block.text):
            # It stands between the lines of two pages, and goes behind them.
            numbers.append(block)
        elif isinstance(block, Line) and last is not None and _is_wrapped(last, block.cell, rights):
            last = joined(last, block.cell)
        else:
            yield from (*([Line(last)] if last is not None else ()), *numbers)
            last, numbers = None, []
            if isinstance(block, Table):
                yield block
            else:
                last = block.cell
    yield from (*([Line(last)] if last is not None else ()), *numbers)


def _is_wrapped(above: Cell, below: Cell, rights: dict[int, float]) -> bool:
    if not (above.fragments and below.fragments):
        return False
    upper, lower = above.fragments[-1], below.fragments[0]
    if len(upper.edges) <= _SHORTEST or not lower.edges or not lower.place.boxes:
        return False
    over, under = upper.place.boxes[0], lower.place.boxes[0]
    start = above.fragments[0].place.boxes[0].x0
    character = (upper.edges[-1] - upper.edges[0]) / (len(upper.edges) - 1)
    if not _are_alike(over, under) or not start - 3 * character < under.x0 < over.x0 + character:
        return False
    if marks.begins(below.text) or _LEADERS.search(above.text[-12:]) or _is_labelled(above, below):
        return False
    return _has_no_room(upper, below, rights[over.page] - 0.1 * character)


def _is_labelled(above: Cell, below: Cell) -> bool:
    """Whether a label begins with the line below, where the text above had ended or it is known."""
    label = _LABEL.match(below.text)
    return label is not None and (
        marks.has_ended(above.text) or field_of(label["words"]) is not None
    )


def _are_alike(over: Box, under: Box) -> bool:
    """Whether one stands close below the other, or on the next page, in letters of its size."""
    height = over.bottom - over.top
    if abs(height - (under.bottom - under.top)) >= 0.15 * height:
        return False
    if over.page != under.page:
        return over.page + 1 == under.page
    return 0 < under.top - over.top < 2.5 * height


def _has_no_room(upper: Fragment, below: Cell, right: float) -> bool:
    return upper.edges[-1] + first_word(below, below.fragments[0]) > right

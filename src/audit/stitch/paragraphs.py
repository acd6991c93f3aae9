"""Lines of text that a page wrapped are one line again.

Known only where characters have positions: the first word of the next line had no room behind
the one above, both are printed alike, and the next neither is set in nor begins a label or the
number of a list. A short line is never wrapped, whatever the widest on its page is.
"""

import re
from collections.abc import Iterator, Sequence

from audit.document import Block, Box, Cell, Fragment, Line, Table
from audit.stitch import marks
from audit.stitch.cells import joined
from audit.stitch.wraps import first_word

_SHORTEST = 20
"""So many characters a wrapped line has at least: titles are shorter."""
_LEADERS = re.compile(r"[….·．]{3}\s{0,4}\d{0,4}\Z")
"""What ends a line of a table of contents."""
_LABEL = re.compile(r"\s{0,8}[^\s:：，。；]{1,14}\s{0,4}[:：]")


def unwrapped(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, wrapped lines between tables joined."""
    rights: dict[int, float] = {}
    for block in blocks:
        for box in block.place.boxes:
            right = block.columns[-1] if isinstance(block, Table) and block.columns else box.x1
            rights[box.page] = max(rights.get(box.page, 0.0), right)
    last: Cell | None = None
    for block in blocks:
        if isinstance(block, Table):
            if last is not None:
                yield Line(last)
            last = None
            yield block
        elif last is not None and _is_wrapped(last, block.cell, rights):
            last = joined(last, block.cell)
        else:
            if last is not None:
                yield Line(last)
            last = block.cell
    if last is not None:
        yield Line(last)


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
    if marks.begins(below.text) or _LABEL.match(below.text) or _LEADERS.search(above.text[-12:]):
        return False
    return _has_no_room(upper, below, rights[over.page] - 0.1 * character)


def _are_alike(over: Box, under: Box) -> bool:
    """Whether one stands close below the other, in letters of its size."""
    height = over.bottom - over.top
    alike = abs(height - (under.bottom - under.top)) < 0.15 * height
    return alike and over.page == under.page and 0 < under.top - over.top < 2.5 * height


def _has_no_room(upper: Fragment, below: Cell, right: float) -> bool:
    return upper.edges[-1] + first_word(below, below.fragments[0]) > right

"""What the lines of a text tell where characters have positions.

Every line of a text but its last reaches to where the next word has no room, and the pieces
of a text that a page cut lie at its end and at the start of the next. So a piece that was cut
off has a full last line at the bottom of its cell; a text that ended has one by chance only.
"""

import re

from audit.document import Cell, Fragment

# What no line may part: Latin words and figures, and closing marks from what they close.
_WORD = re.compile(r"(?:[!-~]+|[（《“【]*.)[，。、；：！？）】》”’％%,.;:!?)\]]*", re.DOTALL)

_PADDING = 6.0


def is_full(above: Cell, below: Cell) -> bool | None:
    """Whether the first word of `below` had no room behind `above`; None where nothing tells."""
    upper, lower = _lines(above), _lines(below)
    if not (upper and lower and above.place.boxes):
        return None
    (box,) = above.place.boxes
    gaps = [min(line.edges[0] - box.x0, box.x1 - line.edges[-1]) for line in upper]
    room = max(*map(_width, (*upper, *lower)), box.x1 - box.x0 - 2 * max(min(gaps), 0.0))
    last = upper[-1]
    character = _width(last) / (last.end - last.start)
    return _width(last) + first_word(below, lower[0]) > room - 0.1 * character


def are_at_the_break(above: Cell, below: Cell) -> bool:
    """Whether there was no room for a further line below one, nor above the other.

    A paragraph may be kept from being parted by a line (widows and orphans).
    """
    upper, lower = _lines(above), _lines(below)
    if not (upper and lower and above.place.boxes and below.place.boxes):
        return True
    last, start = upper[-1].place.boxes[0], lower[0].place.boxes[0]
    room = 2.5 * max(last.bottom - last.top, start.bottom - start.top) + _PADDING
    (box,) = above.place.boxes
    if last.page < start.page - 1:
        # What it had to say was said on a page before.
        return False
    # A cell that was joined before has its box on another page.
    ends_here = box.page == last.page
    return (not ends_here or box.bottom - last.bottom < room) and (
        start.top - below.place.boxes[0].top < room
    )


def is_upright(cell: Cell) -> bool:
    """Whether it is printed one character a line."""
    lines = _lines(cell)
    return bool(lines) and all(line.end - line.start == 1 for line in lines) and cell.text.isalpha()


def _lines(cell: Cell) -> list[Fragment]:
    """Where characters have positions, a line is a fragment."""
    return [one for one in cell.fragments if one.edges and one.end > one.start]


def _width(line: Fragment) -> float:
    return line.edges[-1] - line.edges[0]


def first_word(cell: Cell, line: Fragment) -> float:
    """The width of what no line may part, at the beginning of one."""
    word = _WORD.match(cell.text[line.start : line.end])
    return line.edges[word.end() if word else 1] - line.edges[0]

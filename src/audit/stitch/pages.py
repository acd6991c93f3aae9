"""What a page cut, where characters and borders have positions.

A row is cut where the format drew no border at the page's end and none at the next one's
start. Where one was drawn (word processors close every page; a repeated heading has its own),
it is cut if all texts that stand in both pieces run on, and one at least does: the line above
was full and the last of the page (wraps.py), a bracket is open, a label or category becomes
whole, or a list goes on where the rest of the row is blank. Two labels or categories that are
whole, and two values, are never one.

Where the row is not cut, a merged cell may go on: it is blank on the other page, its text
runs on, or it is a label of one character a line. But not right of where something new begins.
"""

import re
from collections.abc import Collection, Sequence

from audit.stitch import marks
from audit.stitch.meeting import Meeting, meetings, same_grid
from audit.stitch.words import (
    LONG,
    Row,
    is_category,
    is_known_heading,
    is_label,
    is_tail,
    is_whole,
)
from audit.stitch.wraps import are_at_the_break, is_full, is_upright

_AMOUNT = re.compile(r"[-－]?[\d,，]{1,20}[.．]\d\d")
_FIGURES = re.compile(r"[\d,，.．%％]{1,20}[万亿]?元?")
_CODE = re.compile(r"\s{0,8}\d{3,}[-－—]")
_PAIR = re.compile(r"\s{0,8}(.{2,16}?)[:：]")
# Two single characters are numbers of rows more often than a label of one character a line.
_TWO = 2
_COMPARES = tuple("≥≤=＝<>＜＞≧≦")


def is_cut(above: Row, below: Row, values: Collection[int], opened: tuple[bool, bool]) -> bool:
    """Whether the row below is the rest of the row above.

    `opened`: whether a border is missing below the one, and above the other.
    """
    if not same_grid(above, below):
        return False
    if all(opened):
        return True
    met = meetings(above, below)
    own = [one for one in met if one.is_own]
    both = [one for one in met if one.both]
    if not any(one.is_own for one in both):
        # Below a repeated heading there is a border in any case.
        return any(opened) and not both
    if is_known_heading(above) and _holds_words(below):
        return all(are_at_the_break(one.above, one.below) for one in both)
    return all(
        _runs_on(one, own, values) if one.is_own else _goes_on(one) or _is_whole(one)
        for one in both
    )


def _is_whole(one: Meeting) -> bool:
    """Whether a label is whole with its rest, and its first piece is none by itself."""
    above, below = one.above.text, one.below.text
    return is_whole(above + below) and not is_whole(above) and are_at_the_break(*one[:2])


def _holds_words(row: Row) -> bool:
    """Whether a row under a heading can be the rest of it: nothing that a row of data has."""
    return not any(
        is_category(cell.text) or any(char.isdecimal() for char in cell.text[:LONG]) for cell in row
    )


def _runs_on(one: Meeting, own: Sequence[Meeting], values: Collection[int]) -> bool:
    above, below = one.above.text, one.below.text
    if not are_at_the_break(one.above, one.below):
        return False
    if is_tail(above, below):
        return True
    if _are_two(one, values):
        return False
    if marks.is_inside(above, below) or _is_more_of_a_value(one, own):
        return True
    alone = all(other is one or not other.below.text.strip() for other in own)
    if is_full(one.above, one.below):
        return alone or not (marks.has_ended(above) and marks.begins(below))
    # A list goes on; or a label has no value beside it, below one that is not whole.
    in_a_list = marks.begins(above) and marks.begins(below)
    is_label_cut = one is own[0] and not (is_whole(above) or marks.has_ended(above))
    return alone and (in_a_list or is_label_cut)


def _are_two(one: Meeting, values: Collection[int]) -> bool:
    """Whether both are labels, categories, pairs or values that lack nothing."""
    above, below = one.above.text, one.below.text
    if all(is_whole(text) or _begins_a_pair(text) for text in (above, below)):
        return True
    return one.first in values and (below.lstrip().startswith(_COMPARES) or _are_amounts(one))


def _begins_a_pair(text: str) -> bool:
    """As 其他资金：20 does."""
    words = _PAIR.match(text)
    return words is not None and is_label(words[1])


def _is_more_of_a_value(one: Meeting, own: Sequence[Meeting]) -> bool:
    """Whether the label of a value, on its left, stands above and not again below."""
    label = next((other for other in reversed(own) if other.first < one.first), None)
    if label is None or label.below.text.strip() or not is_label(label.above.text):
        return False
    if is_label(one.above.text):
        return False
    return not _FIGURES.fullmatch(one.below.text.strip())


def _are_amounts(one: Meeting) -> bool:
    return all(_AMOUNT.fullmatch(cell.text.strip()) for cell in (one.above, one.below))


def going_on(above: Row, below: Row) -> list[Meeting]:
    """The merged cells that go on from one page to the next."""
    found: list[Meeting] = []
    for one in meetings(above, below):
        if one.both:
            if not _goes_on(one):
                break
            found.append(one)
        elif one.is_own:
            if one.below.text.strip():
                break
        elif one.above.text.strip():
            found.append(one)
        elif one.below.text.strip():
            if one.above.row_span == 1:
                break
            found.append(one)
    return found


def _goes_on(one: Meeting) -> bool:
    above, below = one.above.text, one.below.text
    if not are_at_the_break(one.above, one.below):
        return False
    if is_tail(above, below):
        return True
    if is_whole(above) and is_whole(below):
        return False
    if is_upright(one.above) and is_upright(one.below):
        return is_whole(above + below) or not (one.is_own or len(above + below) == _TWO)
    if one.is_own and (is_whole(above) or is_whole(below) or not is_whole(above + below)):
        return False
    anew = marks.begins(below) or _CODE.match(below)
    return bool(is_full(one.above, one.below)) and not anew

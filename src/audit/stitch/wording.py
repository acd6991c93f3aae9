"""What a page cut, where a format has no positions: as far as words tell.

A row is cut if at most one of its pieces has values. Where the name is in both pieces, it is
cut only if exactly one has values. In no case is it cut where the upper piece is a heading,
or the lower begins an indicator, a category or a label; nor where the text above, in a column
that both have, is such a word or had come to its end; nor where words are short on both
sides, for a page leaves a long text on one.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from audit.grammar.headings import field_of
from audit.grammar.normal import normal
from audit.stitch import marks
from audit.stitch.meeting import same_grid
from audit.stitch.words import (
    Row,
    is_indicator_heading,
    is_known_heading,
    is_tail,
    is_whole,
    is_whole_sum,
)

_SHORT = 10
_WORD = 4
_DOTS = re.compile(r"[…·.—\-/]{1,12}")


class Verdict(NamedTuple):
    is_cut: bool
    is_sure: bool
    """False where nothing but the look of the texts decided."""


_WHOLE = Verdict(is_cut=False, is_sure=True)


def judge(above: Row, below: Row, values: Collection[int]) -> Verdict:
    """Whether the row below is the rest of the row above."""
    words = [at for at in range(len(above)) if at not in values]
    if not words or not same_grid(above, below) or _is_apart(above, below):
        return _WHOLE
    carrying = sum(any(_filled(row, at) for at in values) for row in (above, below))
    named = _filled(above, words[0]) and _filled(below, words[0])
    if carrying > 1 or (named and carrying == 0):
        return _WHOLE
    both = [
        (above[at].text, below[at].text)
        for at in words[1:]
        if _filled(above, at) and _filled(below, at)
    ]
    if not both:
        # Nothing meets: the lower piece has what the upper lacks, or is a row without money.
        lacks = not named and carrying == 1 and not all(_filled(above, at) for at in words)
        return Verdict(lacks, is_sure=True)
    if not all(marks.goes_on(upper, lower) for upper, lower in both):
        return _WHOLE
    return Verdict(not _are_two_rows(both), is_sure=carrying == 1)


def _is_apart(above: Row, below: Row) -> bool:
    """Whether either row is of a kind that no page cuts, or the lower one begins anew."""
    return (
        is_whole_sum(above)
        or is_whole_sum(below)
        or is_known_heading(above)
        or is_indicator_heading(above)
        or any(
            _begins_anew(upper.text.strip(), lower.text.strip())
            for upper, lower in zip(above, below, strict=True)
        )
    )


def _filled(row: Row, at: int) -> bool:
    return at < len(row) and bool(row[at].text.strip())


def _begins_anew(above: str, below: str) -> bool:
    """Whether a label or category is whole above, or below where above it nothing is open."""
    if not below or (above and is_tail(above, below)):
        return False
    if is_whole(above) or field_of(above) or _DOTS.fullmatch(below):
        return True
    return is_whole(below) if not above else len(below) >= _WORD and field_of(below) is not None


def _are_two_rows(both: Sequence[tuple[str, str]]) -> bool:
    """Whether texts that meet are words and values of two rows, and not pieces of one."""
    short = [pair for pair in both if max(map(len, map(str.strip, pair))) <= _SHORT]
    return len(short) > 1 or any(normal(upper) == normal(lower) for upper, lower in short)

"""What a wording rule lets pass: accepted words, and parts in brackets.

Options, shared by the text kinds
    not_inside: pairs of brackets (`《》`, `《》“”`): what stands in them is left alone.
    only_inside: the reverse.
    accept: word lists that no hit may fault a part of, beside what the settings accept.

A title or quotation longer than `_REACH` is no title: looking no further keeps a look
linear on a text of any length.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ahocorasick_rs import AhoCorasick

from audit.rulebook.book import Rulebook

_PAIRS = {"type": "string", "pattern": "^(..)+$"}
OPTIONS: Mapping[str, Any] = {
    "not_inside": _PAIRS,
    "only_inside": _PAIRS,
    "accept": {
        "type": "array",
        "items": {"type": "string", "names": "words", "key": "wants-word-list"},
    },
}
_REACH = 120

Allowed = Callable[[str, int, int], bool]


def allowed(options: Mapping[str, Any], rulebook: Rulebook, /) -> Allowed:
    """Whether the characters `start` to `end` of a text are to be left alone."""
    accepted = _accepted(options.get("accept", ()), rulebook)
    outside, inside = _pairs(options, "not_inside"), _pairs(options, "only_inside")

    def let_pass(text: str, start: int, end: int) -> bool:
        return (
            (bool(outside) and is_inside(text, start, end, outside))
            or (bool(inside) and not is_inside(text, start, end, inside))
            or accepted(text, start, end)
        )

    return let_pass


def is_inside(text: str, start: int, end: int, pairs: tuple[tuple[str, str], ...]) -> bool:
    """Whether the characters stand between the brackets of one of the pairs."""
    first, last = max(0, start - _REACH), end + _REACH
    return any(
        text.rfind(opening, first, start) > text.rfind(closing, first, start)
        and text.find(closing, end, last) >= 0
        for opening, closing in pairs
    )


def _pairs(options: Mapping[str, Any], key: str) -> tuple[tuple[str, str], ...]:
    marks = options.get(key, "")
    return tuple(zip(marks[::2], marks[1::2], strict=True))


def _accepted(lists: tuple[str, ...], rulebook: Rulebook) -> Allowed:
    words = {word for name in lists for word in rulebook.words[name].texts()} | rulebook.accept
    words.discard("")
    if not words:
        return lambda _text, _start, _end: False
    automaton, longest = AhoCorasick(sorted(words)), max(map(len, words))

    def covered(text: str, start: int, end: int) -> bool:
        first = max(0, start - longest)
        found = automaton.find_matches_as_indexes(text[first : end + longest], overlapping=True)
        return any(left + first <= start and end <= right + first for _, left, right in found)

    return covered

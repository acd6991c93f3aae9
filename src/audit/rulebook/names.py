"""Conditions on an indicator's name by word lists, as kinds of check take them.

    names: {ends_with: [number-names], not: {contains: [reverse-names]}}

`ends_with` looks at the end of the name's head (its unit in brackets aside), `starts_with` at
its beginning, `contains` anywhere in it; one of them is enough. A word does not count where it is a part of one of its
longer right words (`inside`: 力量 for 量).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from ahocorasick_rs import AhoCorasick

from audit.grammar import names
from audit.rulebook.book import Rulebook, Word
from audit.rulebook.phrases import stands

_LISTS = {"type": "array", "items": {"type": "string", "names": "words"}, "minItems": 1}
_ONE = {"ends_with": _LISTS, "starts_with": _LISTS, "contains": _LISTS}
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        **_ONE,
        "not": {"type": "object", "properties": _ONE, "additionalProperties": False},
    },
    "additionalProperties": False,
}

Test = Callable[[str], bool]


def compile(spec: Mapping[str, Any] | None, rulebook: Rulebook, /) -> Test:  # noqa: A001 -- as the kinds of check name it
    """A test of names. Without a condition every name passes."""
    if not spec:
        return lambda _: True
    wanted, unwanted = _either(spec, rulebook), _either(spec.get("not", {}), rulebook)
    anyone = not _ONE.keys() & spec.keys()

    @lru_cache(maxsize=16384)
    def test(name: str) -> bool:
        return (anyone or wanted(name)) and not unwanted(name)

    return test


def ending(words: tuple[Word, ...]) -> Callable[[str], Word | None]:
    """The longest of the words that a name's head ends with."""
    by_text: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        by_text[word.word].append(word)
    lengths = sorted({len(text) for text in by_text}, reverse=True)

    @lru_cache(maxsize=16384)
    def found(name: str) -> Word | None:
        head = names.head(name)
        # Lists have thousands of words of a few lengths: one look-up a length.
        ends = (word for length in lengths for word in by_text.get(head[-length:], ()))
        return next((word for word in ends if _ends(word, head)), None)

    return found


def _either(spec: Mapping[str, Any], rulebook: Rulebook) -> Test:
    ends = ending(_words(spec.get("ends_with", ()), rulebook))
    begins = _holding(_words(spec.get("starts_with", ()), rulebook), at_start=True)
    holds = _holding(_words(spec.get("contains", ()), rulebook))

    def test(name: str) -> bool:
        head = names.head(name)
        return ends(name) is not None or begins(head) or holds(head)

    return test


def _holding(words: tuple[Word, ...], *, at_start: bool = False) -> Test:
    if not words:
        return lambda _: False
    search = AhoCorasick([word.word for word in words])

    def holds(head: str) -> bool:
        return any(
            stands(words[number], head, start, end) and not (at_start and start)
            for number, start, end in search.find_matches_as_indexes(head, overlapping=True)
        )

    return holds


def _words(lists: Any, rulebook: Rulebook) -> tuple[Word, ...]:
    return tuple(word for name in lists for word in rulebook.words[name].words)


def _ends(word: Word, head: str) -> bool:
    start = len(head) - len(word.word)
    return head.endswith(word.word) and stands(word, head, start, len(head))

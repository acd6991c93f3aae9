"""Which words of which lists a short text is made of.

A text is cut into clauses, a clause into words of the lists and runs of characters that no
list has, such that as few characters as possible are left over and then as few words are
used as possible. The contexts of a word (`not_after: [不]`, `only_before: [$]`) hold within
its clause. This is no segmenter of Chinese: it knows the words of its lists and no others.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from audit.grammar.normal import normal
from audit.rulebook.book import Word, WordList

# After folding: 、。“”《》 have no half-width form, the others have lost theirs.
_BREAKS = re.compile(r"[,;:.!?()\[\]{}|/\\、。“”‘’\"'·…—_*~=<>≥≤≧≦＝^-]+")


class Token(NamedTuple):
    text: str
    sorts: frozenset[str]
    """The names of the lists that have the word; none for a run that no list has."""


class Phrases:
    """Several word lists, ready to cut texts."""

    def __init__(self, lists: Mapping[str, WordList]) -> None:
        self._words: dict[str, list[tuple[str, Word]]] = {}
        for sort, words in lists.items():
            for word in words.words:
                self._words.setdefault(normal(word.word), []).append((sort, word))
        self._longest = max(map(len, self._words), default=0)

    def clauses(self, text: str) -> Iterator[tuple[Token, ...]]:
        """Each clause that has a letter, digit or Han character, cut into words."""
        for clause in _BREAKS.split(normal(text)):
            if clause:
                yield self.cut(clause)

    def cut(self, clause: str) -> tuple[Token, ...]:
        size = len(clause)
        # best[i]: characters left over and words used from i on, and where the next cut is.
        best: list[tuple[int, int, int, frozenset[str]]] = [(0, 0, size, frozenset())] * (size + 1)
        for at in range(size - 1, -1, -1):
            over, used, _, _ = best[at + 1]
            choice = (over + 1, used, at + 1, frozenset[str]())
            for end in range(at + 1, min(size, at + self._longest) + 1):
                sorts = self._sorts(clause, at, end)
                if sorts and (best[end][0], best[end][1] + 1) < choice[:2]:
                    choice = (best[end][0], best[end][1] + 1, end, sorts)
            best[at] = choice
        return tuple(_joined(clause, best))

    def _sorts(self, clause: str, at: int, end: int) -> frozenset[str]:
        found = self._words.get(clause[at:end])
        if not found:
            return frozenset()
        return frozenset(sort for sort, word in found if stands(word, clause, at, end))


def stands(word: Word, text: str, start: int, end: int) -> bool:
    """Whether what stands around the word lets it be the word that the list means."""
    before, after = text[:start], text[end:]
    if any(_precedes(before, one) for one in word.not_after):
        return False
    if any(_follows(after, one) for one in word.not_before):
        return False
    if word.only_after and not any(_precedes(before, one) for one in word.only_after):
        return False
    if word.only_before and not any(_follows(after, one) for one in word.only_before):
        return False
    return not any(_within(longer, word.word, text, start) for longer in word.inside)


def _precedes(before: str, one: str) -> bool:
    return not before if one == "^" else before.endswith(one)


def _follows(after: str, one: str) -> bool:
    return not after if one == "$" else after.startswith(one)


def _within(longer: str, word: str, text: str, start: int) -> bool:
    """Whether the word at `start` is a part of `longer` there."""
    at = longer.find(word)
    while at >= 0:
        if start >= at and text.startswith(longer, start - at):
            return True
        at = longer.find(word, at + 1)
    return False


def _joined(clause: str, best: list[tuple[int, int, int, frozenset[str]]]) -> Iterator[Token]:
    at, run = 0, 0
    while at < len(clause):
        _, _, end, sorts = best[at]
        if sorts:
            if run < at:
                yield Token(clause[run:at], frozenset())
            yield Token(clause[at:end], sorts)
            run = end
        at = end
    if run < at:
        yield Token(clause[run:at], frozenset())

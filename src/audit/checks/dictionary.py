"""A dictionary: a set of words, read when a check first needs it.

It knows which words stand in a text and where they end, and nothing of grammar. Words have
up to `_LONGEST` characters; those of one are words by themselves (的, 按, 已). A line of the
file that begins with # is a comment.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path

_LONGEST = 4


@lru_cache(maxsize=8)
def dictionary(path: Path) -> "Dictionary":
    """The dictionary of that file: one for all checks that use it."""
    return Dictionary(path)


class Dictionary:
    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def words(self) -> frozenset[str]:
        lines = self._path.read_text(encoding="utf-8").splitlines()
        return frozenset(line for line in lines if line and not line.startswith("#"))

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def ends_at(self, text: str, end: int) -> bool:
        """Whether a word ends right before `end`."""
        return any(text[start:end] in self.words for start in self._starts(end, 2))

    def starts_at(self, text: str, start: int) -> bool:
        return any(text[start:end] in self.words for end in self._ends(text, start, 2))

    def covers(self, text: str, start: int, end: int) -> bool:
        """Whether one word holds all the characters `start` to `end`, and maybe more."""
        return any(
            text[first:last] in self.words
            for first in range(max(0, end - _LONGEST), start + 1)
            for last in range(max(end, first + 2), min(len(text), first + _LONGEST) + 1)
        )

    def crosses(self, text: str, at: int) -> bool:
        """Whether a word runs over the edge between the characters before and after `at`."""
        return 0 < at < len(text) and self.covers(text, at - 1, at + 1)

    def explains(self, text: str, start: int, end: int) -> bool:
        """Whether the characters `start` to `end` are parts of words that meet there.

        Of two characters one belongs to a word that runs over the edge and the other to one,
        too, or is a word by itself: 布制 in 公布制度, but not 演炼 in 开展演炼 (展演, and 炼 is
        left). Of three and more, such a word takes the outermost: 工作效率 does not explain
        效率率 away.
        """
        if self.covers(text, start, end):
            return True
        left = any(text[first : start + 1] in self.words for first in self._starts(start + 1, 2))
        right = any(text[end - 1 : last] in self.words for last in self._ends(text, end - 1, 2))
        if end - start > 2:
            return left or right
        return (left and (right or text[end - 1] in self.words)) or (
            right and text[start] in self.words
        )

    def is_made_of_words(self, text: str, single: frozenset[str]) -> bool:
        """Whether the text is words of the dictionary and single characters of `single`."""
        reached = [True, *(False for _ in text)]
        for end in range(1, len(text) + 1):
            reached[end] = (reached[end - 1] and text[end - 1] in single) or any(
                reached[start] and text[start:end] in self.words for start in self._starts(end, 2)
            )
        return reached[-1]

    def _starts(self, end: int, shortest: int) -> Iterator[int]:
        return iter(range(max(0, end - _LONGEST), end - shortest + 1))

    def _ends(self, text: str, start: int, shortest: int) -> Iterator[int]:
        return iter(range(start + shortest, min(len(text), start + _LONGEST) + 1))

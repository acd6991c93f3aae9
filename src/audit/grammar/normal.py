"""Normal forms of a text: what is left when width, spaces and punctuation do not matter.

`fold` keeps one character for each character, so that spans hold; `normal` and `bare`
are for comparing and for fingerprints.
"""

import unicodedata
from functools import lru_cache

from audit.grammar.radicals import UNIFIED

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_FOLDED = _FULL_WIDTH | dict(UNIFIED)
_NOT_TEXT = ("P", "Z", "C", "S")
# Signs carry the sense of a target: ≥90% and ≤90% must not become one text.
_SIGNS = frozenset("≥≤≧≦<>=+-±%‰℃≠≈~～")


def is_wide(char: str) -> bool:
    """Whether it takes two columns: Han characters and full-width forms."""
    return unicodedata.east_asian_width(char) in {"W", "F"}


def fold(text: str) -> str:
    """Full-width forms as half-width ones, radicals as Han characters. The length stays."""
    return text.translate(_FOLDED)


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """Folded, and all white space dropped."""
    return "".join(fold(text).split())


class _Bare(dict[int, int | None]):
    """What becomes of a character, by its code; found out once, so that `translate` is fast."""

    def __missing__(self, code: int) -> int | None:
        char = chr(_FOLDED.get(code, code))
        kept = char in _SIGNS or not unicodedata.category(char).startswith(_NOT_TEXT)
        self[code] = ord(char) if kept and not char.isspace() else None
        return self[code]


_BARE = _Bare()


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """`normal` without punctuation: what two people would call the same words."""
    return text.translate(_BARE)

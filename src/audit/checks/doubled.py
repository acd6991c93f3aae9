"""`doubled`: a character typed twice (效率率), told from words that meet (增长长效).

Options
    dictionary: the data file of words.
    not_inside, only_inside, accept: see allowed.py; the lists of `accept` hold what is
        right though the dictionary does not know it (总的的).

Two copies of a character are at fault where a word of the dictionary ends at the first and
none begins at the second (效率|率), or the reverse (管|管理 has none that ends), and no word
holds both (天天). Where words stand on both sides they merely meet, where on neither side
nothing is known. Characters in `single` are words by themselves and may stand beside any.

The dictionary is read when the first doubled character is met, which most filings lack.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from audit.checks import allowed
from audit.checks.dictionary import Dictionary, dictionary
from audit.checks.kind import Span, TextLook
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "doubled"
EACH: tuple[Each, ...] = ("text",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "dictionary": {"type": "string", "names": "data"},
        "single": {"type": "string"},
        **allowed.OPTIONS,
    },
    "required": ["dictionary"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"suggestion", "word", "right"})

_RUN = re.compile("([\u3400-\u9fff])\\1+")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> TextLook:
    del each
    path = rulebook.data(options["dictionary"])
    single = frozenset(options.get("single", ""))
    let_pass = allowed.allowed(options, rulebook)

    def look(text: str) -> tuple[Span, ...]:
        if _RUN.search(text) is None:
            return ()
        known = dictionary(path)
        return tuple(
            _span(text, run.start(), run.end(), known)
            for run in _RUN.finditer(text)
            if _is_slip(text, run.start(), run.end(), known, single)
            and not let_pass(text, run.start(), run.end())
        )

    return look


def _is_slip(text: str, start: int, end: int, known: Dictionary, single: frozenset[str]) -> bool:
    if any(known.covers(text, at, at + 2) for at in range(start, end - 1)):
        return False
    ends, begins = known.ends_at(text, start + 1), known.starts_at(text, end - 1)
    return ends != begins and text[start] not in single


def _span(text: str, start: int, end: int, known: Dictionary) -> Span:
    """The run, with the word it belongs to as it stands and as it should."""
    char = text[start]
    before = _longest(range(1, 4), lambda n: text[max(0, start - n) : start + 1], known)
    after = _longest(range(1, 4), lambda n: text[end - 1 : end + n], known)
    head, tail = before[:-1], after[1:]
    values = {
        "suggestion": char,
        "word": head + text[start:end] + tail,
        "right": head + char + tail,
    }
    return Span(start, end, values)


def _longest(sizes: range, cut: Callable[[int], str], known: Dictionary) -> str:
    """The longest dictionary word of those that `cut` gives; the character alone if none."""
    words = [word for word in map(cut, sizes) if word in known]
    return max(words, key=len, default=cut(0))

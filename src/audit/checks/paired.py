"""`paired`: a bracket or quotation mark without the one that belongs to it.

Options
    not_inside, only_inside, accept: see allowed.py.

Brackets of both widths are one pair: `(台）` is another fault (mixed-width). A closing
bracket that ends the number of a list (`1)`, `一）`, `a）`) needs no opening one, nor does
an angle bracket that is a comparison (`>`): only 《》 and 〈〉 are looked at.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from audit.checks import allowed
from audit.checks.kind import Needing, Span, TextLook
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "paired"
EACH: tuple[Each, ...] = ("text",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {**allowed.OPTIONS},
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"suggestion"})

_CLOSING_OF = {pair[0]: pair[1] for pair in ("（）", "[]", "【】", "〔〕", "《》", "〈〉", "“”")}
_OPENING_OF = {closing: opening for opening, closing in _CLOSING_OF.items()}
_WIDE = {"(": "（", ")": "）"}
_MARKS = frozenset({*_CLOSING_OF, *_OPENING_OF, *_WIDE})
_LIST_MARK = re.compile(r"(?:^|[\s，。；、：,;:])[0-9０-９a-zA-Z一二三四五六七八九十①-⑳]{1,3}$")
_LONGEST_LIST_MARK = 4
"""Its number and the character before it: no more of a text is looked at."""


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> TextLook:
    del each
    let_pass = allowed.allowed(options, rulebook)

    def look(text: str) -> tuple[Span, ...]:
        if _MARKS.isdisjoint(text):
            return ()
        return tuple(span for span in _lonely(text) if not let_pass(text, span.start, span.end))

    return Needing(look, lambda: _MARKS)


def _lonely(text: str) -> list[Span]:
    """Marks without a partner, in order; `suggestion` is the partner that is missing."""
    waiting: list[int] = []
    """Where the marks stand that are open."""
    kinds: Counter[str] = Counter()
    """How many of each are."""
    found: list[Span] = []
    for at, char in enumerate(text):
        mark = _WIDE.get(char, char)
        if mark in _CLOSING_OF:
            waiting.append(at)
            kinds[mark] += 1
        elif opening := _OPENING_OF.get(mark):
            if kinds[opening]:
                # What was opened inside and not closed stays lonely: （《办法）.
                while (last := _mark(text, waiting[-1])) != opening:
                    kinds[last] -= 1
                    found.append(_opened(text, waiting.pop()))
                kinds[opening] -= 1
                waiting.pop()
            elif mark != "）" or not _LIST_MARK.search(text[max(0, at - _LONGEST_LIST_MARK) : at]):
                found.append(Span(at, at + 1, {"suggestion": opening}))
    found += [_opened(text, at) for at in waiting]
    return sorted(found, key=lambda span: span.start)


def _mark(text: str, at: int) -> str:
    return _WIDE.get(text[at], text[at])


def _opened(text: str, at: int) -> Span:
    closing = ")" if text[at] == "(" else _CLOSING_OF[_mark(text, at)]
    return Span(at, at + 1, {"suggestion": closing})

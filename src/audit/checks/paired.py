"""`paired`: a bracket or quotation mark without the one that belongs to it.

Options
    not_inside, only_inside, accept: see allowed.py.

Brackets of both widths are one pair: `(台）` is another fault (mixed-width). A closing
bracket that ends the number of a list (`1)`, `一）`, `a）`) needs no opening one, nor does
an angle bracket that is a comparison (`>`): only 《》 and 〈〉 are looked at.
"""

import re
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

_CLOSING_OF = {
    "（": "）",
    "(": "）",
    "[": "]",
    "【": "】",
    "〔": "〕",
    "《": "》",
    "〈": "〉",
    "“": "”",
}
_SAME = {")": "）"}
_OPENING_OF = {"）": "（", "]": "[", "】": "【", "〕": "〔", "》": "《", "〉": "〈", "”": "“"}
_MARKS = frozenset({*_CLOSING_OF, *_OPENING_OF, *_SAME})
_LIST_MARK = re.compile(r"(?:^|[\s，。；、：,;:])[0-9０-９a-zA-Z一二三四五六七八九十①-⑳]{1,3}$")


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
    open_marks: list[tuple[int, str]] = []
    found: list[Span] = []
    for at, char in enumerate(text):
        if closing := _CLOSING_OF.get(char):
            open_marks.append((at, closing))
        elif opening := _OPENING_OF.get(mark := _SAME.get(char, char)):
            pair = next((pair for pair in reversed(open_marks) if pair[1] == mark), None)
            if pair is not None:
                # What was opened inside and not closed stays lonely: （《办法）.
                inside = [one for one in open_marks if one[0] > pair[0]]
                found += [_span(text, one) for one in inside]
                open_marks = open_marks[: open_marks.index(pair)]
            elif mark != "）" or not _LIST_MARK.search(text[:at]):
                found.append(Span(at, at + 1, {"suggestion": opening}))
    found += [_span(text, one) for one in open_marks]
    return sorted(found, key=lambda span: span.start)


def _span(text: str, opened: tuple[int, str]) -> Span:
    at, closing = opened
    return Span(at, at + 1, {"suggestion": ")" if text[at] == "(" else closing})

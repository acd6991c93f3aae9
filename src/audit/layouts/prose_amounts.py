"""Amounts in running text, each with the words before it that say what it is.

    年度资金总额120万元，其中：财政拨款100万元，其他资金20万元

The words are a label as forms have them, at the end of what stands before the figure. A label
that only its shape tells (省级补助) counts where the text is about the project's money.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from audit.grammar.indicators import Slice
from audit.layouts.labels import AMOUNTS, Label, label_of, plain

_AMOUNT = re.compile(
    r"(?:(?P<words>[\u4e00-\u9fff（）()、]{2,24}?)(?:共计|共|约|为|是|[:：\s]){0,4})?"
    r"(?P<amount>(?:人民币)?[0-9０-９][0-9０-９,，.．]{0,18}\s{0,2}[十百千]?[万亿]?元)"
)


class Amount(NamedTuple):
    label: Label
    words: str
    """The label's words."""
    span: Slice
    """Of the figure with its unit."""


class Before(NamedTuple):
    """A label that stands before the text, for an amount that the text begins with."""

    label: Label
    words: str


def amounts_in(
    text: str, start: int, end: int, before: Before | None, *, money: bool
) -> Iterator[Amount]:
    """The amounts of a stretch that are labelled. `money`: it is about the project's money."""
    for found in _AMOUNT.finditer(text, start, end):
        words = (found["words"] or "").strip("（）()、")
        span = found.span("amount")
        if words:
            known = _known(words, shaped=money)
            if known is not None:
                yield Amount(*known, span)
        elif before is not None and span[0] - start <= 2:
            key = "total" if before.label.key == "money" else before.label.key
            yield Amount(before.label._replace(key=key), plain(before.words), span)


def _known(words: str, *, shaped: bool) -> tuple[Label, str] | None:
    """The label that words before an amount end with: 本项目年度资金总额."""
    for at in range(len(words) - 1):
        label = label_of(words[at:])
        if label is not None and label.key in AMOUNTS and (shaped or not label.shaped):
            return label, words[at:]
    return None

"""The block grammar: indicators under titles in brackets, the second form of inline.

    【总体目标】保障机房租赁延续……
    【产出指标-数量指标】
    指标1:机柜数量(≥77台)

A title holds both levels, or one; the items under it are numbered, or one a line, and each
has its target in the brackets at its end. Titles that name no category part sections of
prose: 总体目标 is the goal, 项目概况 says what the project is.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from audit.grammar import indicator_items
from audit.grammar.indicator_items import ItemText
from audit.grammar.indicators import Slice, trimmed


class Section(NamedTuple):
    """A title and what stands under it, to the next title: half open slices of the text."""

    title: Slice
    """With its brackets and colon; empty for what stands before the first."""
    kind: Literal["indicators", "goal", "prose"]
    body: Slice
    category: Slice
    level1: Slice
    level2: Slice
    items: tuple[ItemText, ...]


_TITLE = re.compile(
    r"[【〖\[［]\s{0,4}(?P<words>[^【】〖〗\[\]［］\n]{1,40}?)\s{0,4}[】〗\]］]\s{0,4}[:：]?"
)
_WORD = r"[\u4e00-\u9fff]{0,12}(?:产出|效益|效果|满意度?|成本|数量|质量|时效|影响)"
_LEVELS = re.compile(
    rf"(?P<first>{_WORD}(?:指标)?)\s{{0,4}}(?:[-－—–‐/／、:：]{{1,2}}\s{{0,4}}(?P<second>[^-－—–‐/／]{{1,20}}))?"
)
_FIRST_LEVEL = re.compile(r"(?:产出|效益|效果|满意度?|成本)(?:指标)?")
_GOAL = re.compile(r"(?:年度|总体|绩效|项目|整体|实施期|本年度?|当年)*(?:总体?)?(?:绩效)?目标")
_MARKS = " \t\r\n\u3000\xa0"


def holds(text: str) -> bool:
    """Whether there is a title of indicators."""
    return any(_LEVELS.fullmatch(hit["words"]) for hit in _TITLE.finditer(text))


def split(text: str) -> Iterator[Section]:
    """The sections of a cell in order; what stands before the first title is prose."""
    titles = list(_TITLE.finditer(text))
    before = _trimmed(text, 0, titles[0].start() if titles else len(text))
    if before[0] < before[1]:
        at = before[0]
        yield Section((at, at), "prose", before, (at, at), (at, at), (at, at), ())
    for at, title in enumerate(titles):
        following = titles[at + 1].start() if at + 1 < len(titles) else len(text)
        yield _section(text, title, following)


def _section(text: str, title: re.Match[str], end: int) -> Section:
    begin = title.end()
    body = _trimmed(text, begin, end)
    start = title.start("words")
    empty = (start, start)
    levels = _LEVELS.fullmatch(title["words"])
    if levels is None:
        kind: Literal["goal", "prose"] = "goal" if _GOAL.fullmatch(title["words"]) else "prose"
        return Section(title.span(), kind, body, empty, empty, empty, ())

    def moved(part: Slice) -> Slice:
        return part[0] + start, part[1] + start

    first = moved(levels.span("first"))
    if levels["second"] is not None:
        second = _trimmed(text, *moved(levels.span("second")))
        category = (first[0], second[1])
    elif _FIRST_LEVEL.fullmatch(levels["first"]):
        second, category = (first[1], first[1]), first
    else:
        first, second = (first[0], first[0]), first
        category = second
    stretches = indicator_items.numbered(text, *body)
    items = tuple(indicator_items.named(text, *one) for one in stretches)
    return Section(title.span(), "indicators", body, category, first, second, items)


def _trimmed(text: str, begin: int, end: int) -> Slice:
    return trimmed(text, begin, end, _MARKS)

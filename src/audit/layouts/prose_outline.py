"""Lines of running text: their numbering, and which of them are headings of what.

    一、项目概况            a heading: short, numbered, without a full stop
    （二）主管部门：县教育局   a label with its value
    1.数量指标：维修校舍≥3栋   a category, and what stands under it

The numbering tells how deep a line stands: 一、 over （一） over 1. over （1） over ①. A line
without a number stands under all that have one.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audit.document import Block, Cell, Line
from audit.grammar import indicator_items
from audit.grammar.indicators import Slice, trimmed
from audit.layouts.labels import Label, label_of

_NUMBERINGS = tuple(
    re.compile(rf"(?:{shape})[\s.、．:：]{{0,4}}")
    for shape in (
        r"第?[一二三四五六七八九十]{1,3}(?:[、.．]|部分)",
        r"[(（][一二三四五六七八九十]{1,3}[)）]",
        r"[0-9０-９]{1,2}(?:[、．]|[.](?![0-9]))",
        r"[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[)）]|[0-9]{1,2}(?:[.][0-9]{1,2}){1,3}(?=[、.\s])",
        r"[①-⑳]",
    )
)
UNNUMBERED = len(_NUMBERINGS)
_LONGEST_HEADING = 24
_STOPS = "。；;，,！!"
_MARKS = " \t\r\n\u3000\xa0#*"

_FIRST = r"(?:预期|年度|项目|绩效)?(?:产出|效益|效果|满意度|成本)(?:指标|目标)?"
_SECOND = rf"(?:社会公众或)?{indicator_items.LEVEL2.pattern}|服务对象满意度"
_CATEGORY = re.compile(
    rf"\s{{0,4}}(?:(?P<second>{_SECOND})|(?P<first>{_FIRST}))(?P<done>(?:完成|实现)情况(?:分析)?)?"
    r"(?:[(（][0-9.]{1,5}分?[)）])?\s{0,4}(?:[:：。；;]|[-－—–]{1,2}|\Z|\n)"
)
_GROUP = re.compile(r".{0,8}绩效指标.{0,8}")
_SECTION = re.compile(
    r".{2,16}(?:情况|分析|措施|方案|依据|安排|计划|原因|建议|问题|结论|必要性|可行性)"
)
_PROJECT = re.compile(r"(?:子?项目|专项)[一二三四五六七八九十0-9]{1,3}")
_SURE_CATEGORY = re.compile(r".{0,6}(?:指标|[济会态境]效益|满意度|影响)")


class Part(NamedTuple):
    """A line of running text."""

    block: int
    """Its index among the blocks of the document."""
    cell: Cell
    start: int
    end: int
    rank: int
    """0 for 一、, 4 for ①, UNNUMBERED without a number."""
    words: int
    """Where the words behind the number begin."""

    @property
    def text(self) -> str:
        return self.cell.text[self.words : self.end]


class Heading(NamedTuple):
    """A heading, alone on its line or before the first full stop."""

    label: Label
    """What it stands for, without a key where that is unknown."""
    end: int
    """Where what follows it on the line begins."""
    is_section: bool
    """Whether it surely begins a section of its own: 资金投入情况分析."""
    done: bool
    """Whether it is about what was reached."""


class Categories(NamedTuple):
    """The words for a category that a line begins with."""

    first: Slice | None
    second: Slice | None
    end: int
    """Where what stands under them begins."""
    done: bool
    """Whether they head what was reached: 产出指标完成情况分析."""
    sure: bool
    """Whether it is called 指标, 效益 or 满意度: 成本 or 质量 alone may begin any text."""


def parts_of(blocks: Sequence[Block]) -> Iterator[Part]:
    """The lines of a document; a paragraph with line ends in it is several."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Line):
            continue
        cell = block.cell
        start = 0
        for line in cell.text.split("\n"):
            begin, end = trimmed(cell.text, start, start + len(line), _MARKS)
            if begin < end:
                yield _part(at, cell, begin, end)
            start += len(line) + 1


def _part(block: int, cell: Cell, start: int, end: int) -> Part:
    for rank, shape in enumerate(_NUMBERINGS):
        if found := shape.match(cell.text, start, end):
            return Part(block, cell, start, end, rank, found.end())
    return Part(block, cell, start, end, UNNUMBERED, start)


def heading_of(part: Part) -> Heading | None:
    """The heading that a line is or begins with, None where it has none."""
    text = part.text.rstrip(":：。")
    stop = text.find("。")
    if stop > 0 and part.rank < UNNUMBERED:
        # （二）资金执行情况分析。全年支出…… has its heading before the first full stop.
        text = text[:stop]
    else:
        stop = len(part.text)
    if not 0 < len(text) <= _LONGEST_HEADING or any(char in _STOPS + ":：" for char in text):
        return None
    flat = "".join(text.split())
    end, is_section = min(part.words + stop + 1, part.end), _SECTION.fullmatch(flat) is not None
    done = "完成情况" in flat or "实现情况" in flat
    if _PROJECT.fullmatch(flat):
        return Heading(Label("project", sure=True), end, is_section=True, done=False)
    if _GROUP.fullmatch(flat):
        return Heading(Label("group", sure=True), end, is_section=True, done=done)
    label = label_of(text)
    if label is not None and label.sure:
        return Heading(label, end, is_section=is_section, done=done)
    if part.rank == UNNUMBERED or (stop < len(part.text) and not is_section):
        return None
    return Heading(Label("", sure=True), end, is_section=is_section, done=done)


def categories_of(part: Part) -> Categories | None:
    """The categories that a line begins with, None where it begins with none."""
    text, at = part.cell.text, part.words
    first: Slice | None = None
    second: Slice | None = None
    done = False
    while found := _CATEGORY.match(text, at, part.end):
        own = found.span("second") if found["second"] else None
        if own is None:
            first = first or found.span("first")
        else:
            second = own
        at, done = found.end(), bool(found["done"])
        if second is not None:
            break
    if first is None and second is None:
        return None
    named = text[slice(*(second or first or (0, 0)))]
    return Categories(first, second, at, done, _SURE_CATEGORY.fullmatch(named) is not None)

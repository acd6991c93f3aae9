"""The prose grammar: items of a cell that name what is measured and its target.

    1.培训教师≥300人次；2、培训合格率：95%以上；指标3：机柜数量(≥77台)

An item ends with a semicolon or a full stop, or where the next one is numbered; in a cell
that has none of these, with the line: elsewhere a line ends where a narrow cell does.
Name and target are parted by brackets at the end, a sign, a colon, or a number behind which
nothing but its unit follows; where several commas each part such a pair, each is an item of
its own. What can be read none of these ways is no item: it stands in no slice.

Each text is walked through a fixed number of times, so that time grows with its length.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from audit.grammar import targets
from audit.grammar.indicators import Slice, trimmed


class ItemText(NamedTuple):
    """Where the parts of one item stand: half open slices. An absent part is an empty slice."""

    whole: Slice
    number: Slice
    level2: Slice
    """What a colon parts from the name where it is a word for a category: 数量指标：…."""
    name: Slice
    target: Slice
    labels: tuple[Slice, ...]
    """Words around them that say nothing: the 指标 of 指标1."""


_NUMBER = re.compile(
    r"(?P<word>(?:三级)?指标|目标)?\s{0,4}"
    r"(?:(?P<plain>[0-9０-９]{1,2})\s{0,4}(?:[、．）):：]|[.](?![0-9０-９]))"
    r"|[(（](?P<brackets>[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    r"|(?P<circled>[①-⑳])|(?P<han>[一二三四五六七八九十]{1,3})、)[\s.、．:：]{0,4}"
)
_STARTS = re.compile(
    r"(?<![^\s;；。!！,，:：)）])(?=(?:(?:三级)?指标|目标)?\s{0,4}"
    r"[0-9０-９]{1,2}\s{0,4}(?:[、．）)]|[.](?![0-9０-９])))"
    r"|(?=[(（](?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})[)）][\u3400-\u9fff])|(?=[①-⑳])"
    r"|(?<![^\s;；。!！,，:：、)）])(?=指标\s{0,4}[0-9０-９]{1,2}\s{0,4}[:：])"
)
_ENDS = re.compile(r"[;；。]")
_LINE = re.compile(r"\n")
_COMMA = re.compile(r"[,，]")
LEVEL2 = re.compile(
    r"(?:产出)?(?:数量|质量|时效|进度|成本)(?:指标)?|(?:经济|社会|生态|环境|生态环境)(?:效益|成本)(?:指标)?"
    r"|可持续(?:影响|发展)?(?:效益)?(?:指标)?|(?:服务对象|受益对象|社会公众|群众)满意度(?:指标)"
)
_LABEL = re.compile(rf"\s{{0,8}}(?P<level>{LEVEL2.pattern})\s{{0,4}}(?:[:：]|\n)")
# 【 opens a title, and ［ a note: neither is an item's.
_OPENS, _CLOSES = "(（", ")）"
_COLON = re.compile(r"[:：]")
SIGN = re.compile(
    r"[≥≤≧≦<>＜＞=＝⩾⩽]{1,2}|大于等于|小于等于|大于|小于|不低于|不少于|不小于|不超过|不高于|不大于|不多于"
    r"|高于|低于|多于|少于|至少|至多|控制在|达到|达(?![成标人到])|超过"
)
_YEAR = re.compile(r"[,，\s]{0,4}20[0-9]{2}\s{0,4}年?")
_DIGIT = re.compile(r"[0-9０-９]")
_NAMED = re.compile(r"[\u3400-\u9fff]\s*[\u3400-\u9fffA-Za-z]")
_MARKS = ",，;；、。.:： \t\r\n\u3000\xa0"
_LONGEST_NAME = 60
_LONGEST = 400
"""An item with more characters is prose."""


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[ItemText]:
    """The items that can be read, in order."""
    level2: Slice | None = None
    for first, stop in _stretches(text, start, len(text) if end is None else end):
        begin, number, words = _number(text, first, stop)
        # Without an end: the colon of a label alone was trimmed off.
        label = _LABEL.match(text, begin)
        if label is not None:
            level2 = label.span("level")
            # 数量指标：1.甲 2.乙 holds a list of its own.
            begin, inner, more = _number(text, min(label.end(), stop), stop)
            number, words = (inner if inner[0] < inner[1] else number), (*words, *more)
        yield from _items(text, begin, stop, number, level2, words)


def named(text: str, start: int, end: int) -> ItemText:
    """The one item of a stretch that surely is one: its brackets or sign part a target off."""
    begin, number, words = _number(text, start, end)
    whole = _trimmed(text, start, end)
    signed = _signed(text, begin, end)
    if signed is not None and not _is_target(text[slice(*signed[1])], with_colon=False):
        signed = None
    parted = _bracketed(text, begin, end) or signed
    name = _trimmed(text, begin, end)
    target = (name[1], name[1])
    if parted is not None:
        name, target = parted
    return ItemText(whole, number, (name[0], name[0]), name, target, words)


def numbered(text: str, start: int, end: int) -> Iterator[Slice]:
    """The stretches that begin with a number of their own; where none does, the lines."""
    starts = [hit.start() for hit in _STARTS.finditer(text, start, end)]
    if not starts and _NUMBER.match(text, start, end) is None:
        starts = [hit.end() for hit in _LINE.finditer(text, start, end)]
        starts.insert(0, start)
    elif _NUMBER.match(text, start, end) and start not in starts:
        starts.insert(0, start)
    for begin, stop in pairwise([*starts, end]):
        if any(char.isalnum() for char in text[begin:stop]):
            yield begin, stop


def _stretches(text: str, start: int, end: int) -> Iterator[Slice]:
    """The text cut at marks and before numbers, or at lines."""
    cuts = {hit.start() for hit in _STARTS.finditer(text, start, end)}
    cuts |= {hit.end() for hit in _ENDS.finditer(text, start, end)}
    if not cuts - {start, end}:
        cuts |= {hit.end() for hit in _LINE.finditer(text, start, end)}
    for begin, stop in pairwise(sorted(cuts | {start, end})):
        if any(char.isalnum() for char in text[begin:stop]):
            yield _trimmed(text, begin, stop)


def _number(text: str, begin: int, end: int) -> tuple[int, Slice, tuple[Slice, ...]]:
    """Where the words begin, the number before them, and the 指标 before that."""
    while begin < end and text[begin] in _MARKS:
        begin += 1
    hit = _NUMBER.match(text, begin, end)
    if hit is None:
        return begin, (begin, begin), ()
    name = next(key for key in ("plain", "brackets", "circled", "han") if hit[key])
    words = (hit.span("word"),) if hit["word"] else ()
    return hit.end(), hit.span(name), words


def _items(
    text: str, begin: int, end: int, number: Slice, level2: Slice | None, words: tuple[Slice, ...]
) -> Iterator[ItemText]:
    if end - begin > _LONGEST:
        return
    cuts = [begin, *(hit.end() for hit in _COMMA.finditer(text, begin, end)), end]
    parts = [_pair(text, *one) for one in pairwise(cuts)]
    if not all(parts) or len(parts) == 1:
        whole = _pair(text, begin, end)
        parts = [whole] if whole is not None else parts
    for part in parts:
        if part is not None:
            name, target = part
            first = min(name[0], number[0]) if number[0] < number[1] else name[0]
            stop = max(name[1], target[1])
            level = level2 or (name[0], name[0])
            yield ItemText((first, stop), number, level, name, target, words)
            # What stands before the first belongs to it alone.
            number, words = (stop, stop), ()


def _pair(text: str, begin: int, end: int) -> tuple[Slice, Slice] | None:
    """Name and target, None where they cannot be told apart."""
    for parting in (_bracketed, _signed, _with_colon, _counted):
        found = parting(text, begin, end)
        if found is None:
            continue
        name, target = found
        is_name = _NAMED.search(text, *name) and not _COMMA.search(text, *name)
        is_name = is_name and name[1] - name[0] <= _LONGEST_NAME
        if is_name and _is_target(text[slice(*target)], with_colon=parting is _with_colon):
            return found
    return None


def _is_target(text: str, *, with_colon: bool) -> bool:
    if not text:
        return False
    parsed = targets.parse(text)
    if with_colon and not _COLON.search(text):
        # Whoever puts a colon says which is which; whether it can be measured is for rules.
        return len(text) <= _LONGEST_NAME
    says = parsed.has_number or bool(parsed.grade or parsed.standard or parsed.frequency)
    return says and parsed.understood


def _bracketed(text: str, begin: int, end: int) -> tuple[Slice, Slice] | None:
    """`机柜数量(≥77台)`: the brackets at the end, which may hold others."""
    begin, end = _trimmed(text, begin, end)
    if begin == end or text[end - 1] not in _CLOSES:
        return None
    depth = 0
    for at in range(end - 1, begin - 1, -1):
        depth += (text[at] in _CLOSES) - (text[at] in _OPENS)
        if depth == 0:
            return _trimmed(text, begin, at), _trimmed(text, at + 1, end - 1)
    return None


def _signed(text: str, begin: int, end: int) -> tuple[Slice, Slice] | None:
    """`培训教师≥300人次`."""
    hit = SIGN.search(text, begin, end)
    if hit is None:
        return None
    name, target = _trimmed(text, begin, hit.start()), _trimmed(text, hit.start(), end)
    return _without_brackets(text, name, target)


def _without_brackets(text: str, name: Slice, target: Slice) -> tuple[Slice, Slice]:
    """A bracket that opens at the end of the name and closes at that of the target is neither's."""
    (first, stop), (start, last) = name, target
    if first < stop and text[stop - 1] in _OPENS and text[last - 1] in _CLOSES:
        return _trimmed(text, first, stop - 1), _trimmed(text, start, last - 1)
    return name, target


def _with_colon(text: str, begin: int, end: int) -> tuple[Slice, Slice] | None:
    """`培训合格率：95%以上`."""
    hit = _COLON.search(text, begin, end)
    if hit is None:
        return None
    return _trimmed(text, begin, hit.start()), _trimmed(text, hit.end(), end)


def _counted(text: str, begin: int, end: int) -> tuple[Slice, Slice] | None:
    """`培训教师300人次`: from the first figure on, if nothing but a unit follows it."""
    year = _YEAR.match(text, begin, end)
    hit = _DIGIT.search(text, year.end() if year else begin, end)
    if hit is None:
        return None
    return _trimmed(text, begin, hit.start()), _trimmed(text, hit.start(), end)


def _trimmed(text: str, begin: int, end: int) -> Slice:
    return trimmed(text, begin, end, _MARKS)

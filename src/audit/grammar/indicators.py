"""The inline grammar: all indicators of a project in one cell.

    1、1-产出指标,11-数量指标,培训人数；实施周期指标值:≥50人,年度指标值:≥20人；2、…

An indicator is a head (number, two levels, name; each may be missing) and labelled targets.
Systems and people write the marks between them in every width and number (`；` `;,` `.;`
`; ;`), so a head is known by what it begins with, and a target ends before the marks that
stand before the next head or label. Such marks belong to no part; a full stop does, where
it stands right behind the words: whoever typed it meant it to be there.

What fits nowhere is in no slice. Time grows with the length of the text and no faster, for
every gap and word in the patterns is of bounded length.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

Slice = tuple[int, int]


class IndicatorText(NamedTuple):
    """Where the parts of one indicator stand: half open slices of the text.

    An absent part is an empty slice where it should stand; a target whose label is absent
    is None.
    """

    whole: Slice
    number: Slice
    category: Slice
    level1: Slice
    level2: Slice
    name: Slice
    cycle_target: Slice | None
    annual_target: Slice | None
    labels: tuple[Slice, ...]
    """Of the targets, with their colons."""

    def moved(self, by: int) -> "IndicatorText":
        """The same slices, counted from `by` characters earlier."""

        def shifted(part: Slice) -> Slice:
            return part[0] + by, part[1] + by

        return IndicatorText(
            shifted(self.whole),
            shifted(self.number),
            shifted(self.category),
            shifted(self.level1),
            shifted(self.level2),
            shifted(self.name),
            self.cycle_target and shifted(self.cycle_target),
            self.annual_target and shifted(self.annual_target),
            tuple(shifted(label) for label in self.labels),
        )


_GAP = r"\s{0,8}"
_CYCLE = (
    rf"(?:实{_GAP}施{_GAP}周{_GAP}期|实施期|项目周?期|整体|总体|中?长期|三年|周期|中期|总)"
    rf"{_GAP}(?:绩效)?{_GAP}"
)
_ANNUAL = (
    r"(?:(?:(?:20[0-9]{2}|２０[０-９]{2})\s{0,2})?(?:年{gap}度|本年度?|当年度?|全年|年))"
    r"{gap}(?:绩效)?{gap}"
).replace("{gap}", _GAP)
_VALUE = rf"(?:指{_GAP}标{_GAP}值|目{_GAP}标{_GAP}值)"
_COLON = rf"{_GAP}[:：]"
# Without its colon a label is one only behind a mark and before a sign or figure: 年度目标值
# 完成率 is a name.
_NO_COLON = r"(?=\s{0,4}[≥≤≧≦<>＜＞=＝±0-9０-９])"
_LABEL = re.compile(
    rf"(?P<cycle>{_CYCLE}(?:{_VALUE}|指标|目标)){_COLON}"
    rf"|(?P<annual>(?:{_ANNUAL})?{_VALUE}){_COLON}"
    rf"|(?<![^,，;；\s])(?:(?P<cycle_bare>{_CYCLE}{_VALUE})|{_ANNUAL}{_VALUE}){_NO_COLON}"
)
_NUMBER = re.compile(
    r"[(（]\s{0,4}(?P<brackets>[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})\s{0,4}[)）]\s{0,4}[、.．]?"
    # The last figures of a number are none: the 664 of GB/T 38664.1—2020.
    r"|(?<![0-9０-９])(?P<plain>[0-9０-９]{1,3})\s{0,4}[、．)）]"
    # 1.1-产出指标 is a number and a code, 1.5 is neither.
    r"|(?<![0-9０-９])(?P<point>[0-9０-９]{1,3})\s{0,4}[.](?![0-9０-９](?![0-9０-９]?\s{0,4}[-－—–‐]))"
    r"|(?P<circled>[①-⑳㉑-㉟])\s{0,4}[、.．]?"
    r"|(?P<han>[一二三四五六七八九十]{1,3})\s{0,4}、"
)
# A level: a code before it, or a name that says it is one.
_LEVEL = (
    r"(?:[0-9０-９]{1,3}\s{0,4}[-－—–‐]\s{0,4}(?![0-9０-９])[^\s,，;；:：/／]{1,20}"
    r"|[\u4e00-\u9fff]{1,12}(?:指标|效益|效果|影响|满意度|成本)|产出|效益|满意度|成本)"
)
_COMMA = rf"{_GAP}[,，]{_GAP}"
# A head is known by commas; within one, people part levels by other marks, too.
_AFTER_LEVEL = rf"{_GAP}[,，;；:：/／]{_GAP}"
_BEHIND_MARK = re.compile(_AFTER_LEVEL)
_FIRST = re.compile(rf"{_GAP}(?P<level>{_LEVEL})(?={_AFTER_LEVEL})")
_HEAD = re.compile(rf"{_GAP}{_LEVEL}{_COMMA}")
_TWO_LEVELS = re.compile(rf"{_LEVEL}{_COMMA}{_LEVEL}{_COMMA}")
_WHOLE_LEVEL = re.compile(_LEVEL)
_PART = re.compile(r"[^,，]*")
_MARKS = ",，;；、 \t\r\n\u3000\xa0"
_BREAK = re.compile(r"[,，;；、。\s]+")
_PARTING = frozenset(";；。\n")
_PARTED = re.compile(r"[;；。\n][,，;；、。\s]*")


def split(text: str) -> tuple[IndicatorText, ...]:
    """The indicators of a cell in order; none where it holds neither a head nor a label."""
    labels = list(_LABEL.finditer(text))
    begins = [label.start() for label in labels]
    found: list[IndicatorText] = []
    for begin, end in _heads(text, labels):
        inside = labels[bisect_left(begins, begin) : bisect_left(begins, end)]
        found.append(_indicator(text, begin, end, inside))
    return tuple(found)


def targets_of(found: Sequence[IndicatorText]) -> frozenset[str]:
    """Which targets any of the indicators has a label for."""
    names = ("cycle_target", "annual_target")
    return frozenset(name for name in names if any(getattr(one, name) for one in found))


def _heads(text: str, labels: Sequence[re.Match[str]]) -> list[Slice]:
    """Where each indicator begins and ends."""
    starts = list(_starts(text, labels))
    if labels and not (starts and starts[0] <= labels[0].start()):
        starts.insert(0, 0)
    ordered = sorted({*starts, *_after_repeats(text, labels, starts)})
    return list(pairwise([*ordered, len(text)])) if ordered else []


def _starts(text: str, labels: Sequence[re.Match[str]]) -> Iterator[int]:
    """Where a number or two levels begin a head, ascending."""
    behind_marks = {0}
    for marks in _BREAK.finditer(text):
        if not _PARTING.isdisjoint(marks[0]):
            behind_marks.add(marks.end())
    numbered = {hit.start(): hit for hit in _NUMBER.finditer(text)}
    bare = _Bare(text, labels)
    floor = 0
    for at in sorted({*behind_marks, *numbered}):
        # Between number and level a start of its own would cut the number off.
        if at < floor:
            continue
        hit = numbered.get(at) or (_NUMBER.match(text, at) if at in behind_marks else None)
        if hit is None:
            if _TWO_LEVELS.match(text, at):
                yield at
        elif head := _HEAD.match(text, hit.end()):
            floor = head.end()
            bare.begins(hit)
            yield at
        elif at in behind_marks and bare.may_begin(hit):
            bare.begins(hit)
            yield at


class _Bare:
    """Whether a number without levels begins an indicator, or belongs to a list in a target.

    It begins one where a label follows before the next number, or where it is the next in
    order; a target that itself began with a number goes on.
    """

    def __init__(self, text: str, labels: Sequence[re.Match[str]]) -> None:
        self._text = text
        self._starts = [label.start() for label in labels]
        self._ends = [label.end() for label in labels]
        self._began = 0
        self._last: int | None = None

    def begins(self, hit: re.Match[str]) -> None:
        self._began, self._last = hit.start(), _figure(hit)

    def may_begin(self, hit: re.Match[str]) -> bool:
        before = bisect_right(self._ends, hit.start()) - 1
        if before < 0 or self._starts[before] < self._began:
            return True
        target = self._ends[before]
        while target < hit.start() and self._text[target] in _MARKS:
            target += 1
        if target < hit.start() and _NUMBER.match(self._text, target):
            return False
        after = self._starts[before + 1] if before + 1 < len(self._starts) else None
        following = _PARTED.search(self._text, hit.end())
        labelled = after is not None and (following is None or after <= following.end())
        return labelled or _figure(hit) in {1, self._last and self._last + 1, None}


def _figure(hit: re.Match[str]) -> int | None:
    """The value of a number in figures; None where it is written otherwise."""
    text = hit[hit.lastgroup or 0]
    return int(text) if text.isdecimal() else None


def _after_repeats(
    text: str, labels: Sequence[re.Match[str]], starts: Sequence[int]
) -> Iterator[int]:
    """Starts that only a label shows, which comes again before any head did."""
    seen: set[str] = set()
    floor = 0
    for label in labels:
        kind = _kind(label)
        if bisect_right(starts, floor) < bisect_right(starts, label.start()):
            seen.clear()
        elif kind in seen or (kind == "cycle" and "annual" in seen):
            between = text[floor : label.start()]
            stop = next((at for at, char in enumerate(between) if char in _PARTING), len(between))
            yield floor + stop + len(between[stop:]) - len(between[stop:].lstrip(_MARKS + "。"))
            seen.clear()
        seen.add(kind)
        floor = label.end()


def _kind(label: re.Match[str]) -> str:
    return "cycle" if label["cycle"] or label["cycle_bare"] else "annual"


def _indicator(text: str, begin: int, end: int, labels: Sequence[re.Match[str]]) -> IndicatorText:
    head_end = labels[0].start() if labels else end
    number, after = _number(text, begin, head_end)
    level1, level2, name = _levels(text, after, head_end)
    targets: dict[str, Slice] = {}
    for at, label in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else end
        targets.setdefault(_kind(label), _trimmed(text, label.end(), stop))
    return IndicatorText(
        _trimmed(text, begin, end),
        number,
        _category(level1, level2),
        level1,
        level2,
        name,
        targets.get("cycle"),
        targets.get("annual"),
        tuple(label.span() for label in labels),
    )


def _category(level1: Slice, level2: Slice) -> Slice:
    if level1[0] == level1[1]:
        return level2
    return (level1[0], level2[1]) if level2[0] < level2[1] else level1


def _number(text: str, begin: int, end: int) -> tuple[Slice, int]:
    """The number, and where the head goes on."""
    while begin < end and text[begin] in _MARKS:
        begin += 1
    match = _NUMBER.match(text, begin, end)
    if match is None:
        return (begin, begin), begin
    after = match.end()
    while after < end and text[after] in _MARKS:
        after += 1
    return match.span(match.lastgroup or 0), after


def _levels(text: str, begin: int, end: int) -> tuple[Slice, Slice, Slice]:
    """level1, level2 and name of a head without its number."""
    first = _level(text, begin, end)
    if first is None:
        name = _trimmed(text, begin, end)
        return (name[0], name[0]), (name[0], name[0]), name
    rest = _behind_mark(text, first[1], end)
    second = _level(text, rest, end)
    if second is None:
        if _code_length(text, first) > 1:
            # 11-数量指标 alone is a second level.
            return (first[0], first[0]), first, _trimmed(text, rest, end)
        # A second part that is no level by its looks still is one where a third follows.
        part = _PART.match(text, rest, end)
        third = _behind_mark(text, part.end(), end) if part else end
        if part is None or third == part.end():
            name = _trimmed(text, rest, end)
            return first, (name[0], name[0]), name
        second = _trimmed(text, *part.span())
    behind = _behind_mark(text, second[1], end)
    return first, second, _trimmed(text, behind, end)


def _level(text: str, begin: int, end: int) -> Slice | None:
    match = _FIRST.match(text, begin, end)
    if match is not None:
        return match.span("level")
    # The last part of a head may be a level, where the name is missing.
    whole = _trimmed(text, begin, end)
    return whole if _WHOLE_LEVEL.fullmatch(text, *whole) and _code_length(text, whole) else None


def _code_length(text: str, level: Slice) -> int:
    """How many figures a level begins with."""
    return len(text[slice(*level)]) - len(
        text[slice(*level)].lstrip("0123456789０１２３４５６７８９")
    )


def _behind_mark(text: str, at: int, end: int) -> int:
    match = _BEHIND_MARK.match(text, at, end)
    return match.end() if match else at


def trimmed(text: str, begin: int, end: int, marks: str) -> Slice:
    """The slice without these marks around it; an empty one stays at its beginning."""
    while begin < end and text[end - 1] in marks:
        end -= 1
    while begin < end and text[begin] in marks:
        begin += 1
    return begin, end


def _trimmed(text: str, begin: int, end: int) -> Slice:
    """The slice without marks around it; an empty one stays at its beginning.

    A 、 before another mark is a slip of the writer's, for no system parts anything by both:
    it stays, as a full stop does.
    """
    last = end
    while begin < end and text[end - 1] in _MARKS:
        end -= 1
    if begin < end < last - 1 and text[end] == "、" and text[end + 1] in ",，;；":
        end += 1
    while begin < end and text[begin] in _MARKS:
        begin += 1
    return begin, end

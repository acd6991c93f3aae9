"""The inline grammar: all indicators of a project in one cell.

    1、1-产出指标,11-数量指标,培训人数；实施周期指标值:≥50人,年度指标值:≥20人；2、…

An indicator is a head (number, two levels, name; each may be missing) and labelled targets.
Systems and people write the marks between them in every width and number (`；` `;,` `.;`
`; ;`), so a head is known by what it begins with, and a target ends before the marks that
stand before the next head or label. Such marks belong to no part; a full stop does, where
it stands right behind the words: whoever typed it meant it to be there.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from audit.document import Cell
from audit.filing import Field, Indicator

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


_GAP = r"[\s\u3000]*"
_LABEL = re.compile(
    rf"(?P<cycle>(?:实施周期|项目周期|整体|总体|周期|中期|总){_GAP}(?:绩效)?(?:指标|目标){_GAP}值?)"
    rf"{_GAP}[:：]"
    rf"|(?P<annual>(?:年度|本年度?|当年|全年)?{_GAP}(?:绩效)?(?:指标值|目标值)){_GAP}[:：]"
)
_NUMBER = (
    r"(?:[(（]\s*(?P<{0}a>[0-9０-９]{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*[)）]\s*[、.．]?"
    r"|(?P<{0}b>[0-9０-９]{{1,3}})\s*[、．)）]"
    r"|(?P<{0}c>[0-9０-９]{{1,3}})\s*[.](?![0-9０-９](?![0-9０-９]?\s*[-－—–‐]))"
    r"|(?P<{0}d>[①-⑳㉑-㉟])"
    r"|(?P<{0}e>[一二三四五六七八九十]{{1,3}})\s*、)"
)
# A level: a code before it, or a name that says it is one.
_LEVEL = (
    r"(?:[0-9０-９]{1,3}\s*[-－—–‐]\s*[^\s,，;；:：]{1,20}"
    r"|[\u4e00-\u9fff]{1,12}(?:指标|效益|效果|影响|满意度|成本)|产出|效益|满意度|成本)"
)
_COMMA = rf"{_GAP}[,，]{_GAP}"
_FIRST = re.compile(rf"{_GAP}(?P<level>{_LEVEL})(?={_COMMA})")
_NUMBERED = re.compile(rf"{_NUMBER.format('n')}(?={_GAP}{_LEVEL}{_COMMA})")
_UNNUMBERED = re.compile(rf"(?<=[;；\n]){_GAP}(?={_LEVEL}{_COMMA}{_LEVEL}{_COMMA})")
_BARE = re.compile(rf"(?:(?<=^)|(?<=[;；\n。])){_GAP}[,，]?{_GAP}(?={_NUMBER.format('n')})")
_ANY_NUMBER = re.compile(_GAP + _NUMBER.format("n"))
_PART = re.compile(r"[^,，]*")
_BEHIND_COMMA = re.compile(_COMMA)
_WHOLE_LEVEL = re.compile(_LEVEL)
_MARKS = ",，;；、 \t\r\n\u3000\xa0"


def split(text: str) -> tuple[IndicatorText, ...]:
    """The indicators of a cell in order; none where it holds neither a head nor a label."""
    labels = list(_LABEL.finditer(text))
    heads = _heads(text, labels)
    found: list[IndicatorText] = []
    for begin, end in heads:
        inside = [label for label in labels if begin <= label.start() < end]
        found.append(_indicator(text, begin, end, inside))
    return tuple(found)


def _heads(text: str, labels: list[re.Match[str]]) -> list[Slice]:
    """Where each indicator begins and ends."""
    starts = {match.start() for match in _NUMBERED.finditer(text)}
    starts |= {match.end() for match in _UNNUMBERED.finditer(text)}
    starts |= {match.end() for match in _BARE.finditer(text)}
    # Between number and level a start of its own would cut the number off.
    for match in _NUMBERED.finditer(text):
        starts -= {at for at in starts if match.start() < at <= match.end()}
    if labels and not any(at <= labels[0].start() for at in starts):
        starts.add(0)
    ordered = sorted(starts | set(_after_repeats(text, labels, sorted(starts))))
    return list(pairwise([*ordered, len(text)])) if ordered else []


def _after_repeats(text: str, labels: list[re.Match[str]], starts: list[int]) -> Iterator[int]:
    """Starts that only a label shows, which comes again before any head did."""
    seen: set[str] = set()
    last: re.Match[str] | None = None
    for label in labels:
        kind = _kind(label)
        floor = last.end() if last else 0
        if last and any(floor < at <= label.start() for at in starts):
            seen.clear()
        elif last and (kind in seen or (kind == "cycle" and "annual" in seen)):
            between = text[floor : label.start()]
            stop = next((at for at, char in enumerate(between) if char in ";；\n"), len(between))
            yield floor + stop + (len(between[stop:]) - len(between[stop:].lstrip(_MARKS)))
            seen.clear()
        seen.add(kind)
        last = label


def _kind(label: re.Match[str]) -> str:
    return "cycle" if label["cycle"] is not None else "annual"


def _indicator(text: str, begin: int, end: int, labels: list[re.Match[str]]) -> IndicatorText:
    head_end = labels[0].start() if labels else end
    number, after = _number(text, begin, head_end)
    level1, level2, name = _levels(text, after, head_end)
    targets: dict[str, Slice] = {}
    for at, label in enumerate(labels):
        stop = labels[at + 1].start() if at + 1 < len(labels) else end
        targets.setdefault(_kind(label), _trimmed(text, label.end(), stop))
    whole = _trimmed(text, begin, end)
    return IndicatorText(
        whole,
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
    match = _ANY_NUMBER.match(text, begin, end)
    if match is None:
        at = begin + len(text[begin:end]) - len(text[begin:end].lstrip(_MARKS))
        return (at, at), at
    group = next(name for name in ("na", "nb", "nc", "nd", "ne") if match[name] is not None)
    return match.span(group), match.end()


def _levels(text: str, begin: int, end: int) -> tuple[Slice, Slice, Slice]:
    """level1, level2 and name of a head without its number."""
    first = _level(text, begin, end)
    if first is None:
        name = _trimmed(text, begin, end)
        return (name[0], name[0]), (name[0], name[0]), name
    rest = _behind_comma(text, first[1], end)
    second = _level(text, rest, end)
    if second is None:
        # A second part that is no level by its looks still is one where a third follows.
        part = _PART.match(text, rest, end)
        third = _behind_comma(text, part.end(), end) if part else end
        if part is None or third == part.end():
            name = _trimmed(text, rest, end)
            return first, (name[0], name[0]), name
        second = _trimmed(text, *part.span())
    behind = _behind_comma(text, second[1], end)
    return first, second, _trimmed(text, behind, end)


def _level(text: str, begin: int, end: int) -> Slice | None:
    match = _FIRST.match(text, begin, end)
    if match is None:
        whole = _trimmed(text, begin, end)
        # The last part of a head may be a level, where the name is missing.
        alone = _WHOLE_LEVEL.fullmatch(text, *whole)
        coded = alone is not None and text[whole[0]].isdecimal()
        return whole if coded else None
    return match.span("level")


def _behind_comma(text: str, at: int, end: int) -> int:
    match = _BEHIND_COMMA.match(text, at, end)
    return match.end() if match else at


def _trimmed(text: str, begin: int, end: int) -> Slice:
    """The slice without marks around it; an empty one stays at its beginning."""
    while begin < end and text[end - 1] in _MARKS:
        end -= 1
    while begin < end and text[begin] in _MARKS:
        begin += 1
    return begin, end


# --- records


FIELDS = ("number", "category", "level1", "level2", "name")
"""What every indicator of this grammar has, blank or not."""


def targets_of(found: tuple[IndicatorText, ...]) -> frozenset[str]:
    """Which targets any of the indicators has a label for."""
    names = ("cycle_target", "annual_target")
    return frozenset(name for name in names if any(getattr(one, name) for one in found))


def build(
    cell: Cell,
    found: IndicatorText,
    index: int,
    project_index: int,
    targets: frozenset[str],
    *,
    inherited: bool = False,
) -> Indicator:
    """The record of an indicator. `targets` are those that the form has."""

    def cut(part: Slice) -> Field:
        return Field.cut(cell, *part, inherited=inherited)

    def target(name: str) -> Field | None:
        part: Slice | None = getattr(found, name)
        if part is None:
            return cut((found.whole[1], found.whole[1])) if name in targets else None
        return cut(part)

    return Indicator(
        index=index,
        project_index=project_index,
        source=cut(found.whole),
        number=cut(found.number),
        category=cut(found.category),
        level1=cut(found.level1),
        level2=cut(found.level2),
        name=cut(found.name),
        cycle_target=target("cycle_target"),
        annual_target=target("annual_target"),
    )

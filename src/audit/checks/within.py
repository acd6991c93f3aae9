"""`within`: parts of a project's money are not more than the whole that the form says they are of.

Options
    parts: `sources` (财政拨款, 财政专户拨款, 其他资金, each by itself) or `levels` (shares of
        central, province, city, county and so on, each and those together that do not
        overlap: 地方资金 holds 省级资金, so the two are not added up).

What a form has beyond its fields stands in the project's `shares`, by label. A share under a
column (中央补助：全年执行数) is part of that column's total, one behind another total
(中期资金总额：中央补助) of that. Every amount may be off by half of its last digit.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from audit.checks.kind import Hit, Near, RecordLook, Unchecked
from audit.checks.shown import ZERO, Shown, amount, amount_of, in_yuan, money
from audit.filing import Project, field_of, text_of
from audit.grammar.amounts import unit_of
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each
from audit.titles import title

NAME = "within"
EACH: tuple[Each, ...] = ("project",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"parts": {"enum": ["sources", "levels"]}},
    "required": ["parts"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset(
    {"part_title", "parts", "whole", "whole_title", "sum", "difference", "unit"}
)

_SOURCES = ("fiscal", "special", "other")
# Regions whose names hold the character of another level.
_REGIONS = (
    (re.compile("自治区|直辖市"), "省"), (re.compile("自治州|地区|盟"), "市"),
    (re.compile("自治县|开发区|园区|市区|区县|县区|旗"), "县"), (re.compile("社区|街道"), "乡"),
)  # fmt: skip
_LEVELS = (
    ("上级", frozenset("中省市")), ("地方", frozenset("省市县乡")), ("中央", frozenset("中")),
    ("国家", frozenset("中")), ("省", frozenset("省")), ("市", frozenset("市")),
    ("州", frozenset("市")), ("县", frozenset("县")), ("区", frozenset("县")),
    ("乡", frozenset("乡")), ("镇", frozenset("乡")), ("村", frozenset("乡")),
)  # fmt: skip
_ORDER = "中省市县乡"
_UP, _DOWN = re.compile("及?以上"), re.compile("及?以下")
_REPEATED = re.compile(r"（\d+）$")
_CYCLE = re.compile("中期|长期|实施期|周期|三年|总投资|概算")


class _Part(NamedTuple):
    label: str
    shown: Shown
    levels: frozenset[str]


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each, rulebook
    return _sources if options["parts"] == "sources" else _shares


def _sources(project: Project) -> Iterator[Hit | Unchecked]:
    whole = amount_of(project.total, project.money_unit)
    for name in _SOURCES:
        part = amount_of(field_of(project, name), project.money_unit)
        if part is None or part.blank:
            continue
        if whole is None:
            yield Unchecked(project, "total", "amount-unreadable")
            return
        # A total below nought is `negative-amount`.
        if not whole.blank and whole.value >= 0 and _exceeds([part], whole):
            near = Near(project, "total", "other")
            values = _values(project, "total", [_Part(title(name).zh, part, frozenset())], whole)
            yield Hit.whole(project, name, (near,), **values | {"part_title": title(name)})


def _shares(project: Project) -> Iterator[Hit | Unchecked]:
    unit = text_of(project.money_unit)
    groups: dict[str, list[_Part]] = {}
    for label, field in project.shares:
        named = _named(label)
        if named is None or field_of(project, named[1]) is None:
            continue
        row, name = named
        shown = amount(field.text, unit)
        if shown is None:
            yield Unchecked(project, name, "amount-unreadable")
        elif not shown.blank and (levels := _levels(row)):
            groups.setdefault(name, []).append(_Part(row, shown, levels))
    for name, parts in groups.items():
        whole = amount_of(field_of(project, name), project.money_unit)
        if whole is None:
            yield Unchecked(project, name, "amount-unreadable")
            continue
        most = _most(parts)
        if not whole.blank and _exceeds([part.shown for part in most], whole):
            yield Hit.whole(project, name, **_values(project, name, most, whole))


def _exceeds(parts: list[Shown], whole: Shown) -> bool:
    surplus = sum((part.value for part in parts), ZERO) - whole.value
    # With one part nothing was added, so nothing but another unit was rounded.
    return surplus > 0 and surplus >= sum((part.half for part in parts), ZERO) + whole.half


def _most(parts: list[_Part]) -> list[_Part]:
    """Those parts of different levels that come to most."""
    best: list[_Part] = []
    chosen: list[list[_Part]] = [[]]
    for part in parts[:8]:
        chosen += [
            [*some, part] for some in chosen if all(not part.levels & one.levels for one in some)
        ]
    for some in chosen:
        if _together(some) > _together(best):
            best = some
    return best


def _together(parts: list[_Part]) -> Any:
    return sum((part.shown.value for part in parts), ZERO)


@lru_cache(maxsize=1024)
def _named(label: str) -> tuple[str, str] | None:
    """A share's own words, and the field of its whole; None where that is not known."""
    if _REPEATED.search(label):
        return None
    row, parted, column = label.partition("：")
    if not parted:
        return row, "total"
    if re.search("执行|支出|决算", column):
        return row, "executed"
    if "年初" in column:
        return row, "total"
    if "预算" in column and not _CYCLE.search(row):
        return row, "approved"
    return (column, "cycle_total") if _CYCLE.search(row) else None


@lru_cache(maxsize=1024)
def _levels(label: str) -> frozenset[str]:
    """Which levels of government a label names; none where it is not sure."""
    if "本级" in label or "同级" in label:
        return frozenset()
    for pattern, level in _REGIONS:
        label = pattern.sub(level, label)
    found = frozenset[str]().union(*(levels for word, levels in _LEVELS if word in label))
    if found and _UP.search(label):
        found |= frozenset(_ORDER[: max(map(_ORDER.index, found)) + 1])
    if found and _DOWN.search(label):
        found |= frozenset(_ORDER[min(map(_ORDER.index, found)) :])
    return found


def _values(project: Project, name: str, parts: list[_Part], whole: Shown) -> dict[str, Any]:
    unit = unit_of(text_of(project.money_unit))
    factor = in_yuan(unit)
    added = _together(parts)
    listed = "、".join(f"{part.label}{money(part.shown.value / factor)}" for part in parts)
    return {
        "part_title": "、".join(part.label for part in parts),
        "parts": listed,
        "whole": money(whole.value / factor),
        "whole_title": title(name),
        "sum": money(added / factor),
        "difference": money((added - whole.value) / factor),
        "unit": unit,
    }

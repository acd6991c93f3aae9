"""Which blocks of a document are forms, and how surely.

A form is known by what stands in label position, before a value: a project's name, a
department, a goal; and by the heading over its indicators. A row of labels alone heads a
table of another layout. One claim takes the lines before a form that belong to it, further
tables of the same form (its indicators below its head, or what a page break parted), forms
that follow without a line between them, and the notes behind.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audit.document import Block, Document, Line, Table
from audit.grammar.pages import is_page_number
from audit.layouts import edges, front, indicator_columns
from audit.layouts.form_head import is_front
from audit.layouts.indicator_columns import Headings
from audit.layouts.labels import AMOUNTS, GOALS, label_of, pair_of
from audit.layouts.slots import Row, Slot, rows_of, rows_of_lines
from audit.plugins import Claim

_PUBLISHED = re.compile(r".{0,4}(?:发布|发文|公开|更新|信息|浏览|来源|作者|时间|日期).{0,4}[:：]")


class Profile(NamedTuple):
    """What of a form a stretch of rows has."""

    name: bool
    department: bool
    goal: bool
    amounts: bool
    headings: Headings | None
    named_last: bool
    """A project is named below the last indicators: its own are still to come."""

    @property
    def open(self) -> Headings | None:
        """The heading under which what follows may go on."""
        return None if self.named_last else self.headings

    @property
    def head(self) -> bool:
        return self.name or self.department or self.goal


def claims(document: Document, /) -> Iterator[Claim]:
    """A claim on each form, with its front matter, its further tables and its notes."""
    taken = -1
    at = 0
    while at < len(document.blocks):
        block = document.blocks[at]
        claim = None
        if isinstance(block, Table):
            claim = _claim(document.blocks, at, taken)
        if claim is not None:
            yield claim
            taken = at = claim.blocks[-1]
        at += 1


def _claim(blocks: Sequence[Block], at: int, taken: int) -> Claim | None:
    table = blocks[at]
    if not isinstance(table, Table):
        return None
    first = _before(blocks, at, taken)
    lines = [block for block in blocks[first:at] if isinstance(block, Line)]
    profile = profile_of([*rows_of_lines(lines), *rows_of(table)])
    last = _more(blocks, at, profile)
    if last > at:
        below = [row for block in blocks[at : last + 1] for row in _rows_of(block)]
        profile = profile_of([*rows_of_lines(lines), *below])
    sure, why = _sureness(profile)
    if not sure:
        return None
    return Claim(tuple(range(first, _behind(blocks, last) + 1)), sure, why)


def _sureness(profile: Profile) -> tuple[float, str]:
    if profile.headings is not None:
        if profile.name:
            return 0.95, "有“项目名称”一栏，并有一级、二级、三级指标的表头"
        if profile.department or profile.goal:
            return 0.85, "有部门或目标一栏，并有一级、二级、三级指标的表头"
        # Without a head it is a list.
        return 0.0, ""
    if profile.name and profile.goal:
        return 0.6, "有“项目名称”和绩效目标两栏，没有指标的表头"
    return 0.0, ""


def profile_of(rows: Sequence[Row]) -> Profile:
    has: set[str] = set()
    headings: Headings | None = None
    named_last = False
    for at, row in enumerate(rows):
        found = indicator_columns.find(rows, at)
        if found is not None:
            headings, named_last = headings or found, False
            continue
        keys = set(_labelled(row))
        has |= keys
        named_last = named_last or "project_name" in keys
    return Profile(
        name="project_name" in has,
        department="department" in has,
        goal="goal" in has,
        amounts="total" in has,
        headings=headings,
        named_last=named_last,
    )


def _labelled(row: Row) -> Iterator[str]:
    """The keys of labels in the row that stand before a value and not over one."""
    filled = [slot for slot in row if slot.filled and slot.fresh]
    for at, slot in enumerate(filled):
        if pair := pair_of(slot.text):
            yield _family(pair.label.key)
            continue
        label = label_of(slot.text)
        if label is None or not label.sure:
            continue
        key = _family(label.key)
        behind = filled[at + 1] if at + 1 < len(filled) else None
        # A goal may stand over its text; a row of labels heads a table of another layout.
        other = label_of(behind.text) if behind is not None else None
        over = other is not None and not (other.shaped and key in {"project_name", "department"})
        if not over or (key == "goal" and _only_goals(filled)):
            yield key


def _family(key: str) -> str:
    if key in AMOUNTS:
        return "total"
    return "goal" if key in GOALS else key


def _only_goals(filled: Sequence[Slot]) -> bool:
    labels = [label_of(slot.text) for slot in filled]
    return all(label is not None and _family(label.key) == "goal" for label in labels)


def _rows_of(block: Block) -> Iterator[Row]:
    yield from rows_of(block) if isinstance(block, Table) else rows_of_lines([block])


def _before(blocks: Sequence[Block], at: int, taken: int) -> int:
    """The first block of the form: the lines before it that belong to it."""
    lines: list[Line] = []
    for index in range(at - 1, taken, -1):
        block = blocks[index]
        if not isinstance(block, Line):
            break
        lines.insert(0, block)
    first = at
    for row in reversed(list(rows_of_lines(lines))):
        if not any(_belongs(slot.text) for slot in row):
            break
        first -= len(row)
    return first


def _belongs(text: str) -> bool:
    if _PUBLISHED.match(text.strip()):
        return False
    if front.belongs(text) or pair_of(text) is not None:
        return True
    label = label_of(text)
    return label is not None and label.sure


def _behind(blocks: Sequence[Block], last: int) -> int:
    """The last block of the form: the notes behind it."""
    while last + 1 < len(blocks):
        block = blocks[last + 1]
        if not isinstance(block, Line) or not is_note(block.text):
            break
        last += 1
    return last


def is_note(text: str) -> bool:
    """Whether a line behind a form belongs to it: 填表人：…, or a blank 财政部门审核意见."""
    if front.belongs(text):
        return False
    label = label_of(text)
    return front.is_note(text) or (label is not None and label.key == "note" and label.sure)


def _more(blocks: Sequence[Block], at: int, profile: Profile) -> int:
    """The last table of the claim: what goes on, indicators below a head, forms that follow."""
    last, table, headings = at, blocks[at], profile.open
    while (following := _next_table(blocks, last)) is not None:
        other = blocks[following]
        if not isinstance(other, Table) or not isinstance(table, Table):
            break
        rows = list(rows_of(other))
        found = profile_of(rows)
        if headings is not None:
            another = profile.name and found.name and (found.headings or found.goal)
            if not another and not (_goes_on(rows, found, headings) and edges.onto(other, table)):
                break
            table, headings = (other, found.open) if found.name else (table, headings)
        elif profile.head and found.headings is not None and not _names_first(rows):
            table, headings = other, found.open
        elif not (profile.head and not found.name and _is_head_below(found, other, table)):
            break
        last = following
    return last


def _goes_on(rows: Sequence[Row], found: Profile, headings: Headings) -> bool:
    """Whether a table begins in the middle of indicators, or has nothing but notes behind them."""
    if not found.name and not found.department:
        return found.headings is None or found.headings.texts == headings.texts
    start = next((row for row in rows if any(slot.filled for slot in row)), ())
    filled = [slot for slot in start if slot.filled]
    first = indicator_columns.find([start], 0)
    if first is not None:
        return first.texts == headings.texts
    return bool(filled) and not is_front(filled) and not label_key(filled[0])


def _names_first(rows: Sequence[Row]) -> bool:
    """Whether a project is named before the indicators begin."""
    for at, row in enumerate(rows):
        if indicator_columns.find(rows, at) is not None:
            return False
        if "project_name" in _labelled(row):
            return True
    return False


def _is_head_below(found: Profile, below: Table, above: Table) -> bool:
    """Whether a table is more of the head, that a page break parted: as wide, and of labels."""
    if not below.columns or not above.columns:
        return False
    ends = ((below.columns[at], above.columns[at]) for at in (0, -1))
    as_wide = all(abs(one - other) <= edges.WITHIN for one, other in ends)
    return as_wide and (found.department or found.goal or found.amounts)


def _next_table(blocks: Sequence[Block], at: int) -> int | None:
    """The next table, where only page numbers and labels stand between."""
    for index in range(at + 1, len(blocks)):
        block = blocks[index]
        if isinstance(block, Table):
            return index
        label = label_of(block.text)
        if not is_page_number(block.text) and (label is None or label.key != "group"):
            return None
    return None


def label_key(slot: Slot) -> str:
    if label := label_of(slot.text):
        return label.key if label.sure else ""
    pair = pair_of(slot.text)
    return pair.label.key if pair else ""

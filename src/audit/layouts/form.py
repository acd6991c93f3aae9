"""The form layout: one project in a grid of label cells and value cells, and its indicators.

    项目名称 | …… ; 项目资金（万元） | 年度资金总额 | …… ; 年度总体目标 | ……
    一级指标 | 二级指标 | 三级指标 | 指标值

The commonest of all. Everything is found by words: labels (labels.py) in the head, read by
form_head.py; the heading over the indicators (indicator_columns.py), wherever it stands; the
rows under it (indicator_rows.py). Self-evaluations (自评表), transfers (转移支付) and forms of
a whole department (部门整体) differ in their labels and columns alone, so they are read
here, too, and `Filing.kind` says which it is.

Forms follow one another in a document or in one table: a second 项目名称, or front matter
below indicators, begins the next. A form may come in several tables: a head and, below it,
the indicators; or a table that goes on behind a page break on fewer column edges.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.document import Block, Document, Line, Table
from audit.filing import Field, Filing, Kind, Project
from audit.layouts import front, indicator_columns
from audit.layouts.form_head import Head, is_front
from audit.layouts.indicator_columns import Headings, is_category
from audit.layouts.indicator_rows import Rows
from audit.layouts.labels import AMOUNTS, GOALS, is_margin, label_of, pair_of, plain
from audit.layouts.slots import Row, Slot, rows_of, rows_of_lines, shifted
from audit.plugins import Claim, Layed, Skipped

NAME = "form"

_PUBLISHED = re.compile(r".{0,4}(?:发布|发文|公开|更新|信息|浏览|来源|作者|时间|日期).{0,4}[:：]")
_PAGE = re.compile(r"[-—–\s第页共\d/]{1,20}")
_WITHIN = 4.0
"""Points by which the column edges of two pages may differ."""


# --- claims


class _Profile(NamedTuple):
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
    profile = _profile([*rows_of_lines(lines), *rows_of(table)])
    last = _more(blocks, at, profile)
    if last > at:
        below = [row for block in blocks[at : last + 1] for row in _rows_of(block)]
        profile = _profile([*rows_of_lines(lines), *below])
    sure, why = _sureness(profile)
    if not sure:
        return None
    return Claim(tuple(range(first, _behind(blocks, last) + 1)), sure, why)


def _sureness(profile: _Profile) -> tuple[float, str]:
    if profile.headings is not None:
        if profile.name:
            return 0.95, "有“项目名称”一栏，并有一级、二级、三级指标的表头"
        if profile.department or profile.goal:
            return 0.85, "有部门或目标一栏，并有一级、二级、三级指标的表头"
        if profile.headings.has_levels:
            return 0.5, "有一级、二级、三级指标的表头，没有项目名称"
        return 0.0, ""
    if profile.name and profile.goal:
        return 0.6, "有“项目名称”和绩效目标两栏，没有指标的表头"
    return 0.0, ""


def _profile(rows: Sequence[Row]) -> _Profile:
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
    known = (key in has for key in ("project_name", "department", "goal", "total"))
    return _Profile(*known, headings=headings, named_last=named_last)


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
        over = behind is not None and label_of(behind.text) is not None
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
        if not isinstance(block, Line) or not _is_note(block.text):
            break
        last += 1
    return last


def _is_note(text: str) -> bool:
    """Whether a line behind a form belongs to it: 填表人：…, or a blank 财政部门审核意见."""
    if front.belongs(text):
        return False
    label = label_of(text)
    return front.is_note(text) or (label is not None and label.key == "note" and label.sure)


def _more(blocks: Sequence[Block], at: int, profile: _Profile) -> int:
    """The last table of the claim: what goes on, indicators below a head, forms that follow."""
    last, table, headings = at, blocks[at], profile.open
    while (following := _next_table(blocks, last)) is not None:
        other = blocks[following]
        if not isinstance(other, Table) or not isinstance(table, Table):
            break
        rows = list(rows_of(other))
        found = _profile(rows)
        if headings is not None:
            another = profile.name and found.name and (found.headings or found.goal)
            if not another and not (_goes_on(rows, found, headings) and _edges(other, table)):
                break
            table, headings = (other, found.open) if found.name else (table, headings)
        elif profile.head and found.headings is not None and not _names_first(rows):
            table, headings = other, found.open
        elif not (profile.head and not found.name and _is_head_below(found, other, table)):
            break
        last = following
    return last


def _goes_on(rows: Sequence[Row], found: _Profile, headings: Headings) -> bool:
    """Whether a table begins in the middle of indicators, or has nothing but notes behind them."""
    if not found.name and not found.department:
        return found.headings is None or found.headings.texts == headings.texts
    start = next((row for row in rows if any(slot.filled for slot in row)), ())
    filled = [slot for slot in start if slot.filled]
    first = indicator_columns.find([start], 0)
    if first is not None:
        return first.texts == headings.texts
    return bool(filled) and not is_front(filled) and not _label_key(filled[0])


def _names_first(rows: Sequence[Row]) -> bool:
    """Whether a project is named before the indicators begin."""
    for at, row in enumerate(rows):
        if indicator_columns.find(rows, at) is not None:
            return False
        if "project_name" in _labelled(row):
            return True
    return False


def _is_head_below(found: _Profile, below: Table, above: Table) -> bool:
    """Whether a table is more of the head, that a page break parted: as wide, and of labels."""
    if not below.columns or not above.columns:
        return False
    ends = ((below.columns[at], above.columns[at]) for at in (0, -1))
    as_wide = all(abs(one - other) <= _WITHIN for one, other in ends)
    return as_wide and (found.department or found.goal or found.amounts)


def _next_table(blocks: Sequence[Block], at: int) -> int | None:
    """The next table, where only page numbers and labels stand between."""
    for index in range(at + 1, len(blocks)):
        block = blocks[index]
        if isinstance(block, Table):
            return index
        label = label_of(block.text)
        if _PAGE.fullmatch(block.text.strip()) is None and (label is None or label.key != "group"):
            return None
    return None


def _edges(below: Table, above: Table) -> list[int] | None:
    """Where the column edges of a table lie among those of the one above, if all do."""
    if not below.columns or not above.columns:
        return None
    found: list[int] = []
    for edge in below.columns:
        near = min(range(len(above.columns)), key=lambda at: abs(above.columns[at] - edge))
        if abs(above.columns[near] - edge) > _WITHIN:
            return None
        found.append(near)
    return found


# --- records


def lay_out(document: Document, claim: Claim, /) -> Layed:
    """The filings of the claim: several, where forms follow one another in one table."""
    reading = _Reading()
    blocks = [document.blocks[at] for at in claim.blocks]
    start = next((at for at, block in enumerate(blocks) if isinstance(block, Table)), len(blocks))
    reading.read(list(rows_of_lines(one for one in blocks[:start] if isinstance(one, Line))))
    above: Table | None = None
    for block in blocks[start:]:
        if isinstance(block, Table):
            rows = list(rows_of(block))
            columns = _edges(block, above) if above is not None else None
            if columns is None or _profile(rows).headings is not None:
                above = block
                reading.read(rows)
            else:
                reading.read([shifted(row, columns) for row in rows])
        elif _is_note(block.text) or _PAGE.fullmatch(block.text.strip()):
            reading.skipped.append(Skipped(block.cell, 0, len(block.text), "note"))
        else:
            reading.read(list(rows_of_lines([block])))
    filings = tuple(form.filing() for form in reading.forms if form.says_something)
    return Layed(filings, tuple(reading.skipped))


@dataclass(slots=True)
class _Form:
    """One filing as it is read."""

    head: Head
    rows: Rows
    first: Row = ()
    given_year: Field | None = None
    """Of the form before, where one title stands over several."""

    @property
    def says_something(self) -> bool:
        return bool(self.head.labels or self.rows.keys)

    def filing(self) -> Filing:
        head, before = self.head, self.head.front
        amounts, shares = head.money.fields()
        unit = head.money.unit or before.money_unit
        department = head.department()
        year = before.year or (self.given_year and self.given_year._replace(inherited=True))
        given = {"department": department, "year": year, "money_unit": unit}
        own = {"project_name": head.name, "goal": head.goal, **amounts}
        indicators = tuple(self.rows.found) if self.rows.keys else None
        project = Project(
            index=0,
            source=head.name if head.name and head.name.text else self._source(),
            money_unit=unit,
            indicators=indicators,
            shares=shares,
            **own,
        )
        fields = {name for name, one in (given | own).items() if one is not None}
        fields |= self.rows.keys | ({"indicators"} if indicators is not None else set())
        return Filing(
            index=0,
            layout=NAME,
            kind=self._kind(),
            fields=frozenset(fields),
            source=before.title or self._source(),
            department=department,
            year=year,
            money_unit=before.money_unit or unit,
            projects=(project,),
        )

    def _source(self) -> Field:
        slot = next((slot for slot in self.first if slot.filled), self.first[0])
        return Field.cut(slot.cell, 0, len(slot.text))

    def _kind(self) -> Kind:
        kind = self.head.front.kind
        title = self.head.front.title.text if self.head.front.title else ""
        if kind == "project" and "区域绩效" in title:
            # 区域绩效目标表 is the form of transfers, filled by the places that receive them.
            return "transfer"
        if kind == "project" and "actual" in self.rows.keys:
            return "self-evaluation"
        if kind == "project" and self.head.name is None and "department" in self.head.labels:
            return "department"
        return kind


@dataclass(slots=True)
class _Reading:
    """The rows of a claim, sorted into forms."""

    skipped: list[Skipped] = field(default_factory=list)
    forms: list[_Form] = field(default_factory=list)
    _in_indicators: bool = False

    def read(self, rows: Sequence[Row]) -> None:
        at = 0
        while at < len(rows):
            row = rows[at]
            filled = [slot for slot in row if slot.fresh and slot.filled]
            headings = indicator_columns.find(rows, at) if filled else None
            if headings is not None:
                self._begin_indicators(rows[at : at + headings.rows], headings)
                at += headings.rows
                continue
            if filled:
                self._take(row, filled)
            at += 1

    def _form(self, row: Row) -> _Form:
        if not self.forms:
            self._next(row)
        form = self.forms[-1]
        form.first = form.first or row
        return form

    def _next(self, row: Row) -> None:
        """Begin a form. What was front matter only is the front matter of this one."""
        before = self.forms[-1] if self.forms else None
        head = Head(self.skipped, front.Front(skipped=self.skipped))
        year = before.head.front.year or before.given_year if before else None
        self.forms.append(_Form(head, Rows(0, self.skipped), row, year))
        self._in_indicators = False

    def _begin_indicators(self, rows: Sequence[Row], headings: Headings) -> None:
        form = self._form(rows[0])
        for row in rows:
            self._skip(row, "heading")
        form.rows.begin(headings)
        self._in_indicators = True

    def _skip(self, row: Row, why: str) -> None:
        self.skipped += [Skipped(slot.cell, 0, len(slot.text), why) for slot in row if slot.fresh]

    def _take(self, row: Row, filled: Sequence[Slot]) -> None:
        form = self._form(row)
        headings = form.rows.headings
        if headings is not None and indicator_columns.repeats(row, headings):
            self._skip(row, "heading")
            return
        if self._in_indicators and headings is not None and not _leaves(row, filled, headings):
            form.rows.read(row)
            return
        self._in_indicators = False
        if self._begins_next(form, filled):
            self._next(row)
            form = self.forms[-1]
        form.head.read(row)

    @staticmethod
    def _begins_next(form: _Form, filled: Sequence[Slot]) -> bool:
        if form.rows.keys and is_front(filled):
            return True
        keys = [_label_key(slot) for slot in filled]
        if form.head.name is not None:
            return "project_name" in keys
        # A form of a whole department has no project: the next begins with a department.
        named = bool(form.rows.keys) and bool({"project_name", "department"} & set(keys[:1]))
        return named and bool(form.head.labels)


def _label_key(slot: Slot) -> str:
    if label := label_of(slot.text):
        return label.key if label.sure else ""
    pair = pair_of(slot.text)
    return pair.label.key if pair else ""


def _leaves(row: Row, filled: Sequence[Slot], headings: Headings) -> bool:
    """Whether the indicators end before this row."""
    first = filled[0]
    columns = headings.blocks[0].columns
    start = min(columns, key=lambda one: one.first)
    carried = any(
        slot.filled and not slot.fresh and slot.overlaps(start.first, start.last) for slot in row
    )
    if carried or first.first > start.first or is_category(first.text) or is_margin(first.text):
        return False
    if front.is_note(first.text) or is_front(filled):
        return True
    label = label_of(first.text) or (pair.label if (pair := pair_of(first.text)) else None)
    return label is not None and label.sure and label.key != "group" and len(plain(first.text)) > 2

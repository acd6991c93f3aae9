"""The form layout: one project in a grid of label cells and value cells, and its indicators.

    项目名称 | …… ; 项目资金（万元） | 年度资金总额 | …… ; 年度总体目标 | ……
    一级指标 | 二级指标 | 三级指标 | 指标值

The commonest of all. Everything is found by words: which tables are forms (form_claims.py),
labels in the head (labels.py, form_head.py, form_money.py), the heading over the indicators
wherever it stands (indicator_columns.py), the rows under it (indicator_rows.py).
Self-evaluations (自评表), transfers (转移支付) and forms of a whole department (部门整体) differ
in their labels and columns alone, so they are read here, too; `Filing.kind` says which it is.

Forms follow one another in a document or in one table: a second 项目名称, or front matter
below indicators, begins the next. A form may come in several tables: a head and, below it,
the indicators; or a table that goes on behind a page break on fewer column edges.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.document import Document, Line, Table
from audit.filing import Field, Filing, Kind, Project, text_of
from audit.grammar.pages import is_page_number
from audit.layouts import edges, front, indicator_columns
from audit.layouts.form_claims import claims, is_note, label_key
from audit.layouts.form_head import Head, is_front
from audit.layouts.indicator_columns import Headings
from audit.layouts.indicator_rows import Rows
from audit.layouts.indicator_words import is_category
from audit.layouts.labels import is_margin, label_of, pair_of, plain
from audit.layouts.slots import Row, Slot, rows_of, rows_of_lines
from audit.plugins import Claim, Layed, Skipped

__all__ = ["NAME", "claims", "lay_out"]

NAME = "form"


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
            is_more = False
            if above is not None:
                rows, is_more = edges.moved(rows, block, above)
            reading.read(rows)
            above = above if is_more else block
        elif is_note(block.text) or is_page_number(block.text):
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
        return bool(self.head.found.labels or self.rows.keys)

    def filing(self) -> Filing:
        head, before = self.head.found, self.head.found.front
        amounts, shares = head.money.fields()
        unit = head.money.unit or before.money_unit
        department = head.department()
        year = before.year or (self.given_year and self.given_year._replace(inherited=True))
        given = {"department": department, "year": year, "money_unit": unit}
        own = {"project_name": head.name, "goal": head.goal, "goal_done": head.goal_done}
        own |= amounts
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
        head = self.head.found
        kind = head.front.kind
        title = text_of(head.front.title)
        if kind == "project" and "区域绩效" in title:
            # 区域绩效目标表 is the form of transfers, filled by the places that receive them.
            return "transfer"
        if kind == "project" and "actual" in self.rows.keys:
            return "self-evaluation"
        if kind == "project" and head.name is None and "department" in head.labels:
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
        year = before.head.found.front.year or before.given_year if before else None
        self.forms.append(_Form(Head(self.skipped), Rows(0, self.skipped), row, year))
        self._in_indicators = False

    def _begin_indicators(self, rows: Sequence[Row], headings: Headings) -> None:
        form = self._form(rows[0])
        for row in rows:
            self._skip(row, "heading")
        form.head.close()
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
        keys = [label_key(slot) for slot in filled]
        if form.head.found.name is not None:
            return "project_name" in keys
        # A form of a whole department has no project: the next begins with a department.
        named = bool(form.rows.keys) and bool({"project_name", "department"} & set(keys[:1]))
        return named and bool(form.head.found.labels)


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

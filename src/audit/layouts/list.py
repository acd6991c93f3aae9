"""The list layout: the indicators of one project and nothing else, one a row.

    | 一级指标 | 二级指标 | 指标名称 | 目标值 | 实际完成值 |

Such tables stand under a title that names the project, in texts and on pages. They are known
by the heading over the indicators, with nothing before it but front matter. Without a level
among the headings (三级指标 | 指标值) the words must say that they are about indicators; a row
that holds nothing but a category (产出指标) then gives it to those below.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from audit.document import Document, Table
from audit.filing import Field, Filing, Project
from audit.grammar.categories import stem
from audit.grammar.normal import normal
from audit.grammar.pages import is_page_number
from audit.layouts import front, indicator_columns, surroundings
from audit.layouts.indicator_columns import Block, Column, Headings
from audit.layouts.indicator_rows import Rows
from audit.layouts.indicator_words import FIRST_LEVELS, is_category, key_of
from audit.layouts.labels import label_of
from audit.layouts.slots import Row, Slot, rows_of
from audit.plugins import Claim, Layed, Skipped

NAME = "list"

_SURE, _UNSURE = 0.55, 0.45
_ROWS_ABOVE = 3
"""So many rows of front matter may stand above the heading."""
_WITHIN = _ROWS_ABOVE + 3
"""The heading and the row under it stand within so many rows."""
_TARGETS = frozenset({"annual_target", "cycle_target", "actual"})
# Columns for categories that only rows of their own give, left of the table.
_GIVEN = (Column("level1", -2, -1), Column("level2", -1, 0))


class _Head(NamedTuple):
    at: int
    headings: Headings
    sure: bool


def claims(document: Document, /) -> Iterator[Claim]:
    """A claim on each table that is a list, with its front matter and notes."""
    sure: dict[int, bool] = {}
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table) and (head := _head([*islice(rows_of(block), _WITHIN)])):
            sure[at] = head.sure
    claimed = surroundings.around(document, list(sure))
    for blocks, one in zip(claimed, sure.values(), strict=True):
        yield Claim(blocks, _SURE if one else _UNSURE, "表头有各级指标和指标值，没有项目名称")


def _head(rows: Sequence[Row]) -> _Head | None:
    for at, row in enumerate(rows[: _ROWS_ABOVE + 1]):
        if not any(slot.filled for slot in row):
            continue
        found = indicator_columns.find(rows, at)
        if found is not None:
            if found.has_levels or _is_about_indicators(row):
                return _Head(at, found, found.has_levels)
            return None
        if not all(front.belongs(slot.text) for slot in row if slot.filled and slot.fresh):
            return None
    return None


def _is_about_indicators(row: Row) -> bool:
    """Whether both name and target are called an indicator's: 指标 | 单位 | 数值 may be any."""
    keyed = [(key_of(slot.text), normal(slot.text)) for slot in row]
    named = any(key == "name" and "指标" in text and text != "指标" for key, text in keyed)
    aimed = any(key in _TARGETS and ("指标" in text or "目标" in text) for key, text in keyed)
    return named and aimed


def lay_out(document: Document, claim: Claim, /) -> Layed:
    """The one filing of the claim, with one project that has no name."""
    parts = surroundings.parts(document, claim.blocks)
    rows = list(rows_of(parts.table)) if parts is not None else []
    head = _head(rows)
    if parts is None or head is None:
        return Layed((), ())
    matter = parts.front
    for row in rows[: head.at]:
        matter.take_row([slot.cell for slot in row if slot.fresh])
    body = _Body(head.headings)
    for row in rows[head.at : head.at + head.headings.rows]:
        body.skip(row, "heading")
    for row in rows[head.at + head.headings.rows :]:
        body.read(row)
    start = next(slot for row in rows for slot in row)
    source = matter.title or Field.cut(start.cell, 0, len(start.text))
    filing = _filing(matter, body.rows, source)
    return Layed((filing,), (*matter.skipped, *body.skipped, *parts.notes))


def _filing(matter: front.Front, rows: Rows, source: Field) -> Filing:
    given = {"department": matter.department, "year": matter.year, "money_unit": matter.money_unit}
    project = Project(
        index=0, source=source, money_unit=matter.money_unit, indicators=tuple(rows.found)
    )
    kind = matter.kind
    return Filing(
        index=0,
        layout=NAME,
        kind="self-evaluation" if kind == "project" and "actual" in rows.keys else kind,
        fields=frozenset({"indicators", *rows.keys}) | {key for key, one in given.items() if one},
        source=source,
        department=matter.department,
        year=matter.year,
        money_unit=matter.money_unit,
        projects=(project,),
    )


class _Body:
    """The rows under the heading."""

    def __init__(self, headings: Headings) -> None:
        self.skipped: list[Skipped] = []
        self.rows = Rows(0, self.skipped)
        self._headings = headings
        self._given: dict[str, Slot] = {}
        self.rows.begin(headings)

    def skip(self, row: Row, why: str) -> None:
        self.skipped += [Skipped(slot.cell, 0, len(slot.text), why) for slot in row if slot.fresh]

    def read(self, row: Row) -> None:
        filled = [slot for slot in row if slot.filled and slot.fresh]
        if not filled:
            return
        if indicator_columns.repeats(row, self._headings):
            self.skip(row, "heading")
        elif self._is_note(filled):
            self.skip(row, "note")
        elif len(filled) == 1 and is_category(filled[0].text) and self._gives(filled[0]):
            self.skip(row, "label")
        else:
            given = [self._given[key] for key in ("level1", "level2") if key in self._given]
            self.rows.read((*given, *row))

    def _is_note(self, filled: Sequence[Slot]) -> bool:
        text = filled[0].text
        if len(filled) == 1 and (front.is_note(text) or is_page_number(text)):
            return True
        label = label_of(text)
        return label is not None and label.sure and label.key == "note" and filled[0].first == 0

    def _gives(self, slot: Slot) -> bool:
        """Whether a category that stands alone is taken for the rows below."""
        given = _GIVEN[stem(slot.text) not in FIRST_LEVELS]
        if given.key in self._headings.keys:
            return False
        if given.key == "level1":
            self._given.clear()
        if given.key not in self.rows.keys:
            (block, *others) = self.rows.headings.blocks if self.rows.headings else ()
            wider = Block(block.side, (given, *block.columns))
            self.rows.begin(self._headings._replace(blocks=(wider, *others)))
        self._given[given.key] = Slot(slot.cell, given.first, given.last, fresh=True)
        return True

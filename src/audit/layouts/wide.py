"""The wide layout: one table for all projects, each a group of rows, one indicator a row.

    | 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 |

Known by its headings: 项目名称 over names and, right of it, a heading over indicators. What
stands left of the first level is a project's, what stands right of it an indicator's unless
it is called 项目名称, an amount or a goal. Project cells are merged downwards, blank below or
repeated (project_rows.py); the rows are read as those of a form are (indicator_rows.py).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from audit.document import Document, Table
from audit.filing import INDICATOR_FIELDS, Indicator
from audit.grammar.headings import NOTE, field_of
from audit.layouts import front, indicator_columns, indicator_words, project_rows, surroundings
from audit.layouts.indicator_columns import Headings
from audit.layouts.indicator_rows import Rows
from audit.layouts.project_rows import Columns, Group, ProjectRows
from audit.layouts.slots import Row, rows_of
from audit.plugins import Claim, Layed

NAME = "wide"

_SURENESS = 0.92
_WITHIN = 8
"""Headings stand within so many rows: titles and units may stand above them."""
_LEVELS = frozenset({"level1", "level2", "name"})


class _Heads(NamedTuple):
    columns: Columns
    indicators: Headings


def claims(document: Document, /) -> Iterator[Claim]:
    """A claim on each table with these headings, with its front matter and notes."""
    blocks = enumerate(document.blocks)
    tables = [at for at, one in blocks if isinstance(one, Table) and _heads(one) is not None]
    for claimed in surroundings.around(document, tables):
        yield Claim(claimed, _SURENESS, "表头有“项目名称”和各级指标，一行一个指标")


def _heads(table: Table) -> _Heads | None:
    rows = [row for row, _ in zip(rows_of(table), range(_WITHIN + 2), strict=False)]
    for at, row in enumerate(rows[:_WITHIN]):
        fields = _fields(row)
        if "project_name" not in fields.values():
            continue
        for start in (at, at + 1):
            # An unmerged format leaves blank what a wide 资金规模 covers above 财政拨款.
            own = fields | (_fields(rows[start]) if at < start < len(rows) else {})
            below = [_without(one, own) for one in rows[start : start + 2]]
            found = indicator_columns.find(below, 0) if below and below[0] else None
            if found is not None:
                last = start + found.rows
                for more in rows[at + 1 : last]:
                    fields |= {
                        column: name
                        for column, name in _fields(more).items()
                        if name != NOTE and not _overlaps(found, column)
                    }
                if "project_name" not in fields.values():
                    continue
                units = _units(row, fields)
                return _Heads(Columns(at, last, fields, units), found)
    return None


def _fields(row: Row) -> dict[int, str]:
    """What of a project the columns under the headings of one row hold."""
    keys = [(slot, indicator_words.key_of(slot.text)) for slot in row if slot.filled]
    start = min((slot.first for slot, key in keys if key in _LEVELS), default=len(row) + 1000)
    found: dict[int, str] = {}
    for slot, key in keys:
        name = field_of(slot.text)
        left = slot.first < start
        if name in {None, "indicators"} or (not left and (key is not None or name == NOTE)):
            continue
        found |= dict.fromkeys(range(slot.first, slot.last), str(name))
    return found


def _units(row: Row, fields: dict[int, str]) -> frozenset[int]:
    named = (slot for slot in row if project_rows.is_unit(slot.text))
    return frozenset(at for slot in named for at in range(slot.first, slot.last) if at in fields)


def _overlaps(found: Headings, column: int) -> bool:
    return any(one.first <= column < one.last for block in found.blocks for one in block.columns)


def _without(row: Row, fields: dict[int, str]) -> Row:
    """The slots of a row that are no project's."""
    return tuple(
        slot for slot in row if not any(at in fields for at in range(slot.first, slot.last))
    )


def lay_out(document: Document, claim: Claim, /) -> Layed:
    """The one filing of the claim."""
    parts = surroundings.parts(document, claim.blocks)
    heads = _heads(parts.table) if parts is not None else None
    if parts is None or heads is None:
        return Layed((), ())
    body = _Body(heads, parts.front)
    body.rows.read(parts.table)
    filing = project_rows.filing(body.rows, NAME, parts.table, body.indicators, body.keys)
    if filing.kind == "project" and "actual" in filing.fields:
        filing = replace(filing, kind="self-evaluation")
    return Layed((filing,), (*parts.front.skipped, *body.rows.skipped, *parts.notes))


class _Body:
    """The rows under the headings, and the indicators read from them."""

    def __init__(self, heads: _Heads, matter: front.Front) -> None:
        self._heads = heads
        self._keys: set[str] = set()
        self._seen: set[tuple[str, int]] = set()
        self.rows = ProjectRows(matter, heads.columns, self._fills, [])

    def _fills(self, row: Row) -> bool:
        return any(slot.filled for slot in self._own(row))

    def _own(self, row: Row) -> Row:
        return tuple(slot for slot in _without(row, dict(self._heads.columns.fields)))

    def indicators(self, group: Group, index: int) -> tuple[Indicator, ...]:
        """The indicators of a project."""
        reading = Rows(index, self.rows.skipped)
        reading.begin(self._heads.indicators)
        self._keys |= reading.keys
        for row in group.rows:
            own = self._own(row)
            if any(slot.filled for slot in own):
                reading.read(own)
        self._keys |= reading.keys
        return tuple(map(self._marked, reading.found))

    def _marked(self, indicator: Indicator) -> Indicator:
        """The indicator, its fields marked that a cell merged over projects gave before."""
        changed = {}
        for name in INDICATOR_FIELDS:
            one = getattr(indicator, name)
            if one is None or not one.text or one.inherited:
                continue
            marks = {(name, id(piece.cell)) for piece in one.pieces}
            if marks <= self._seen:
                changed[name] = one._replace(inherited=True)
            self._seen |= marks
        return replace(indicator, **changed) if changed else indicator

    def keys(self) -> frozenset[str]:
        return frozenset(self._keys)

"""The prose layout: one row a project, its indicators as sentences under 产出, 效益, 满意度.

    | 项目名称 | 预算数 | 绩效目标 | 产出指标 | 效益指标 | 满意度指标 |

Known by its headings: 项目名称 beside two or more categories, one of them a first level. The
heading of a cell gives its indicators their category; a label within it (数量指标：) the second
level. What the grammar can tell name and target in is an indicator; the rest stays unread
and is told. Items are numbered cell by cell, so that their numbers are no indicator's.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from audit.document import Cell, Document, Table
from audit.filing import Field, Indicator
from audit.grammar import indicator_items
from audit.grammar.categories import stem
from audit.grammar.headings import NOTE, field_of
from audit.grammar.indicator_items import ItemText
from audit.layouts import cutting, front, project_rows, surroundings
from audit.layouts.indicator_words import FIRST_LEVELS, is_category
from audit.layouts.indicators import of_item
from audit.layouts.project_rows import Columns, Group, ProjectRows
from audit.layouts.slots import Row, Slot, rows_of
from audit.plugins import Claim, Layed, Skipped

NAME = "prose_cells"

_SURE, _UNSURE = 0.7, 0.3
_WITHIN = 8
_FIRST_LEVELS = FIRST_LEVELS - {"成本"}
_PREFIXES = ("预期", "项目", "绩效", "年度")
_SUFFIXES = ("及目标值", "及指标值", "目标", "情况", "内容")
_SURELY_SECOND = ("指标", "效益", "影响", "满意度")
"""数量 or 成本 alone may head figures of any list."""


class _Headings(NamedTuple):
    columns: Columns
    levels: dict[int, tuple[Cell | None, Cell | None]]
    """The headings of each column of prose: first and second level."""


def claims(document: Document, /) -> Iterator[Claim]:
    """A claim on each table with these headings, with its front matter and notes."""
    sure: dict[int, float] = {}
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table) and (found := _headings(block)):
            sure[at] = _SURE if _has_items(block, found) else _UNSURE
    why = "表头有“项目名称”和产出、效益、满意度，一行一个项目"
    for blocks, one in zip(surroundings.around(document, list(sure)), sure.values(), strict=True):
        yield Claim(blocks, one, why)


def _has_items(table: Table, found: _Headings) -> bool:
    cells = (
        row[at] for row in table.rows[found.columns.last :] for at in found.levels if at < len(row)
    )
    return any(True for cell in cells for _ in indicator_items.split(cell.text[:2000]))


def _headings(table: Table) -> _Headings | None:
    rows = [row for row, _ in zip(rows_of(table), range(_WITHIN + 1), strict=False)]
    for at, row in enumerate(rows[:_WITHIN]):
        fields = _fields(row)
        if "project_name" not in fields.values():
            continue
        below = rows[at + 1] if at + 1 < len(rows) else ()
        two = _is_second(below)
        levels = _levels(row, below if two else ())
        first = any(
            one is not None and _stem(one.text) in _FIRST_LEVELS for one, _ in levels.values()
        )
        if first and len({id(cell) for pair in levels.values() for cell in pair if cell}) > 1:
            units = (slot for slot in row if project_rows.is_unit(slot.text))
            if two:
                fields |= {
                    column: name
                    for column, name in _fields(below).items()
                    if name != NOTE and column not in levels
                }
            kept = {column: name for column, name in fields.items() if column not in levels}
            if "project_name" not in kept.values():
                continue
            own = frozenset(at for slot in units for at in range(slot.first, slot.last))
            return _Headings(Columns(at, at + 1 + two, kept, own & kept.keys()), levels)
    return None


def _fields(row: Row) -> dict[int, str]:
    named = ((slot, field_of(slot.text)) for slot in row if slot.filled)
    return {
        column: name
        for slot, name in named
        if name not in {None, "indicators"} and name is not None
        for column in range(slot.first, slot.last)
    }


def _is_second(row: Row) -> bool:
    """Whether a row under the headings holds headings, too."""
    own = [slot.text for slot in row if slot.filled and slot.fresh]
    known = [one for one in own if _is_heading(one) or field_of(one) is not None]
    return len(own) > 1 and len(known) == len(own)


def _levels(row: Row, below: Row) -> dict[int, tuple[Cell | None, Cell | None]]:
    found: dict[int, tuple[Cell | None, Cell | None]] = {}
    for at, slot in _by_column(row).items():
        under = _by_column(below).get(at)
        upper = slot.cell if slot.filled and _is_heading(slot.text) else None
        lower = (
            under.cell if under is not None and under.fresh and _is_heading(under.text) else None
        )
        if upper is None and lower is not None and not slot.filled:
            # An unmerged format leaves the columns under a wide heading blank.
            upper = next((found[one][0] for one in (at - 1,) if one in found), None)
        if upper is not None and lower is not None:
            found[at] = (upper, lower)
        elif (one := upper or lower) is not None:
            is_first = _stem(one.text) in _FIRST_LEVELS
            if is_first:
                found[at] = (one, None)
            elif one.text.strip().endswith(_SURELY_SECOND):
                found[at] = (None, one)
    return found


def _by_column(row: Row) -> dict[int, Slot]:
    return {at: slot for slot in row for at in range(slot.first, slot.last)}


def _is_heading(text: str) -> bool:
    # 资金规模 is an amount, though 资金 may begin the name of a category.
    short = 0 < len(text) <= 20 and field_of(text) is None
    return short and is_category(_bare(text))


def _stem(text: str) -> str:
    return stem(_bare(text))


def _bare(text: str) -> str:
    """A heading without what forms put around it: 预期产出, 产出指标及目标值."""
    bare = "".join(text.split())
    for prefix in _PREFIXES:
        bare = bare.removeprefix(prefix)
    for suffix in _SUFFIXES:
        bare = bare.removesuffix(suffix)
    return bare


def lay_out(document: Document, claim: Claim, /) -> Layed:
    """The one filing of the claim."""
    parts = surroundings.parts(document, claim.blocks)
    found = _headings(parts.table) if parts is not None else None
    if parts is None or found is None:
        return Layed((), ())
    body = _Body(found, parts.front, parts.table)
    body.rows.read(parts.table)
    filing = project_rows.filing(body.rows, NAME, parts.table, body.indicators, body.keys)
    return Layed((filing,), (*parts.front.skipped, *body.rows.skipped, *parts.notes))


class _Body:
    """The rows under the headings, and the indicators read from them."""

    def __init__(self, found: _Headings, matter: front.Front, table: Table) -> None:
        self._levels = found.levels
        self._seen: set[tuple[int, tuple[int, int]]] = set()
        cells = {id(row[at]): row[at] for row in table.rows for at in found.levels if at < len(row)}
        self._items = {key: tuple(indicator_items.split(cell.text)) for key, cell in cells.items()}
        items = [item for one in self._items.values() for item in one]
        self._has_level1 = any(first is not None for first, _ in found.levels.values())
        self._has_level2 = any(second is not None for _, second in found.levels.values()) or any(
            item.level2[0] < item.level2[1] for item in items
        )
        self.rows = ProjectRows(matter, found.columns, self._fills, [])

    def _fills(self, row: Row) -> bool:
        return any(slot.filled for slot, _ in self._own(row))

    def _own(self, row: Row) -> Iterator[tuple[Slot, int]]:
        """The cells of prose that begin in a row, each with the first of its columns."""
        for slot in row:
            column = next((at for at in range(slot.first, slot.last) if at in self._levels), None)
            if column is not None and slot.fresh:
                yield slot, column

    def indicators(self, group: Group, index: int) -> tuple[Indicator, ...]:
        """The indicators of a project."""
        made = (
            self._indicator(slot.cell, item, column, index)
            for row in group.rows
            for slot, column in self._own(row)
            for item in self._items.get(id(slot.cell), ())
        )
        return tuple(replace(one, index=number) for number, one in enumerate(made))

    def _indicator(self, cell: Cell, item: ItemText, column: int, index: int) -> Indicator:
        self.rows.skipped += [Skipped(cell, *part, "label") for part in (item.number, *item.labels)]
        first, second = (self._heading(one) for one in self._levels[column])
        if item.level2[0] < item.level2[1]:
            given = (cell, item.level2)
            second = cutting.words(cell, *item.level2)._replace(inherited=self._again(given))
        return of_item(cell, item, (first, second), index, self._level_names())

    def _heading(self, cell: Cell | None) -> Field | None:
        if cell is None:
            return None
        return cutting.words(cell)._replace(inherited=self._again((cell, (0, 0))))

    def _again(self, given: tuple[Cell, tuple[int, int]]) -> bool:
        """Whether an indicator before had its level from there."""
        key = (id(given[0]), given[1])
        seen = key in self._seen
        self._seen.add(key)
        return seen

    def keys(self) -> frozenset[str]:
        return frozenset({"category", "name", "annual_target"}) | self._level_names()

    def _level_names(self) -> frozenset[str]:
        return frozenset(["level1"] * self._has_level1 + ["level2"] * self._has_level2)

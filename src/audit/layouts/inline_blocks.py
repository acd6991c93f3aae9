"""Inline, second form: one row a project, its indicators under bracketed titles in one cell.

    | 单位名称（项目类别/支出项目） | 年度预算安排 | 项目内容 | 绩效目标 |

    【总体目标】…… 【产出指标-数量指标】 指标1:机柜数量(≥77台)

The table is known by a heading for names of projects over cells with such titles; they may
stand under 绩效目标 as well as under 绩效指标. The goal is what 【总体目标】 introduces, else
what stands before the first title. Items are numbered title by title, so that their numbers
are no indicator's.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audit.document import Cell, Document, Table
from audit.filing import Field, Indicator
from audit.grammar import indicator_blocks, indicator_items
from audit.grammar.headings import NOTE, field_of
from audit.grammar.indicator_blocks import Section
from audit.grammar.indicator_items import ItemText
from audit.grammar.normal import normal
from audit.layouts import cutting, front, project_rows, surroundings
from audit.layouts.labels import label_of
from audit.layouts.project_rows import Columns, Group, ProjectRows
from audit.layouts.slots import Row, Slot, rows_of
from audit.plugins import Claim, Layed, Skipped

NAME = "inline_blocks"

_SURENESS = 0.93
_WITHIN = 8
_KEYS = frozenset({"category", "level1", "level2", "name", "annual_target"})


class _Headings(NamedTuple):
    columns: Columns
    blocks: dict[int, str]
    """Columns whose cells hold such titles, and what their headings are called."""


class _Levels(NamedTuple):
    """The category that a title gives to the items under it."""

    category: Field
    level1: Field
    level2: Field

    def again(self) -> "_Levels":
        return _Levels(*(one._replace(inherited=bool(one.text)) for one in self))


def claims(document: Document, /) -> Iterator[Claim]:
    """A claim on each table with such cells, with its front matter and notes."""
    blocks = enumerate(document.blocks)
    tables = [at for at, one in blocks if isinstance(one, Table) and _headings(one) is not None]
    why = "一行一个项目，指标写在“【产出指标-数量指标】”一类的标题之下"
    for claimed in surroundings.around(document, tables):
        yield Claim(claimed, _SURENESS, why)


def _headings(table: Table) -> _Headings | None:
    if not _holding(table.rows):
        return None
    for at, row in enumerate(rows_of(table)):
        if at >= _WITHIN:
            return None
        found = {
            column: (slot, _field(slot.text))
            for slot in row
            if slot.filled
            for column in range(slot.first, slot.last)
        }
        named = {column for column, (_, name) in found.items() if name == "project_name"}
        blocks = (_holding(table.rows[at + 1 :]) & found.keys()) - named if named else set()
        if blocks:
            fields = {
                column: name
                for column, (_, name) in found.items()
                if name is not None and name != "indicators" and column not in blocks
            }
            units = frozenset(column for column in fields if _is_unit(found[column][0]))
            headings = {column: found[column][1] or NOTE for column in sorted(blocks)}
            return _Headings(Columns(at, at + 1, fields, units), headings)
    return None


def _holding(rows: Sequence[Sequence[Cell]]) -> set[int]:
    """Columns of cells with titles of indicators."""
    seen: dict[int, bool] = {}
    found: set[int] = set()
    for row in rows:
        for at, cell in enumerate(row):
            if id(cell) not in seen:
                seen[id(cell)] = "指标" in cell.text and indicator_blocks.holds(cell.text)
            if seen[id(cell)]:
                found.add(at)
    return found


def _field(heading: str) -> str | None:
    """单位名称（项目类别/支出项目） is over names of projects, too."""
    name = field_of(heading)
    return "project_name" if name == NOTE and _is_both(heading) else name


def _is_both(heading: str) -> bool:
    text = normal(heading[:60])
    return text.startswith(("单位名称", "部门名称", "单位")) and "项目" in text


def _is_unit(slot: Slot) -> bool:
    return project_rows.is_unit(slot.text) or _is_both(slot.text)


def lay_out(document: Document, claim: Claim, /) -> Layed:
    """The one filing of the claim."""
    parts = surroundings.parts(document, claim.blocks)
    found = _headings(parts.table) if parts is not None else None
    if parts is None or found is None:
        return Layed((), ())
    body = _Body(found, parts.front)
    body.rows.read(parts.table)
    body.find_goals()
    filing = project_rows.filing(body.rows, NAME, parts.table, body.indicators, body.keys)
    return Layed((filing,), (*parts.front.skipped, *body.rows.skipped, *parts.notes))


class _Body:
    """The rows under the headings, and what their cells of blocks hold."""

    def __init__(self, found: _Headings, matter: front.Front) -> None:
        self._blocks = found.blocks
        self._sections: dict[int, tuple[Section, ...]] = {}
        self._has_goal = "goal" in found.columns.names
        self.rows = ProjectRows(matter, found.columns, self._fills, [])

    def _fills(self, row: Row) -> bool:
        return any(slot.filled for slot, _ in self._own(row))

    def _own(self, row: Row) -> Iterator[tuple[Slot, str]]:
        """The cells of blocks that begin in a row, and what their heading is called."""
        for slot in row:
            heading = next(
                (self._blocks[at] for at in self._blocks if slot.overlaps(at, at + 1)), ""
            )
            if heading and slot.fresh:
                yield slot, heading

    def _sections_of(self, cell: Cell) -> tuple[Section, ...]:
        if id(cell) not in self._sections:
            self._sections[id(cell)] = tuple(indicator_blocks.split(cell.text))
        return self._sections[id(cell)]

    def find_goals(self) -> None:
        """Cut each project's goal out of its cells, unless the goals have a column."""
        if self._has_goal:
            return
        groups = self.rows.groups
        found = {at: goal for at, group in enumerate(groups) if (goal := self._goal(group))}
        if found or "goal" in self._blocks.values():
            self._has_goal = True
            for at, group in enumerate(groups):
                group.fields["goal"] = found.get(at) or self._no_goal(group)

    def _goal(self, group: Group) -> Field | None:
        cells = [one for row in group.rows for one in self._own(row)]
        for slot, _ in cells:
            for section in self._sections_of(slot.cell):
                if section.kind == "goal":
                    return cutting.prose(slot.cell, *section.body)
        for slot, heading in cells[:1]:
            first = next(iter(self._sections_of(slot.cell)), None)
            if heading == "goal" and first is not None and _is_untitled(first):
                return cutting.prose(slot.cell, *first.body)
        return None

    def _no_goal(self, group: Group) -> Field:
        slot = next((slot for slot, _ in self._own(group.rows[0])), group.rows[0][-1])
        return Field.cut(slot.cell, 0, 0)

    def indicators(self, group: Group, index: int) -> tuple[Indicator, ...]:
        """The indicators of a project."""
        made: list[Indicator] = []
        levels: _Levels | None = None
        for cell in [slot.cell for row in group.rows for slot, _ in self._own(row)]:
            for section in self._sections_of(cell):
                if _is_untitled(section) and levels is not None:
                    # A page break cut the cell: what comes first belongs to the title before.
                    stretches = indicator_items.numbered(cell.text, *section.body)
                    items = [indicator_items.named(cell.text, *one) for one in stretches]
                    made += self._made(cell, items, levels.again(), index, len(made))
                    continue
                self._skip_title(cell, section)
                if section.kind == "indicators":
                    parts = (section.category, section.level1, section.level2)
                    levels = _Levels(*(Field.cut(cell, *part) for part in parts))
                    made += self._made(cell, section.items, levels, index, len(made))
        return tuple(made)

    def _made(
        self, cell: Cell, items: Sequence[ItemText], levels: _Levels, project: int, start: int
    ) -> Iterator[Indicator]:
        number = start
        for item in items:
            labels = (item.number, *item.labels)
            self.rows.skipped += [Skipped(cell, *part, "label") for part in labels]
            name, target = cutting.words(cell, *item.name), cutting.words(cell, *item.target)
            if not (name.text or target.text):
                continue
            yield Indicator(
                index=number,
                project_index=project,
                source=name if name.text else target,
                category=levels.category,
                level1=levels.level1,
                level2=levels.level2,
                name=name,
                annual_target=target,
            )
            number += 1
            levels = levels.again()

    def _skip_title(self, cell: Cell, section: Section) -> None:
        words = cell.text[slice(*section.title)].strip(" \n【】〖〗[]［］:：")
        label = label_of(words)
        known = section.kind != "prose" or (label is not None and label.key == "note")
        if known:
            self.rows.skipped.append(Skipped(cell, *section.title, "label"))
            if section.kind == "prose":
                self.rows.skipped.append(Skipped(cell, *section.body, "note"))

    def keys(self) -> frozenset[str]:
        return _KEYS | ({"goal"} if self._has_goal else set())


def _is_untitled(section: Section) -> bool:
    return section.title[0] == section.title[1]

"""Tables in which rows belong to projects: which rows are a project's, which are sums.

A project begins where its name does, and takes the rows below to which it is merged
downwards, or which leave it blank, or which say it again. An amount of its own begins one,
too: without a name, it is the row of a unit, or a project whose name is missing. Whether a
row is a sum is for sums.py to say, by its name or, where it has none, by that of its unit.

What the further columns hold (indicators, prose) is the layout's own affair: it says by
`fills` whether a row has any of it, and makes the indicators of a group.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.document import Table
from audit.filing import AMOUNT_FIELDS, Field, Filing, Indicator, Kind, Project, Total, text_of
from audit.grammar.headings import NOTE, field_of
from audit.grammar.normal import normal
from audit.grammar.pages import is_page_number
from audit.layouts import cutting, front, headings, sums
from audit.layouts.slots import Row, Slot, rows_of
from audit.plugins import Skipped

_UNIT = re.compile(r"(?:预算|主管|实施|项目|使用|资金使用|填报|申报)?(?:单位|部门)(?:名称)?")
_A_UNIT = "本级"
"""A name that sums.py surely takes for a unit's, for rows that are one by their column."""
# 其他运转类 and 本级项目 head the projects after them, as units do.
_KIND_OF_PROJECTS = re.compile(r".{0,20}(?:类|类项目|[本下各]级项目|专项项目)")


class Columns(NamedTuple):
    """The headings, and what of a project each column holds."""

    first: int
    last: int
    """Half open: the rows of the headings."""
    fields: Mapping[int, str]
    """NOTE for a column that is known and no field. One at least is project_name."""
    units: frozenset[int]
    """Columns that say whose the project is."""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.fields.values()) - {NOTE}


def is_unit(heading: str) -> bool:
    """Whether a heading stands over names of units."""
    return field_of(heading) == NOTE and _UNIT.fullmatch(normal(heading)) is not None


@dataclass(slots=True)
class Group:
    """The rows of one project, or the one of a sum."""

    fields: dict[str, Field]
    unit: Field | None
    rows: list[Row]
    filled: bool
    """Whether it has a goal, or something of what the layout reads."""

    @property
    def label(self) -> Field:
        if self.unit is not None and not self._is_named:
            return self.unit
        return self.fields["project_name"]

    @property
    def _is_named(self) -> bool:
        return bool(self.fields["project_name"].text)

    def text(self) -> sums.RowText:
        """What decides whether it is a sum."""
        total = self.fields["total"].text if "total" in self.fields else ""
        name = self.label.text
        is_kind = not self.filled and _KIND_OF_PROJECTS.fullmatch(normal(name[:40]))
        is_unit = name and not self._is_named and "计" not in name
        return sums.RowText(_A_UNIT if is_kind or is_unit else name, total, self.filled)


@dataclass(slots=True)
class ProjectRows:
    """The rows of a table, sorted into groups."""

    front: front.Front
    columns: Columns
    fills: Callable[[Row], bool]
    skipped: list[Skipped]
    groups: list[Group] = field(default_factory=list)
    _again: list[list[str]] = field(default_factory=list)

    def read(self, table: Table) -> None:
        """Read the rows from the first to the last."""
        first, last, *_ = self.columns
        for at, (cells, row) in enumerate(zip(table.rows, rows_of(table), strict=True)):
            fresh = [slot for slot in row if slot.fresh]
            if at < first:
                self.front.take_row([slot.cell for slot in fresh])
            elif at < last:
                self._again.append(headings.texts(cells))
                self._skip(fresh, "heading")
                if self.front.money_unit is None:
                    self.front.money_unit = front.unit_in_headings(slot.cell for slot in fresh)
            elif headings.texts(cells) in self._again:
                self._skip(fresh, "heading")
            else:
                self._take(row, [slot for slot in fresh if slot.filled])

    def _skip(self, slots: Sequence[Slot], why: str) -> None:
        self.skipped += [Skipped(slot.cell, 0, len(slot.text), why) for slot in slots]

    def _take(self, row: Row, filled: Sequence[Slot]) -> None:
        if not filled:
            return
        if len(filled) == 1 and self._is_alone(filled[0]):
            self._skip(filled, "note")
        elif len(filled) == 1 and self._is_across(filled[0]):
            # Words across all columns that are no heading of a group: nobody reads them.
            return
        elif self._begins(row):
            self._begin(row)
        else:
            self._go_on(row)

    def _is_alone(self, slot: Slot) -> bool:
        """Whether a row is nothing but a note, or the name of what the rows after it are."""
        if front.is_note(slot.text) or is_page_number(slot.text):
            return True
        department = text_of(self.front.department)
        named = any(
            slot.overlaps(at, at + 1) and (name == "project_name" or at in self.columns.units)
            for at, name in self.columns.fields.items()
        )
        return named and sums.is_group(slot.text, department)

    def _is_across(self, slot: Slot) -> bool:
        return slot.last - slot.first > len(self.columns.fields)

    def _slot(self, row: Row, column: int) -> Slot | None:
        return next((slot for slot in row if slot.overlaps(column, column + 1)), None)

    def _slots(self, row: Row, name: str) -> list[Slot]:
        found = (self._slot(row, at) for at, one in self.columns.fields.items() if one == name)
        return [slot for slot in found if slot is not None]

    def _begins(self, row: Row) -> bool:
        if not self.groups:
            return True
        names = self._slots(row, "project_name")
        if any(slot.filled and slot.fresh for slot in names):
            return not self._says_again(row)
        own = (*AMOUNT_FIELDS,) if not any(slot.filled for slot in names) else ("total",)
        return any(slot.filled and slot.fresh for name in own for slot in self._slots(row, name))

    def _says_again(self, row: Row) -> bool:
        """Whether the row repeats its project in every cell, as exports of unmerged tables do."""
        last = self.groups[-1]
        if not (last.filled and self.fills(row)):
            return False
        for name, field_ in last.fields.items():
            texts = [normal(slot.text) for slot in self._slots(row, name)]
            if normal(field_.text) not in texts:
                return False
        return True

    def _begin(self, row: Row) -> None:
        fields: dict[str, Field] = {}
        unit: Field | None = None
        for column, name in self.columns.fields.items():
            slot = self._slot(row, column)
            if slot is None:
                # A row that is too short lacks its last cells: they are missing where it ends.
                cut = cutting.blank(row[-1].cell)
            elif name == "goal":
                cut = cutting.prose(slot.cell)._replace(inherited=not slot.fresh)
            else:
                cut = cutting.words(slot.cell)._replace(inherited=not slot.fresh)
            if column in self.columns.units:
                unit = unit if unit is not None and unit.text else cut
            if name == NOTE:
                self._note(slot)
            elif name not in fields or not fields[name].text:
                fields[name] = cut
        goal = fields.get("goal")
        filled = bool(goal and goal.text) or self.fills(row)
        self.groups.append(Group(fields, unit, [row], filled))

    def _note(self, slot: Slot | None) -> None:
        named = slot is not None and any(
            slot.overlaps(at, at + 1) for at, name in self.columns.fields.items() if name != NOTE
        )
        if slot is not None and slot.fresh and not named:
            self._skip([slot], "note")

    def _go_on(self, row: Row) -> None:
        group = self.groups[-1]
        again = self.columns.names - {"goal"} if self._says_again(row) else frozenset()
        for column, name in self.columns.fields.items():
            slot = self._slot(row, column)
            if slot is None or not (slot.fresh and slot.filled):
                continue
            goal = group.fields.get("goal")
            if name == NOTE:
                self._note(slot)
            elif name in again:
                self._skip([slot], "repeated")
            elif name == "goal" and goal is not None:
                if normal(slot.text) == normal(goal.text):
                    self._skip([slot], "repeated")
                else:
                    more = cutting.prose(slot.cell)
                    group.fields["goal"] = Field.join((goal, more), "") if goal.text else more
        group.rows.append(row)
        group.filled = group.filled or self.fills(row)

    def sums(self) -> dict[int, sums.Sum]:
        """The sums by the index of their group."""
        department = text_of(self.front.department)
        return sums.find([group.text() for group in self.groups], department)

    def department(self) -> Field | None:
        """The front matter's; else that of the column of units, where it is all projects'."""
        if self.front.department is not None:
            return self.front.department
        units = [group.unit for group in self.groups if group.unit and group.unit.text]
        if not units:
            return None
        one = len({normal(unit.text) for unit in units}) == 1
        whole = self.groups[0].label is units[0] and not self.groups[0].filled
        return units[0] if one or whole else None


def filing(
    rows: ProjectRows,
    layout: str,
    table: Table,
    indicators: Callable[[Group, int], tuple[Indicator, ...]],
    keys: Callable[[], frozenset[str]],
    kind: Kind | None = None,
) -> Filing:
    """The filing of a table. `keys` are an indicator's fields, asked for when all are made."""
    matter = rows.front
    found = rows.sums()
    department = rows.department()
    given = {"department": department, "year": matter.year, "money_unit": matter.money_unit}
    groups = [group for at, group in enumerate(rows.groups) if at not in found]
    projects = tuple(
        _project(group, index, matter.money_unit, indicators(group, index))
        for index, group in enumerate(groups)
    )
    totals = tuple(
        _total(number, rows.groups[at], one) for number, (at, one) in enumerate(found.items())
    )
    start = next(cell for row in table.rows for cell in row)
    fields = {name for name, one in given.items() if one is not None}
    return Filing(
        index=0,
        layout=layout,
        kind=kind or matter.kind,
        fields=frozenset(fields) | rows.columns.names | keys() | {"indicators", "totals"},
        source=matter.title or Field.cut(start, 0, len(start.text)),
        department=department,
        year=matter.year,
        money_unit=matter.money_unit,
        projects=projects,
        totals=totals,
    )


def _project(
    group: Group, index: int, unit: Field | None, indicators: tuple[Indicator, ...]
) -> Project:
    return Project(
        index=index,
        source=group.label,
        money_unit=unit,
        indicators=indicators,
        project_name=group.fields.get("project_name"),
        goal=group.fields.get("goal"),
        total=group.fields.get("total"),
        fiscal=group.fields.get("fiscal"),
        special=group.fields.get("special"),
        other=group.fields.get("other"),
    )


def _total(number: int, group: Group, one: sums.Sum) -> Total:
    return Total(
        index=number,
        kind=one.kind,
        covers=one.covers,
        source=group.label,
        label=group.label,
        **{name: group.fields.get(name) for name in AMOUNT_FIELDS},
    )

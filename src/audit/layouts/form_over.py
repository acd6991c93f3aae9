"""Labels of a form's head that stand over their values, in rows of nothing but labels.

    中期目标 | 年度目标                                  goals
    全年预算数（A） | 全年执行数（B） | 执行率            amounts, a row each source
    任务名称 | 主要内容 | 总额 | 财政拨款 | 其他资金      amounts, a row each task

Such a row is a heading for those below, until one begins with a label of its own. What each
task of a department costs is kept among the shares; the row of their sum is the form's total.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.grammar import amounts
from audit.grammar.normal import normal
from audit.layouts import cutting, front
from audit.layouts.form_found import Found
from audit.layouts.labels import (
    AMOUNTS,
    GOALS,
    Label,
    is_margin,
    label_of,
    money_column,
    pair_of,
)
from audit.layouts.slots import Row, Slot, under

_MONEY = frozenset({"initial", "approved", "executed"})
_WHOLE = frozenset({"total", "total_cycle"})
_SOURCES = frozenset({"total", "fiscal", "special", "other", "share"})
_TASK = re.compile(r".{0,6}(?:任务|工作)(?:名称|内容|事项)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年?度?")
# What one row shows of a label that is printed down the margin: 总 of 总体目标.
_MARGIN = re.compile(r"[总体目标绩效指年度金额资情况项]{1,2}")
GROUP = Label("group", sure=True)


def is_part_of_margin(slot: Slot) -> bool:
    return slot.first == 0 and _MARGIN.fullmatch(normal(slot.text)) is not None


@dataclass(slots=True)
class _Column:
    label: Label
    slot: Slot
    last: int
    """Half open: where the columns under it end."""

    def holds(self, slot: Slot) -> bool:
        return slot.overlaps(self.slot.first, self.last)


@dataclass(slots=True)
class Over:
    """The headings that are open, and the rows below them."""

    found: Found
    _goals: list[_Column] = field(default_factory=list)
    _money: list[_Column] = field(default_factory=list)
    _tasks: list[_Column] = field(default_factory=list)

    def takes(self, row: Row, filled: Sequence[Slot]) -> bool:
        """Whether the row is such a heading, or stands under one; it is then read."""
        first = filled[0].text
        if self._goals and label_of(first) is None and not (pair_of(first) or front.is_note(first)):
            self._under_goals(filled)
            return True
        self._goals = []
        if self._money and self._under_money(row, filled):
            return True
        if self._tasks and self._under_tasks(row, filled):
            return True
        self._money, self._tasks = [], []
        return (
            self._heads_money(row, filled)
            or self._heads_goals(row, filled)
            or self._heads_tasks(row, filled)
        )

    def close(self) -> None:
        """What follows stands under none of the headings so far."""
        self._goals, self._money, self._tasks = [], [], []

    # --- goals

    def _heads_goals(self, row: Row, filled: Sequence[Slot]) -> bool:
        labels = [label_of(slot.text) for slot in filled]
        if labels[0] is None and is_part_of_margin(filled[0]):
            # 总 is what a narrow cell shows of 总体目标.
            labels[0] = GROUP
        columns = _columns(row, filled, labels)
        goals = [column for column in columns if column.label.key in GOALS]
        others = any(column.label.key not in {*GOALS, "group"} for column in columns)
        if not goals or others:
            return False
        self._goals = goals
        self.found.group = labels[0]
        for slot in filled:
            self.found.skip(slot.cell, "label")
        last = filled[-1]
        blank = next((one for one in row if one.first >= last.last and not one.filled), last)
        for column in goals:
            self.found.missing(column.label, column.slot, blank.cell)
        return True

    def _under_goals(self, filled: Sequence[Slot]) -> None:
        for slot in filled:
            over = [one for one in self._goals if one.holds(slot)]
            if over:
                self.found.goals(over[-1].label, cutting.prose(slot.cell))

    # --- amounts, a row each source

    def _heads_money(self, row: Row, filled: Sequence[Slot]) -> bool:
        keyed = [(key, slot) for slot in filled if (key := money_column(slot.text))]
        if len({key for key, _ in keyed}) < 2 or not {key for key, _ in keyed} & _MONEY:
            return False
        columns = [_Column(Label(key, sure=True), slot, under(row, slot)) for key, slot in keyed]
        rest = [slot for slot in filled if not any(slot is one.slot for one in columns)]
        if not all(_is_sure(slot) or is_margin(slot.text) for slot in rest):
            return False
        self._money = columns
        for slot in filled:
            self.found.skip(slot.cell, "label")
            if slot in rest:
                self.found.money.see(slot.cell)
                self.found.group = label_of(slot.text) or self.found.group
        return True

    def _under_money(self, row: Row, filled: Sequence[Slot]) -> bool:
        """Whether the row is one of amounts under their columns; they are then taken."""
        columns = self._money
        if all(
            any(one.holds(slot) for one in columns) and _YEAR.fullmatch(normal(slot.text))
            for slot in filled
        ):
            # 2024年 | 2025年 under 近两年收支金额.
            for slot in filled:
                self.found.skip(slot.cell, "label")
            return True
        if (group := label_of(filled[0].text)) and group.key == "money":
            self.found.skip(filled[0].cell, "label")
            self.found.money.see(filled[0].cell)
            filled = filled[1:]
        label = self._label_of_amounts(filled)
        if label is None:
            return False
        first = filled[0]
        values = {}
        for column in columns:
            key = column.label.key
            there = [one for one in row if column.holds(one) and one.cell is not first.cell]
            if key in {"weight", "score", "note"} or (key == "rate" and label.key not in _WHOLE):
                for slot in there:
                    self.found.skip(slot.cell, "note")
            elif there:
                values[key] = (column.slot, cutting.words(there[0].cell))
        self.found.skip(first.cell, "label")
        self.found.money.add_row(label, first, values)
        self.found.labels.add("total")
        return True

    def _label_of_amounts(self, filled: Sequence[Slot]) -> Label | None:
        """What a row of amounts is labelled with, None where it is another row."""
        if not filled:
            return None
        label, columns = label_of(filled[0].text), self._money
        amounted = any(
            one.holds(slot) and _is_figure(slot) for slot in filled[1:] for one in columns
        )
        if label is None and amounted and not any(one.holds(filled[0]) for one in columns):
            # 人员类项目 is no source, and yet a part of what is spent.
            return Label("share", sure=True)
        # 按收入性质分 | 按支出性质分 are headings of what comes next.
        heads = label is not None and label.key == "money" and not amounted
        return None if heads or label is None or label.key not in {*AMOUNTS, "money"} else label

    # --- amounts, a row each task

    def _heads_tasks(self, row: Row, filled: Sequence[Slot]) -> bool:
        """Whether labels side by side, to the end of the row, head tasks and what they cost."""
        columns = _columns(row, filled, [label_of(slot.text) for slot in filled])
        ends = [column.last for column in columns]
        if ends[:-1] != [slot.first for slot in filled[1:]] or ends[-1:] != [row[-1].last]:
            return False
        costs = [column for column in columns if column.label.key in _SOURCES]
        if any(one.label.key not in {*_SOURCES, "note", "group", "money"} for one in columns):
            return False
        kinds = {column.label.key for column in costs}
        tasks = any(_TASK.fullmatch(normal(slot.text)) for slot in filled)
        if not kinds & {"total", "fiscal"} or len(kinds) + tasks < 2:
            return False
        self._open(costs, filled)
        self.found.group = columns[0].label
        return True

    def _open(self, costs: Sequence[_Column], filled: Sequence[Slot]) -> None:
        self._tasks = list(costs)
        self.found.labels.add("total")
        for slot in filled:
            self.found.skip(slot.cell, "label")
            self.found.money.see(slot.cell)

    def _under_tasks(self, row: Row, filled: Sequence[Slot]) -> bool:
        parts = _columns(row, filled, [label_of(slot.text) for slot in filled])
        if parts and all(self._refines(part) for part in parts):
            self._open(parts, filled)
            return True
        costs = [(column, slot) for column in self._tasks for slot in row if column.holds(slot)]
        stated = [(column, slot) for column, slot in costs if slot.filled and slot.fresh]
        if not all(_is_figure(slot) for _, slot in stated):
            return False
        if not stated:
            # A task without an amount: nobody reads it.
            return not (_is_sure(filled[0]) or pair_of(filled[0].text))
        held = {id(slot.cell) for _, slot in costs}
        others = [slot for slot in row if slot.filled and id(slot.cell) not in held]
        named = next((one for one in others if one.fresh or label_of(one.text) is None), None)
        for slot in others:
            if slot.fresh:
                self.found.skip(slot.cell, "label" if slot is named else "note")
        values = [(one.label, one.slot, cutting.words(slot.cell)) for one, slot in costs]
        self.found.money.add_task(named, values)
        return True

    def _refines(self, part: _Column) -> bool:
        """Whether a label stands under 预算金额 and says which part of it is meant."""
        return part.label.key in _SOURCES and any(
            column.holds(part.slot) and column.last - column.slot.first > 1
            for column in self._tasks
        )


def _columns(row: Row, filled: Sequence[Slot], labels: Sequence[Label | None]) -> Sequence[_Column]:
    """The columns under labels; none where a cell is no sure label."""
    made = [
        _Column(label, slot, under(row, slot))
        for label, slot in zip(labels, filled, strict=True)
        if label is not None and label.sure
    ]
    return made if len(made) == len(filled) else ()


def _is_sure(slot: Slot) -> bool:
    label = label_of(slot.text)
    return label is not None and label.sure


def _is_figure(slot: Slot) -> bool:
    return amounts.parse(slot.text).value is not None

"""The head of a form: label cells and value cells, in rows of any shape.

    项目名称 | 校舍维修 | 主管部门 | 县教育局
    项目资金（万元） | 年度资金总额： | 100
                     | 其中：财政拨款 | 90
    总体目标 | 中期目标 | 年度目标
             | …        | …

A row is walked from left to right. A label takes what follows it up to the next label; the
blank cell behind it where nothing follows. A row of nothing but labels of goals, or of
amounts (全年预算数 | 全年执行数 | 执行率), is a heading for the rows below. A row without a
label goes on with the goal above it. What follows an unknown word stays unread.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.document import Cell
from audit.filing import Field
from audit.grammar import amounts
from audit.grammar.normal import normal
from audit.layouts import cutting, front
from audit.layouts.form_money import Money
from audit.layouts.labels import (
    AMOUNTS,
    DEPARTMENT,
    GOALS,
    IN_WORDS,
    Label,
    Pair,
    is_margin,
    label_of,
    money_column,
    pair_of,
    plain,
)
from audit.layouts.slots import Row, Slot
from audit.plugins import Skipped

_UNIT_CELL = re.compile(
    r"(?:金额)?\s{0,9}单\s{0,9}位\s{0,9}[:：]\s{0,9}(?P<unit>(?:人民币)?\s{0,9}[百千]?[万亿]?元)"
)
_MONEY_UNIT = re.compile(r"(?:人民币)?[百千]?[万亿]?元")
_CODED_UNIT = re.compile(r"\[?\d{3,12}\]?[-—_]?[\u4e00-\u9fff（）()]{4,40}")
_MONEY = frozenset({"initial", "approved", "executed", "rate"})
_WHOLE = frozenset({"total", "total_cycle"})
# As values they are common: 项目类别 | 其他.
_WEAK_WORDS = frozenset({"其他", "其它", "单位", "部门", "资金", "新增", "延续", "总计", "合计"})
# What one row shows of a label that is printed down the margin: 总 of 总体目标.
_MARGIN = re.compile(r"[总体目标绩效指年度金额资情况项]{1,2}")
_UNKNOWN = Label("", sure=True)
_GROUP = Label("group", sure=True)


@dataclass(slots=True)
class _Pending:
    """A label that waits for its value."""

    label: Label
    slot: Slot | None
    blank: Slot | None = None
    """The first blank cell behind it."""
    filled: bool = False


@dataclass(slots=True)
class Head:
    """What the label cells of one form introduce."""

    skipped: list[Skipped]
    front: front.Front
    money: Money = field(default_factory=Money)
    name: Field | None = None
    departments: list[tuple[int, Field]] = field(default_factory=list)
    goals: list[Field] = field(default_factory=list)
    done: list[Field] = field(default_factory=list)
    """What was reached of the goals."""
    places: dict[str, Field] = field(default_factory=dict)
    """Where a goal, or what was reached, is missing: at its label, or the blank behind it."""
    labels: set[str] = field(default_factory=set)
    _goal_columns: list[tuple[Label, Slot, int]] = field(default_factory=list)
    _money_columns: dict[str, tuple[Slot, int]] = field(default_factory=dict)
    _group: Label | None = None
    """The first label of the last row that had one."""

    def read(self, row: Row) -> None:
        """Take one row."""
        filled = [slot for slot in row if slot.fresh and slot.filled]
        if not filled or self._is_front(filled):
            return
        if self._goal_columns and not _begins_with_label(filled):
            self._under_goals(filled)
            return
        self._goal_columns = []
        if self._money_columns and self._under_money(row, filled):
            return
        if self._heads_money(row, filled) or self._heads_goals(row, filled):
            return
        self._walk(row, filled)

    # --- rows above the form

    def _is_front(self, filled: Sequence[Slot]) -> bool:
        """Whether the row is title, year or unit; its cells are then taken."""
        if self.labels:
            return False
        alone = len(filled) == 1 and front.belongs(filled[0].text)
        if alone and (pair := pair_of(filled[0].text)) and pair.label.key == "project_name":
            # 项目名称：2026年专项业务费 tells a name, whatever year is in it.
            return False
        if not alone and any(_is_sure(slot) for slot in filled):
            return False
        some = [slot for slot in filled if front.belongs(slot.text)]
        for slot in some:
            self.front.take(slot.cell)
        for slot in filled:
            if slot not in some and _CODED_UNIT.fullmatch(normal(slot.text)) and some:
                self.departments.append((0, cutting.words(slot.cell)))
        return bool(some)

    # --- headings over the rows below

    def _heads_goals(self, row: Row, filled: Sequence[Slot]) -> bool:
        labels = [label_of(slot.text) for slot in filled]
        if labels[0] is None and filled[0].first == 0 and _MARGIN.fullmatch(normal(filled[0].text)):
            # 总 is what a narrow cell shows of 总体目标.
            labels[0] = _GROUP
        if not all(label is not None and label.sure for label in labels):
            return False
        goals = [
            (label, slot, _end(row, slot))
            for label, slot in zip(labels, filled, strict=True)
            if label is not None and label.key in GOALS
        ]
        others = any(label and label.key not in {*GOALS, "group"} for label in labels)
        if not goals or others:
            return False
        self._goal_columns = goals
        self._group = labels[0]
        for slot in filled:
            self._skip(slot.cell, "label")
        self.labels.add("goal")
        last = filled[-1]
        blank = next((one for one in row if one.first >= last.last and not one.filled), last)
        for label, *_ in goals:
            self._missing(label, cutting.blank(blank.cell))
        return True

    def _under_goals(self, filled: Sequence[Slot]) -> None:
        for slot in filled:
            over = [one for one in self._goal_columns if slot.overlaps(one[1].first, one[2])]
            if over:
                self._goal(over[-1][0], cutting.prose(slot.cell))

    def _heads_money(self, row: Row, filled: Sequence[Slot]) -> bool:
        columns = {key: slot for slot in filled if (key := money_column(slot.text))}
        if len(columns.keys() & _MONEY) < 2:
            return False
        rest = [slot for slot in filled if slot not in columns.values()]
        if not all(_is_sure(slot) or is_margin(slot.text) for slot in rest):
            return False
        self._money_columns = {key: (slot, _end(row, slot)) for key, slot in columns.items()}
        for slot in filled:
            self._skip(slot.cell, "label")
            if slot in rest:
                self.money.see(slot.cell)
                self._group = label_of(slot.text) or self._group
        return True

    def _under_money(self, row: Row, filled: Sequence[Slot]) -> bool:
        """Whether the row is one of amounts under their columns; they are then taken."""
        if filled and (group := label_of(filled[0].text)) and group.key == "money":
            self._skip(filled[0].cell, "label")
            self.money.see(filled[0].cell)
            filled = filled[1:]
        label = label_of(filled[0].text) if filled else None
        if label is None or label.key not in {*AMOUNTS, "money"}:
            self._money_columns = {}
            return False
        first = filled[0]
        values: dict[str, tuple[Slot, Field]] = {}
        for key, (heading, end) in self._money_columns.items():
            slot = next((one for one in row if one.overlaps(heading.first, end)), None)
            if slot is None or slot.cell is first.cell:
                continue
            if key in {"weight", "score"} or (key == "rate" and label.key not in _WHOLE):
                self._skip(slot.cell, "note")
            else:
                values[key] = (heading, cutting.words(slot.cell))
        self._skip(first.cell, "label")
        self.money.add_row(label, first, values)
        self.labels.add("total")
        return True

    # --- labels with their values

    def _walk(self, row: Row, filled: Sequence[Slot]) -> None:
        pending = self._context(row, filled)
        begun = False
        for slot in row:
            if not slot.fresh:
                continue
            if not slot.filled:
                if pending is not None and pending.blank is None and not pending.filled:
                    pending.blank = slot
                continue
            behind = next((one for one in filled if one.first >= slot.last), None)
            label = self._as_label(slot, behind, pending)
            if label is not None:
                if pending is not None and _heads(pending, label):
                    pending.label = Label("money", sure=True)
                self._close(pending)
                self._skip(slot.cell, "label")
                pending = _Pending(label, slot)
                self._group, begun = (self._group if begun else label), True
            elif (pair := pair_of(slot.text)) and _may_begin(pending):
                self._close(pending)
                pending = self._pairs(slot, pair)
                self._group, begun = (self._group if begun else pair.label), True
            elif _UNIT_CELL.search(slot.text) or (
                front.is_note(slot.text) and (pending is None or pending.filled)
            ):
                self._take_note(slot)
            else:
                pending = pending or _Pending(_UNKNOWN, slot)
                self._value(pending, slot)
        self._close(pending)

    def _pairs(self, slot: Slot, pair: Pair) -> _Pending:
        """Take a cell of labels with their values: 主管部门：县教育局  单位：万元."""
        at = 0
        while True:
            self.skipped.append(Skipped(slot.cell, at, pair.start, "label"))
            pending = _Pending(pair.label, slot)
            self._value(pending, slot, pair.start, pair.end)
            at = pair.end
            following = pair_of(slot.text, at)
            if following is None:
                break
            pair = following
        if unit := _UNIT_CELL.search(slot.text, at):
            self.skipped.append(Skipped(slot.cell, *unit.span(), "label"))
            found = Field.cut(slot.cell, *unit.span("unit"))
            self.front.money_unit = self.front.money_unit or found
        elif at < len(slot.text) and front.is_note(slot.text[at:]):
            self.skipped.append(Skipped(slot.cell, at, len(slot.text), "note"))
        return pending

    def _context(self, row: Row, filled: Sequence[Slot]) -> _Pending | None:
        """The label above or beside that a row without one goes on with."""
        if _begins_with_label(filled) or pair_of(filled[0].text):
            return None
        first = filled[0].first
        beside = [
            label
            for slot in row
            if not slot.fresh and slot.last <= first and (label := label_of(slot.text))
        ]
        label = beside[-1] if beside else None
        if label is None and first > 0 and not row[0].filled:
            label = self._group
        if label is None or not label.sure or label.key not in {*GOALS, "note", "money"}:
            return None
        return _Pending(label, None, filled=True)

    @staticmethod
    def _as_label(slot: Slot, behind: Slot | None, pending: _Pending | None) -> Label | None:
        """The label that a cell is, None where it is a value."""
        label = label_of(slot.text)
        if label is None:
            margin = pending is None and slot.first == 0 and _MARGIN.fullmatch(normal(slot.text))
            return _GROUP if margin else None
        if pending is None or pending.filled or pending.label.key == "group":
            return label
        # Right behind a label that waits, what only may be a label is its value.
        if label.shaped and pending.label.key in {"project_name", DEPARTMENT}:
            return label if behind is not None and _is_figure(behind.text) else None
        near = pending.blank is None
        noted = pending.label.key == "note" and plain(slot.text) in _WEAK_WORDS
        return None if near and (noted or not label.sure) else label

    def _value(self, pending: _Pending, slot: Slot, start: int = 0, end: int | None = None) -> None:
        label, cell = pending.label, slot.cell
        key = label.key
        again, pending.filled = pending.filled, True
        words = cutting.words(cell, start, end)
        if key in GOALS:
            self._goal(label, cutting.prose(cell, start, end))
        elif key == "note" or (key == "money" and pending.slot is None and label.rank):
            self.skipped.append(
                Skipped(cell, start, len(slot.text) if end is None else end, "note")
            )
        elif again and _MONEY_UNIT.fullmatch(normal(words.text)):
            self.money.unit = self.money.unit or words
        elif again:
            # A further text behind a value is an unknown label: it stays unread.
            pending.label = _UNKNOWN
        elif key == "project_name":
            self._name(words)
        elif key == DEPARTMENT:
            self._department(label, words)
        elif key in {*AMOUNTS, "rate", IN_WORDS}:
            self._amount(label, pending.slot or slot, words)
        elif key == "money" and any(map(str.isdecimal, words.text)):
            self._amount(label._replace(key="total"), pending.slot or slot, words)

    def _close(self, pending: _Pending | None) -> None:
        """A label without a value: its field is blank, where the value should stand."""
        if pending is None or pending.slot is None:
            return
        label = pending.label
        if label.key == "money":
            self.money.see(pending.slot.cell)
        if pending.filled:
            return
        place = cutting.blank((pending.blank or pending.slot).cell)
        if label.key in GOALS:
            self._missing(label, place)
        elif label.key == "project_name":
            self._name(place)
        elif label.key == DEPARTMENT:
            self._department(label, place)
        elif label.key in {*AMOUNTS, "rate", IN_WORDS}:
            self._amount(label, pending.slot, place)

    # --- fields

    def _name(self, value: Field) -> None:
        self.labels.add("project_name")
        self.name = value if self.name is None or not self.name.text else self.name

    def _department(self, label: Label, value: Field) -> None:
        self.labels.add(DEPARTMENT)
        if _MONEY_UNIT.fullmatch(normal(value.text)):
            self.front.money_unit = self.front.money_unit or value
        else:
            self.departments.append((label.rank, value))

    def _amount(self, label: Label, slot: Slot, value: Field) -> None:
        self.labels.add("total")
        self.money.add(label, slot, value)

    def _goal(self, label: Label, value: Field) -> None:
        self.labels.add("goal")
        if value.text:
            (self.done if label.key == "goal_done" else self.goals).append(value)

    def _missing(self, label: Label, place: Field) -> None:
        self.labels.add("goal")
        self.places.setdefault("goal_done" if label.key == "goal_done" else "goal", place)

    def _take_note(self, slot: Slot) -> None:
        if front.belongs(slot.text):
            self.front.take(slot.cell)
        else:
            self._skip(slot.cell, "note")

    def _skip(self, cell: Cell, why: str) -> None:
        self.skipped.append(Skipped(cell, 0, len(cell.text), why))

    # --- what came of it

    @property
    def goal(self) -> Field | None:
        """All goals as one text; blank where a label has none, None without a label."""
        return _one(self.goals) or self.places.get("goal")

    @property
    def goal_done(self) -> Field | None:
        return _one(self.done) or self.places.get("goal_done")

    def department(self) -> Field | None:
        """The department that files; the other units are skipped."""
        if self.front.department is not None:
            self.departments.insert(0, (-1, self.front.department))
        ranked = sorted(self.departments, key=lambda one: (not one[1].text, one[0]))
        for _, other in ranked[1:]:
            self.skipped += [
                Skipped(piece.cell, piece.start, piece.end, "note") for piece in other.pieces
            ]
        return ranked[0][1] if ranked else None


def _one(fields: Sequence[Field]) -> Field | None:
    if len(fields) < 2:
        return fields[0] if fields else None
    return Field.join(tuple(fields), "\n")


def is_front(filled: Sequence[Slot]) -> bool:
    """Whether a row below indicators is front matter of the next form."""
    if not 0 < len(filled) <= 3:
        return False
    if any(_UNIT_CELL.search(slot.text) for slot in filled):
        return True
    (first, *others) = filled
    # Where nothing is merged, a title stands in the first column.
    wide = first.last - first.first > 2 or first.first == 0
    return not others and wide and first.text.strip().endswith("表") and front.belongs(first.text)


def _may_begin(pending: _Pending | None) -> bool:
    """Whether a label with its value may follow, and is not the value of the one before."""
    return pending is None or pending.filled or pending.label.key in {"money", "group"}


def _heads(pending: _Pending, label: Label) -> bool:
    """Whether a label of a total only heads those that follow: 年度预算申请 | 资金总额 | 800.

    With a blank between, which may be what is left of a merged cell, another total tells.
    """
    if pending.filled or pending.label.key not in _WHOLE:
        return False
    return label.key in (AMOUNTS if pending.blank is None else _WHOLE)


def _is_figure(text: str) -> bool:
    return amounts.parse(text).value is not None


def _is_sure(slot: Slot) -> bool:
    label = label_of(slot.text)
    return label is not None and label.sure


def _begins_with_label(filled: Sequence[Slot]) -> bool:
    return bool(filled) and label_of(filled[0].text) is not None


def _end(row: Row, slot: Slot) -> int:
    """Where the columns under a heading end: behind the blank cells that follow it."""
    last = slot.last
    for other in row:
        if other.first == last and not other.filled:
            last = other.last
    return last

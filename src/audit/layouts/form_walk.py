"""A row of labels and values in the head of a form, walked from left to right.

A label takes what follows it up to the next label; the blank cell behind it where nothing
follows. A row without a label goes on with the goal above it. What follows an unknown word
stays unread.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from audit.document import Cell
from audit.filing import Field
from audit.grammar import amounts
from audit.layouts import cutting, front
from audit.layouts.form_found import Found, is_money_unit
from audit.layouts.form_money import is_long
from audit.layouts.form_over import GROUP, is_part_of_margin
from audit.layouts.labels import AMOUNTS, DEPARTMENT, GOALS, Label, Pair, label_of, pair_of, plain
from audit.layouts.prose_amounts import Before, amounts_in
from audit.layouts.slots import Row, Slot
from audit.plugins import Skipped

UNIT_CELL = re.compile(
    r"(?:金额)?\s{0,9}单\s{0,9}位\s{0,9}[:：]\s{0,9}(?P<unit>(?:人民币)?\s{0,9}[百千]?[万亿]?元)"
)
_WHOLE = frozenset({"total", "total_cycle"})
# As values they are common: 项目类别 | 其他.
_WEAK_WORDS = frozenset(
    {
        "其他",
        "其它",
        "单位",
        "部门",
        "资金",
        "新增",
        "延续",
        "总计",
        "合计",
        "项目支出",
        "基本支出",
        "人员经费",
        "公用经费",
    }
)
_UNKNOWN = Label("", sure=True)


@dataclass(slots=True)
class _Pending:
    """A label that waits for its value."""

    label: Label
    slot: Slot | None
    blank: Slot | None = None
    """The first blank cell behind it."""
    filled: bool = False


@dataclass(slots=True)
class Walk:
    """Rows of one form, each walked on its own."""

    found: Found

    def read(self, row: Row, filled: Sequence[Slot]) -> None:
        found = self.found
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
            label = _as_label(slot, behind, pending)
            if label is not None:
                if pending is not None and _heads(pending, label):
                    pending.label = Label("money", sure=True)
                self._close(pending)
                found.skip(slot.cell, "label")
                pending = _Pending(label, slot)
                found.group, begun = (found.group if begun else label), True
            elif (pair := pair_of(slot.text)) and _may_begin(pending):
                self._close(pending)
                pending = self._pairs(slot, pair)
                found.group, begun = (found.group if begun else pair.label), True
            elif UNIT_CELL.search(slot.text) or (
                front.is_note(slot.text) and (pending is None or pending.filled)
            ):
                found.note(slot)
            else:
                pending = pending or _Pending(_UNKNOWN, slot)
                self._value(pending, slot)
        self._close(pending)

    def _pairs(self, slot: Slot, pair: Pair) -> _Pending:
        """Take a cell of labels with their values: 主管部门：县教育局  单位：万元."""
        at = 0
        skipped = self.found.skipped
        while True:
            skipped.append(Skipped(slot.cell, at, pair.start, "label"))
            pending = _Pending(pair.label, slot)
            if not self._amounts(pair, slot):
                self._value(pending, slot, pair.start, pair.end)
            at = pair.end
            following = pair_of(slot.text, at)
            if following is None:
                break
            pair = following
        if unit := UNIT_CELL.search(slot.text, at):
            skipped.append(Skipped(slot.cell, *unit.span(), "label"))
            cut = Field.cut(slot.cell, *unit.span("unit"))
            self.found.front.money_unit = self.found.front.money_unit or cut
        elif at < len(slot.text) and front.is_note(slot.text[at:]):
            skipped.append(Skipped(slot.cell, at, len(slot.text), "note"))
        return pending

    def _amounts(self, pair: Pair, slot: Slot) -> bool:
        """Take several amounts in one value: 预算金额：86.4万元，其中：财政拨款86.4万元."""
        text = slot.text[pair.start : pair.end]
        if pair.label.key not in {*AMOUNTS, "money"} or amounts.parse(text).value is not None:
            return False
        at = pair.start
        before = Before(pair.label, "")
        for label, words, span in amounts_in(slot.text, at, pair.end, before, money=True):
            self.found.skipped.append(Skipped(slot.cell, at, span[0], "label"))
            named = slot._replace(cell=Cell(words, (), slot.cell.place)) if words else slot
            self.found.take(label, named, cutting.words(slot.cell, *span))
            at = span[1]
        return at > pair.start

    def _context(self, row: Row, filled: Sequence[Slot]) -> _Pending | None:
        """The label above or beside that a row without one goes on with."""
        if label_of(filled[0].text) is not None or pair_of(filled[0].text):
            return None
        first = filled[0].first
        beside = [
            label
            for slot in row
            if not slot.fresh and slot.last <= first and (label := label_of(slot.text))
        ]
        label = beside[-1] if beside else None
        if label is None and first > 0 and not row[0].filled:
            label = self.found.group
        if label is None or not label.sure or label.key not in {*GOALS, "note", "money"}:
            return None
        return _Pending(label, None, filled=True)

    def _value(self, pending: _Pending, slot: Slot, start: int = 0, end: int | None = None) -> None:
        label, cell = pending.label, slot.cell
        key = label.key
        again, pending.filled = pending.filled, True
        words = cutting.words(cell, start, end)
        if key in GOALS:
            self.found.goals(label, cutting.prose(cell, start, end))
        elif key == "note" or (key == "money" and pending.slot is None and label.rank):
            stop = len(slot.text) if end is None else end
            self.found.skipped.append(Skipped(cell, start, stop, "note"))
        elif again and is_money_unit(words.text):
            self.found.money.unit = self.found.money.unit or words
        elif again:
            # A further text behind a value is an unknown label: it stays unread.
            pending.label = _UNKNOWN
        elif key == "money" and any(map(str.isdecimal, words.text)):
            self.found.take(label._replace(key="total"), pending.slot or slot, words)
        else:
            self.found.take(label, pending.slot or slot, words)

    def _close(self, pending: _Pending | None) -> None:
        """A label without a value: its field is blank, where the value should stand."""
        if pending is None or pending.slot is None:
            return
        if pending.label.key == "money":
            self.found.money.see(pending.slot.cell)
        if not pending.filled:
            self.found.missing(pending.label, pending.slot, (pending.blank or pending.slot).cell)


def _as_label(slot: Slot, behind: Slot | None, pending: _Pending | None) -> Label | None:
    """The label that a cell is, None where it is a value."""
    label = label_of(slot.text)
    if label is None:
        return GROUP if pending is None and is_part_of_margin(slot) else None
    if pending is None or pending.filled or pending.label.key == "group":
        return label
    # Right behind a label that waits, what only may be a label is its value.
    if label.shaped and pending.label.key in {"project_name", DEPARTMENT}:
        is_figure = behind is not None and amounts.parse(behind.text).value is not None
        return label if is_figure else None
    near = pending.blank is None
    noted = pending.label.key == "note" and plain(slot.text) in _WEAK_WORDS
    return None if near and (noted or not label.sure) else label


def _may_begin(pending: _Pending | None) -> bool:
    """Whether a label with its value may follow, and is not the value of the one before."""
    return pending is None or pending.filled or pending.label.key in {"money", "group"}


def _heads(pending: _Pending, label: Label) -> bool:
    """Whether a label of a total only heads those that follow: 年度预算申请 | 资金总额 | 800.

    With a blank between, which may be what is left of a merged cell, another total tells.
    """
    if pending.filled or pending.label.key not in _WHOLE:
        return False
    if pending.blank is not None and pending.slot and is_long(pending.slot.cell):
        # 中期资金总额 | (blank) | 年度资金总额 | 100: nothing is stated for the period.
        return False
    return label.key in (AMOUNTS if pending.blank is None else _WHOLE)

"""The amounts of a form: which are this year's, which the whole period's, and what was spent.

Two shapes. Labels with a value beside each: 年度资金总额 | 100, 其中：财政拨款 | 90. Or columns
over rows, as self-evaluations have them: 全年预算数(A) | 全年执行数(B) | 执行率, and under them a
row for the total and one a source.

The total and its sources become fields, the total of the whole period another where the year
has its own. Every other amount is kept with its label among the project's `shares`: those of
levels of government, those of the period's sources, and what each source spent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.document import Cell
from audit.filing import Field
from audit.grammar.amounts import unit_of
from audit.grammar.normal import normal
from audit.layouts.labels import IN_WORDS, Label, label_of, plain
from audit.layouts.slots import Slot

_FIELDS = ("total", "fiscal", "special", "other")
_UNIT = re.compile(r"[(（【\[][^)）】\]]{0,8}?(?P<unit>[十百千]?[万亿]?元)[^)）】\]]{0,4}[)）】\]]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One amount, and the label it stands at."""

    key: str
    label: Cell
    at: int
    """The label's first column."""
    value: Field
    column: str = ""
    """Under which column of amounts, if under any: `initial`, `approved`, `executed`, `rate`."""
    heading: Cell | None = None


class _Task(NamedTuple):
    """A row of amounts under labels of sources."""

    name: Slot | None
    values: Sequence[tuple[Label, Slot, Field]]

    @property
    def is_sum(self) -> bool:
        label = label_of(self.name.text) if self.name is not None else None
        return label is not None and label.key == "total"


@dataclass(slots=True)
class Money:
    """The amounts of one project as they are met."""

    entries: list[Entry] = field(default_factory=list)
    tasks: list["_Task"] = field(default_factory=list)
    unit: Field | None = None
    """Of the first label that names one: 项目资金（万元）."""

    def see(self, label: Cell) -> None:
        """Take the unit of a label over or beside amounts."""
        if self.unit is None and (found := _UNIT.search(label.text)):
            self.unit = Field.cut(label, *found.span("unit"))

    def add(self, label: Label, slot: Slot, value: Field) -> None:
        """An amount beside its label."""
        own = _UNIT.search(slot.text)
        if self.unit is None:
            self.see(slot.cell)
        elif own and own["unit"] != self.unit.text and value.text and not unit_of(value.text):
            # 元 and 万元 in one form: an amount whose label has another unit carries it.
            value = Field.join((value, Field.cut(slot.cell, *own.span("unit"))), "")
        self.entries.append(Entry(label.key, slot.cell, slot.first, value))

    def add_row(self, label: Label, slot: Slot, values: dict[str, tuple[Slot, Field]]) -> None:
        """The amounts of a row under columns of amounts."""
        self.see(slot.cell)
        for column, (heading, value) in values.items():
            self.entries.append(
                Entry(label.key, slot.cell, slot.first, value, column, heading.cell)
            )

    def add_task(self, name: Slot | None, values: Sequence[tuple[Label, Slot, Field]]) -> None:
        """What one task costs, each amount with the label and cell above it."""
        self.tasks.append(_Task(name, values))

    def _settle(self) -> None:
        """The sum of the tasks, or the only one, as the form's total; each task as shares."""
        whole = next((one for one in self.tasks if one.is_sum), None)
        if whole is None and len(self.tasks) == 1:
            whole = self.tasks[0]
        for task in self.tasks:
            for label, slot, value in task.values:
                if task is whole or task.name is None:
                    self.add(label, slot, value)
                else:
                    cell = task.name.cell
                    self.entries.append(Entry("share", cell, slot.first, value, "", slot.cell))
        self.tasks = []

    def fields(self) -> tuple[dict[str, Field], tuple[tuple[str, Field], ...]]:
        """The fields of the project, and its shares."""
        self._settle()
        made: dict[str, Field] = {}
        shares: list[tuple[str, Field]] = []
        for entry, key in self._keyed():
            if key and key not in made:
                made[key] = entry.value
                if key == "approved" and "total" not in made:
                    made["total"] = entry.value
            elif any(char.isalnum() for char in entry.value.text):
                shares.append((self._title(entry), entry.value))
        if "executed" in made and "approved" not in made and "total" in made:
            made["approved"] = made["total"]
        if shares and "fiscal" not in made and "special" not in made and "other" in made:
            # Without 财政拨款 the rest alone is no sum to hold against the total.
            rest = made.pop("other")
            shares += [("其他资金", rest)] if rest.text else []
        return made, _distinct(shares)

    def _keyed(self) -> Iterator[tuple[Entry, str]]:
        """Each entry with the field it is, "" for a share."""
        columns = {entry.column for entry in self.entries}
        base = "initial" if "initial" in columns else "approved"
        yearly = any(entry.key in {"total", "approved"} for entry in self.entries)

        def ours(anchor: Entry) -> bool:
            whole = anchor.key == "total_cycle" and not yearly and not is_long(anchor.label)
            return whole or anchor.key in {"total", "approved"}

        for at, entry in enumerate(self.entries):
            if entry.column:
                yield entry, self._of_column(entry, base)
            elif entry.key == "total_cycle":
                yield entry, "cycle_total" if yearly or is_long(entry.label) else "total"
            elif entry.key in {"executed", "approved", "rate", IN_WORDS}:
                yield entry, entry.key
            elif entry.key in _FIELDS:
                anchor = self._anchor(at)
                yield entry, entry.key if anchor is None or ours(anchor) else ""
            else:
                yield entry, ""

    @staticmethod
    def _of_column(entry: Entry, base: str) -> str:
        if entry.column == base and entry.key in _FIELDS:
            return entry.key
        whole = entry.key in {"total", "total_cycle"}
        if entry.column == base:
            return "total" if whole else ""
        return entry.column if whole else ""

    def _anchor(self, at: int) -> Entry | None:
        """The total that an amount is part of: the nearest by column, then the latest."""
        own = self.entries[at]
        if own.key == "total":
            return own
        anchors = [
            (abs(one.at - own.at), -index, one)
            for index, one in enumerate(self.entries[:at])
            if one.key in {"total", "total_cycle", "executed", "approved"} and not one.column
        ]
        return min(anchors, key=lambda one: one[:2])[2] if anchors else None

    def _title(self, entry: Entry) -> str:
        words = _words(entry)
        if entry.heading is not None:
            return f"{words}：{plain(entry.heading.text)}"
        anchor = self._anchor(self.entries.index(entry))
        if anchor is None or anchor is entry or anchor.key in {"total", "approved"}:
            return words
        return f"{plain(anchor.label.text)}：{words}"


def _words(entry: Entry) -> str:
    """What the label says; where its value stands in the same cell, what stands before that."""
    text = entry.label.text
    (_, cell, start, _), *_ = entry.value.pieces
    if cell is entry.label and start > 0:
        # 其他资金 of 其中：财政拨款：90 其他资金：10
        text = re.split(r"[\s;；，,]", text[:start].rstrip(" :：\u3000"))[-1]
        text = text.removeprefix("其中：")
    return plain(text) or normal(text)


def is_long(label: Cell) -> bool:
    """Whether a total is surely more than a year's: 中期, 实施期, 总投资."""
    return re.search(r"中期|长期|实施期|三年|总投资|周期|概算", normal(label.text)) is not None


def _distinct(shares: list[tuple[str, Field]]) -> tuple[tuple[str, Field], ...]:
    """Shares under labels that differ: a second 其他资金 is 其他资金（2）."""
    seen: dict[str, int] = {}
    made: list[tuple[str, Field]] = []
    for label, value in shares:
        seen[label] = seen.get(label, 0) + 1
        made.append((label if seen[label] == 1 else f"{label}（{seen[label]}）", value))
    return tuple(made)

"""What the head of a form was found to say: fields as they are met, and which one is meant.

Several goals (of the period and of the year) are one text. Of several departments the lowest
files; the others are notes. A label without a value leaves its field blank, where the value
should stand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from audit.document import Cell
from audit.filing import Field
from audit.grammar.normal import normal
from audit.layouts import cutting, front
from audit.layouts.form_money import Money
from audit.layouts.labels import AMOUNTS, DEPARTMENT, GOALS, IN_WORDS, Label
from audit.layouts.slots import Slot
from audit.plugins import Skipped

_MONEY_UNIT = re.compile(r"(?:人民币)?[百千]?[万亿]?元")


_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2}|[１２][０９][０-９]{2})\s{0,4}(?:年度?)?")


def is_money_unit(text: str) -> bool:
    return _MONEY_UNIT.fullmatch(normal(text)) is not None


@dataclass(slots=True)
class Found:
    """What the labels of one form introduce."""

    skipped: list[Skipped]
    front: front.Front
    money: Money = field(default_factory=Money)
    name: Field | None = None
    labels: set[str] = field(default_factory=set)
    """The fields that the form has, blank or not."""
    group: Label | None = None
    """The first label of the last row that had one."""
    _departments: list[tuple[int, Field]] = field(default_factory=list)
    _goals: list[Field] = field(default_factory=list)
    _done: list[Field] = field(default_factory=list)
    _places: dict[str, Field] = field(default_factory=dict)
    """Where a goal, or what was reached, is missing: at its label, or the blank behind it."""

    def skip(self, cell: Cell, why: str) -> None:
        self.skipped.append(Skipped(cell, 0, len(cell.text), why))

    def note(self, slot: Slot) -> None:
        """A cell that has nothing to do with the labels around it."""
        if front.belongs(slot.text):
            self.front.take(slot.cell)
        else:
            self.skip(slot.cell, "note")

    def take(self, label: Label, slot: Slot, value: Field) -> bool:
        """The value of a label that stands at `slot`; whether the label is one of a field."""
        key = label.key
        if key in GOALS:
            self.goals(label, value)
        elif key == "project_name":
            self.labels.add(key)
            self.name = value if self.name is None or not self.name.text else self.name
        elif key == "year":
            self._year(value)
        elif key == "money_unit" and is_money_unit(value.text):
            self.front.money_unit = self.front.money_unit or value
        elif key == DEPARTMENT:
            self.department_of(label.rank, value)
        elif key in {*AMOUNTS, "rate", IN_WORDS}:
            self.labels.add("total")
            self.money.add(label, slot, value)
        else:
            return False
        return True

    def _year(self, value: Field) -> None:
        found = _YEAR.fullmatch(value.text)
        (_, cell, start, end), *_ = value.pieces
        if self.front.year is None and found:
            self.front.year = Field.cut(cell, start, start + found.end("year"))
        self.skipped.append(Skipped(cell, start, end, "note"))

    def goals(self, label: Label, value: Field) -> None:
        self.labels.add("goal")
        if value.text:
            (self._done if label.key == "goal_done" else self._goals).append(value)

    def department_of(self, rank: int, value: Field) -> None:
        self.labels.add(DEPARTMENT)
        if is_money_unit(value.text):
            self.front.money_unit = self.front.money_unit or value
        else:
            self._departments.append((rank, value))

    def missing(self, label: Label, slot: Slot, blank: Cell) -> None:
        """A label at `slot` without a value; it should stand in `blank`."""
        place = cutting.blank(blank)
        if label.key in GOALS:
            self.labels.add("goal")
            self._places.setdefault("goal_done" if label.key == "goal_done" else "goal", place)
        else:
            self.take(label, slot, place)

    # --- what came of it

    @property
    def goal(self) -> Field | None:
        """All goals as one text; blank where a label has none, None without a label."""
        return _one(self._goals) or self._places.get("goal")

    @property
    def goal_done(self) -> Field | None:
        return _one(self._done) or self._places.get("goal_done")

    def department(self) -> Field | None:
        """The department that files; the other units are skipped."""
        if self.front.department is not None:
            self._departments.insert(0, (-1, self.front.department))
        ranked = sorted(self._departments, key=lambda one: (not one[1].text, one[0]))
        for _, other in ranked[1:]:
            self.skipped += [
                Skipped(piece.cell, piece.start, piece.end, "note") for piece in other.pieces
            ]
        return ranked[0][1] if ranked else None


def _one(fields: Sequence[Field]) -> Field | None:
    if len(fields) < 2:
        return fields[0] if fields else None
    return Field.join(tuple(fields), "\n")

"""The head of a form: label cells and value cells, in rows of any shape.

    项目名称 | 校舍维修 | 主管部门 | 县教育局
    项目资金（万元） | 年度资金总额： | 100
                     | 其中：财政拨款 | 90
    总体目标 | 中期目标 | 年度目标
             | …        | …

Rows above the first label are front matter; rows of nothing but labels stand over what is
below them (form_over.py); the others are walked from left to right (form_walk.py). What is
found gathers in form_found.py.
"""

import re
from collections.abc import Sequence

from audit.grammar.normal import normal
from audit.layouts import cutting, front
from audit.layouts.form_found import Found
from audit.layouts.form_over import Over
from audit.layouts.form_walk import UNIT_CELL, Walk
from audit.layouts.labels import label_of, pair_of
from audit.layouts.slots import Row, Slot
from audit.plugins import Skipped

_CODED_UNIT = re.compile(r"\[?\d{3,12}\]?[-—_]?[\u4e00-\u9fff（）()]{4,40}")


class Head:
    """The head of one form, read row by row."""

    def __init__(self, skipped: list[Skipped]) -> None:
        self.found = Found(skipped, front.Front(skipped=skipped))
        self._over = Over(self.found)
        self._walk = Walk(self.found)

    def read(self, row: Row) -> None:
        """Take one row."""
        filled = [slot for slot in row if slot.fresh and slot.filled]
        if filled and not self._is_front(filled) and not self._over.takes(row, filled):
            self._walk.read(row, filled)

    def close(self) -> None:
        """Indicators begin: what follows them stands under no heading of the head."""
        self._over.close()

    def _is_front(self, filled: Sequence[Slot]) -> bool:
        """Whether the row is title, year or unit; its cells are then taken."""
        found = self.found
        if found.labels:
            return False
        alone = len(filled) == 1 and front.belongs(filled[0].text)
        if alone and (pair := pair_of(filled[0].text)) and pair.label.key == "project_name":
            # 项目名称：2026年专项业务费 tells a name, whatever year is in it.
            return False
        if not alone and any((label := label_of(slot.text)) and label.sure for slot in filled):
            return False
        some = [slot for slot in filled if front.belongs(slot.text)]
        for slot in some:
            found.front.take(slot.cell)
        for slot in filled:
            if slot not in some and _CODED_UNIT.fullmatch(normal(slot.text)) and some:
                found.department_of(0, cutting.words(slot.cell))
        return bool(some)


def is_front(filled: Sequence[Slot]) -> bool:
    """Whether a row below indicators is front matter of the next form."""
    if not 0 < len(filled) <= 3:
        return False
    if any(UNIT_CELL.search(slot.text) for slot in filled):
        return True
    (first, *others) = filled
    # Where nothing is merged, a title stands in the first column.
    wide = first.last - first.first > 2 or first.first == 0
    return not others and wide and first.text.strip().endswith("表") and front.belongs(first.text)

"""A target whose sign, value and unit stand in columns of their own, joined as read.

`annual_target` is what a person reads over the columns: ≥ 95 %. Sign and unit stay apart
beside it. A blank value makes a blank target, whatever its sign and unit are; a sign or
unit that the value repeats is joined once; 定性 in the column of signs is no sign.
"""

from typing import NamedTuple

from audit.filing import Field
from audit.grammar.normal import normal

_SIGNS = frozenset(
    {
        "≥", "≤", ">", "<", "=", "≧", "≦", ">=", "<=", "=>", "=<", "==", "⩾", "⩽", "═", "±", "~",
        "大于", "小于", "等于", "大于等于", "小于等于", "大于或等于", "小于或等于", "不低于", "不少于",
        "不小于", "不超过", "不高于", "不大于", "不多于", "高于", "低于", "多于", "少于", "至少", "至多",
        "超过", "约等于",
    }
)  # fmt: skip
_DIRECTIONS = frozenset(
    f"{sense}{word}" for sense in ("正向", "反向", "逆向", "负向") for word in ("", "指标")
)


class Parts(NamedTuple):
    """The target as read, and its parts."""

    target: Field
    comparator: Field | None
    unit: Field | None


def is_sign(text: str) -> bool:
    return normal(text) in _SIGNS


def is_direction(text: str) -> bool:
    return normal(text) in _DIRECTIONS


def joined(comparator: Field | None, value: Field, unit: Field | None) -> Parts:
    """One target of up to three fields."""
    if not value.text:
        return Parts(value, comparator, unit)
    flat = normal(value.text)
    fields = [value]
    if comparator and is_sign(comparator.text) and not flat.startswith(normal(comparator.text)):
        fields.insert(0, comparator)
    # 百分比 behind 95% would be a unit twice.
    if unit and unit.text and not flat.endswith(normal(unit.text)):
        fields.append(unit)
    target = value if len(fields) == 1 else Field.join(tuple(fields), "")
    return Parts(target, comparator, unit)


def of_cells(cells: list[Field]) -> Parts:
    """The target of cells under one wide heading: 指标值 over sign, value and unit."""
    filled = [cell for cell in cells if cell.text]
    if len(filled) < 2:
        return Parts(filled[0] if filled else cells[0], None, None)
    comparator = filled.pop(0) if is_sign(filled[0].text) else None
    unit = filled.pop() if len(filled) > 1 and _is_unit(filled[-1].text) else None
    value = filled[0] if len(filled) == 1 else Field.join(tuple(filled), "")
    return joined(comparator, value, unit)


def _is_unit(text: str) -> bool:
    flat = normal(text)
    return 0 < len(flat) <= 8 and not any(char.isdecimal() for char in flat)

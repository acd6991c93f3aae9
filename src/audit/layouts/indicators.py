"""The record of an indicator that stands in one cell with others, cut by the inline grammar.

The inline layout and the test kit both make their indicators here.
"""

from audit.document import Cell
from audit.filing import Field, Indicator
from audit.grammar.indicators import IndicatorText, Slice

FIELDS = ("number", "category", "level1", "level2", "name")
"""What every indicator of this grammar has, blank or not."""


def build(
    cell: Cell,
    found: IndicatorText,
    index: int,
    project_index: int,
    targets: frozenset[str],
    *,
    inherited: bool = False,
) -> Indicator:
    """The record. `targets` are those that the form has: without a label they are blank."""

    def cut(part: Slice) -> Field:
        return Field.cut(cell, *part, inherited=inherited)

    def target(name: str, part: Slice | None) -> Field | None:
        if part is not None:
            return cut(part)
        return cut((found.whole[1], found.whole[1])) if name in targets else None

    return Indicator(
        index=index,
        project_index=project_index,
        source=cut(found.whole),
        number=cut(found.number),
        category=cut(found.category),
        level1=cut(found.level1),
        level2=cut(found.level2),
        name=cut(found.name),
        cycle_target=target("cycle_target", found.cycle_target),
        annual_target=target("annual_target", found.annual_target),
    )

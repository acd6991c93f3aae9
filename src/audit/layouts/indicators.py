"""The record of an indicator that stands in one cell with others, cut by the inline grammar.

The inline layout and the test kit make theirs here of the inline grammar, layouts of prose of
the prose grammar.
"""

from audit.document import Cell
from audit.filing import Field, Indicator
from audit.grammar.indicator_items import ItemText
from audit.grammar.indicators import IndicatorText, Slice
from audit.layouts import cutting

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


def of_item(
    cell: Cell,
    item: ItemText,
    categories: tuple[Field | None, Field | None],
    project_index: int,
    levels: frozenset[str],
    aim: str = "annual_target",
) -> Indicator:
    """The record of an item of prose under its categories of both levels.

    `levels` are those the form has; `aim` is the field that its value is.
    """
    first, second = categories
    name = cutting.words(cell, *item.name)
    nothing = Field.cut(cell, item.name[0], item.name[0])
    given = tuple(one for one in (first, second) if one is not None)
    return Indicator(
        index=0,
        project_index=project_index,
        source=name,
        category=Field.join(given, ",") if given else nothing,
        level1=(first or nothing) if "level1" in levels else None,
        level2=(second or nothing) if "level2" in levels else None,
        name=name,
        **{aim: cutting.words(cell, *item.target)},
    )

"""Several indicators in the cells of one row, as forms have them whose rows are categories.

    | 数量指标 | 1.举办竞赛≥5场⏎2.参赛职工≥600人次 |
    | 数量指标 | 1.开放天数⏎2.接待读者 | ≥310天⏎≥40万人次 |

Names with their targets in one cell are told apart by the prose grammar: in a column that is
called so (指标内容及指标值), or where one of two columns holds both and is read without a rest.
A list of names with as many lines of targets beside it goes line by line. A cell that has
another number of lines belongs to all of them.
"""

from audit.document import Cell
from audit.filing import Field
from audit.grammar import indicator_items
from audit.layouts import cutting
from audit.plugins import Skipped

Fields = dict[str, Field]

ITEMS = "items"
"""The key of a column of names with their targets."""
_ONCE = frozenset({"level1", "level2", "number", "explanation", "cause", "standard"})


def told_apart(fields: Fields, skipped: list[Skipped]) -> list[Fields]:
    """The fields of each indicator of a row; one that is the same, for most rows."""
    both = fields.pop(ITEMS, None)
    if both is not None:
        return _items(fields, both, skipped) or [_without_target(fields, both)]
    name, target = fields.get("name"), fields.get("annual_target")
    if name is None or target is None:
        return [fields]
    if not name.text or not target.text:
        return _items(fields, name if name.text else target, skipped, whole=True) or [fields]
    return _by_line(fields, name, skipped) or [fields]


def _without_target(fields: Fields, name: Field) -> Fields:
    end = cutting.blank(name.pieces[-1].cell)
    return fields | {"name": name, "annual_target": end}


def _items(
    fields: Fields, both: Field, skipped: list[Skipped], *, whole: bool = False
) -> list[Fields]:
    """One of each item of a cell; none where `whole` and it is not several, or has a rest."""
    cell = _only_cell(both)
    if cell is None:
        return []
    items = list(indicator_items.split(cell.text))
    if whole and (len(items) < 2 or _rest(cell, [item.whole for item in items])):
        return []
    for item in items:
        parts = (item.number, item.level2, *item.labels)
        skipped += [Skipped(cell, *part, "label") for part in parts]
    return [
        fields
        | {
            "name": cutting.words(cell, *item.name),
            "annual_target": cutting.words(cell, *item.target),
        }
        for item in items
    ]


def _rest(cell: Cell, taken: list[tuple[int, int]]) -> bool:
    held = sum(sum(map(str.isalnum, cell.text[start:end])) for start, end in taken)
    return held < sum(map(str.isalnum, cell.text))


def _by_line(fields: Fields, name: Field, skipped: list[Skipped]) -> list[Fields]:
    """One of each line, where names are numbered and the targets are as many."""
    if not any("\n" in piece.cell.text for piece in name.pieces):
        return []
    if signed := _signed_lines(fields, name):
        return signed
    names = _parts(name)
    count = len(names)
    if count < 2 or not all(any(char.isalnum() for char in number) for _, number, _ in names):
        return []
    lines = {
        key: [part for part, *_ in _parts(one) if part.text]
        for key, one in fields.items()
        if key not in _ONCE | {"name"}
    }
    if len(lines["annual_target"]) != count:
        return []
    skipped += [before for *_, before in names]
    return [
        fields
        | {"name": one}
        | {key: parts[at] for key, parts in lines.items() if len(parts) == count}
        for at, (one, *_) in enumerate(names)
    ]


def _signed_lines(fields: Fields, name: Field) -> list[Fields]:
    """One of each line, where no line is numbered and each target has a sign of its own."""
    cells = [_only_cell(name), _only_cell(fields["annual_target"])]
    names, aims = ([] if cell is None else cutting.lines(cell) for cell in cells)
    if len(names) < 2 or len(names) != len(aims):
        return []
    if not all(indicator_items.SIGN.match(one.text) for one in aims):
        return []
    if any(any(map(str.isdecimal, one.text[:2])) for one in names):
        return []
    return [
        fields | {"name": one, "annual_target": aim} for one, aim in zip(names, aims, strict=True)
    ]


def _parts(field: Field) -> list[tuple[Field, str, Skipped]]:
    """The items of a list in a cell, the number before each, and its slice."""
    cell = _only_cell(field)
    if cell is None:
        return []
    found = []
    for start, end in indicator_items.numbered(cell.text, 0, len(cell.text)):
        named, before = cutting.name(cell, start, end)
        found.append((named, cell.text[slice(*before)], Skipped(cell, *before, "label")))
    return found


def _only_cell(field: Field) -> Cell | None:
    cells = {id(piece.cell): piece.cell for piece in field.pieces}
    return next(iter(cells.values())) if len(cells) == 1 else None

"""Rows of a sheet into blocks: lines above and below, and tables between blank rows.

A sheet has one grid for all that stands on it: a title over merged cells, a row with
部门名称 on the left and 单位：万元 on the right, the table, notes. A row with no more than
two filled cells at the head or foot of a stretch of rows is lines; the rest is a table.
"""

from collections.abc import Iterator, Sequence

from audit.document import Block, Cell, Line, Place, Table

_FEW = 2


def blocks_of(rows: Sequence[tuple[Cell, ...]], place: Place) -> Iterator[Block]:
    """The blocks of a sheet, in order. `place` is the sheet's; tables get numbers from 1."""
    number = 0
    for stretch in _stretches(rows):
        first, last = _body(stretch)
        for row in stretch[:first]:
            yield from _lines(row)
        if first < last:
            number += 1
            here = place._replace(table=number, row=None)
            yield Table(tuple(stretch[first:last]), here)
        for row in stretch[last:]:
            yield from _lines(row)


def _stretches(rows: Sequence[tuple[Cell, ...]]) -> Iterator[list[tuple[Cell, ...]]]:
    stretch: list[tuple[Cell, ...]] = []
    for row in rows:
        if any(cell.text.strip() for cell in row):
            stretch.append(row)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _body(stretch: list[tuple[Cell, ...]]) -> tuple[int, int]:
    """First and last (exclusive) row of the table in a stretch."""
    wide = [index for index, row in enumerate(stretch) if len(_filled(row)) > _FEW]
    if not wide:
        # A form of two columns, label and value, has no wide row: it is a table as it stands.
        pairs = [index for index, row in enumerate(stretch) if len(_filled(row)) == _FEW]
        return (pairs[0], pairs[-1] + 1) if len(pairs) > 1 else (0, 0)
    last = wide[-1] + 1
    while last < len(stretch) and _belongs(stretch[last], stretch[last - 1]):
        last += 1
    return wide[0], last


def _belongs(row: tuple[Cell, ...], above: tuple[Cell, ...]) -> bool:
    """Whether a sparse row below goes on with a merged cell or is a row of the form."""
    shared = {id(cell) for cell in row} & {id(cell) for cell in above if cell.text.strip()}
    return bool(shared) or len(_filled(row)) == _FEW


def _filled(row: tuple[Cell, ...]) -> list[Cell]:
    found: dict[int, Cell] = {id(cell): cell for cell in row if cell.text.strip()}
    return list(found.values())


def _lines(row: tuple[Cell, ...]) -> Iterator[Line]:
    return (Line(cell) for cell in _filled(row))

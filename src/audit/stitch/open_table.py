"""A table that the next may go on from, its rows as far as they are known."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from audit.document import Cell, Problem, Table
from audit.stitch import cells, edges, pages, wording
from audit.stitch.words import (
    LONG,
    Row,
    heads_values,
    is_blank,
    is_heading,
    is_indicator_heading,
    is_known_heading,
    is_whole_sum,
    texts,
)

_AMOUNT = re.compile(r"[-－]?[\d,，０-９]+(?:[.．][\d０-９]*)?")
_HEADING_ROWS = 4


@dataclass(slots=True)
class OpenTable:
    """The rows of a table and of all that went on from it."""

    first: Table
    rows: list[Row] = field(default_factory=list)
    columns: tuple[float, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    _sums: list[list[str]] = field(default_factory=list)
    _heads: list[Row] = field(default_factory=list)
    """Headings within the first rows, which may stand again anywhere."""
    _below: list[Row] = field(default_factory=list)
    """Those of indicators further down, which may stand again where a page begins."""
    _filled: dict[int, int] = field(default_factory=dict)
    """By column: how many cells are filled, and how many of these hold amounts."""
    _amounts: dict[int, int] = field(default_factory=dict)
    width: int = 0
    _repeated: set[int] = field(default_factory=set)
    """The first cells of rows that are headings once more."""
    is_open: bool = False
    """Whether a page took the border at its end."""
    _became: dict[int, Cell] = field(default_factory=dict)
    """What cells of the table that is being added were joined to."""

    @property
    def has_indicators(self) -> bool:
        """Whether the heading of indicators has been met."""
        return bool(self._below) or any(map(is_indicator_heading, self._heads))

    @property
    def is_of_titles(self) -> bool:
        """Whether no row says more than one thing: the rest of a form is still to come."""
        return all(len({cell.text.strip() for cell in row} - {""}) < 2 for row in self.rows)

    def add(self, table: Table) -> None:
        """The rows of the table, or of its continuation."""
        goes_on = bool(self.rows)
        rows = self._on_one_grid(table)
        placed = bool(self.columns and table.columns)
        broke = at_start = goes_on
        opened = (self.is_open, table.open[0]) if goes_on else (False, False)
        self._became = {}
        if not goes_on:
            self._heads = [row for row in rows[:_HEADING_ROWS] if is_heading(row)]
        parted = self._without_glue(rows) if placed else ((row, False) for row in rows)
        for read, is_rest in parted:
            row = tuple(self._became.get(id(cell), cell) for cell in read)
            if is_blank(row) and not placed:
                # A blank row stands where two pages met; at the head of a page it is no row.
                if not (broke and at_start):
                    self.rows.append(row)
                broke = True
            elif self.rows and self.repeats_heading(row, at_start=at_start):
                # Where it stands for the first time, below the head of a form, no page ended.
                before = [*self.rows[:_HEADING_ROWS], *self._below]
                if any(_says(row, other) for other in before):
                    broke = True
                    self._repeated.add(id(row[0]))
                self.rows.append(row)
            elif placed:
                self._add_of_page(row, broke=broke, opened=(True, True) if is_rest else opened)
                broke = at_start = False
                opened = (False, False)
            else:
                self._add(row, broke=broke)
                broke = at_start = False
            self._count(row)
        self.width = max(self.width, *map(len, rows), 0)
        self.is_open = table.open[1]

    def edges_onto(self, table: Table) -> edges.Onto | None:
        """Where its edges lie among ours. A table with a heading has all of its columns there."""
        loosely = not any(map(is_known_heading, self._heads))
        return edges.onto(self.columns, table.columns, loosely=loosely)

    def _on_one_grid(self, table: Table) -> Sequence[Row]:
        if not (self.rows and self.columns and table.columns):
            self.columns = self.columns or table.columns
            return table.rows
        onto = self.edges_onto(table)
        if onto is None:
            return table.rows
        self.rows = edges.spread(self.rows, onto.first, self.first)
        if onto.columns != self.columns:
            self._heads = edges.spread(self._heads, onto.first, self.first)
            self._below = edges.spread(self._below, onto.first, self.first)
            self.columns = onto.columns
            self._filled, self._amounts = {}, {}
            for row in self.rows:
                self._tally(row)
        return edges.spread(table.rows, onto.second, table)

    def _count(self, row: Row) -> None:
        if is_indicator_heading(row) and not self.repeats_heading(row):
            self._below.append(row)
        if is_whole_sum(row) and not is_heading(row):
            self._sums.append(texts(row))
        self._tally(row)

    def _tally(self, row: Row) -> None:
        for at, cell in enumerate(row):
            text = cell.text.strip()
            if text:
                self._filled[at] = self._filled.get(at, 0) + 1
                if len(text) <= LONG and _AMOUNT.fullmatch(text):
                    self._amounts[at] = self._amounts.get(at, 0) + 1

    def _values(self) -> set[int]:
        """The columns of which a row has one value each: amounts, and what headings call so."""
        heading = self._below[-1] if self._below else next(iter(self._heads), ())
        named = {at for at, cell in enumerate(heading) if heads_values(cell.text)}
        return named | {at for at, one in self._amounts.items() if one * 2 >= self._filled[at]}

    # --- headings

    def repeats_heading(self, row: Row, *, at_start: bool = True) -> bool:
        """Whether the row is one of the headings before it."""
        heads = [*self._heads, *self._below] if at_start else self._heads
        return any(_says(row, head) for head in heads)

    def _heading(self) -> list[Row]:
        """The rows of the heading of columns: one, or several over one another."""
        block: list[Row] = []
        for row in self.rows[: 2 * _HEADING_ROWS]:
            if is_known_heading(row) and not any(_says(row, head) for head in block):
                block.append(row)
            elif block:
                break
        return block

    def _without_glue(self, rows: Sequence[Row]) -> Iterator[tuple[Row, bool]]:
        """The rows; a heading that no rule parts from the rest of a row stands on its own."""
        block = self._heading()
        at = 0
        while at < len(rows):
            parts = _unglued(rows[at : at + len(block)], block) if self.rows and block else None
            if parts is None:
                yield rows[at], False
                at += 1
            else:
                *heading, rest = parts
                yield from ((row, False) for row in heading)
                yield rest, True
                at += len(block)

    # --- rows

    def _add_of_page(self, row: Row, *, broke: bool, opened: tuple[bool, bool]) -> None:
        above = self._last_row(blank=True) if broke else None
        if above is None:
            self.rows.append(row)
        elif pages.is_cut(self.rows[above], row, self._values(), opened):
            self._join(above, row)
        else:
            met = [(one.above, one.below) for one in pages.going_on(self.rows[above], row)]
            self._make_one(met)
            self.rows.append(tuple(self._became.get(id(cell), cell) for cell in row))

    def _add(self, row: Row, *, broke: bool) -> None:
        above = self._last_row(blank=False) if broke else None
        if above is None:
            self.rows.append(row)
            return
        verdict = wording.judge(self.rows[above], row, self._values())
        if not verdict.is_sure:
            start = next(cell for cell in row if cell.text.strip())
            key = "row-joined-by-words" if verdict.is_cut else "row-parted-by-words"
            self.problems.append(Problem(key, start.place))
        if verdict.is_cut:
            self._join(above, row)
        else:
            self.rows.append(row)

    def _last_row(self, *, blank: bool) -> int | None:
        """The last row that no heading repeats; the heading itself where nothing follows it."""
        for at in self._last_rows():
            row = self.rows[at]
            if is_blank(row) and not blank:
                continue
            if id(row[0]) not in self._repeated:
                return at
        return None

    def _last_rows(self) -> range:
        last = len(self.rows) - 1
        return range(last, max(last - _HEADING_ROWS, -1), -1)

    def _join(self, above: int, below: Row) -> None:
        """Puts the rest of a row to it, and the row behind the headings that cut it."""
        upper = self.rows[above]
        self.rows.append(self.rows.pop(above))
        self._make_one(list(zip(upper, below, strict=True)))

    def _make_one(self, met: Sequence[tuple[Cell, Cell]]) -> None:
        """Makes each pair one cell, in all rows that either is in."""
        whole = {id(upper): cells.joined(upper, lower) for upper, lower in met}
        for heads in (self._heads, self._below):
            heads[:] = (tuple(whole.get(id(cell), cell) for cell in head) for head in heads)
        self._became |= {id(lower): whole[id(upper)] for upper, lower in met}
        for at in range(len(self.rows) - 1, -1, -1):
            row = self.rows[at]
            if any(id(cell) in whole for cell in row):
                self.rows[at] = tuple(whole.get(id(cell), cell) for cell in row)
            elif not self.repeats_heading(row):
                break

    def is_summed_anew(self, table: Table, *, titled: bool) -> bool:
        """Whether both have a row 合计, the other at its head: under a title, or another one."""
        body = (row for row in table.rows if not is_blank(row) and not self.repeats_heading(row))
        start = next(body, None)
        if start is None or not self._sums or not is_whole_sum(start):
            return False
        return titled or texts(start) not in self._sums

    def made(self) -> Table:
        return replace(
            self.first,
            rows=tuple(self.rows),
            columns=self.columns,
            open=(self.first.open[0], self.is_open),
        )


def _says(row: Row, heading: Row) -> bool:
    """Whether a row says what a heading does; a merged cell on its left may be blank."""
    if len(row) != len(heading) or any(len(cell.text) > LONG for cell in row):
        return False
    found, wanted = texts(row), texts(heading)
    if found == wanted:
        return True
    at = next((at for at, text in enumerate(found) if text), len(found))
    return 2 * at < len(found) and found[at:] == wanted[at:] and len(set(found[at:])) > 1


def _unglued(rows: Sequence[Row], block: Sequence[Row]) -> list[Row] | None:
    """The heading's rows, and what stands below without a rule between, if that is so."""
    if len(rows) < len(block) or any(
        len(row) != len(head) for row, head in zip(rows, block, strict=True)
    ):
        return None
    heads: dict[int, Cell] = {}
    rests: dict[int, Cell] = {}
    last = {id(cell) for cell in rows[-1]}
    glued = False
    for row, head in zip(rows, block, strict=True):
        for cell, wanted in zip(row, head, strict=True):
            if id(cell) in heads:
                continue
            parts = cells.cut_behind(cell, wanted.text)
            if parts is None or (parts[1].text and id(cell) not in last):
                return None
            heads[id(cell)], rests[id(cell)] = parts
            glued = glued or bool(parts[1].text.strip())
    if not glued:
        return None
    made = [tuple(heads[id(cell)] for cell in row) for row in rows]
    return [*made, tuple(rests[id(cell)] for cell in rows[-1])]

"""The inline layout: one row a project, all its indicators packed into one cell.

    | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |

The table is known by its headings, wherever they stand and in whatever order: a column of
绩效指标 and one of 项目名称 or 绩效目标. Title, department, year and unit are read from the
lines before it and the rows above the headings; notes behind it belong to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.document import Cell, Document, Line, Table
from audit.filing import AMOUNT_FIELDS, Field, Filing, Indicator, Project, Total
from audit.grammar import indicators as grammar
from audit.grammar.normal import normal
from audit.layouts import front, sums
from audit.layouts.headings import columns_of
from audit.layouts.indicators import FIELDS, build
from audit.plugins import Claim, Layed, Skipped

NAME = "inline"

_HEADING_ROWS = 8
"""Headings stand within so many rows: titles and units may stand above them."""


class _Headings(NamedTuple):
    first: int
    last: int
    """Half open: the rows of the headings."""
    columns: dict[int, str]
    """Field of each column."""


def claims(document: Document, /) -> Iterator[Claim]:
    """A claim on each table with these headings, with its front matter and notes."""
    taken = -1
    for at, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            continue
        headings = _headings(block)
        if headings is None:
            continue
        first, last = _surroundings(document, at, taken)
        taken = last
        sure = 0.9 if _has_grammar(block, headings) else 0.4
        why = "表头有“绩效指标”和“项目名称”，指标写在一个单元格内"
        yield Claim(tuple(range(first, last + 1)), sure, why)


def _headings(table: Table) -> _Headings | None:
    for at, row in enumerate(table.rows[:_HEADING_ROWS]):
        one = columns_of([row])
        if _enough(one):
            below = table.rows[at + 1 : at + 2]
            two = columns_of([row, *below])
            # A second row of headings has words for amounts under one wide word.
            if below and len(two) > len(one) and not _holds_values(below[0]):
                return _Headings(at, at + 2, two)
            return _Headings(at, at + 1, one)
        if at + 1 < len(table.rows):
            both = columns_of([row, table.rows[at + 1]])
            if _enough(both) and len(columns_of([table.rows[at + 1]])) > 1:
                return _Headings(at, at + 2, both)
    return None


def _enough(columns: dict[int, str]) -> bool:
    fields = set(columns.values())
    return "indicators" in fields and bool(fields & {"project_name", "goal"})


def _holds_values(row: Sequence[Cell]) -> bool:
    return any(char.isdecimal() for cell in row for char in cell.text)


def _has_grammar(table: Table, headings: _Headings) -> bool:
    columns = [at for at, name in headings.columns.items() if name == "indicators"]
    cells = [row[at] for row in table.rows[headings.last :] for at in columns if at < len(row)]
    return any(grammar.split(cell.text[:2000]) for cell in cells)


def _surroundings(document: Document, at: int, taken: int) -> tuple[int, int]:
    """First and last block of the form: lines before that belong to it, notes behind."""
    first = at
    while first - 1 > taken:
        block = document.blocks[first - 1]
        if not isinstance(block, Line) or not front.belongs(block.text):
            break
        first -= 1
    last = at
    while last + 1 < len(document.blocks):
        block = document.blocks[last + 1]
        if not isinstance(block, Line) or not front.is_note(block.text):
            break
        last += 1
    return first, last


def lay_out(document: Document, claim: Claim, /) -> Layed:
    """The one filing of the claim."""
    before = front.Front()
    behind: list[Skipped] = []
    table: Table | None = None
    for index in claim.blocks:
        block = document.blocks[index]
        if isinstance(block, Table):
            table = block
        elif table is None:
            before.take(block.cell)
        else:
            behind.append(Skipped(block.cell, 0, len(block.text), "note"))
    headings = _headings(table) if table is not None else None
    if table is None or headings is None:
        return Layed((), ())
    body = _Body(before, headings, behind)
    body.read(table)
    return Layed((body.filing(table),), tuple(before.skipped + behind))


class _Row(NamedTuple):
    """A row of the body as the fields of its columns."""

    fields: dict[str, Field]
    text: sums.RowText


@dataclass(slots=True)
class _Body:
    """The rows under the headings, sorted into projects and sums."""

    front: front.Front
    headings: _Headings
    skipped: list[Skipped]
    rows: list[list[_Row]] = field(default_factory=list)
    """Rows of the table that belong to one project (merged or continued), or to a sum."""

    def read(self, table: Table) -> None:
        for row in table.rows[: self.headings.first]:
            for cell in _once(row):
                self.front.take(cell)
        heading = table.rows[self.headings.first : self.headings.last]
        for row in heading:
            self._skip(row, "heading")
        unit = front.unit_in_headings(cell for row in heading for cell in row)
        self.front.money_unit = self.front.money_unit or unit
        again = [[normal(cell.text) for cell in row] for row in heading]
        for row in table.rows[self.headings.last :]:
            if [normal(cell.text) for cell in row] in again:
                self._skip(row, "heading")
            elif _is_note(row):
                self._skip(row, "note")
            elif any(cell.text.strip() for cell in row):
                self._take(row)

    def _skip(self, row: Sequence[Cell], why: str) -> None:
        self.skipped += [Skipped(cell, 0, len(cell.text), why) for cell in _once(row)]

    def _take(self, row: Sequence[Cell]) -> None:
        made = self._row(row)
        if self.rows and _goes_on(self.rows[-1][-1], made):
            self.rows[-1].append(made)
        else:
            self.rows.append([made])

    def _row(self, row: Sequence[Cell]) -> _Row:
        fields: dict[str, Field] = {}
        for column, name in self.headings.columns.items():
            # A row that is too short lacks its last cells: they are missing where it ends.
            if column < len(row):
                cut = _trimmed(row[column])
            else:
                end = len(row[-1].text)
                cut = Field.cut(row[-1], end, end)
            if name == "note":
                cell = cut.pieces[0].cell
                self.skipped.append(Skipped(cell, 0, len(cell.text), "note"))
            elif name not in fields or not fields[name].text:
                fields[name] = cut
        name, total = (
            fields[key].text if key in fields else "" for key in ("project_name", "total")
        )
        filled = any(key in fields and fields[key].text for key in ("goal", "indicators"))
        return _Row(fields, sums.RowText(name, total, filled))

    def filing(self, table: Table) -> Filing:
        department = self.front.department.text if self.front.department else ""
        texts = [rows[0].text for rows in self.rows]
        totals = [at for at, text in enumerate(texts) if sums.is_sum(text, department)]
        index_of: dict[int, int] = {}
        for at in range(len(texts)):
            if at not in totals:
                index_of[at] = len(index_of)
        targets = self._targets()
        projects = tuple(
            self._project(self.rows[at], index, targets) for at, index in index_of.items()
        )
        start = table.rows[0][0]
        return Filing(
            index=0,
            layout=NAME,
            kind=self.front.kind,
            fields=frozenset(self._names()) | targets,
            source=self.front.title or Field.cut(start, 0, len(start.text)),
            department=self.front.department,
            year=self.front.year,
            money_unit=self.front.money_unit,
            projects=projects,
            totals=tuple(
                self._total(number, self.rows[at][0], _covers(texts, totals, at, index_of))
                for number, at in enumerate(totals)
            ),
        )

    def _names(self) -> Iterator[str]:
        yield from (name for name in self.headings.columns.values() if name != "note")
        yield from FIELDS
        found = {"department": self.front.department, "year": self.front.year,
                 "money_unit": self.front.money_unit}  # fmt: skip
        yield from (name for name, value in found.items() if value is not None)
        yield "totals"

    def _targets(self) -> frozenset[str]:
        """The targets that the form has: those of which any indicator has the label."""
        cells = (row.fields.get("indicators") for rows in self.rows for row in rows)
        found = (grammar.targets_of(grammar.split(cell.text)) for cell in cells if cell)
        return frozenset().union(*found) or frozenset({"annual_target"})

    def _total(self, number: int, row: _Row, covers: tuple[int, ...]) -> Total:
        label = row.fields.get("project_name") or next(iter(row.fields.values()))
        whole = sums.is_whole(row.text.name)
        return Total(
            index=number,
            kind="total" if whole else "subtotal",
            covers=covers,
            source=label,
            label=label,
            **{name: row.fields.get(name) for name in AMOUNT_FIELDS},
        )

    def _project(self, rows: list[_Row], index: int, targets: frozenset[str]) -> Project:
        first = rows[0].fields
        name = first.get("project_name") or first.get("goal")
        source = name if name is not None else next(iter(first.values()))
        return Project(
            index=index,
            source=source,
            project_name=first.get("project_name"),
            goal=_joined([row.fields.get("goal") for row in rows]),
            money_unit=self.front.money_unit,
            indicators=tuple(self._indicators(rows, index, targets)),
            total=first.get("total"),
            fiscal=first.get("fiscal"),
            special=first.get("special"),
            other=first.get("other"),
        )

    def _indicators(
        self, rows: list[_Row], project: int, targets: frozenset[str]
    ) -> Iterator[Indicator]:
        number = 0
        for row in rows:
            cut = row.fields.get("indicators")
            if cut is None:
                continue
            cell, start = cut.pieces[0].cell, cut.pieces[0].start
            for found in grammar.split(cell.text[start : cut.pieces[0].end]):
                moved = found.moved(start)
                self.skipped += [Skipped(cell, *label, "label") for label in moved.labels]
                yield build(cell, moved, number, project, targets)
                number += 1


def _covers(
    texts: Sequence[sums.RowText], totals: Sequence[int], at: int, index_of: dict[int, int]
) -> tuple[int, ...]:
    return tuple(index_of[one] for one in sums.covers(texts, totals, at))


def _once(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row, a merged one once."""
    return list({id(cell): cell for cell in row}.values())


def _trimmed(cell: Cell) -> Field:
    text = cell.text
    start = len(text) - len(text.lstrip())
    return Field.cut(cell, start if text.strip() else 0, len(text.rstrip()))


def _is_note(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in _once(row) if cell.text.strip()]
    return len(filled) == 1 and front.is_note(filled[0].text)


def _goes_on(above: _Row, row: _Row) -> bool:
    """Whether a row belongs to the project of the row above: merged, or without name and money."""
    name, other = above.fields.get("project_name"), row.fields.get("project_name")
    if name is not None and other is not None and name.text and name.pieces == other.pieces:
        return True
    money = any(row.fields[key].text for key in AMOUNT_FIELDS if key in row.fields)
    return not row.text.name and not money and row.text.filled and above.text.filled


def _joined(fields: Sequence[Field | None]) -> Field | None:
    """The goal of a project over its rows; a merged cell counts once."""
    kept: list[Field] = []
    for one in fields:
        if one is not None and one.text and all(one.pieces != other.pieces for other in kept):
            kept.append(one)
    if len(kept) > 1:
        return Field.join(tuple(kept), "")
    return kept[0] if kept else fields[0]

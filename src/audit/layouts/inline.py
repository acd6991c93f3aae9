"""The inline layout: one row a project, all its indicators packed into one cell.

    | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |

The table is known by its headings, wherever they stand and in whatever order: a column of
绩效指标 and one of 项目名称 or 绩效目标, and none of 一级指标, which other layouts have. Title,
department, year and unit are read from the lines before it, the nearest first, and from the
rows above the headings; page numbers, running heads and notes behind it belong to it.

Which rows are sums is for sums.py to say, which marks part indicators for the grammar.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from audit.document import Cell, Document, Table
from audit.filing import AMOUNT_FIELDS, Field, Filing, Indicator, Project, Total, text_of
from audit.grammar import indicators as grammar
from audit.grammar.headings import NOTE
from audit.grammar.normal import normal
from audit.grammar.pages import is_page_number
from audit.layouts import cutting, front, headings, sums, surroundings
from audit.layouts.headings import Headings
from audit.layouts.indicators import FIELDS, build
from audit.plugins import Claim, Layed, Skipped

NAME = "inline"

_NEEDED = (frozenset({"indicators"}), frozenset({"project_name", "goal"}))
_OTHER_LAYOUTS = frozenset({"一级指标", "二级指标", "三级指标", "产出指标", "效益指标"})
_NONE = re.compile(
    r"无|暂无|不涉及|略|无指标|(?:详|具体|请|参)?见?(?:本表)?附(?:件|表)[0-9一二三四五六七八九十]{0,3}"
)
"""What stands for no indicators at all: that they are missing is told, once."""
_SURE, _UNSURE = 0.9, 0.4


def claims(document: Document, /) -> Iterator[Claim]:
    """A claim on each table with these headings, with its front matter and notes."""
    tables = {
        at: (block, found)
        for at, block in enumerate(document.blocks)
        if isinstance(block, Table) and (found := _headings(block))
    }
    for (table, found), blocks in zip(
        tables.values(), surroundings.around(document, list(tables)), strict=True
    ):
        sureness = _SURE if _has_grammar(table, found) else _UNSURE
        yield Claim(blocks, sureness, "表头有“绩效指标”和“项目名称”，指标写在一个单元格内")


def _headings(table: Table) -> Headings | None:
    found = headings.find(table, _NEEDED)
    if found is None:
        return None
    rows = table.rows[found.first : found.last + 1]
    others = any(normal(cell.text[:20]) in _OTHER_LAYOUTS for row in rows for cell in row)
    return None if others else found


def _has_grammar(table: Table, found: Headings) -> bool:
    columns = [at for at, name in found.columns.items() if name == "indicators"]
    cells = (row[at] for row in table.rows[found.last :] for at in columns if at < len(row))
    return any(grammar.split(cell.text[:2000]) for cell in cells)


def lay_out(document: Document, claim: Claim, /) -> Layed:
    """The one filing of the claim."""
    parts = surroundings.parts(document, claim.blocks)
    found = _headings(parts.table) if parts is not None else None
    if parts is None or found is None:
        return Layed((), ())
    body = _Body(parts.front, found)
    body.read(parts.table)
    filing = body.filing(parts.table)
    return Layed((filing,), (*parts.front.skipped, *body.skipped, *parts.notes))


class _Row(NamedTuple):
    """One row of the table: its texts by field."""

    fields: dict[str, Field]
    text: sums.RowText
    indicators: tuple[grammar.IndicatorText, ...]


@dataclass(slots=True)
class _Body:
    """The rows under the headings, sorted into projects and sums."""

    front: front.Front
    headings: Headings
    skipped: list[Skipped] = field(default_factory=list)
    rows: list[list[_Row]] = field(default_factory=list)
    """Rows of the table that belong to one project (merged or continued), or to a sum."""
    _seen: set[int] = field(default_factory=set)
    """Cells of the rows so far: a merged one gives its text to the rows after, too."""

    def read(self, table: Table) -> None:
        for row in table.rows[: self.headings.first]:
            self.front.take_row(_once(row))
        heading = table.rows[self.headings.first : self.headings.last]
        for row in heading:
            self._skip(row, "heading")
        if self.front.money_unit is None:
            self.front.money_unit = front.unit_in_headings(cell for row in heading for cell in row)
        department = text_of(self.front.department)
        again = [headings.texts(row) for row in heading]
        for row in table.rows[self.headings.last :]:
            if not any(cell.text.strip() for cell in row):
                continue
            if headings.texts(row) in again:
                self._skip(row, "heading")
            elif self._is_alone(row, department):
                self._skip(row, "note")
            else:
                self._take(row)

    def _skip(self, row: Sequence[Cell], why: str) -> None:
        self.skipped += [Skipped(cell, 0, len(cell.text), why) for cell in _once(row)]

    def _is_alone(self, row: Sequence[Cell], department: str) -> bool:
        """Whether a row is nothing but a note, or the name of what the rows after it are."""
        filled = [cell for cell in _once(row) if cell.text.strip()]
        if len(filled) > 1:
            return False
        text = filled[0].text
        if front.is_note(text) or is_page_number(text):
            return True
        names = [at for at, name in self.headings.columns.items() if name == "project_name"]
        is_name = any(at < len(row) and row[at] is filled[0] for at in names)
        return is_name and sums.is_group(text, department)

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
            cut = self._cut(row[column]) if column < len(row) else _end_of(row[-1])
            if name == NOTE:
                cell = cut.pieces[0].cell
                self.skipped.append(Skipped(cell, cut.pieces[0].start, cut.pieces[0].end, "note"))
            elif name not in fields or not fields[name].text:
                fields[name] = cut
        name, total = (
            fields[key].text if key in fields else "" for key in ("project_name", "total")
        )
        filled = any(key in fields and fields[key].text for key in ("goal", "indicators"))
        indicators = fields["indicators"]
        if _NONE.fullmatch(normal(indicators.text[:20]).rstrip("。.")):
            self.skipped.append(Skipped(*indicators.pieces[0][1:], "note"))
            fields["indicators"] = _end_of(indicators.pieces[0].cell)
        found = grammar.split(fields["indicators"].text)
        self._seen.update(map(id, row))
        return _Row(fields, sums.RowText(name, total, filled), found)

    def _cut(self, cell: Cell) -> Field:
        return cutting.prose(cell)._replace(inherited=id(cell) in self._seen)

    def filing(self, table: Table) -> Filing:
        department = text_of(self.front.department)
        totals = sums.find([rows[0].text for rows in self.rows], department)
        found = (one.indicators for rows in self.rows for one in rows)
        targets = frozenset().union(*map(grammar.targets_of, found)) or frozenset({"annual_target"})
        projects = [rows for at, rows in enumerate(self.rows) if at not in totals]
        start = next(cell for row in table.rows for cell in row)
        return Filing(
            index=0,
            layout=NAME,
            kind=self.front.kind,
            fields=frozenset(self._names()) | targets,
            source=self.front.title or Field.cut(start, 0, len(start.text)),
            department=self.front.department,
            year=self.front.year,
            money_unit=self.front.money_unit,
            projects=tuple(
                self._project(rows, index, targets) for index, rows in enumerate(projects)
            ),
            totals=tuple(
                _total(number, self.rows[at][0], total)
                for number, (at, total) in enumerate(totals.items())
            ),
        )

    def _names(self) -> Iterator[str]:
        yield from (name for name in self.headings.columns.values() if name != NOTE)
        yield from FIELDS
        found = {"department": self.front.department, "year": self.front.year,
                 "money_unit": self.front.money_unit}  # fmt: skip
        yield from (name for name, value in found.items() if value is not None)
        yield "totals"

    def _project(self, rows: list[_Row], index: int, targets: frozenset[str]) -> Project:
        first = rows[0].fields
        return Project(
            index=index,
            source=first.get("project_name") or next(iter(first.values())),
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
        seen: set[int] = set()
        for row in rows:
            source = row.fields["indicators"]
            (_, cell, start, _) = source.pieces[0]
            if id(cell) in seen:
                continue
            seen.add(id(cell))
            for found in row.indicators:
                moved = found.moved(start) if start else found
                self.skipped += [Skipped(cell, *label, "label") for label in moved.labels]
                yield build(cell, moved, number, project, targets, inherited=source.inherited)
                number += 1


def _total(number: int, row: _Row, total: sums.Sum) -> Total:
    label = row.fields.get("project_name") or next(iter(row.fields.values()))
    return Total(
        index=number,
        kind=total.kind,
        covers=total.covers,
        source=label,
        label=label,
        **{name: row.fields.get(name) for name in AMOUNT_FIELDS},
    )


def _once(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row, a merged one once."""
    return list({id(cell): cell for cell in row}.values())


def _end_of(cell: Cell) -> Field:
    return Field.cut(cell, len(cell.text), len(cell.text))


def _goes_on(above: _Row, row: _Row) -> bool:
    """Whether a row belongs to the project of the row above: merged, or without name and money."""
    name, other = above.fields.get("project_name"), row.fields.get("project_name")
    if name is not None and other is not None and name.text and name.pieces == other.pieces:
        return True
    money = any(row.fields[key].text for key in AMOUNT_FIELDS if key in row.fields)
    return not row.text.name and not money and row.text.filled and above.text.filled


def _joined(fields: Sequence[Field | None]) -> Field | None:
    """The goal of a project over its rows; a merged cell counts once."""
    kept: dict[int, Field] = {}
    for one in fields:
        if one is not None and one.text:
            kept.setdefault(id(one.pieces[0].cell), one)
    if len(kept) > 1:
        return Field.join(tuple(kept.values()), "")
    return next(iter(kept.values()), fields[0])

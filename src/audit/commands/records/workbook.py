"""An Excel workbook, for a person to check what was read, to filter it and to add it up.

Sheets are projects, indicators, totals, texts that went nowhere, problems and files; none is
left out, so that it says where there is nothing. Amounts stand as in the filing, and beside
it as numbers: in the unit that all of them have, in 元 where they differ. A number that a
merged cell gave to several records stands with the first of them, so that no sum has it
twice. What Excel cannot hold exactly (16 digits) is no number. Forms and projects count from 1.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, NamedTuple

from audit import messages, places
from audit.commands.records import flat
from audit.commands.records.reading import Read
from audit.commands.records.sheets import MOST_CHARACTERS, Book, Value
from audit.document import NOWHERE, Place
from audit.filing import (
    AMOUNT_FIELDS,
    INDICATOR_FIELDS,
    MONEY_FIELDS,
    Field,
    Filing,
    Record,
    fields_of,
    text_of,
)
from audit.grammar import amounts
from audit.titles import FIELD_TITLES

_FORM = ("filing", "layout", "department", "year", "money_unit")
_PROJECT = (
    "project_name", *AMOUNT_FIELDS, "cycle_total", "total_in_words", "approved", "executed", "rate",
    "goal", "goal_done",
)  # fmt: skip
_POINTS = frozenset({"weight", "score"})
_NUMBERS = frozenset({*MONEY_FIELDS, *_POINTS})
_ALWAYS = frozenset({"project_name", "total", "goal", "name", "annual_target"})
"""Fields that have a column in any case; others have one where a record has the field."""
_COUNTS = ("filings", "projects", "indicators", "unread", "problems")
_OWN = frozenset({*_COUNTS, "format", "covers", "place", "said", "why"})
"""Columns that are no fields."""
_MOST_DIGITS = 15
_YUAN = "元"


class Text(NamedTuple):
    """A field: its text, where it stands, and what it is as a number."""

    text: str
    place: str = ""
    amount: amounts.Amount | None = None


Row = dict[str, Text | str | int]


@dataclass(frozen=True, slots=True)
class Rows:
    """What one file has in each sheet."""

    files: list[Row] = field(default_factory=list)
    projects: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)


def make(read: Read, *, lang: str, with_places: bool) -> Rows:
    return _Maker(read, lang, with_places=with_places).rows()


def write(files: Iterable[Rows], out: IO[bytes], *, lang: str, with_places: bool) -> None:
    made = list(files)
    book = Book(lang)
    writer = _Writer(book, made, lang, with_places=with_places)
    writer.add("projects", (*_FORM, "project", *_PROJECT, "indicators"))
    writer.add("indicators", ("filing", "project", "project_name", "indicator", *INDICATOR_FIELDS))
    writer.add("totals", ("filing", "label", "covers", *AMOUNT_FIELDS))
    writer.add("unread", ("filing", "place", "text", "why"))
    writer.add("problems", ("place", "said"), _of_cuts(book, lang))
    writer.add("files", ("format", *_COUNTS))
    book.save(out)


class _Maker:
    def __init__(self, read: Read, lang: str, *, with_places: bool) -> None:
        self._read, self._lang, self._with_places = read, lang, with_places
        self._made = Rows()

    def rows(self) -> Rows:
        read, made = self._read, self._made
        for filing in read.filings:
            self._filing(filing)
        for one in read.unclaimed:
            self._unread(one.place, one.text, "in-no-form")
        for problem in read.problems:
            self._problem(problem.place, messages.problem_text(problem, self._lang))
        if read.error is not None:
            said = messages.error_message(read.error, self._lang)
            self._problem(read.error.place or NOWHERE, said)
        counts = (len(read.filings), *(len(getattr(made, name)) for name in _COUNTS[1:]))
        made.files.append(
            {"path": read.path, "format": read.format, **dict(zip(_COUNTS, counts, strict=True))}
        )
        return made

    def _filing(self, filing: Filing) -> None:
        head: Row = {"path": self._read.path, "filing": filing.index + 1}
        own = self._texts(filing, "")
        unit = text_of(filing.money_unit)
        for total in filing.totals:
            covers = _ranges(total.covers)
            self._made.totals.append({**head, **self._texts(total, unit), "covers": covers})
        for project in filing.projects:
            row: Row = {**head, "project": project.index + 1}
            texts = self._texts(project, text_of(project.money_unit) or unit)
            row_of_project = {**row, "layout": filing.layout, **own, **texts}
            if project.indicators is not None:
                row_of_project["indicators"] = len(project.indicators)
            self._made.projects.append(row_of_project)
            row["project_name"] = text_of(project.project_name)
            for one in project.indicators or ():
                texts = self._texts(one, "")
                self._made.indicators.append({**row, "indicator": one.index + 1, **texts})
        for left in filing.unread:
            self._unread(left.place, left.text, "in-no-field", {"filing": filing.index + 1})

    def _texts(self, record: Record, unit: str) -> Row:
        return {name: self._text(name, one, unit) for name, one in fields_of(record)}

    def _text(self, name: str, found: Field, unit: str) -> Text:
        place = places.short(found.place, self._lang) if self._with_places else ""
        is_number = not found.inherited and (name in _NUMBERS or _is_share(name))
        return Text(found.text, place, amounts.parse(found.text, unit) if is_number else None)

    def _unread(self, place: Place, text: str, why: str, more: Row | None = None) -> None:
        where, why = places.short(place, self._lang), messages.text(f"records.{why}", self._lang)
        row: Row = {"path": self._read.path, "place": where, "text": text, "why": why}
        self._made.unread.append(row | (more or {}))

    def _problem(self, place: Place, said: str) -> None:
        where = places.short(place, self._lang)
        self._made.problems.append({"path": self._read.path, "place": where, "said": said})


class _Column(NamedTuple):
    name: str
    part: str = "text"
    """`text`, `number` or `place`."""


class _Writer:
    def __init__(self, book: Book, made: Sequence[Rows], lang: str, *, with_places: bool) -> None:
        self._book, self._made, self._lang = book, made, lang
        self._with_places = with_places
        self._unit = _unit(row for one in made for row in (*one.projects, *one.totals))

    def add(self, sheet: str, names: Sequence[str], more: Iterable[Row] = ()) -> None:
        """A sheet with the columns named, as far as they are needed, and those of shares."""
        rows: list[Row] = [row for one in self._made for row in getattr(one, sheet)]
        rows += more
        title = self._said(f"sheet-{sheet}")
        if not rows:
            self._book.add(title, [title], [[self._said("nothing")]])
            return
        if len(self._made) > 1 or sheet == "files":
            names = ("path", *names)
        there = {name for row in rows for name in row} | _ALWAYS
        shares = [name for row in rows for name in row if _is_share(name)]
        shown = [name for name in (*names, *dict.fromkeys(shares)) if name in there]
        columns = [column for name in shown for column in self._columns(name, rows)]
        header = [self._title(column) for column in columns]
        self._book.add(title, header, [[self._value(row, one) for one in columns] for row in rows])

    def _columns(self, name: str, rows: Sequence[Row]) -> Iterator[_Column]:
        yield _Column(name)
        number = _Column(name, "number")
        if any(self._value(row, number) is not None for row in rows):
            yield number
        if self._with_places and any(isinstance(row.get(name), Text) for row in rows):
            yield _Column(name, "place")

    def _value(self, row: Row, column: _Column) -> Value:
        found = row.get(column.name)
        if not isinstance(found, Text):
            return found if column.part == "text" else None
        if column.part == "number":
            return _number(found.amount, "" if column.name in _POINTS else self._unit)
        return found.place if column.part == "place" else found.text

    def _title(self, column: _Column) -> str:
        name = column.name
        title = self._said(f"column-{name}") if name in _OWN else flat.column(name, self._lang)
        if column.part == "place":
            return self._said("place-of", title=title)
        if column.part == "number":
            unit = "" if name in _POINTS else self._unit
            return self._said("number-of", title=title, unit=unit or self._said("as-number"))
        return title

    def _said(self, key: str, **values: object) -> str:
        return messages.text(f"records.{key}", self._lang, **values)


def _is_share(name: str) -> bool:
    """A level of government, of which the form gives the share: its label is its name."""
    return name not in FIELD_TITLES and name not in _OWN and name not in flat.OWN


def _unit(rows: Iterable[Row]) -> str:
    """The unit that all amounts can be told in; "" where none has one."""
    units = {
        value.amount.unit
        for row in rows
        for value in row.values()
        if isinstance(value, Text) and value.amount is not None and value.amount.value is not None
    } - {""}
    return units.pop() if len(units) == 1 else _YUAN if units else ""


def _number(amount: amounts.Amount | None, unit: str) -> Decimal | None:
    if amount is None:
        return None
    value = amount.value if amount.unit == unit else amounts.in_yuan(amount)
    # Where the others have a unit and this one has none, it can be added to none of them.
    return None if value is None or len(value.as_tuple().digits) > _MOST_DIGITS else value


def _ranges(indexes: Sequence[int]) -> str:
    """`1-3, 6` for the indexes 0, 1, 2 and 5."""
    found: list[list[int]] = []
    for number in (index + 1 for index in indexes):
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ", ".join("-".join(map(str, one)) for one in found)


def _of_cuts(book: Book, lang: str) -> Iterator[Row]:
    for sheet, cell, count in book.cuts:
        said = messages.text("records.too-long", lang, count=count, limit=MOST_CHARACTERS)
        yield {"path": "", "place": f"{sheet}!{cell}", "said": said}

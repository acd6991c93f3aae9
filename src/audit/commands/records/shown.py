"""Text for people: each project with its indicators, and what was not read.

Without places a record's fields stand in a few lines; with places each field has a line of
its own, its place at the left. The count of unread texts closes each file, also where it
is none: who looks whether all was read needs to see it said.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TextIO

from rich.console import Console

from audit import messages, places, titles
from audit.commands.records.reading import Read
from audit.document import Place, Table
from audit.filing import Field, Filing, Indicator, Project, Record, fields_of
from audit.reporters.page import DIM, HEAD, Page, Piece
from audit.terminal import padded, width

_UNREAD = "yellow"
_LONG = frozenset({"goal", "goal_done", "explanation", "standard", "cause"})
_HEADS = frozenset({"project_name", "name", "number", "label"})
"""Fields that a record's first line shows."""
_APART = "  "
_PLACE = 16
"""Columns for a place at the left; a longer one pushes its line."""


class Row(NamedTuple):
    left: str
    right: tuple[Piece, ...] = ()
    style: str = ""


def make(read: Read, *, lang: str, with_places: bool) -> list[Row]:
    return list(_Writer(lang, with_places=with_places).file(read))


def write(
    files: Iterable[Sequence[Row]], out: TextIO, *, lang: str, color: bool, columns: int
) -> None:
    console = Console(
        file=out, width=columns, force_terminal=color, no_color=not color, highlight=False,
        color_system="standard" if color else None, legacy_windows=None if color else False,
    )  # fmt: skip
    page = Page(console, lang, color=color, columns=columns)
    for at, rows in enumerate(files):
        if at:
            page.gap()
        for left, right, style in rows:
            page.line([Piece(left, style)], right)


class _Writer:
    def __init__(self, lang: str, *, with_places: bool) -> None:
        self._lang = lang
        self._with_places = with_places

    def file(self, read: Read) -> Iterator[Row]:
        yield Row("", (Piece(self._said("of-file", path=read.path, format=read.format), HEAD),))
        if read.error is not None:
            said = messages.error_message(read.error, self._lang)
            where = places.short(read.error.place, self._lang) if read.error.place else ""
            yield Row("  ", (Piece(f"{where}: {said}" if where else said, _UNREAD),))
            return
        if self._with_places:
            yield from self._tables(read)
        for filing in read.filings:
            yield from self._filing(filing)
        if not read.filings:
            yield Row("  ", (Piece(self._said("none")),))
        yield from self._problems(read)
        yield from self._unread(read)

    def _said(self, key: str, **values: object) -> str:
        return messages.text(f"records.{key}", self._lang, **values)

    def _tables(self, read: Read) -> Iterator[Row]:
        for block in read.blocks:
            if isinstance(block, Table):
                columns = max((len(row) for row in block.rows), default=0)
                size = self._said("size", rows=len(block.rows), columns=columns)
                yield self._at(block.place, "  ", (Piece(size, DIM),))

    def _filing(self, filing: Filing) -> Iterator[Row]:
        count = filing.index + 1
        indicators = sum(len(project.indicators or ()) for project in filing.projects)
        head = self._said(
            "of-filing",
            number=count,
            layout=filing.layout,
            projects=messages.text("report.projects", self._lang, count=len(filing.projects)),
            indicators=messages.text("report.indicators", self._lang, count=indicators),
        )
        yield self._at(filing.source.place, "  ", (Piece(head, HEAD),))
        yield from self._fields(filing, "    ")
        for total in filing.totals:
            yield self._at(total.source.place, "  ", (Piece(_plain(total.label), HEAD),))
            yield from self._fields(total, "    ")
        for project in filing.projects:
            yield from self._project(project)

    def _project(self, project: Project) -> Iterator[Row]:
        name = self._shown(project.project_name)
        left = f"  [{project.index + 1}] "
        yield self._at(project.source.place, left, (Piece(name, HEAD),))
        yield from self._fields(project, "      ")
        for indicator in project.indicators or ():
            yield from self._indicator(indicator)

    def _indicator(self, indicator: Indicator) -> Iterator[Row]:
        number = self._shown(indicator.number) if indicator.number else str(indicator.index + 1)
        place = (indicator.name or indicator.source).place
        left = f"      {padded(number, 2, left=True)} "
        right = [Piece(self._shown(indicator.name))]
        if indicator.category and not self._with_places:
            right.append(Piece(_APART + self._shown(indicator.category), DIM))
        yield self._at(place, left, right)
        yield from self._fields(indicator, "         ")

    def _fields(self, record: Record, indent: str) -> Iterator[Row]:
        """The fields of a record, its head left out; each alone where it has its place."""
        short: list[Piece] = []
        for name, field in fields_of(record):
            if name in _HEADS or name in self._told_elsewhere(record):
                continue
            pieces = [Piece(f"{self._title(name)} ", DIM), Piece(self._shown(field))]
            if self._with_places:
                yield self._at(field.place, indent, pieces)
            elif name in _LONG:
                if short:
                    yield Row(indent, tuple(short))
                    short = []
                yield Row(indent, tuple(pieces))
            else:
                short += [Piece(_APART)] * bool(short) + pieces
        if short:
            yield Row(indent, tuple(short))

    def _told_elsewhere(self, record: Record) -> tuple[str, ...]:
        match record:
            case Project():
                # The filing's, for most.
                return ("money_unit",)
            case Indicator(category=Field()):
                levels = ("level1", "level2")
                return levels if self._with_places else (*levels, "category")
            case _:
                return ()

    def _at(self, place: Place, left: str, right: Sequence[Piece]) -> Row:
        if not self._with_places:
            return Row(left, tuple(right))
        told = places.short(place, self._lang)
        return Row(padded(told, max(_PLACE, width(told) + 1)) + left, tuple(right), DIM)

    def _problems(self, read: Read) -> Iterator[Row]:
        for problem in read.problems:
            said = messages.problem_text(problem, self._lang)
            where = places.short(problem.place, self._lang)
            note = messages.text("report.note", self._lang)
            yield Row(f"  {note} ", (Piece(f"{where}: {said}" if where else said),))

    def _unread(self, read: Read) -> Iterator[Row]:
        style = _UNREAD if read.unread else DIM
        yield Row("  ", (Piece(self._said("unread", count=read.unread), style),))
        for filing in read.filings:
            for field in filing.unread:
                yield self._left_over(field.place, field.text, "in-no-field")
        for one in read.unclaimed:
            yield self._left_over(one.place, one.text, "in-no-form")

    def _left_over(self, place: Place, text: str, why: str) -> Row:
        where = places.short(place, self._lang)
        words = self._said("left-over", text=" ".join(text.split()), why=self._said(why))
        return Row(f"    {where} " if where else "    ", (Piece(words, _UNREAD),))

    def _shown(self, field: Field | None) -> str:
        if field is None or not field.text.strip():
            return self._said("blank")
        return _plain(field)

    def _title(self, name: str) -> str:
        return titles.title(name).of(self._lang)


def _plain(field: Field) -> str:
    return " ".join(field.text.split())

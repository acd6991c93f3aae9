"""JSON: the whole record tree, as the schema `records` lays it down.

One item a line, so that two outputs can be compared line by line. With places, each field
has the place from its first character to its last, and each file its tables, with what
read them.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, NamedTuple, TextIO

from audit import messages
from audit.commands.records.reading import Read
from audit.document import Box, Place, Table
from audit.filing import Field, Filing, Project, Record, fields_of, to_dict
from audit.reporters.json import dumped, problems_of, unclaimed_of

VERSION = 1
_IN_MEMORY = 8_000_000
_KEYS = {"project_name": "name"}
"""Fields of a project that have another key in JSON."""


class Told(NamedTuple):
    """Lines of JSON: of the file, and of each of its filings."""

    file: str
    filings: list[str]


def make(read: Read, *, lang: str, places: bool) -> Told:
    file = _file(read, lang)
    if places:
        file["tables"] = [_table(block) for block in read.blocks if isinstance(block, Table)]
    filings = [_filing(read.path, one, places=places) for one in read.filings]
    return Told(dumped(file), [dumped(one) for one in filings])


def write(files: Iterable[Told], out: TextIO) -> None:
    """Filings follow the files, and wait for them in a temporary file: memory stays flat."""
    out.write(f'{{"version": {VERSION},\n"files": [')
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n") as kept:
        _items(_lines(files, kept), out)
        out.write(',\n"filings": [')
        kept.seek(0)
        shutil.copyfileobj(kept, out)
        out.write("\n]" if kept.tell() else "]")
    out.write("\n}\n")


def places_of(record: Record) -> dict[str, Any]:
    """By the keys of the record; a project's money unit is the filing's."""
    found = {name: extent(field).to_dict() for name, field in fields_of(record)}
    if isinstance(record, Project):
        found.pop("money_unit", None)
        found = {_KEYS.get(name, name): place for name, place in found.items()}
    return found


def extent(field: Field) -> Place:
    """Where it stands, from its first character to its last, with the boxes of all its lines."""
    first, *rest = field.places_of(0, len(field.text))
    last = rest[-1] if rest else first
    boxes = tuple(_rounded(box) for place in (first, *rest) for box in place.boxes)
    return first._replace(end_line=last.end_line, end_column=last.end_column, boxes=boxes)


def _rounded(box: Box) -> Box:
    return Box(box.page, *(round(value, 2) for value in box[1:]))


def _lines(files: Iterable[Told], kept: IO[str]) -> Iterator[str]:
    """The files; their filings go to `kept` as they pass."""
    first = True
    for told in files:
        for filing in told.filings:
            kept.write(("\n" if first else ",\n") + filing)
            first = False
        yield told.file


def _items(lines: Iterable[str], out: TextIO) -> None:
    empty = True
    for line in lines:
        out.write(("\n" if empty else ",\n") + line)
        empty = False
    out.write("]" if empty else "\n]")


def _file(read: Read, lang: str) -> dict[str, Any]:
    problems = problems_of(read.problems, lang)
    if read.error is not None:
        error = read.error
        place = error.place.to_dict() if error.place else {}
        said = messages.error_message(error, lang)
        problems.append({"key": error.key, "message": said, "place": place, "fatal": True})
    return {
        "path": read.path,
        "sha256": read.sha256,
        "format": read.format,
        "problems": problems,
        "unclaimed": unclaimed_of(read.unclaimed),
    }


def _table(table: Table) -> dict[str, Any]:
    place = table.place._replace(boxes=tuple(map(_rounded, table.place.boxes)))
    columns = max((len(row) for row in table.rows), default=0)
    told = {"place": place.to_dict(), "rows": len(table.rows), "columns": columns}
    return {**told, "engine": table.engine} if table.engine else told


def _filing(path: str, filing: Filing, *, places: bool) -> dict[str, Any]:
    record = {"path": path, **to_dict(filing), "unread": _unread(filing.unread)}
    for told, project in zip(record["projects"], filing.projects, strict=True):
        _add_inherited(told, project)
        for one, indicator in zip(told["indicators"] or (), project.indicators or (), strict=True):
            _add_inherited(one, indicator)
    if places:
        _add_places(record, filing)
    return record


def _add_inherited(told: dict[str, Any], record: Record) -> None:
    names = [name for name, field in fields_of(record) if field.inherited and name != "money_unit"]
    if names:
        keys = _KEYS if isinstance(record, Project) else {}
        told["inherited"] = [keys.get(name, name) for name in names]


def _unread(fields: Sequence[Field]) -> list[Mapping[str, Any]]:
    return [{"place": extent(field).to_dict(), "text": field.text} for field in fields]


def _add_places(record: dict[str, Any], filing: Filing) -> None:
    record["places"] = places_of(filing)
    for told, total in zip(record["totals"], filing.totals, strict=True):
        told["places"] = places_of(total)
    for told, project in zip(record["projects"], filing.projects, strict=True):
        told["places"] = places_of(project)
        for one, indicator in zip(told["indicators"] or (), project.indicators or (), strict=True):
            one["places"] = places_of(indicator)

"""Flat rows, as lines of JSON and as CSV: one an indicator, and one for a project without.

So no project is lost. What is in no record has no row: how much there is, is said beside.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TextIO

from audit import messages, titles
from audit.commands.records.reading import Read
from audit.commands.records.tree import places_of
from audit.filing import (
    AMOUNT_FIELDS,
    INDICATOR_FIELDS,
    USUAL_OF_INDICATOR,
    Filing,
    Indicator,
    Project,
    Record,
)
from audit.reporters.json import dumped
from audit.terminal import clean

Row = dict[str, Any]
_BOM = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"\s*[-+]?[0-9][0-9,]*(\.[0-9]+)?%?\s*")
OWN = ("path", "filing", "layout", "kind", "project", "indicator")
"""Columns that are no fields."""


def make(read: Read, *, places: bool) -> list[Row]:
    return [
        _row(read.path, filing, project, indicator, places=places)
        for filing in read.filings
        for project in filing.projects
        for indicator in project.indicators or (None,)
    ]


def write_lines(files: Iterable[list[Row]], out: TextIO) -> None:
    for rows in files:
        out.writelines(dumped(row) + "\n" for row in rows)


def write_csv(
    files: Iterable[list[Row]], out: TextIO, *, lang: str, for_terminal: bool = False
) -> None:
    """With a BOM and Windows line ends, as office programs want it; not on a screen."""
    rows = [row for rows in files for row in rows]
    # As RFC 4180 has it, whatever the platform.
    writer = csv.writer(out, lineterminator="\n" if for_terminal else "\r\n")
    if not for_terminal:
        out.write(_BOM)
    names = columns(rows)
    writer.writerow([column(name, lang) for name in names])
    for row in rows:
        cells = [cell(row.get(name)) for name in names]
        writer.writerow([clean(one) for one in cells] if for_terminal else cells)


def columns(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """The keys of all rows; fields that few layouts have, behind those that all have."""
    return list(dict.fromkeys(name for row in rows for name in row))


def column(name: str, lang: str) -> str:
    if name == "path":
        return messages.text("records.file", lang)
    if name in OWN:
        return messages.text(f"records.{name}", lang)
    return titles.title(name).of(lang)


def cell(value: Any) -> str:
    """Text that a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    is_formula = _FORMULA.match(value) and not _NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else value


def text(record: Record, name: str) -> str | None:
    """The text of a field, None where the form has none."""
    field = getattr(record, name)
    return None if field is None else str(field.text)


def _row(
    path: str, filing: Filing, project: Project, indicator: Indicator | None, *, places: bool
) -> Row:
    row: Row = {
        "path": path,
        "filing": filing.index,
        "layout": filing.layout,
        "kind": filing.kind,
        "department": text(filing, "department"),
        "year": text(filing, "year"),
        "money_unit": text(project, "money_unit"),
        "project": project.index,
        "project_name": text(project, "project_name"),
    }
    row |= {name: text(project, name) for name in (*AMOUNT_FIELDS, "goal")}
    row["indicator"] = None if indicator is None else indicator.index
    row |= dict(_of_indicator(filing, indicator))
    if places:
        row["places"] = places_of(indicator or project)
    return row


def _of_indicator(filing: Filing, indicator: Indicator | None) -> Iterator[tuple[str, str | None]]:
    for name in INDICATOR_FIELDS:
        value = None if indicator is None else text(indicator, name)
        if name in filing.fields or value is not None or name in USUAL_OF_INDICATOR:
            yield name, value

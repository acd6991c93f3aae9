"""`audit records FILE`: what was read, before any rule: json, jsonl or csv.

JSON is the whole record tree as conventions for `records` lay it down; the flat formats have
one row an indicator, and one for a project that has none, so that no project is lost.
"""

import csv
import hashlib
import io
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from audit import messages, pipeline, titles
from audit.commands import READING, Argument, Option
from audit.commands.outputs import refuse_inputs
from audit.commands.surroundings import (
    language,
    limits,
    passwords,
    reading,
    say,
    say_error,
    settings_of,
    utf8,
)
from audit.document import Place, Problem, Table
from audit.errors import AuditError, UsageError
from audit.filing import (
    AMOUNT_FIELDS,
    INDICATOR_FIELDS,
    Filing,
    Indicator,
    Project,
    Record,
    fields_of,
    to_dict,
)
from audit.pipeline import inputs
from audit.report import Unclaimed
from audit.reporters.json import dumped, problems_of, unclaimed_of
from audit.terminal import clean, is_terminal

_FORMATS = ("json", "jsonl", "csv")
VERSION = 1
ARGUMENTS = (Argument("paths", "FILE", "+", "files"),)
OPTIONS = (
    Option("format", ("-f", "--format"), "format", _FORMATS, known="formats"),
    Option("output", ("-o", "--output"), "file"),
    Option("places", ("--places",)),
    Option("stdin-filename", ("--stdin-filename",), "file"),
    *READING,
)
HELP = {"format": "plain-format", "output": "plain-output"}
_KEYS = {"project_name": "name"}
"""Fields of a project that have another key in JSON."""
_BOM = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"\s*[-+]?[0-9][0-9,]*(\.[0-9]+)?%?\s*")


def known(_: str) -> Sequence[str]:
    return _FORMATS


class Read(NamedTuple):
    """One file, read and laid out, or what stopped it."""

    path: str
    sha256: str = ""
    format: str = ""
    filings: tuple[Filing, ...] = ()
    problems: tuple[Problem, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    tables: tuple[tuple[Place, str], ...] = ()
    """The place of each table that an engine was chosen for, and its name."""
    error: AuditError | None = None

    @property
    def is_whole(self) -> bool:
        return self.error is None and not any(problem.lost for problem in self.problems)


def run(args: Namespace) -> int:
    found = settings_of(args)
    lang = language(found)
    if not args.paths:
        raise UsageError("nothing-to-check")
    options = pipeline.Options(
        limits=limits(found),
        reading=reading(found),
        passwords=passwords(args),
        stdin_name=args.stdin_filename or "",
    )
    files = [_read(one, options) for one in inputs.expand(args.paths)]
    for file in files:
        if file.error is not None:
            say_error(file.error, language(found, sys.stderr))
    filings = [(file.path, filing) for file in files for filing in file.filings]
    form = args.format or _form_of(args.output) or "json"
    if args.output:
        refuse_inputs(args.output, args.paths)
    with _out(args.output) as out:
        if form == "json":
            out.write(_json(files, lang, places=args.places))
        elif form == "jsonl":
            for row in _rows(filings, places=args.places):
                out.write(dumped(row) + "\n")
        else:
            out.write(_csv(_rows(filings, places=False), lang, for_terminal=_is_screen(args)))
        out.flush()
    if not filings and not any(file.error for file in files):
        say(messages.text("records.none", language(found, sys.stderr)))
    return 0 if filings and all(file.is_whole for file in files) else 2


def _is_screen(args: Namespace) -> bool:
    return args.output in (None, "-") and is_terminal(sys.stdout)


def _form_of(output: str | None) -> str:
    suffix = Path(output or "").suffix.lower().lstrip(".")
    return suffix if suffix in _FORMATS else ""


@contextmanager
def _out(output: str | None) -> Iterator[TextIO]:
    if output in (None, "-"):
        yield utf8(sys.stdout)
        return
    with ExitStack() as open_files:
        try:
            out = open_files.enter_context(
                Path(output or "").open("w", encoding="utf-8", newline="")
            )
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError("output-unwritable", name=output or "", why=why) from error
        yield out


def _read(one: inputs.Input, options: pipeline.Options) -> Read:
    try:
        if one.error is not None:
            raise one.error
        source = inputs.source_of(one.path, options.limit("bytes"), options.stdin_name)
        document = pipeline.whole(pipeline.read(source, options))
        laid = pipeline.lay_out_whole(document)
    except AuditError as error:
        return Read(one.path, error=error)
    return Read(
        source.path,
        hashlib.sha256(source.data).hexdigest(),
        document.format,
        laid.filings,
        document.problems,
        laid.unclaimed,
        tuple(
            (block.place, block.engine)
            for block in document.blocks
            if isinstance(block, Table) and block.engine
        ),
    )


def _json(files: Sequence[Read], lang: str, *, places: bool) -> str:
    filings: list[dict[str, Any]] = []
    for file in files:
        for filing in file.filings:
            record = {"path": file.path, **to_dict(filing)}
            if places:
                _add_places(record, filing)
            filings.append(record)
    told = _listed("files", [_file(file, lang, places=places) for file in files])
    return f'{{"version": {VERSION},\n{told},\n{_listed("filings", filings)}\n}}\n'


def _listed(key: str, items: Sequence[Mapping[str, Any]]) -> str:
    """One item a line, so that two outputs can be compared line by line."""
    return (
        f'"{key}": [' + ",".join("\n" + dumped(item) for item in items) + ("\n]" if items else "]")
    )


def _file(file: Read, lang: str, *, places: bool) -> dict[str, Any]:
    problems = problems_of(file.problems, lang)
    if file.error is not None:
        error = file.error
        place = error.place.to_dict() if error.place else {}
        said = messages.error_message(error, lang)
        problems.append({"key": error.key, "message": said, "place": place, "fatal": True})
    told = {
        "path": file.path,
        "sha256": file.sha256,
        "format": file.format,
        "problems": problems,
        "unclaimed": unclaimed_of(file.unclaimed),
    }
    if places and file.tables:
        told["tables"] = [
            {"engine": engine, "place": where.to_dict()} for where, engine in file.tables
        ]
    return told


def _add_places(record: dict[str, Any], filing: Filing) -> None:
    record["places"] = _places(filing)
    for told, total in zip(record["totals"], filing.totals, strict=True):
        told["places"] = _places(total)
    for told, project in zip(record["projects"], filing.projects, strict=True):
        told["places"] = _places(project)
        for one, indicator in zip(told["indicators"] or (), project.indicators or (), strict=True):
            one["places"] = _places(indicator)


def _places(record: Record) -> dict[str, Any]:
    """By the keys of the record; a project's money unit is the filing's."""
    found = {name: field.place.to_dict() for name, field in fields_of(record)}
    if isinstance(record, Project):
        found.pop("money_unit", None)
        found = {_KEYS.get(name, name): place for name, place in found.items()}
    return found


# The flat formats.


def _rows(filings: Iterable[tuple[str, Filing]], *, places: bool) -> Iterator[dict[str, Any]]:
    for path, filing in filings:
        for project in filing.projects:
            for indicator in project.indicators or (None,):
                yield _row(path, filing, project, indicator, places=places)


def _row(
    path: str, filing: Filing, project: Project, indicator: Indicator | None, *, places: bool
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "path": path,
        "filing": filing.index,
        "layout": filing.layout,
        "kind": filing.kind,
        "department": _text(filing, "department"),
        "year": _text(filing, "year"),
        "money_unit": _text(project, "money_unit"),
        "project": project.index,
        "project_name": _text(project, "project_name"),
    }
    row |= {name: _text(project, name) for name in (*AMOUNT_FIELDS, "goal")}
    row["indicator"] = None if indicator is None else indicator.index
    for name in INDICATOR_FIELDS:
        value = None if indicator is None else _text(indicator, name)
        if name in filing.fields or value is not None or name in INDICATOR_FIELDS[:7]:
            row[name] = value
    if places:
        row["places"] = _places(indicator or project)
    return row


def _text(record: Record, name: str) -> str | None:
    field = getattr(record, name)
    return None if field is None else str(field.text)


def _csv(rows: Iterable[Mapping[str, Any]], lang: str, *, for_terminal: bool) -> str:
    """With a BOM and Windows line ends, as office programs want it; not on a screen."""
    rows = list(rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    # As RFC 4180 has it, whatever the platform.
    writer = csv.writer(text, lineterminator="\n" if for_terminal else "\r\n")
    writer.writerow([_column(name, lang) for name in columns])
    for row in rows:
        cells = [_cell(row.get(name)) for name in columns]
        writer.writerow([clean(cell) for cell in cells] if for_terminal else cells)
    return text.getvalue() if for_terminal else _BOM + text.getvalue()


def _column(name: str, lang: str) -> str:
    own = {"path": "file", "filing": "filing", "layout": "layout", "kind": "kind",
           "project": "project", "indicator": "indicator"}  # fmt: skip
    if name in own:
        return messages.text(f"records.{own[name]}", lang)
    return titles.title(name).of(lang)


def _cell(value: Any) -> str:
    """Text that a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    is_formula = _FORMULA.match(value) and not _NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else value

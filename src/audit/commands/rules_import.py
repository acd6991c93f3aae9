"""`audit rules import TABLE`: the rules of a table, a row each, as rule files.

For whoever keeps a list of words in Excel: the table stays the source, and what it made
before is written anew. It is read as a filing is, so any format that holds a table will do.
Nothing is written while a row is wrong; all that is wrong is told at once. The examples of
the new rules run at the end.
"""

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audit import messages, pipeline
from audit.commands import READING, RULES, Argument, Option, test
from audit.commands.rule_places import free_code, pack_at, path_of
from audit.commands.rule_table import Row, rows_of, template
from audit.commands.surroundings import (
    language,
    options_of,
    rulebook,
    settings_of,
)
from audit.errors import AuditError, RuleError, UsageError
from audit.rulebook.book import Rulebook
from audit.rulebook.pack_file import Pack

ARGUMENTS = (Argument("file", "FILE", "?", "import-file"),)
OPTIONS = (
    Option("dir", ("--dir",), "dir"),
    Option("template", ("--template",), "file"),
    RULES,
    *READING,
)
HELP = {"dir": "new-dir"}
_FAMILY = "target"
_MADE = "# audit rules import"
"""Begins each file that a table made: another import may write it anew."""


def run(args: Namespace) -> int:
    found = settings_of(args)
    lang = language(found)
    if args.template:
        template(Path(args.template), lang)
        written = messages.text("import.template", lang, path=args.template)
        sys.stdout.write(written + "\n")
        return 0
    if not args.file:
        raise UsageError("no-rule-table", command="audit rules import")
    options = options_of(found, args)
    document = pipeline.whole(pipeline.read(args.file, options))
    rows, faults = rows_of(document)
    book = rulebook(found)
    folder = Path(args.dir or "rules")
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    pack = pack_at(folder)
    if pack is None:
        raise UsageError("folder-not-there", name=str(folder))
    files = _Files(pack, book, Path(args.file).name)
    for row in rows:
        faults += files.add(row)
    if faults:
        if is_new:
            folder.rmdir()
        raise ExceptionGroup("rules", faults)
    files.write()
    told = messages.text("import.written", lang, count=len(rows), folder=str(folder))
    sys.stdout.write(told + "\n")
    # As its users will name it: what ships is there without being asked for.
    args.rules = [*(args.rules or ()), *([str(folder)] if pack.prefix else [])]
    args.names = files.names
    return test.run(args)


class _Files:
    """The files of the new rules, until all rows are known to be right."""

    def __init__(self, pack: Pack, book: Rulebook, table: str) -> None:
        self.names: list[str] = []
        self._pack, self._book, self._table = pack, book, table
        self._texts: dict[Path, Mapping[str, Any]] = {}
        self._next = int(free_code(book, pack, _FAMILY)[1:])

    def add(self, row: Row) -> list[AuditError]:
        """What is wrong with its name, if anything."""
        name = self._pack.full_name(row.name)
        stem = name.removeprefix(self._pack.full_name(""))
        path = path_of(self._pack.folder.path, _FAMILY, stem)
        if path in self._texts:
            return [RuleError("import-name-twice", path=row.path, place=row.place, name=row.name)]
        kept = _code_of(path)
        if path.exists() and not kept:
            error = RuleError(
                "import-not-ours", path=row.path, place=row.place, name=row.name, file=str(path)
            )
            return [error]
        other = self._book.rule(stem) or self._book.rule(name)
        if other and Path(other.path).resolve() != path.resolve():
            error = RuleError(
                "import-exists", path=row.path, place=row.place, name=row.name, file=other.path
            )
            return [error]
        code = kept or self._pack.full_code(f"T{self._next:03}", name)
        self._next += not kept
        listed = f"{stem}-词" if row.needs_list else ""
        self.names.append(name)
        self._texts[path] = row.rule(name, code, listed)
        if listed:
            words = self._pack.folder.path / "words" / f"{listed}.yaml"
            self._texts[words] = row.words_file(listed)
        return []

    def write(self) -> None:
        import yaml  # noqa: PLC0415 -- a warm cache needs none

        for path, content in self._texts.items():
            text = yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=100)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(f"{_MADE}: {self._table}\n{text}", "utf-8", newline="\n")
            except OSError as error:
                why = error.strerror or str(error)
                raise UsageError("output-unwritable", name=str(path), why=why) from error


def _code_of(path: Path) -> str:
    """The code of a rule that a table made; "" where the file is another one or none."""
    if not path.is_file():
        return ""
    text = path.read_text("utf-8")
    if not text.startswith(_MADE):
        return ""
    return next((line[6:].strip() for line in text.splitlines() if line.startswith("code: ")), "")

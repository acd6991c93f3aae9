"""`audit records FILE…`: what was read, before any rule.

For people: `text` (on a terminal where nothing else is asked for) and `xlsx`. For programs:
`json`, the whole record tree, and `jsonl` and `csv`, one row an indicator. Each form is a
module: `make` turns what was read of one file into what is written of it, `write` joins
the files. `--picture` draws the pages of a PDF instead.
"""

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from audit import messages, pipeline, unread
from audit.commands import COLOR, READING, Argument, Option
from audit.commands.outputs import refuse_inputs
from audit.commands.records import flat, reading, tree
from audit.commands.records.reading import Made, Part
from audit.commands.surroundings import (
    guessed,
    language,
    options_of,
    say,
    say_error,
    say_passed,
    settings_of,
    utf8,
    with_progress,
)
from audit.errors import AuditError, UsageError
from audit.pipeline.inputs import Input, PassedOver
from audit.terminal import LOSSY, columns_of, is_terminal, wants_color

_FORMATS = ("text", "xlsx", "json", "jsonl", "csv")
_BINARY = frozenset({"xlsx"})
_SUFFIXES = {"txt": "text", "ndjson": "jsonl"} | {name: name for name in _FORMATS[1:]}
SCREEN = "-"
ARGUMENTS = (Argument("paths", "FILE", "+", "files"),)
OPTIONS = (
    Option("format", ("-f", "--format"), "format", _FORMATS, known="formats"),
    Option("output", ("-o", "--output"), "file"),
    Option("places", ("--places",)),
    Option("picture", ("--picture",), "file"),
    Option("page", ("--page",), "number", least=1),
    Option("jobs", ("-j", "--jobs"), "number", least=1),
    COLOR,
    Option("stdin-filename", ("--stdin-filename",), "file"),
    *READING,
)
HELP = {"format": "records-format", "output": "plain-output"}


def known(_: str) -> Sequence[str]:
    return _FORMATS


def run(args: Namespace) -> int:
    found = settings_of(args)
    if not args.paths:
        raise UsageError("nothing-to-check")
    options = options_of(found, args)
    passed = PassedOver()
    named = list(pipeline.expand(args.paths, options, passed))
    if args.picture:
        return _draw(args, named, options, language(found, sys.stderr))
    if args.page:
        raise UsageError("page-without-picture")
    on_screen = args.output in (None, SCREEN)
    if not on_screen:
        refuse_inputs(args.output, args.paths)
    form = args.format or _form_of(args.output)
    jobs = args.jobs or pipeline.fitting_jobs(len(named))
    told = _Told(language(found, sys.stderr), form)
    with _out(args.output, form) as out:
        lang = found.lang or (guessed(out) if on_screen else "zh")

        def files(make: Any) -> Iterator[Any]:
            parts: Iterator[Part[Any]] = reading.parts(named, options, make, jobs)
            # What is written as files arrive shows by itself how far it is.
            if len(named) > 1 and not (on_screen and is_terminal(sys.stdout)):
                parts = with_progress(parts, told.lang, "records.progress", total=len(named))
            return told.watched(parts)

        _write(args, form, lang, files, out)
        out.flush()
    code = told.code()
    say_passed(passed, told.lang)
    return code


def _draw(args: Namespace, named: Sequence[Input], options: pipeline.Options, lang: str) -> int:
    if args.format or args.output or args.places:
        raise UsageError("picture-alone")
    if Path(args.picture).suffix.lower() != ".png":
        raise UsageError("picture-not-png", name=args.picture)
    # It brings PDFium and Pillow.
    from audit.commands.records import picture  # noqa: PLC0415

    return picture.draw(named, options, args.picture, args.page, lang)


def _write(args: Namespace, form: str, lang: str, files: Any, out: Any) -> None:
    if form == "text":
        # It brings rich, which no program that reads JSON needs.
        from audit.commands.records import shown  # noqa: PLC0415

        on_screen = args.output in (None, SCREEN)
        color = wants_color(args.color or "auto", out)
        columns = columns_of() if on_screen else _COLUMNS
        made = files(partial(shown.make, lang=lang, with_places=args.places))
        shown.write(made, out, lang=lang, color=color, columns=columns)
    elif form == "xlsx":
        # It brings openpyxl.
        from audit.commands.records import workbook  # noqa: PLC0415

        made = files(partial(workbook.make, lang=lang, with_places=args.places))
        workbook.write(made, out, lang=lang, with_places=args.places)
    elif form == "json":
        tree.write(files(partial(tree.make, lang=lang, places=args.places)), out)
    elif form == "jsonl":
        flat.write_lines(files(partial(flat.make, places=args.places)), out)
    else:
        for_terminal = args.output in (None, SCREEN) and is_terminal(sys.stdout)
        rows = files(partial(flat.make, places=False))
        flat.write_csv(rows, out, lang=lang, for_terminal=for_terminal)


_COLUMNS = 100
"""Of a text that goes to a file."""


class _Told:
    """What is said beside the output: errors, and what stands in no row; and the exit code."""

    def __init__(self, lang: str, form: str) -> None:
        self.lang = lang
        self._form = form
        self._filings = self._broken = 0
        self._without: list[tuple[str, bool]] = []
        self._later: list[tuple[AuditError, bool]] = []

    def watched(self, parts: Iterable[Part[Made]]) -> Iterator[Made]:
        for part in parts:
            self._filings += part.filings
            self._broken += not part.is_whole
            if part.error is not None and part.named:
                say_error(part.error, self.lang)
            elif part.error is not None:
                self._later.append((part.error, False))
            elif not part.filings:
                self._without.append((part.path, part.named))
            if part.unread and self._form in {"jsonl", "csv"}:
                self._say("unread-in", path=part.path, count=part.unread)
            yield part.made

    def code(self) -> int:
        """2 where a file could not be read whole or nothing was; what is odd is told first."""
        for line in unread.told(self._later, self.lang):
            say(line)
        if self._without and not self._filings:
            self._say("none")
        elif self._without:
            for path, named in self._without:
                if named:
                    self._say("none-in", path=path)
            if met := sum(not named for _, named in self._without):
                self._say("without", count=met)
        return 0 if self._filings and not self._broken else 2

    def _say(self, key: str, **values: object) -> None:
        say(messages.text(f"records.{key}", self.lang, **values))


def _form_of(output: str | None) -> str:
    suffix = Path(output or "").suffix.lower().lstrip(".")
    on_screen = output in (None, SCREEN) and is_terminal(sys.stdout)
    return _SUFFIXES.get(suffix, "text" if on_screen else "json")


@contextmanager
def _out(output: str | None, form: str) -> Iterator[IO[Any]]:
    binary = form in _BINARY
    if output in (None, SCREEN):
        if binary and is_terminal(sys.stdout):
            raise UsageError("binary-to-terminal", format=form)
        out: Any = sys.stdout if form == "text" else utf8(sys.stdout)
        yield getattr(out, "buffer", out) if binary else out
        return
    path = Path(output or "")
    with ExitStack() as open_files:
        try:
            file: IO[Any] = open_files.enter_context(
                path.open("wb")
                if binary
                else path.open("w", encoding="utf-8", errors=LOSSY, newline="")
            )
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError("output-unwritable", name=output or "", why=why) from error
        yield file

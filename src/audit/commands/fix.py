"""`audit fix FILE…`: mends what rules can mend, and nothing else in the file.

A file is written whole or not at all, and only where something changed. `--diff` prints the
changes instead and exits with 1 where there are some.
"""

import difflib
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from audit import fixing, messages, pipeline, unread
from audit.commands import PROFILE, READING, RULES, Argument, Option
from audit.commands.surroundings import (
    language,
    options_of,
    rulebook,
    say,
    say_error,
    say_passed,
    settings_of,
)
from audit.engine import Engine, compile_rules
from audit.errors import AuditError, UsageError
from audit.fixing import Fixed
from audit.pipeline.inputs import STDIN, Input, PassedOver
from audit.plugins import Source
from audit.rulebook.select import choose
from audit.terminal import clean, is_terminal

ARGUMENTS = (Argument("paths", "FILE", "+", "fix-files"),)
OPTIONS = (
    Option("diff", ("--diff",)),
    Option("unsafe-fixes", ("--unsafe-fixes",)),
    Option("select", ("--select",), "names", commas=True),
    Option("ignore", ("--ignore",), "names", commas=True),
    Option("stdin-filename", ("--stdin-filename",), "file"),
    *READING,
    RULES,
    PROFILE,
)


def run(args: Namespace) -> int:
    found = settings_of(args)
    lang = language(found, sys.stderr)
    if not args.paths:
        raise UsageError("nothing-to-check")
    if STDIN in args.paths and not args.diff:
        raise UsageError("stdin-not-writable")
    book = choose(rulebook(found), found.select, found.ignore)
    engine = compile_rules(book)
    options = options_of(found, args, switches=found.switches if found.per_file else None)
    passed = PassedOver()
    named = pipeline.expand(args.paths, options, passed)
    codes = list(_each(args, engine, options, named, lang))
    say_passed(passed, lang)
    return max(codes, default=0)


def _each(
    args: Namespace, engine: Engine, options: pipeline.Options, named: Iterable[Input], lang: str
) -> Iterator[int]:
    """The exit code of each file."""
    later: list[tuple[AuditError, bool]] = []
    for one in named:
        try:
            yield _mended(args, engine, options, one, lang)
        except AuditError as error:
            yield 2
            if one.named:
                say_error(error, lang)
            else:
                later.append((error, False))
    for line in unread.told(later, lang):
        say(line)


def _mended(
    args: Namespace, engine: Engine, options: pipeline.Options, one: Input, lang: str
) -> int:
    """The exit code of one file. Raises AuditError."""
    if one.error is not None:
        raise one.error
    source = pipeline.source_of(one.path, options)
    fixed = fixing.fix(
        source,
        lambda changed: pipeline.check_file(changed, engine, options),
        unsafe=args.unsafe_fixes,
    )
    if args.diff:
        return _show(source, fixed, lang)
    _write(one.path, source, fixed, lang)
    return 0


def _show(source: Source, fixed: Fixed, lang: str) -> int:
    before, after = (_text(data, fixed.report.encoding) for data in (source.data, fixed.data))
    for line in difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        source.path,
        source.path,
        n=1,
    ):
        shown = clean(line.rstrip("\r\n")) + "\n" if is_terminal(sys.stdout) else line
        sys.stdout.write(shown if shown.endswith("\n") else shown + "\n")
    for said in _told(source.path, fixed, "would", lang):
        say(said)
    return 1 if fixed.done else 0


def _text(data: bytes, encoding: str | None) -> str:
    return data.decode(encoding or "utf-8", "replace")


def _write(path: str, source: Source, fixed: Fixed, lang: str) -> None:
    if fixed.data != source.data:
        if not os.path.lexists(path):
            raise UsageError("inside-archive", path=path)
        try:
            _replace(Path(path), fixed.data)
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError("output-unwritable", name=path, why=why) from error
    for said in _told(path, fixed, "fixed", lang):
        say(said)


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all: a copy beside it takes its place."""
    # A link is followed: what it points to is mended, and it stays a link.
    path = path.resolve()
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    copy = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
        copy.chmod(path.stat().st_mode)
        copy.replace(path)
    except OSError:
        copy.unlink(missing_ok=True)
        raise


def _told(path: str, fixed: Fixed, key: str, lang: str) -> Iterator[str]:
    count = len(fixed.done)
    yield messages.text(f"fix.{key if count else 'nothing'}", lang, path=path, count=count)
    unsafe: Sequence[object] = [one for one in fixed.left if one.fix and one.fix.safety == "unsafe"]
    if unsafe:
        yield messages.text("fix.left", lang, count=len(unsafe))
    remaining = len(fixed.report.findings)
    if key == "fixed" and remaining:
        yield messages.text("fix.remaining", lang, count=remaining, path=path)

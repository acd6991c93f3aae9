"""Where reports go: which formats, to the screen or to files, opened before anything is read."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any, NamedTuple

from audit import plugins
from audit.commands.surroundings import guessed, utf8
from audit.errors import UsageError
from audit.nearest import nearest
from audit.pipeline import inputs
from audit.plugins import Reporter
from audit.report import Run
from audit.terminal import LOSSY, is_terminal

SCREEN = "-"


class Wanted(NamedTuple):
    reporter: Reporter
    path: str


@dataclass(frozen=True, slots=True)
class Output:
    """One report that is to be written."""

    reporter: Reporter
    path: str
    stream: IO[Any]
    sums_up: bool
    """It sums up all findings by itself, and is not to be given fewer."""

    @property
    def draws(self) -> bool:
        """It tells people everything, so that nothing need be said beside it."""
        return self.sums_up

    @property
    def language(self) -> str:
        return guessed(self.stream) if self.path == SCREEN else "zh"

    def write(self, run: Run) -> None:
        plugins.registry().reporter_module(self.reporter).report(run, self.stream)
        self.stream.flush()


def wanted(
    pairs: Sequence[Sequence[str]], formats: Sequence[str], files: Sequence[str]
) -> list[Wanted]:
    """The reports asked for on the command line, else those of the settings, else one.

    Raises UsageError where they cannot all be written.
    """
    pairs = pairs or [[one, file] for one, file in zip_longest(formats, files, fillvalue="")]
    if not pairs:
        pairs = [["rich" if is_terminal(sys.stdout) else "text", SCREEN]]
    found = [_wanted(name, path or SCREEN) for name, path in pairs]
    seen: dict[str, Wanted] = {}
    for one in found:
        path = one.path if one.path == SCREEN else os.path.realpath(one.path)
        if first := seen.get(path):
            if one.path == SCREEN:
                raise UsageError(
                    "two-formats-to-stdout",
                    first=first.reporter.name,
                    second=one.reporter.name,
                )
            raise UsageError("output-twice", name=one.path)
        seen[path] = one
    return found


@contextmanager
def opened(reports: Sequence[Wanted], named: Sequence[str]) -> Iterator[list[Output]]:
    """The outputs, open for writing. Raises UsageError where one cannot be written."""
    with ExitStack() as open_files:
        yield [_opened(one, named, open_files) for one in reports]


def _wanted(name: str, path: str) -> Wanted:
    reporters = plugins.registry().reporters
    names = [one.name for one in reporters]
    known = ", ".join(names)
    if name:
        reporter = plugins.registry().reporter(name)
        if reporter is None:
            meant = nearest(name, names)
            raise UsageError(
                "unknown-choice", option="--format", value=name, nearest=meant, known=known
            )
        return Wanted(reporter, path)
    suffix = Path(path).suffix.lower()
    for reporter in reporters:
        if suffix and suffix in reporter.suffixes:
            return Wanted(reporter, path)
    raise UsageError("format-unknown-for-file", name=path, known=known)


def _opened(one: Wanted, named: Sequence[str], open_files: ExitStack) -> Output:
    module = plugins.registry().reporter_module(one.reporter)
    binary = bool(getattr(module, "BINARY", False))
    for_people = bool(getattr(module, "FOR_PEOPLE", False))
    stream: IO[Any]
    if one.path == SCREEN:
        if binary and is_terminal(sys.stdout):
            raise UsageError("binary-to-terminal", format=one.reporter.name)
        stream = sys.stdout if for_people else utf8(sys.stdout)
        stream = getattr(stream, "buffer", stream) if binary else stream
    else:
        refuse_inputs(one.path, named)
        try:
            stream = open_files.enter_context(_file(one.path, binary=binary))
        except OSError as error:
            why = error.strerror or str(error)
            raise UsageError("output-unwritable", name=one.path, why=why) from error
    return Output(one.reporter, one.path, stream, bool(getattr(module, "OVERVIEW", False)))


def _file(path: str, *, binary: bool) -> IO[Any]:
    if binary:
        return Path(path).open("wb")
    return Path(path).open("w", encoding="utf-8", errors=LOSSY, newline="\n")


def refuse_inputs(path: str, named: Sequence[str]) -> None:
    """What is written never goes over a file that is read, nor over one in a named folder.

    Raises UsageError.
    """
    if not Path(path).is_file():
        return
    read = [*named, *(one.path for one in inputs.expand(named))]
    # What lies in an archive has its path: the archive is one of the parents.
    for one in {part: None for name in read for part in (Path(name), *Path(name).parents)}:
        try:
            same = Path(path).samefile(one)
        except (OSError, ValueError):
            continue
        if same:
            raise UsageError("output-is-input", name=path)

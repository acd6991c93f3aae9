"""Files read and laid out for one form of output, in as many processes as are worth it.

A form makes of each `Read` what it will write of it: texts without cells, which another
process can send and which many files have room for.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Generic, NamedTuple, TypeVar

from audit import pipeline
from audit.document import Block, Problem
from audit.errors import AuditError, ReadError
from audit.filing import Filing
from audit.pipeline.inputs import Input
from audit.plugins import Source
from audit.report import Unclaimed

Made = TypeVar("Made")


class Read(NamedTuple):
    """One file, read and laid out, or what stopped it."""

    path: str
    sha256: str = ""
    format: str = ""
    blocks: tuple[Block, ...] = ()
    """As the reader gave them, before cut tables were made whole."""
    whole: tuple[Block, ...] = ()
    """As layouts were given them."""
    filings: tuple[Filing, ...] = ()
    problems: tuple[Problem, ...] = ()
    unclaimed: tuple[Unclaimed, ...] = ()
    error: AuditError | None = None

    @property
    def unread(self) -> int:
        """How many texts went nowhere, within forms and outside."""
        return len(self.unclaimed) + sum(len(filing.unread) for filing in self.filings)

    @property
    def is_whole(self) -> bool:
        return self.error is None and not any(problem.lost for problem in self.problems)


class Part(NamedTuple, Generic[Made]):
    """What one file adds to the output."""

    path: str
    named: bool
    made: Made
    filings: int
    unread: int
    is_whole: bool
    error: AuditError | None


def parts(
    named: Iterable[Input], options: pipeline.Options, make: Callable[[Read], Made], jobs: int
) -> Iterator[Part[Made]]:
    """One part a file, in order. `make` is picklable."""
    work: Callable[[Input], Part[Made]] = partial(_part, options=options, make=make)

    def lost(one: Input, error: ReadError) -> Part[Made]:
        return _made(Read(one.path, error=error), one, make)

    return pipeline.each(work, named, lost, seconds=options.limit("seconds"), jobs=jobs)


def read(one: Input, options: pipeline.Options) -> Read:
    """The file; what stops it is in its `error`."""
    if one.error is not None:
        return Read(one.path, error=one.error)
    try:
        source = pipeline.source_of(one.path, options)
    except AuditError as error:
        return Read(one.path, error=error)
    return read_source(source, options)


def read_source(source: Source, options: pipeline.Options) -> Read:
    """As `read`, of bytes that are there."""
    try:
        document = pipeline.read(source, options)
        whole = pipeline.whole(document)
        laid = pipeline.lay_out_whole(whole)
    except AuditError as error:
        return Read(source.path, error=error)
    except Exception as error:  # noqa: BLE001 -- a reader or layout that fails costs its own file
        why = f"{type(error).__name__}: {error}"
        return Read(source.path, error=ReadError("reading-failed", path=source.path, why=why))
    digest = hashlib.sha256(source.data).hexdigest()
    return Read(
        source.path, digest, document.format, document.blocks, whole.blocks, laid.filings,
        whole.problems, laid.unclaimed,
    )  # fmt: skip


def _part(one: Input, options: pipeline.Options, make: Callable[[Read], Made]) -> Part[Made]:
    return _made(read(one, options), one, make)


def _made(found: Read, one: Input, make: Callable[[Read], Made]) -> Part[Made]:
    return Part(
        found.path, one.named, make(found), len(found.filings), found.unread, found.is_whole,
        found.error,
    )  # fmt: skip

"""What the reader and the process that reads for it say to each other."""

from collections.abc import Sequence
from typing import NamedTuple

from audit.document import Block, Problem
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source


class Task(NamedTuple):
    """A file to be read from a page on (from 1)."""

    source: Source
    options: ReadOptions
    first: int


class Begun(NamedTuple):
    """The file is open: what ends the process from now on is a page's fault."""


class PageRead(NamedTuple):
    number: int
    blocks: Sequence[Block]
    problems: Sequence[Problem]
    engine: str
    scanned: bool = False


class Unread(NamedTuple):
    """A page that was not read, and why; `error` has its number as a value, `page`."""

    number: int
    error: ReadError


class Done(NamedTuple):
    """The last page is read, or an error ended the reading of the file."""

    error: Exception | None = None


Answer = Begun | PageRead | Unread | Done

# How the process ends where it has to: faulthandler's own code, and another one.
TOO_SLOW = 1
TOO_HEAVY = 71

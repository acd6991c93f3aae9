"""The plugin seam: pluggy hook specifications, light specifications, and the manager.

Each hook returns specifications that name an import path, so that registering costs
nothing and only what is used is imported. The built-in families come through the same
hooks: there is no second way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from audit.document import Cell, Document
from audit.filing import Filing


class Reader(NamedTuple):
    """A format: bytes to a Document. `load` is `module:function`."""

    name: str
    suffixes: tuple[str, ...]
    magic: tuple[bytes, ...]
    """What its files begin with, where they can be told by content; else empty."""
    load: str
    writes: str = ""
    """`module:function` of the writer that puts edits into such a file, if there is one."""


class Layout(NamedTuple):
    name: str
    load: str
    """`module` with `claims` and `lay_out`."""


class Check(NamedTuple):
    name: str
    load: str
    """The kind's module, see checks/kind.py."""


class Reporter(NamedTuple):
    name: str
    suffixes: tuple[str, ...]
    load: str
    """`module` with `report`, and `BINARY = True` where it writes bytes."""


class RulePack(NamedTuple):
    name: str
    folder: str
    """The folder that holds pack.yaml."""


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one input and the name that findings carry."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Limits and switches of reading. `limits` maps a cap's name to its number."""

    limits: Mapping[str, int]
    values: Mapping[str, Any]


class Claim(NamedTuple):
    """A layout's claim on blocks of a document."""

    blocks: tuple[int, ...]
    """Indexes into `Document.blocks`, ascending."""
    sureness: float
    """0 to 1. The surest claim on a block wins; equal ones by the order of the layouts."""
    why: str


class Skipped(NamedTuple):
    """A slice of a cell that belongs to no field: heading, label, note or separator."""

    cell: Cell
    start: int
    end: int
    why: str


class Layed(NamedTuple):
    filings: tuple[Filing, ...]
    skipped: tuple[Skipped, ...]


class LayoutModule(Protocol):
    def claims(self, document: Document, /) -> Iterable[Claim]: ...
    def lay_out(self, document: Document, claim: Claim, /) -> Layed: ...


class ReporterModule(Protocol):
    def report(self, run: Any, out: IO[Any], /) -> None: ...


def rule_pack_folders() -> Iterator[Path]:
    raise NotImplementedError

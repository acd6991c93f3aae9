"""The plugin seam: the five hooks, the light specifications they return, and the registry.

Each hook returns specifications that name an import path, so that registering costs
nothing and only what is used is imported. The built-in families come through the same
hooks: there is no second way. A package offers its own under the entry-point group `audit`:

    from audit.plugins import Reader, hookimpl

    @hookimpl
    def audit_readers():
        return [Reader("toml", (".toml",), (), "my_package.toml:read")]

What is installed is asked once (plugin_scan.py) and kept in the cache, until the import
path, a folder on it, or a file of a plugin changes.
"""

import importlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import IO, Any, NamedTuple, Protocol, TypeAlias, TypeVar, cast

from audit import cache as stored
from audit.document import Cell, Document
from audit.errors import PluginError
from audit.filing import Filing
from audit.finding import Edit


class Reader(NamedTuple):
    """A format: bytes to a Document. `load` is `module:function`."""

    name: str
    suffixes: tuple[str, ...]
    magic: tuple[bytes, ...]
    """What its files begin with, where they can be told by content; else empty."""
    load: str
    writes: str = ""
    """`module:function` of the writer that puts edits into such a file, if there is one."""
    prepare: str = ""
    """`module:function` that begins what its reading needs, where that takes time to start."""


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


Read = Callable[[Source, ReadOptions], Document]
Write = Callable[[Source, Sequence[Edit]], bytes]
"""Puts edits that do not overlap into a source. Raises ReadError where `old` is not found."""
Specification: TypeAlias = Reader | Layout | Check | Reporter | RulePack

HOOKS: Mapping[str, type[Specification]] = {
    "audit_readers": Reader,
    "audit_layouts": Layout,
    "audit_checks": Check,
    "audit_reporters": Reporter,
    "audit_rule_packs": RulePack,
}
"""Each hook, and what it returns a list of."""

OURS = "audit"
"""The owner of what ships; no plugin can be called so, for their names have a version."""
_Named = TypeVar("_Named", Reader, Check, Reporter)
_KIND_NAMES = ("NAME", "EACH", "OPTIONS", "PLACEHOLDERS", "compile")


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """What is installed, built-in first, then by the name of the plugin."""

    readers: tuple[Reader, ...]
    layouts: tuple[Layout, ...]
    checks: tuple[Check, ...]
    reporters: tuple[Reporter, ...]
    rule_packs: tuple[RulePack, ...]
    owners: Mapping[str, str]
    """The plugin that brought each import path."""
    files: Mapping[str, int] = field(default_factory=dict)
    """The files of plugins, and when each was changed."""

    def reader(self, name: str) -> Reader | None:
        return _named(self.readers, name)

    def reporter(self, name: str) -> Reporter | None:
        return _named(self.reporters, name)

    def read_function(self, reader: Reader) -> Read:
        return cast("Read", self._function(reader.load))

    def write_function(self, reader: Reader) -> Write | None:
        """None where the format has no writer."""
        return cast("Write", self._function(reader.writes)) if reader.writes else None

    def prepare(self, data: bytes) -> None:
        """Begins what the reading of such a file needs, and waits for nothing."""
        for reader in self.readers:
            if reader.prepare and any(data.startswith(magic) for magic in reader.magic):
                self._function(reader.prepare)()

    def layout_module(self, layout: Layout) -> LayoutModule:
        return cast("LayoutModule", self._module(layout.load, ("claims", "lay_out")))

    def reporter_module(self, reporter: Reporter) -> ReporterModule:
        return cast("ReporterModule", self._module(reporter.load, ("report",)))

    def kind(self, name: str) -> Any:
        """The module of that kind of check, see checks/kind.py; None where there is none."""
        check = _named(self.checks, name)
        return None if check is None else self._module(check.load, _KIND_NAMES)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of all kinds of check."""
        return tuple(check.name for check in self.checks)

    def _function(self, load: str) -> Any:
        module, _, name = load.partition(":")
        return getattr(self._module(module, (name,), load), name)

    def _module(self, load: str, needs: Sequence[str], owner_of: str = "") -> ModuleType:
        """The imported module. Raises PluginError where it fails or lacks a name."""
        plugin = self.owners.get(owner_of or load, "")
        try:
            module = importlib.import_module(load)
        except Exception as error:
            key = "installation-damaged" if plugin == OURS else "plugin-import"
            why = f"{type(error).__name__}: {error}"
            raise PluginError(key, plugin=plugin, load=load, why=why) from error
        if missing := [name for name in needs if not hasattr(module, name)]:
            if plugin == OURS:
                why = ", ".join(missing)
                raise PluginError("installation-damaged", plugin=plugin, load=load, why=why)
            raise PluginError("plugin-lacks", plugin=plugin, load=load, names=", ".join(missing))
        return module


_third_party = True


def leave_out_others() -> None:
    """For the rest of this process only what ships is there, as `--no-plugins` asks."""
    global _third_party  # noqa: PLW0603 -- one switch for the process, set once by the command line
    _third_party = False
    registry.cache_clear()


def others_left_out() -> bool:
    return not _third_party


@cache
def registry() -> Registry:
    """What is installed. Raises PluginError where a plugin cannot be used."""
    parts = [str(_third_party), *_state_of_ours(), *(_state_of_the_path() if _third_party else ())]
    scan = stored.cached("plugins", parts, _scan)
    if (states := states_of(scan["files"])) != scan["files"]:
        # A plugin under development changed in place: neither path nor folder shows it.
        scan = stored.cached("plugins", [*parts, repr(states)], _scan)
    return _registry(scan)


def _scan() -> Any:
    from audit import plugin_scan  # noqa: PLC0415 -- it imports pluggy, which a warm cache spares

    return plugin_scan.scan(third_party=_third_party)


def _state_of_ours() -> Iterator[str]:
    here = Path(__file__).parent
    for family in ("readers", "layouts", "checks", "reporters"):
        for path in sorted((here / family).glob("*.py")):
            yield f"{path}:{path.stat().st_mtime_ns}"


def _state_of_the_path() -> Iterator[str]:
    for entry in sys.path:
        yield f"{entry}:{states_of([entry or '.'])}"


def states_of(files: Iterable[str]) -> dict[str, int]:
    """When each file was changed, those left out that are not there."""
    return {file: os.stat(file).st_mtime_ns for file in files if os.path.exists(file)}  # noqa: PTH110, PTH116 -- a Path costs more than the call


def _registry(scan: Mapping[str, Any]) -> Registry:
    made: dict[str, tuple[Any, ...]] = {}
    owners: dict[str, str] = {}
    for hook, specification in HOOKS.items():
        make: Callable[..., Any] = specification
        made[hook] = tuple(
            make(*(tuple(part) if isinstance(part, list) else part for part in parts))
            for _, parts in scan["hooks"][hook]
        )
        for plugin, parts in scan["hooks"][hook]:
            owners |= dict.fromkeys((part for part in parts if isinstance(part, str)), plugin)
    readers = [
        one._replace(magic=tuple(text.encode("latin-1") for text in one.magic))
        for one in made["audit_readers"]
    ]
    return Registry(
        tuple(readers),
        made["audit_layouts"],
        made["audit_checks"],
        made["audit_reporters"],
        made["audit_rule_packs"],
        owners,
        scan["files"],
    )


def __getattr__(name: str) -> Any:
    # pluggy costs a quarter of a start: a run with a warm cache never imports it.
    if name == "hookimpl":
        import pluggy  # noqa: PLC0415

        return pluggy.HookimplMarker("audit")
    raise AttributeError(name)


def _named(specifications: Iterable[_Named], name: str) -> _Named | None:
    return next((one for one in specifications if one.name == name), None)

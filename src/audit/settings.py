"""Settings: audit.yaml, .audit.yaml or [tool.audit] in pyproject.toml, the environment, options.

Precedence: command line > `--config KEY=VALUE` > environment > file > defaults; what the
rulebook has below that are the profile and the pack. The nearest file from the working
folder upwards counts, and it alone. `rules`, `words` and `limits` of several origins are
merged by key, packs are added to those below; everything else is replaced.

How a file is found and read is settings_file.py's.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from audit import settings_file
from audit.errors import SettingsError
from audit.rulebook.marks import Faults, Items, Map, Mark, Node, Scalar, Source, of_value
from audit.rulebook.settings import RuleSettings
from audit.settings_file import SCHEMA, schema

__all__ = ["DEFAULTS", "SCHEMA", "PerFile", "Settings", "Shown", "load", "schema"]

DEFAULTS: Mapping[str, Any] = {
    "lang": None,
    "profile": "default",
    "packs": (),
    "rules": {},
    "words": {},
    "accept": (),
    "per_file": (),
    "select": (),
    "ignore": (),
    "fail_on": "error",
    "min_severity": "info",
    "max_warnings": None,
    "format": (),
    "output": (),
    "pdf_engine": "auto",
    "limits": {},
}
_ENVIRONMENT = {
    "AUDIT_LANG": "lang",
    "AUDIT_OUTPUT_FORMAT": "format",
    "AUDIT_OUTPUT_FILE": "output",
}
_MERGED = ("rules", "words", "limits")
_LISTS = ("packs", "accept", "select", "ignore", "format", "output")


class PerFile(NamedTuple):
    """Rules switched for some files."""

    files: tuple[str, ...]
    """Globs relative to `folder`; `**` stands for any folders."""
    folder: Path
    rules: Mapping[str, str]
    """Name → off, on or a severity."""

    def is_for(self, path: str) -> bool:
        whole = os.path.abspath(path)  # noqa: PTH100 -- resolve() would follow a link elsewhere
        relative = PurePath(os.path.relpath(whole, self.folder)).as_posix()
        return any(_glob_fits(relative, one) for one in self.files)


class Shown(NamedTuple):
    key: str
    value: Any
    """A text, number, list or mapping of these."""
    origin: str
    """`audit.yaml:3`, an environment variable, an option; "" for a default."""


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    lang: str | None
    """None where nothing says it: the command line decides by the locale."""
    profile: str
    packs: tuple[Path, ...]
    rules: RuleSettings
    """With words and accept, for rulebook/load.py."""
    per_file: tuple[PerFile, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str
    min_severity: str
    max_warnings: int | None
    format: tuple[str, ...]
    output: tuple[str, ...]
    pdf_engine: str
    limits: Mapping[str, int]
    path: Path | None
    """The settings file."""
    origins: Mapping[str, str]
    """Where each key comes from, and each entry of a merged one (`rules.typo`)."""
    values: Mapping[str, Any]
    """As they stand, for `show`."""

    def switches(self, path: str) -> dict[str, str]:
        """Rules switched for this file: the later entry of per_file wins."""
        found: dict[str, str] = {}
        for one in self.per_file:
            if one.is_for(path):
                found |= one.rules
        return found

    def show(self) -> Iterator[Shown]:
        """Every key with its value and where it comes from."""
        for key in DEFAULTS:
            value = self.values.get(key, DEFAULTS[key])
            if key in _MERGED and value:
                for name, one in value.items():
                    yield Shown(f"{key}.{name}", one, self.origins.get(f"{key}.{name}", ""))
            else:
                yield Shown(key, value, self.origins.get(key, ""))


def load(
    options: Mapping[str, Any] | None = None,
    config: Sequence[str] = (),
    *,
    isolated: bool = False,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings of a run.

    `options` are those of the command line that were given; `config` are `--config`
    arguments, each `KEY=VALUE` or the path of a settings file. `isolated` leaves out files.
    Raises an ExceptionGroup of SettingsError.
    """
    environment = os.environ if environment is None else environment
    folder = folder or Path.cwd()
    faults = Faults(SettingsError)
    paths = [one for one in config if "=" not in one]
    layers: list[_Layer] = []
    if not isolated and (path := settings_file.find(paths, folder, environment, faults)):
        layers.append(_of_file(path, faults))
    layers.append(_of_environment(environment, faults))
    layers += [_of_assignment(one, faults) for one in config if "=" in one]
    faults.raise_any()
    layers.append(_of_options(options or {}))
    return _settled(layers, folder)


class _Layer(NamedTuple):
    """What one origin says: nodes with their places, and the same as values."""

    node: Map
    value: Mapping[str, Any]
    origin: Callable[[Mark], str]
    path: Path | None = None


def _of_file(path: Path, faults: Faults) -> _Layer:
    shown = settings_file.relative(path)
    node, value = settings_file.read(path, faults)
    return _Layer(node, value, lambda mark: f"{shown}:{mark.line}" if mark.line else shown, path)


def _of_environment(environment: Mapping[str, str], faults: Faults) -> _Layer:
    given = {
        key: (name, environment[name])
        for name, key in _ENVIRONMENT.items()
        if environment.get(name)
    }
    node = Map({}, Mark(Source("")))
    for key, (name, text) in given.items():
        one = of_value(_split(key, text), Source(name))
        node.put(key, one, Mark(Source(name)))
    value = settings_file.validated(node, faults) if given else {}
    return _Layer(node, value, lambda mark: mark.source.path)


def _of_assignment(text: str, faults: Faults) -> _Layer:
    """`KEY=VALUE`: `rules.typo=off`, `select=T,typo`."""
    path, _, value = text.partition("=")
    source = Source(f"--config {text}")
    steps = path.strip().split(".", 1) if path.strip().startswith(_MERGED) else [path.strip()]
    given: Any = _split(steps[0], value.strip())
    for step in reversed(steps):
        given = {step: given}
    node = of_value(given, source)
    assert isinstance(node, Map)
    settings_file.unquote(node)
    return _Layer(node, settings_file.validated(node, faults), lambda _: source.path)


def _of_options(options: Mapping[str, Any]) -> _Layer:
    """What the command line has parsed is right already."""
    given = {key: value for key, value in options.items() if value is not None}
    node = of_value(given, Source(""))
    assert isinstance(node, Map)
    return _Layer(node, given, lambda _: "")


def _split(key: str, text: str) -> Any:
    if key in _LISTS:
        return [one.strip() for one in text.split(",") if one.strip()]
    return text


def _settled(layers: Sequence[_Layer], folder: Path) -> Settings:
    values: dict[str, Any] = {}
    nodes = Map({}, Mark(Source("")))
    origins: dict[str, str] = {}
    path = next((layer.path for layer in layers if layer.path), None)
    for layer in layers:
        for key, value in layer.value.items():
            node = layer.node.entries[key]
            if key in _MERGED and isinstance(node, Map):
                values[key] = {**values.get(key, {}), **value}
                for name in node.entries:
                    origins[f"{key}.{name}"] = layer.origin(node.key_mark(name))
                known = nodes.get(key)
                merged = known.copy() if isinstance(known, Map) else Map({}, node.mark)
                for name, one in node.entries.items():
                    merged.put(name, one, node.key_mark(name))
                nodes.put(key, merged)
            else:
                if key == "packs":
                    # Those of the command line come to those of the file.
                    beside = layer.path.parent if layer.path else Path()
                    packs = [str(beside / one) for one in value]
                    values[key] = [*values.get(key, ()), *packs]
                else:
                    values[key] = value
                nodes.put(key, node, layer.node.key_mark(key))
                origins[key] = layer.origin(layer.node.key_mark(key))
    return _made(values, nodes, origins, path, folder)


def _made(
    values: Mapping[str, Any],
    nodes: Map,
    origins: Mapping[str, str],
    path: Path | None,
    folder: Path,
) -> Settings:
    def of(key: str) -> Any:
        return values.get(key, DEFAULTS[key])

    beside = path.parent if path else folder
    rules, words, per_file = (nodes.get(key) for key in ("rules", "words", "per_file"))
    return Settings(
        lang=of("lang"),
        profile=of("profile"),
        packs=tuple(map(Path, of("packs"))),
        rules=RuleSettings(
            rules if isinstance(rules, Map) else None,
            words if isinstance(words, Map) else None,
            tuple(of("accept")),
            tuple(_names(per_file)),
        ),
        per_file=tuple(_per_file(one, beside) for one in of("per_file")),
        select=tuple(of("select")),
        ignore=tuple(of("ignore")),
        fail_on=of("fail_on"),
        min_severity=of("min_severity"),
        max_warnings=of("max_warnings"),
        format=tuple(of("format")),
        output=tuple(of("output")),
        pdf_engine=of("pdf_engine"),
        limits=of("limits"),
        path=path,
        origins=origins,
        values=values,
    )


def _per_file(value: Mapping[str, Any], folder: Path) -> PerFile:
    files = value["files"]
    return PerFile((files,) if isinstance(files, str) else tuple(files), folder, value["rules"])


def _names(per_file: Node | None) -> Iterator[Scalar]:
    """The names of rules in per_file: they have to be there, too."""
    for one in per_file.items if isinstance(per_file, Items) else ():
        rules = one.get("rules") if isinstance(one, Map) else None
        if isinstance(rules, Map):
            yield from rules.keys.values()


def _glob_fits(path: str, glob: str) -> bool:
    """`*` stays within a folder, `**/` is any number of them; a bare name fits anywhere."""
    if "/" not in glob:
        return fnmatchcase(path.rsplit("/", 1)[-1], glob)
    return _parts_fit(path.split("/"), glob.removeprefix("./").split("/"))


def _parts_fit(path: list[str], glob: list[str]) -> bool:
    if not glob:
        return not path
    if glob[0] == "**":
        return any(_parts_fit(path[at:], glob[1:]) for at in range(len(path) + 1))
    return bool(path) and fnmatchcase(path[0], glob[0]) and _parts_fit(path[1:], glob[1:])

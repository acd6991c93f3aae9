"""Settings: audit.yaml, .audit.yaml or [tool.audit] in pyproject.toml, the environment, options.

Precedence: command line > `--config KEY=VALUE` > environment > file > defaults; what the
rulebook has below that are the profile and the pack. The nearest file from the working
folder upwards counts, and it alone. `rules`, `words` and `limits` of several origins are
merged by key, packs are added to those below; everything else is replaced.

A file that was found right is kept in the cache, so that yaml and jsonschema are imported
only after it changed. What a file says wrongly is told all at once, with line and caret.
"""

import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from audit import cache
from audit.errors import SettingsError
from audit.rulebook.marks import Faults, Items, Map, Mark, Node, Scalar, Source, of_value
from audit.rulebook.settings import RuleSettings

FILES = ("audit.yaml", ".audit.yaml", "pyproject.toml")
SCHEMA = Path(__file__).with_name("settings.schema.json")
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
    if not isolated and (path := _file(paths, folder, environment, faults)):
        layers.append(_of_file(path, faults))
    layers.append(_of_environment(environment, faults))
    layers += [_of_assignment(one, faults) for one in config if "=" in one]
    faults.raise_any()
    layers.append(_of_options(options or {}))
    return _settled(layers, folder)


def schema() -> dict[str, Any]:
    """The JSON Schema of a settings file."""
    found: dict[str, Any] = json.loads(SCHEMA.read_bytes())
    return found


class _Layer(NamedTuple):
    """What one origin says: nodes with their places, and the same as values."""

    node: Map
    value: Mapping[str, Any]
    origin: Callable[[Mark], str]
    path: Path | None = None


# Finding the file.


def _file(
    paths: Sequence[str], folder: Path, environment: Mapping[str, str], faults: Faults
) -> Path | None:
    """The file that is named, or the nearest one."""
    named = paths[-1] if paths else environment.get("AUDIT_CONFIG", "")
    if named:
        if not Path(named).is_file():
            faults.add("settings-not-there", Mark(Source(named)))
            return None
        return Path(named)
    for parent in (folder, *folder.resolve().parents):
        found = [parent / name for name in FILES if _is_settings(parent / name)]
        if len(found) > 1:
            names = ", ".join(one.name for one in found)
            faults.add("settings-twice", Mark(Source(str(found[0]))), names=names)
        if found:
            return found[0]
    return None


def _is_settings(path: Path) -> bool:
    if path.name != "pyproject.toml":
        return path.is_file()
    try:
        return re.search(rb"^\s*\[tool\.audit\b", path.read_bytes(), re.MULTILINE) is not None
    except OSError:
        return False


# The layers.


def _of_file(path: Path, faults: Faults) -> _Layer:
    shown = _relative(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        faults.add("settings-unreadable", Mark(Source(shown)), why=error.strerror or "")
        return _Layer(Map({}, Mark(Source(shown))), {}, lambda _: shown)

    def build() -> Any:
        node = _toml(shown, data, faults) if path.suffix == ".toml" else _yaml(shown, data, faults)
        value = _validated(node, faults)
        # What is wrong must be told in every run: nothing is kept of it.
        faults.raise_any()
        return [_to_json(node), value]

    kept, value = cache.cached("settings", [path.suffix, data, SCHEMA.read_bytes()], build)
    source = Source(shown, data.decode("utf-8", "replace"))
    node = _from_json(kept, source)
    assert isinstance(node, Map)
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
    value = _validated(node, faults) if given else {}
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
    _unquote(node)
    return _Layer(node, _validated(node, faults), lambda _: source.path)


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


def _unquote(node: Node) -> None:
    """What the command line gives may be a number or true/false as the schema says."""
    match node:
        case Scalar():
            node.plain = True
        case Items():
            for one in node.items:
                _unquote(one)
        case Map():
            for one in node.entries.values():
                _unquote(one)


def _validated(node: Node, faults: Faults) -> dict[str, Any]:
    from audit.rulebook.shape import shaped  # noqa: PLC0415 -- only where something is new

    value, _ = shaped(node, schema(), faults)
    return value if isinstance(value, dict) else {}


def _yaml(path: str, data: bytes, faults: Faults) -> Node:
    from audit.rulebook.strict_yaml import read  # noqa: PLC0415 -- only where something is new

    blank = Map({}, Mark(Source(path)))
    if not re.sub(rb"(?m)^\s*(#.*)?$", b"", data).strip():
        return blank
    return read(path, data, faults) or blank


def _toml(path: str, data: bytes, faults: Faults) -> Node:
    source = Source(path, data.decode("utf-8", "replace"))
    try:
        whole = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        faults.add("yaml-not-utf8", Mark(source))
        return Map({}, Mark(source))
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+), column (\d+)", str(error))
        line, column = (int(at[1]), int(at[2])) if at else (0, 0)
        mark = Mark(source, line, column, line, column + 1)
        faults.add("toml-syntax", mark, problem=str(error))
        return Map({}, mark)
    table = whole.get("tool", {}).get("audit", {})
    node = of_value(table, source)
    _unquote(node)
    _put_marks(node, ("tool", "audit"), _toml_places(source))
    return node


def _toml_places(source: Source) -> dict[tuple[str, ...], Mark]:
    """Where each key of a TOML file stands; tomllib does not tell."""
    found: dict[tuple[str, ...], Mark] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(source.lines, 1):
        if header := re.match(r"\s*\[\[?([^\[\]]+)\]\]?", line):
            table = _toml_path(header[1])
            path, start, text = table, header.start(1), header[1]
        elif key := re.match(r"\s*((?:[\w.-]+|\"[^\"]*\"|'[^']*'|\s*\.\s*)+?)\s*=", line):
            path, start, text = (*table, *_toml_path(key[1])), key.start(1), key[1]
        else:
            continue
        mark = Mark(source, number, start + 1, number, start + 1 + len(text))
        found.setdefault(path, mark)
    return found


def _toml_path(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.\s]+", text))


def _put_marks(node: Node, path: tuple[str, ...], places: Mapping[tuple[str, ...], Mark]) -> None:
    """Each node gets the place of its key, or of the nearest key above it."""
    if path in places:
        node.mark = places[path]
    if isinstance(node, Map):
        for key, value in node.entries.items():
            mark = places.get((*path, key), node.mark)
            value.mark = node.keys[key].mark = mark
            _put_marks(value, (*path, key), places)
    elif isinstance(node, Items):
        for item in node.items:
            item.mark = node.mark
            _put_marks(item, (*path, ""), places)


def _to_json(node: Node) -> Any:
    where = list(node.mark[1:])
    match node:
        case Scalar():
            return ["s", where, node.text, node.plain]
        case Items():
            return ["i", where, [_to_json(one) for one in node.items]]
        case Map():
            keys = [[key, list(node.keys[key].mark[1:]), _to_json(one)]
                    for key, one in node.entries.items()]  # fmt: skip
            return ["m", where, keys]


def _from_json(value: Any, source: Source) -> Node:
    sort, where, inner, *rest = value
    mark = Mark(source, *where)
    if sort == "s":
        return Scalar(inner, mark, *rest)
    if sort == "i":
        return Items([_from_json(one, source) for one in inner], mark)
    found = Map({}, mark)
    for key, at, one in inner:
        found.put(key, _from_json(one, source), Mark(source, *at))
    return found


# Putting the layers together.


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


def _relative(path: Path) -> str:
    """As people like to read it: relative where it lies below the working folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)

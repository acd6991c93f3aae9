"""The settings file: found from a folder upwards, read with the place of everything in it.

audit.yaml and .audit.yaml are YAML as strict as rule files are; of pyproject.toml the
table [tool.audit] counts. A file that was found right is kept in the cache, so that yaml
and jsonschema are imported only after it changed. What is wrong is told all at once.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from audit import cache
from audit.rulebook.marks import Faults, Items, Map, Mark, Node, Scalar, Source, of_value

FILES = ("audit.yaml", ".audit.yaml", "pyproject.toml")
SCHEMA = Path(__file__).with_name("settings.schema.json")


def find(
    paths: Sequence[str], folder: Path, environment: Mapping[str, str], faults: Faults
) -> Path | None:
    """The file that is named, else the nearest one from `folder` upwards, else none."""
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


def read(path: Path, faults: Faults) -> tuple[Map, Mapping[str, Any]]:
    """What the file says, as nodes with their places and as values; told of in `faults`, else."""
    shown = relative(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        faults.add("settings-unreadable", Mark(Source(shown)), why=error.strerror or "")
        return Map({}, Mark(Source(shown))), {}

    def build() -> Any:
        node = _toml(shown, data, faults) if path.suffix == ".toml" else _yaml(shown, data, faults)
        value = validated(node, faults)
        # What is wrong must be told in every run: nothing is kept of it.
        faults.raise_any()
        return [_to_json(node), value]

    kept, value = cache.cached("settings", [path.suffix, data, SCHEMA.read_bytes()], build)
    source = Source(shown, data.decode("utf-8", "replace"))
    node = _from_json(kept, source)
    assert isinstance(node, Map)
    return node, value


def schema() -> dict[str, Any]:
    """The JSON Schema of a settings file."""
    found: dict[str, Any] = json.loads(SCHEMA.read_bytes())
    return found


def validated(node: Node, faults: Faults) -> dict[str, Any]:
    """The values of nodes that say what the schema allows; told of in `faults`, else."""
    from audit.rulebook.shape import shaped  # noqa: PLC0415 -- only where something is new

    value, _ = shaped(node, schema(), faults)
    return value if isinstance(value, dict) else {}


def unquote(node: Node) -> None:
    """What the command line gives may be a number or true/false as the schema says."""
    match node:
        case Scalar():
            node.plain = True
        case Items():
            for one in node.items:
                unquote(one)
        case Map():
            for one in node.entries.values():
                unquote(one)


def relative(path: Path) -> str:
    """As people like to read it: relative where it lies below the working folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _yaml(path: str, data: bytes, faults: Faults) -> Node:
    from audit.rulebook.strict_yaml import read  # noqa: PLC0415 -- only where something is new

    blank = Map({}, Mark(Source(path)))
    if not re.sub(rb"(?m)^\s*(#.*)?$", b"", data).strip():
        return blank
    return read(path, data, faults) or blank


def _toml(path: str, data: bytes, faults: Faults) -> Node:
    import tomllib  # noqa: PLC0415 -- most have no TOML, or one that has not changed

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
    unquote(node)
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

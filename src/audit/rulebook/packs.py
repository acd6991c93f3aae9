"""Packs: the folders that rules come from, what pack.yaml says of them, and their files.

A folder without pack.yaml is a pack, too (`--rules DIR`): its prefix is the folder's name.
So is a single rule file. Names and codes of a pack carry its prefix (`gd/…`, `GD-T001`);
single letters are ours.
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from audit import __version__
from audit.errors import RuleError
from audit.rulebook import shipped
from audit.rulebook.marks import Faults, Map, Mark, Node, Source, read
from audit.rulebook.shape import shaped

FORMAT = 1
"""The version of the rule format, which a pack's `needs` names."""
MAX_FILES = 5000

Sort = Literal["pack", "rule", "words", "category", "profile", "data"]

_WORD = {"type": "string", "minLength": 1}
_TEXT = {
    "anyOf": [
        _WORD,
        {"type": "object", "properties": {"zh": _WORD, "en": _WORD}, "additionalProperties": False},
    ]
}
PACK_SCHEMA = {
    "title": "A rule pack of audit",
    "type": "object",
    "required": ["name", "version"],
    "properties": {
        "name": _WORD,
        "version": _WORD,
        "title": _TEXT,
        "maintainer": _WORD,
        "prefix": {
            "type": "string",
            "pattern": "^[A-Za-z0-9\u3400-\u9fff][A-Za-z0-9\u3400-\u9fff-]+$",
            "key": "bad-prefix",
        },
        "needs": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}
_FOLDERS: dict[str, Sort] = {
    "words": "words",
    "categories": "category",
    "profiles": "profile",
}


class File(NamedTuple):
    sort: Sort
    name: str
    """Relative to the pack's folder, with forward slashes."""
    data: bytes
    """Empty for a data file: these are read where they are used."""


class Folder(NamedTuple):
    """A pack as it lies on disk. `path` is as its user named it."""

    path: Path
    files: tuple[File, ...]
    shipped: bool

    def key(self) -> Iterator[bytes | str]:
        """What a cache has to know of it."""
        yield str(self.path)
        for file in self.files:
            yield f"{file.sort}:{file.name}"
            yield file.data


class Pack(NamedTuple):
    name: str
    version: str
    prefix: str
    """As codes have it; names have it in lower case. Empty for ours."""
    folder: Folder

    def full_name(self, name: str) -> str:
        """The name with the prefix, which its author may have left out."""
        head = f"{self.prefix.lower()}/" if self.prefix else ""
        return head + (name[len(head) :] if name.lower().startswith(head) else name)

    def full_code(self, code: str, name: str) -> str:
        """The code with the prefix; of a rule without a code, its name."""
        if not code:
            return self.full_name(name)
        head = self.prefix + "-"
        return code if not self.prefix or code.startswith(head) else head + code


def gather(paths: Sequence[Path], plugins: Sequence[Path] = ()) -> tuple[Folder, ...]:
    """The pack that ships, those of plugins, and those at `paths`, with the bytes of each.

    Raises RuleError where a path is no folder or rule file, or holds too many files.
    """
    found = [_folder(shipped.folder(), is_shipped=True)]
    seen = {shipped.folder().resolve()}
    for path in (*plugins, *paths):
        if path.resolve() not in seen:
            seen.add(path.resolve())
            found.append(_folder(path, is_shipped=False))
    return tuple(found)


def opened(folder: Folder, faults: Faults) -> Pack:
    """What pack.yaml says, or what stands for it where there is none."""
    for file in folder.files:
        if file.sort == "pack":
            node = read(str(folder.path / file.name), file.data, faults)
            return _pack(folder, node, faults)
    stem = folder.path.resolve().stem if folder.path.suffix else folder.path.resolve().name
    prefix = re.sub("[^a-z0-9\u3400-\u9fff]+", "-", stem.lower()).strip("-")
    # One letter would be a family of ours: T-T001.
    return Pack(stem, "", prefix if len(prefix) > 1 else "local", folder)


def _pack(folder: Folder, node: Node | None, faults: Faults) -> Pack:
    name = folder.path.name
    if node is None:
        return Pack(name, "", "", folder)
    value, wrong = shaped(node, PACK_SCHEMA, faults)
    if wrong or not isinstance(node, Map):
        return Pack(name, "", "" if folder.shipped else "local", folder)
    if value.get("needs", FORMAT) > FORMAT:
        faults.add(
            "pack-needs-newer",
            node.entries["needs"].mark,
            pack=value["name"],
            needs=value["needs"],
            format=FORMAT,
            version=__version__,
        )
    if not folder.shipped and "prefix" not in value:
        faults.add("missing-key", node.mark, name="prefix", inside="")
    return Pack(value["name"], value["version"], value.get("prefix", ""), folder)


def _folder(path: Path, *, is_shipped: bool) -> Folder:
    try:
        if path.is_dir():
            files = tuple(sorted(_files(path)))
        elif path.is_file() and path.suffix in (".yaml", ".yml"):
            return Folder(path, (File("rule", "", path.read_bytes()),), is_shipped)
        else:
            raise RuleError("pack-not-there", path=str(path))
    except OSError as error:
        raise RuleError("pack-unreadable", path=str(path), why=error.strerror or "") from error
    if not any(file.sort == "rule" or file.name == "pack.yaml" for file in files):
        raise RuleError("pack-without-rules", path=str(path))
    return Folder(path, files, is_shipped)


def _files(top: Path) -> Iterator[File]:
    count = 0
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        for name in sorted(names):
            path = Path(folder, name)
            relative = path.relative_to(top)
            if name.startswith(".") or not (sort := _sort(relative)):
                continue
            count += 1
            if count > MAX_FILES:
                raise RuleError("pack-too-large", path=str(top), limit=MAX_FILES)
            data = b"" if sort == "data" else path.read_bytes()
            yield File(sort, relative.as_posix(), data)


def _sort(relative: Path) -> Sort | None:
    first = relative.parts[0] if len(relative.parts) > 1 else ""
    if relative.suffix not in (".yaml", ".yml"):
        return "data" if first == "words" and relative.suffix in (".txt", ".tsv") else None
    if relative.as_posix() == "pack.yaml":
        return "pack"
    return _FOLDERS.get(first, "rule")


def nowhere(path: str) -> Mark:
    """A mark for what is wrong with a whole file."""
    return Mark(Source(path))

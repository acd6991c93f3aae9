"""Packs on disk: the folders that rules come from, and the files in them that matter.

A folder without pack.yaml is a pack, too (`--rules DIR`), and so is a single rule file.
What pack.yaml says is read in pack_file.py.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from audit.errors import RuleError
from audit.rulebook import shipped

MAX_FILES = 5000

Sort = Literal["pack", "rule", "words", "category", "profile", "data"]

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

    @property
    def has_pack_file(self) -> bool:
        return any(file.sort == "pack" for file in self.files)

    def key(self) -> Iterator[bytes | str]:
        """What a cache has to know of it."""
        yield str(self.path)
        for file in self.files:
            yield f"{file.sort}:{file.name}"
            yield file.data


def gather(paths: Sequence[Path], plugins: Sequence[Path] = ()) -> tuple[Folder, ...]:
    """The pack that ships, those of plugins, and those at `paths`, with the bytes of each.

    A folder named twice, in the settings and on the command line, counts once. Raises
    RuleError where a path is no folder or rule file, is ours, or holds too many files.
    """
    found = [_folder(shipped.folder(), is_shipped=True)]
    ours = shipped.folder().resolve()
    seen = set()
    for path in (*plugins, *paths):
        if (whole := path.resolve()) == ours:
            raise RuleError("pack-ships", path=str(path))
        if whole not in seen:
            seen.add(whole)
            found.append(_folder(path, is_shipped=False))
    return tuple(found)


def data_files(folders: Sequence[Folder]) -> dict[str, Path]:
    """The tables that are too large for word lists, by file name."""
    return {
        Path(file.name).name: folder.path / file.name
        for folder in folders
        for file in folder.files
        if file.sort == "data"
    }


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
    # os and open, not pathlib: each start of the program goes through all files.
    count = 0
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        inside = os.path.relpath(folder, top).replace(os.sep, "/")
        for name in sorted(names):
            relative = name if inside == "." else f"{inside}/{name}"
            if name.startswith(".") or not (sort := _sort(relative)):
                continue
            count += 1
            if count > MAX_FILES:
                raise RuleError("pack-too-large", path=str(top), limit=MAX_FILES)
            data = b"" if sort == "data" else _bytes(f"{folder}{os.sep}{name}")
            yield File(sort, relative, data)


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 -- see _files
        return file.read()


def _sort(relative: str) -> Sort | None:
    first = relative.partition("/")[0] if "/" in relative else ""
    if not relative.endswith((".yaml", ".yml")):
        return "data" if first == "words" and relative.endswith((".txt", ".tsv")) else None
    if relative == "pack.yaml":
        return "pack"
    return _FOLDERS.get(first, "rule")

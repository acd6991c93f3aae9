"""The rulebook without a rule's file and with it: what `audit rules try` compares.

The file may lie in a pack that is loaded, or in one that is not; it may be a pack by
itself; or it is another version of a rule that is there, which it then stands in for.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from audit.errors import RuleError
from audit.rulebook import load
from audit.rulebook.book import Rulebook
from audit.rulebook.packs import File, Folder
from audit.rulebook.rule import Rule
from audit.rulebook.select import switched
from audit.rulebook.settings import RuleSettings

_NAME = re.compile(rb"(?m)^name:[ \t]*[\"']?([^\s\"'#]+)")


class Trial(NamedTuple):
    before: Rulebook
    """Without the rule, or with the version of it that is loaded."""
    after: Rulebook
    """With the rule on, whatever its status."""
    rule: Rule
    is_version: bool


def trial(path: Path, packs: Sequence[Path], profile: str, settings: RuleSettings) -> Trial:
    """Raises an ExceptionGroup of RuleErrors, as `load` does."""
    folders = load.gathered(packs)
    if _file_of(folders, path):
        return _of(load.of_folders(folders, profile, settings), path)
    data = _bytes(path)
    named = _NAME.search(data)
    other = named and _named(folders, named[1])
    if not other:
        folders = load.gathered([*packs, _pack_of(path)])
        return _of(load.of_folders(folders, profile, settings), path)
    before = load.of_folders(folders, profile, settings)
    after = load.of_folders(_replaced(folders, other, path, data), profile, settings)
    return _of(after, path)._replace(before=before, is_version=True)


def _of(book: Rulebook, path: Path) -> Trial:
    whole = path.resolve()
    rule = next((one for one in book.rules if Path(one.path).resolve() == whole), None)
    if rule is None:
        raise RuleError("no-rule-in-file", path=str(path))
    after = book if rule.enabled else switched(book, {rule.name: "on"})
    return Trial(switched(book, {rule.name: "off"}), after, rule, is_version=False)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise RuleError("missing-file", path=str(path)) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise RuleError("pack-unreadable", path=str(path), why=why) from error


def _file_of(folders: Sequence[Folder], path: Path) -> File | None:
    whole = path.resolve()
    found = (
        file
        for folder in folders
        for file in folder.files
        if (folder.path / file.name).resolve() == whole
    )
    return next(found, None)


def _named(folders: Sequence[Folder], name: bytes) -> File | None:
    files = (file for folder in folders for file in folder.files if file.sort == "rule")
    return next((one for one in files if (it := _NAME.search(one.data)) and it[1] == name), None)


def _replaced(
    folders: Sequence[Folder], other: File, path: Path, data: bytes
) -> tuple[Folder, ...]:
    ours = File("rule", str(path.resolve()), data)
    return tuple(
        folder._replace(files=tuple(ours if file is other else file for file in folder.files))
        for folder in folders
    )


def _pack_of(path: Path) -> Path:
    """The nearest folder above with a pack.yaml; else the file is a pack by itself."""
    above = path.resolve().parents
    return next((one for one in above if (one / "pack.yaml").is_file()), path)

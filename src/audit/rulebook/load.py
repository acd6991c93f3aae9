"""Packs, profile and settings become one `Rulebook`: validated whole, or not at all.

All that is wrong is told at once, as an ExceptionGroup of RuleError, each with file, line,
column, the line itself and a caret. What was found right is kept in the cache, keyed by
the bytes it was made from; then neither yaml nor jsonschema is imported.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from audit import cache
from audit.errors import RuleError
from audit.plugins import others_left_out, registry
from audit.rulebook import cache as kept
from audit.rulebook import kinds
from audit.rulebook.book import Rulebook
from audit.rulebook.packs import Folder, data_files, gather
from audit.rulebook.settings import NO_PROFILE, NO_SETTINGS, RuleSettings

__all__ = ["NO_PROFILE", "NO_SETTINGS", "RuleSettings", "load"]


def load(
    packs: Sequence[Path] = (),
    profile: str = "default",
    settings: RuleSettings = NO_SETTINGS,
) -> Rulebook:
    """The rulebook. Raises an ExceptionGroup of RuleError with all that is wrong."""
    return of_folders(gathered(packs), profile, settings)


def gathered(packs: Sequence[Path]) -> tuple[Folder, ...]:
    """The folders of all packs: ours, those of plugins and these. Raises as `load` does."""
    try:
        return gather(packs, [] if others_left_out() else _of_plugins())
    except RuleError as error:
        raise ExceptionGroup("rules", [error]) from error


def of_folders(folders: Sequence[Folder], profile: str, settings: RuleSettings) -> Rulebook:
    """The rulebook of what stands in these folders. Raises as `load` does."""
    parts = [*_key(folders), profile, json.dumps(settings.key())]
    value = cache.cached("rulebook", parts, lambda: _built(folders, profile, settings, parts))
    return kept.from_json(value, [one.path for one in folders], data_files(folders))


def _of_plugins() -> list[Path]:
    return [Path(pack.folder) for pack in registry().rule_packs]


def _key(folders: Sequence[Folder]) -> Iterator[bytes | str]:
    for folder in folders:
        yield from folder.key()
    yield from kinds.key()
    yield from _ours()


def _ours() -> Iterator[str]:
    """Our own files, by their times: what is validated, and how, is theirs."""
    here = Path(__file__).parent
    for folder in (here, here.with_name("checks")):
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.name.endswith((".py", ".json")):
                stat = entry.stat()
                yield f"{entry.name}:{stat.st_mtime_ns}:{stat.st_size}"


def _built(
    folders: Sequence[Folder], profile: str, settings: RuleSettings, parts: Sequence[bytes | str]
) -> Any:
    from audit.rulebook import assembly  # noqa: PLC0415 -- with all it needs, for a cold cache only

    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part)
    return assembly.assembled(folders, profile, settings, digest.hexdigest())

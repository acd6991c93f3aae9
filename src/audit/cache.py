"""Caches of JSON values: of what belongs to a user, and of the results of a folder's files.

Tried before yaml, jsonschema and pluggy are imported. Never unpickled; a broken or
unwritable cache is as good as none: the value is built again. What was used least lately
makes room.
"""

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from audit import __version__

_disabled = False
_chosen = ""
_MOST = 32
"""Values of one name: each change of a rule or plugin makes a new one."""


def disable() -> None:
    """For the rest of this process, as `--no-cache` and AUDIT_NO_CACHE ask."""
    global _disabled  # noqa: PLW0603 -- one switch for the process, set once by the command line
    _disabled = True


def choose(path: str) -> None:
    """For the rest of this process, as `--cache-dir` asks."""
    global _chosen  # noqa: PLW0603 -- as above
    _chosen = path


def chosen() -> Path | None:
    """The folder for all caches that `--cache-dir`, else AUDIT_CACHE_DIR, names."""
    named = _chosen or os.environ.get("AUDIT_CACHE_DIR")
    return Path(named) if named else None


def folder() -> Path:
    """The chosen one, else the platform's folder for caches."""
    if (named := chosen()) is not None:
        return named
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "jixiao-audit" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "jixiao-audit"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "jixiao-audit"


def is_off() -> bool:
    return _disabled or bool(os.environ.get("AUDIT_NO_CACHE"))


def cached(name: str, parts: Iterable[bytes | str], build: Callable[[], Any]) -> Any:
    """The JSON value of `build`, kept under `name` and a digest of `parts` and our version."""
    if is_off():
        return build()
    mark = digest(parts)
    try:
        path = folder() / f"{name}-{mark}.json"
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RuntimeError):
        value = build()
    keep(path, value)
    trim(path.parent, f"{name}-", _MOST)
    return value


def digest(parts: Iterable[bytes | str]) -> str:
    """Of the parts and our version, for the name of a file."""
    found = hashlib.blake2b(__version__.encode(), digest_size=16)
    for part in parts:
        data = part.encode(errors="surrogatepass") if isinstance(part, str) else part
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def keep(path: Path, value: Any) -> None:
    """Writes the value, if that can be done."""
    import tempfile  # noqa: PLC0415 -- where everything is known, nothing is written

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        start = path.name.rpartition("-")[0] + "-"
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=start, suffix=".new")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="surrogatepass") as out:
            # Dumped at once: `json.dump` never uses the fast encoder.
            out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
        # Renamed whole, so that another process never reads half a value.
        Path(temporary).replace(path)
    except OSError:
        return


def trim(where: Path, start: str, most: int, most_bytes: int = 2**62) -> None:
    """Removes the files of that start that were used least lately, beyond so many or so large."""
    try:
        found = [
            (stat.st_mtime_ns, entry.path, stat.st_size)
            for entry in os.scandir(where)
            if entry.name.startswith(start) and (stat := entry.stat())
        ]
        room = most_bytes
        for count, (_, path, size) in enumerate(sorted(found, reverse=True), 1):
            room -= size
            if count > most or room < 0:
                os.unlink(path)  # noqa: PTH108 -- as scandir gives it
    except OSError:
        # Another process may be at the same.
        return

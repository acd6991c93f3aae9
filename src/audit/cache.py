"""A cache of JSON values in the user's cache folder, keyed by content.

Tried before yaml, jsonschema and pluggy are imported. Never unpickled; a broken or
unwritable cache is as good as none: the value is built again.
"""

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from audit import __version__

_disabled = False


def disable() -> None:
    """For the rest of this process, as `--no-cache` and AUDIT_NO_CACHE ask."""
    global _disabled  # noqa: PLW0603 -- one switch for the process, set once by the command line
    _disabled = True


def folder() -> Path:
    """AUDIT_CACHE_DIR, else the platform's folder for caches."""
    if chosen := os.environ.get("AUDIT_CACHE_DIR"):
        return Path(chosen)
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home)) / "jixiao-audit" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "jixiao-audit"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "jixiao-audit"


def cached(name: str, parts: Iterable[bytes | str], build: Callable[[], Any]) -> Any:
    """The JSON value of `build`, kept under `name` and a digest of `parts` and our version."""
    if _disabled or os.environ.get("AUDIT_NO_CACHE"):
        return build()
    digest = hashlib.blake2b(__version__.encode(), digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    try:
        path = folder() / f"{name}-{digest.hexdigest()}.json"
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RuntimeError):
        value = build()
    _keep(path, name, value)
    return value


def _keep(path: Path, name: str, value: Any) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{name}-", suffix=".new")
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            json.dump(value, out, ensure_ascii=False, separators=(",", ":"))
        # Renamed whole, so that another process never reads half a value.
        Path(temporary).replace(path)
    except OSError:
        return

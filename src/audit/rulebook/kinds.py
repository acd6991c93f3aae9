"""Kinds of check as the rulebook needs them: by name, and as bytes for the cache's key."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from audit.plugins import registry


def names() -> tuple[str, ...]:
    return tuple(sorted(registry().kinds))


def kind(name: str) -> Any:
    """The module of that name, None where there is none. Raises PluginError."""
    return registry().kind(name)


def key() -> Iterator[bytes | str]:
    """Every kind's name, and its source where it is not ours (see load.py)."""
    for check in sorted(registry().checks):
        yield check.name
        if check.load.startswith("audit.checks."):
            continue
        # Importing the kinds would cost what the cache is to save: their files are enough.
        spec = find_spec(check.load)
        if spec and spec.origin and Path(spec.origin).is_file():
            yield Path(spec.origin).read_bytes()

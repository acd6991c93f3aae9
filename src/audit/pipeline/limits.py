"""What is refused beyond, by the name of the cap, where the settings say nothing else.

Readers have further caps; each stands with its reader.
"""

from collections.abc import Mapping
from typing import NamedTuple

LIMITS: Mapping[str, int] = {
    "bytes": 30_000_000,
    "seconds": 300,
    "archive_entries": 10_000,
    "archive_bytes": 2_000_000_000,
    "archive_nesting": 3,
    "ratio": 200,
}


class Caps(NamedTuple):
    """Those of archives, as one value."""

    bytes: int
    archive_entries: int
    archive_bytes: int
    archive_nesting: int
    ratio: int


def caps(limits: Mapping[str, int]) -> Caps:
    return Caps(**{name: limits.get(name, LIMITS[name]) for name in Caps._fields})

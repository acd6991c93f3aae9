"""What is refused beyond, by the name of the cap, where the settings say nothing else.

Readers have further caps; each stands with its reader.
"""

from collections.abc import Mapping

LIMITS: Mapping[str, int] = {
    "bytes": 30_000_000,
    "seconds": 300,
    "archive_entries": 10_000,
    "archive_bytes": 2_000_000_000,
    "archive_nesting": 3,
    "ratio": 200,
}

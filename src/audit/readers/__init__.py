"""Readers: bytes to a `Document`, one file or folder a format. None knows a project."""

from audit.plugins import Reader

READERS: tuple[Reader, ...] = (
    Reader(
        "markdown",
        (".md", ".markdown", ".mdown", ".mkd"),
        (),
        "audit.readers.markdown:read",
        "audit.readers.markdown:write",
    ),
)

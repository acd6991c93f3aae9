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
    Reader(
        "pdf",
        (".pdf",),
        (b"%PDF-",),
        "audit.readers.pdf.read:read",
        prepare="audit.readers.pdf.worker:prepare",
    ),
    Reader("docx", (".docx", ".docm"), (b"PK\x03\x04",), "audit.readers.docx.read:read"),
    Reader("xlsx", (".xlsx", ".xlsm"), (b"PK\x03\x04",), "audit.readers.xlsx:read"),
    Reader("html", (".html", ".htm", ".xhtml", ".mht", ".mhtml"), (), "audit.readers.html:read"),
    Reader("csv", (".csv", ".tsv"), (), "audit.readers.csv:read"),
    Reader("json", (".json", ".jsonl", ".ndjson"), (), "audit.readers.json:read"),
)

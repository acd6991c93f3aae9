"""Layouts: a `Document` to filings, one file a layout. None knows a file format."""

from audit.layouts.claims import LaidOut, lay_out
from audit.plugins import Layout

__all__ = ["LAYOUTS", "LaidOut", "lay_out"]

LAYOUTS: tuple[Layout, ...] = (
    Layout("records", "audit.layouts.records"),
    Layout("inline", "audit.layouts.inline"),
    Layout("form", "audit.layouts.form"),
    Layout("wide", "audit.layouts.wide"),
    Layout("list", "audit.layouts.list"),
    Layout("prose_cells", "audit.layouts.prose_cells"),
    Layout("inline_blocks", "audit.layouts.inline_blocks"),
    Layout("prose", "audit.layouts.prose"),
)
"""In the order in which equally sure claims win."""

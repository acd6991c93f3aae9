"""Layouts: a `Document` to filings, one file a layout. None knows a file format."""

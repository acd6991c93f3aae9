"""Readers: bytes to a `Document`, one file or folder a format. None knows a project."""

"""Kinds of check, one a file, found by walking this folder. The seam is `kind.py`."""

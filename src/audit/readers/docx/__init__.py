"""DOCX: paragraphs, the numbers that Word counts by itself, and the document made of them.

`text.py` reads paragraphs, `numbering.py` counts, `read.py` makes the document.
"""

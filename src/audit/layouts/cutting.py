"""Fields cut from cells: trimmed, line ends of narrow cells taken out, prefixes left off.

A narrow cell breaks its words over lines (`服务对象满意度⏎指标`). The lines are pieces that a
field joins with nothing, so that its text reads as it was meant and each character keeps
its place. Prose keeps its lines.
"""

import re
from collections.abc import Iterator

from audit.document import Cell
from audit.filing import Field, Piece

_PREFIX = re.compile(
    r"[\s★☆*＊●▲◆]*(?:(?:指标|目标)\s{0,4}[\d０-９一二三四五六七八九十]{1,3}\s{0,4}[:：.、．]?"
    r"|[\d０-９]{1,2}\s{0,4}[.、．](?![\d０-９])|[①-⑳])?[\s★☆*＊●▲◆]*"
)


def prose(cell: Cell, start: int = 0, end: int | None = None) -> Field:
    """A slice of the cell's text, trimmed."""
    return Field.cut(cell, *_trimmed(cell.text, start, len(cell.text) if end is None else end))


def words(cell: Cell, start: int = 0, end: int | None = None) -> Field:
    """The cell's text trimmed, its lines joined with nothing (two Latin letters: a space)."""
    begin, stop = _trimmed(cell.text, start, len(cell.text) if end is None else end)
    if "\n" not in cell.text:
        return Field.cut(cell, begin, stop)
    lines = [Field.cut(cell, *line) for line in _lines(cell.text, begin, stop)]
    if len(lines) < 2:
        return Field.cut(cell, begin, stop)
    made = lines[0]
    for line in lines[1:]:
        made = Field.join(
            (made, line), " " if _latin(made.text[-1]) and _latin(line.text[0]) else ""
        )
    return made


def lines(cell: Cell) -> list[Field]:
    """Each line that holds something."""
    return [Field.cut(cell, *line) for line in _lines(cell.text, 0, len(cell.text))]


def name(cell: Cell, begin: int = 0, end: int | None = None) -> tuple[Field, tuple[int, int]]:
    """The name of an indicator, and the slice before it: stars, and 指标1：."""
    stop = len(cell.text) if end is None else end
    found = _PREFIX.match(cell.text, begin, stop)
    start = found.end() if found else begin
    text = cell.text[begin:stop]
    if not cell.text[start:stop].strip() and not any(char.isalnum() for char in text):
        start = begin
    return words(cell, start, stop), (begin, start)


def blank(cell: Cell) -> Field:
    """An empty field that stands at the end of a cell."""
    end = len(cell.text.rstrip())
    return Field("", (Piece(0, cell, end, end),))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        begin, last = _trimmed(text, start, stop)
        if begin < last:
            yield begin, last
        start = stop + 1


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()

"""The lines around a table that belong to its form, and the parts of a claim on one table."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from audit.document import Cell, Document, Line, Table
from audit.grammar.normal import normal
from audit.grammar.pages import is_page_number
from audit.layouts import front
from audit.plugins import Skipped

_LINES_BEFORE = 12
"""Front matter stands within so many lines before its table."""


class Parts(NamedTuple):
    """What a claim on one table holds."""

    front: front.Front
    """What the lines before the table say, the nearest first."""
    table: Table
    notes: tuple[Skipped, ...]


def around(document: Document, tables: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The tables at these indexes, each with its front matter and notes.

    A running head behind a table is the next one's where one follows.
    """
    fronts = [list(_before(document, at)) for at in tables]
    for at, before, following in zip(tables, fronts, [*fronts[1:], []], strict=False):
        yield (*reversed(before), at, *_behind(document, at, before, set(following)))


def parts(document: Document, blocks: Sequence[int]) -> Parts | None:
    """The parts of a claim, None where it lost its table."""
    lines: list[Cell] = []
    behind: list[Cell] = []
    table: Table | None = None
    for index in blocks:
        block = document.blocks[index]
        if isinstance(block, Table):
            table = block
        else:
            (lines if table is None else behind).append(block.cell)
    if table is None:
        return None
    matter = front.Front()
    for cell in reversed(lines):
        matter.take(cell)
    notes = tuple(Skipped(cell, 0, len(cell.text), "note") for cell in behind)
    return Parts(matter, table, notes)


def _before(document: Document, at: int) -> Iterator[int]:
    for index in range(at - 1, max(-1, at - 1 - _LINES_BEFORE), -1):
        block = document.blocks[index]
        if not isinstance(block, Line):
            return
        if front.belongs(block.text):
            yield index


def _behind(document: Document, at: int, before: Sequence[int], taken: set[int]) -> Iterator[int]:
    """Notes, page numbers and running heads, without a gap."""
    heads = {_shown(document, index) for index in before}
    for index in range(at + 1, len(document.blocks)):
        block = document.blocks[index]
        if not isinstance(block, Line) or index in taken:
            return
        is_running = _shown(document, index) in heads or is_page_number(block.text)
        if not (is_running or front.is_note(block.text)):
            return
        yield index


def _shown(document: Document, index: int) -> str:
    block = document.blocks[index]
    return normal(block.text[:200]) if isinstance(block, Line) else ""

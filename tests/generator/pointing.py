"""What stands in a file at a place, cut out by other libraries than those that read it."""

import html as html_module
import io
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import docx as docx_module
import openpyxl
import pdfplumber

from audit.document import Place

Cut = Callable[[Place], str]


def cutter(name: str, data: bytes, encoding: str | None) -> Cut:
    """The text at a place of that file; of a sheet or letter, the whole cell's.

    `encoding` is that of a text format.
    """
    suffix = name.rpartition(".")[2]
    if suffix == "xlsx":
        return _of_a_sheet(data)
    if suffix == "docx":
        return _of_a_letter(data)
    if suffix == "pdf":
        return _of_pages(data)
    lines = re.split(r"\r\n|\r|\n", data.decode(encoding or "utf-8").removeprefix("\ufeff"))
    unescaped = {"csv": _csv, "md": _markdown}.get(suffix, _html)
    return lambda place: unescaped(_of_lines(lines, place))


def _of_lines(lines: Sequence[str], place: Place) -> str:
    assert place.line is not None
    assert place.column is not None
    assert place.end_line == place.line
    assert place.end_column is not None
    return lines[place.line - 1][place.column - 1 : place.end_column - 1]


def _html(source: str) -> str:
    return html_module.unescape(re.sub(r"<[^>]*>", "\n", source))


def _markdown(source: str) -> str:
    return _html(source).replace(r"\|", "|")


def _csv(source: str) -> str:
    return source.replace('""', '"')


def _of_a_sheet(data: bytes) -> Cut:
    book = openpyxl.load_workbook(io.BytesIO(data))

    def cut(place: Place) -> str:
        cell = book[place.sheet or ""][place.cell or ""]
        return _shown(cell.value, cell.number_format)

    return cut


def _shown(value: Any, form: str) -> str:
    """A number as Excel shows it."""
    match value:
        case datetime():
            return f"{value.year}年{value.month}月{value.day}日"
        case int() | float() if form.endswith("%"):
            return f"{value:.{2 * ('.' in form)}%}"
        case int() | float() if form not in {"General", "@"}:
            return f"{value:{',' * (',' in form)}.2f}"
        case int() | float():
            return f"{value:.0f}"
        case _:
            return str(value)


def _of_a_letter(data: bytes) -> Cut:
    document = docx_module.Document(io.BytesIO(data))

    def cut(place: Place) -> str:
        if place.table is None:
            assert place.line is not None
            return document.paragraphs[place.line - 1].text
        assert place.row is not None
        assert place.table_column is not None
        cells = document.tables[place.table - 1].rows[place.row - 1].cells
        return cells[place.table_column - 1].text

    return cut


def _of_pages(data: bytes) -> Cut:
    with pdfplumber.open(io.BytesIO(data)) as opened:
        pages: list[list[dict[str, Any]]] = [page.chars for page in opened.pages]

    def cut(place: Place) -> str:
        return "".join(
            char["text"]
            for box in place.boxes
            for char in pages[box.page - 1]
            if box.x0 < (char["x0"] + char["x1"]) / 2 < box.x1
            and box.top < (char["top"] + char["bottom"]) / 2 < box.bottom
        )

    return cut

"""Grids of merged cells, as the files that offices have.

A grid is written with `|` between cells, `<` for what a cell on the left covers, `^` for
what one above covers, `⏎` for a line end; other lines stand outside tables.
"""

import csv as csv_module
import html as html_module
import io
from collections.abc import Callable, Iterator, Mapping

import docx as docx_module
import openpyxl

from audit.document import Document
from audit.plugins import ReadOptions, Source
from audit.readers import csv, html, markdown, xlsx
from audit.readers.docx import read as docx

OPTIONS = ReadOptions({}, {})
Grid = list[list[str]]
Blocks = list[str | Grid]
_COVERED = frozenset({"<", "^"})


def parse(text: str) -> Blocks:
    blocks: Blocks = []
    for line in text.split("\n"):
        if "|" in line:
            row = [cell.strip().replace("⏎", "\n") for cell in line.split("|")]
            if blocks and isinstance(blocks[-1], list):
                blocks[-1].append(row)
            else:
                blocks.append([row])
        else:
            blocks.append(line.strip())
    return [block for block in blocks if block]


def spans(grid: Grid) -> Iterator[tuple[int, int, int, int, str]]:
    """Row, column, height, width and text of each cell."""
    for at, row in enumerate(grid):
        for column, text in enumerate(row):
            if text in _COVERED:
                continue
            wide = next((end for end in range(column + 1, len(row)) if row[end] != "<"), len(row))
            tall = at + 1
            while tall < len(grid) and column < len(grid[tall]) and grid[tall][column] == "^":
                tall += 1
            yield at, column, tall - at, wide - column, text


def as_markdown(blocks: Blocks) -> Document:
    """Without merges: covered cells are blank."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(block + "\n")
            continue
        for row in block:
            cells = [_plain(cell).replace("\n", "<br>").replace("<=", "&lt;=") for cell in row]
            parts.append("| " + " | ".join(cells) + " |")
        parts.append("")
    return markdown.read(Source("a.md", "\n".join(parts).encode()), OPTIONS)


def as_html(blocks: Blocks) -> Document:
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{html_module.escape(block)}</p>")
            continue
        rows: list[list[str]] = [[] for _ in block]
        for at, _, tall, wide, text in spans(block):
            shown = html_module.escape(text).replace("\n", "<br>")
            rows[at].append(f"<td rowspan={tall} colspan={wide}>{shown}</td>")
        body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
        parts.append(f"<table>{body}</table>")
    return html.read(Source("a.html", "\n".join(parts).encode()), OPTIONS)


def as_xlsx(blocks: Blocks) -> Document:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    line = 1
    for block in blocks:
        if isinstance(block, str):
            sheet.cell(line, 1, block)
            line += 1
            continue
        for at, column, tall, wide, text in spans(block):
            if text:
                # A text that begins with = is no formula.
                cell = sheet.cell(line + at, column + 1, text)
                cell.data_type = "s"
            if tall > 1 or wide > 1:
                sheet.merge_cells(
                    start_row=line + at,
                    start_column=column + 1,
                    end_row=line + at + tall - 1,
                    end_column=column + wide,
                )
        line += len(block)
    out = io.BytesIO()
    book.save(out)
    return xlsx.read(Source("a.xlsx", out.getvalue()), OPTIONS)


def as_csv(blocks: Blocks) -> Document:
    """Without merges: covered cells are blank."""
    out = io.StringIO()
    writer = csv_module.writer(out)
    for block in blocks:
        if isinstance(block, str):
            writer.writerow([block])
        else:
            writer.writerows([_plain(cell) for cell in row] for row in block)
    return csv.read(Source("a.csv", out.getvalue().encode()), OPTIONS)


def as_docx(blocks: Blocks) -> Document:
    made = docx_module.Document()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(len(block), max(map(len, block)))
        for at, column, tall, wide, text in spans(block):
            cell = table.cell(at, column)
            if tall > 1 or wide > 1:
                cell = cell.merge(table.cell(at + tall - 1, column + wide - 1))
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return docx.read(Source("a.docx", out.getvalue()), OPTIONS)


FORMATS: Mapping[str, Callable[[Blocks], Document]] = {
    "html": as_html,
    "markdown": as_markdown,
    "xlsx": as_xlsx,
    "csv": as_csv,
    "docx": as_docx,
}


def _plain(text: str) -> str:
    return "" if text in _COVERED else text

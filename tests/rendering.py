"""One set of rows as the files that offices have: written by the libraries people use."""

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

import docx
import openpyxl
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle


class Sheet(NamedTuple):
    """Lines above, the rows of one table, lines below."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    foot: Sequence[str] = ()


def xlsx(sheet: Sheet) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    width = len(sheet.rows[0])
    for at, line in enumerate(sheet.head, 1):
        page.append([line])
        page.merge_cells(start_row=at, end_row=at, start_column=1, end_column=width)
    for row in [*sheet.rows, *([line] for line in sheet.foot)]:
        page.append(list(row))
    return _saved(book.save)


def gb18030_csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([line] for line in sheet.head)
    writer.writerows(sheet.rows)
    writer.writerows([line] for line in sheet.foot)
    return out.getvalue().encode("gb18030")


def web_page(sheet: Sheet) -> bytes:
    def row(cells: Sequence[str]) -> str:
        shown = (html.escape(cell).replace("\n", "<br>") for cell in cells)
        return "<tr>" + "".join(f"<td>\n <p>{cell}</p>" for cell in shown)

    lines = "".join(f"<p>{html.escape(line)}" for line in sheet.head)
    body = "".join(map(row, sheet.rows))
    foot = "".join(f"<div>{html.escape(line)}</div>" for line in sheet.foot)
    whole = f"<head><meta charset=gb2312></head><body>{lines}<table>{body}</table>{foot}"
    return whole.encode("gb18030")


def word(sheet: Sheet) -> bytes:
    document = docx.Document()
    for line in sheet.head:
        document.add_paragraph(line)
    table = document.add_table(0, len(sheet.rows[0]))
    for row in sheet.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for line in sheet.foot:
        document.add_paragraph(line)
    return _saved(document.save)


def pdf(sheet: Sheet, *, repeat: int = 1, size: float = 7) -> bytes:
    """Ruled, with rows cut by page breaks in the middle of a cell."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("a", fontName="STSong-Light", fontSize=size, leading=size * 1.3)
    style.wordWrap = "CJK"

    def shown(text: str) -> Paragraph:
        return Paragraph(escape(text), style)

    grid = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    table = LongTable(
        [[shown(cell) for cell in row] for row in sheet.rows],
        colWidths=[90, 55, 55, 45, 45, 170, 320],
        repeatRows=repeat,
        splitInRow=1,
        style=grid,
    )
    out = io.BytesIO()
    margins = {"topMargin": 40, "bottomMargin": 40, "leftMargin": 20, "rightMargin": 20}
    page = SimpleDocTemplate(out, pagesize=landscape(A4), **margins)
    page.build([*map(shown, sheet.head), table, *map(shown, sheet.foot)])
    return out.getvalue()


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


FORMATS: Mapping[str, Callable[[Sheet], bytes]] = {
    "a.xlsx": xlsx,
    "a.csv": gb18030_csv,
    "a.html": web_page,
    "a.docx": word,
    "a.pdf": pdf,
}

"""Blocks in every format, as the libraries that people use write them.

A format is one function from blocks and a Look to bytes, and one entry in FORMATS.
"""

import csv as csv_module
import html as html_module
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import docx as docx_module
import openpyxl
from hypothesis import strategies as st
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus.doctemplate import LayoutError

from audit.plugins import Source
from generator import drawn, odd
from generator.grid import Blocks, Grid


class Look(NamedTuple):
    """How a document looks, where its format leaves a choice."""

    merge: bool = True
    """Whether cells are merged; else what they would cover is blank."""
    size: float = 8
    """Of the font, in points."""
    page: tuple[float, float] = (842, 595)
    spread: float = 1
    """How far column widths follow their texts: 0, all are equal."""
    repeat: bool = True
    """Whether headings stand on each page again."""
    closed: bool = True
    """Whether a rule is drawn where a page cuts a row."""
    encoding: str = "utf-8"
    delimiter: str = ","
    labels: str = "plain"
    """How labels are printed: one of odd.WAYS."""
    numbers: bool = False
    """Whether a sheet holds amounts, percents and dates as numbers with a format."""


def looks() -> st.SearchStrategy[Look]:
    return st.builds(
        Look,
        merge=st.booleans(),
        size=st.sampled_from((6, 7.5, 9, 10.5)),
        page=st.sampled_from(((842, 595), (595, 842), (1191, 842), (842, 300))),
        spread=st.sampled_from((0.5, 0.8, 1)),
        repeat=st.booleans(),
        closed=st.booleans(),
        encoding=st.sampled_from(("utf-8", "utf-8-sig", "gb18030")),
        delimiter=st.sampled_from((",", "\t", ";")),
        labels=st.sampled_from([*odd.WAYS]),
        numbers=st.booleans(),
    )


def markdown(blocks: Blocks, look: Look) -> bytes:
    del look
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            parts += [block, ""]
            continue
        rows = block.unmerged()
        lines = [" | ".join(map(_markdown_cell, row)) for row in rows]
        parts += [f"| {lines[0]} |", "|---" * block.width + "|"]
        parts += [*(f"| {line} |" for line in lines[1:]), ""]
    return "\n".join(parts).encode()


def _markdown_cell(text: str) -> str:
    shown = text.replace("|", r"\|").replace("<", "&lt;")
    return shown.replace("\n", "<br>")


def html(blocks: Blocks, look: Look) -> bytes:
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{html_module.escape(block)}</p>")
            continue
        rows: list[list[str]] = [[] for _ in block.rows]
        for at, _, tall, wide, text in _spots(block, look):
            spans = f" rowspan={tall}" * (tall > 1) + f' colspan="{wide}"' * (wide > 1)
            shown = html_module.escape(text).replace("\n", "<br/>")
            rows[at].append(f"<td{spans}>{shown}</td>")
        body = "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
        parts.append(f"<table>{body}</table>")
    whole = "\n".join(parts)
    charset = "utf-8" if look.encoding == "utf-8-sig" else look.encoding
    return f'<html><meta charset="{charset}"><body>{whole}</body></html>'.encode(look.encoding)


def xlsx(blocks: Blocks, look: Look) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    line = 1
    for block in blocks:
        if isinstance(block, str):
            sheet.cell(line, 1, block)
            line += 1
            continue
        for at, column, tall, wide, text in _spots(block, look):
            if text:
                _put(sheet.cell(line + at, column + 1), text, numbers=look.numbers)
            if tall > 1 or wide > 1:
                sheet.merge_cells(
                    start_row=line + at,
                    start_column=column + 1,
                    end_row=line + at + tall - 1,
                    end_column=column + wide,
                )
        line += len(block.rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, text: str, *, numbers: bool) -> None:
    """A text in a cell; as a number with the format that shows it so, where there is one."""
    for shape, form, value in _NUMBERS if numbers else ():
        if shape.fullmatch(text):
            cell.value, cell.number_format = value(text), form
            return
    cell.value = text
    # A text that begins with = is no formula.
    cell.data_type = "s"


def _plain(text: str) -> float:
    return float(text.replace(",", ""))


def _share(text: str) -> float:
    return float(Decimal(text.removesuffix("%")) / 100)


def _day(text: str) -> datetime:
    year, month, day = (int(part) for part in re.findall(r"\d+", text))
    return datetime(year, month, day)  # noqa: DTZ001 -- Excel knows no time zones


_NUMBERS: Sequence[tuple[re.Pattern[str], str, Callable[[str], float | datetime]]] = (
    (re.compile(r"[0-9]+\.[0-9]{2}"), "0.00", _plain),
    (re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]{2}"), "#,##0.00", _plain),
    (re.compile(r"[0-9]+"), "General", _plain),
    (re.compile(r"[0-9]+%"), "0%", _share),
    (re.compile(r"[0-9]+\.[0-9]{2}%"), "0.00%", _share),
    (re.compile(r"20[0-9]{2}年[1-9][0-9]?月[1-9][0-9]?日"), 'yyyy"年"m"月"d"日"', _day),
)
"""Texts that Excel holds as numbers: the shape, its format, the number."""


def docx(blocks: Blocks, look: Look) -> bytes:
    document = docx_module.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block.rows), block.width)
        for at, column, tall, wide, text in _spots(block, look):
            cell = table.cell(at, column)
            if tall > 1 or wide > 1:
                cell = cell.merge(table.cell(at + tall - 1, column + wide - 1))
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def csv(blocks: Blocks, look: Look) -> bytes:
    out = io.StringIO()
    # In lines alone, nothing tells another delimiter from a comma within figures.
    tabular = any(isinstance(block, Grid) for block in blocks)
    writer = csv_module.writer(out, delimiter=look.delimiter if tabular else ",")
    for block in blocks:
        if isinstance(block, str):
            writer.writerow([block])
        else:
            writer.writerows(block.unmerged())
    return out.getvalue().encode(look.encoding)


def reportlab_pdf(blocks: Blocks, look: Look) -> bytes:
    """Stroked lines; rows move to the next page whole, or where too tall, are cut."""
    try:
        return _reportlab_pdf(blocks, look)
    except (LayoutError, TypeError):
        # Reportlab draws no merged cell that is taller than a page (TypeError is its own
        # mistake in saying so).
        return _reportlab_pdf(blocks, look._replace(merge=False))


def _reportlab_pdf(blocks: Blocks, look: Look) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("a", fontName="STSong-Light", fontSize=look.size)
    style.leading = look.size * 1.3
    style.wordWrap = "CJK"

    def shown(text: str) -> Paragraph:
        return Paragraph(escape(text).replace("\n", "<br/>"), style)

    story: list[object] = []
    for block in blocks:
        if isinstance(block, str):
            story.append(shown(block))
            continue
        spots = _spots(block, look)
        spans = [
            ("SPAN", (column, at), (column + wide - 1, at + tall - 1))
            for at, column, tall, wide, _ in spots
            if tall > 1 or wide > 1
        ]
        rules = [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        table = LongTable(
            [[shown(text) for text in row] for row in block.unmerged()],
            colWidths=drawn.widths(block, look.page[0] - 60, look.spread, look.size),
            repeatRows=block.heading * look.repeat,
            # Reportlab cuts no row in the middle that a merged cell runs through.
            splitInRow=0 if any(tall > 1 for _, _, tall, _, _ in spots) else 1,
            style=TableStyle([*rules, *spans]),
        )
        story += [Spacer(1, 4), table]
    out = io.BytesIO()
    margins = dict.fromkeys(("topMargin", "bottomMargin", "leftMargin", "rightMargin"), 24)
    SimpleDocTemplate(out, pagesize=look.page, **margins).build(story)
    return out.getvalue()


def drawn_pdf(blocks: Blocks, look: Look) -> bytes:
    """Thin rectangles, cells that any page may cut, a font of its own."""
    return drawn.pdf(
        blocks,
        page=look.page,
        size=look.size,
        spread=look.spread,
        repeat=look.repeat,
        closed=look.closed,
    )


def _spots(block: Grid, look: Look) -> list[tuple[int, int, int, int, str]]:
    if look.merge:
        return [tuple(spot) for spot in block.spots()]  # type: ignore[misc] # a NamedTuple's parts
    return [
        (at, column, 1, 1, text)
        for at, row in enumerate(block.unmerged())
        for column, text in enumerate(row)
    ]


def written(how: str, blocks: Blocks, look: Look) -> Source:
    """The document of blocks in a format, its labels printed as the look says."""
    name, write = FORMATS[how]
    return Source(name, write(odd.printed(blocks, look.labels), look))


FORMATS: Mapping[str, tuple[str, Callable[[Blocks, Look], bytes]]] = {
    "markdown": ("a.md", markdown),
    "html": ("a.html", html),
    "xlsx": ("a.xlsx", xlsx),
    "docx": ("a.docx", docx),
    "csv": ("a.csv", csv),
    "pdf-stroked": ("a.pdf", reportlab_pdf),
    "pdf-filled": ("a.pdf", drawn_pdf),
}
"""By name: the name of a file, and what writes it."""

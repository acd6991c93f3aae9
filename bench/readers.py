"""How fast readers are against the libraries they stand on, as ratios in one run.

    python3 bench/readers.py [PAGES]

PDF against pdfplumber's extract_tables(), with the cells counted that each gets right; XLSX
of 100,000 rows against openpyxl in its mode for reading only; DOCX of 1,000 tables against
python-docx. Then the memory that a PDF of 200 pages and one of PAGES take, in the program
and in the process that reads for it (on Linux). Nothing is asserted: what was asked for is
printed beside.

Made PDFs are in letters, one for each Chinese character, for there is no Chinese font at
hand to embed, and a font that is not embedded is a trap of its own (published files
embed theirs).
"""

import copy
import io
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar
from xml.sax.saxutils import escape

import docx
import openpyxl
import pdfplumber
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

import records
from audit import pipeline
from audit.document import Table
from audit.plugins import Source
from audit.readers.pdf import worker
from audit.stitch import stitch

PUBLISHED = Path(__file__).resolve().parents[1] / "../shared/filings/pdf"
FONT = "Vera"
WIDTHS = (90, 55, 55, 45, 45, 170, 320)
A_PAGE = 1500
"""Characters on a page of the files that memory is measured with."""
ROUNDS = 5

Row = Sequence[str]
Result = TypeVar("Result")


def main(pages: int) -> None:
    pdfmetrics.registerFont(TTFont(FONT, "Vera.ttf"))
    print("PDF against pdfplumber's extract_tables(): cells right, pages a second (5 times wanted)")
    tables = [list(_rows(records.markdown(filing))) for filing in records.filings(3)]
    for name, split in (("made, rows whole", 0), ("made, rows cut by pages", 1)):
        _pdf(name, filing_pdf(tables, split=split), [row for rows in tables for row in rows])
    for path in sorted(PUBLISHED.glob("*.pdf")):
        _pdf(path.stem, path.read_bytes(), ())
    print("\noffice files, cells told of both")
    _office("XLSX, 100,000 rows", "openpyxl, read only", "a.xlsx", workbook(100_000), _openpyxl)
    _office("DOCX, 1,000 tables", "python-docx", "a.docx", letter(1000), _python_docx)
    print("\npeak memory over a PDF of so many pages, and what each further page takes")
    _memory((200, pages))


# PDF


class Read(NamedTuple):
    pages: int
    rows: list[list[str]]


def _pdf(name: str, data: bytes, wanted: Sequence[Row]) -> None:
    ours, theirs = _raced(lambda: _by_audit(data), lambda: _by_pdfplumber(data))
    pages = theirs.result.pages
    right = ""
    if whole := _cells(wanted):
        told = [f"{(_cells(one.result.rows) & whole).total():,}" for one in (ours, theirs)]
        right = f"  {told[0]} and {told[1]} of {whole.total():,} cells right"
    speeds = f"{pages / ours.seconds:6.0f} and {pages / theirs.seconds:5.1f}"
    print(f"  {name:<32} {speeds} pages/s {theirs.seconds / ours.seconds:5.1f} times{right}")


def _by_audit(data: bytes) -> Read:
    document = stitch(pipeline.read(Source("a.pdf", data)))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return Read(0, [[cell.text for cell in row] for table in tables for row in table.rows])


def _by_pdfplumber(data: bytes) -> Read:
    with pdfplumber.open(io.BytesIO(data)) as document:
        rows = [
            [cell or "" for cell in row]
            for page in document.pages
            for table in page.extract_tables()
            for row in table
        ]
        return Read(len(document.pages), rows)


def _cells(rows: Iterable[Row]) -> Counter[tuple[int, str]]:
    """Filled cells by column, white space aside, without the headings, which pages repeat."""
    found: Counter[tuple[int, str]] = Counter()
    heading = _in_letters("项目名称")
    for row in rows:
        texts = ["".join(cell.split()) for cell in row]
        if texts[0] != heading:
            found.update((at, text) for at, text in enumerate(texts) if text)
    return found


def _rows(markdown: str) -> Iterator[list[str]]:
    for line in markdown.splitlines():
        if line.startswith("| "):
            yield [_in_letters(cell.strip()) for cell in line[1:-1].split("|")]


def _in_letters(text: str) -> str:
    return "".join(char if char.isascii() else chr(ord("A") + ord(char) % 26) for char in text)


def filing_pdf(tables: Sequence[Sequence[Row]], *, split: int) -> bytes:
    """Ruled tables with repeated headings. `split`: pages may break a row in mid cell."""
    style = ParagraphStyle("a", fontName=FONT, fontSize=7, leading=9, wordWrap="CJK")
    look = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    )
    parts: list[Paragraph | LongTable] = []
    for rows in tables:
        cells = [[Paragraph(escape(cell), style) for cell in row] for row in rows]
        parts.append(Paragraph("项目支出绩效目标表", style))
        parts.append(LongTable(cells, colWidths=WIDTHS, repeatRows=1, splitInRow=split, style=look))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=landscape(A4), topMargin=40, bottomMargin=40).build(parts)
    return out.getvalue()


# Office files


def _office(
    name: str, library: str, path: str, data: bytes, theirs: Callable[[bytes], int]
) -> None:
    ours, other = _raced(lambda: _by_reader(path, data), lambda: theirs(data), rounds=2)
    ratio = ours.seconds / other.seconds
    print(
        f"  {name}: {ours.seconds:.1f} s, {library} {other.seconds:.1f} s, {ratio:.2f} times;"
        f" {ours.result:,} and {other.result:,} cells"
    )


def _by_reader(path: str, data: bytes) -> int:
    document = pipeline.read(Source(path, data))
    return sum(1 for block in document.blocks if isinstance(block, Table) for _ in block.cells())


def _openpyxl(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows() for _ in row)


def _python_docx(data: bytes) -> int:
    tables = docx.Document(io.BytesIO(data)).tables
    return len([cell.text for table in tables for row in table.rows for cell in row.cells])


def workbook(rows: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("表")
    for at in range(rows):
        sheet.append(
            [f"项目{at}", at % 97 + 0.5, at % 13, None, "1-产出指标", "11-数量指标",
             f"维修改造完成率{at % 50}", "≥95%", "及时"]
        )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def letter(tables: int) -> bytes:
    document = docx.Document()
    table = document.add_table(5, 7)
    for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"维修改造完成率{at}"
    for _ in range(tables - 1):
        document.add_paragraph("项目支出绩效目标表")
        document.paragraphs[-1]._p.addnext(copy.deepcopy(table._tbl))  # noqa: SLF001 -- it has no copy
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# Memory


def _memory(counts: Sequence[int]) -> None:
    peaks: list[tuple[float, float]] = []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "a.pdf")
            path.write_bytes(many_pages(count))
            command = [sys.executable, __file__, "--peak", str(path)]
            ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        own, child, seconds = map(float, ran.stdout.split())
        peaks.append((own, child))
        print(
            f"  {count:>5} pages of {A_PAGE:,} characters: {own / 1000:4.0f} MB in the program,"
            f" {child / 1000:4.0f} MB in its process, {count / seconds:4.0f} pages/s"
        )
    further = counts[-1] - counts[0]
    grown = [(last - first) / further for first, last in zip(*(peaks[0], peaks[-1]), strict=True)]
    print(
        f"  each further page: {grown[0]:.0f} kB in the program, {grown[1]:.1f} kB in its process"
    )


def _peak(path: str) -> None:
    begun = time.perf_counter()
    document = pipeline.read(path)
    seconds = time.perf_counter() - begun
    assert document.blocks
    for process in ("self", str(worker.waiting()[0])):
        status = Path(f"/proc/{process}/status").read_text("ascii")
        print(status.partition("VmHWM:")[2].split()[0])
    print(seconds)


def many_pages(count: int) -> bytes:
    """Pages of a ruled table of 25 rows, 60 characters a row."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    for page in range(count):
        canvas.setFont(FONT, 8)
        for row in range(26):
            canvas.line(30, 100 + 25 * row, 560, 100 + 25 * row)
        for at in (30, 200, 380, 560):
            canvas.line(at, 100, at, 725)
        for row in range(A_PAGE // 60):
            for at, start in ((0, 34), (1, 204), (2, 384)):
                text = f"{page}:{row}:{at},abcdefghijklmnopqrstuvwxyz"
                canvas.drawString(start, 110 + 25 * row, text[:20])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


# Time


class _Timed(NamedTuple, Generic[Result]):
    seconds: float
    result: Result


def _raced(
    ours: Callable[[], Result], theirs: Callable[[], Result], rounds: int = ROUNDS
) -> tuple[_Timed[Result], _Timed[Result]]:
    """The best of some rounds of each, in turn: what else runs here slows both."""
    with pipeline.patient_collector():
        took = [(_timed(ours), _timed(theirs)) for _ in range(rounds)]
    first, second = zip(*took, strict=True)
    return min(first, key=lambda one: one.seconds), min(second, key=lambda one: one.seconds)


def _timed(work: Callable[[], Result]) -> _Timed[Result]:
    begun = _seconds()
    result = work()
    return _Timed(_seconds() - begun, result)


def _seconds() -> float:
    """That this program and the process that reads PDFs for it have had of a processor."""
    spent = [Path(f"/proc/{process}/schedstat") for process in worker.waiting()]
    theirs = sum(int(path.read_text("ascii").split()[0]) for path in spent if path.exists())
    return time.process_time() + theirs / 1e9


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peak"]:
        _peak(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)

"""From pages to a document: tables and lines in reading order, and what could not be read."""

from audit.document import Block, Document, Place, Problem
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf import worker
from audit.readers.pdf.exchange import Unread

NAME = "pdf"


def read(source: Source, options: ReadOptions, /) -> Document:
    """Read all pages. Raises ReadError where the file cannot be read or is nothing but scans."""
    blocks: list[Block] = []
    problems: list[Problem] = []
    lost: list[Unread] = []
    scans: list[int] = []
    engines: dict[str, int] = {}
    for page in worker.pages(source, options):
        if isinstance(page, Unread):
            lost.append(page)
            continue
        engines[page.engine] = engines.get(page.engine, 0) + 1
        if page.scanned:
            scans.append(page.number)
        blocks += page.blocks
        problems += page.problems
    count = sum(engines.values())
    if lost and not count:
        raise lost[0].error
    if scans and len(scans) == count:
        raise ReadError("pdf-scanned", path=source.path, pages=count)
    problems += [_told(page) for page in lost]
    problems += [Problem("scanned-page", Place(page=number)) for number in scans]
    if "pdfplumber" in engines and len(engines) > 1:
        pages = str(engines["pdfplumber"])
        problems.append(Problem("reread-by-pdfplumber", values=(("pages", pages),)))
    return Document(source.path, NAME, tuple(blocks), tuple(problems))


def _told(page: Unread) -> Problem:
    told = page.error.values.items()
    values = tuple((name, str(value)) for name, value in told if name != "page")
    return Problem(page.error.key, Place(page=page.number), values, lost=True)

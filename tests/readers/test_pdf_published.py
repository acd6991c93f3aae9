"""Published budgets: the cells that pdfplumber finds by its own means, and no text lost."""

import io
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest

from audit.document import Document, Table
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.read import read
from drawing import kept, printed

FILES = Path(__file__).parents[3] / "shared/filings/pdf"
_Box = tuple[int, float, float, float, float]


def _read(name: str) -> tuple[bytes, Document]:
    path = FILES / f"{name}.pdf"
    if not path.exists():
        pytest.skip("the published budgets are not there")
    data = path.read_bytes()
    return data, read(Source(path.name, data), ReadOptions({}, {}))


def _own(document: Document) -> dict[_Box, str]:
    found: dict[_Box, str] = {}
    for block in document.blocks:
        if isinstance(block, Table):
            for cell in block.cells():
                (box,) = cell.place.boxes
                found[*box] = "".join(cell.text.split())
    return found


def _theirs(data: bytes) -> dict[_Box, str]:
    found: dict[_Box, str] = {}
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                for row, texts in zip(table.rows, table.extract(), strict=True):
                    for cell, text in zip(row.cells, texts, strict=True):
                        if cell is not None:
                            found[(page.page_number, *cell)] = "".join((text or "").split())
    return found


def _same_place(one: _Box, other: _Box) -> bool:
    return one[0] == other[0] and all(
        abs(own - their) < 4 for own, their in zip(one[1:], other[1:], strict=True)
    )


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("putuo-wanli-2025-budget", 2184),
        ("putuo-fuban-2025-budget-dept", 1028),
        ("issue-336-example", 111),
    ],
)
def test_each_cell_is_pdfplumbers_cell(name: str, cells: int) -> None:
    data, document = _read(name)
    by_page: dict[int, list[tuple[_Box, str]]] = {}
    for box, text in _theirs(data).items():
        by_page.setdefault(box[0], []).append((box, text))
    pairs: list[tuple[str, str]] = []
    for box, text in _own(document).items():
        pairs += [(text, other) for at, other in by_page.get(box[0], []) if _same_place(box, at)]

    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    assert len(pairs) >= cells


@pytest.mark.parametrize("name", ["putuo-wanli-2025-budget", "putuo-fuban-2025-budget-dept"])
def test_no_character_of_a_published_budget_is_lost(name: str) -> None:
    data, document = _read(name)

    assert kept(document) - printed(data) == Counter()
    assert printed(data) - kept(document) == Counter()

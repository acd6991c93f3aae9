"""The same filing as Markdown, XLSX, DOCX, HTML, CSV and PDF gives the same records."""

from pathlib import Path
from typing import Any

import pytest

from audit import places
from audit.document import Document, Table
from audit.filing import Filing, fields_of, to_dict
from audit.pipeline import Options, lay_out, read
from audit.plugins import Source
from rendering import FORMATS, Sheet, pdf

DEMO = Path(__file__).parent / "fixtures/qinghe-education-2026.md"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    document = read(str(DEMO))
    rows = [
        [cell.text for cell in row]
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        if any(cell.text for cell in row)
    ]
    lines = [block.text for block in document.blocks if not isinstance(block, Table)]
    return Sheet(lines[:3], rows, lines[3:])


@pytest.fixture(scope="module")
def records() -> dict[str, Any]:
    (filing,) = lay_out(read(str(DEMO))).filings
    return to_dict(filing)


def _filing(document: Document) -> Filing:
    laid_out = lay_out(document)
    assert laid_out.unclaimed == ()
    (filing,) = laid_out.filings
    return filing


@pytest.mark.parametrize("name", FORMATS)
def test_records(name: str, sheet: Sheet, records: dict[str, Any]) -> None:
    filing = _filing(read(Source(name, FORMATS[name](sheet))))

    assert to_dict(filing) == records
    assert filing.unread == ()


@pytest.mark.parametrize(
    ("repeat", "size"),
    [(repeat, size) for repeat in (0, 1) for size in (5, 6, 7, 8, 9, 10)],
)
def test_page_breaks_at_other_places(
    repeat: int, size: float, sheet: Sheet, records: dict[str, Any]
) -> None:
    filing = _filing(read(Source("a.pdf", pdf(sheet, repeat=repeat, size=size))))

    assert to_dict(filing) == records


SMALL = Sheet(
    ["部门名称：某县水利局", "单位：万元"],
    [
        ["项目名称", "总计", "财政拨款", "专户资金", "其他资金", "绩效目标", "绩效指标"],
        ["合计", "3.00", "3.00", "", "", "", ""],
        ["渠道清淤工程", "1.00", "1.00", "", "", "清淤渠道12公里。",
         "1、1-产出指标,11-数量指标,清淤长度；实施周期指标值:≥12公里,年度指标值:≥12公里；"],
        ["水库大坝加固", "2.00", "2.00", "", "", "加固大坝1座。",
         "1、1-产出指标,11-数量指标,加固座数；实施周期指标值:1座,年度指标值:1座；"],
    ],
)  # fmt: skip


def test_both_engines_give_the_same() -> None:
    data = pdf(SMALL)
    found = [
        to_dict(_filing(read(Source("a.pdf", data), Options(reading={"pdf_engine": engine}))))
        for engine in ("pdfium", "pdfplumber")
    ]

    assert found[0] == found[1]
    assert [len(project["indicators"]) for project in found[0]["projects"]] == [1, 1]


def test_places_in_a_pdf_lie_on_their_page(sheet: Sheet) -> None:
    filing = _filing(read(Source("a.pdf", pdf(sheet))))
    pages: set[int] = set()
    for record in filing.records():
        for _, field in fields_of(record):
            for place in field.places_of(0, len(field.text)):
                assert place.page is not None
                pages.add(place.page)
                for box in place.boxes:
                    assert (box.page, box.x0 <= box.x1, box.top <= box.bottom) == (
                        place.page,
                        True,
                        True,
                    )
    assert len(pages) > 1


def test_places_in_a_letter_are_cells_and_paragraphs(sheet: Sheet) -> None:
    filing = _filing(read(Source("a.docx", FORMATS["a.docx"](sheet))))
    name, department = filing.projects[0].project_name, filing.department
    assert name is not None
    assert department is not None

    (place,) = name.places_of(0, 2)
    assert place.to_dict().keys() == {
        "line", "column", "end_line", "end_column", "table", "row", "table_column",
    }  # fmt: skip
    assert (places.short(place, "zh"), places.told(place, "en")) == ("表1行4列1", "t1r4c1")
    assert places.told(department.place, "zh") == "第2段"


def test_places_in_a_sheet_are_addresses(sheet: Sheet) -> None:
    filing = _filing(read(Source("a.xlsx", FORMATS["a.xlsx"](sheet))))
    name = filing.projects[0].project_name
    assert name is not None
    assert (name.place.sheet, name.place.cell) == ("Sheet", "A7")

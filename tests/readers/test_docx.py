"""DOCX: what Word shows of a document, its counted numbers and accepted changes among it."""

import io
import re
import zipfile

import docx
import pytest

from audit.document import Document, Table
from audit.errors import ReadError
from audit.pipeline import Options, read
from audit.plugins import Source

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def package(body: str, numbering: str = "") -> bytes:
    """A document of this body, written as Word writes it, with lists of its own."""
    out = io.BytesIO()
    docx.Document().save(out)
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.decode()
                data = re.sub(r"<w:body>.*</w:body>", lambda _: f"<w:body>{body}</w:body>", text, flags=re.DOTALL).encode()  # fmt: skip
            if name != "word/numbering.xml" or not numbering:
                new.writestr(name, data)
        if numbering:
            whole = f'<w:numbering xmlns:w="{_NAMESPACE}">{numbering}</w:numbering>'
            new.writestr("word/numbering.xml", whole)
    return changed.getvalue()


def document(body: str, numbering: str = "") -> Document:
    return read(Source("a.docx", package(body, numbering)))


def shown(found: Document) -> list[list[list[str]] | str]:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Table) else block.text
        for block in found.blocks
    ]  # fmt: skip


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*parts: str) -> str:
    return "<w:p>" + "".join(parts) + "</w:p>"


def cell(text: str, properties: str = "") -> str:
    inside = text if text.startswith("<w:") else paragraph(run(text))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, before: int = 0) -> str:
    skipped = f'<w:trPr><w:gridBefore w:val="{before}"/></w:trPr>' if before else ""
    return "<w:tr>" + skipped + "".join(cells) + "</w:tr>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(rows) + "</w:tbl>"


DOWN = '<w:vMerge w:val="restart"/>'
GOES_ON = "<w:vMerge/>"
WIDE = '<w:gridSpan w:val="2"/>'
FIELD = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        pytest.param(paragraph(run("甲"), run("乙")), ["甲乙"], id="runs join"),
        pytest.param(paragraph("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>"), ["甲\n乙\t丙"], id="breaks and tabs"),
        pytest.param(table(row(cell("甲"), cell("乙"))), [[["甲", "乙"]]], id="table"),
        pytest.param(table(row(cell(paragraph(run("甲")) + paragraph(run("乙"))))), [[["甲\n乙"]]], id="paragraphs are lines"),
        pytest.param(table(row(cell("甲", WIDE)), row(cell("乙"), cell("丙"))), [[["甲", "甲"], ["乙", "丙"]]], id="columns merged"),
        pytest.param(table(row(cell("甲", DOWN), cell("乙")), row(cell("", GOES_ON), cell("丙"))), [[["甲", "乙"], ["甲", "丙"]]], id="rows merged"),
        pytest.param(table(row(cell("甲", DOWN)), row(cell("余", GOES_ON))), [[["甲"], ["甲"]], "余"], id="text in a merged cell is not lost"),
        pytest.param(table(row(cell("甲"), cell("乙")), row(cell("丙"), before=1)), [[["甲", "乙"], ["", "丙"]]], id="a row that begins later"),
        pytest.param(table(row(cell(paragraph(run("外")) + table(row(cell("内")))))), [[["外"]], [["内"]]], id="a table in a table"),
        pytest.param(paragraph(run("甲"), f"<w:ins>{run('乙')}</w:ins>", "<w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"), ["甲乙"], id="tracked changes are accepted"),
        pytest.param(paragraph(f"<w:moveFrom>{run('甲')}</w:moveFrom>", f"<w:moveTo>{run('乙')}</w:moveTo>"), ["乙"], id="moved text stands where it went"),
        pytest.param(paragraph(FIELD[0], "<w:r><w:instrText>PAGE</w:instrText></w:r>", FIELD[1], run("7"), FIELD[2]), ["7"], id="of a field its result"),
        pytest.param(paragraph(f"<w:hyperlink>{run('甲')}</w:hyperlink>"), ["甲"], id="links"),
        pytest.param(f"<w:sdt><w:sdtContent>{paragraph(run('甲'))}</w:sdtContent></w:sdt>", ["甲"], id="content controls"),
        pytest.param(table(f"<w:sdt><w:sdtContent>{row(cell('甲'))}</w:sdtContent></w:sdt>"), [[["甲"]]], id="a row in a control"),
        pytest.param(table(row(f"<w:sdt><w:sdtContent>{cell('甲')}</w:sdtContent></w:sdt>", cell("乙"))), [[["甲", "乙"]]], id="a cell in a control"),
        pytest.param(table(row(cell("甲")), f"<w:tr><w:trPr><w:del/></w:trPr>{cell('乙')}</w:tr>"), [[["甲"]]], id="a deleted row"),
        pytest.param(table(row(cell("甲", '<w:gridSpan w:val="x"/>'))), [[["甲"]]], id="no number, no span"),
    ],
)  # fmt: skip
def test_blocks(body: str, blocks: list[list[list[str]] | str]) -> None:
    assert shown(document(body)) == blocks


@pytest.mark.parametrize(
    ("form", "template", "numbers"),
    [
        pytest.param("decimal", "%1、", ["1、", "2、", "3、"], id="decimal"),
        pytest.param("chineseCounting", "（%1）", ["（一）", "（二）", "（三）"], id="Chinese"),
        pytest.param("decimalEnclosedCircle", "%1", ["①", "②", "③"], id="circled"),
        pytest.param("upperRoman", "%1.", ["I.", "II.", "III."], id="Roman"),
        pytest.param("lowerLetter", "%1)", ["a)", "b)", "c)"], id="letters"),
        pytest.param("bullet", "•", ["", "", ""], id="bullets are no numbers"),
    ],
)
def test_numbers_that_word_counts(form: str, template: str, numbers: list[str]) -> None:
    numbering = (
        f'<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{template}"/></w:lvl></w:abstractNum>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    properties = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    body = "".join(paragraph(properties, run(text)) for text in "甲乙丙")

    assert shown(document(body, numbering)) == [
        number + text for number, text in zip(numbers, "甲乙丙", strict=True)
    ]


def test_tracked_changes_are_told() -> None:
    found = document(paragraph(f"<w:ins>{run('甲')}</w:ins>"))

    assert [one.key for one in found.problems] == ["tracked-changes"]


def test_cells_know_table_row_and_column() -> None:
    found = document(table(row(cell("甲"), cell("乙")), row(cell("丙", WIDE))))
    (block,) = found.blocks
    assert isinstance(block, Table)

    places = [(one.place.table, one.place.row, one.place.table_column) for line in block.rows for one in line]  # fmt: skip
    assert places == [(1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 1)]


@pytest.mark.parametrize(
    ("body", "limits", "key"),
    [
        pytest.param(table(row(cell("甲", WIDE), cell("乙"))), {"cells": 2}, "too-many-cells", id="cells by their columns"),
        pytest.param("<w:tbl><w:tr><w:tc>" * 30 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 30, {"nesting": 10}, "nested-too-deep", id="tables"),
        pytest.param("<w:p><w:r><w:txbxContent>" * 30 + "<w:p/>" + "</w:txbxContent></w:r></w:p>" * 30, {"nesting": 10}, "nested-too-deep", id="text boxes"),
    ],
)  # fmt: skip
def test_caps(body: str, limits: dict[str, int], key: str) -> None:
    with pytest.raises(ReadError, match=key):
        read(Source("a.docx", package(body)), Options(limits))


def test_wrappers_in_wrappers_are_no_nesting() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3000
    body = deep + paragraph(run("甲")) + "</w:sdtContent></w:sdt>" * 3000

    assert shown(document(body)) == ["甲"]

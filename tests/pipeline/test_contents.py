"""Files whose name says something else than their content, and those that no reader takes."""

import gzip
import io
import zipfile

import pytest

from audit.document import Document
from audit.errors import ReadError
from audit.messages import error_text
from audit.pipeline import read
from audit.plugins import Source
from rendering import FORMATS, Sheet

SHEET = Sheet(
    ["单位：万元"], [["项目名称", "总计", "绩效目标"], ["清淤", "1.00", "清淤12公里，见附件。"]]
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def texts(found: Document) -> list[str]:
    return [cell.text for cell in found.cells() if cell.text]


def html(encoding: str = "utf-8") -> bytes:
    return FORMATS["a.html"](SHEET).decode("gb18030").replace("gb2312", encoding).encode(encoding)


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        pytest.param("a.xls", html(), "html", id="HTML named XLS"),
        pytest.param("a.doc", html("gb18030"), "html", id="HTML named DOC, in GB 18030"),
        pytest.param("a.xlsx", b"\xef\xbb\xbf \r\n" + html(), "html", id="HTML named XLSX, after a mark"),
        pytest.param("a.et", html("utf-16"), "html", id="HTML named ET, in UTF-16"),
        pytest.param("a.doc", b'<?xml version="1.0"?>\n<!-- by a system -->' + html(), "html", id="XHTML named DOC"),
        pytest.param("-", html(), "html", id="HTML without a name"),
        pytest.param("a.xls", FORMATS["a.csv"](SHEET), "csv", id="CSV named XLS"),
        pytest.param("a.xls", FORMATS["a.csv"](SHEET).replace(b",", b"\t"), "csv", id="TSV named XLS"),
        pytest.param("a.txt", FORMATS["a.csv"](SHEET).replace(b",", b"\t"), "csv", id="TSV named TXT"),
        pytest.param("a.doc", FORMATS["a.docx"](SHEET), "docx", id="DOCX named DOC"),
        pytest.param("a.docx", FORMATS["a.xlsx"](SHEET), "xlsx", id="XLSX named DOCX"),
        pytest.param("a.xls", FORMATS["a.xlsx"](SHEET), "xlsx", id="XLSX named XLS"),
        pytest.param("a.md", FORMATS["a.xlsx"](SHEET), "xlsx", id="XLSX named MD"),
        pytest.param("a.pdf", b"\r\n\xef\xbb\xbf " + FORMATS["a.pdf"](SHEET), "pdf", id="PDF after a mark and blanks"),
    ],
)  # fmt: skip
def test_a_file_is_read_by_its_content(name: str, data: bytes, format_: str) -> None:
    found = read(Source(name, data))

    assert found.format == format_
    assert set(texts(found)) >= {"单位：万元", "项目名称", "清淤12公里，见附件。"}


def _open_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return out.getvalue()


_WORKBOOK = b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
_DOCUMENT = b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        pytest.param("a.xlsx", OLE, "old-office-file", id="XLS named XLSX"),
        pytest.param("a.wps", OLE, "old-office-file", id="WPS"),
        pytest.param("a.doc", b"{\\rtf1\\ansi", "old-office-file", id="RTF named DOC"),
        pytest.param("a.xls", _WORKBOOK, "old-office-file", id="Excel 2003 as XML"),
        pytest.param("a.xml", _DOCUMENT, "old-office-file", id="Word 2003 as XML"),
        pytest.param("a.rar", b"Rar!\x1a\x07\x01\0", "other-archive", id="RAR"),
        pytest.param("a.zip", b"7z\xbc\xaf\x27\x1c\0", "other-archive", id="7z named ZIP"),
        pytest.param("a.tgz", gzip.compress(b"x"), "other-archive", id="gzip"),
        pytest.param("a.jpg", b"\xff\xd8\xff\xe0..JFIF", "picture", id="JPEG"),
        pytest.param("a.pdf", b"\x89PNG\r\n\x1a\n", "picture", id="PNG named PDF"),
        pytest.param("a.ods", _open_document(), "unknown-format", id="an OpenDocument sheet"),
        pytest.param("a.doc", "没有表格的文字".encode(), "unknown-format", id="text named DOC"),
        pytest.param("a.xlsx", b"one two\nthree", "content-is-not", id="text named XLSX"),
    ],
)  # fmt: skip
def test_what_no_reader_takes_is_told_with_the_way_out(name: str, data: bytes, key: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(Source(name, data))

    assert caught.value.key == key
    assert error_text(caught.value, "zh").startswith(f"{name}: ")

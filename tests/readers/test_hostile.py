"""Files that are damaged, disguised, encrypted or made to harm: each is told of, in little time.

What a reader says is a ReadError with a key of its own; another exception would be a reader
that met something it does not know.
"""

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress

import docx
import openpyxl
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from audit.errors import ReadError
from audit.pipeline import Options, read
from audit.plugins import Source

_ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["甲", "乙", "丙"])
    return _saved(book.save)


def word() -> bytes:
    document = docx.Document()
    document.add_table(1, 2)
    return _saved(document.save)


def pdf(password: str = "") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=password or None)
    canvas.drawString(100, 100, "hello")
    canvas.save()
    return out.getvalue()


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def altered(package: bytes, member: str, alter: Callable[[bytes], bytes]) -> bytes:
    """The office file with one of its parts altered."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, alter(data) if name == member else data)
    return out.getvalue()


def pdf_of(*objects: bytes) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    root = b"trailer <</Size %d /Root 1 0 R>>\n" % (len(objects) + 1)
    return out + head + table + root + b"startxref\n%d\n%%%%EOF" % len(out)


def pdf_with(content: bytes, filters: bytes) -> bytes:
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Filter%s/Length %d>>stream\n%s\nendstream" % (filters, len(content), content),
    )


def with_declaration(data: bytes) -> bytes:
    """With entities before the root."""
    at = data.index(b"?>") + 2 if data.startswith(b"<?xml") else 0
    return data[:at] + _ENTITIES + data[at:]


def swollen(data: bytes) -> bytes:
    return data + b" " * 30_000_000


def merged(data: bytes) -> bytes:
    area = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return data.replace(b"</sheetData>", area)


SHEET, WORDS = "xl/worksheets/sheet1.xml", "word/document.xml"
STROKES = zlib.compress(b"0 0 1 1 re f " * 5_000_000)


@pytest.mark.parametrize(
    ("name", "make", "key"),
    [
        pytest.param("a.xlsx", lambda: xlsx()[:2000], "broken-archive", id="xlsx cut off"),
        pytest.param("a.docx", lambda: word()[:2000], "broken-archive", id="docx cut off"),
        pytest.param("a.pdf", lambda: pdf()[:300], "pdf-damaged", id="pdf cut off"),
        pytest.param("a.pdf", lambda: b"%PDF-1.7", "pdf-damaged", id="pdf of its first line"),
        pytest.param("a.pdf", lambda: pdf("secret"), "pdf-password", id="pdf with a password"),
        pytest.param("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-office-file", id="xlsx with a password"),
        pytest.param("a.xlsx", lambda: b"no zip", "content-is-not", id="text named xlsx"),
        pytest.param("a.pdf", lambda: b"no pdf", "content-is-not", id="text named pdf"),
        pytest.param("a.xlsx", lambda: altered(xlsx(), "[Content_Types].xml", lambda _: b"<a/>"), "office-damaged", id="xlsx without a workbook"),
        pytest.param("a.xlsx", lambda: altered(xlsx(), SHEET, lambda data: data[:-9]), "office-damaged", id="xlsx with broken XML"),
        pytest.param("a.docx", lambda: altered(word(), WORDS, lambda data: data[:-9]), "office-damaged", id="docx with broken XML"),
        pytest.param("a.docx", lambda: altered(word(), WORDS, lambda _: b"<a/>"), "office-damaged", id="docx without a body"),
        pytest.param("a.docx", lambda: altered(word(), WORDS, with_declaration), "xml-entities", id="docx with entities"),
        pytest.param("a.docx", lambda: altered(word(), WORDS, swollen), "packed-too-tightly", id="docx bomb"),
        pytest.param("a.xlsx", lambda: altered(xlsx(), SHEET, swollen), "packed-too-tightly", id="xlsx bomb"),
        pytest.param("a.xlsx", lambda: altered(xlsx(), SHEET, merged), "too-many-cells", id="xlsx merged over the sheet"),
        pytest.param("a.pdf", lambda: pdf_with(STROKES, b"/FlateDecode"), "stream-too-large", id="pdf bomb"),
        pytest.param("a.pdf", lambda: pdf_with(zlib.compress(STROKES), b"[/FlateDecode/FlateDecode]"), "stream-too-large", id="pdf bomb packed twice"),
        pytest.param("a.pdf", lambda: pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"), "pdf-damaged", id="pdf with pages in a circle"),
        pytest.param("a.pdf", lambda: pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"), "pdf-damaged", id="pdf without pages"),
    ],
)  # fmt: skip
def test_what_is_refused(name: str, make: Callable[[], bytes], key: str) -> None:
    with pytest.raises(ReadError) as raised:
        read(Source(name, make()))

    assert (raised.value.key, raised.value.path) == (key, name)


def pages(count: int, *, picture: bool = False) -> bytes:
    """A PDF of pages with some lines and words, or with a picture in place of the first."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 200))
    for number in range(count):
        if picture and not number:
            canvas.drawInlineImage(Image.new("L", (2, 2)), 0, 0, 200, 200)
        else:
            for at in range(10):
                canvas.line(0, at, 100, at)
                canvas.drawString(10, 20 + 10 * at, "hello")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "limits", "key"),
    [
        pytest.param(lambda: ("a.pdf", pages(3)), {"pages": 2}, "too-many-pages", id="pages"),
        pytest.param(lambda: ("a.pdf", pages(1)), {"page_objects": 5}, "page-too-large", id="strokes"),
        pytest.param(lambda: ("a.pdf", pages(1)), {"page_characters": 5}, "page-too-large", id="characters"),
        pytest.param(lambda: ("a.xlsx", xlsx()), {"unpacked_bytes": 100}, "unpacks-too-large", id="unpacked"),
        pytest.param(lambda: ("a.csv", b'"' * 90), {"cells": 20}, "too-many-pieces", id="quotes in csv"),
        pytest.param(lambda: ("a.html", b"&ge;" * 30), {"cells": 20}, "too-many-pieces", id="entities in html"),
        pytest.param(lambda: ("a.html", b"<p>a" * 30), {"cells": 20}, "too-many-cells", id="paragraphs of html"),
        pytest.param(lambda: ("a.md", b"&ge;" * 30), {"cells": 20}, "too-many-pieces", id="entities in markdown"),
        pytest.param(lambda: ("a.md", b"<p>a\n" * 19 + b"| a | b |"), {"cells": 20}, "too-many-cells", id="lines of markdown"),
        pytest.param(lambda: ("a.md", b"<table><tr>" + b"<td>" * 30), {"cells": 20}, "too-many-cells", id="html in markdown"),
        pytest.param(lambda: ("a.json", b'"' + rb"\n" * 30 + b'"'), {"cells": 20}, "too-many-pieces", id="escapes in json"),
        pytest.param(lambda: ("a.md", b"\n" * 30), {"cells": 20}, "too-many-lines", id="blank lines of markdown"),
        pytest.param(lambda: ("a.json", b"\r\n" * 30 + b"{}"), {"cells": 20}, "too-many-lines", id="blank lines of json"),
        pytest.param(lambda: ("a.csv", b"a" * 30), {"line_characters": 20}, "text-too-long", id="a value of csv"),
        pytest.param(lambda: ("a.html", b"<p>" + b"a b " * 9), {"line_characters": 20}, "text-too-long", id="a paragraph of html"),
        pytest.param(lambda: ("a.pdf", pages(1, picture=True)), {}, "pdf-scanned", id="nothing but a scan"),
    ],
)  # fmt: skip
def test_caps_and_scans(
    make: Callable[[], tuple[str, bytes]], limits: dict[str, int], key: str
) -> None:
    with pytest.raises(ReadError, match=key):
        read(Source(*make()), Options(limits))


def test_a_scan_among_pages_is_told() -> None:
    found = read(Source("a.pdf", pages(2, picture=True)))

    assert [(one.key, one.place.page) for one in found.problems] == [("scanned-page", 1)]


def test_a_zip_of_something_else_is_not_said_to_be_unknown() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.md", "甲")

    with pytest.raises(ReadError, match="content-is-not"):
        read(Source("a.xlsx", out.getvalue()))
    with pytest.raises(ReadError, match="archive-unnamed"):
        read(Source("a.zip", out.getvalue()))


def test_entities_that_a_sheet_uses_are_refused() -> None:
    def use(data: bytes) -> bytes:
        return with_declaration(data).replace("甲".encode(), b"&b;")

    with pytest.raises(ReadError, match=r"xml-entities|office-damaged"):
        read(Source("a.xlsx", altered(xlsx(), SHEET, use)))


def test_a_damaged_style_prints_nothing_into_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    def worn(data: bytes) -> bytes:
        return re.sub(rb'<cellStyle [^>]*xfId="0"', b'<cellStyle name="a" xfId="65536"', data)

    with pytest.raises(ReadError, match="office-damaged"):
        read(Source("a.xlsx", altered(xlsx(), "xl/styles.xml", worn)))

    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx", "a.docx"])
def test_what_a_file_is_counts_and_not_its_name(name: str) -> None:
    for make, format_ in ((pdf, "pdf"), (xlsx, "xlsx"), (word, "docx")):
        assert read(Source(name, make())).format == format_


def test_what_the_second_engine_cannot_read_is_told_as_damage() -> None:
    damaged = re.sub(rb"/MediaBox \[[^\]]*\]", b"/MediaBox [ 0 0 a b ]", pdf())

    with pytest.raises(ReadError, match="pdf-damaged"):
        read(Source("a.pdf", damaged), Options(reading={"pdf_engine": "pdfplumber"}))


@pytest.mark.parametrize("make", [pdf, xlsx, word])
def test_damaged_bytes_are_read_or_refused_and_nothing_else(make: Callable[[], bytes]) -> None:
    chance = random.Random(7)  # noqa: S311 -- the same damage in every run
    whole = make()
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 5, 60))):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        with suppress(ReadError):
            read(Source("a", bytes(data)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a.csv", "1," * 100_000, id="csv of one line"),
        pytest.param("a.csv", '"' + "甲\n" * 80_000, id="csv with an open quote"),
        pytest.param("a.html", "<p>" + "a " * 60_000, id="html of many words"),
        pytest.param("a.html", "<b>" * 50_000, id="html that closes nothing"),
        pytest.param("a.html", "<table><tr><td>" + "甲<br>" * 40_000, id="html of many breaks"),
        pytest.param("a.html", "<!--a>" * 30_000, id="html of comments that nothing closes"),
        pytest.param("a.html", "<a " * 50_000, id="html of tags that nothing closes"),
        pytest.param("a.md", "<table></table>a" * 5_000, id="markdown of many tables of html"),
        pytest.param("a.md", "<table>\n\n" * 10_000, id="markdown of tables that nothing closes"),
    ],
)
def test_large_things_are_read_in_time_that_grows_with_them(name: str, text: str) -> None:
    assert read(Source(name, text.encode())).blocks is not None


def test_streams_that_are_pictures_may_be_large() -> None:
    picture = pdf_with(STROKES, b"/FlateDecode").replace(b"<</Filter", b"<</Subtype/Image/Filter")
    content = re.sub(rb"/Contents 4 0 R", b"", picture)

    assert read(Source("a.pdf", content), Options()).format == "pdf"

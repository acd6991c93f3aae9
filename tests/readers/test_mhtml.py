"""MHTML: web pages in one file, as Word, Excel and browsers save them."""

from collections.abc import Callable
from email.charset import BASE64, QP, Charset
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart

import pytest

from audit.document import Document, Table
from audit.errors import ReadError
from audit.pipeline import Options, read
from audit.places import short
from audit.plugins import Source

PAGE = (
    '<html><head><meta charset="{charset}"><title>申报表</title></head><body>'
    "<p>单位：万元</p><table><tr><td rowspan=2>项目&#8209;名称<td>总计 = 1</tr>"
    "<tr><td>绩效目标：清淤12公里，受益群众满意度不低于百分之九十五</table></body></html>"
)
SHEETS = ("<table><tr><td>表一</table>", "<p>说明<table><tr><td>表二<td>乙</table>")


def part(html: str, charset: str, encoding: int, declared: str = "") -> MIMENonMultipart:
    found = MIMENonMultipart("text", "html")
    kind = Charset(charset)
    kind.body_encoding = encoding
    found.set_payload(html, kind)
    if declared != charset:
        found.set_param("charset", declared) if declared else found.del_param("charset")
    found["Content-Location"] = "file:///C:/sheet001.htm"
    return found


def saved(*parts: MIMENonMultipart) -> bytes:
    whole = MIMEMultipart("related", type="text/html")
    for one in parts:
        whole.attach(one)
    picture = MIMENonMultipart("image", "png")
    picture.set_payload("iVBORw0KGgo=")
    whole.attach(picture)
    return whole.as_bytes()


def document(data: bytes, name: str = "a.mht", **limits: int) -> Document:
    return read(Source(name, data), Options(limits))


def shown(found: Document) -> list[list[list[str]] | str]:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Table) else block.text
        for block in found.blocks
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", [QP, BASE64], ids=["quoted-printable", "base64"])
@pytest.mark.parametrize(
    ("charset", "declared"), [("utf-8", "utf-8"), ("gb2312", "gb2312"), ("gb2312", "")]
)
def test_a_page_in_mhtml_is_the_page(charset: str, declared: str, encoding: int) -> None:
    html = PAGE.format(charset=charset)
    if charset == "gb2312":
        html = html.replace("&#8209;", "-")

    found = document(saved(part(html, charset, encoding, declared)))

    assert shown(found) == shown(document(html.encode(charset), "a.html"))
    table = next(block for block in found.blocks if isinstance(block, Table))
    assert table.rows[0][0] is table.rows[1][0]


def test_the_pages_of_a_workbook_are_read_in_order_and_places_are_tables_and_rows() -> None:
    frame = "<html><frameset><noframes>此页使用框架</noframes></frameset></html>"
    found = document(saved(*(part(one, "utf-8", QP) for one in (frame, *SHEETS))))

    assert shown(found) == [[["表一"]], "说明", [["表二", "乙"]]]
    places = [short(cell.places_of(0, 1)[0], "zh") for cell in found.cells()]
    assert places == ["表1行1列1", "第1段", "表2行1列1", "表2行1列2"]


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.html", "a.xlsx", "-"])
def test_it_is_known_by_its_content(name: str) -> None:
    assert shown(document(saved(part(SHEETS[0], "utf-8", QP)), name)) == [[["表一"]]]


def test_the_page_of_a_browser_without_parts() -> None:
    data = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: text/html;\r\n\tcharset=utf-8\r\n\r\n"

    assert shown(document(data + SHEETS[0].encode())) == [[["表一"]]]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data.replace(b"text/html", b"text/x"), id="no page in it"),
        pytest.param(lambda data: data[: data.index(b"\n\n")], id="cut off after its head"),
        pytest.param(lambda data: data.replace(b"--b--", b""), id="cut off within the page"),
    ],
)  # fmt: skip
def test_damaged_files(change: Callable[[bytes], bytes]) -> None:
    data = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + b"--b\n" + (
        b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>\n--b--\n"
    )  # fmt: skip

    with pytest.raises(ReadError, match="mhtml-damaged"):
        document(change(data))


def test_the_cells_of_all_pages_count_against_the_cap() -> None:
    with pytest.raises(ReadError, match="too-many-cells"):
        document(saved(*(part(one, "utf-8", QP) for one in SHEETS)), cells=2)


def test_messages_in_messages_are_read_in_bounded_depth() -> None:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    deep = b"--b\nContent-Type: multipart/related; boundary=b\n\n" * 20_000

    with pytest.raises(ReadError, match="mhtml-damaged"):
        document(head + deep)

"""`audit records FILE.pdf --picture OUT.png`: a page with what was found on it.

The drawn pages have two pixels a point.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption

from audit.commands.records.marking import CELL, OUTSIDE, UNREAD
from drawing import LATIN, Drawn

COLUMNS = (60, 160, 260)
ROWS = (40, 70, 100)


def table(drawn: Drawn) -> Drawn:
    return drawn.ruled(COLUMNS, ROWS).texts(COLUMNS, ROWS, "Project|Total", "Dredging|1,234.50")


def opened(name: str = "p.png") -> Image.Image:
    with Image.open(name) as picture:
        picture.load()
        return picture


def has_ink(picture: Image.Image, x0: float, top: float, x1: float, bottom: float) -> bool:
    """Whether something black stands in a box, in points."""
    part = picture.crop((round(2 * x0), round(2 * top), round(2 * x1), round(2 * bottom)))
    return min(part.convert("L").tobytes()) < 60


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
@pytest.mark.parametrize("page_too", [True, False], ids=["page turned", "content turned"])
def test_cells_stand_where_they_are_on_a_page_turned_as_it_is_read(
    audit: Any, quarter: int, page_too: bool
) -> None:
    drawn = table(Drawn(400, 300, LATIN).turned(quarter, page_too=page_too))
    Path("a.pdf").write_bytes(drawn.bytes())
    audit("records", "a.pdf", "--picture", "p.png")
    picture = opened()

    # Below the page it says what the colours mean.
    assert (picture.size[0], 600 < picture.size[1] < 650) == (800, True)
    for x in COLUMNS:
        assert picture.getpixel((2 * x, 110)) == CELL
    for y in ROWS:
        assert picture.getpixel((200, 2 * y)) == CELL
    # Of the page itself: words in the cells, and nothing beside the table.
    assert has_ink(picture, 62, 73, 150, 97)
    assert not any(
        has_ink(picture, *box)
        for box in ((0, 0, 400, 38), (262, 0, 400, 300), (0, 102, 400, 300), (0, 0, 40, 300))
    )


def test_row_numbers_stand_left_of_their_rows(audit: Any) -> None:
    drawn = table(Drawn(400, 300, LATIN))
    Path("a.pdf").write_bytes(drawn.bytes())
    audit("records", "a.pdf", "--picture", "p.png")
    picture = opened()

    for y in (55, 85):
        beside = {picture.getpixel((x, 2 * y)) for x in range(100, 117)}
        assert {CELL, (255, 255, 255)} <= beside
    assert picture.getpixel((108, 206)) == (255, 255, 255)


def test_unread_texts_and_texts_outside_tables_have_colours_of_their_own(audit: Any) -> None:
    columns = (20, 90, 150, 250, 380)
    drawn = Drawn(400, 300).text(20, 30, "部门名称：水利局").text(20, 150, "另外说一句没有用的话")
    drawn.ruled(columns, (40, 60, 100)).texts(
        columns, (40, 60), "项目名称|总计|绩效目标|绩效指标", "渠道清淤|20.00|清淤。"
    )
    for at, words in enumerate(("1、1-产出指标,11-数量指标,", "长度；年度指标值:≥2公里；")):
        drawn.text(252, 72 + 12 * at, words, 8)
    Path("a.pdf").write_bytes(drawn.bytes())
    ran = audit("records", "a.pdf", "--picture", "p.png")
    picture = opened()

    assert ran.code == 0
    assert OUTSIDE in colours(picture, (20, 18, 102, 34))
    assert UNREAD not in colours(picture, (0, 0, 400, 138))
    assert UNREAD in colours(picture, (20, 138, 122, 154))


def colours(picture: Image.Image, box: tuple[int, int, int, int]) -> set[Any]:
    """Those in a box, in points."""
    x0, top, x1, bottom = box
    part = picture.crop((2 * x0, 2 * top, 2 * x1, 2 * bottom))
    return {colour for _, colour in part.getcolors(1_000_000) or ()}


def three_pages() -> bytes:
    drawn = table(Drawn(400, 300, LATIN)).page()
    return table(drawn.text(60, 60, "Words only").page()).bytes()


def test_pages_with_a_table_are_drawn_under_their_numbers(audit: Any) -> None:
    Path("a.pdf").write_bytes(three_pages())
    ran = audit("records", "a.pdf", "--picture", "p.png")

    assert sorted(path.name for path in Path().glob("p*.png")) == ["p-1.png", "p-3.png"]
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.splitlines()[:2] == ["第 1 页画在 p-1.png", "第 3 页画在 p-3.png"]


def test_one_page_that_is_asked_for_also_without_a_table(audit: Any) -> None:
    Path("a.pdf").write_bytes(three_pages())
    audit("records", "a.pdf", "--picture", "p.png", "--page", "2")

    assert [path.name for path in Path().glob("p*.png")] == ["p.png"]
    assert UNREAD in colours(opened(), (60, 50, 120, 64))


def test_rows_are_counted_on_each_page_for_itself(audit: Any) -> None:
    """The table is one when it is read, and its second page begins anew on the picture."""
    drawn = Drawn(400, 120, LATIN).ruled(COLUMNS, (40, 70, 100)).texts(COLUMNS, (40,), "Project")
    drawn.page(400, 120).ruled(COLUMNS, (20, 50)).texts(COLUMNS, (20,), "Dredging")
    Path("a.pdf").write_bytes(drawn.bytes())
    audit("records", "a.pdf", "--picture", "p.png")

    assert opened("p-2.png").getpixel((2 * 160, 2 * 35)) == CELL


def test_a_file_with_a_password_and_one_from_a_pipe(audit: Any) -> None:
    drawn = Drawn(400, 300, LATIN)
    drawn.canvas.setEncrypt(StandardEncryption("hush", "owner"))
    Path("a.pdf").write_bytes(table(drawn).bytes())

    assert "--password" in audit("records", "a.pdf", "--picture", "p.png").err
    command = [sys.executable, "-m", "audit", "records", "-", "--picture", "p.png"]
    with Path("a.pdf").open("rb") as pipe:
        subprocess.run([*command, "--password", "hush"], stdin=pipe, check=True, timeout=60)
    assert opened().getpixel((2 * 160, 110)) == CELL


def test_what_cannot_be_drawn(audit: Any) -> None:
    Path("a.pdf").write_bytes(three_pages())
    Path("words.pdf").write_bytes(Drawn(400, 300, LATIN).text(60, 60, "Words only").bytes())
    before = Path("a.pdf").read_bytes()
    Path("link.png").hardlink_to("a.pdf")

    def refused(*argv: str) -> str:
        ran = audit("records", *argv)
        assert (ran.code, ran.out) == (2, "")
        return str(ran.err)

    assert "a.md”是 markdown，没有页面可画" in refused("a.md", "--picture", "p.png")
    assert "一次画一个 PDF 文件，这里有 2 个" in refused("a.pdf", "words.pdf", "--picture", "p.png")
    assert "共 3 页，没有第 4 页" in refused("a.pdf", "--picture", "p.png", "--page", "4")
    assert "没有找到表格" in refused("words.pdf", "--picture", "p.png")
    assert "以 .png 结尾" in refused("a.pdf", "--picture", "p.jpg")
    assert "要和 --picture 图片.png 一起用" in refused("a.pdf", "--page", "1")
    assert "不能和 -f、-o、--places 一起用" in refused("a.pdf", "--picture", "p.png", "--places")
    assert "没有这个文件" in refused("no.pdf", "--picture", "p.png")
    assert "不能写入“no/p-1.png”" in refused("a.pdf", "--picture", "no/p.png")
    assert "“link.png”是要审核的文件" in refused("a.pdf", "--picture", "link.png", "--page", "1")
    assert Path("a.pdf").read_bytes() == before


def test_a_page_that_is_a_poster_is_drawn_smaller(audit: Any) -> None:
    columns, rows = (1200, 3200, 5200), (100, 300, 500)
    drawn = Drawn(8000, 600, LATIN)
    for x in columns:
        drawn.line(x, rows[0], x, rows[-1], 10)
    for y in rows:
        drawn.line(columns[0], y, columns[-1], y, 10)
    drawn.texts(columns, rows, "Project|Total", "Dredging|1,234.50", size=100)
    Path("a.pdf").write_bytes(drawn.bytes())
    audit("records", "a.pdf", "--picture", "p.png")
    picture = opened()

    assert picture.size[0] == 5000
    assert picture.getpixel((2000, 125)) == CELL

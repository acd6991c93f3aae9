"""What is on a page and is no plain text of a cell: each is kept, and told where it matters."""

from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.colors import Color, red, white
from reportlab.lib.utils import ImageReader

from audit import messages
from audit.document import Table
from audit.grammar.headings import field_of
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.read import read
from drawing import Drawn, document_of, keys, lines, tables

GREY = Color(0.75, 0.75, 0.75)
BLUE = Color(0.1, 0.2, 0.5)
COLUMNS = (20, 150, 280)
ROWS = (40, 80, 120)
CELLS = ("项目名称|总计", "渠道清淤|1,234.50")
EXPECTED = ["项目名称|总计", "渠道清淤|1,234.50"]


def _table(drawn: Drawn) -> Drawn:
    return drawn.ruled(COLUMNS, ROWS).texts(COLUMNS, ROWS, *CELLS)


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(("times", "off"), [(2, 0.0), (2, 0.25), (4, 0.25), (2, 0.8)])
def test_fake_bold_is_read_once(times: int, off: float, engine: str) -> None:
    drawn = Drawn().ruled(COLUMNS, ROWS)
    for time in range(times):
        drawn.text(24 + time * off, 60, "合格率率1100元").text(154 + time * off, 60, "总计")
    document = document_of(drawn.texts(COLUMNS, ROWS[1:], "清淤|12公里"), engine, doubled=True)

    assert tables(document) == [["合格率率1100元|总计", "清淤|12公里"]]


def test_a_font_that_is_only_named_is_read_alike_on_every_machine() -> None:
    """Without its outlines PDFium leaves out 元, and takes 合计 below 合计 for fake bold."""
    rows = (40, 80, 120, 160)
    drawn = Drawn().ruled(COLUMNS, rows)
    for x, words in ((24, "合计"), (154, "元")):
        for baseline in (60, 100, 140):
            drawn.text(x, baseline, words)

    document = document_of(drawn)

    assert tables(document) == [["合计|元"] * 3]
    assert [block.engine for block in document.blocks if isinstance(block, Table)] == ["pdfium"]
    assert keys(document) == []


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    ("words", "size", "colour", "turned", "at"),
    [
        pytest.param("内部资料", 40, GREY, 0, (60, 100), id="upright, grey, large"),
        pytest.param("内部资料", 40, GREY, -35, (60, 130), id="slanted"),
        pytest.param("样本样本", 50, red, 0, (60, 100), id="very large and red, over walls"),
        pytest.param("水利局二零二六", 11, GREY, 0, (120, 98), id="small, grey, over a wall"),
    ],
)
def test_watermarks_stay_out_of_cells(
    words: str, size: float, colour: Color, turned: float, at: tuple[float, float], engine: str
) -> None:
    drawn = _table(Drawn()).text(*at, words, size, colour=colour, turned=turned)
    drawn.text(24, 97, "工程")
    document = document_of(drawn, engine)

    (table,) = tables(document)
    assert table[0] == "项目名称|总计"
    assert lines(document) == [words]


def test_each_copy_of_a_watermark_is_one() -> None:
    drawn = _table(Drawn())
    for x, y in ((100, 90), (24, 115), (170, 60)):
        drawn.text(x, y, "水利局水利局", 24, colour=GREY)

    document = document_of(drawn)

    assert tables(document) == [EXPECTED]
    assert lines(document) == ["水利局水利局"] * 3


def test_pale_and_large_texts_within_a_cell_are_no_watermarks() -> None:
    drawn = Drawn().ruled((20, 300), (20, 80, 120)).line(150, 80, 150, 120)
    drawn.text(60, 60, "绩效目标申报表", 30, colour=GREY).texts((20, 150), (80,), "总计|1.00")
    drawn.text(24, 114, "填报说明：单位万元", 8, colour=GREY)

    assert tables(document_of(drawn)) == [["绩效目标申报表|<", "总计填报说明：单位万元|1.00"]]


def _covered(drawn: Drawn) -> Drawn:
    return drawn.text(154, 74, "附注9.99").fill(150.5, 64, 250, 79, GREY)


def _under_a_picture(drawn: Drawn) -> Drawn:
    drawn.text(154, 74, "附注9.99")
    drawn.canvas.drawImage(ImageReader(Image.new("RGB", (40, 30), "white")), 150.5, 221, 100, 15)
    return drawn


@pytest.mark.parametrize(
    "hide",
    [
        pytest.param(lambda drawn: drawn.text(154, 74, "附注9.99", colour=white), id="white"),
        pytest.param(
            lambda drawn: drawn.fill(150.5, 62, 279, 79, BLUE).text(154, 74, "附注9.99", colour=BLUE),
            id="in the colour of its ground",
        ),
        pytest.param(_covered, id="covered"),
        pytest.param(_under_a_picture, id="under a picture"),
        pytest.param(lambda drawn: drawn.text(154, 74, "附注9.99", mode=3), id="invisible"),
    ],
)  # fmt: skip
def test_hidden_text_is_read_and_told(hide: Callable[[Drawn], Drawn]) -> None:
    document = document_of(hide(_table(Drawn())))

    assert tables(document) == [["项目名称|总计附注9.99", "渠道清淤|1,234.50"]]
    (problem,) = document.problems
    assert messages.problem_text(problem, "zh") == (
        "有 6 个字看不见（白色、被遮住或设为隐藏），也读了：“附注9.99”。请核对是否应当删去。"
    )
    (box,) = problem.place.boxes
    assert (round(box.x0), box.page) == (154, 1)


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(
            lambda: Drawn().fill(20, 40, 280, 80, BLUE).text(170, 74, "附注", colour=white),
            id="white on a dark ground",
        ),
        pytest.param(
            lambda: Drawn().text(154, 74, "附注", colour=Color(1, 0.9, 0)), id="yellow"
        ),
        pytest.param(
            lambda: Drawn().text(154, 74, "附注").fill(150, 60, 250, 79, Color(1, 1, 0, alpha=0.4)),
            id="under a marker pen",
        ),
        pytest.param(lambda: Drawn().fill(20, 40, 280, 80, white).text(154, 74, "附注"), id="on white"),
    ],
)  # fmt: skip
def test_what_can_be_seen_is_not_told(draw: Callable[[], Drawn]) -> None:
    assert keys(document_of(_table(draw()))) == []


def test_text_off_the_page_is_kept_outside_and_told() -> None:
    drawn = _table(Drawn()).text(450, 60, "页外文字").text(60, 320, "页下")
    document = document_of(drawn)

    assert tables(document) == [EXPECTED]
    assert lines(document) == ["页外文字", "页下"]
    assert keys(document) == ["text-off-page"]
    assert "页外文字" in messages.problem_text(document.problems[0], "zh")


@pytest.mark.parametrize("first", ["image", "text"])
def test_the_text_layer_of_a_scan_is_told(first: str) -> None:
    drawn = Drawn()

    def image() -> None:
        drawn.canvas.drawImage(ImageReader(Image.new("RGB", (40, 30), "white")), 0, 0, 400, 300)

    if first == "image":
        image()
    drawn.text(24, 60, "项目名称渠道清淤", mode=3 if first == "image" else None)
    if first == "text":
        image()

    assert keys(document_of(drawn)) == ["text-layer-of-scan"]


def test_a_stamp_over_text_hides_nothing() -> None:
    drawn = _table(Drawn())
    stamp = ImageReader(Image.new("RGBA", (40, 40), (255, 0, 0, 90)))
    drawn.canvas.drawImage(stamp, 100, 170, 120, 120, mask="auto")

    assert keys(document_of(drawn)) == []


def test_overprinted_cells_are_told() -> None:
    drawn = _table(Drawn()).text(154, 100, "完成情况").text(157, 100, "质量达标")
    document = document_of(drawn.text(24, 110, "第一，（二）【三】").text(24, 118, "甲、乙—丙"))

    assert keys(document) == ["overprinted-text"]
    assert (document.problems[0].place.row, document.problems[0].place.table_column) == (2, 2)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 5 0 R>>"
NO_MAP = (
    b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font"
    b"/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
    b"/Supplement 0>>/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/A/Flags 4"
    b"/FontBBox[0 0 1000 1000]/Ascent 800/Descent -200/CapHeight 700/ItalicAngle 0/StemV 80>>>>]>>"
)


def _raw(content: bytes, font: bytes, characters: str = "") -> bytes:
    """A page of its own operators; byte 0x41 is the first of the characters, and so on."""
    codes = "\n".join(
        f"<{0x41 + at:02X}> <{char.encode('utf-16-be').hex()}>"
        for at, char in enumerate(characters)
    )
    names = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> "
        f"<FF> endcodespacerange {len(characters)} beginbfchar\n{codes}\nendbfchar endcmap end end"
    ).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R"
            b"/Resources<</Font<</F 6 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Length %d>>stream\n%s\nendstream" % (len(names), names),
        font,
    ]
    whole = b"%PDF-1.7\n"
    for number, one in enumerate(objects, 1):
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    return whole + b"trailer<</Root 1 0 R>>\n"


def _cells(*texts: bytes) -> bytes:
    """Two rows of four cells."""
    strokes = [b"%d 200 m %d 260 l S" % (x, x) for x in (20, 110, 200, 290, 380)]
    strokes += [b"20 %d m 380 %d l S" % (y, y) for y in (200, 230, 260)]
    spots = [(x, y) for y in (240, 210) for x in (24, 114, 204, 294)]
    shown = [
        b"BT /F 10 Tf %d %d Td %s Tj ET" % (*spot, text)
        for spot, text in zip(spots, texts, strict=True)
    ]
    return b"\n".join([*strokes, *shown])


def test_radicals_are_kept_as_they_stand_and_headings_known() -> None:
    characters = "项⽬名称总计绩效标⻓度⼯程"
    code = {char: bytes([0x41 + at]) for at, char in enumerate(characters)}

    def said(words: str) -> bytes:
        return b"(" + b"".join(code.get(char, char.encode()) for char in words) + b")"

    cells = map(said, ["项⽬名称", "总计", "绩效⽬标", "度", "⼯程", "1.00", "⻓度", ""])
    document = document_of(_raw(_cells(*cells), FONT, characters))

    assert tables(document) == [["项⽬名称|总计|绩效⽬标|度", "⼯程|1.00|⻓度|"]]
    assert [field_of(text) for text in ("项⽬名称", "绩效⽬标")] == ["project_name", "goal"]
    assert keys(document) == []


def test_a_font_without_a_map_is_told_and_not_guessed() -> None:
    glyphs = [b"<00A100A200A3>"] * 8
    document = read(Source("a.pdf", _raw(_cells(*glyphs), NO_MAP)), ReadOptions({}, {}))

    assert "unnamed-characters" in keys(document)
    assert not any(char.isalnum() for cell in document.cells() for char in cell.text)


def test_a_simple_font_that_names_its_glyphs_by_accented_letters_is_told() -> None:
    font = FONT.replace(b"/ToUnicode 5 0 R", b"")
    document = document_of(_raw(_cells(*[rb"(\307\311\326)"] * 8), font))

    (problem,) = document.problems
    assert messages.problem_text(problem, "zh") == "有 24 个字认不出，请核对原文。"

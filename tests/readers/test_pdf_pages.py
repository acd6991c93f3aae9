"""Pages turned, mixed, with several tables: what stands where a reader's eye finds it."""

import pytest

from audit.document import Line, Table
from drawing import LATIN, Drawn, box_of, document_of, keys, lines, tables

COLUMNS = (20, 120, 220)
ROWS = (40, 70, 100)
CELLS = ("项目名称|总计", "渠道清淤|1,234.50")
EXPECTED = ["项目名称|总计", "渠道清淤|1,234.50"]


def _table(drawn: Drawn) -> Drawn:
    return drawn.ruled(COLUMNS, ROWS).texts(COLUMNS, ROWS, *CELLS).text(20, 30, "部门名称：水利局")


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
@pytest.mark.parametrize("page_too", [True, False], ids=["page turned", "content turned"])
def test_turned_pages_read_like_any_other(quarter: int, engine: str, page_too: bool) -> None:
    drawn = Drawn(400, 300, LATIN).turned(quarter, page_too=page_too)
    drawn.ruled(COLUMNS, ROWS).texts(COLUMNS, ROWS, "Project|Total", "Dredging|1,234.50")
    document = document_of(drawn.text(20, 30, "Department: Water"), engine)

    assert tables(document) == [["Project|Total", "Dredging|1,234.50"]]
    assert lines(document) == ["Department: Water"]
    assert keys(document) == []
    x0, top, _, bottom = box_of(document, "Dredging")
    assert x0 == 22
    assert 70 < top < 83 < bottom < 90


@pytest.mark.parametrize("page_too", [True, False], ids=["page turned", "content turned"])
def test_turned_text_in_a_font_that_is_only_named(page_too: bool) -> None:
    """PDFium leaves such text out: the page is read by the second engine, and this is told."""
    document = document_of(_table(Drawn().turned(1, page_too=page_too)))

    assert tables(document) == [EXPECTED]
    assert lines(document) == ["部门名称：水利局"]


def test_portrait_and_landscape_pages_in_one_file() -> None:
    drawn = Drawn(300, 400, LATIN)
    drawn.ruled(COLUMNS, ROWS).texts(COLUMNS, ROWS, "Project|Total", "Dredging|1.00")
    drawn.page(400, 300).turned(1, page_too=True)
    drawn.ruled((20, 380), ROWS).texts((20,), ROWS, "Notes", "None")
    document = document_of(drawn)

    assert tables(document) == [["Project|Total", "Dredging|1.00"], ["Notes", "None"]]
    assert [block.place.page for block in document.blocks] == [1, 2]


def test_text_outside_tables_is_lines_with_places() -> None:
    drawn = _table(Drawn()).text(180, 30, "单位：万元").text(100, 290, "第3页")
    document = document_of(drawn)

    assert [type(block) for block in document.blocks] == [Line, Line, Table, Line]
    assert lines(document) == ["部门名称：水利局", "单位：万元", "第3页"]
    x0, top, x1, bottom = box_of(document, "单位：万元")
    assert (x0, x1) == (180, 230)
    assert 18 <= top < 30 <= bottom <= 34


def test_tables_side_by_side_and_one_below() -> None:
    drawn = Drawn(600, 300)
    for left, first in ((20, "中期"), (300, "年度")):
        columns = (left, left + 100, left + 200)
        drawn.ruled(columns, (20, 50, 80)).texts(
            columns, (20, 50), f"{first}指标|值", "长度|12公里"
        )
    drawn.ruled((20, 220), (120, 150, 180)).texts((20,), (120, 150), "备注", "无说明")

    assert tables(document_of(drawn)) == [
        ["中期指标|值", "长度|12公里"],
        ["年度指标|值", "长度|12公里"],
        ["备注", "无说明"],
    ]


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    drawn = Drawn().ruled((20, 120, 380), (20, 50, 200))
    drawn.texts((20, 120), (20, 50), "项目名称|绩效指标", "渠道清淤|指标如下")
    drawn.ruled((140, 240, 340), (80, 110, 140)).texts(
        (140, 240), (80, 110), "数量指标|12公里", "质量指标|≥95%"
    )

    assert tables(document_of(drawn)) == [
        ["项目名称|绩效指标", "渠道清淤|指标如下"],
        ["数量指标|12公里", "质量指标|≥95%"],
    ]


def test_a_label_of_one_character_a_line() -> None:
    drawn = Drawn().ruled((20, 50, 200), (20, 100)).line(50, 60, 200, 60)
    for at, char in enumerate("绩效指标"):
        drawn.text(30, 38 + 16 * at, char)
    drawn.texts((50,), (20, 60), "数量指标", "质量指标")

    assert tables(document_of(drawn)) == [["绩效指标|数量指标", "^|质量指标"]]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    ("turned", "x", "baseline"),
    [pytest.param(90, 30, 25, id="downwards"), pytest.param(270, 40, 95, id="upwards")],
)
def test_a_label_that_is_turned_by_a_quarter(
    turned: float, x: float, baseline: float, engine: str
) -> None:
    drawn = Drawn().ruled((20, 50, 200), (20, 100)).line(50, 60, 200, 60)
    drawn.text(x, baseline, "Output A 12", turned=turned, font=LATIN)
    document = document_of(drawn.texts((50,), (20, 60), "数量指标长度", "质量指标合格率"), engine)

    assert tables(document) == [["Output A 12|数量指标长度", "^|质量指标合格率"]]
    x0, top, x1, bottom = box_of(document, "Output")
    assert 20 <= x0 < x1 <= 50
    assert bottom - top > 2 * (x1 - x0)


def test_lines_of_a_cell_are_joined_as_they_were_written() -> None:
    drawn = Drawn().ruled((20, 80, 220), (20, 80, 110))
    drawn.text(22, 34, "50,061.").text(22, 48, "31").text(90, 34, "Excel").text(90, 48, "Word")
    drawn.text(90, 62, "2020年-").text(90, 76, "2022年").text(22, 100, "合计")
    drawn.text(90, 100, "100 200", font=LATIN)

    assert tables(document_of(drawn)) == [["50,061.31|Excel Word2020年-2022年", "合计|100 200"]]


def test_closing_marks_may_hang_over_the_border() -> None:
    drawn = Drawn().ruled((20, 62, 162), (20, 50, 80))
    drawn.text(22, 34, "清淤渠道，").text(70, 34, "完成").text(22, 70, "甲乙")

    assert tables(document_of(drawn)) == [["清淤渠道，|完成", "甲乙|"]]


def test_running_heads_and_page_numbers_stay_outside() -> None:
    drawn = Drawn()
    for number in (1, 2):
        _table(drawn).text(150, 15, "2026年部门预算").text(190, 290, f"第{number}页")
        if number == 1:
            drawn.page()
    document = document_of(drawn)

    assert tables(document) == [EXPECTED, EXPECTED]
    assert lines(document)[::2] == ["2026年部门预算", "第1页", "部门名称：水利局"]
    assert keys(document) == []

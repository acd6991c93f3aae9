"""However a table's borders are drawn, it is the same table."""

from collections.abc import Callable

import pytest
from reportlab.lib.colors import Color, white

from drawing import Drawn, document_of, keys, lines, tables

BLACK = Color(0, 0, 0)
GREY = Color(0.8, 0.8, 0.8)
COLUMNS = (20, 120, 200, 300)
ROWS = (20, 50, 80, 110)
# Lines of a table whose first column is merged downwards and whose last row is merged across.
ACROSS = [(20, 300, 20), (120, 300, 50), (20, 300, 80), (20, 300, 110)]
DOWN = [(20, 20, 110), (120, 20, 80), (200, 20, 110), (300, 20, 110)]
CELLS = ("数量指标|清淤长度|12公里", "|完成率|≥95%", "合计||3.00")
EXPECTED = ["数量指标|清淤长度|12公里", "^|完成率|≥95%", "合计|<|3.00"]


def _strokes(drawn: Drawn) -> None:
    for x0, x1, y in ACROSS:
        drawn.line(x0, y, x1, y)
    for x, y0, y1 in DOWN:
        drawn.line(x, y0, x, y1)


def _filled(thickness: float) -> Callable[[Drawn], None]:
    def draw(drawn: Drawn) -> None:
        half = thickness / 2
        for x0, x1, y in ACROSS:
            drawn.fill(x0, y - half, x1, y + half, BLACK)
        for x, y0, y1 in DOWN:
            drawn.fill(x - half, y0, x + half, y1, BLACK)

    return draw


def _boxes(drawn: Drawn) -> None:
    """Each cell a stroked rectangle, so that most lines are drawn twice."""
    for x0, top, x1, bottom in [
        (20, 20, 120, 80), (120, 20, 200, 50), (200, 20, 300, 50), (120, 50, 200, 80),
        (200, 50, 300, 80), (20, 80, 200, 110), (200, 80, 300, 110),
    ]:  # fmt: skip
        drawn.canvas.rect(x0, 300 - bottom, x1 - x0, bottom - top)


def _pieces(length: float, gap: float) -> Callable[[Drawn], None]:
    def draw(drawn: Drawn) -> None:
        for x0, x1, y in ACROSS:
            at = float(x0)
            while at < x1:
                drawn.line(at, y, min(at + length, x1), y)
                at += length + gap
        for x, y0, y1 in DOWN:
            at = float(y0)
            while at < y1:
                drawn.line(x, at, x, min(at + length, y1))
                at += length + gap

    return draw


def _dash_pattern(drawn: Drawn) -> None:
    drawn.canvas.setDash(4, 3)
    _strokes(drawn)


def _double(drawn: Drawn) -> None:
    for x0, x1, y in ACROSS:
        drawn.line(x0 - 1.5, y - 1.5, x1 + 1.5, y - 1.5).line(x0, y + 1.5, x1, y + 1.5)
    for x, y0, y1 in DOWN:
        drawn.line(x - 1.5, y0 - 1.5, x - 1.5, y1 + 1.5).line(x + 1.5, y0, x + 1.5, y1)


def _overshooting(drawn: Drawn) -> None:
    for x0, x1, y in ACROSS:
        drawn.line(x0 - 2, y, x1 + 2, y, 2.5)
    for x, y0, y1 in DOWN:
        drawn.line(x, y0 - 2, x, y1 + 2, 2.5)


def _open_sides(drawn: Drawn) -> None:
    for x0, x1, y in ACROSS:
        drawn.line(x0, y, x1, y)
    for x, y0, y1 in DOWN[1:-1]:
        drawn.line(x, y0, x, y1)


def _on_shaded_rows(drawn: Drawn) -> None:
    drawn.fill(20, 20, 300, 50, GREY).fill(20, 80, 300, 110, GREY)
    _strokes(drawn)


def _on_white_paragraphs(drawn: Drawn) -> None:
    drawn.fill(10, 10, 390, 140, white)
    for top in (22, 52, 82):
        drawn.fill(122, top, 198, top + 20, white)
    _strokes(drawn)


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(_strokes, id="lines"),
        pytest.param(_filled(1), id="thin rectangles"),
        pytest.param(_filled(0.05), id="hair fills"),
        pytest.param(_boxes, id="a rectangle a cell"),
        pytest.param(_dash_pattern, id="dash pattern"),
        pytest.param(_pieces(5, 4), id="dashes one by one"),
        pytest.param(_pieces(1, 1), id="dots"),
        pytest.param(_double, id="double lines"),
        pytest.param(_overshooting, id="thick lines beyond the corners"),
        pytest.param(_open_sides, id="no borders on the sides"),
        pytest.param(_on_shaded_rows, id="shaded rows"),
        pytest.param(_on_white_paragraphs, id="white paragraph shading"),
    ],
)
def test_borders(draw: Callable[[Drawn], None], engine: str) -> None:
    drawn = Drawn()
    draw(drawn)
    document = document_of(drawn.texts(COLUMNS, ROWS, *CELLS), engine)

    assert tables(document) == [EXPECTED]
    assert keys(document) == []
    assert lines(document) == []


@pytest.mark.parametrize("times", [0.25, 0.5, 3, 8])
def test_reductions_and_posters(times: float) -> None:
    drawn = Drawn(400 * times, 300 * times)
    columns, rows = [x * times for x in COLUMNS], [y * times for y in ROWS]
    for x0, x1, y in ACROSS:
        for off in (-1.5, 1.5):
            drawn.line(x0 * times, (y + off) * times, x1 * times, (y + off) * times, times)
    for x, y0, y1 in DOWN:
        drawn.line(x * times, y0 * times, x * times, y1 * times, times)
    document = document_of(drawn.texts(columns, rows, *CELLS, size=10 * times))

    assert tables(document) == [EXPECTED]


def test_thick_strokes_are_shading() -> None:
    drawn = Drawn().ruled((20, 120, 220), (20, 50, 80))
    drawn.canvas.setStrokeColor(GREY)
    drawn.line(20, 35, 220, 35, 28)
    drawn.canvas.setStrokeColor(BLACK)
    drawn.texts((20, 120), (20, 50), "项目名称|总计", "渠道清淤|1.00")

    assert tables(document_of(drawn)) == [["项目名称|总计", "渠道清淤|1.00"]]


def test_a_frame_and_an_underline_are_no_tables() -> None:
    drawn = Drawn().ruled((10, 390), (10, 290)).text(40, 60, "绩效目标申报表", 16)
    document = document_of(drawn.line(40, 64, 160, 64).text(40, 100, "部门名称：水利局"))

    assert tables(document) == []
    assert lines(document) == ["绩效目标申报表", "部门名称：水利局"]

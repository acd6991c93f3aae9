"""Tables that are not ruled throughout are read and told; what only looks like one is none."""

import pytest
from reportlab.lib.colors import Color

from audit import messages
from drawing import Drawn, document_of, keys, lines, tables

GREY = Color(0.85, 0.85, 0.85)
COLUMNS = (20, 130, 230, 330)
HEADING, *BODY = (
    "三级指标|指标值|单位",
    "清淤长度|≥12|公里",
    "完成率|≥95|百分比",
    "群众满意度|≥92|百分比",
    "及时率|100|百分比",
)
EXPECTED = [HEADING, *BODY]


def _words(drawn: Drawn, tops: tuple[float, ...], *rows: str) -> Drawn:
    return drawn.texts(COLUMNS, tops, *rows)


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("first", [0, 1], ids=["heading shaded", "heading plain"])
def test_every_other_row_shaded(first: int, engine: str) -> None:
    tops = (20, 40, 60, 80, 100)
    drawn = Drawn()
    for top in tops[first::2]:
        drawn.fill(20, top, 330, top + 20, GREY)
    document = document_of(_words(drawn, tops, *EXPECTED), engine)

    assert tables(document) == [EXPECTED]
    assert keys(document) == ["columns-inferred"]
    assert messages.problem_text(document.problems[0], "zh") == (
        "这个表没有画全框线，各列按文字间的空白划分，请核对。"
    )
    assert document.problems[0].place.table == 1


def test_cells_shaded_one_by_one_have_edges_of_their_own() -> None:
    drawn = Drawn()
    for top in (20, 60, 100):
        for left, right in ((20, 129), (131, 229), (231, 330)):
            drawn.fill(left, top, right, top + 20, GREY)
    document = document_of(_words(drawn, (20, 40, 60, 80, 100), *EXPECTED))

    assert tables(document) == [EXPECTED]
    assert keys(document) == []


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_three_rules(engine: str) -> None:
    drawn = Drawn().line(20, 20, 330, 20, 1.5).line(20, 40, 330, 40).line(20, 120, 330, 120, 1.5)
    drawn.text(130, 15, "表1绩效指标").text(20, 135, "注：单位见第三列")
    document = document_of(_words(drawn, (20, 40, 60, 80, 100), *EXPECTED), engine)

    assert tables(document) == [EXPECTED]
    assert lines(document) == ["表1绩效指标", "注：单位见第三列"]
    assert keys(document) == ["columns-inferred"]


def test_a_rule_under_each_row_and_cells_of_two_lines() -> None:
    tops = (20, 40, 70, 100, 130)
    drawn = Drawn()
    for y in (*tops, 160):
        drawn.line(20, y, 330, y)
    _words(drawn, tops, *EXPECTED).text(22, 65, "（新建）").text(232, 95, "（取整）")
    document = document_of(drawn)

    assert tables(document) == [
        [HEADING, "清淤长度（新建）|≥12|公里", "完成率|≥95|百分比（取整）", *BODY[2:]]
    ]


def test_lines_set_closer_go_on_with_the_row_above() -> None:
    drawn = Drawn().line(20, 20, 330, 20).line(20, 40, 330, 40).line(20, 140, 330, 140)
    _words(drawn, (20, 40, 75, 95, 120), *EXPECTED).text(22, 65, "（新建部分）")

    assert tables(document_of(drawn))[0][:3] == [HEADING, "清淤长度（新建部分）|≥12|公里", BODY[1]]


def test_a_heading_over_two_columns() -> None:
    drawn = Drawn().line(20, 20, 330, 20).line(20, 60, 330, 60).line(20, 140, 330, 140)
    drawn.text(167, 33, "本年度的指标")
    document = document_of(_words(drawn, (40, 60, 80, 100, 120), *EXPECTED))

    assert tables(document) == [["|本年度的指标|<", *EXPECTED]]


def test_blank_cells() -> None:
    rows = [HEADING, "清淤长度|≥12|", "完成率||百分比", "|≥92|百分比"]
    drawn = Drawn().line(20, 20, 330, 20).line(20, 40, 330, 40).line(20, 100, 330, 100)

    assert tables(document_of(_words(drawn, (20, 40, 60, 80), *rows))) == [rows]


def test_no_lines_at_all() -> None:
    drawn = Drawn().text(100, 15, "绩效指标表")
    document = document_of(_words(drawn, (60, 80, 100, 120, 140), *EXPECTED))

    assert tables(document) == [EXPECTED]
    assert lines(document) == ["绩效指标表"]
    assert keys(document) == ["columns-inferred"]


PROSE = "为进一步做好渠道清淤工作，按照年度计划安排，对全县主要渠道进行清淤整治。"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([(20, 40 + 15 * at, PROSE[at:]) for at in range(8)], id="prose"),
        pytest.param(
            [(20, 40 + 20 * at, f"第{at}章总则{'…' * 20}{at}") for at in range(6)], id="contents"
        ),
        pytest.param(
            [(20, 60, "单位负责人："), (150, 60, "财务负责人："), (280, 60, "填表人：")],
            id="signatures",
        ),
        pytest.param(
            [(x, 60 + 20 * at, "部门：水利局" if x < 99 else "单位：万元") for at in range(3) for x in (20, 280)],
            id="two texts a line",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("rules", [(), (25, 250), (10, 25, 250)], ids=["bare", "two", "three"])
def test_no_tables(words: list[tuple[float, float, str]], rules: tuple[float, ...]) -> None:
    drawn = Drawn()
    for y in rules:
        drawn.line(20, y, 380, y)
    for x, y, text in words:
        drawn.text(x, y, text, 9)
    document = document_of(drawn)

    assert tables(document) == []
    assert "".join(lines(document)) == "".join(text for *_, text in words)

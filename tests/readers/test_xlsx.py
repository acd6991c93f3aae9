"""XLSX: each cell as a spreadsheet program shows it, at its address."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from audit.document import Document, Table
from audit.errors import ReadError
from audit.pipeline import Options, read
from audit.plugins import Source
from audit.readers.xlsx import shown

Make = Callable[[Any], None]


def document(make: Make, **limits: int) -> Document:
    """Of a sheet with a table from A1 to E3, and what `make` does to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表一"
    for row in (list("甲乙丙丁戊"), list("12345"), list("67890")):
        sheet.append(row)
    make(sheet)
    out = io.BytesIO()
    book.save(out)
    return read(Source("a.xlsx", out.getvalue()), Options(limits))


def rows(found: Document) -> list[list[str]]:
    return [
        [cell.text for cell in row]
        for block in found.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        pytest.param(1234.5, "General", "1234.5", id="General"),
        pytest.param(0.1 + 0.2, "General", "0.3", id="the binary tail is not the filer's"),
        pytest.param(1e20, "General", "100000000000000000000", id="no exponent"),
        pytest.param(30.0, "General", "30", id="whole"),
        pytest.param(1234.5, "0.00", "1234.50", id="two decimals"),
        pytest.param(1234567.891, "#,##0.00", "1,234,567.89", id="thousands"),
        pytest.param(1234.5, "#,##0.##", "1,234.5", id="optional decimals"),
        pytest.param(0.855, "0.0%", "85.5%", id="percent"),
        pytest.param(0.9, "0%", "90%", id="whole percent"),
        pytest.param(30, '0.00"万元"', "30.00万元", id="unit in quotes"),
        pytest.param(30, "¥#,##0", "¥30", id="sign of money"),
        pytest.param(-5, "0.00;(0.00)", "(5.00)", id="negative in brackets"),
        pytest.param(0, '0.00;-0.00;"-"', "0", id="a form of zero without digits shows the number"),
        pytest.param(-5, "[Red]0.0", "-5.0", id="colour"),
        pytest.param("≥90%", "@", "≥90%", id="text"),
        pytest.param("甲_x000D_\n乙\r\n丙", "General", "甲\n乙\n丙", id="line ends"),
        pytest.param(True, "General", "TRUE", id="true"),
        pytest.param(None, "General", "", id="blank"),
        pytest.param(dt.datetime(2026, 3, 5), "yyyy-mm-dd", "2026-03-05", id="date"),  # noqa: DTZ001 -- as Excel
        pytest.param(dt.datetime(2026, 3, 5), 'yyyy"年"m"月"d"日"', "2026年3月5日", id="Chinese date"),  # noqa: DTZ001 -- as Excel
        pytest.param(dt.datetime(2026, 3, 5, 8, 30), "yyyy/m/d h:mm", "2026/03/05 08:30", id="time of day"),  # noqa: DTZ001 -- as Excel
        pytest.param(dt.time(8, 30), "h:mm", "08:30", id="time"),
    ],
)  # fmt: skip
def test_values_as_they_are_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.parametrize(
    ("areas", "table"),
    [
        pytest.param(["A1:A2"], ["甲乙丙丁戊", "甲2345", "67890"], id="rows"),
        pytest.param(["A1:B1"], ["甲甲丙丁戊", "12345", "67890"], id="columns"),
        pytest.param(["A1:B2"], ["甲甲丙丁戊", "甲甲345", "67890"], id="both"),
        pytest.param(
            ["A1:B2", "B2:C3"],
            ["甲甲丙丁戊", "甲甲45", "690"],
            id="where they overlap, the first one counts",
        ),
    ],
)
def test_merged_cells(areas: list[str], table: list[str]) -> None:
    def merge(sheet: Any) -> None:
        for area in areas:
            sheet.merge_cells(area)

    assert ["".join(row) for row in rows(document(merge))] == table


def test_places_are_addresses() -> None:
    found = document(lambda _: None)
    (table,) = found.blocks
    assert isinstance(table, Table)

    places = [[cell.place for cell in row] for row in table.rows]
    assert [place.cell for place in places[1]] == ["A2", "B2", "C2", "D2", "E2"]
    assert {place.sheet for row in places for place in row} == {"表一"}


def hide_row(sheet: Any) -> None:
    sheet.row_dimensions[2].hidden = True


def hide_sheet(sheet: Any) -> None:
    sheet.parent.create_sheet("表二")
    sheet.sheet_state = "hidden"


def compute(sheet: Any) -> None:
    sheet["C3"] = "=A3+B3"


@pytest.mark.parametrize(
    ("make", "key", "where"),
    [
        pytest.param(hide_row, "hidden-row", 2, id="hidden row"),
        pytest.param(hide_sheet, "hidden-sheet", None, id="hidden sheet"),
        pytest.param(compute, "formula-without-value", 3, id="formula without a value"),
    ],
)
def test_what_is_read_and_told(make: Make, key: str, where: int | None) -> None:
    found = document(make)

    assert [(one.key, one.place.sheet, one.place.row) for one in found.problems] == [
        (key, "表一", where)
    ]
    assert rows(found)[1][:2] == ["1", "2"]


def test_all_sheets_are_read() -> None:
    def more(sheet: Any) -> None:
        second = sheet.parent.create_sheet("表二")
        second.append(["子", "丑", "寅"])

    assert rows(document(more))[-1] == ["子", "丑", "寅"]


def test_the_cap_on_cells() -> None:
    with pytest.raises(ReadError, match="too-many-cells"):
        document(lambda sheet: sheet.cell(1_000_000, 100, "尾"))

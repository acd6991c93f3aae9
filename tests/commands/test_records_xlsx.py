"""`audit records -f xlsx`: a workbook for a person to check what was read."""

import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from audit.commands.records import sheets

HEAD = """\
单位：{unit}

| 项目名称 | 总计 | 财政拨款 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|
"""
INDICATOR = "1、1-产出指标,11-数量指标,维修校舍数；年度指标值:≥2栋；"


def form(*rows: str, unit: str = "万元") -> str:
    return HEAD.format(unit=unit) + "".join(f"| {row} | {INDICATOR} |\n" for row in rows)


def book_of(path: str = "r.xlsx") -> Any:
    return openpyxl.load_workbook(path)


def column(sheet: Any, title: str) -> Sequence[Any]:
    """The values below a heading."""
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(title)] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_a_row_a_project_and_a_row_an_indicator_with_its_project(audit: Any) -> None:
    ran = audit("records", "a.md", "-o", "r.xlsx")
    book = book_of()

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert book.sheetnames == ["项目", "指标", "合计", "未读文字", "读取问题", "文件"]
    assert column(book["项目"], "项目序") == [1, 2]
    assert column(book["项目"], "项目名称") == ["校舍维修", "教师培训"]
    assert column(book["项目"], "指标数") == [2, 2]
    assert column(book["指标"], "项目序") == [1, 1, 2, 2]
    assert column(book["指标"], "项目名称") == ["校舍维修", "校舍维修", "教师培训", "教师培训"]
    assert column(book["指标"], "年度指标值") == ["≥2栋", "提高", "≥90人次", "≥90%"]
    assert column(book["合计"], "应为哪些项目之和") == ["1-2"]
    assert column(book["文件"], "未读文字数") == [0]
    assert "文件" not in [cell.value for cell in book["项目"][1]]


def test_no_text_of_a_record_is_missing(audit: Any) -> None:
    whole = Path(__file__).parents[1] / "fixtures/qinghe-education-2026.md"
    audit("records", str(whole), "-o", "r.xlsx")
    cells = Counter(
        str(cell)
        for sheet in book_of()
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )

    (filing,) = json.loads(audit("records", str(whole)).out)["filings"]
    texts = Counter(_texts(filing["projects"]) + _texts(filing["totals"]))
    assert len(texts) > 200
    assert texts - cells == Counter()


def _texts(value: Any) -> list[str]:
    match value:
        case dict():
            return [text for name, one in value.items() if name != "kind" for text in _texts(one)]
        case list():
            return [text for one in value for text in _texts(one)]
        case str() if value:
            return [value]
        case _:
            return []


def test_amounts_stand_as_in_the_filing_and_as_numbers_that_add_up(audit: Any) -> None:
    Path("b.md").write_text(form("甲 | 1,189.99 | （空） | 目标", "乙 | 10.01 | 0 | 目标"), "utf-8")
    audit("records", "b.md", "-o", "r.xlsx")
    sheet = book_of()["项目"]

    assert column(sheet, "总计") == ["1,189.99", "10.01"]
    assert column(sheet, "总计（万元）") == [1189.99, 10.01]
    assert column(sheet, "财政拨款（万元）") == [None, 0]


def test_amounts_of_several_units_are_numbers_in_yuan(audit: Any) -> None:
    Path("b.md").write_text(form("甲 | 2.5 | 2.5 | 目标"), "utf-8")
    Path("c.md").write_text(form("乙 | 300 | 300 | 目标", unit="元"), "utf-8")
    Path("d.md").write_text(form("丙 | 4 | 4 | 目标", unit=""), "utf-8")
    audit("records", "b.md", "c.md", "d.md", "-o", "r.xlsx")
    sheet = book_of()["项目"]

    assert column(sheet, "文件") == ["b.md", "c.md", "d.md"]
    assert column(sheet, "总计") == ["2.5", "300", "4"]
    # Nobody knows how much the last one is.
    assert column(sheet, "总计（元）") == [25000, 300, None]


MERGED = """\
<table><tr><td>项目名称<td>总计<td>绩效目标<td>一级指标<td>二级指标<td>三级指标<td>指标值<td>权重
<tr><td rowspan=2>甲<td rowspan=3>8<td rowspan=2>目标<td>产出指标<td>数量指标<td>次数<td>≥2次<td>60
<tr><td>产出指标<td>质量指标<td>合格率<td>100%<td>40
<tr><td>乙<td>目标<td>产出指标<td>数量指标<td>次数<td>≥2次<td>100</table>
"""


def test_a_merged_amount_is_a_number_once(audit: Any) -> None:
    Path("b.html").write_text(MERGED, "utf-8")
    audit("records", "b.html", "-o", "r.xlsx")
    book = book_of()

    assert column(book["项目"], "总计") == ["8", "8"]
    assert column(book["项目"], "总计（数值）") == [8, None]
    assert column(book["指标"], "分值（数值）") == [60, 40, 100]


def test_a_person_can_filter_and_read_it(audit: Any) -> None:
    audit("records", "a.md", "-o", "r.xlsx")
    sheet = book_of()["指标"]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert all(cell.alignment.wrap_text for cell in sheet[2] if isinstance(cell.value, str))
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}
    assert widths["指标类别"] > widths["序号"]
    assert max(widths.values()) <= 50


def test_headings_are_in_the_language(audit: Any) -> None:
    audit("records", "a.md", "-o", "r.xlsx", "--lang", "en")
    book = book_of()

    assert book.sheetnames == [
        "projects",
        "indicators",
        "totals",
        "unread texts",
        "problems",
        "files",
    ]
    assert column(book["projects"], "total (万元)") == [20, 10]


@pytest.mark.parametrize("name", ["=1+1", "+甲", "-甲", "@SUM(A1)", "#N/A", "=", "12"])
def test_no_text_is_a_formula_or_a_number(audit: Any, name: str) -> None:
    Path("b.md").write_text(form(f"{name} | 1 | 1 | 目标"), "utf-8")
    audit("records", "b.md", "-o", "r.xlsx")
    (cell,) = (cell for cell in book_of()["项目"][2] if cell.value == name)

    assert cell.data_type == "s"
    # Else it were a formula as soon as somebody edits it.
    assert cell.quotePrefix == (name[0] in "=+-@")


def test_what_steers_is_shown_and_an_escape_of_excel_stands_as_it_is(audit: Any) -> None:
    goal = "一\x01\u202e二_x0041_三"
    Path("b.md").write_text(form(f"甲 | 1 | 1 | {goal}"), "utf-8")
    audit("records", "b.md", "-o", "r.xlsx")

    (told,) = column(book_of()["项目"], "绩效目标")
    assert unescape(told) == "一<U+0001><U+202E>二_x0041_三"


def test_places_stand_beside_each_field(audit: Any) -> None:
    audit("records", "a.md", "-o", "r.xlsx", "--places")
    book = book_of()
    lines = Path("a.md").read_text("utf-8").splitlines()

    for sheet, title in (
        ("项目", "绩效目标"),
        ("项目", "总计"),
        ("指标", "指标名称"),
        ("合计", "总计"),
    ):
        texts = column(book[sheet], title)
        places = column(book[sheet], f"{title}（位置）")
        for text, place in zip(texts, places, strict=True):
            line, at = map(int, place.split(":"))
            assert lines[line - 1][at - 1 :].startswith(text)


def test_unread_texts_and_problems_have_a_row_each(audit: Any) -> None:
    left = "另有一句话；" + INDICATOR
    Path("b.md").write_text(
        form("甲 | 1 | 1 | 目标").replace(INDICATOR, left) + "\n# 附注\n", "utf-8"
    )
    ran = audit("records", "b.md", "no.md", "-o", "r.xlsx")
    book = book_of()

    assert ran.code == 2
    assert column(book["未读文字"], "文字") == ["另有一句话", "附注"]
    assert column(book["未读文字"], "位置") == ["5:20", "7:3"]
    assert column(book["文件"], "未读文字数") == [2, 0]
    assert column(book["读取问题"], "文件") == ["no.md"]
    assert column(book["读取问题"], "说明")[0].startswith("没有这个文件")


def test_where_there_is_nothing_the_sheet_says_so(audit: Any) -> None:
    audit("records", "clean.md", "-o", "r.xlsx")

    assert column(book_of()["未读文字"], "未读文字") == ["（没有）"]


def test_a_text_too_long_for_a_cell_is_cut_and_told(audit: Any) -> None:
    Path("b.md").write_text(form(f"甲 | 1 | 1 | {'很长𠀀' * 20_000}"), "utf-8")
    audit("records", "b.md", "-o", "r.xlsx")
    book = book_of()

    (goal,) = column(book["项目"], "绩效目标")
    assert 32_760 < len(goal.encode("utf-16-le")) / 2 <= 32_767
    assert goal.endswith("全文 60000 字，Excel 一格放不下，以下未写〕")
    (place,) = column(book["读取问题"], "位置")
    sheet, cell = place.split("!")
    assert book[sheet][cell].value == goal


def test_rows_too_many_for_a_sheet_go_on_in_another(
    audit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)
    audit("records", "a.md", "-o", "r.xlsx")
    book = book_of()

    assert book.sheetnames[1:3] == ["指标", "指标 2"]
    names = [*column(book["指标"], "指标名称"), *column(book["指标 2"], "指标名称")]
    assert names == ["维修校舍数", "校园安全感", "培训人次", "教师满意率"]
    assert book["指标 2"].freeze_panes == "A2"


def test_it_is_not_taken_for_a_filing_also_when_a_person_saved_it(audit: Any) -> None:
    audit("records", "a.md", "-o", "r.xlsx")
    book_of().save("saved.xlsx")

    for command, name in (("check", "r.xlsx"), ("records", "saved.xlsx")):
        ran = audit(command, name)
        assert ran.code == 2
        assert f"{name}: 这是 audit records 写出的核对用工作簿" in ran.err


def test_it_goes_into_a_pipe_and_not_to_a_terminal(
    audit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "audit", "records", "a.md", "-f", "xlsx"]
    piped = subprocess.run(command, capture_output=True, check=True).stdout
    assert openpyxl.load_workbook(io.BytesIO(piped)).sheetnames[0] == "项目"

    monkeypatch.setattr("audit.commands.records.is_terminal", lambda _: True)
    ran = audit("records", "a.md", "-f", "xlsx", "--lang", "zh")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "报告 xlsx 不是文字，不能打印到屏幕。请用 -o 写上文件名。\n"

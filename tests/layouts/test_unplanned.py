"""Forms that somebody else made up, after the layouts were written: what they had not read."""

import io

import openpyxl
import pytest

from audit.filing import Project, text_of
from audit.pipeline import lay_out
from audit.plugins import ReadOptions, Source
from audit.readers import html, xlsx
from audit.stitch import stitch

OPTIONS = ReadOptions({}, {})
INDICATORS = [
    ["一级指标", "二级指标", "三级指标", "指标值"],
    ["产出指标", "数量指标", "管护公厕座数", "≥42座"],
]


def _html(*rows: list[str]) -> Project:
    lines = ["".join(f"<td>{text}</td>" for text in row) for row in [*rows, *INDICATORS]]
    page = (
        f"<p>项目支出绩效目标表</p><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
    )
    (filing,) = lay_out(html.read(Source("a.html", page.encode()), OPTIONS)).filings
    return filing.projects[0]


def test_each_sheet_with_its_title_is_a_form_of_its_own() -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in ("公厕管护", "垃圾转运"):
        sheet = book.create_sheet(name)
        sheet.append(["项目支出绩效目标表"])
        sheet.merge_cells("A1:D1")
        sheet.append(["预算单位：", f"{name}中心", "金额单位：", "元"])
        sheet.append(["项目名称", name, "资金总额", "1,286"])
        for row in INDICATORS:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    laid_out = lay_out(stitch(xlsx.read(Source("a.xlsx", out.getvalue()), OPTIONS)))

    assert [
        (text_of(one.department), text_of(one.money_unit), text_of(one.projects[0].project_name))
        for one in laid_out.filings
    ] == [("公厕管护中心", "元", "公厕管护"), ("垃圾转运中心", "元", "垃圾转运")]
    assert not laid_out.unclaimed


def test_a_blank_total_of_the_period_leaves_the_years_sources_to_the_year() -> None:
    project = _html(
        ["项目名称", "公厕管护", "", ""],
        ["项目资金（万元）", "", "", ""],
        ["中期资金总额", "", "年度资金总额", "356.20"],
        ["其中：财政拨款", "", "其中：财政拨款", "350.00"],
        ["其他资金", "", "其他资金", "6.20"],
    )

    amounts = (project.total, project.fiscal, project.other)
    assert [text_of(one) for one in amounts] == ["356.20", "350.00", "6.20"]


@pytest.mark.parametrize("label", ["项目编码及名称", "项目名称及代码"])
def test_code_and_name_of_a_project_under_one_label_are_its_name(label: str) -> None:
    project = _html([label, "20260417-公厕管护", "", ""], ["项目主管单位", "市容中心", "", ""])

    assert text_of(project.project_name) == "20260417-公厕管护"

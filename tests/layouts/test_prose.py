"""Running text: what is found in it, in every format, and what is left alone.

`fixtures/prose/NAME.txt` is a document without a table; `NAME.json` what a person found in it.
"""

import json
from pathlib import Path

import pytest

from audit.document import Document
from audit.filing import to_dict
from audit.layouts import prose
from audit.pipeline import lay_out, read
from generator.formats import Look, reportlab_pdf
from grids import FORMATS, parse
from shown import shown

TEXTS = Path(__file__).parents[1] / "fixtures/prose"
NAMES = sorted(path.stem for path in TEXTS.glob("*.txt"))


def _document(text: str, how: str = "html") -> Document:
    return FORMATS[how](parse("\n".join(line.lstrip("# ") for line in text.splitlines())))


@pytest.mark.parametrize("how", ["html", "markdown", "docx"])
@pytest.mark.parametrize("name", NAMES)
def test_what_a_text_tells_is_found(name: str, how: str) -> None:
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    laid_out = lay_out(_document(text, how))

    assert {
        "filings": [shown(to_dict(filing)) for filing in laid_out.filings],
        "unread": [field.text for filing in laid_out.filings for field in filing.unread],
        "unclaimed": [one.text for one in laid_out.unclaimed],
    } == json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))
    assert [filing.layout for filing in laid_out.filings] == ["prose"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("政府工作报告\n一、主要目标\n地区生产总值增长5%左右。\n二、重点工作\n（一）推动经济发展。新增就业1.2万人，社会效益明显。\n（二）提高质量。优良率达到90%。", id="a report of work"),
        pytest.param("2025年部门预算\n四、绩效目标设置情况\n编报绩效目标的项目49个，涉及资金8825.98万元。\n七、绩效目标\n详见项目绩效目标表", id="a budget"),
        pytest.param("项目支出绩效目标表\n项目名称：培训\n绩效目标：培训教师。\n一级指标\n产出指标\n数量指标\n培训人次\n≥200人次", id="a table, one cell a line"),
        pytest.param("填表说明\n1.数量指标：反映预期提供的公共产品和服务数量。\n2.质量指标：反映达到的标准、水平和效果。", id="how to fill in a form"),
        pytest.param("绩效目标\n产出指标：数量指标：维修3栋；验收合格率100%。\n项目名称 | 指标\n甲 | 乙", id="beside a table that speaks of performance"),
    ],
)  # fmt: skip
def test_what_is_no_filing_is_left_alone(text: str) -> None:
    assert list(prose.claims(_document(text))) == []


def test_a_text_on_pages_is_read_over_its_wrapped_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    goal = "维修三所学校的校舍，" * 12
    lines = [
        "项目绩效目标",
        "项目名称：校舍维修",
        f"绩效目标：{goal}",
        "数量指标：维修校舍3栋；面积800平方米。",
    ]
    path.write_bytes(reportlab_pdf(lines, Look(page=(595, 842))))
    (filing,) = lay_out(read(str(path))).filings

    assert to_dict(filing)["projects"][0]["goal"] == goal
    assert len(filing.projects[0].indicators or ()) == 2

"""`audit records`: what was read, as JSON, lines of JSON and CSV."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from audit.commands.records import _cell
from audit.commands.schema import FILES


def told(out: str) -> Any:
    found = json.loads(out)
    jsonschema.validate(found, json.loads(FILES["records"].read_text("utf-8")))
    return found


def test_projects_amounts_goals_and_indicators_as_they_stand(audit: Any) -> None:
    ran = audit("records", "a.md")
    (filing,) = told(ran.out)["filings"]

    assert ran.code == 0
    assert (filing["department"], filing["money_unit"]) == ("青禾县教育局", "万元")
    assert filing["totals"][0]["covers"] == [0, 1]
    assert [one["name"] for one in filing["projects"]] == ["校舍维修", "教师培训"]
    assert filing["projects"][0]["indicators"][1] == {
        "index": 1, "number": "2", "category": "2-效益指标,22-社会效益", "level1": "2-效益指标",
        "level2": "22-社会效益", "name": "校园安全感", "cycle_target": "提高", "annual_target": "提高",
    }  # fmt: skip


def test_places_point_at_the_text(audit: Any) -> None:
    (filing,) = told(audit("records", "a.md", "--places").out)["filings"]
    lines = Path("a.md").read_text("utf-8").splitlines()

    for project in filing["projects"]:
        for name, place in project["places"].items():
            text = project[name]
            assert lines[place["line"] - 1][place["column"] - 1 :].startswith(text)
        for indicator in project["indicators"]:
            place = indicator["places"]["name"]
            text = lines[place["line"] - 1][place["column"] - 1 :]
            assert text.startswith(indicator["name"])


def test_flat_rows_one_an_indicator(audit: Any) -> None:
    rows = [json.loads(line) for line in audit("records", "a.md", "-f", "jsonl").out.splitlines()]

    assert [(row["project"], row["indicator"], row["name"]) for row in rows] == [
        (0, 0, "维修校舍数"), (0, 1, "校园安全感"), (1, 0, "培训人次"), (1, 1, "教师满意率"),
    ]  # fmt: skip


def test_csv_has_a_byte_order_mark_and_titles_in_the_language(audit: Any) -> None:
    out = audit("records", "a.md", "-f", "csv").out

    assert out.startswith("\ufeff文件,表序,版式")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert [row["年度指标值"] for row in rows] == ["≥2栋", "提高", "≥90人次", "≥90%"]
    assert audit("records", "a.md", "-f", "csv", "--lang", "en").out.startswith("\ufefffile,filing")


def test_into_a_file_whose_suffix_tells_the_format(audit: Any) -> None:
    ran = audit("records", "a.md", "-o", "r.csv")

    assert (ran.code, ran.out) == (0, "")
    assert Path("r.csv").read_bytes().startswith(b"\xef\xbb\xbf\xe6\x96\x87")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("@sum", "'@sum"), ("-甲", "'-甲"), ("+甲", "'+甲"),
        ("-5.00", "-5.00"), ("≥90%", "≥90%"), (None, ""), (3, "3"), (" =1", "' =1"),
    ],
)  # fmt: skip
def test_a_spreadsheet_takes_no_text_for_a_formula(value: Any, cell: str) -> None:
    assert _cell(value) == cell


def test_a_file_that_cannot_be_read_has_an_entry_and_is_exit_2(audit: Any) -> None:
    ran = audit("records", "no.md", "a.md")
    files = told(ran.out)["files"]

    assert ran.code == 2
    assert [[one["key"] for one in file["problems"]] for file in files] == [["missing-file"], []]
    assert ran.err.startswith("no.md: 没有这个文件。")


def test_a_file_without_a_filing_is_exit_2(audit: Any) -> None:
    Path("note.md").write_text("# 说明\n", "utf-8")

    ran = audit("records", "note.md")

    assert (ran.code, told(ran.out)["filings"]) == (2, [])
    assert ran.err.startswith("没有读到申报表。")


def test_what_cannot_be_done(audit: Any) -> None:
    assert audit("records").code == 2
    assert audit("records", "a.md", "-f", "xlsx").err.startswith("选项 --format 不能是“xlsx”。")
    assert audit("records", "a.md", "-o", "no/r.csv").err.startswith("不能写入“no/r.csv”：")

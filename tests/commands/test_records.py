"""`audit records`: what was read, as text, JSON, lines of JSON and CSV."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from inline_snapshot import snapshot

from audit.commands.records.flat import cell as cell_of
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


def test_a_place_reaches_from_the_first_character_to_the_last(audit: Any) -> None:
    (filing,) = told(audit("records", "a.md", "--places").out)["filings"]
    lines = Path("a.md").read_text("utf-8").splitlines()

    for project in filing["projects"]:
        for one, place in project["indicators"][0]["places"].items():
            text = lines[place["line"] - 1][place["column"] - 1 : place["end_column"] - 1]
            assert text == project["indicators"][0][one]


LEFT_OVER = """\
单位：万元

| 项目名称 | 总计 | 绩效目标 | 绩效指标 |
|---|---|---|---|
| 校舍维修 | 20.00 | 维修。 | 另有一句话在这里；1、1-产出指标,11-数量指标,校舍数；年度指标值:≥2栋； |

# 附注
"""


def test_text_shows_the_records_and_what_was_not_read(audit: Any) -> None:
    Path("b.md").write_text(LEFT_OVER, "utf-8")

    ran = audit("records", "b.md", "-f", "text")

    assert ran.code == 0
    assert ran.out == snapshot("""\
b.md（markdown）
  表 1（版式 inline）：1 个项目，1 条指标
    金额单位 万元
  [1] 校舍维修
      总计 20.00
      绩效目标 维修。
       1 校舍数  1-产出指标,11-数量指标
         年度指标值 ≥2栋
  未读文字 2 处
    5:24 “另有一句话在这里”（在申报表内，不属于任何字段）
    7:3 “附注”（在申报表外）
""")


def test_text_with_places_has_each_field_on_a_line_with_its_place(audit: Any) -> None:
    shown = audit("records", "clean.md", "-f", "text", "--places").out

    assert shown == snapshot("""\
clean.md（markdown）
5:1               表格，3 行 7 列
5:3               表 1（版式 inline）：1 个项目，2 条指标
1:6                 部门名称 青禾县教育局
3:4                 金额单位 万元
7:3               合计
7:8                 总计 20.00
7:16                财政拨款 20.00
7:24                财政专户拨款 （空）
7:26                其他资金 （空）
8:3               [1] 校舍维修
8:10                  总计 20.00
8:18                  财政拨款 20.00
8:26                  财政专户拨款 （空）
8:28                  其他资金 （空）
8:30                  绩效目标 维修校舍2栋，消除安全隐患。
8:64                   1 维修校舍数
8:49                     指标类别 1-产出指标,11-数量指标
8:78                     实施周期指标值 ≥2栋
8:88                     年度指标值 ≥2栋
8:109                  2 校舍安全事故起数
8:94                     指标类别 2-效益指标,22-社会效益
8:126                    实施周期指标值 0起
8:135                    年度指标值 0起
  未读文字 0 处
""")


def test_unread_texts_are_told_where_rows_have_no_room_for_them(audit: Any) -> None:
    Path("b.md").write_text(LEFT_OVER, "utf-8")

    (filing,) = told(audit("records", "b.md").out)["filings"]
    assert [one["text"] for one in filing["unread"]] == ["另有一句话在这里"]
    assert audit("records", "b.md", "-f", "csv").err == snapshot(
        "b.md：有 2 处文字没有读进任何一行；用 -f text 查看。\n"
    )


def test_a_folder_is_read_as_a_whole_whatever_the_number_of_processes(audit: Any) -> None:
    Path("sub").mkdir()
    for at in range(3):
        Path(f"sub/{at}.md").write_text(Path("a.md").read_text("utf-8"), "utf-8")
    Path("sub/note.md").write_text("# 说明\n", "utf-8")

    one, two = (audit("records", "sub", "-j", jobs) for jobs in "12")

    assert one == two
    assert [file["path"] for file in told(one.out)["files"]] == [
        "sub/0.md", "sub/1.md", "sub/2.md", "sub/note.md",
    ]  # fmt: skip
    assert (one.code, len(told(one.out)["filings"]), one.err) == (0, 3, "1 个文件里没有申报表。\n")


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
    assert cell_of(value) == cell


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
    assert audit("records", "a.md", "-f", "docx").err.startswith("选项 --format 不能是“docx”。")
    assert audit("records", "a.md", "-o", "no/r.csv").err.startswith("不能写入“no/r.csv”：")

"""`audit check`: exit codes, formats, selection, settings, and what is said beside a report."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from audit import cache
from audit.checks import measurable

NO_FILING = "# 说明\n\n这里没有表。\n"


def test_in_a_pipe_one_line_a_finding_and_the_counts_on_standard_error(audit: Any) -> None:
    ran = audit("a.md")

    assert ran.code == 1
    assert ran.out == snapshot("""\
a.md:5:3: info S014[missing-year] 表上没有写明年度。
a.md:8:3: info S018[missing-classes] “校舍维修”缺质量指标。
a.md:8:3: warning S019[cost-indicator-missing] “校舍维修”是工程、修缮或购置项目，没有成本指标。
a.md:8:125: error T001[vague-target] “校园安全感”的指标值为“提高”，无法考核是否完成。
a.md:9:41: error W001[typo] “效率率”疑为“效率”。
a.md:9:3: info S018[missing-classes] “教师培训”缺质量指标。
a.md:9:105: warning C005[satisfaction-misfiled] “教师满意率”衡量的是满意程度，列在“社会效益”下。
""")
    assert ran.err == snapshot("1 个文件，1 份申报表：必须改 2，请核实 2，可更好 3\n")


def test_the_same_in_english(audit: Any) -> None:
    ran = audit("--lang", "en", "check", "a.md")

    assert ran.out == snapshot("""\
a.md:5:3: info S014[missing-year] The form names no year.
a.md:8:3: info S018[missing-classes] “校舍维修” has no indicator of quality.
a.md:8:3: warning S019[cost-indicator-missing] “校舍维修” is a project of works, repair or purchase, and has no cost indicator.
a.md:8:125: error T001[vague-target] The target of “校园安全感” is “提高”; nobody can tell whether it is met.
a.md:9:41: error W001[typo] “效率率” looks like a slip for “效率”.
a.md:9:3: info S018[missing-classes] “教师培训” has no indicator of quality.
a.md:9:105: warning C005[satisfaction-misfiled] “教师满意率” measures satisfaction, and is listed under “社会效益”.
""")
    assert ran.err == snapshot("1 file, 1 filing: must fix 2, check 2, could do 3\n")


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        pytest.param(["clean.md"], 0, id="nothing found"),
        pytest.param(["a.md"], 1, id="an error found"),
        pytest.param(["a.md", "--exit-zero"], 0, id="exit zero"),
        pytest.param(["a.md", "--fail-on", "never"], 0, id="never fails"),
        pytest.param(["a.md", "--select", "R", "--fail-on", "info"], 0, id="none of those selected"),
        pytest.param(["a.md", "--ignore", "T001,W001"], 0, id="the rest are warnings"),
        pytest.param(["a.md", "--ignore", "T001,W001", "--fail-on", "warning"], 1, id="warnings fail"),
        pytest.param(["a.md", "--ignore", "T001,W001", "--max-warnings", "0"], 1, id="too many"),
        pytest.param(["a.md", "--ignore", "T001,W001", "--max-warnings", "9"], 0, id="few enough"),
        pytest.param(["a.md", "--min-severity", "error", "--fail-on", "info"], 1, id="what is hidden counts"),
        pytest.param(["no.md", "a.md"], 2, id="a missing file, and findings"),
        pytest.param(["no.md", "--exit-zero"], 2, id="a missing file stays one"),
        pytest.param(["a.md", "note.md"], 1, id="a named file without a filing is a finding"),
        pytest.param(["clean.md", "note.md", "--skip-unrecognised"], 0, id="or is skipped"),
        pytest.param(["note.md"], 2, id="nothing but a file without a filing"),
        pytest.param(["note.md", "--skip-unrecognised"], 0, id="nothing, and that is right"),
        pytest.param(["notes"], 2, id="a folder without filings"),
        pytest.param(["notes", "clean.md"], 0, id="a folder without filings beside a filing"),
        pytest.param(["a.md", "--select", "vague"], 2, id="no such rule"),
        pytest.param([], 2, id="nothing named"),
    ],
)  # fmt: skip
def test_exit_codes(audit: Any, argv: list[str], code: int) -> None:
    Path("note.md").write_text(NO_FILING, "utf-8")
    Path("notes").mkdir()
    Path("notes/b.md").write_text(NO_FILING, "utf-8")

    assert audit("check", *argv).code == code


def test_the_other_files_are_checked_where_one_cannot_be_read(audit: Any) -> None:
    Path("junk.md").write_bytes(b"\x00\x01\x02" * 100)

    ran = audit("junk.md", "no.md", "a.md")

    assert ran.code == 2
    assert "a.md:9:" in ran.out
    assert ran.err.splitlines()[:2] == [
        "junk.md: 内容不是文字，读不了。请核对文件是否损坏、后缀是否正确。",
        "no.md: 没有这个文件。是不是“junk.md”？请核对文件名和所在的文件夹。",
    ]


def test_a_run_without_any_filing_says_so(audit: Any) -> None:
    Path("notes").mkdir()
    Path("notes/b.md").write_text(NO_FILING, "utf-8")

    assert audit("notes").err.splitlines()[0] == (
        "读到的 1 个文件里都没有绩效目标申报表。请确认文件选对了；"
        "表格要有“绩效目标”“绩效指标”等表头。"
    )
    assert audit("notes", "--skip-unrecognised").err.splitlines()[0] == (
        "没有一个文件里有申报表，没有可审核的内容。"
    )


def test_standard_input_under_a_name(audit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("a.md").open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        ran = audit("-", "--stdin-filename", "表.md")

    assert "表.md:8:125: error T001" in ran.out


def test_several_reports_at_once(audit: Any) -> None:
    ran = audit("a.md", "-f", "json", "-o", "r.json", "-f", "text", "-f", "jsonl", "-o", "r.jsonl")

    assert len(json.loads(Path("r.json").read_text("utf-8"))["findings"]) == len(
        ran.out.splitlines()
    )
    assert len(Path("r.jsonl").read_text("utf-8").splitlines()) == len(ran.out.splitlines())
    assert "报告已写入 r.json\n" in ran.err


def test_a_file_tells_the_format(audit: Any) -> None:
    audit("a.md", "-o", "r.json")

    assert json.loads(Path("r.json").read_text("utf-8"))["version"] == 1


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        pytest.param(["-f", "jsn"], "选项 --format 不能是“jsn”。是不是“json”？", id="no such format"),
        pytest.param(["-o", "r.xyz"], "从文件名“r.xyz”看不出要哪种报告。", id="no such suffix"),
        pytest.param(["-f", "text", "-f", "json"], "有两种报告（text、json）都要打印到屏幕。", id="two on the screen"),
        pytest.param(["-f", "text", "-o", "r", "-f", "json", "-o", "r"], "两种报告都要写到“r”。", id="two in one file"),
        pytest.param(["-f", "text", "-o", "a.md"], "“a.md”是要审核的文件，报告不能写到它上面。", id="over the filing"),
        pytest.param(["-f", "text", "-o", "no/r.txt"], "不能写入“no/r.txt”：", id="no such folder"),
    ],
)  # fmt: skip
def test_reports_that_cannot_be_written(audit: Any, argv: list[str], told: str) -> None:
    before = Path("a.md").read_bytes()

    ran = audit("a.md", *argv)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(told)
    assert Path("a.md").read_bytes() == before


def test_what_is_shown_is_filtered_and_the_counts_are_whole(audit: Any) -> None:
    whole = json.loads(audit("a.md", "-f", "json").out)
    errors = json.loads(audit("a.md", "-f", "json", "--min-severity", "error").out)
    one_each = json.loads(audit("a.md", "-f", "json", "--limit-per-rule", "1").out)

    assert {one["severity"] for one in errors["findings"]} == {"error"}
    assert whole["summary"] == errors["summary"] == one_each["summary"]
    codes = [one["code"] for one in one_each["findings"]]
    assert sorted(codes) == sorted(set(codes))


def test_quiet_prints_no_summary(audit: Any) -> None:
    assert audit("a.md", "-q").err == ""


def test_the_report_for_people_in_a_pipe(audit: Any) -> None:
    ran = audit("a.md", "-f", "rich")

    assert "审核结果：建议修改后再报" in ran.out
    assert "\x1b" not in ran.out
    assert ran.err == ""
    assert "\x1b[" in audit("a.md", "-f", "rich", "--color", "always").out


def test_statistics_tell_what_each_rule_looked_at(audit: Any) -> None:
    lines = audit("a.md", "--statistics", "--select", "T001").out.splitlines()

    assert lines == snapshot(
        [
            "   发现    查过  未核对",
            "      -       1       -  S010  internal-error  检查运行出错",
            "      1       4       -  T001  vague-target  指标值无法衡量",
        ]
    )


def test_settings_and_where_they_come_from(audit: Any) -> None:
    Path("audit.yaml").write_text("rules: {typo: off}\nlang: en\n", "utf-8")

    shown = audit("--show-settings", "--fail-on", "warning").out.splitlines()

    assert "rules.typo = off    # audit.yaml:1" in shown
    assert "lang = en    # audit.yaml:2" in shown
    assert any(line.startswith("fail_on = warning") for line in shown)
    assert "W001" not in audit("a.md").out
    assert "W001" in audit("a.md", "--isolated").out


def test_settings_with_a_fault_are_told_with_a_caret(audit: Any) -> None:
    Path("audit.yaml").write_text("rules: {typo: off}\nfail-on: error\n", "utf-8")

    ran = audit("a.md")

    assert ran.code == 2
    assert ran.err == snapshot("""\
audit.yaml:2:1: 没有“fail-on”这一项。是不是“fail_on”？可用的有：lang, profile, packs, rules, words, accept, per_file, select, ignore, fail_on, min_severity, max_warnings, format, output, pdf_engine, limits。
    fail-on: error
    ^^^^^^^
""")


def test_rules_switched_for_some_files(audit: Any) -> None:
    Path("audit.yaml").write_text("per_file:\n  - files: a.md\n    rules: {typo: off}\n", "utf-8")
    Path("b.md").write_bytes(Path("a.md").read_bytes())

    typos = [line for line in audit("a.md", "b.md").out.splitlines() if "W001" in line]

    assert [line.partition(":")[0] for line in typos] == ["b.md"]


def test_files_that_would_be_checked(audit: Any) -> None:
    ran = audit("--show-files", ".", "no.md")

    assert sorted(ran.out.splitlines()) == ["a.md", "clean.md"]
    assert ran.code == 2


def test_any_number_of_workers_gives_the_same_bytes(audit: Any) -> None:
    for number in range(6):
        Path(f"{number}.md").write_bytes(Path("a.md").read_bytes())

    assert audit(".", "-f", "json", "-j", "1").out == audit(".", "-f", "json", "-j", "3").out


def test_another_folder_of_rules_and_a_broken_one(audit: Any) -> None:
    Path("gd").mkdir()
    Path("gd/愿望.yaml").write_text(
        "name: 空泛的愿望\ncode: T001\ntitle: 空泛\nseverity: warning\n"
        "basis:\n  - practice: 愿望不能考核\n"
        "check: {kind: pattern, in: [年度指标值], patterns: [提高]}\n"
        "message: “{三级指标}”不可考核。\nadvice: 请写明数值。\nexamples:\n"
        "  - bad: {indicators: [{name: 甲, annual_target: 提高}]}\n"
        "    finds: [{field: annual_target, text: 提高}]\n"
        "  - good: {indicators: [{name: 甲, annual_target: ≥90%}]}\n",
        "utf-8",
    )

    assert "gd-T001[gd/空泛的愿望] “校园安全感”不可考核。" in audit("a.md", "--rules", "gd").out

    Path("gd/愿望.yaml").write_text("name：坏\n", "utf-8")
    ran = audit("a.md", "--rules", "gd")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == snapshot("""\
gd/愿望.yaml:1:5: “name”后面是全角冒号“：”。请换成半角冒号加空格“: ”。
    name：坏
        ^^
""")


def test_a_check_that_crashes_is_told_and_is_exit_2(
    audit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> object:
        message = "boom"
        raise RuntimeError(message)

    monkeypatch.setattr(measurable, "compile", lambda *_: crash)

    ran = audit("a.md", "--no-cache", "--select", "T001")

    assert ran.code == 2
    assert "S010[internal-error]" in ran.out
    assert "RuntimeError: boom" in ran.err


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["text", "json", "jsonl", "rich"])
def test_a_known_file_is_reported_as_it_was(audit: Any, form: str, lang: str) -> None:
    options = ("a.md", "clean.md", "--lang", lang, "-f", form)
    fresh = audit(*options, "--no-cache")
    cache._disabled = False  # it was for the rest of the process

    first, again = audit(*options), audit(*options)

    assert first == fresh
    assert again == fresh


_HEAVY = ("audit.engine", "audit.layouts", "audit.readers", "audit.checks", "audit.stitch",
          "audit.grammar.targets", "re2", "ahocorasick_rs", "yaml", "jsonschema", "pluggy",
          "tempfile", "zipfile")  # fmt: skip


@pytest.mark.usefixtures("audit")
def test_a_known_file_needs_no_engine(tmp_path: Path) -> None:
    code = (
        "import sys; from audit import cli; cli.main(['a.md', '-q']);"
        f" print([one for one in {_HEAVY} if one in sys.modules])"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout.splitlines()
        for _ in range(2)
    ]

    assert told[0][-1] != "[]"
    assert told[1][-1] == "[]"
    assert told[1][:-1] == told[0][:-1]


def test_cache_dir_takes_all_caches(audit: Any, tmp_path: Path) -> None:
    audit("a.md", "--cache-dir", "kept")

    assert list((tmp_path / "kept").glob("rulebook-*.json"))
    assert list((tmp_path / "kept" / "results").glob("result-*.json"))
    assert not (tmp_path / ".audit_cache").exists()

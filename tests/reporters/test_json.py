"""JSON for programs: valid against the schema that ships, the same bytes each time."""

import json
from typing import Any

import jsonschema
import pytest

from audit.commands.schema import FILES
from audit.document import NOWHERE, Place, Problem
from audit.errors import ReadError
from audit.finding import Text
from audit.report import FileReport, Unclaimed


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads(FILES["findings"].read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_a_report_is_what_its_schema_says(made: Any, validator: Any) -> None:
    error = ReadError("pdf-password", path="b.pdf")
    notes = (Problem("hidden-row", Place(sheet="表二")), Problem("tracked-changes", NOWHERE))
    files = [
        made.sample(),
        made.file(path="b.pdf", error=error, problems=notes),
        made.file(path="c.md", unclaimed=(Unclaimed(Place(line=1), "说明"),)),
    ]

    for lang in ("zh", "en"):
        told = json.loads(made.printed("json", files, lang))
        assert list(validator.iter_errors(told)) == []


def test_files_findings_coverage_and_counts(made: Any) -> None:
    told = json.loads(made.printed("json", [made.sample()]))

    assert list(told) == [
        "version", "tool", "rulebook", "files", "findings", "coverage", "summary",
    ]  # fmt: skip
    assert [one["code"] for one in told["findings"]] == [
        "T001", "T003", "W004", "C002", "T001", "S001",
    ]  # fmt: skip
    assert told["summary"] == {
        "error": 3, "warning": 2, "info": 1, "waived": 0, "baseline": 0, "not_checked": 0,
        "files": 1, "filings": 1, "unrecognised": 0, "unreadable": 0, "unclaimed": 0,
    }  # fmt: skip


def test_a_file_that_could_not_be_read_has_its_problem(made: Any) -> None:
    error = ReadError("pdf-password", path="b.pdf")

    (file,) = json.loads(made.printed("json", [made.file(path="b.pdf", error=error)]))["files"]

    assert [(one["key"], one["fatal"]) for one in file["problems"]] == [("pdf-password", True)]


def test_what_is_found_across_files_belongs_to_no_file(made: Any) -> None:
    across = made.sample()
    told = json.loads(
        made.printed("json", [FileReport("", "", "", findings=across.findings, coverage=())])
    )

    assert (told["files"], len(told["findings"])) == ([], 6)


def test_no_files_at_all(made: Any, validator: Any) -> None:
    assert list(validator.iter_errors(json.loads(made.printed("json", [])))) == []


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_nothing_steers_a_terminal_and_nothing_is_lost(made: Any, form: str) -> None:
    steering = "甲\x1b\x9b\u202e\u2028\ud800乙"
    finding = made.finding(
        "missing-goal", made.filing(), 2, field="goal", message=Text(steering, "")
    )

    printed = made.printed(form, [made.file(findings=[finding])])

    assert not set("\x1b\x9b\u202e\u2028\ud800") & set(printed)
    told = json.loads(printed)
    found = told["findings"][0] if form == "json" else told
    assert found["message"] == steering


def test_jsonl_is_one_finding_a_line(made: Any, validator: Any) -> None:
    lines = made.printed("jsonl", [made.sample()]).splitlines()

    assert [json.loads(line)["code"] for line in lines] == [
        "T001", "T003", "W004", "C002", "T001", "S001",
    ]  # fmt: skip
    of_finding = validator.evolve(
        schema={"$ref": "#/$defs/finding", "$defs": validator.schema["$defs"]}
    )
    assert all(list(of_finding.iter_errors(json.loads(line))) == [] for line in lines)


def test_the_same_run_is_the_same_bytes(made: Any) -> None:
    assert made.printed("json", [made.sample()]) == made.printed("json", [made.sample()])

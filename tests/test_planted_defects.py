"""Clean filings with defects planted in them by someone who had not seen the word lists.

Beside each filing stands what was planted: the rule, where, and the words at fault. A defect
with `follows` is what another one brings with it (a total that no longer adds up); one with
`not_found` is beyond the rules, for the reason given. The counts of the first run, before
anything was mended for them, are in the history of this file.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from audit import fixing, pipeline
from audit.engine import Engine, compile_rules
from audit.finding import Finding
from audit.plugins import Source
from audit.report import FileReport
from audit.rulebook.load import load

PLANTED = sorted((Path(__file__).parent / "fixtures" / "defects").glob("*.md"))
OPTIONS = pipeline.Options()


@cache
def engine() -> Engine:
    return compile_rules(load())


def checked(source: Source) -> FileReport:
    return pipeline.check_file(source, engine(), OPTIONS)


def source(path: Path) -> Source:
    return Source(str(path), path.read_bytes())


def defects(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(
        path.with_suffix(".yaml").read_text(encoding="utf-8")
    )
    return found


def is_of(finding: Finding, defect: Mapping[str, str]) -> bool:
    """Whether a finding is the one for a defect: rule, place, and words that overlap."""
    spot, text = finding.spot, defect.get("text", "")
    where = {
        "project": spot.project and spot.project.name,
        "indicator": spot.indicator and spot.indicator.name,
        "total": spot.total_row and spot.total_row.label,
        "field": spot.field,
    }
    return (
        finding.rule == defect["rule"]
        and all((where[key] or "").strip() == defect[key].strip() for key in where if key in defect)
        and (not text or text in spot.text or (bool(spot.text) and spot.text in text))
    )


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_what_was_planted_is_found(path: Path) -> None:
    findings = checked(source(path)).findings
    for defect in defects(path):
        found = any(is_of(finding, defect) for finding in findings)
        assert found != ("not_found" in defect), defect


@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_no_error_beside_what_was_planted(path: Path) -> None:
    assert [
        (finding.rule, finding.spot.project and finding.spot.project.name, finding.spot.text)
        for finding in checked(source(path)).findings
        if finding.severity == "error"
        and not any(is_of(finding, defect) for defect in defects(path))
    ] == []


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("path", PLANTED, ids=lambda path: path.stem)
def test_fixes_keep_their_laws(path: Path, *, unsafe: bool) -> None:
    before = source(path)
    fixed = fixing.fix(before, checked, unsafe=unsafe)
    after = Source(before.path, fixed.data)
    report = checked(after)
    assert not {one.fingerprint for one in fixed.done} & {
        one.fingerprint for one in report.findings
    }
    counts = [Counter(one.rule for one in of.findings) for of in (checked(before), report)]
    assert not counts[1] - counts[0]
    assert fixing.fix(after, checked, unsafe=unsafe).data == fixed.data
    old, new = (one.data.decode("utf-8").split("\n") for one in (before, after))
    assert len(old) == len(new)
    # A fix mends both targets of an indicator where they are alike.
    texts = [(one.spot.text, one.fix.edits) for one in fixed.done if one.fix is not None]
    edits = [edit for _, of_one in texts for edit in of_one]
    lines = {place.line for edit in edits for place in edit.places}
    assert {
        at for at, pair in enumerate(zip(old, new, strict=True), 1) if pair[0] != pair[1]
    } <= lines
    gone = Counter("".join(old)) - Counter("".join(new))
    assert not gone - Counter("".join(text * len(of_one) for text, of_one in texts))


def test_each_rule_has_its_defects() -> None:
    """Four of each that is on, at least, but for `internal-error`, which nobody can plant."""
    planted = Counter(
        defect["rule"] for path in PLANTED for defect in defects(path) if "follows" not in defect
    )
    rules = {rule.name for rule in load().rules if rule.status == "stable"} - {"internal-error"}
    assert {rule for rule in rules if planted[rule] < 4} == set()

"""Filings that a careful reviewer would accept: no rule finds an error or a warning in them.

They are of many trades, and of the ways in which forms and writers differ: numbers `1、`,
`（1）`, `①`; levels with codes and without; 元 and 万元; the categories of 88号 and of 101号;
projects over several years; targets in signs, in words, as dates, frequencies and standards;
all projects in one table, a form each, indicators in rows or in one cell.
"""

from pathlib import Path

import pytest

from audit import check

CLEAN = sorted((Path(__file__).parent / "fixtures" / "clean").glob("*.md"))


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
@pytest.mark.parametrize(("profile", "hints"), [("default", True), ("strict", False)])
def test_a_clean_filing_is_silent(path: Path, profile: str, *, hints: bool) -> None:
    """Not a hint by default; under strict, which asks for one style, no more than hints."""
    report = check(path, profile=profile)
    assert [
        (finding.rule, finding.spot.project and finding.spot.project.name, finding.spot.text)
        for finding in report.findings
        if hints or finding.severity != "info"
    ] == []


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_silence_is_not_for_want_of_reading(path: Path) -> None:
    projects = [project for filing in check(path).filings for project in filing.projects]
    assert len(projects) >= 5
    for project in projects:
        rows = project.indicators or ()
        assert all(row.name and row.name.text and row.level2 for row in rows)
        assert len(rows) >= 6
        assert project.goal
        assert project.goal.text
        assert project.total
        assert project.total.text


def test_the_trades_are_many() -> None:
    assert len({path.stem.split("-")[1] for path in CLEAN}) >= 20

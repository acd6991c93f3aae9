"""Filings that a careful reviewer would accept: no rule finds an error or a warning in them.

They are of many trades, and of the ways in which forms and writers differ: numbers `1、`,
`（1）`, `①`; levels with codes and without; 元 and 万元; the categories of 88号 and of 101号;
projects over several years; targets in signs, in words, as dates, frequencies and standards.
"""

from pathlib import Path

import pytest

from audit import check

CLEAN = sorted((Path(__file__).parent / "fixtures" / "clean").glob("*.md"))


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_a_clean_filing_is_silent(path: Path) -> None:
    report = check(path)
    assert [
        (finding.rule, finding.spot.project and finding.spot.project.name, finding.spot.text)
        for finding in report.findings
        if finding.severity != "info"
    ] == []


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.stem)
def test_silence_is_not_for_want_of_reading(path: Path) -> None:
    (filing,) = check(path).filings
    assert len(filing.projects) >= 5
    for project in filing.projects:
        rows = project.indicators or ()
        assert all(row.name and row.name.text and row.level2 for row in rows)
        assert len(rows) >= 6

"""Counts a run as its files pass, and says with which exit code it ends.

0: nothing at or above the fail level. 1: there is. 2: the job could not be done, for a file
that cannot be read or not as a whole, a check that crashed, or because no file holds a filing. Where 1 and 2
both apply it is 2.
"""

from collections.abc import Iterator

from audit.finding import Finding, Severity
from audit.report import INTERNAL_ERROR, UNRECOGNISED, FileReport, Summary

CLEAN, FOUND, FAILED = 0, 1, 2
_MOST_TOLD = 5


class Verdict:
    def __init__(self, fail_on: str, max_warnings: int | None, *, skip: bool) -> None:
        self.summary = Summary()
        self.skip = skip
        """Whether a run without a filing is a pass."""
        self.broken_inside: list[Finding] = []
        """The first checks that crashed."""
        self.is_told = False
        """Whether some finding says already that a file holds no filing."""
        self._from = None if fail_on == "never" else Severity(fail_on)
        self._max_warnings = max_warnings

        self.has_lost = False
        """Whether a part of some file was not read."""

    def watched(self, files: Iterator[FileReport]) -> Iterator[FileReport]:
        for file in files:
            self.summary.add(file)
            self.has_lost = self.has_lost or any(problem.lost for problem in file.problems)
            for finding in file.findings:
                self.is_told = self.is_told or finding.rule == UNRECOGNISED
                if finding.rule == INTERNAL_ERROR and len(self.broken_inside) < _MOST_TOLD:
                    self.broken_inside.append(finding)
            yield file

    @property
    def is_broken_inside(self) -> bool:
        return bool(self.broken_inside)

    def code(self, *, exit_zero: bool) -> int:
        summary = self.summary
        if summary.unreadable or self.has_lost or self.broken_inside:
            return FAILED
        if not summary.filings and not self.skip:
            return FAILED
        return FOUND if self._fails() and not exit_zero else CLEAN

    def _fails(self) -> bool:
        summary = self.summary
        counts = {
            Severity.ERROR: summary.error,
            Severity.WARNING: summary.warning,
            Severity.INFO: summary.info,
        }
        if self._from is not None and any(
            count and severity.rank >= self._from.rank for severity, count in counts.items()
        ):
            return True
        return self._max_warnings is not None and summary.warning > self._max_warnings

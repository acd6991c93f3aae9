"""One finding a line, as JSON with the keys of `--format json`; written as files arrive.

Files, coverage and counts have no line here: a stream of findings holds findings only.
What could not be read is said on standard error and by the exit code.
"""

from typing import TextIO

from audit.report import Run
from audit.reporters.json import dumped


def report(run: Run, out: TextIO, /) -> None:
    for file in run.files:
        out.writelines(dumped(finding.to_dict(run.lang)) + "\n" for finding in file.findings)

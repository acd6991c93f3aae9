"""Puts the fixes of findings into a source, through the writer that stands beside its reader.

A fix is done whole or not at all. After each round the document is read and checked again:
what was fixed has to be gone, no rule may find more than before, else the fixes of the
round are halved until the one that does harm is found and left alone. Every other
character stays as it was, and fixing again changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from audit import plugins
from audit.document import Place
from audit.errors import ReadError
from audit.finding import Edit, Finding
from audit.plugins import Source
from audit.report import FileReport


class Fixed(NamedTuple):
    data: bytes
    """The source after the fixes, the same object where nothing was done."""
    done: tuple[Finding, ...]
    left: tuple[Finding, ...]
    """Findings with a fix that was not asked for or could not be done."""
    report: FileReport
    """Of the source after the fixes."""


def fix(
    source: Source,
    check: Callable[[Source], FileReport],
    *,
    unsafe: bool = False,
    rules: Collection[str] | None = None,
) -> Fixed:
    """Mends what the findings of `check` know how to mend, of some rules or of all.

    Raises ReadError where the source cannot be read or its format has no writer.
    """
    report = _readable(check(source))
    done: list[Finding] = []
    refused: set[str] = set()
    most = len(report.findings)
    while chosen := list(_compatible(_wanted(report, refused, unsafe=unsafe, rules=rules)))[:most]:
        changed = Source(source.path, written(source, report.format, _edits(chosen)))
        after = check(changed)
        if _is_better(report, after):
            done += chosen
            source, report, most = changed, after, most * 2
        elif len(chosen) == 1:
            refused.add(chosen[0].fingerprint)
        else:
            most = len(chosen) // 2
    left = tuple(one for one in report.findings if one.fix is not None)
    return Fixed(source.data, tuple(done), left, report)


def _readable(report: FileReport) -> FileReport:
    if report.error is not None:
        raise report.error
    return report


def _is_better(before: FileReport, after: FileReport) -> bool:
    """Whether there is less to find, for no rule more, and all is read that was read."""
    if after.error is not None or len(after.filings) != len(before.filings):
        return False
    then, now = (Counter(one.rule for one in report.findings) for report in (before, after))
    return now < then


def written(source: Source, document_format: str, edits: Iterable[Edit]) -> bytes:
    """The source with these edits. Raises ReadError where its format has no writer."""
    registry = plugins.registry()
    reader = registry.reader(document_format)
    write = registry.write_function(reader) if reader else None
    if write is None:
        raise ReadError("no-writer", path=source.path, format=document_format)
    return write(source, tuple(edits))


def _wanted(
    report: FileReport, refused: set[str], *, unsafe: bool, rules: Collection[str] | None
) -> Iterator[Finding]:
    for finding in report.findings:
        if finding.fix is None or finding.state != "new" or finding.fingerprint in refused:
            continue
        if rules is not None and finding.rule not in rules:
            continue
        if unsafe or finding.fix.safety == "safe":
            yield finding


def _compatible(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Those whose edits touch none of an earlier one's: the others wait for the next round."""
    taken: dict[object, list[Place]] = {}
    for finding in findings:
        places = [place for edit in _edits([finding]) for place in edit.places]
        if not any(_touch(place, one) for place in places for one in taken.get(_line(place), ())):
            yield finding
            for place in places:
                taken.setdefault(_line(place), []).append(place)


def _line(place: Place) -> object:
    """What two places have in common that may touch."""
    return place.page, place.line, place.sheet, place.cell


def _touch(left: Place, right: Place) -> bool:
    """Whether two places on one line share characters or stand side by side."""
    if left.column is None or right.column is None:
        return True
    left_end, right_end = left.end_column or left.column, right.end_column or right.column
    return left.column <= right_end and right.column <= left_end


def _edits(findings: Iterable[Finding]) -> Iterator[Edit]:
    for finding in findings:
        if finding.fix is not None:
            yield from finding.fix.edits

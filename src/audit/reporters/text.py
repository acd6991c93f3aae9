"""One line a finding: `path:line:column: severity code[name] message`.

The order that compilers have, so that editors and CI find the place. Where a format has no
lines the place is `第3页表1行5` or `表二!C5`. Columns are code points and count from 1.
Folded findings stand here one by one; advice, basis and related places are left to others.

With `statistics` a table of the rules stands in place of the findings.
"""

from typing import TextIO

from audit import messages, places
from audit.finding import Finding
from audit.report import Run, Summary
from audit.terminal import clean, in_columns, numbers, width

FOR_PEOPLE = True


def report(run: Run, out: TextIO, /) -> None:
    if not run.options.get("statistics"):
        for file in run.files:
            out.writelines(line(finding, run.lang) + "\n" for finding in file.findings)
        return
    for _ in run.files:
        pass
    out.writelines(row + "\n" for row in statistics(run, run.summary()))


def line(finding: Finding, lang: str) -> str:
    spot = finding.spot
    where = places.short(spot.place, lang) if spot.places else ""
    start = f"{spot.path}:{where}" if where else spot.path
    rule = f"{finding.severity} {finding.code}[{finding.rule}]"
    return clean(f"{start}: {rule} {finding.message.of(lang)}")


def statistics(run: Run, summary: Summary) -> list[str]:
    """For each rule that ran: found, looked at, not checked, code, name, title."""
    heads = [
        messages.text(f"report.statistics-head-{name}", run.lang)
        for name in ("found", "looked", "unchecked")
    ]
    columns = [max(width(head), 7) for head in heads]
    rows = [in_columns(heads, columns)]
    for name, rule in sorted(run.rulebook.rules.items(), key=lambda item: item[1].order):
        if (one := summary.coverage.get(name)) is None:
            continue
        counts = numbers((one.found, one.looked_at, one.not_checked), columns)
        rows.append(f"{counts}  {rule.code}  {name}  {rule.title.of(run.lang)}")
    return rows

"""Hits to findings: rule, severity, message, advice, spot and fix."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from audit.checks.kind import Entry, GroupHit
from audit.document import NOWHERE
from audit.engine.filling import Value
from audit.engine.hits import Check, Found, Tie, record_at
from audit.filing import (
    FILING_FIELDS,
    INDICATOR_FIELDS,
    PROJECT_FIELDS,
    TOTAL_FIELDS,
    Field,
    Filing,
    Indicator,
    Project,
    Record,
    Total,
    field_of,
    text_of,
)
from audit.finding import (
    Edit,
    Finding,
    Fix,
    IndicatorRef,
    ProjectRef,
    Related,
    Spot,
    Text,
    TotalRef,
)

_Refs = tuple[ProjectRef | None, IndicatorRef | None, TotalRef | None]


class Stamp:
    """Makes the findings of one filing."""

    def __init__(self, path: str, filing: Filing, *, writable: bool) -> None:
        self._path = path
        self._filing = filing
        self._writable = writable
        """Whether the format has a writer: else there are no fixes."""
        self._department = text_of(filing.department)
        self._refs: dict[int, _Refs] = {}

    def finding(self, found: Found) -> Finding:
        sight = found.sight
        check = sight.check
        said = sight.said
        if said is None:
            said = _said(check, self.values(found))
            if sight.lasting:
                sight.said = said
        related = tuple(self._related(found)) if sight.ties or found.related else ()
        fix = self._fix(found) if check.fix is not None and self._writable else None
        return _stamped(check, said, self.spot(found), related, fix)

    def spot(self, found: Found) -> Spot:
        sight = found.sight
        return self._spot(
            found.record, sight.field, found.field, sight.start, sight.end, sight.text
        )

    def values(self, found: Found) -> dict[str, Value]:
        """For the placeholders of its check."""
        return {name: self._value(found, name) for name in found.sight.check.names}

    def _value(self, found: Found, name: str) -> Value:
        sight = found.sight
        if (value := sight.values.get(name)) is not None:
            return value
        if name == "text":
            return _words(found.field, sight.start, sight.end, sight.text)
        for record in (found.record, found.project, self._filing):
            there = field_of(record, name) if record is not None else None
            if there is not None:
                return there.text
        return ""

    def _spot(
        self,
        record: Record,
        name: str,
        there: Field | None,
        start: int | None,
        end: int | None,
        text: str | None = None,
    ) -> Spot:
        refs = self._refs.get(id(record)) or self._refs_of(record)
        words = _words(there, start, end, text)
        head = self._path, self._filing.index, self._department, *refs, name, words
        if there is None:
            return Spot(*head, None, (record.source.place,))
        if start is None or end is None:
            return Spot(*head, None, there.places_of(0, len(there.text)), there.text)
        return Spot(*head, (start, end), there.places_of(start, end), there.text)

    def _refs_of(self, record: Record) -> _Refs:
        known: _Refs = (None, None, None)
        match record:
            case Indicator():
                owner = self._filing.projects[record.project_index]
                project, _, _ = self._refs.get(id(owner)) or self._refs_of(owner)
                number, name = text_of(record.number), text_of(record.name)
                known = project, IndicatorRef(record.index, number, name), None
            case Project():
                title, total = text_of(record.project_name), text_of(record.total)
                known = ProjectRef(record.index, title, total), None, None
            case Total():
                known = None, None, TotalRef(record.index, record.label.text)
            case Filing():
                pass
        return self._refs.setdefault(id(record), known)

    def _related(self, found: Found) -> Iterator[Related]:
        for tie in found.sight.ties:
            yield self._tied(record_at(tie.at, found.looked_at), tie)
        for record, tie in found.related:
            yield self._tied(record, tie)

    def _tied(self, record: Record, tie: Tie) -> Related:
        there = field_of(record, tie.field)
        return Related(tie.role, self._spot(record, tie.field, there, tie.start, tie.end))

    def _fix(self, found: Found) -> Fix | None:
        """None where the source characters of the span cannot be replaced as they stand."""
        check, sight = found.sight.check, found.sight
        if check.fix is None or check.spec.fix is None or sight.start is None or sight.end is None:
            return None
        values = {name: self._value(found, name) for name in check.fix.names}
        new = check.fix.verbatim(values)
        if new is None or new == self._value(found, "text"):
            return None
        twins = [
            (record_at(tie.at, found.looked_at), tie.field, tie.start, tie.end)
            for tie in sight.ties
            if tie.role == "same"
        ]
        edits = [
            _edit(record, name, start, end, new)
            for record, name, start, end in (
                (found.record, sight.field, sight.start, sight.end),
                *twins,
            )
        ]
        whole = tuple(edit for edit in edits if edit is not None)
        if len(whole) < len(edits):
            return None
        title = Text(f"改为“{new}”", f"Replace with “{new}”") if new else Text("删去", "Delete")
        return Fix(whole, check.spec.fix.safety, title)


def _edit(record: Record, name: str, start: int | None, end: int | None, new: str) -> Edit | None:
    there = field_of(record, name)
    if there is None or start is None or end is None:
        return None
    slices = list(there.slices(start, end))
    if len(slices) != 1:
        return None
    ((cell, first, last),) = slices
    old = cell.source_of(first, last)
    if old is None or last - first != end - start:
        return None
    return Edit(name, start, end, new, cell.places_of(first, last), old)


def _words(there: Field | None, start: int | None, end: int | None, text: str | None) -> str:
    if text is not None:
        return text
    if there is None:
        return ""
    return there.text if start is None else there.text[start:end]


def in_document_order(findings: list[Finding]) -> list[Finding]:
    """Sorted by where they stand in their filing, and numbered among equals."""
    findings.sort(key=_order)
    met: Counter[tuple[str, ...]] = Counter()
    for at, finding in enumerate(findings):
        equal = finding.likeness
        if ordinal := met[equal]:
            findings[at] = replace(finding, ordinal=ordinal)
        met[equal] += 1
    return findings


def _order(finding: Finding) -> tuple[int, int, int, int, str]:
    spot = finding.spot
    return (
        spot.project.index if spot.project else -1,
        spot.indicator.index if spot.indicator else -1,
        _FIELD_ORDER.get(spot.field, len(_FIELD_ORDER)),
        spot.span[0] if spot.span else -1,
        finding.code,
    )


_FIELD_ORDER = {
    name: at
    for at, name in enumerate((*FILING_FIELDS, *TOTAL_FIELDS, *PROJECT_FIELDS, *INDICATOR_FIELDS))
}


def of_group(check: Check, hit: GroupHit, entries: Sequence[Entry]) -> Finding:
    """The finding about a group over several filings, at one of its entries."""
    entry = entries[hit.entry]
    values = {**entry.values, **hit.values}
    related = tuple(Related(role, entries[at].spot) for at, role in hit.related)
    return _stamped(check, _said(check, values), entry.spot, related)


def of_document(check: Check, path: str) -> Finding:
    """The finding about a document as a whole."""
    values = {"path": path}
    spot = Spot(path, None, "", None, None, None, "text", "", None, (NOWHERE,))
    return _stamped(check, _said(check, values), spot)


def _said(check: Check, values: Mapping[str, Value]) -> tuple[Text, Text]:
    return check.message.filled(values), check.advice.filled(values)


def _stamped(
    check: Check,
    said: tuple[Text, Text],
    spot: Spot,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
) -> Finding:
    rule = check.rule
    message, advice = said
    return Finding(
        rule.name,
        rule.code,
        check.spec.severity,
        rule.head,
        message,
        advice,
        spot,
        related,
        fix,
        rule.fixable_by,
        rule.fold,
    )

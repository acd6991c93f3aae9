"""Whether a finding is the one that an example expects: `{field: …, text: …, project: …}`."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.finding import Finding, Related, Spot


def fits(finding: Finding, expected: Mapping[str, Any]) -> bool:
    """Whether a finding is what one entry of `finds` says; what it does not say may be anything."""
    wanted = {key: value for key, value in expected.items() if key not in _OF_FINDINGS}
    return _spot_fits(finding.spot, wanted) and all(
        _OF_FINDINGS[key](finding, value) for key, value in expected.items() if key in _OF_FINDINGS
    )


def _related_fit(finding: Finding, expected: Sequence[Mapping[str, Any]]) -> bool:
    return len(finding.related) == len(expected) and all(map(_one_fits, finding.related, expected))


def _one_fits(related: Related, expected: Mapping[str, Any]) -> bool:
    wanted = {key: value for key, value in expected.items() if key != "role"}
    return expected.get("role", related.role) == related.role and _spot_fits(related.spot, wanted)


_OF_FINDINGS = {
    "severity": lambda finding, value: finding.severity == value,
    "message": lambda finding, value: value in (finding.message.zh, finding.message.en),
    "advice": lambda finding, value: value in (finding.advice.zh, finding.advice.en),
    "related": _related_fit,
}


def _spot_fits(spot: Spot, expected: Mapping[str, Any]) -> bool:
    return all(value in _of_spot(spot, key) for key, value in expected.items())


def _of_spot(spot: Spot, key: str) -> tuple[Any, ...]:
    """The values by which an example may mean a part of a spot."""
    project, indicator, total = spot.project, spot.indicator, spot.total_row
    ways: dict[str, tuple[Any, ...]] = {
        "field": (spot.field,),
        "text": (spot.text,),
        "span": (list(spot.span) if spot.span else None,),
        "project": (project.name, str(project.index)) if project else (None,),
        "total_row": (total.label, str(total.index)) if total else (None,),
        "indicator": (
            (indicator.name, indicator.number, str(indicator.index)) if indicator else (None,)
        ),
    }
    return ways[key]

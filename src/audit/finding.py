"""What a check found: one defect, at its exact characters, with why and how to mend it."""

import hashlib
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from audit.document import Place
from audit.grammar.normal import bare

State = Literal["new", "waived", "baseline"]
Safety = Literal["safe", "unsafe"]


class Severity(StrEnum):
    """必须改, 请核实, 可更好. `rank` grows with severity."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Text(NamedTuple):
    """A text in both languages. A local rule may lack one: then it is empty."""

    zh: str
    en: str

    def of(self, lang: str) -> str:
        """The text in that language, or in the other where it is missing."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)


@dataclass(frozen=True, slots=True)
class ProjectRef:
    """Which project of the filing: index from 0, its name and total as they stand."""

    index: int
    name: str
    total: str


@dataclass(frozen=True, slots=True)
class IndicatorRef:
    """Which indicator of the project: index from 0, number and name as they stand."""

    index: int
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class TotalRef:
    """Which row of sums of the filing."""

    index: int
    label: str


class Spot(NamedTuple):
    """A spot in a filing, complete in itself: it outlives the records it was made from."""

    path: str
    filing: int | None
    """Index of the form in its document; None where there is none."""
    department: str
    project: ProjectRef | None
    indicator: IndicatorRef | None
    total_row: TotalRef | None
    field: str
    text: str
    """The words at fault, or "" where something is missing or a whole set is meant."""
    span: tuple[int, int] | None
    """Half open, in code points within the field; None beside a missing field or a set."""
    places: tuple[Place, ...]
    context: str = ""
    """The field's whole text, for showing the words in their surroundings."""

    @property
    def place(self) -> Place:
        return self.places[0]


class Related(NamedTuple):
    """A further spot of the same fault. Roles: same, first, addend, namesake, other."""

    role: str
    spot: Spot


class Edit(NamedTuple):
    """Put `new` in the place of a source span."""

    field: str
    start: int
    end: int
    """In the field's text."""
    new: str
    """The text meant, unescaped; the writer escapes it for its format."""
    places: tuple[Place, ...]
    old: str
    """The source characters that the writer has to find there, else it refuses."""


class Fix(NamedTuple):
    edits: tuple[Edit, ...]
    safety: Safety
    title: Text


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    rule: str
    code: str
    severity: Severity
    head: str
    message: Text
    advice: Text
    spot: Spot
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    fixable_by: str = "filer"
    fold: bool = False
    """People see one line with the count; data formats every place."""
    ordinal: int = 0
    """Among findings of the filing whose fingerprint parts are equal, in order."""
    state: State = "new"

    @property
    def parts(self) -> dict[str, str]:
        """What the fingerprint is made of, in clear, as baselines and waivers keep it."""
        spot = self.spot
        return {
            "code": self.code,
            "department": spot.department,
            "project": spot.project.name if spot.project else "",
            "indicator": spot.indicator.name if spot.indicator else "",
            "field": spot.field,
            "text": spot.text,
            "ordinal": str(self.ordinal),
        }

    @property
    def fingerprint(self) -> str:
        """`v1:` and 16 hex digits of SHA-256; not of the path or a line, so it survives moves."""
        joined = "\n".join((*self.likeness, str(self.ordinal)))
        return "v1:" + hashlib.sha256(joined.encode()).hexdigest()[:16]

    @property
    def likeness(self) -> tuple[str, ...]:
        """What makes two findings of a filing equals, which the ordinal tells apart."""
        code, *parts = list(self.parts.values())[:-1]
        return (code, *map(bare, parts))

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """The finding as conventions.md section 12 lays it down."""
        spot = self.spot
        return {
            "rule": self.rule,
            "code": self.code,
            "severity": str(self.severity),
            "state": self.state,
            "head": self.head,
            "message": self.message.of(lang),
            "advice": self.advice.of(lang),
            "messages": {"zh": self.message.of("zh"), "en": self.message.of("en")},
            "advices": {"zh": self.advice.of("zh"), "en": self.advice.of("en")},
            "path": spot.path,
            "filing": spot.filing,
            "department": spot.department,
            "place": spot.place.to_dict(),
            "places": [place.to_dict() for place in spot.places],
            "project": asdict(spot.project) if spot.project else None,
            "indicator": asdict(spot.indicator) if spot.indicator else None,
            "total_row": asdict(spot.total_row) if spot.total_row else None,
            "field": spot.field,
            "text": spot.text,
            "span": list(spot.span) if spot.span else None,
            "related": [_related(one) for one in self.related],
            "fix": _fix(self.fix, lang),
            "fixable_by": self.fixable_by,
            "fingerprint": self.fingerprint,
        }


def _related(related: Related) -> dict[str, Any]:
    spot = related.spot
    return {
        "role": related.role,
        "path": spot.path,
        "filing": spot.filing,
        "place": spot.place.to_dict(),
        "project": asdict(spot.project) if spot.project else None,
        "indicator": asdict(spot.indicator) if spot.indicator else None,
        "total_row": asdict(spot.total_row) if spot.total_row else None,
        "field": spot.field,
        "text": spot.text,
    }


def _fix(fix: Fix | None, lang: str) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [
        {
            "field": edit.field,
            "start": edit.start,
            "end": edit.end,
            "new": edit.new,
            "places": [place.to_dict() for place in edit.places],
        }
        for edit in fix.edits
    ]
    return {"safety": fix.safety, "title": fix.title.of(lang), "edits": edits}

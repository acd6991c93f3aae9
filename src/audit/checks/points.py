"""`points`: the points (分值, 权重) of a project's indicators, and the scores given for them.

Options
    report: `sum` (each project: the points do not add up to `full`) or `above` (each
        indicator: the score is more than the points it is out of).
    full: what the points of a project add up to (100).
    apart: how many of them may stand apart, for the execution of the budget (10): 90 is
        right then, too.

Points that a merged cell gives to several indicators count once. Whole numbers are set and
not rounded; each number with decimals may be off by half of its last digit, so that three
times 33.3 make 100. Where all are shares of one (0.15), they add up to 1 or 0.9. A blank
counts for nothing; where the sum is wrong and there is one, it is `Unchecked`, for rows may
share their points.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook, Unchecked
from audit.checks.shown import ZERO, Shown, plain
from audit.filing import Indicator, Project, text_of
from audit.finding import Text
from audit.grammar.normal import bare, normal
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "points"
EACH: tuple[Each, ...] = ("project", "indicator")
_NUMBER = {"type": "string", "pattern": "^[0-9]+$"}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "report": {"enum": ["sum", "above"]},
        "full": _NUMBER,
        "apart": _NUMBER,
    },
    "required": ["report"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"sum", "expected", "count", "difference"})

_POINTS = re.compile(r"[(]?(?P<digits>[0-9]+(?:\.(?P<decimals>[0-9]+))?)(?P<percent>%|分|)[)]?")
_FEWEST = 2


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each, rulebook
    if options["report"] == "above":
        return _above
    full, apart = Decimal(options.get("full", 100)), Decimal(options.get("apart", 0))
    wanted = (full, full - apart) if apart else (full,)
    return lambda project: _sum(project, wanted)


@lru_cache(maxsize=4096)
def points(text: str) -> Shown | None:
    """The points of a cell (10, 10分, 10%, 12.5); None where it is a text that is no number."""
    if not bare(text):
        return Shown(ZERO, ZERO, blank=True)
    found = _POINTS.fullmatch(normal(text))
    if found is None:
        return None
    decimals = len(found["decimals"] or "")
    half = Decimal(5).scaleb(-decimals - 1) if decimals else ZERO
    return Shown(Decimal(found["digits"]), half)


def _sum(project: Project, wanted: tuple[Decimal, ...]) -> Iterator[Hit | Unchecked]:
    rows = [
        one
        for one in project.indicators or ()
        if one.weight is not None and not one.weight.inherited
    ]
    found: list[tuple[Indicator, Shown]] = []
    blank = False
    for row in rows:
        shown = points(text_of(row.weight))
        if shown is None:
            yield Unchecked(row, "weight", "points-not-a-number")
            return
        if shown.blank:
            blank = True
        else:
            found.append((row, shown))
    if len(found) < _FEWEST:
        return
    if all(one.value <= 1 for _, one in found):
        found = [(row, _in_hundredths(one)) for row, one in found]
    added, slack = (
        sum((getattr(one, part) for _, one in found), ZERO) for part in ("value", "half")
    )
    if any(abs(added - one) <= slack for one in wanted) or _by_level(found, max(wanted)):
        return
    if blank:
        yield Unchecked(project, "indicators", "points-left-blank")
        return
    nearest = min(wanted, key=lambda one: abs(added - one))
    either = [plain(one) for one in sorted(wanted)]
    yield Hit(
        project,
        "indicators",
        values={
            "sum": plain(added),
            "expected": Text("或".join(either), " or ".join(either)),
            "count": str(len(found)),
            "difference": plain(abs(added - nearest)),
        },
        related=tuple(Near(row, "weight", "addend") for row, _ in found),
        text="",
    )


def _by_level(found: list[tuple[Indicator, Shown]], full: Decimal) -> bool:
    """Whether the points of each first level add up to the whole."""
    sums: dict[str, Decimal] = {}
    for row, one in found:
        level = normal(text_of(row.level1))
        sums[level] = sums.get(level, ZERO) + one.value
    return len(sums) > 1 and set(sums.values()) == {full}


def _in_hundredths(share: Shown) -> Shown:
    """0.15 as 15, which is set and not rounded; 0.155 as 15.5."""
    half = share.half * 100
    return Shown(share.value * 100, half if half < Decimal("0.5") else ZERO)


def _above(indicator: Indicator) -> Iterator[Hit | Unchecked]:
    if indicator.weight is None or indicator.score is None:
        return
    weight, score = points(indicator.weight.text), points(indicator.score.text)
    if weight is None or score is None:
        yield Unchecked(indicator, "score", "points-not-a-number")
    elif not weight.blank and not score.blank and score.value > weight.value:
        yield Hit.trimmed(
            indicator,
            "score",
            (Near(indicator, "weight", "other"),),
            difference=plain(score.value - weight.value),
        )

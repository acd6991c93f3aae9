"""`against`: two indicators of a project whose targets cannot both be right.

Options
    one, other: which indicators and targets: `names` (conditions on the name, see
        rulebook/names.py), and of their first number in percent `at_least` or `below`.
    in: the target fields, each by itself: what holds for the year need not for the period.

The finding stands on the target of `one`, the first of `other` is related. A number without
a unit is percent where the name or the column of units says so.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import Indicator, Project, field_of, text_of
from audit.grammar import names, targets
from audit.grammar.normal import normal
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "against"
EACH: tuple[Each, ...] = ("project",)
_SIDE = {
    "type": "object",
    "properties": {
        "names": name_tests.SCHEMA,
        "at_least": {"type": "integer"},
        "below": {"type": "integer"},
    },
    "required": ["names"],
    "additionalProperties": False,
}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"one": _SIDE, "other": _SIDE},
    "required": ["one", "other"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"indicator", "other", "other_target"})

_Fits = Callable[[Indicator, str], bool]


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    fields = options["in"]
    one_fits, other_fits = (_fits(options[side], rulebook) for side in ("one", "other"))

    def look(project: Project) -> Iterator[Hit]:
        rows = project.indicators or ()
        for field in fields:
            other = next((row for row in rows if other_fits(row, field)), None)
            one = next((row for row in rows if row is not other and one_fits(row, field)), None)
            if one is not None and other is not None:
                yield Hit.trimmed(
                    one,
                    field,
                    (Near(other, field, "other"),),
                    indicator=text_of(one.name).strip(),
                    other=text_of(other.name).strip(),
                    other_target=text_of(field_of(other, field)).strip(),
                )
                return

    return look


def _fits(side: Mapping[str, Any], rulebook: Rulebook) -> _Fits:
    named = name_tests.compile(side["names"], rulebook)
    least, below = side.get("at_least"), side.get("below")

    def fits(indicator: Indicator, field: str) -> bool:
        if not named(text_of(indicator.name)):
            return False
        percent = _percent(indicator, field)
        return percent is not None and not (
            (least is not None and percent < least) or (below is not None and percent >= below)
        )

    return fits


def _percent(indicator: Indicator, field: str) -> Decimal | None:
    """The first number of a target, where it is a level in percent."""
    found = targets.parse(text_of(field_of(indicator, field))).quantities
    if not found or found[0].change:
        return None
    unit = found[0].unit or normal(text_of(indicator.unit)) or names.unit(text_of(indicator.name))
    return found[0].quantity if unit == "%" else None

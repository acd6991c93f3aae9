"""`quotient`: a rate that a form shows beside the two amounts it is reckoned from.

Options
    part: the field that is divided, such as `executed`.
    whole: the fields it may be divided by, `[approved, total]`; the rate has to fit one of
        them, for forms differ in which budget they mean.
    rate: the field that shows the rate in percent.
    report: `wrong` (the rate fits none of them) or `above` (part of whole is more than
        `limit`, by the amounts of the first `whole` that is not blank, or as the rate says).
    limit: in percent (100).

Each amount may be off by half of its last digit, and the rate may be rounded or cut off at
its last digit: what no amounts within these bounds give is wrong. A rate without % is read
both ways, 0.99 and 99.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook, Unchecked
from audit.checks.shown import Shown, amount_of, plain
from audit.filing import Project, field_of, text_of
from audit.grammar.normal import bare, normal
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each
from audit.titles import title

NAME = "quotient"
EACH: tuple[Each, ...] = ("project",)
_FIELD = {"type": "string", "names": "field"}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "part": _FIELD,
        "whole": {"type": "array", "items": _FIELD, "minItems": 1},
        "rate": _FIELD,
        "report": {"enum": ["wrong", "above"]},
        "limit": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "required": ["part", "whole", "rate", "report"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"expected", "part", "whole", "part_title", "whole_title"})
"""`expected`: the rate that the amounts give; `part` and `whole`: the amounts as written."""

_RATE = re.compile(r"(?P<digits>[0-9]+(?:\.(?P<decimals>[0-9]+))?)(?P<percent>%?)")
_HUNDRED = Decimal(100)
_SHOWN = Decimal("0.01")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each, rulebook
    names: tuple[str, Sequence[str], str] = (options["part"], options["whole"], options["rate"])
    limit = Decimal(options.get("limit", 100))

    def wrong(project: Project) -> Iterator[Hit | Unchecked]:
        return _wrong(project, *names)

    def above(project: Project) -> Iterator[Hit | Unchecked]:
        return _above(project, names, limit)

    return wrong if options["report"] == "wrong" else above


def _wrong(
    project: Project, part: str, wholes: Sequence[str], rate: str
) -> Iterator[Hit | Unchecked]:
    said = field_of(project, rate)
    if said is None or not bare(said.text):
        return
    intervals = _said(said.text)
    spent, budgets = _amounts(project, part, wholes)
    if not intervals or spent is None:
        yield Unchecked(project, rate if not intervals else part, "rate-unreadable")
        return
    budgets = [(name, one) for name, one in budgets if one.value > 0]
    if spent.blank or not budgets:
        return
    for _, budget in budgets:
        low, high = _bounds(spent, budget)
        if any(low < most and least < high for least, most in intervals):
            return
    name, budget = budgets[0]
    yield Hit.trimmed(
        project,
        rate,
        (Near(project, part, "other"), Near(project, name, "other")),
        **_values(project, part, name, spent.value / budget.value),
    )


def _above(
    project: Project, names: tuple[str, Sequence[str], str], limit: Decimal
) -> Iterator[Hit | Unchecked]:
    part, wholes, rate = names
    spent, budgets = _amounts(project, part, wholes)
    budgets = [(name, one) for name, one in budgets if one.value > 0]
    if spent is None:
        yield Unchecked(project, part, "amount-unreadable")
        return
    if not spent.blank and budgets:
        name, budget = budgets[0]
        if _bounds(spent, budget)[0] * _HUNDRED > limit:
            yield Hit.trimmed(
                project,
                part,
                (Near(project, name, "other"),),
                **_values(project, part, name, spent.value / budget.value),
            )
        return
    said = field_of(project, rate)
    found = _RATE.fullmatch(normal(said.text)) if said is not None else None
    if found is not None and found["percent"] and Decimal(found["digits"]) > limit:
        yield Hit.trimmed(project, rate, **_values(project, part, "", None, found["digits"]))


def _amounts(
    project: Project, part: str, wholes: Sequence[str]
) -> tuple[Shown | None, list[tuple[str, Shown]]]:
    """What is divided (None where it cannot be read), and what it may be divided by."""
    spent = amount_of(field_of(project, part), project.money_unit)
    budgets = [(name, amount_of(field_of(project, name), project.money_unit)) for name in wholes]
    return spent, [(name, one) for name, one in budgets if one is not None]


def _bounds(part: Shown, whole: Shown) -> tuple[Decimal, Decimal]:
    """The least and the most that the true quotient may be."""
    least = max(part.value - part.half, Decimal(0)) / (whole.value + whole.half)
    below = whole.value - whole.half
    most = (part.value + part.half) / below if below > 0 else Decimal("Infinity")
    return least, most


@lru_cache(maxsize=4096)
def _said(text: str) -> tuple[tuple[Decimal, Decimal], ...]:
    """The intervals of the quotient that a rate may stand for; none where it is no number."""
    found = _RATE.fullmatch(normal(text))
    if found is None:
        return ()
    value = Decimal(found["digits"])
    digit = Decimal(1).scaleb(-len(found["decimals"] or ""))
    # Rounded, or cut off: from half a digit under it to a whole one above.
    of_one = (value - digit / 2, value + digit)
    of_hundred = (of_one[0] / _HUNDRED, of_one[1] / _HUNDRED)
    return (of_hundred,) if found["percent"] else (of_hundred, of_one)


def _values(
    project: Project, part: str, whole: str, quotient: Decimal | None, said: str = ""
) -> dict[str, Any]:
    rate = said if quotient is None else plain((quotient * _HUNDRED).quantize(_SHOWN))
    return {
        "expected": f"{rate}%",
        "part": text_of(field_of(project, part)).strip(),
        "whole": text_of(field_of(project, whole)).strip() if whole else "",
        "part_title": title(part),
        "whole_title": title(whole or "approved"),
    }

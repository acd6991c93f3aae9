"""What a condition can ask of a record: its fields, and the parts of what they parse to.

A part that could not be read is `UNKNOWN`, which is not the same as nothing: where a target
is 显著提升, its unit is not known; where it is blank, there is none.
"""

from collections.abc import Callable, Sequence
from dataclasses import fields
from decimal import Decimal, InvalidOperation

from audit.filing import (
    FILING_FIELDS,
    INDICATOR_FIELDS,
    MONEY_FIELDS,
    PROJECT_FIELDS,
    TARGET_FIELDS,
    TOTAL_FIELDS,
    Field,
    Filing,
    Indicator,
    Project,
    Record,
    text_of,
)
from audit.grammar import amounts, targets
from audit.grammar import categories as category_text
from audit.grammar.normal import fold, normal
from audit.rulebook.book import Rulebook
from audit.rulebook.categories import classify

_CATEGORY_PARTS = ("code", "name", "class")
_AMOUNT_PARTS = ("value", "yuan", "unit", "problem")
_TARGET_PARTS = (
    *(one.name for one in fields(targets.Target) if one.name not in {"text", "quantities"}),
    "understood",
)
_ALWAYS_KNOWN = {"has_number", "understood", "rest"}
FIELDS = frozenset((*FILING_FIELDS, *TOTAL_FIELDS, *PROJECT_FIELDS, *INDICATOR_FIELDS)) - {
    "totals",
    "indicators",
}


class Unknown:
    """A part that could not be read."""


UNKNOWN = Unknown()
Value = tuple[str, ...] | Decimal | Unknown | None
"""Texts of which one may fit, a number, unknown, or None where there is nothing."""
Reading = Callable[[Record, Project | None, Filing], Value]


def parts_of(field: str) -> Sequence[str]:
    """What can be asked of a field beyond its text."""
    if field in TARGET_FIELDS:
        return _TARGET_PARTS
    if field in MONEY_FIELDS:
        return _AMOUNT_PARTS
    return _CATEGORY_PARTS if field in {"level1", "level2"} else ()


def operand_number(text: str, path: str) -> Decimal | None:
    """The number that `above` and `below` compare with; None where the text is none."""
    if path in TARGET_FIELDS:
        return targets.parse(text).quantity
    if path in MONEY_FIELDS:
        return amounts.parse(text).value
    return number_in(text)


def reading_of(path: str, rulebook: Rulebook) -> Reading:
    """How the value of a field or part (`annual_target.unit`) is got from a record."""
    name, _, part = path.partition(".")

    def whole(record: Record, project: Project | None, filing: Filing) -> Value:
        field = field_at(name, record, project, filing)
        return None if field is None else (field.text,)

    def of_target(record: Record, project: Project | None, filing: Filing) -> Value:
        field = field_at(name, record, project, filing)
        return None if field is None else _target_part(targets.parse(field.text), part)

    def of_amount(record: Record, project: Project | None, filing: Filing) -> Value:
        amount = amount_of(field_at(name, record, project, filing), project, filing)
        return None if amount is None else _amount_part(amount, part)

    def of_category(record: Record, project: Project | None, filing: Filing) -> Value:
        field = field_at(name, record, project, filing)
        if field is None:
            return None
        if part != "class":
            code, title = category_text.parse(field.text)
            return (code if part == "code" else title,)
        level = classify(rulebook.taxonomy, field.text, 1 if name == "level1" else 2)
        if level is None:
            return UNKNOWN if normal(field.text) else None
        return (level.key, level.name, *level.aliases)

    if not part:
        return whole
    if name in TARGET_FIELDS:
        return of_target
    return of_amount if name in MONEY_FIELDS else of_category


def _target_part(target: targets.Target, part: str) -> Value:
    value = getattr(target, part)
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, Decimal):
        return value
    if not value:
        known = target.understood or part in _ALWAYS_KNOWN or not normal(target.text)
        return None if known else UNKNOWN
    if part == "unit":
        # `annual_target.unit: percent` and `annual_target.unit: "%"` both say it.
        return (target.unit, target.unit_class)
    if part == "deadline":
        return ("-".join(str(one) for one in value if one is not None),)
    return (str(value),)


def _amount_part(amount: amounts.Amount, part: str) -> Value:
    if part == "problem":
        return (amount.problem,) if amount.problem else None
    if amount.problem:
        return UNKNOWN
    if part == "unit":
        return (amount.unit,) if amount.unit else None
    return amounts.in_yuan(amount) if part == "yuan" else amount.value


def amount_of(
    field: Field | None, project: Project | None, filing: Filing
) -> amounts.Amount | None:
    if field is None:
        return None
    unit = (project and project.money_unit) or filing.money_unit
    return amounts.parse(field.text, text_of(unit))


def field_at(name: str, record: Record, project: Project | None, filing: Filing) -> Field | None:
    """The field of the record, of its project or of the filing."""
    for one in (record, project, filing):
        found = getattr(one, name, None)
        if isinstance(found, Field):
            return found
        if isinstance(one, Indicator) and name in INDICATOR_FIELDS:
            return None
    return None


def number_in(text: str) -> Decimal | None:
    try:
        found = Decimal(fold(text).strip().rstrip("年%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def texts_in(value: tuple[str, ...] | Decimal) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()

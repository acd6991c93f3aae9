"""`problem`: what a parser of a field's text could not read, or read as a fault.

Options
    in: amount fields of a project, or of the rows of sums (each: filing).
    parse: `amount`, for now the one parser that names faults.
    problems: which of the parser's faults to report; all where left out.
    negative, zero: report amounts below zero, or of nought, instead.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from audit.checks.kind import Hit, RecordLook, Unchecked
from audit.filing import Field, Filing, Project, Total, field_of, text_of
from audit.grammar import amounts
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each
from audit.titles import title

NAME = "problem"
EACH: tuple[Each, ...] = ("project", "filing")
OPTIONS = {
    "type": "object",
    "properties": {
        "in": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "parse": {"enum": ["amount"]},
        "problems": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "negative": {"type": "boolean"},
        "zero": {"type": "boolean"},
    },
    "required": ["in", "parse"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"field_title", "label", "problem"})

_Fault = Callable[[amounts.Amount], str]


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    names = tuple(options["in"])
    fault = _named(options.get("problems"))
    if options.get("negative"):
        fault = _negative
    elif options.get("zero"):
        fault = _zero

    def rows_of_totals(filing: Filing) -> Iterator[Hit | Unchecked]:
        for total in filing.totals:
            yield from _amounts(total, names, filing.money_unit, fault)

    def project(record: Project) -> Iterator[Hit | Unchecked]:
        return _amounts(record, names, record.money_unit, fault)

    return rows_of_totals if each == "filing" else project


def _named(chosen: list[str] | None) -> _Fault:
    wanted = frozenset(chosen) if chosen else None

    def fault(amount: amounts.Amount) -> str:
        return amount.problem if wanted is None or amount.problem in wanted else ""

    return fault


def _negative(amount: amounts.Amount) -> str:
    return "negative" if amount.value is not None and amount.value < 0 else ""


def _zero(amount: amounts.Amount) -> str:
    return "zero" if amount.value is not None and not amount.value else ""


def _amounts(
    record: Project | Total, names: tuple[str, ...], money_unit: Field | None, fault: _Fault
) -> Iterator[Hit | Unchecked]:
    unit = amounts.unit_of(text_of(money_unit))
    for name in names:
        field = field_of(record, name)
        if field is None or not field.text.strip():
            continue
        amount = amounts.parse(field.text, unit)
        if found := fault(amount):
            label = record.label.text if isinstance(record, Total) else ""
            yield Hit.whole(record, name, field_title=title(name), label=label, problem=found)
        elif amount.problem:
            yield Unchecked(record, name, "amount-unreadable")

"""`total`: sums reconcile, exactly, as far as shown digits can tell.

Options
    across: `row` (a total against its sources) or `column` (the rows that a 合计 or
        subtotal covers against it).
    report: `difference` (more than rounding explains) or `rounding` (what it explains).

Every amount stands for an open interval of half its last shown digit. A blank source is
zero; a blank total, or a text where an amount should be, makes the sum `Unchecked`.
Equal as shown is silent. A difference counts as rounding where the intervals allow it and
it is within four standard deviations of the rounded addends, each uniform over its
interval; with a single addend that is not blank, nothing was added, so nothing was rounded.

A difference is reported at the total, the addends are related, and `why` says which slip
would explain it to the last digit, where exactly one kind of slip does.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from audit.checks.kind import Hit, Near, RecordLook, Unchecked
from audit.checks.shown import ZERO, amount, in_yuan, money
from audit.filing import AMOUNT_FIELDS, Field, Filing, Project, Total, field_of, text_of
from audit.finding import Text
from audit.grammar import amounts
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each
from audit.titles import title

NAME = "total"
EACH: tuple[Each, ...] = ("filing", "project")
OPTIONS = {
    "type": "object",
    "properties": {
        "across": {"enum": ["row", "column"]},
        "report": {"enum": ["difference", "rounding"]},
    },
    "required": ["across", "report"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset(
    {"shown", "sum", "difference", "unit", "field_title", "label", "count", "why"}
)

_SOURCES = ("fiscal", "special", "other")
_NOTHING = Text("", "")


class _Shown(NamedTuple):
    """An amount as shown, in yuan, and half of its last digit."""

    record: Project | Total
    field: str
    value: Decimal
    half: Decimal
    blank: bool
    name: str


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    report = options["report"]
    if options["across"] == "column":
        return lambda filing: _columns(filing, report)
    if each == "project":
        return lambda project: _row(project, project.money_unit, report)
    return lambda filing: _rows_of_totals(filing, report)


def _rows_of_totals(filing: Filing, report: str) -> Iterator[Hit | Unchecked]:
    for total in filing.totals:
        yield from _row(total, filing.money_unit, report)


def _row(
    record: Project | Total, money_unit: Field | None, report: str
) -> Iterator[Hit | Unchecked]:
    present = [name for name in _SOURCES if field_of(record, name) is not None]
    # With one source, as in 总计 and 其中：财政拨款, the form does not ask for the others.
    if record.total is None or len(present) < 2:
        return
    unit = amounts.unit_of(text_of(money_unit))
    addends = []
    for name in present:
        shown = _shown(record, name, unit, title(name).zh)
        if shown is None:
            yield Unchecked(record, name, "amount-unreadable")
            return
        addends.append(shown)
    whole = _shown(record, "total", unit, "")
    if whole is None or whole.blank:
        if any(not addend.blank for addend in addends) or whole is None:
            yield Unchecked(record, "total", "total-unreadable")
        return
    if isinstance(record, Project) and any(share.text.strip() for _, share in record.shares):
        # The form names further sources (上年结转 …) that are no field: what adds up is unknown.
        if whole.value != sum(addend.value for addend in addends):
            yield Unchecked(record, "total", "further-sources")
        return
    label = record.label.text if isinstance(record, Total) else ""
    yield from _judge(_Sum(whole, addends, unit, label, _explain_row), report)


def _columns(filing: Filing, report: str) -> Iterator[Hit | Unchecked]:
    for total in filing.totals:
        for name in AMOUNT_FIELDS:
            if field_of(total, name) is not None and total.covers:
                yield from _column(filing, total, name, report)


def _column(filing: Filing, total: Total, name: str, report: str) -> Iterator[Hit | Unchecked]:
    unit = amounts.unit_of(text_of(filing.money_unit))
    addends = []
    for row in (filing.projects[index] for index in total.covers):
        own = amounts.unit_of(row.money_unit.text) if row.money_unit else unit
        shown = _shown(row, name, own, text_of(row.project_name))
        if shown is None:
            yield Unchecked(total, name, "amount-unreadable")
            return
        addends.append(shown)
    whole = _shown(total, name, unit, "")
    if whole is None or whole.blank:
        if whole is None or any(not addend.blank for addend in addends):
            yield Unchecked(total, name, "total-unreadable")
        return
    others = [
        other
        for one in filing.totals
        if one is not total and (other := _shown(one, name, unit, one.label.text)) is not None
    ]

    def explain(whole: _Shown, addends: list[_Shown]) -> Text:
        return _explain_column(whole, addends, others)

    yield from _judge(_Sum(whole, addends, unit, total.label.text, explain), report)


def _shown(record: Project | Total, name: str, unit: str, label: str) -> _Shown | None:
    """The amount of a field, None where it is a text that is no amount."""
    field = field_of(record, name)
    if field is None:
        return _Shown(record, name, ZERO, ZERO, blank=True, name=label)
    found = amount(field.text, unit)
    return None if found is None else _Shown(record, name, *found, name=label)


_Explain = Callable[[_Shown, list[_Shown]], Text]


class _Sum(NamedTuple):
    """A total, what it should be the sum of, and how to explain a difference."""

    whole: _Shown
    addends: list[_Shown]
    unit: str
    label: str
    explain: _Explain


def _judge(one: _Sum, report: str) -> Iterator[Hit]:
    whole, addends, unit, label, explain = one
    added = sum((addend.value for addend in addends), Decimal(0))
    difference = whole.value - added
    if not difference:
        return
    rounding = _rounding_explains(difference, whole, addends)
    if rounding != (report == "rounding"):
        return
    factor = in_yuan(unit)
    yield Hit.whole(
        whole.record,
        whole.field,
        tuple(
            Near(addend.record, addend.field, "addend") for addend in addends if not addend.blank
        ),
        shown=money(whole.value / factor),
        sum=money(added / factor),
        difference=money(abs(difference) / factor),
        unit=unit,
        field_title=title(whole.field),
        label=label,
        count=Decimal(sum(not addend.blank for addend in addends)),
        why=_NOTHING if rounding else explain(whole, addends),
    )


def _rounding_explains(difference: Decimal, whole: _Shown, addends: list[_Shown]) -> bool:
    halves = [addend.half for addend in addends if not addend.blank]
    if len(halves) < 2:
        return False
    if abs(difference) >= whole.half + sum(halves):
        return False
    # |d| ≤ 4σ with σ² = Σ(2h)²/12 (n values, each uniform over its last digit): 3d² ≤ 16Σh².
    return 3 * difference**2 <= 16 * sum(half**2 for half in halves)


def _explain_row(whole: _Shown, addends: list[_Shown]) -> Text:
    difference = whole.value - sum(addend.value for addend in addends)
    blanks = [addend for addend in addends if addend.blank]
    reasons = list(_slips(whole, addends))
    if not reasons and difference > 0 and len(blanks) < len(addends):
        names = [title(addend.field) for addend in blanks]
        if names:
            zh = "、".join(f"“{name.zh}”" for name in names)
            en = ", ".join(f"“{name.en}”" for name in names)
            reasons.append(Text(f"{zh}可能漏填。", f"{en} may have been left blank."))
    return _only(reasons)


def _explain_column(whole: _Shown, addends: list[_Shown], others: list[_Shown]) -> Text:
    added = sum((addend.value for addend in addends), Decimal(0))
    difference = whole.value - added
    reasons = list(_slips(whole, addends))
    reasons += [
        Text(
            f"“{addend.name}”可能没有计入，或重复列出。",
            f"“{addend.name}” may have been left out of the total, or listed twice.",
        )
        for addend in addends
        if addend.value and difference == -addend.value
    ]
    reasons += [
        Text(
            f"小计“{other.name}”可能重复计入。",
            f"The subtotal “{other.name}” may have been counted twice.",
        )
        for other in others
        if other.value and difference == other.value and other.value != whole.value
    ]
    if added and whole.value == 2 * added:
        reasons.append(
            Text("合计恰为各行之和的两倍，小计可能重复计入。",
                 "The total is just twice the sum: subtotals may have been counted twice.")
        )  # fmt: skip
    if not reasons and difference > 0:
        reasons.append(
            Text("可能缺少一行，或有未公开的项目。",
                 "A row may be missing, or a project was not published.")
        )  # fmt: skip
    return _only(reasons)


def _slips(whole: _Shown, addends: list[_Shown]) -> Iterator[Text]:
    """Slips of the pen that explain the difference exactly."""
    added = sum((addend.value for addend in addends), Decimal(0))
    difference = whole.value - added
    shown = [addend for addend in addends if not addend.blank and addend.value]
    if added and whole.value in (added * 10_000, added / 10_000):
        yield Text("两数恰好相差一万倍，单位（元、万元）可能不一致。",
                   "One is just 10,000 times the other: yuan and 10,000 yuan may be mixed.")  # fmt: skip
        return
    for addend in shown:
        rest = difference + addend.value
        if rest == -addend.value:
            yield Text(f"“{addend.name}”的正负号可能有误。",
                       f"The sign of “{addend.name}” may be wrong.")  # fmt: skip
        elif rest in (addend.value * 10_000, addend.value / 10_000):
            yield Text(f"“{addend.name}”的单位（元、万元）可能有误。",
                       f"The unit of “{addend.name}” (yuan, 10,000 yuan) may be wrong.")  # fmt: skip
        elif _swapped(addend.value, rest):
            yield Text(f"“{addend.name}”可能有两位数字颠倒。",
                       f"Two digits of “{addend.name}” may have been swapped.")  # fmt: skip
    # With one addend a swap in it and one in the total are the same: say it once.
    if len(shown) > 1 and _swapped(whole.value, added):
        yield Text("合计数可能有两位数字颠倒。", "Two digits of the total may have been swapped.")


def _swapped(left: Decimal, right: Decimal) -> bool:
    """Whether two neighbouring digits, changed over, turn one amount into the other."""
    if left == right or left < 0 or right < 0:
        return False
    one, other = (f"{value:.4f}".zfill(20) for value in (left, right))
    if len(one) != len(other):
        return False
    differ = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) != 2:
        return False
    first, second = differ
    neighbours = second - first == 1 or (second - first == 2 and one[first + 1] == ".")
    return neighbours and one[first] == other[second] and one[second] == other[first]


def _only(reasons: Iterable[Text]) -> Text:
    """The explanation where there is just one; several explain nothing."""
    found = list(dict.fromkeys(reasons))
    return found[0] if len(found) == 1 else _NOTHING

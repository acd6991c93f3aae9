"""`reached`: the actual value of an indicator against its target, in a self-evaluation.

Options
    in: the target field; `annual_target` by default.
    report: `as_target` (the actual value is the target over again, ≥95%), or `missed` (it
        falls short of the target) …
    and: … and yet the score is `full`, or there is no `cause`.
    less_is_better: conditions on the name, see rulebook/names.py: a target without a sign is
        the most that is allowed there (投诉次数 = 2), elsewhere the least.
    unmet_words: a word list of what an actual value says when it was not met (未完成).
    blank_words: a word list of causes that say nothing (无).
    passing: names (`names`) for which this much (`at`) earns full score, whatever the target.

Only like is held against like: one number each, of one unit, or one of them without; dates
with their years; two changes of one direction. An amount of money without a sign may be a
limit as well as a promise, and is left alone, as is what a word says about a number. Where
the actual value is shown to fewer digits than the target, half of its last digit is allowed.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.checks.points import points
from audit.filing import Indicator, field_of, text_of
from audit.grammar import targets
from audit.grammar.normal import bare, normal
from audit.grammar.quantities import Quantity
from audit.grammar.targets import Target
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "reached"
EACH: tuple[Each, ...] = ("indicator",)
_WORDS = {"type": "string", "names": "words"}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "report": {"enum": ["as_target", "missed"]},
        "and": {"enum": ["full", "cause"]},
        "less_is_better": name_tests.SCHEMA,
        "unmet_words": _WORDS,
        "blank_words": _WORDS,
        "passing": {
            "type": "object",
            "properties": {
                "names": name_tests.SCHEMA,
                "at": {"type": "string", "pattern": "^[0-9]+%?$"},
            },
            "required": ["names", "at"],
            "additionalProperties": False,
        },
    },
    "required": ["report"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"target"})

_SIGNS = ("≥", "≤", "<", ">", "≧", "≦")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    field = next(iter(options.get("in", ())), "annual_target")
    if options["report"] == "as_target":
        return lambda indicator: _as_target(indicator, field)
    missed = _missed(options, rulebook)
    if options.get("and") == "full":
        passes = _passing(options.get("passing"), rulebook)

        def full(indicator: Indicator) -> Iterator[Hit]:
            if _is_full(indicator) and missed(indicator, field) and not passes(indicator):
                yield _hit(indicator, field, "score")

        return full
    words = rulebook.words[options["blank_words"]].texts() if "blank_words" in options else ()
    blank = frozenset(map(normal, words))

    def unexplained(indicator: Indicator) -> Iterator[Hit]:
        cause = indicator.cause
        if cause is None or (bare(cause.text) and normal(cause.text).strip("。.") not in blank):
            return
        if missed(indicator, field):
            yield _hit(indicator, field, "cause")

    def said(indicator: Indicator) -> Iterator[Hit]:
        if missed(indicator, field):
            yield _hit(indicator, field, "actual")

    return unexplained if options.get("and") == "cause" else said


def _hit(indicator: Indicator, field: str, at: str) -> Hit:
    near = tuple(Near(indicator, one, "other") for one in (field, "actual") if one != at)
    target = text_of(field_of(indicator, field)).strip()
    if text_of(field_of(indicator, at)).strip():
        return Hit.trimmed(indicator, at, near, target=target)
    return Hit(indicator, at, values={"target": target}, related=near, text="")


def _as_target(indicator: Indicator, field: str) -> Iterator[Hit]:
    actual, target = normal(text_of(indicator.actual)), normal(text_of(field_of(indicator, field)))
    if not actual or not any(char.isdigit() for char in actual):
        return
    parsed = targets.parse(actual)
    signed = actual.startswith(_SIGNS)
    if signed or (actual == target and _is_bound(parsed, actual)):
        yield _hit(indicator, field, "actual")


def _is_bound(parsed: Target, text: str) -> bool:
    """Whether it says a limit and no value: 90%以上, 不超过3起, 12月底前."""
    return parsed.comparator not in ("", "=") or (
        parsed.deadline is not None and text.endswith(("前", "内"))
    )


def _is_full(indicator: Indicator) -> bool:
    score, weight = points(text_of(indicator.score)), points(text_of(indicator.weight))
    return bool(
        score and weight and not score.blank and weight.value and score.value == weight.value
    )


def _passing(spec: Mapping[str, Any] | None, rulebook: Rulebook) -> Callable[[Indicator], bool]:
    if spec is None:
        return lambda _: False
    named = name_tests.compile(spec["names"], rulebook)
    least = targets.parse(spec["at"]).quantity or Decimal(0)

    def passes(indicator: Indicator) -> bool:
        if not named(text_of(indicator.name)) and not named(text_of(indicator.level2)):
            return False
        actual = targets.parse(text_of(indicator.actual)).quantity
        return actual is not None and actual >= least

    return passes


def _missed(options: Mapping[str, Any], rulebook: Rulebook) -> Callable[[Indicator, str], bool]:
    spec = options.get("less_is_better")
    less = name_tests.compile(spec, rulebook) if spec else lambda _: False
    listed = rulebook.words[options["unmet_words"]].texts() if "unmet_words" in options else ()
    unmet = frozenset(map(normal, listed))

    def missed(indicator: Indicator, field: str) -> bool:
        actual, target = indicator.actual, field_of(indicator, field)
        if actual is None or target is None or not bare(actual.text) or not bare(target.text):
            return False
        if normal(actual.text).strip("。.;；,，") in unmet:
            return True
        sign = text_of(indicator.comparator)
        wanted = target.text if _has_sign(target.text) else sign + target.text
        reverse = less(text_of(indicator.name)) or "反" in text_of(indicator.direction)
        return _falls_short(wanted, actual.text, reverse=reverse)

    return missed


def _has_sign(text: str) -> bool:
    return bool(targets.parse(text).comparator)


@lru_cache(maxsize=16384)
def _falls_short(target: str, actual: str, *, reverse: bool) -> bool:
    wanted, got = targets.parse(target), targets.parse(actual)
    if wanted.deadline or got.deadline:
        last = wanted.deadline and wanted.deadline.last
        done = got.deadline and got.deadline.last
        return bool(last and done and not wanted.quantities and done > last)
    if not _is_like(wanted, got):
        return False
    limit, value = wanted.quantities[0], got.quantities[0]
    number, low, high = _in_one_unit(value, limit, _bounds(limit, reverse=reverse))
    slack = _slack(target, actual, value)
    return number is not None and (
        (low is not None and number + slack < low) or (high is not None and number - slack > high)
    )


def _is_like(wanted: Target, got: Target) -> bool:
    """Whether each is one number, the actual one definite, and both levels or both rises."""
    if len(wanted.quantities) != 1 or len(got.quantities) != 1:
        return False
    limit, value = wanted.quantities[0], got.quantities[0]
    definite = value.comparator in ("", "=") and value.low == value.high
    return definite and limit.change == value.change != "down" and not limit.about


def _bounds(limit: Quantity, *, reverse: bool) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that is accepted; neither where a bare number leaves it open."""
    if limit.stated:
        return limit.low, limit.high
    if limit.unit_class == "money" and not limit.per:
        return None, None
    return (None, limit.high) if reverse else (limit.low, None)


def _in_one_unit(
    value: Quantity, limit: Quantity, bounds: tuple[Decimal | None, Decimal | None]
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The value and the bounds in one unit; no value where there is none."""
    low, high = bounds
    if value.base == limit.base and value.per == limit.per:
        return value.low, low, high
    # 2133 of ≥2100人, 92% of ≥90: one of them leaves its unit to the other.
    number, shown = value.quantity, limit.quantity
    between = low is not None and high is not None and low != high
    if (value.unit and limit.unit) or between or number is None or shown is None:
        return None, low, high
    if min(number, shown) <= 1 < max(number, shown) and "%" in (value.unit, limit.unit):
        # 0.98 of ≥95%.
        return None, low, high
    return number, shown if low is not None else None, shown if high is not None else None


def _slack(target: str, actual: str, value: Quantity) -> Decimal:
    """Half of the last digit of an actual value that shows fewer digits than its target."""
    shown, wanted = (len(normal(text).partition(".")[2].rstrip("%")) for text in (actual, target))
    if shown >= wanted or value.quantity is None or not value.quantity:
        return Decimal(0)
    factor = (value.low or value.quantity) / value.quantity
    exponent = value.quantity.as_tuple().exponent
    return Decimal(5).scaleb((exponent if isinstance(exponent, int) else 0) - 1) * factor

"""`when`: the condition under which a rule looks at a record, as data.

A mapping, all of which must hold: a field (or a part of it: `annual_target.unit`,
`level1.class`, `total.value`) → a value, a list of values, or operators; `any`, `all` and
`not` above them. Texts are compared with width folded and without spaces, `matches` sees
the text as it stands; numbers compare as Decimal.

The answer is True, False or None: None where a part that could not be read decides. A
record of which nothing is known counts as not checked, never as not applicable.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from audit.filing import MONEY_FIELDS, TARGET_FIELDS, Filing, Project, Record
from audit.grammar import amounts, targets
from audit.grammar.normal import normal
from audit.rulebook.book import Rulebook
from audit.rulebook.parts import (
    Reading,
    Unknown,
    amount_of,
    field_at,
    number_in,
    operand_number,
    reading_of,
    texts_in,
)
from audit.rulebook.patterns import compiled

Answer = bool | None
Test = Callable[[Record, Project | None, Filing], Answer]
When = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A compiled `when`."""

    test: Test
    """(record, its project, filing) → True, False or None."""
    reads: frozenset[str]
    """The fields it reads."""


def compile_when(when: When, rulebook: Rulebook) -> Condition | None:
    """The condition as `normalised` gives it; None where there is none."""
    if not when:
        return None
    return Condition(_all_of(when, rulebook), frozenset(_reads(when)))


def _reads(when: When) -> Iterator[str]:
    for key, value in when.items():
        if key in {"any", "all"}:
            for one in value:
                yield from _reads(one)
        elif key == "not":
            yield from _reads(value)
        else:
            yield key.partition(".")[0]


def _all_of(when: When, rulebook: Rulebook) -> Test:
    tests = [_one_of(key, value, rulebook) for key, value in when.items()]
    return tests[0] if len(tests) == 1 else _joined(tests, decisive=False)


def _one_of(key: str, value: Any, rulebook: Rulebook) -> Test:
    match key:
        case "any":
            return _joined([_all_of(one, rulebook) for one in value], decisive=True)
        case "all":
            return _joined([_all_of(one, rulebook) for one in value], decisive=False)
        case "not":
            return _negated(_all_of(value, rulebook))
        case _:
            pass
    reading = reading_of(key, rulebook)
    tests = [_operator(name, operand, key, reading, rulebook) for name, operand in value.items()]
    return tests[0] if len(tests) == 1 else _joined(tests, decisive=False)


def _joined(tests: list[Test], *, decisive: bool) -> Test:
    """`any` (decisive True) or `all` (decisive False): the decisive answer outweighs unknown."""

    def test(record: Record, project: Project | None, filing: Filing) -> Answer:
        answer: Answer = not decisive
        for one in tests:
            found = one(record, project, filing)
            if found is decisive:
                return decisive
            if found is None:
                answer = None
        return answer

    return test


def _negated(inner: Test) -> Test:
    def test(record: Record, project: Project | None, filing: Filing) -> Answer:
        answer = inner(record, project, filing)
        return None if answer is None else not answer

    return test


def _operator(name: str, operand: Any, path: str, reading: Reading, rulebook: Rulebook) -> Test:
    if name == "not":
        inner = [_operator(key, one, path, reading, rulebook) for key, one in operand.items()]
        return _negated(_joined(inner, decisive=False))
    if name in {"above", "below"}:
        return _compared(operand, path, reading, above=name == "above")
    holds = _holds(name, operand, rulebook)

    def test(record: Record, project: Project | None, filing: Filing) -> Answer:
        value = reading(record, project, filing)
        if isinstance(value, Unknown):
            return None
        if value is None:
            value = ()
        elif isinstance(value, Decimal):
            value = (f"{value:f}",)
        return holds(value)

    return test


def _holds(name: str, operand: Any, rulebook: Rulebook) -> Callable[[tuple[str, ...]], bool]:
    """What an operator asks of the texts of a field; () stands for nothing there."""
    if name == "missing":
        return lambda texts: (not any(normal(text) for text in texts)) is operand
    if name == "matches":
        pattern = compiled(operand)
        return lambda texts: any(pattern.search(text) is not None for text in texts)
    if name == "in_list":
        wanted = frozenset(map(normal, rulebook.words[operand].texts()))
    else:
        wanted = frozenset(map(normal, [operand] if isinstance(operand, str) else operand))
    if name in {"is", "in", "in_list"}:
        return lambda texts: any(normal(text) in wanted for text in texts)
    if name == "contains":
        return lambda texts: any(one in normal(text) for text in texts for one in wanted)
    ends = tuple(wanted)
    if name == "starts_with":
        return lambda texts: any(normal(text).startswith(ends) for text in texts)
    return lambda texts: any(normal(text).endswith(ends) for text in texts)


def _compared(operand: str, path: str, reading: Reading, *, above: bool) -> Test:
    limit = operand_number(operand, path)
    assert limit is not None

    if path in TARGET_FIELDS:
        return _target_compared(operand, path, above=above)
    if path in MONEY_FIELDS:
        return _amount_compared(operand, path, above=above)

    def test(record: Record, project: Project | None, filing: Filing) -> Answer:
        value = reading(record, project, filing)
        if isinstance(value, Unknown):
            return None
        number = value if isinstance(value, Decimal) or value is None else number_in(value[0])
        if number is None:
            # Nothing there is not above and not below; a text that is no number is unknown.
            return None if value and any(normal(text) for text in texts_in(value)) else False
        return number > limit if above else number < limit

    return test


def _target_compared(operand: str, path: str, *, above: bool) -> Test:
    wanted = targets.parse(operand)

    def test(record: Record, project: Project | None, filing: Filing) -> Answer:
        field = field_at(path, record, project, filing)
        target = targets.parse(field.text) if field else None
        if target is None or target.quantity is None:
            known = target is None or target.understood or not normal(target.text)
            return False if known else None
        pair: tuple[Decimal | None, Decimal | None] = (target.quantity, wanted.quantity)
        if wanted.unit:
            if target.unit_class != wanted.unit_class:
                return False
            pair = (_bound(target), _bound(wanted))
        number, limit = pair
        if number is None or limit is None:
            return None
        return number > limit if above else number < limit

    return test


def _bound(target: targets.Target) -> Decimal | None:
    return target.low if target.low is not None else target.high


def _amount_compared(operand: str, path: str, *, above: bool) -> Test:
    wanted = amounts.parse(operand)

    def test(record: Record, project: Project | None, filing: Filing) -> Answer:
        field = field_at(path, record, project, filing)
        amount = amount_of(field, project, filing)
        if amount is None or amount.blank:
            return False
        if wanted.unit:
            number, limit = amounts.in_yuan(amount), amounts.in_yuan(wanted)
        else:
            number, limit = amount.value, wanted.value
        if number is None or limit is None:
            return None
        return number > limit if above else number < limit

    return test

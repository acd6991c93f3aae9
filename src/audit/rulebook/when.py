"""`when`: the condition under which a rule looks at a record, as data.

A mapping, all of which must hold: a field (or a part of it: `annual_target.unit`,
`level1.class`, `total.value`) → a value, a list of values, or operators; `any`, `all` and
`not` above them. Texts are compared with width folded and without spaces, `matches` sees
the text as it stands; numbers compare as Decimal.

The answer is True, False or None: None where a part that could not be read decides. A
record of which nothing is known counts as not checked, never as not applicable.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any

from audit.errors import RuleError
from audit.filing import (
    AMOUNT_FIELDS,
    FIELD_NAMES,
    FILING_FIELDS,
    INDICATOR_FIELDS,
    PROJECT_FIELDS,
    TARGET_FIELDS,
    TOTAL_FIELDS,
    Field,
    Filing,
    Indicator,
    Project,
    Record,
    field_name,
)
from audit.grammar import amounts, targets
from audit.grammar import categories as category_text
from audit.grammar.normal import fold, normal
from audit.rulebook.book import Rulebook
from audit.rulebook.categories import classify
from audit.rulebook.marks import Faults, Items, Map, Node, Scalar, nearest
from audit.rulebook.patterns import compiled
from audit.rulebook.telling import unknown_key, unknown_value, wrong_sort

Answer = bool | None
Test = Callable[[Record, Project | None, Filing], Answer]
When = Mapping[str, Any]

_TEXT_OPERATORS = ("is", "contains", "starts_with", "ends_with", "in")
_OPERATORS = (
    "is", "in", "in_list", "not", "contains", "starts_with", "ends_with",
    "matches", "above", "below", "missing",
)  # fmt: skip
_CATEGORY_PARTS = ("code", "name", "class")
_AMOUNT_PARTS = ("value", "yuan", "unit", "problem")
_TARGET_PARTS = (
    *(one.name for one in fields(targets.Target) if one.name not in {"text", "quantities"}),
    "understood",
)
_ALWAYS_KNOWN = {"has_number", "understood", "rest"}
_FIELDS = frozenset((*FILING_FIELDS, *TOTAL_FIELDS, *PROJECT_FIELDS, *INDICATOR_FIELDS)) - {
    "totals",
    "indicators",
}


class _Unknown:
    """A part that could not be read."""


_UNKNOWN = _Unknown()
_Value = tuple[str, ...] | Decimal | _Unknown | None
"""Texts of which one may fit, a number, unknown, or None where there is nothing."""
_Reading = Callable[[Record, Project | None, Filing], _Value]


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """A compiled `when`."""

    test: Test
    """(record, its project, filing) → True, False or None."""
    reads: frozenset[str]
    """The fields it reads."""

    @property
    def indicator_only(self) -> bool:
        """It asks nothing but the indicator, so that its answer can be memoised with it."""
        return self.reads <= _INDICATOR

    @property
    def of_indicators(self) -> bool:
        """It asks something of the indicator: a rule on projects then filters indicators."""
        return bool(self.reads & _INDICATOR)


_INDICATOR = frozenset(INDICATOR_FIELDS)


def compile_when(when: When, rulebook: Rulebook) -> Condition | None:
    """The condition as `normalised` gives it; None where there is none."""
    if not when:
        return None
    return Condition(_all_of(when, rulebook), frozenset(_reads(when)))


def normalised(node: Node | None, lists: Iterable[str], faults: Faults) -> dict[str, Any]:
    """The condition as JSON with English field names; what is wrong with it is in `faults`."""
    if not isinstance(node, Map):
        return {}
    known = list(lists)
    found: dict[str, Any] = {}
    for key, value in node.entries.items():
        mark = node.keys[key]
        if key in {"any", "all"}:
            if not isinstance(value, Items):
                wrong_sort(value, ["array"], key, faults)
                continue
            found[key] = [normalised(item, known, faults) for item in value.items]
        elif key == "not":
            if not isinstance(value, Map):
                wrong_sort(value, ["object"], key, faults)
                continue
            found[key] = normalised(value, known, faults)
        elif path := _path(mark, faults):
            found[path] = _operators(value, path, known, faults)
    return found


def both(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """A condition that holds where both hold."""
    return {"all": [first, second]} if first and second else first or second


def _path(key: Scalar, faults: Faults) -> str:
    name, dot, part = key.text.partition(".")
    field = field_name(name)
    if field not in _FIELDS:
        known = [*sorted(_FIELDS), *FIELD_NAMES, "any", "all", "not"]
        whole = Map({key.text: key}, key.mark, {key.text: key})
        unknown_key(whole, key.text, known, faults)
        return ""
    parts = _parts(field)
    if dot and part not in parts:
        mark = key.mark.shifted(len(name) + 1, len(part))
        faults.add(
            "unknown-part",
            mark,
            name=part,
            field=name,
            nearest=nearest(part, parts),
            known=", ".join(parts) or "–",
        )
        return ""
    return f"{field}.{part}" if dot else field


def _parts(field: str) -> Sequence[str]:
    if field in TARGET_FIELDS:
        return _TARGET_PARTS
    if field in AMOUNT_FIELDS:
        return _AMOUNT_PARTS
    return _CATEGORY_PARTS if field in {"level1", "level2"} else ()


def _operators(node: Node, path: str, lists: list[str], faults: Faults) -> dict[str, Any]:
    match node:
        case Scalar():
            return {"is": node.text}
        case Items():
            return {"in": _texts(node, "in", faults)}
        case Map():
            found: dict[str, Any] = {}
            for key, value in node.entries.items():
                if key not in _OPERATORS:
                    unknown_key(node, key, _OPERATORS, faults)
                else:
                    found[key] = _operand(key, value, path, lists, faults)
            return found


def _operand(key: str, node: Node, path: str, lists: list[str], faults: Faults) -> Any:
    match key:
        case "not":
            return _operators(node, path, lists, faults)
        case "in" | "contains" | "starts_with" | "ends_with":
            return _texts(node, key, faults)
        case _:
            pass
    if not isinstance(node, Scalar):
        wrong_sort(node, ["string"], key, faults)
        return ""
    text = node.text
    if key == "missing":
        if text not in {"true", "false"}:
            unknown_value(node, ["true", "false"], key, faults)
        return text == "true"
    if key == "in_list" and text not in lists:
        unknown_value(node, lists, key, faults, "unknown-word-list")
    if key in {"above", "below"} and _operand_number(text, path) is None:
        faults.add("not-a-number", node.mark, name=key, value=text)
    if key == "matches":
        try:
            compiled(text)
        except RuleError as error:
            faults.take(error, node.mark)
    return text


def _operand_number(text: str, path: str) -> Decimal | None:
    if path in TARGET_FIELDS:
        return targets.parse(text).quantity
    if path in AMOUNT_FIELDS:
        return amounts.parse(text).value
    return _number(text)


def _texts(node: Node, name: str, faults: Faults) -> list[str]:
    match node:
        case Scalar():
            return [node.text]
        case Items():
            for item in node.items:
                if not isinstance(item, Scalar):
                    wrong_sort(item, ["string"], name, faults)
            return [item.text for item in node.items if isinstance(item, Scalar)]
        case Map():
            wrong_sort(node, ["array"], name, faults)
            return []


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
    reading = _reading(key, rulebook)
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


def _operator(name: str, operand: Any, path: str, reading: _Reading, rulebook: Rulebook) -> Test:
    if name == "not":
        inner = [_operator(key, one, path, reading, rulebook) for key, one in operand.items()]
        return _negated(_joined(inner, decisive=False))
    if name in {"above", "below"}:
        return _compared(operand, path, reading, above=name == "above")
    holds = _holds(name, operand, rulebook)

    def test(record: Record, project: Project | None, filing: Filing) -> Answer:
        value = reading(record, project, filing)
        if isinstance(value, _Unknown):
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


def _compared(operand: str, path: str, reading: _Reading, *, above: bool) -> Test:
    limit = _operand_number(operand, path)
    assert limit is not None

    if path in TARGET_FIELDS:
        return _target_compared(operand, path, above=above)
    if path in AMOUNT_FIELDS:
        return _amount_compared(operand, path, above=above)

    def test(record: Record, project: Project | None, filing: Filing) -> Answer:
        value = reading(record, project, filing)
        if isinstance(value, _Unknown):
            return None
        number = value if isinstance(value, Decimal) or value is None else _number(value[0])
        if number is None:
            # Nothing there is not above and not below; a text that is no number is unknown.
            return None if value and any(normal(text) for text in _as_texts(value)) else False
        return number > limit if above else number < limit

    return test


def _target_compared(operand: str, path: str, *, above: bool) -> Test:
    wanted = targets.parse(operand)

    def test(record: Record, project: Project | None, filing: Filing) -> Answer:
        field = _field(path, record, project, filing)
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
        field = _field(path, record, project, filing)
        amount = _amount(field, project, filing)
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


def _amount(field: Field | None, project: Project | None, filing: Filing) -> amounts.Amount | None:
    if field is None:
        return None
    unit = (project and project.money_unit) or filing.money_unit
    return amounts.parse(field.text, unit.text if unit else "")


def _reading(path: str, rulebook: Rulebook) -> _Reading:
    name, _, part = path.partition(".")

    def whole(record: Record, project: Project | None, filing: Filing) -> _Value:
        field = _field(name, record, project, filing)
        return None if field is None else (field.text,)

    def of_target(record: Record, project: Project | None, filing: Filing) -> _Value:
        field = _field(name, record, project, filing)
        return None if field is None else _target_part(targets.parse(field.text), part)

    def of_amount(record: Record, project: Project | None, filing: Filing) -> _Value:
        amount = _amount(_field(name, record, project, filing), project, filing)
        return None if amount is None else _amount_part(amount, part)

    def of_category(record: Record, project: Project | None, filing: Filing) -> _Value:
        field = _field(name, record, project, filing)
        if field is None:
            return None
        if part != "class":
            code, title = category_text.parse(field.text)
            return (code if part == "code" else title,)
        level = classify(rulebook.taxonomy, field.text, 1 if name == "level1" else 2)
        if level is None:
            return _UNKNOWN if normal(field.text) else None
        return (level.key, level.name, *level.aliases)

    if not part:
        return whole
    if name in TARGET_FIELDS:
        return of_target
    return of_amount if name in AMOUNT_FIELDS else of_category


def _target_part(target: targets.Target, part: str) -> _Value:
    value = getattr(target, part)
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, Decimal):
        return value
    if not value:
        known = target.understood or part in _ALWAYS_KNOWN or not normal(target.text)
        return None if known else _UNKNOWN
    if part == "unit":
        # `annual_target.unit: percent` and `annual_target.unit: "%"` both say it.
        return (target.unit, target.unit_class)
    if part == "deadline":
        return ("-".join(str(one) for one in value if one is not None),)
    return (str(value),)


def _amount_part(amount: amounts.Amount, part: str) -> _Value:
    if part == "problem":
        return (amount.problem,) if amount.problem else None
    if amount.problem:
        return _UNKNOWN
    if part == "unit":
        return (amount.unit,) if amount.unit else None
    return amounts.in_yuan(amount) if part == "yuan" else amount.value


def _field(name: str, record: Record, project: Project | None, filing: Filing) -> Field | None:
    """The field of the record, of its project or of the filing."""
    for one in (record, project, filing):
        found = getattr(one, name, None)
        if isinstance(found, Field):
            return found
        if isinstance(one, Indicator) and name in _INDICATOR:
            return None
    return None


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(fold(text).strip().rstrip("年%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _as_texts(value: tuple[str, ...] | Decimal) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()

"""`when` as an author wrote it: checked, with field names in English. when.py runs it."""

from collections.abc import Iterable
from typing import Any

from audit.errors import RuleError
from audit.filing import FIELD_NAMES, field_name
from audit.nearest import nearest
from audit.rulebook.marks import Faults, Items, Map, Node, Scalar
from audit.rulebook.parts import FIELDS, operand_number, parts_of
from audit.rulebook.patterns import compiled
from audit.rulebook.telling import unknown_key, unknown_value, wrong_sort

_OPERATORS = (
    "is", "in", "in_list", "not", "contains", "starts_with", "ends_with",
    "matches", "above", "below", "missing",
)  # fmt: skip


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
    if field not in FIELDS:
        known = [*sorted(FIELDS), *FIELD_NAMES, "any", "all", "not"]
        whole = Map({key.text: key}, key.mark, {key.text: key})
        unknown_key(whole, key.text, known, faults)
        return ""
    parts = parts_of(field)
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
    if key in {"above", "below"} and operand_number(text, path) is None:
        faults.add("not-a-number", node.mark, name=key, value=text)
    if key == "matches":
        try:
            compiled(text)
        except RuleError as error:
            faults.take(error, node.mark)
    return text


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

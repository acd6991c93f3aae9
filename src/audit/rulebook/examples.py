"""Examples of rules as data: what they may say, in Chinese or English, and their one form.

Given is a text in the inline grammar, or a filing in the shape that `audit records` prints:
`{projects: [{name, total, goal, indicators: […]}], totals: […]}`, all parts optional; a
mapping with a project's keys and no `projects` is a filing of this one project. For corpus
rules `{filings: […]}`, for rules about what was read `{document: Markdown}`.
"""

from collections.abc import Mapping
from typing import Any

from audit.filing import (
    AMOUNT_FIELDS,
    FIELD_NAMES,
    IN_INDICATOR,
    IN_PROJECT,
    IN_TOTAL,
    INDICATOR_FIELDS,
    PROJECT_FIELDS,
    field_name,
)
from audit.grammar import indicators
from audit.rulebook.marks import Faults, Items, Map, Node, Scalar
from audit.rulebook.telling import unknown_key, unknown_value, wrong_sort

Given = str | Mapping[str, Any]

_FILING_KEYS = (
    "department", "year", "money_unit", "totals", "projects", "fields", "kind", "layout",
    "format", "index",
)  # fmt: skip
_PROJECT_KEYS = (*PROJECT_FIELDS, "money_unit", "shares", "index")
_TOTAL_KEYS = ("label", "kind", "covers", *AMOUNT_FIELDS, "index")
_INDICATOR_KEYS = (*INDICATOR_FIELDS, "index")
_KINDS = ("project", "department", "transfer", "self-evaluation")


def given(node: Node | None, faults: Faults) -> Given:
    """The example's text or mapping, keys in English; what is wrong with it is in `faults`."""
    match node:
        case Scalar():
            _check_inline(node, faults)
            return node.text
        case Map() if "document" in node.entries or "filings" in node.entries:
            return _special(node, faults)
        case Map():
            return _filing(node, faults)
        case _:
            return ""


def _check_inline(node: Scalar, faults: Faults) -> None:
    """A text in which the grammar sees no indicator would be an example of nothing."""
    if not indicators.split(node.text):
        faults.add("example-without-indicator", node.mark, value=node.text)


def find(node: Node, faults: Faults) -> dict[str, Any]:
    """One of `finds`: keys of a finding; a text alone is the words at fault."""
    if isinstance(node, Scalar):
        return {"text": node.text}
    assert isinstance(node, Map)
    found: dict[str, Any] = {}
    for key, value in node.entries.items():
        match key, value:
            case "field", Scalar():
                found[key] = field(value, faults)
            case "related", Items():
                found[key] = [find(item, faults) for item in value.items]
            case "span", Items():
                found[key] = [int(item.text) for item in value.items if isinstance(item, Scalar)]
            case _, Scalar():
                found[key] = None if _is_null(value) else value.text
            case _:
                # The schema has told of it.
                pass
    return found


def field(node: Scalar, faults: Faults) -> str:
    """A field name in English; an unknown one is told of."""
    name = field_name(node.text)
    known = {*FIELD_NAMES.values(), "label"}
    if name not in known:
        # Whoever writes in Chinese is answered in Chinese.
        names = sorted(known) if node.text.isascii() else list(FIELD_NAMES)
        unknown_value(node, names, "field", faults, "unknown-field")
    return name


def _special(node: Map, faults: Faults) -> dict[str, Any]:
    key = "document" if "document" in node.entries else "filings"
    for other in node.entries:
        if other not in (key, "format"):
            unknown_key(node, other, [key, "format"], faults)
    value = node.entries[key]
    if key == "filings":
        return {"filings": [given(one, faults) for one in _items(value, faults)]}
    found = {"document": value.text if isinstance(value, Scalar) else ""}
    return found | ({"format": node.text("format")} if "format" in node.entries else {})


def _filing(node: Map, faults: Faults) -> dict[str, Any]:
    names = {key: field_name(key) for key in node.entries}
    if "projects" not in names.values() and any(
        (IN_PROJECT.get(key) or name) in _PROJECT_KEYS and name not in _FILING_KEYS
        for key, name in names.items()
    ):
        return _filing_of_one(node, faults)
    found: dict[str, Any] = {}
    for key, value in node.entries.items():
        name = names[key]
        match name:
            case "projects":
                found[name] = [_project(one, faults) for one in _items(value, faults)]
            case "totals":
                found[name] = [_total(one, faults) for one in _items(value, faults)]
            case "fields":
                found[name] = [
                    field_name(one.text) for one in _items(value, faults) if isinstance(one, Scalar)
                ]
            case _ if name in _FILING_KEYS:
                found[name] = _text(value, faults)
            case _:
                unknown_key(node, key, [*_FILING_KEYS, *_PROJECT_KEYS], faults)
    kind = node.get("kind")
    if isinstance(kind, Scalar) and kind.text not in _KINDS:
        unknown_value(kind, _KINDS, "kind", faults)
    return found


def _filing_of_one(node: Map, faults: Faults) -> dict[str, Any]:
    head, rest = Map({}, node.mark), Map({}, node.mark)
    for key, value in node.entries.items():
        to = head if field_name(key) in _FILING_KEYS else rest
        to.put(key, value, node.keys[key].mark)
    return _filing(head, faults) | {"projects": [_project(rest, faults)]}


def _project(node: Node, faults: Faults) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in _entries(node, faults):
        name = IN_PROJECT.get(key) or field_name(key)
        if name == "indicators":
            found[name] = _indicators(value, faults)
        elif name == "shares" and isinstance(value, Map):
            found[name] = {label: _text(one, faults) for label, one in value.entries.items()}
        elif name in _PROJECT_KEYS:
            found[name] = _text(value, faults)
        else:
            unknown_key(node, key, ["name", *_PROJECT_KEYS], faults)
    return found


def _indicators(node: Node, faults: Faults) -> Any:
    match node:
        case Scalar():
            return None if _is_null(node) else _inline(node, faults)
        case _:
            return [
                _inline(one, faults) if isinstance(one, Scalar) else _indicator(one, faults)
                for one in _items(node, faults)
            ]


def _inline(node: Scalar, faults: Faults) -> str:
    if node.text:
        _check_inline(node, faults)
    return node.text


def _indicator(node: Node, faults: Faults) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in _entries(node, faults):
        name = IN_INDICATOR.get(key) or field_name(key)
        if name in _INDICATOR_KEYS:
            found[name] = _text(value, faults)
        else:
            unknown_key(node, key, _INDICATOR_KEYS, faults)
    return found


def _total(node: Node, faults: Faults) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in _entries(node, faults):
        name = IN_TOTAL.get(key) or field_name(key)
        if name == "covers":
            found[name] = [
                int(one.text)
                for one in _items(value, faults)
                if isinstance(one, Scalar) and one.text.isdecimal()
            ]
        elif name in _TOTAL_KEYS:
            found[name] = _text(value, faults)
        else:
            unknown_key(node, key, _TOTAL_KEYS, faults)
    return found


def _text(node: Node, faults: Faults) -> str | None:
    if isinstance(node, Scalar):
        return None if _is_null(node) else node.text
    wrong_sort(node, ["string"], "", faults)
    return ""


def _is_null(node: Scalar) -> bool:
    """`null` says that the form has no such field; nothing at all, that it is blank."""
    return node.plain and node.text in {"null", "~"}


def _items(node: Node, faults: Faults) -> list[Node]:
    if isinstance(node, Items):
        return node.items
    wrong_sort(node, ["array"], "", faults)
    return []


def _entries(node: Node, faults: Faults) -> list[tuple[str, Node]]:
    if isinstance(node, Map):
        return list(node.entries.items())
    wrong_sort(node, ["object"], "", faults)
    return []

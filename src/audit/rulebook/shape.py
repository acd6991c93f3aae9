"""Nodes against a JSON Schema: scalars become what the schema wants, faults get their place.

A scalar is a text unless the schema, at this point, wants an integer, a number or
true/false. What is wrong is told by telling.py.

Beside what JSON Schema knows, a schema may say `names`: what the text at this point is a
name of (words, data, class, field, rule), for the loader to look up.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audit.rulebook import telling
from audit.rulebook.marks import Faults, Items, Map, Node, Scalar

Schema = Mapping[str, Any]

WORD: Schema = {"type": "string", "minLength": 1}
TITLE: Schema = {
    "anyOf": [
        WORD,
        {"type": "object", "properties": {"zh": WORD, "en": WORD}, "additionalProperties": False},
    ]
}
"""A title in one language or both."""

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)


def shaped(node: Node, schema: Schema, faults: Faults) -> tuple[Any, set[str | int]]:
    """The node's value, and the first steps of the paths under which something is wrong.

    The empty string stands for the node itself.
    """
    value = _converted(node, [schema], schema)
    wrong: set[str | int] = set()
    for error in telling.errors(schema, value):
        path = tuple(error.absolute_path)
        wrong.add(path[0] if path else "")
        telling.tell(error, node, faults)
    return value, wrong


def names(schema: Schema, node: Node, root: Schema | None = None) -> Iterator[tuple[str, Scalar]]:
    """The scalars for which the schema has `names`, with what they name (words, field …)."""
    root = root or schema
    if isinstance(node, Scalar):
        found = next((one["names"] for one in _flat([schema], root) if "names" in one), None)
        if found:
            yield found, node
    match node:
        case Items():
            for item in node.items:
                for inner in _inner([schema], root, None):
                    yield from names(inner, item, root)
        case Map():
            for key, value in node.entries.items():
                for inner in _inner([schema], root, key):
                    yield from names(inner, value, root)
        case Scalar():
            return


def _converted(node: Node, schemas: list[Schema], root: Schema) -> Any:
    flat = _flat(schemas, root)
    match node:
        case Items():
            inner = _inner(flat, root, None)
            return [_converted(item, inner, root) for item in node.items]
        case Map():
            return {
                key: _converted(value, _inner(flat, root, key), root)
                for key, value in node.entries.items()
            }
        case Scalar():
            return _scalar(node, flat)


def _scalar(node: Scalar, schemas: list[Schema]) -> Any:
    text = node.text
    kinds: set[str] = set()
    choices: list[Any] = []
    for one in schemas:
        sort = one.get("type", ())
        if "enum" in one or "const" in one:
            choices += one.get("enum", [one.get("const")])
        else:
            kinds |= {sort} if isinstance(sort, str) else set(sort)
    if not node.plain or text in choices or "string" in kinds:
        return text
    if text in {"true", "false"} and ("boolean" in kinds or _is_in(text == "true", choices)):
        return text == "true"
    if _INTEGER.fullmatch(text) and (kinds & {"integer", "number"} or _is_in(int(text), choices)):
        return int(text)
    if "number" in kinds and _NUMBER.fullmatch(text):
        return float(text)
    return text


def _is_in(value: object, choices: list[Any]) -> bool:
    # 1 == True in Python, and not in JSON.
    return any(type(one) is type(value) and one == value for one in choices)


def _flat(schemas: Iterable[Schema], root: Schema) -> list[Schema]:
    """The schemas with references and branches laid open."""
    found: list[Schema] = []
    for schema in schemas:
        if not isinstance(schema, Mapping):
            continue
        found.append(schema)
        if reference := schema.get("$ref"):
            found += _flat([_resolved(reference, root)], root)
        for word in ("anyOf", "oneOf", "allOf"):
            found += _flat(schema.get(word, ()), root)
    return found


def _inner(schemas: Iterable[Schema], root: Schema, key: str | None) -> list[Schema]:
    """The schemas of an item (key None) or of a mapping's entry."""
    found: list[Schema] = []
    for schema in _flat(schemas, root):
        if key is None:
            found += [schema["items"]] if isinstance(schema.get("items"), Mapping) else []
        elif key in schema.get("properties", {}):
            found.append(schema["properties"][key])
        elif isinstance(schema.get("additionalProperties"), Mapping):
            found.append(schema["additionalProperties"])
    return found


def _resolved(reference: str, root: Schema) -> Schema:
    found: Schema = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found

"""Nodes against a JSON Schema: scalars become what the schema wants, faults get their place.

A scalar is a text unless the schema, at this point, wants an integer, a number or
true/false. Each cause is one fault: of an `anyOf` only the branch that the author meant
is told of, a misspelt key is told of instead of the key that is therefore missing, and
what stands under a refused value is not looked at.

`"key"` beside a schema keyword names the fault's own text, where the general one (does
not have the form …) would say too little.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from audit.rulebook.marks import Faults, Items, Map, Mark, Node, Scalar, nearest

Schema = Mapping[str, Any]
Path = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)


def shaped(node: Node, schema: Schema, faults: Faults) -> tuple[Any, set[str | int]]:
    """The node's value, and the first steps of the paths under which something is wrong.

    The empty string stands for the node itself.
    """
    value = _converted(node, [schema], schema)
    wrong: set[str | int] = set()
    for error in _errors(schema, value):
        path = tuple(error.absolute_path)
        wrong.add(path[0] if path else "")
        _tell(error, node, faults)
    return value, wrong


def at(node: Node, path: Iterable[str | int]) -> Node:
    """The node at a path, or the last one on the way that is there."""
    for step in path:
        match node:
            case Map() if step in node.entries:
                node = node.entries[str(step)]
            case Items() if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            case _:
                return node
    return node


def names(schema: Schema, node: Node, root: Schema | None = None) -> Iterator[tuple[str, Scalar]]:
    """The scalars for which the schema has `names`, with what they name (words, field …)."""
    root = root or schema
    for one in _flat([schema], root):
        if isinstance(node, Scalar) and "names" in one:
            yield one["names"], node
            return
    match node:
        case Items():
            for item in node.items:
                for inner in _inner([schema], root, None):
                    yield from names(inner, item, root)
        case Map():
            for key, value in node.entries.items():
                for inner in _inner([schema], root, key):
                    yield from names(inner, value, root)


def _errors(schema: Schema, value: Any) -> list[Any]:
    # Imported here: a warm cache never gets as far, and jsonschema takes 60 ms to import.
    import jsonschema  # noqa: PLC0415

    validator = jsonschema.Draft202012Validator(schema)
    found = [leaf for error in validator.iter_errors(value) for leaf in _leaves(error)]
    extra = {
        (*error.absolute_path, key)
        for error in found
        if error.validator == "additionalProperties"
        for key in _extra_keys(error)
    }
    return [error for error in found if not _is_explained(error, extra)]


def _is_explained(error: Any, extra: set[Path]) -> bool:
    """Whether a missing key is there under a misspelt name."""
    if error.validator != "required":
        return False
    missing = _missing_key(error)
    known = list(error.schema.get("properties", ()))
    return any(
        path[:-1] == tuple(error.absolute_path) and nearest(str(path[-1]), known) == missing
        for path in extra
    )


def _leaves(error: Any) -> Iterator[Any]:
    """The error, or those of the branch of an `anyOf` that its author meant."""
    if error.validator not in {"anyOf", "oneOf"} or not error.context:
        yield error
        return
    branches: dict[int, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    fitting = [group for group in branches.values() if not any(_is_other_sort(e) for e in group)]
    if not fitting:
        yield error
        return
    # The branch that got furthest before something was wrong, then the one with least wrong.
    best = min(fitting, key=lambda group: (-max(len(e.path) for e in group), len(group)))
    for inner in best:
        yield from _leaves(inner)


def _is_other_sort(error: Any) -> bool:
    return len(error.path) == 0 and error.validator in {"type", "const", "enum"}


def _tell(error: Any, node: Node, faults: Faults) -> None:
    found = at(node, error.absolute_path)
    schema, name = error.schema, _name(error.absolute_path)
    match error.validator:
        case "additionalProperties" | "unevaluatedProperties":
            known = list(schema.get("properties", ()))
            for key in _extra_keys(error):
                unknown_key(found, key, known, faults)
        case "required":
            faults.add("missing-key", found.mark, name=_missing_key(error), inside=name)
        case _ if comma := _full_width_mark(found):
            faults.add(*comma)
        case _ if isinstance(found, Scalar) and not found.text:
            faults.add("empty-value", found.mark, name=name)
        case "enum" | "const":
            allowed = [_as_written(one) for one in schema.get("enum", [schema.get("const")])]
            unknown_value(found, allowed, name, faults)
        case "anyOf" | "oneOf":
            _tell_of_branches(error, found, name, faults)
        case "type":
            sorts = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
            _tell_sorts(found, sorts, name, faults)
        case "minItems" | "minLength" | "minProperties":
            faults.add("too-few", found.mark, name=name, least=error.validator_value)
        case "maxItems" | "maxLength" | "maxProperties":
            faults.add("too-many", found.mark, name=name, most=error.validator_value)
        case "uniqueItems":
            faults.add("repeated-item", found.mark, name=name)
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            faults.add(
                "out-of-range", found.mark, name=name, value=_shown(found),
                least=schema.get("minimum", schema.get("exclusiveMinimum", "…")),
                most=schema.get("maximum", schema.get("exclusiveMaximum", "…")),
            )  # fmt: skip
        case _ if "key" in schema:
            faults.add(schema["key"], found.mark, name=name, value=_shown(found))
        case "pattern":
            faults.add(
                "bad-form", found.mark, name=name, value=_shown(found), form=error.validator_value
            )
        case "dependentRequired" | "dependentSchemas":
            faults.add("missing-beside", found.mark, name=name, problem=error.message)
        case _:
            # A keyword that only a kind from elsewhere uses: jsonschema's own words.
            faults.add("not-allowed", found.mark, name=name, problem=error.message)


def unknown_key(node: Node, key: str, known: Sequence[str], faults: Faults) -> None:
    """Tell of a key that the mapping may not have, with the nearest one it may."""
    mark = node.key_mark(key) if isinstance(node, Map) else node.mark
    if (colon := key.find("：")) > 0:
        faults.add("yaml-full-width-colon", mark.shifted(colon, 1), name=key[:colon])
        return
    if key[:1] in ("“", "”", "‘", "’"):
        faults.add("yaml-full-width-quote", mark.shifted(0, 1))
        return
    if first := _first_rest_of_text(node, known):
        if first == key:
            faults.add("yaml-comma-within", mark, name=key)
        return
    faults.add("unknown-key", mark, name=key, nearest=nearest(key, known), known=", ".join(known))


def _first_rest_of_text(node: Node, known: Sequence[str]) -> str:
    """In `{en: Output, benefit}`, the words after the comma that YAML took for a key."""
    if not isinstance(node, Map):
        return ""
    for key, value in node.entries.items():
        written = node.keys.get(key)
        if written and written.flow and key not in known and isinstance(value, Scalar):
            after = next(iter(node.entries)) != key
            return key if after and value.plain and not value.text else ""
    return ""


def unknown_value(
    node: Node, allowed: Sequence[str], name: str, faults: Faults, key: str = "unknown-value"
) -> None:
    """Tell of a value that is none of those allowed, with the nearest one that is."""
    if fault := _full_width_mark(node):
        faults.add(*fault)
        return
    value = _shown(node)
    faults.add(
        key, node.mark, name=name, value=value,
        nearest=nearest(value, allowed), known=", ".join(allowed),
    )  # fmt: skip


def _full_width_mark(node: Node) -> tuple[str, Mark] | None:
    """A plain scalar that YAML took whole, because its marks are full-width ones."""
    if not isinstance(node, Scalar) or not node.plain:
        return None
    text = node.text
    if text[:1] in ("“", "”", "‘", "’"):
        return "yaml-full-width-quote", node.mark.shifted(0, 1)
    if node.flow and (comma := re.search("(?<=.)[，、](?=.)", text)):
        return "yaml-full-width-comma", node.mark.shifted(comma.start(), 1)
    return None


def _tell_of_branches(error: Any, found: Node, name: str, faults: Faults) -> None:
    sorts: list[str] = []
    allowed: list[str] = []
    for inner in error.context:
        if len(inner.path):
            continue
        if inner.validator == "type":
            one = inner.validator_value
            sorts += [one] if isinstance(one, str) else one
        elif inner.validator in {"enum", "const"}:
            allowed += [
                _as_written(one) for one in inner.schema.get("enum", [inner.schema.get("const")])
            ]
    if allowed and isinstance(found, Scalar):
        unknown_value(found, allowed, name, faults)
    else:
        _tell_sorts(found, list(dict.fromkeys(sorts)), name, faults)


def _tell_sorts(found: Node, sorts: Sequence[str], name: str, faults: Faults) -> None:
    braces = isinstance(found, Map) and found.entries and "string" in sorts
    if braces and all(isinstance(v, Scalar) and not v.text for v in found.entries.values()):  # type: ignore[union-attr] -- `braces` says that it is a Map
        faults.add("yaml-needs-quotes", found.mark, character="{")
        return
    wanted = " | ".join(sorts)
    faults.add("wrong-type", found.mark, name=name, value=_shown(found), wanted=wanted)


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
    found: Any = root
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return found  # type: ignore[no-any-return] -- a schema is JSON, whose types are not known


def _extra_keys(error: Any) -> list[str]:
    known = error.schema.get("properties", {})
    return [key for key in error.instance if key not in known]


def _missing_key(error: Any) -> str:
    # jsonschema gives one error for each missing key, and names it only in its message.
    for key in error.validator_value:
        if key not in error.instance and error.message.startswith(repr(key)):
            return str(key)
    return ""


def _name(path: Iterable[str | int]) -> str:
    shown = ""
    for step in path:
        shown += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return shown.removeprefix(".")


def _shown(node: Node) -> str:
    match node:
        case Scalar():
            return node.text
        case Items():
            return "[…]"
        case Map():
            return "{…}"


def _as_written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

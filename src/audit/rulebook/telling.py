"""Telling of what a JSON Schema refuses: one fault a cause, at its place, in our words.

Of an `anyOf` only the branch that the author meant is told of; a misspelt key instead of
the key that is therefore missing; what stands under a refused value not at all. `"key"`
beside a schema's keywords names a fault's own text, where the general one would say too
little.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from audit.nearest import nearest
from audit.rulebook.marks import Faults, Items, Map, Mark, Node, Scalar

_Path = tuple[str | int, ...]
_LONGEST = 24


def errors(schema: Mapping[str, Any], value: Any) -> list[Any]:
    """The errors of jsonschema, one a cause, those of branches laid open."""
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


def _is_explained(error: Any, extra: set[_Path]) -> bool:
    """Whether a missing key is there under a misspelt name."""
    path, missing = tuple(error.absolute_path), _missing_keys(error)
    return any(
        one[:-1] == path and any(is_meant(str(one[-1]), key) for key in missing) for one in extra
    )


def is_meant(written: str, key: str) -> bool:
    """Whether a key is another one misspelt, in full-width quotes or before such a colon."""
    bare = written.strip("“”‘’").partition("：")[0]
    return bare == key or bool(nearest(bare, [key]))


def _leaves(error: Any) -> Iterator[Any]:
    """The error, or those of the branch of an `anyOf` that its author meant."""
    if error.validator not in {"anyOf", "oneOf"} or not error.context:
        yield error
        return
    branches: dict[int, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    if all(inner.validator == "required" and not inner.path for inner in error.context):
        # One of several keys has to be there: no branch is nearer than another.
        yield error if len(branches) == len(error.context) else error.context[0]
        return
    fitting = [group for group in branches.values() if not any(_is_other_sort(e) for e in group)]
    if not fitting:
        yield error
        return
    best = min(fitting, key=lambda group: _unfitness(error.instance, group))
    for inner in best:
        yield from _leaves(inner)


def _unfitness(instance: Any, group: list[Any]) -> tuple[int, int, int]:
    """How little of what stands there a branch knows, then how soon and how often it fails."""
    keys = set(instance) if isinstance(instance, dict) else set()
    at_top = [error for error in group if not error.path]
    known = [len(keys & set(error.schema.get("properties", ()))) for error in at_top]
    return -max(known, default=len(keys)), -max(len(one.path) for one in group), len(group)


def _is_other_sort(error: Any) -> bool:
    return len(error.path) == 0 and error.validator in {"type", "const", "enum"}


def tell(error: Any, node: Node, faults: Faults) -> None:
    """Adds the fault of one error of jsonschema; `node` is what was validated."""
    found, name = at(node, error.absolute_path), _name(error.absolute_path)
    teller = _TELLERS.get(error.validator)
    if teller in (_tell_extra, _tell_missing):
        teller(error, found, name, faults)
    elif mark := full_width_mark(found):
        faults.add(*mark)
    elif isinstance(found, Scalar) and not found.text:
        faults.add("empty-value", found.mark, name=name)
    elif "key" in error.schema:
        faults.add(error.schema["key"], found.mark, name=name, value=shown(found))
    elif teller:
        teller(error, found, name, faults)
    else:
        # A keyword that only a kind from elsewhere uses: jsonschema's own words.
        faults.add("not-allowed", found.mark, name=name, problem=error.message)


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


def wrong_sort(node: Node, sorts: Sequence[str], name: str, faults: Faults) -> None:
    """Tell of a text where a list is wanted, and the like; `sorts` as JSON Schema has them."""
    if isinstance(node, Map) and "string" in sorts and _is_placeholder(node):
        faults.add("yaml-needs-quotes", node.mark, character="{")
        return
    if "object" in sorts and isinstance(node, Scalar) and node.plain:
        colon = node.text.find("：")
        if colon > 0 and node.mark.line == node.mark.end_line:
            faults.add("yaml-full-width-colon", node.mark.shifted(colon, 1), name=node.text[:colon])
            return
    key = _SORTS.get(frozenset(sorts), "wrong-type")
    faults.add(key, node.mark, name=name, value=shown(node), wanted=" | ".join(sorts))


_SORTS = {
    frozenset({"string"}): "wants-text",
    frozenset({"array"}): "wants-list",
    frozenset({"object"}): "wants-mapping",
    frozenset({"boolean"}): "wants-true-or-false",
    frozenset({"integer"}): "wants-whole-number",
    frozenset({"number"}): "wants-number",
    frozenset({"string", "object"}): "wants-text-or-mapping",
    frozenset({"string", "array"}): "wants-text-or-list",
    frozenset({"array", "object"}): "wants-list-or-mapping",
}


def unknown_value(
    node: Node, allowed: Sequence[str], name: str, faults: Faults, key: str = "unknown-value"
) -> None:
    """Tell of a value that is none of those allowed, with the nearest one that is."""
    if fault := full_width_mark(node):
        faults.add(*fault)
        return
    value = shown(node)
    # An own key says already what it is that is not known.
    named = name if key == "unknown-value" else ""
    close = nearest(value, allowed)
    # Of a long list the nearest is what helps; the whole of it only hides the next fault.
    known = "" if close and len(allowed) > _LONGEST else ", ".join(allowed)
    faults.add(key, node.mark, name=named, value=value, nearest=close, known=known)


def _tell_extra(error: Any, found: Node, _: str, faults: Faults) -> None:
    if isinstance(found, Map) and _is_placeholder(found):
        faults.add("yaml-needs-quotes", found.mark, character="{")
        return
    known = [*error.schema.get("properties", ()), *error.schema.get("also", ())]
    for key in _extra_keys(error):
        unknown_key(found, key, known, faults)


def _tell_missing(error: Any, found: Node, name: str, faults: Faults) -> None:
    known = list(error.schema.get("properties", ()))
    (missing,) = _missing_keys(error)
    for key in found.entries if isinstance(found, Map) else ():
        if key not in known and is_meant(key, missing):
            unknown_key(found, key, known, faults)
            return
    faults.add("missing-key", found.mark, name=missing, inside=name)


def _tell_choice(error: Any, found: Node, name: str, faults: Faults) -> None:
    unknown_value(found, _choices(error), name, faults)


def _tell_type(error: Any, found: Node, name: str, faults: Faults) -> None:
    wrong_sort(found, _sorts(error), name, faults)


def _tell_count(error: Any, found: Node, name: str, faults: Faults) -> None:
    key = "too-few" if error.validator.startswith("min") else "too-many"
    faults.add(key, found.mark, name=name, limit=error.validator_value)


def _tell_range(error: Any, found: Node, name: str, faults: Faults) -> None:
    low = error.schema.get("minimum", error.schema.get("exclusiveMinimum", "…"))
    high = error.schema.get("maximum", error.schema.get("exclusiveMaximum", "…"))
    faults.add("out-of-range", found.mark, name=name, value=shown(found), least=low, most=high)


def _tell_form(error: Any, found: Node, name: str, faults: Faults) -> None:
    form = error.validator_value
    faults.add("bad-form", found.mark, name=name, value=shown(found), form=form)


def _tell_repeated(_: Any, found: Node, name: str, faults: Faults) -> None:
    faults.add("repeated-item", found.mark, name=name)


def _tell_branches(error: Any, found: Node, name: str, faults: Faults) -> None:
    """No branch is of the sort that stands there: all that might are named."""
    whole = [inner for inner in error.context if not inner.path]
    if missing := _missing_keys(error):
        faults.add("missing-key", found.mark, name=" | ".join(missing), inside=name)
        return
    choices = [one for inner in whole if inner.validator in _CHOICES for one in _choices(inner)]
    if choices and isinstance(found, Scalar):
        unknown_value(found, choices, name, faults)
        return
    sorts = [one for inner in whole if inner.validator == "type" for one in _sorts(inner)]
    wrong_sort(found, list(dict.fromkeys(sorts)), name, faults)


_CHOICES = ("enum", "const")
_Teller = Callable[[Any, Node, str, Faults], None]
_TELLERS: Mapping[str, _Teller] = {
    "additionalProperties": _tell_extra,
    "required": _tell_missing,
    "enum": _tell_choice,
    "const": _tell_choice,
    "anyOf": _tell_branches,
    "oneOf": _tell_branches,
    "type": _tell_type,
    "minItems": _tell_count,
    "minLength": _tell_count,
    "minProperties": _tell_count,
    "maxItems": _tell_count,
    "maxLength": _tell_count,
    "maxProperties": _tell_count,
    "minimum": _tell_range,
    "maximum": _tell_range,
    "exclusiveMinimum": _tell_range,
    "exclusiveMaximum": _tell_range,
    "uniqueItems": _tell_repeated,
    "pattern": _tell_form,
}


def _choices(error: Any) -> list[str]:
    return [_as_written(one) for one in error.schema.get("enum", [error.schema.get("const")])]


def _sorts(error: Any) -> list[str]:
    wanted = error.validator_value
    return [wanted] if isinstance(wanted, str) else list(wanted)


def _is_placeholder(node: Map) -> bool:
    """Whether YAML read `{text}` at the start of a value as a mapping."""
    values = list(node.entries.values())
    return bool(values) and all(
        isinstance(one, Scalar) and one.flow and one.plain and not one.text for one in values
    )


def full_width_mark(node: Node) -> tuple[str, Mark] | None:
    """A plain scalar that YAML took whole, because its marks are full-width ones."""
    if not isinstance(node, Scalar) or not node.plain:
        return None
    text = node.text
    if text[:1] in ("“", "”", "‘", "’"):
        return "yaml-full-width-quote", node.mark.shifted(0, 1)
    if node.flow and (comma := re.search("(?<=.)[，、](?=.)", text)):
        return "yaml-full-width-comma", node.mark.shifted(comma.start(), 1)
    return None


def _extra_keys(error: Any) -> list[str]:
    known = error.schema.get("properties", {})
    return [key for key in error.instance if key not in known]


def _missing_keys(error: Any) -> list[str]:
    """The key that is missing, or those of which one is; none where the error is another."""
    if error.validator == "anyOf" and all(
        inner.validator == "required" and not inner.path for inner in error.context
    ):
        return [key for inner in error.context for key in _missing_keys(inner)]
    if error.validator != "required":
        return []
    # jsonschema gives one error for each missing key, and names it only in its message.
    return [
        str(key)
        for key in error.validator_value
        if key not in error.instance and error.message.startswith(repr(key))
    ]


def _name(path: Iterable[str | int]) -> str:
    shown = ""
    for step in path:
        shown += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return shown.removeprefix(".")


def shown(node: Node) -> str:
    match node:
        case Scalar():
            return node.text
        case Items():
            return "[…]"
        case Map():
            return "{…}"


def _as_written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

"""Taxonomies of indicators: the levels that a form may name, and which level a text names.

Two generations live side by side: 财预〔2015〕88号 and 财预〔2021〕101号. A profile accepts
their union; a level of both belongs to no generation.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from audit.grammar import categories as grammar
from audit.nearest import nearest
from audit.rulebook.book import Level, Taxonomy
from audit.rulebook.marks import Faults, Items, Map, Node, Scalar
from audit.rulebook.shape import TITLE, WORD, shaped

_WORDS = {"type": "array", "items": WORD}
_LEVELS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["key", "name", "level"],
        "properties": {
            "key": WORD,
            "code": {"type": "string", "pattern": "^([0-9]+)?$"},
            "name": WORD,
            "aliases": _WORDS,
            "level": {"enum": [1, 2]},
            "parent": WORD,
            "generation": {"type": "string"},
            "cues": _WORDS,
        },
        "additionalProperties": False,
    },
}
TAXONOMY_SCHEMA = {
    "title": "A taxonomy of audit",
    "type": "object",
    "required": ["name", "title", "levels"],
    "properties": {"name": WORD, "title": TITLE, "levels": _LEVELS},
    "additionalProperties": False,
}
AMEND_SCHEMA = {
    "type": "object",
    "minProperties": 1,
    "properties": {"amends": WORD, "add": _LEVELS, "remove": _WORDS},
    "additionalProperties": False,
}


def taxonomy(node: Map, faults: Faults) -> Taxonomy:
    """The taxonomy of a file, its levels of the generation that bears its name."""
    value, wrong = shaped(node, TAXONOMY_SCHEMA, faults)
    name = node.text("name")
    if wrong:
        return Taxonomy(name, ())
    levels = tuple(_level(one, name) for one in value["levels"])
    _check_parents(levels, node.get("levels"), faults)
    return Taxonomy(name, levels)


def amended(known: Taxonomy, node: Map, faults: Faults) -> Taxonomy:
    """The taxonomy with the levels that an amendment adds, without those it removes."""
    value, wrong = shaped(node, AMEND_SCHEMA, faults)
    if wrong:
        return known
    levels = {level.key: level for level in known.levels}
    removed = node.get("remove")
    for scalar in removed.items if isinstance(removed, Items) else ():
        if isinstance(scalar, Scalar) and levels.pop(scalar.text, None) is None:
            faults.add(
                "level-not-in-taxonomy",
                scalar.mark,
                level=scalar.text,
                taxonomy=known.name,
                nearest=nearest(scalar.text, levels),
                known=", ".join(levels),
            )
    for one in value.get("add", ()):
        levels[one["key"]] = _level(one, known.name)
    changed = tuple(levels.values())
    _check_parents(changed, node.get("add"), faults)
    return known._replace(levels=changed)


def union(taxonomies: Iterable[Taxonomy]) -> Taxonomy:
    """All levels of all of them; what stands in several is one level of no generation."""
    found: dict[str, Level] = {}
    names: list[str] = []
    for one in taxonomies:
        names.append(one.name)
        for level in one.levels:
            known = found.get(level.key)
            found[level.key] = level if known is None else _both(known, level)
    return Taxonomy("+".join(names), tuple(found.values()))


def classify(known: Taxonomy, text: str, level: int | None = None) -> Level | None:
    """The level that a text like `12-质量指标` names, by its name or, without one, its code.

    `level` 1 or 2 asks at that level only: 满意度指标 is one thing at level 1 and another at
    level 2. None for a blank text and for a name or code that no level has.
    """
    code, name = grammar.parse(text)
    if name:
        return by_name(known, name, level)
    return by_code(known, code, level) if code else None


def by_name(known: Taxonomy, name: str, level: int | None = None) -> Level | None:
    """The level of that name or alias, a trailing 指标 and the width aside."""
    return _names(known).get((grammar.stem(name), level))


def by_code(known: Taxonomy, code: str, level: int | None = None) -> Level | None:
    return next(
        (one for one in known.levels if one.code == code and level in (None, one.level)), None
    )


def keys_of(known: Taxonomy, names: Iterable[str]) -> frozenset[str]:
    """The keys of the levels that are named by key, code or name."""
    found = (by_key(known, name) or classify(known, name) for name in names)
    return frozenset(level.key for level in found if level)


def by_key(known: Taxonomy, key: str) -> Level | None:
    return next((one for one in known.levels if one.key == key), None)


def class_of(known: Taxonomy, level1: str, level2: str) -> str | None:
    """The key of the level 1 an indicator belongs to; None where neither text tells it.

    Level 1's own where that is readable and valid at level 1, else the parent of level 2.
    """
    if first := classify(known, level1, 1):
        return first.key
    second = classify(known, level2, 2)
    return second.parent if second else None


@lru_cache(maxsize=16)
def _names(known: Taxonomy) -> dict[tuple[str, int | None], Level]:
    found: dict[tuple[str, int | None], Level] = {}
    # Names before aliases, level 1 before level 2: 成本指标 is a name at the first and an
    # alias at the second.
    for level in sorted(known.levels, key=lambda one: one.level):
        for at in (level.level, None):
            found.setdefault((grammar.stem(level.name), at), level)
    for level in sorted(known.levels, key=lambda one: one.level):
        for alias in level.aliases:
            for at in (level.level, None):
                found.setdefault((grammar.stem(alias), at), level)
    return found


def _level(value: dict[str, Any], generation: str) -> Level:
    return Level(
        value["key"],
        value.get("code", ""),
        value["name"],
        tuple(value.get("aliases", ())),
        value["level"],
        value.get("parent", ""),
        value.get("generation", generation),
        tuple(value.get("cues", ())),
    )


def _both(one: Level, other: Level) -> Level:
    names = dict.fromkeys((*one.aliases, other.name, *other.aliases))
    names.pop(one.name, None)
    return one._replace(
        code=one.code or other.code,
        aliases=tuple(names),
        generation=one.generation if one.generation == other.generation else "",
        cues=tuple(dict.fromkeys(one.cues + other.cues)),
    )


def _check_parents(levels: tuple[Level, ...], nodes: Node | None, faults: Faults) -> None:
    first = [level.key for level in levels if level.level == 1]
    marks = {
        node.text("key"): node
        for node in (nodes.items if isinstance(nodes, Items) else ())
        if isinstance(node, Map)
    }
    for level in levels:
        node = marks.get(level.key)
        if node and level.level == 2 and level.parent not in first:
            mark = (node.get("parent") or node).mark
            faults.add(
                "unknown-parent",
                mark,
                name=level.parent,
                nearest=nearest(level.parent, first),
                known=", ".join(first),
            )

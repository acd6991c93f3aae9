"""`together`: indicators of two groups of classes in one record, which exclude each other.

Options
    one, other: keys, codes or names of the taxonomy. A record that has indicators of both
        is at fault; the finding stands on the first of the smaller group, on `level2`, or on
        `level1` where this is blank, and the first of the larger group is related.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import Filing, Indicator, Project, indicators_of, text_of
from audit.rulebook import levels
from audit.rulebook.book import Rulebook
from audit.rulebook.categories import keys_of
from audit.rulebook.rule import Each

NAME = "together"
EACH: tuple[Each, ...] = ("filing", "project")
_CLASSES = {"type": "array", "items": {"type": "string", "names": "class"}, "minItems": 1}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"one": _CLASSES, "other": _CLASSES},
    "required": ["one", "other"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"class", "other_class", "count"})
"""The class at fault, one that it meets, and how many indicators are of the smaller group."""


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    taxonomy = rulebook.taxonomy
    read = levels.reader(taxonomy)
    groups = [keys_of(taxonomy, options[name]) for name in ("one", "other")]

    def look(record: Filing | Project) -> Iterator[Hit]:
        found: tuple[list[tuple[Indicator, str]], ...] = ([], [])
        for indicator in indicators_of(record):
            category = read(text_of(indicator.level1), text_of(indicator.level2))
            meant = [one.meant for one in (category.second, category.first) if one.meant]
            for keys, members in zip(groups, found, strict=True):
                name = next((level.name for level in meant if level.key in keys), None)
                if name is not None:
                    members.append((indicator, name))
        fewer, more = sorted(found, key=len)
        if fewer:
            (first, name), (other, other_name) = fewer[0], more[0]
            yield Hit.trimmed(
                first,
                _field(first),
                (Near(other, _field(other), "other"),),
                other_class=other_name,
                count=str(len(fewer)),
                **{"class": name},
            )

    return look


def _field(indicator: Indicator) -> str:
    return "level2" if text_of(indicator.level2).strip() else "level1"

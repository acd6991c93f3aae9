"""`uniform`: one and the same bare number in a field of every indicator of a record.

Options
    in: the fields that are looked at, each by itself.
    at_least: how many indicators it takes.
    mixed: a word list of endings (率, 满意度): there are names with one of them and names
        without, so that one number cannot be right for all.

A template that was never filled in has 88 or 100 throughout. Numbers with a unit or a
percent sign (in a column or in the name, too) are no such thing: a project may well want 100%
of everything, and seven villages one pond each.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import Filing, Indicator, Project, indicators_of, text_of
from audit.grammar import names
from audit.grammar.normal import normal
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "uniform"
EACH: tuple[Each, ...] = ("project", "filing")
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "at_least": {"type": "integer", "minimum": 2},
        "mixed": {"type": "string", "names": "words"},
    },
    "required": ["at_least"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"count"})

_BARE = re.compile(r"[≥≤<>=]?[0-9]+(?:\.[0-9]+)?")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    fields, least = options["in"], options["at_least"]
    ends = name_tests.compile(
        {"ends_with": [options["mixed"]]} if "mixed" in options else None, rulebook
    )

    def look(record: Project | Filing) -> Iterator[Hit]:
        indicators = list(indicators_of(record))
        if len(indicators) < least or all(map(_has_unit, indicators)):
            return
        if "mixed" in options and len({ends(text_of(one.name)) for one in indicators}) < 2:
            return
        for name in fields:
            values = {normal(text_of(getattr(one, name))) for one in indicators}
            if len(values) == 1 and _BARE.fullmatch(values.pop()):
                first, *others = indicators
                related = tuple(Near(one, name, "same") for one in others)
                yield Hit.trimmed(first, name, related, count=str(len(indicators)))
                return

    return look


def _has_unit(indicator: Indicator) -> bool:
    return bool(normal(text_of(indicator.unit)) or names.unit(text_of(indicator.name)))

"""`carried`: what the goal promises in figures or measures, and no indicator takes up.

Options
    what: `figures` (购置枪柜44个) or `measures` (…犬只接种数).
    after: a word list; a figure counts where one of these words stands before it in its
        clause, a measure where it ends in one of them.
    blank_words: a word list of what the measure's name may not be (工作量, 力量).

A figure is carried where any indicator of the project holds the number, in its targets or
its name, whatever the unit: 51名 and 51人, 3万 and 30000 are one. A measure is carried where
two of its characters in a row, its last one aside, stand in the name of an indicator. Figures
with a unit of money, time, or a rate are no output and left alone, as are ordinals and those
that follow each other closely without a verb of their own. One finding a project, at the
first; the rest are related as `same`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import TARGET_FIELDS, Project, text_of
from audit.grammar import targets
from audit.grammar.normal import bare, fold
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "carried"
EACH: tuple[Each, ...] = ("project",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "what": {"enum": ["figures", "measures"]},
        "after": {"type": "string", "names": "words"},
        "blank_words": {"type": "string", "names": "words"},
    },
    "required": ["what", "after"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"figures", "count"})
"""What is not carried, as it stands, and how many they are."""

_COUNTED = frozenset({"count", "length", "area", "volume", "mass"})
_STOPS = "，。；;,！!：:（("
_MEASURE = re.compile(r"[\u4e00-\u9fff]{3,10}(?=[、，。；;,）)]|$)")
_SHOWN = 6


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    words = tuple(rulebook.words[options["after"]].texts())
    silent = (
        frozenset(rulebook.words[options["blank_words"]].texts())
        if "blank_words" in options
        else frozenset[str]()
    )
    figures = options["what"] == "figures"

    def look(project: Project) -> Iterator[Hit]:
        goal = text_of(project.goal)
        if not goal or not project.indicators:
            return
        found = (
            _figures(goal, words, _numbers(project))
            if figures
            else _measures(
                goal, words, silent, [bare(text_of(one.name)) for one in project.indicators]
            )
        )
        spans = list(found)
        if spans:
            first, *others = spans
            related = tuple(Near(project, "goal", "same", start, end) for start, end in others)
            shown = "、".join(goal[start:end] for start, end in spans[:_SHOWN])
            more = "……" if len(spans) > _SHOWN else ""
            yield Hit(
                project,
                "goal",
                *first,
                {"figures": shown + more, "count": str(len(spans))},
                related,
            )

    return look


def _figures(
    goal: str, verbs: Iterable[str], carried: frozenset[Decimal]
) -> Iterator[tuple[int, int]]:
    for one in targets.parse(goal).quantities:
        start, end = one.span
        if one.unit_class not in _COUNTED or one.quantity is None or one.change:
            continue
        clause = goal[max((goal.rfind(stop, 0, start) for stop in _STOPS), default=-1) + 1 : start]
        if {one.quantity, one.low, one.high} & carried or clause.endswith("第"):
            continue
        if any(verb in clause for verb in verbs):
            yield start, end


def _numbers(project: Project) -> frozenset[Decimal]:
    """Every number that an indicator of the project holds, as shown and in base units."""
    found: set[Decimal] = set()
    for indicator in project.indicators or ():
        texts = [text_of(getattr(indicator, name)) for name in ("name", *TARGET_FIELDS)]
        for text in texts:
            for one in targets.parse(text).quantities:
                found |= {value for value in (one.quantity, one.low, one.high) if value is not None}
    return frozenset(found)


def _measures(
    goal: str, ends: tuple[str, ...], silent: frozenset[str], names: list[str]
) -> Iterator[tuple[int, int]]:
    for match in _MEASURE.finditer(fold(goal)):
        word = match[0]
        if not word.endswith(ends) or any(word.endswith(other) for other in silent):
            continue
        stem = word[:-1]
        pairs = {left + right for left, right in pairwise(stem)}
        if not any(pair in name for name in names for pair in pairs):
            yield match.span()

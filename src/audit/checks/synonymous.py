"""`synonymous`: two indicators of a project that measure one thing in two wordings.

Options
    words: a word list of what says the same (suggest: the one that stands for all).
    filler: a word list of what may be there or not (工作, 情况).
    at_least: how many characters have to be left of a name (4).

Two names are one where nothing of them differs but synonyms and filler: 打击走私能力 and
打击走私犯罪能力, 举办培训场次 and 培训次数; or but a word of counting at the end, where both targets
have one unit: 受益群众 and 受益群众人数. Names that are the same as they stand are another
rule's business (`unique`). Targets in two units (人, 次) measure two things.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import TARGET_FIELDS, Indicator, Project, field_of, text_of
from audit.grammar import names, targets
from audit.grammar.normal import bare, normal
from audit.rulebook.book import Rulebook, Word
from audit.rulebook.phrases import stands
from audit.rulebook.rule import Each

NAME = "synonymous"
EACH: tuple[Each, ...] = ("project",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "words": {"type": "string", "names": "words"},
        "filler": {"type": "string", "names": "words"},
        "at_least": {"type": "integer", "minimum": 1},
    },
    "required": ["words", "filler"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"indicator", "other"})


_COUNTS = re.compile(r"(?:[人户件场批辆台只处个项家]?[次数])+$")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    essence = _essence(rulebook, options["words"], options["filler"])
    least = options.get("at_least", 4)

    def look(project: Project) -> Iterator[Hit]:
        met: dict[str, list[Indicator]] = {}
        for indicator in project.indicators or ():
            key = essence(text_of(indicator.name))
            stem = _COUNTS.sub("", key)
            known = [one for one in {key, stem} if len(one) >= least]
            near = (other for one in known for other in met.get(one, ()))
            first = next((other for other in near if _is_same(other, indicator, essence)), None)
            if first is not None:
                name, other = (text_of(one.name).strip() for one in (indicator, first))
                related = (Near(first, "name", "first"),)
                yield Hit.trimmed(indicator, "name", related, indicator=name, other=other)
            for one in known:
                met.setdefault(one, []).append(indicator)

    return look


def _is_same(first: Indicator, second: Indicator, essence: Callable[[str], str]) -> bool:
    """Whether two names of one stem are two wordings, and the targets not of two units."""
    texts = [text_of(one.name) for one in (first, second)]
    if bare(texts[0]) == bare(texts[1]):
        return False
    units = [_units(one) for one in (first, second)]
    if units[0] and units[1]:
        return not units[0].isdisjoint(units[1])
    # 服务劳动者 is short for 服务劳动者人次 only where both count in one unit.
    return essence(texts[0]) == essence(texts[1])


def _units(indicator: Indicator) -> set[str]:
    """The units of its targets, of its column of units or of its name; none where it has none."""
    found = {
        normal(one.unit)
        for name in TARGET_FIELDS
        for one in targets.parse(text_of(field_of(indicator, name))).quantities
        if one.unit
    }
    return found or {
        unit
        for unit in (normal(text_of(indicator.unit)), names.unit(text_of(indicator.name)))
        if unit
    }


def _essence(rulebook: Rulebook, words: str, filler: str) -> Callable[[str], str]:
    """A name with one word for all synonyms and without filler."""
    known = {word.word: word for word in rulebook.words[words].words}
    # The word that stands for all is no longer one of filler: 及时率 keeps its 及时.
    known |= {word.suggest: Word(word.suggest, word.suggest) for word in known.values()}
    known |= {word.word: word._replace(suggest="") for word in rulebook.words[filler].words}
    longest = sorted(known, key=lambda word: (-len(word), word))
    any_of = re.compile("|".join(map(re.escape, longest)))

    def change(found: re.Match[str]) -> str:
        word = known[found[0]]
        return word.suggest if stands(word, found.string, *found.span()) else found[0]

    @lru_cache(maxsize=65536)
    def essence(name: str) -> str:
        return any_of.sub(change, names.key(name))

    return essence

"""`strayed`: words in a project that are another project's of the same filing.

Options
    what: `goal` (the goal speaks of another project and not of its own) or `indicator` (the
        word that tells what an indicator measures stands only with another project that has
        the same indicator).
    filler: a word list of what project names have that says nothing (经费, 项目, 第二批).
    generic: a word list of what indicators of any project are called (完成率, 人员, 满意度);
        for `indicator`.
    names: conditions on the indicator's name, see rulebook/names.py; for `indicator`.

A goal strays where the words of another project's name stand in it whole (four characters or
more) and no two characters in a row of its own project's name; or where it names another
project's place (a name that begins with 西街小学) and not its own. A project whose name says
nothing but filler may speak of anything.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import Indicator, Project, text_of
from audit.grammar import names
from audit.grammar.normal import bare
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "strayed"
EACH: tuple[Each, ...] = ("filing",)
_WORDS = {"type": "string", "names": "words"}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "what": {"enum": ["goal", "indicator"]},
        "filler": _WORDS,
        "generic": _WORDS,
        "names": name_tests.SCHEMA,
    },
    "required": ["what", "filler"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"own", "other", "word", "indicator"})
"""`own` and `other`: the names of the two projects; `word`: the words that are its own."""

_LONGEST = 4000
_CORE = 4
_SHORT_GOAL = 8
_LONGEST_NAME = 200
_LONGEST_WORD = 20
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,4}?(?:社区|街道|小学|中学|学校|幼儿园|卫生院|医院|派出所|水库|公园|大桥|村|镇|乡)"
)
_NUMBERED = re.compile(
    r"[\u4e00-\u9fff]{0,6}[【〔\[(（]\d{2,4}年?[】〕\])）][\u4e00-\u9fff]{0,4}\d+号|(?:19|20)\d\d年?度?"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")


class _Own(NamedTuple):
    """What a project says of itself: its name and goal, and what of the name is not filler."""

    project: Project
    name: str
    goal: str
    core: str
    place: str

    def says(self, word: str) -> bool:
        """Whether two characters in a row of the word stand in its name or goal."""
        return any(left + right in text for left, right in pairwise(word) for text in self[1:3])


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    naming = _naming(rulebook.words[options["filler"]].texts())
    if options["what"] == "goal":
        return lambda filing: _goals([_own(one, naming) for one in filing.projects])
    generic = _without(rulebook.words[options["generic"]].texts())
    named = name_tests.compile(options.get("names"), rulebook)
    return lambda filing: _indicators(
        [_own(one, naming) for one in filing.projects], generic, named
    )


_Named = Callable[[str], tuple[str, str, str]]
"""A project's name as it is, what of it is not filler, and the place it begins with."""


def _naming(filler: frozenset[str]) -> _Named:
    core = _without(filler)

    @lru_cache(maxsize=16384)
    def named(text: str) -> tuple[str, str, str]:
        name = bare(_NUMBERED.sub("", text[:_LONGEST_NAME]))
        place = _PLACE.match(name)
        return name, core(name), place[0] if place else ""

    return named


def _own(project: Project, named: _Named) -> _Own:
    name, core, place = named(text_of(project.project_name))
    return _Own(project, name, bare(text_of(project.goal)[:_LONGEST]), core, place)


def _goals(owned: list[_Own]) -> Iterator[Hit]:
    cores = _holders((one.core, one) for one in owned if len(one.core) >= _CORE)
    places = _holders((one.place, one) for one in owned if one.place)
    if len(owned) < 2 or not (cores or places):
        return
    words = sorted({*cores, *places})
    search = AhoCorasick(words)
    for one in owned:
        if len(one.goal) < _SHORT_GOAL:
            continue
        found = {
            words[at] for at, _, _ in search.find_matches_as_indexes(one.goal, overlapping=True)
        }
        hit = next(
            _strays(one, sorted(found, key=lambda word: (-len(word), word)), cores, places), None
        )
        if hit is not None:
            word, other = hit
            yield _at_goal(one, word, other)


def _strays(
    one: _Own, words: list[str], cores: Mapping[str, _Own], places: Mapping[str, _Own]
) -> Iterator[tuple[str, _Own]]:
    for word in words:
        owner = cores.get(word) or places.get(word)
        if word in one.name or (owner is not None and owner.goal == one.goal):
            # The same goal for both is `copied-goal`.
            continue
        core = cores.get(word)
        if core is not None and len(one.core) >= _CORE and not _shares(one.core, one.goal):
            yield word, core
        place = places.get(word)
        if place is not None and one.place and _is_elsewhere(one, word):
            yield word, place


def _is_elsewhere(one: _Own, place: str) -> bool:
    """Whether the goal leaves out the project's own place, by its short name too."""
    return one.place[-1] == place[-1] and one.place[:2] not in one.goal and one.place not in place


def _shares(core: str, goal: str) -> bool:
    return any(left + right in goal for left, right in pairwise(core))


def _at_goal(one: _Own, word: str, other: _Own) -> Hit:
    text = text_of(one.project.goal)
    start = text.find(word)
    span = (start, start + len(word)) if start >= 0 else (0, len(text))
    values = {
        "other": text_of(other.project.project_name).strip(),
        "word": text[slice(*span)] if start >= 0 else word,
        "own": text_of(one.project.project_name).strip(),
        "indicator": "",
    }
    near = Near(other.project, "project_name", "other")
    return Hit(one.project, "goal", *span, values, (near,))


def _indicators(
    owned: list[_Own], generic: Callable[[str], str], named: name_tests.Test
) -> Iterator[Hit]:
    rows: dict[str, list[tuple[Indicator, _Own]]] = defaultdict(list)
    for one in owned:
        for indicator in one.project.indicators or ():
            key = names.key(text_of(indicator.name))
            if key and named(text_of(indicator.name)):
                rows[key].append((indicator, one))
    for key, members in rows.items():
        if len(members) < 2:
            continue
        word = max(_HAN.findall(generic(key)), key=len, default="")[:_LONGEST_WORD]
        if len(word) < 2 or len({id(one.project) for _, one in members}) < 2:
            continue
        home = next((one for _, one in members if _shares(word, one.name)), None)
        if home is None:
            continue
        at_home = _common(word, home.name)
        for indicator, one in members:
            if not _is_foreign(one, key, word, at_home):
                continue
            values = {
                "other": text_of(home.project.project_name).strip(),
                "own": text_of(one.project.project_name).strip(),
                "word": at_home,
                "indicator": text_of(indicator.name).strip(),
            }
            near = Near(home.project, "project_name", "other")
            yield Hit.trimmed(indicator, "name", (near,), **values)


def _is_foreign(one: _Own, key: str, word: str, at_home: str) -> bool:
    """Whether neither name nor goal nor another indicator of the project speaks of the word."""
    # 禁毒 is about 吸毒: a project with a character of the word in its name may be at home.
    if any(char in one.name for char in at_home) or len(one.goal) < _SHORT_GOAL or one.says(word):
        return False
    return not _is_its_work(one, key, word)


def _common(word: str, name: str) -> str:
    """The longest part of the word that stands in the name."""
    parts = (
        word[start:end] for start in range(len(word)) for end in range(start + 2, len(word) + 1)
    )
    return max((part for part in parts if part in name), key=len, default=word)


def _is_its_work(one: _Own, key: str, word: str) -> bool:
    """Whether another indicator of the project speaks of it, too."""
    keys = (names.key(text_of(row.name)) for row in one.project.indicators or ())
    return any(_shares(word, other) for other in keys if other != key)


def _holders(pairs: Iterable[tuple[str, _Own]]) -> dict[str, _Own]:
    """The one project of each word; words that several have are nobody's own."""
    found: dict[str, list[_Own]] = defaultdict(list)
    for word, one in pairs:
        found[word].append(one)
    return {word: holders[0] for word, holders in found.items() if len(holders) == 1}


def _without(words: frozenset[str]) -> Callable[[str], str]:
    """A text without these words; what stood beside them stays apart."""
    if not words:
        return bare
    longest = sorted(words, key=lambda word: (-len(word), word))
    any_of = re.compile("|".join(map(re.escape, longest)))
    return lambda text: max(any_of.sub(" ", text).split(), key=len, default="")

"""`unique`: what should stand once stands several times, punctuation and width aside.

Options
    of: `name` (indicators of one project), `project_name`, `goal`, or `indicators` (the
        set of all names with their targets).
    at_least: how many characters (of a set: how many indicators) make it worth reporting.
    batches: `without` leaves out groups whose projects are batches of one purpose (结转,
        清算, 第二批 of the same funding), `only` reports just these. For goals and sets.
    batch_words: the word list of what a batch may add to a project's name.

One finding a group: at the second, with the first related as `first` and the later ones as
`same`. Each `corpus` groups over all filings of a run, not within one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, TypeVar

from audit.checks.kind import CorpusLook, Entry, GroupHit, Hit, Near, RecordLook
from audit.filing import Field, Filing, Indicator, Project, text_of
from audit.finding import Text
from audit.grammar.normal import bare
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "unique"
EACH: tuple[Each, ...] = ("filing", "project", "corpus")
OPTIONS = {
    "type": "object",
    "properties": {
        "of": {"enum": ["name", "project_name", "goal", "indicators"]},
        "at_least": {"type": "integer", "minimum": 1},
        "batches": {"enum": ["without", "only"]},
        "batch_words": {"type": "string"},
    },
    "required": ["of"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"count", "others", "members", "first"})

_Member = TypeVar("_Member", Project, Indicator)

_Wanted = Callable[[list[str]], bool]
_SHOWN = 6
# 穗财政【2022】122号, 云府〔2021〕1167号, 2022年, 第二批: which batch, not which purpose.
_BATCH = re.compile(
    r"[\u4e00-\u9fff]{0,6}[【〔\[(（]\d{2,4}年?[】〕\])）][\u4e00-\u9fff]{0,4}\d+号"
    r"|(?:19|20)\d\d年?度?|第?[一二三四五六七八九十\d]+[批期]"
)
# 外市籍…专项工作经费 and 外市籍…管理费用 are one purpose: what is left differs by a word.
_ONE_PURPOSE = 0.8


def compile(
    each: Each, options: Mapping[str, Any], rulebook: Rulebook, /
) -> RecordLook | CorpusLook:
    of, least = options["of"], options.get("at_least", 1)
    if of == "name":
        return lambda project: _indicators_of_one_name(project, least)
    listed = rulebook.words[options["batch_words"]].texts() if "batch_words" in options else ()
    wanted = _wanted(options.get("batches"), tuple(listed))

    def projects(filing: Filing) -> Iterator[tuple[str, Project]]:
        keyed = ((_KEYS[of](project, least), project) for project in filing.projects)
        return ((key, project) for key, project in keyed if key)

    if each == "corpus":
        return _across(of, projects, wanted)
    return lambda filing: _within(of, _grouped(projects(filing)), wanted)


def _within(of: str, groups: list[list[Project]], wanted: _Wanted) -> Iterator[Hit]:
    for group in groups:
        names = [_name(project) for project in group]
        if wanted(names):
            first, second, *rest = group
            related = (Near(first, of, "first"), *(Near(one, of, "same") for one in rest))
            yield _at(second, of, related, _values(names, 1))


def _across(
    of: str, projects: Callable[[Filing], Iterator[tuple[str, Project]]], wanted: _Wanted
) -> CorpusLook:
    def keys(filing: Filing) -> Iterator[tuple[str, Hit]]:
        return ((key, _at(project, of, (), {})) for key, project in projects(filing))

    def judge(_: str, entries: list[Entry]) -> Iterator[GroupHit]:
        # Within one filing it is the business of the same rule, each filing.
        if len({(entry.spot.path, entry.spot.filing) for entry in entries}) < 2:
            return
        names = [entry.spot.project.name if entry.spot.project else "" for entry in entries]
        if wanted(names):
            later = tuple((index, "same") for index in range(2, len(entries)))
            yield GroupHit(1, ((0, "first"), *later), _values(names, 1))

    return CorpusLook(keys, judge)


def _indicators_of_one_name(project: Project, least: int) -> Iterator[Hit]:
    named = (
        (bare(indicator.name.text), indicator)
        for indicator in project.indicators or ()
        if indicator.name is not None
    )
    for group in _grouped((key, one) for key, one in named if len(key) >= least):
        first, second, *rest = group
        related = (Near(first, "name", "first"), *(Near(one, "name", "same") for one in rest))
        names = [text_of(one.name) for one in group]
        yield Hit.whole(second, "name", related, **_values(names, 1))


def _grouped(
    pairs: Iterable[tuple[str, _Member]],
) -> list[list[_Member]]:
    groups: dict[str, list[_Member]] = {}
    for key, member in pairs:
        groups.setdefault(key, []).append(member)
    return [group for group in groups.values() if len(group) > 1]


def _at(project: Project, of: str, related: tuple[Near, ...], values: Mapping[str, Any]) -> Hit:
    if of == "indicators":
        return Hit(project, of, None, None, values, related)
    return Hit.whole(project, of, related, **values)


def _values(names: list[str], reported: int) -> dict[str, Any]:
    shown = [name or "—" for name in names]
    others = [name for index, name in enumerate(shown) if index != reported]
    return {
        "count": str(len(names)),
        "first": shown[0],
        "others": _listed(others),
        "members": _listed(shown),
    }


def _listed(names: list[str]) -> Text:
    more = len(names) - _SHOWN
    zh, en = "、".join(names[:_SHOWN]), ", ".join(names[:_SHOWN])
    if more <= 0:
        return Text(zh, en)
    return Text(f"{zh}等", f"{en} and {more} more")


def _text(field: Field | None, least: int) -> str:
    key = bare(field.text) if field else ""
    return key if len(key) >= least else ""


def _set(project: Project, least: int) -> str:
    """All names with their targets in one text, the order aside; empty where there are few."""
    texts = [
        "\x1f".join(
            bare(field.text) if field else ""
            for field in (one.name, one.cycle_target, one.annual_target)
        )
        for one in project.indicators or ()
        if one.name is not None and one.name.text
    ]
    return "\x1e".join(sorted(texts)) if len(texts) >= least else ""


_KEYS: Mapping[str, Callable[[Project, int], str]] = {
    "project_name": lambda project, least: _text(project.project_name, least),
    "goal": lambda project, least: _text(project.goal, least),
    "indicators": _set,
}


def _name(project: Project) -> str:
    return text_of(project.project_name)


def _wanted(batches: str | None, words: tuple[str, ...]) -> _Wanted:
    if batches is None:
        return lambda _: True
    only = batches == "only"
    return lambda names: _one_purpose(names, words) == only


def _one_purpose(names: list[str], words: tuple[str, ...]) -> bool:
    """Whether all names are one when what tells batches apart is taken off."""
    first, *rest = (_purpose(name, words) for name in names)
    return all(
        one == first
        or (min(len(one), len(first)) >= 4 and (one in first or first in one))
        or SequenceMatcher(None, first, one, autojunk=False).ratio() >= _ONE_PURPOSE
        for one in rest
    )


def _purpose(name: str, words: tuple[str, ...]) -> str:
    rest = _BATCH.sub("", name)
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return bare(rest)

"""`similar`: texts of several projects that are one text with a few words changed.

Options
    of: the field that is looked at, `goal`.
    at_least: how many characters make a text worth comparing, punctuation aside (16).
    ratio: in percent, how alike two texts are at least (85): twice the characters they share
        in order, of all characters of both.

Texts that are the same are another rule's business (`unique`), and stand here for one. Two
texts with other numbers, or where each says a word of its own project's name in the place
that changed, were fitted to their projects; so were those of projects of nearly one name,
which are batches. One finding a group: at the first that departs from the text before it.

Only texts that share half of their runs of three characters are compared: of each text the
rarest half of its runs is looked up, so that words which all goals have cost nothing, and no
text is compared with more than a few, by its first 300 characters. The time grows with the
texts, not with their square.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, NamedTuple

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import Filing, Project, field_of, text_of
from audit.finding import Text
from audit.grammar.normal import bare
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "similar"
EACH: tuple[Each, ...] = ("filing",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "of": {"enum": ["goal"]},
        "at_least": {"type": "integer", "minimum": 1},
        "ratio": {"type": "integer", "minimum": 50, "maximum": 99},
    },
    "required": ["of"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"first", "count", "members", "changed"})
"""`changed`: what the two texts say differently, as “one”/“other”."""

_COMPARED = 3
_LONGEST = 300
"""Characters of a text that are compared: the time for two texts grows with their square."""
_ONE_PURPOSE = 0.8
_SHOWN = 6


class _Goal(NamedTuple):
    project: Project
    text: str
    runs: tuple[str, ...]
    """Its runs of three characters, each once, as they come."""


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each, rulebook
    of, least = options["of"], options.get("at_least", 16)
    ratio = options.get("ratio", 85) / 100

    def look(filing: Filing) -> Iterator[Hit]:
        goals = list(_distinct(filing, of, least))
        for first, members in _groups(goals, ratio):
            second, *rest = members
            names = [text_of(one.project.project_name) or "—" for one in (first, *members)]
            related = (
                Near(first.project, of, "first"),
                *(Near(one.project, of, "same") for one in rest),
            )
            yield Hit.whole(
                second.project,
                of,
                related,
                first=names[0],
                count=str(len(names)),
                members=_listed(names),
                changed=_changed(first.text, second.text),
            )

    return look


def _distinct(filing: Filing, of: str, least: int) -> Iterator[_Goal]:
    seen: set[str] = set()
    for project in filing.projects:
        text = bare(text_of(field_of(project, of)))[:_LONGEST]
        if len(text) >= least and text not in seen:
            seen.add(text)
            yield _Goal(project, text, _runs(text))


@lru_cache(maxsize=4096)
def _runs(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map("".join, zip(text, text[1:], text[2:], strict=False))))


def _groups(goals: list[_Goal], ratio: float) -> Iterator[tuple[_Goal, list[_Goal]]]:
    """Each first text with those that depart from it a little, in the order of the filing."""
    common = Counter(run for one in goals for run in one.runs)
    holders: dict[str, list[int]] = defaultdict(list)
    groups: dict[int, list[_Goal]] = {}
    for at, one in enumerate(goals):
        # The rarest half holds a run of any text that shares more than half of them; what no
        # other text has is of no use.
        rarest = sorted(one.runs, key=common.__getitem__)[: len(one.runs) // 2 + 1]
        rarest = [run for run in rarest if common[run] > 1]
        met = Counter(holder for run in rarest if run in holders for holder in holders[run])
        likely = [holder for holder, _ in met.most_common(_COMPARED)]
        first = next((holder for holder in likely if _is_near(goals[holder], one, ratio)), None)
        if first is not None:
            groups.setdefault(first, []).append(one)
            continue
        # Only the first of a group is looked up again.
        for run in rarest:
            holders[run].append(at)
    for first, members in groups.items():
        yield goals[first], members


def _is_near(left: _Goal, right: _Goal, ratio: float) -> bool:
    shared = len(set(left.runs).intersection(right.runs))
    if 2 * shared < min(len(left.runs), len(right.runs)):
        return False
    if _figures(left.text) != _figures(right.text):
        return False
    names = [bare(text_of(one.project.project_name))[:_LONGEST] for one in (left, right)]
    alike = SequenceMatcher(None, names[0], names[1], autojunk=False).ratio()
    matcher = SequenceMatcher(None, left.text, right.text, autojunk=False)
    if matcher.quick_ratio() < ratio or matcher.ratio() < ratio:
        return False
    if alike >= _ONE_PURPOSE:
        return False
    return not any(
        _is_own(left.text[a:b], names[0], names[1]) and _is_own(right.text[c:d], names[1], names[0])
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag == "replace"
    )


def _figures(text: str) -> str:
    return "".join(char if char.isdigit() else " " for char in text).strip()


def _is_own(changed: str, own: str, other: str) -> bool:
    """Whether what one text has in the other's place is of its own project's name."""
    return any(char in own and char not in other for char in changed)


def _changed(left: str, right: str) -> Text:
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    parts = [
        (left[a:b], right[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ][:3]
    zh = "、".join(f"“{one}”与“{other}”" for one, other in parts)
    en = ", ".join(f"“{one}” and “{other}”" for one, other in parts)
    return Text(zh, en)


def _listed(names: list[str]) -> Text:
    more = len(names) - _SHOWN
    zh, en = "、".join(names[:_SHOWN]), ", ".join(names[:_SHOWN])
    return Text(f"{zh}等", f"{en} and {more} more") if more > 0 else Text(zh, en)

"""What the words of a target come to: a direction, an effort, a state, an answer and so on.

Each reading has a word list of its name. `direction`, `degree` and `effort` are vague: nobody
can tell whether they were met. `state`, `timeliness` and `grade` leave open by which standard
or date. `answer`, `whole`, `completion` and `named-standards` settle it, so a target that has
one of them in any clause is right. `demand` is for phrases (符合……要求), `particle` says nothing.
Numbers, dates and documents are the grammar's (grammar/targets.py), not words.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from audit.rulebook.book import Rulebook
from audit.rulebook.phrases import Phrases, Token

VAGUE = ("direction", "degree", "effort")
RIGHT = ("named-standards", "answer", "whole", "completion")
UNSTATED = ("timeliness", "state", "grade")
SORTS = (*VAGUE, *UNSTATED, *RIGHT, "demand", "no-answer", "particle")


@lru_cache(maxsize=4)
def reader(rulebook: Rulebook) -> Callable[[str], str]:
    """The reading of a text by the rulebook's lists: one of SORTS, or `other`."""
    phrases = Phrases({sort: rulebook.words[sort] for sort in SORTS if sort in rulebook.words})

    @lru_cache(maxsize=65536)
    def read(text: str) -> str:
        found = [_of_clause(clause) for clause in phrases.clauses(text)]
        for wanted in (("no-answer",), RIGHT, VAGUE, UNSTATED):
            for reading in found:
                if reading in wanted:
                    return reading
        return "other"

    return read


class _Clause(NamedTuple):
    """The words of a clause as the lists they are in, particles left out."""

    sorts: tuple[frozenset[str], ...]

    def has(self, sort: str) -> bool:
        return any(sort in one for one in self.sorts)

    def begins(self, *wanted: str) -> bool:
        return not self.sorts[0].isdisjoint(wanted)

    def ends(self, *wanted: str) -> bool:
        return not self.sorts[-1].isdisjoint(wanted)

    def lead(self) -> str:
        """A word of direction or effort, or only of degree, before an object of no list."""
        for one in self.sorts:
            if "degree" not in one:
                return next((sort for sort in ("direction", "effort") if sort in one), "")
        return ""


_FITS: tuple[tuple[str, Callable[[_Clause], bool]], ...] = (
    ("no-answer", lambda clause: clause.has("no-answer")),
    ("named-standards", lambda clause: clause.has("named-standards")),
    ("timeliness", lambda clause: clause.has("timeliness")),
    ("whole", lambda clause: clause.has("whole")),
    ("answer", lambda clause: clause.has("answer")),
    # 符合市局和区政府要求, 按规定完成: which requirement is not said.
    (
        "state",
        lambda clause: clause.begins("demand") and clause.ends("demand", "completion"),
    ),
    ("grade", lambda clause: clause.ends("grade")),
    # 完成质量提升 is done or not done, 质量提升 is neither.
    ("completion", lambda clause: clause.ends("direction") and clause.has("completion")),
    # 促进社会稳定 is a direction; 保持稳定 is a state, for 保持 is a particle there.
    (
        "direction",
        lambda clause: (
            clause.ends("direction") or (clause.ends("state") and clause.lead() == "direction")
        ),
    ),
    ("degree", lambda clause: clause.ends("degree")),
    ("state", lambda clause: clause.ends("state")),
    ("completion", lambda clause: clause.has("completion")),
    # 通过验收.
    ("grade", lambda clause: clause.begins("grade")),
    # 保障设备正常供电.
    ("state", lambda clause: clause.has("state") and clause.begins("degree", "effort")),
    ("effort", lambda clause: clause.ends("effort") and frozenset() not in clause.sorts),
    ("direction", lambda clause: clause.lead() == "direction"),
    ("effort", lambda clause: clause.lead() == "effort"),
    ("degree", lambda clause: clause.begins("degree")),
)
"""The first that fits is the reading, the surest first."""


def _of_clause(tokens: tuple[Token, ...]) -> str:
    # 有 is a particle within a clause and an answer when it is all of it.
    clause = _Clause(tuple(one.sorts for one in tokens if one.sorts != {"particle"}))
    if not clause.sorts:
        return ""
    return next((reading for reading, fits in _FITS if fits(clause)), "other")

"""Looks and what they say: of texts, and of records; without the record, so that it lasts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from typing import NamedTuple

from audit.checks.kind import Hit, Near
from audit.engine.hits import Check, Sight, Tie
from audit.engine.level import Level
from audit.engine.memo import MOST, Memo
from audit.engine.search import WORTH_A_SEARCH, Search
from audit.engine.watching import unwatched
from audit.filing import Filing, Indicator, Project, Record


class Answer(NamedTuple):
    """What one look says."""

    sights: tuple[Sight, ...] = ()
    unchecked: bool = False


NOTHING = Answer()

Crash = Callable[[Check, Exception], Sight]
"""What takes the place of an answer where a look raises."""


class TextAnswers(NamedTuple):
    """What all checks that read a field say of a text."""

    plain: tuple[Sight, ...]
    """Of the plain rules: no check of theirs has a condition."""
    crashed: tuple[int, ...]
    """The slots of those that raised."""
    conditional: Mapping[int, Answer]
    """Of each other check, by its number, where it says something."""


NOTHING_IN_TEXT = TextAnswers((), (), {})


class Texts:
    """The looks at texts, with one memo for each field: they are pure in the text."""

    def __init__(self, checks: Iterable[Check], plain: Container[int], crash: Crash) -> None:
        self._plain = plain
        """The slots of plain rules."""
        self._crash = crash
        self._checks: dict[str, list[Check]] = defaultdict(list)
        self._memo: dict[str, dict[str, TextAnswers]] = defaultdict(dict)
        self._search: dict[str, Search] = {}
        self._asked: Counter[str] = Counter()
        for check in checks:
            for name in check.fields:
                self._checks[name].append(check)

    def answers(self, name: str, text: str) -> TextAnswers:
        memo = self._memo[name]
        if (known := memo.get(text)) is None:
            if len(memo) >= MOST:
                memo.clear()
            known = memo[text] = self._answers(name, text)
        return known

    def _answers(self, name: str, text: str) -> TextAnswers:
        plain: list[Sight] = []
        crashed: list[int] = []
        conditional: dict[int, Answer] = {}
        for check in self._likely(name, text):
            try:
                spans = check.look(text)
                if not spans:
                    continue
                sights = [Sight(check, None, name, *span) for span in spans]
            except Exception as error:  # noqa: BLE001 -- a look that raises is a finding: design, 8
                spans, sights = None, [self._crash(check, error)]
            if check.slot not in self._plain:
                conditional[check.number] = Answer(tuple(sights), unchecked=spans is None)
                continue
            plain += sights
            if spans is None:
                crashed.append(check.slot)
        if not plain and not conditional:
            return NOTHING_IN_TEXT
        return TextAnswers(tuple(plain), tuple(crashed), conditional)

    def _likely(self, name: str, text: str) -> Iterable[Check]:
        """The checks that may find something in a text of this field."""
        search = self._search.get(name)
        if search is not None:
            return search.checks(text)
        self._asked[name] += 1
        if self._asked[name] > WORTH_A_SEARCH:
            self._search[name] = Search(self._checks[name])
        return self._checks[name]


class Look:
    """A look at records, which remembers what it said where that pays."""

    def __init__(self, check: Check, level: Level) -> None:
        self.check = check
        # A filing is looked at once. One whose members a condition leaves out differs by more
        # than its texts. What is said of indicators a panel remembers.
        forgets = level.record is not Project or check.members is not None
        self._memo = None if forgets else Memo(self.at)

    def answer(self, record: Record) -> Answer:
        return self.at(record, record) if self._memo is None else self._memo.answer(record)

    def at(self, record: Record, seen: Record) -> Answer:
        """What it says of a record when it is shown `seen`; nothing is remembered."""
        said = list(self.check.look(seen))
        if not said:
            return NOTHING
        sights = [sight_of(self.check, hit, record) for hit in said if isinstance(hit, Hit)]
        return Answer(tuple(sights), unchecked=len(sights) < len(said))


def sight_of(check: Check, hit: Hit, record: Record) -> Sight:
    """A hit without the record that was looked at."""
    ties = tuple(_tie(near, record) for near in hit.related)
    at = _at(hit.record, record)
    span = hit.start, hit.end
    return Sight(check, at, hit.field, *span, hit.values, ties, hit.text, hit.source)


def _tie(near: Near, record: Record) -> Tie:
    return Tie(_at(near.record, record), near.field, near.role, near.start, near.end)


def _at(meant: Record, record: Record) -> int | Record | None:
    """None for the record looked at, else which indicator of it, else the record itself."""
    meant = unwatched(meant)
    match record, meant:
        case Project(), Indicator():
            return meant.index
        case (Project(), Project()) | (Indicator(), Indicator()) | (Filing(), Filing()):
            return None
        case Filing(), Project():
            # A look at what remains of a filing sees copies.
            return record.projects[meant.index]
        case Filing(), Indicator():
            return (record.projects[meant.project_index].indicators or ())[meant.index]
        case _:
            return meant

"""One search for the needles of all looks at a field, so that most looks need not be asked."""

from collections.abc import Iterable, Sequence

from ahocorasick_rs import AhoCorasick

from audit.checks.kind import Needing
from audit.engine.hits import Check

WORTH_A_SEARCH = 500
"""Different texts of a field. The automaton of some ten thousand needles takes its time."""


class Search:
    """Which of some text checks may find something in a text."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._checks = checks
        needing: dict[str, set[int]] = {}
        always: set[int] = set()
        for at, check in enumerate(checks):
            needles = check.look.needles() if isinstance(check.look, Needing) else None
            if needles is None:
                always.add(at)
            for needle in needles or ():
                needing.setdefault(needle, set()).add(at)
        self._needing = [frozenset(ats) for ats in needing.values()]
        self._find = AhoCorasick(list(needing)).find_matches_as_indexes if needing else None
        self._always = frozenset(always)
        self._chosen: dict[frozenset[int], tuple[Check, ...]] = {}

    def checks(self, text: str) -> Iterable[Check]:
        """In their order."""
        found = self._find(text, overlapping=True) if self._find is not None else ()
        wanted = self._always.union(*(self._needing[needle] for needle, _, _ in found))
        if (chosen := self._chosen.get(wanted)) is None:
            chosen = self._chosen[wanted] = tuple(self._checks[at] for at in sorted(wanted))
        return chosen

"""`words`: the words of a list, anywhere in a text or as the whole of it.

Options
    lists: names of word lists.
    words: words given in the rule itself.
    tables: data files of two columns, word and suggestion: for lists that a machine made.
        One table serves all entries that name it.
    whole: the word is the whole text, white space and a closing full stop aside.
    starts_with, ends_with: the word begins or ends the text, likewise.
    dictionary: silent where a word of this dictionary runs over an edge of the hit
        (布制 in 公布制度), for lists too long to give each entry its contexts.
    strict: of two characters, silent where any word does so; else only where words explain
        both (see dictionary.py). For tables, of which nobody has read each entry.
    not_inside, only_inside, accept: see allowed.py.

Of hits that overlap the leftmost counts, of those the longest. Contexts are judged first:
an entry that its context silences does not hide a shorter one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from audit.checks import allowed
from audit.checks.dictionary import dictionary
from audit.checks.kind import Needing, Span, TextLook
from audit.rulebook.book import Rulebook, Word
from audit.rulebook.phrases import stands
from audit.rulebook.rule import Each

NAME = "words"
EACH: tuple[Each, ...] = ("text",)
_WORDS = {"type": "array", "minItems": 1}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "lists": {
            **_WORDS,
            "items": {"type": "string", "names": "words", "key": "wants-word-list"},
        },
        "words": {**_WORDS, "items": {"type": "string", "minLength": 1, "key": "wants-bare-word"}},
        "tables": {**_WORDS, "items": {"type": "string", "names": "data"}},
        "whole": {"type": "boolean"},
        "starts_with": {"type": "boolean"},
        "ends_with": {"type": "boolean"},
        "dictionary": {"type": "string", "names": "data"},
        "strict": {"type": "boolean"},
        **allowed.OPTIONS,
    },
    "anyOf": [{"required": [key]} for key in ("lists", "words", "tables")],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"word", "suggestion", "reason"})

_CLOSING = " \t\r\n\u3000\u00a0。．.；;，,、！!"
_BLANK = " \t\r\n\u3000\u00a0"

_Stands = Callable[[Word, str, int, int], bool]


class _Finder:
    """Entries by their word, and an automaton that finds these words in a text."""

    def __init__(self, entries: Mapping[str, tuple[Word, ...] | str]) -> None:
        self._entries = entries
        self.texts = list(entries)
        # Overlapping, not leftmost-longest: which hit counts is known only after the contexts.
        self._find = AhoCorasick(self.texts).find_matches_as_indexes

    def matches(self, text: str) -> list[tuple[str, int, int]]:
        found = self._find(text, overlapping=True)
        return [(self.texts[index], start, end) for index, start, end in found]

    def words(self, word: str) -> tuple[Word, ...]:
        found = self._entries.get(word, ())
        return (Word(word, found),) if isinstance(found, str) else found


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> TextLook:
    del each
    entries = _entries(options, rulebook)
    fits = _fits(options, entries, rulebook)
    finders = [_Finder(entries)] if entries else []
    finders += [_table(rulebook.data(name)) for name in options.get("tables", ())]
    look = _whole(finders, fits) if options.get("whole") else _anywhere(finders, fits, options)
    if not (openings := options.get("only_inside", "")[::2]):
        return Needing(look, lambda: [word for finder in finders for word in finder.texts])
    # Nearly every text has no bracket: it need not be searched for thousands of words.
    return Needing(
        lambda text: look(text) if any(one in text for one in openings) else (), lambda: openings
    )


def _whole(finders: Sequence[_Finder], fits: _Stands) -> TextLook:
    def look(text: str) -> tuple[Span, ...]:
        start, end = _core(text)
        words = (word for finder in finders for word in finder.words(text[start:end]))
        found = next((word for word in words if fits(word, text, start, end)), None)
        return () if found is None else (_span(found, start, end),)

    return look


def _anywhere(finders: Sequence[_Finder], fits: _Stands, options: Mapping[str, Any]) -> TextLook:
    at_start, at_end = options.get("starts_with", False), options.get("ends_with", False)

    def look(text: str) -> tuple[Span, ...]:
        found = [span for finder in finders for span in _standing(finder, text)]
        if found and (at_start or at_end):
            first, last = _core(text)
            found = [
                span
                for span in found
                if (span.start == first or not at_start) and (span.end == last or not at_end)
            ]
        return tuple(_leftmost_longest(found)) if found else ()

    def _standing(finder: _Finder, text: str) -> Iterator[Span]:
        for text_of_word, start, end in finder.matches(text):
            for word in finder.words(text_of_word):
                if fits(word, text, start, end):
                    yield _span(word, start, end)
                    break

    return look


def _leftmost_longest(spans: Iterable[Span]) -> Iterator[Span]:
    reached = 0
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.start >= reached:
            reached = span.end
            yield span


def _span(word: Word, start: int, end: int) -> Span:
    values = {"word": word.word, "suggestion": word.suggest, "reason": word.reason}
    return Span(start, end, values)


def _core(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip(_BLANK))
    return start, max(start, len(text.rstrip(_CLOSING)))


def _entries(options: Mapping[str, Any], rulebook: Rulebook) -> dict[str, tuple[Word, ...]]:
    """All entries by their word: two lists may have one word in different contexts."""
    found: dict[str, tuple[Word, ...]] = {}
    listed = (word for name in options.get("lists", ()) for word in rulebook.words[name].words)
    for word in (*listed, *map(Word, options.get("words", ()))):
        found[word.word] = (*found.get(word.word, ()), word)
    return found


@lru_cache(maxsize=16)
def _table(path: Path) -> _Finder:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return _Finder({word: suggestion for word, _, suggestion in rows})


def _fits(
    options: Mapping[str, Any], entries: Mapping[str, tuple[Word, ...]], rulebook: Rulebook
) -> _Stands:
    """Whether a word found is the one meant: its contexts, the dictionary, what is allowed."""
    let_pass = allowed.allowed(options, rulebook)
    path = rulebook.data(options["dictionary"]) if "dictionary" in options else None
    strict = options.get("strict", False)
    reach = 1 + max(
        (
            len(context)
            for words in entries.values()
            for word in words
            for contexts in (*word[2:6], word.inside)
            for context in contexts
        ),
        default=0,
    )

    def fits(word: Word, text: str, start: int, end: int) -> bool:
        if any(word[2:7]):
            # A window keeps this linear; one character more than any context, so that
            # only the true ends of the text look like ends.
            first = max(0, start - reach)
            if not stands(word, text[first : end + reach], start - first, end - first):
                return False
        if let_pass(text, start, end):
            return False
        if path is None:
            return True
        known = dictionary(path)
        if strict and end - start == 2 and (known.crosses(text, start) or known.crosses(text, end)):
            return False
        return not known.explains(text, start, end)

    return fits

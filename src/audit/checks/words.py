"""`words`: the words of a list, anywhere in a text or as the whole of it.

Options
    lists: names of word lists.
    words: words given in the rule itself.
    tables: data files of two columns, word and suggestion: for lists that a machine made.
    whole: the word is the whole text, white space and a closing full stop aside.
    starts_with, ends_with: the word begins or ends the text, likewise.
    dictionary: silent where a word of this dictionary runs over an edge of the hit
        (布制 in 公布制度), for lists too long to give each entry its contexts.
    not_inside, only_inside, accept: see allowed.py.

Of hits that overlap the leftmost counts, of those the longest. Contexts are judged first:
an entry that its context silences does not hide a shorter one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from audit.checks import allowed
from audit.checks.dictionary import dictionary
from audit.checks.kind import Span, TextLook
from audit.rulebook.book import Rulebook, Word
from audit.rulebook.phrases import stands
from audit.rulebook.rule import Each

NAME = "words"
EACH: tuple[Each, ...] = ("text",)
_WORDS = {"type": "array", "minItems": 1}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "lists": {**_WORDS, "items": {"type": "string", "names": "words"}},
        "words": {**_WORDS, "items": {"type": "string", "minLength": 1}},
        "tables": {**_WORDS, "items": {"type": "string", "names": "data"}},
        "whole": {"type": "boolean"},
        "starts_with": {"type": "boolean"},
        "ends_with": {"type": "boolean"},
        "dictionary": {"type": "string", "names": "data"},
        **allowed.OPTIONS,
    },
    "anyOf": [{"required": [key]} for key in ("lists", "words", "tables")],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"word", "suggestion", "reason"})

_CLOSING = " \t\r\n\u3000\u00a0。．.；;，,、！!"
_BLANK = " \t\r\n\u3000\u00a0"

_Stands = Callable[[Word, str, int, int], bool]


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> TextLook:
    del each
    entries = _entries(options, rulebook)
    fits = _fits(options, entries, rulebook)
    if options.get("whole"):
        return _whole(entries, fits)
    return _anywhere(entries, fits, options)


def _whole(entries: Mapping[str, tuple[Word, ...]], fits: _Stands) -> TextLook:
    def look(text: str) -> tuple[Span, ...]:
        start, end = _core(text)
        for word in entries.get(text[start:end], ()):
            if fits(word, text, start, end):
                return (_span(word, start, end),)
        return ()

    return look


def _anywhere(
    entries: Mapping[str, tuple[Word, ...]], fits: _Stands, options: Mapping[str, Any]
) -> TextLook:
    if not entries:
        return lambda _: ()
    texts = list(entries)
    # Overlapping, not leftmost-longest: which hit counts is known only after the contexts.
    find = AhoCorasick(texts).find_matches_as_indexes
    at_start, at_end = options.get("starts_with", False), options.get("ends_with", False)

    def look(text: str) -> tuple[Span, ...]:
        matches = find(text, overlapping=True)
        if not matches:
            return ()
        if at_start or at_end:
            first, last = _core(text)
            matches = [
                match
                for match in matches
                if (match[1] == first or not at_start) and (match[2] == last or not at_end)
            ]
        return tuple(_leftmost_longest(_standing(matches, text)))

    def _standing(matches: Iterable[tuple[int, int, int]], text: str) -> Iterator[Span]:
        for index, start, end in matches:
            for word in entries[texts[index]]:
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
    tables = (word for name in options.get("tables", ()) for word in _table(rulebook.data(name)))
    for word in (*listed, *map(Word, options.get("words", ())), *tables):
        found[word.word] = (*found.get(word.word, ()), word)
    return found


def _table(path: Path) -> Iterator[Word]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, _, suggestion = line.partition("\t")
            yield Word(word, suggestion)


def _fits(
    options: Mapping[str, Any], entries: Mapping[str, tuple[Word, ...]], rulebook: Rulebook
) -> _Stands:
    """Whether a word found is the one meant: its contexts, the dictionary, what is allowed."""
    let_pass = allowed.allowed(options, rulebook)
    path = rulebook.data(options["dictionary"]) if "dictionary" in options else None
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
        return not dictionary(path).explains(text, start, end)

    return fits

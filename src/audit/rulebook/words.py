"""Word lists: entries with suggestion, contexts and reason, and amendments to them.

An entry is a word, `{word: …}`, `{words: […]}` whose words share the entry's attributes,
or `{pairs: {wrong: right}}`. An amendment adds entries and removes words; a word that is
removed has to be there, for otherwise it is misspelt.
"""

from collections.abc import Iterator
from typing import Any

from audit.nearest import nearest
from audit.rulebook.book import Word, WordList
from audit.rulebook.marks import Faults, Items, Map, Node, Scalar
from audit.rulebook.shape import WORD, shaped

_CONTEXTS = ("not_before", "not_after", "only_before", "only_after", "inside")
_CONTEXT = {"type": "array", "items": WORD}


def _entry(key: str, schema: Any) -> dict[str, Any]:
    attributes = {"suggest": WORD, "reason": WORD, **dict.fromkeys(_CONTEXTS, _CONTEXT)}
    return {
        "type": "object",
        "required": [key],
        "properties": {key: schema, **attributes},
        "additionalProperties": False,
    }


_ENTRIES = {
    "type": "array",
    "items": {
        "anyOf": [
            WORD,
            _entry("word", WORD),
            _entry("words", {**_CONTEXT, "minItems": 1}),
            _entry("pairs", {"type": "object", "minProperties": 1, "additionalProperties": WORD}),
        ]
    },
}
_TITLE = {
    "anyOf": [
        WORD,
        {
            "type": "object",
            "properties": {"zh": WORD, "en": WORD},
            "minProperties": 1,
            "additionalProperties": False,
        },
    ]
}
LIST_SCHEMA = {
    "title": "A word list of audit",
    "type": "object",
    "required": ["name", "title", "entries"],
    "properties": {"name": WORD, "title": _TITLE, "reason": WORD, "entries": _ENTRIES},
    "additionalProperties": False,
}
AMEND_SCHEMA = {
    "type": "object",
    "minProperties": 1,
    "properties": {
        "amends": WORD,
        "add": _ENTRIES,
        "remove": {"type": "array", "items": WORD},
        "reason": WORD,
    },
    "additionalProperties": False,
}


def word_list(node: Map, faults: Faults) -> WordList:
    """The list of a file. Of entries that are wrong, only `faults` tells."""
    _, wrong = shaped(node, LIST_SCHEMA, faults)
    words = {} if "entries" in wrong else _words(node, node.get("entries"), faults)
    title = node.get("title")
    shown = title.text("zh") or title.text("en") if isinstance(title, Map) else node.text("title")
    return WordList(node.text("name"), shown, tuple(words.values()))


def amended(words: WordList, node: Node, faults: Faults) -> WordList:
    """The list with what an amendment adds and without what it removes."""
    before = len(faults.errors)
    shaped(node, AMEND_SCHEMA, faults)
    if len(faults.errors) > before or not isinstance(node, Map):
        return words
    kept = {word.word: word for word in words.words}
    for scalar in _scalars(node.get("remove")):
        if kept.pop(scalar.text, None) is None:
            faults.add(
                "word-not-in-list",
                scalar.mark,
                word=scalar.text,
                list=words.name,
                nearest=nearest(scalar.text, kept),
            )
    # An added word replaces its namesake: that is how a context is added to an entry.
    kept |= _words(node, node.get("add"), faults)
    return words._replace(words=tuple(kept.values()))


def _words(whole: Map, entries: Node | None, faults: Faults) -> dict[str, Word]:
    found: dict[str, Word] = {}
    for entry in entries.items if isinstance(entries, Items) else ():
        for scalar, word in _of_entry(entry, whole.text("reason")):
            _check_comma(scalar, faults)
            if word.word in found:
                faults.add("word-twice", scalar.mark, word=word.word, list=whole.text("name"))
            if word.word == word.suggest:
                faults.add("word-suggests-itself", scalar.mark, word=word.word)
            found[word.word] = word
    return found


def _check_comma(scalar: Scalar, faults: Faults) -> None:
    """`[好，较好]` is one word to YAML, and two to whoever wrote it."""
    comma = scalar.text.find("，")
    if scalar.flow and scalar.plain and 0 < comma < len(scalar.text) - 1:
        faults.add("yaml-full-width-comma", scalar.mark.shifted(comma, 1))


def _of_entry(entry: Node, reason: str) -> Iterator[tuple[Scalar, Word]]:
    if isinstance(entry, Scalar):
        yield entry, Word(entry.text, reason=reason)
    elif isinstance(entry, Map):
        contexts = {key: tuple(one.text for one in _scalars(entry.get(key))) for key in _CONTEXTS}
        shared = Word(
            "", suggest=entry.text("suggest"), reason=entry.text("reason") or reason, **contexts
        )
        for scalar in (entry.get("word"), *_scalars(entry.get("words"))):
            if isinstance(scalar, Scalar):
                yield scalar, shared._replace(word=scalar.text)
        pairs = entry.get("pairs")
        if isinstance(pairs, Map):
            for wrong, right in pairs.entries.items():
                if isinstance(right, Scalar):
                    yield pairs.keys[wrong], shared._replace(word=wrong, suggest=right.text)


def _scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Items):
        yield from (item for item in node.items if isinstance(item, Scalar))

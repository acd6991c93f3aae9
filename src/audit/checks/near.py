"""`near`: a closed value that is one character away from what it should be.

Each `text`: the whole value (a code before it and a full stop after it aside) is no word
of the vocabulary, but a substituted, lost, doubled or swapped character away from one.
Each `indicator`: the two fields of `in` are one Chinese character apart.

Options
    lists: word lists, together the vocabulary (each `text`).
    levels: the taxonomy's names of these levels join the vocabulary (each `text`).
    dictionary: the data file of words.
    single: characters that are words by themselves (有, 较, 一).
    not_inside, only_inside, accept: see allowed.py (each `text`).

A value made of words of the dictionary is no slip, however near it is to another: 增产 is
not 增加 misspelt, and 提高 beside 提升 is a choice. What is at fault is where characters
stop being words. The dictionary is read when a value is near, which is rare.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from audit.checks import allowed
from audit.checks.dictionary import Dictionary, dictionary
from audit.checks.kind import Hit, Near, RecordLook, Span, TextLook, Value
from audit.filing import Indicator, field_of
from audit.grammar.normal import fold
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each
from audit.titles import title

NAME = "near"
EACH: tuple[Each, ...] = ("text", "indicator")
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "lists": {"type": "array", "items": {"type": "string", "names": "words"}},
        "levels": {"type": "array", "items": {"type": "integer", "minimum": 1}},
        "dictionary": {"type": "string", "names": "data"},
        "single": {"type": "string"},
        **allowed.OPTIONS,
    },
    "required": ["dictionary"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"word", "suggestion", "other", "this_field", "other_field"})

_HAN = re.compile("[\u3400-\u9fff]+")
_CODE = re.compile(r"\s*(?:[0-9０-９]+\s*[-－—–_.．、]?\s*)?")
_CLOSING = " \t\r\n\u3000。．.；;，,、"
# A value of more than eight characters is a phrase: its neighbourhood is shown, not all.
_SHOWN = 8


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> TextLook | RecordLook:
    known = dictionary(rulebook.data(options["dictionary"]))
    single = frozenset(options.get("single", ""))
    if each == "indicator":
        one, two = options["in"]
        return _between(one, two, _Judge(known, single))
    return _to_vocabulary(_vocabulary(options, rulebook), known, single, options, rulebook)


def _to_vocabulary(
    words: list[str],
    known: Dictionary,
    single: frozenset[str],
    options: Mapping[str, Any],
    rulebook: Rulebook,
) -> TextLook:
    nearest = _Nearest(words)
    let_pass = allowed.allowed(options, rulebook)
    # Levels have codes; the 12 of a target of 12个月 is none.
    is_level = bool(options.get("levels"))

    def look(text: str) -> tuple[Span, ...]:
        start, end = _core(text)
        if start and not is_level and text[:start].strip():
            return ()
        value = text[start:end]
        # A target is a number, for most: no Chinese word is near it.
        if not 2 <= end - start <= nearest.longest + 1 or not _HAN.fullmatch(value):
            return ()
        suggestion = nearest.word(value)
        if not suggestion or known.is_made_of_words(value, single):
            return ()
        if let_pass(text, start, end):
            return ()
        return (Span(start, end, {"word": value, "suggestion": suggestion}),)

    return look


class _Nearest:
    """Which word of a vocabulary is one slip away from a value."""

    def __init__(self, words: list[str]) -> None:
        # The first word of a vocabulary is the commonest: it wins where several are near.
        self._words = dict.fromkeys(words)
        self.longest = max(map(len, words), default=0)
        self._lost: dict[str, str] = {}
        self._substituted: dict[tuple[str, str], str] = {}
        for word in self._words:
            for at in range(len(word)):
                before, after = word[:at], word[at + 1 :]
                self._substituted.setdefault((before, after), word)
                # Of three characters two are left: a word of its own, more often than not.
                if len(word) > 3:
                    self._lost.setdefault(before + after, word)

    def word(self, value: str) -> str:
        """The word, or nothing where the value is of the vocabulary or near to none."""
        if value in self._words:
            return ""
        for at in range(len(value)):
            before, after = value[:at], value[at + 1 :]
            if found := self._substituted.get((before, after)):
                return found
            if after[:1] == value[at] and before + after in self._words:
                return before + after
            swapped = before + after[:1] + value[at] + after[1:]
            if swapped in self._words:
                return swapped
        return self._lost.get(value, "")


def _vocabulary(options: Mapping[str, Any], rulebook: Rulebook) -> list[str]:
    words = [word.word for name in options.get("lists", ()) for word in rulebook.words[name].words]
    for level in rulebook.taxonomy.levels:
        if level.level in options.get("levels", ()):
            names = (level.name, *level.aliases)
            words += [form for name in names for form in _forms(name)]
    return words


def _forms(name: str) -> tuple[str, ...]:
    """With and without 指标: systems print either."""
    short = name.removesuffix("指标")
    return (short + "指标", short) if short else (name,)


def _core(text: str) -> tuple[int, int]:
    code = _CODE.match(text)
    start = code.end() if code else 0
    return start, max(start, len(text.rstrip(_CLOSING)))


class _Slip(NamedTuple):
    """Where two texts differ: characters `at` to `end` of each."""

    at: int
    end: tuple[int, int]


def _between(one: str, two: str, judge: "_Judge") -> RecordLook:
    def look(indicator: Indicator) -> Iterator[Hit]:
        left, right = field_of(indicator, one), field_of(indicator, two)
        if left is None or right is None or left.text == right.text:
            return
        texts = (left.text, right.text)
        wrong = judge.wrong(*texts)
        if wrong is None:
            return
        names = (one, two)
        start, end, suggestion = _shown(texts[wrong], texts[1 - wrong])
        values: dict[str, Value] = {
            "word": texts[wrong][start:end],
            "suggestion": suggestion,
            "other": texts[1 - wrong],
            "this_field": title(names[wrong]),
            "other_field": title(names[1 - wrong]),
        }
        beside = Near(indicator, names[1 - wrong], "other")
        yield Hit(indicator, names[wrong], start, end, values, (beside,))

    return look


class _Judge:
    """Which of two texts one character apart is the slip."""

    def __init__(self, known: Dictionary, single: frozenset[str]) -> None:
        self._known, self._single = known, single

    def wrong(self, one: str, two: str) -> int | None:
        """0 or 1, or None where they are not one slip apart or nobody can tell which."""
        slip = difference(one, two)
        if slip is None:
            return None
        fine = [
            self._is_fine(text, slip.at, end)
            for text, end in zip((one, two), slip.end, strict=True)
        ]
        if fine[0] == fine[1]:
            return None
        wrong = fine.index(False)
        text, end = (one, two)[wrong], slip.end[wrong]
        longer = end - slip.at > slip.end[1 - wrong] - slip.at
        # 100 beside 100个, 达标 beside 达标率: what is more is wrong only where it is doubled.
        if longer and not (slip.at and text[slip.at - 1] == text[slip.at]):
            return None
        return wrong

    def _is_fine(self, text: str, start: int, end: int) -> bool:
        """Whether the characters that differ, or that meet where one is lost, are words."""
        if start == end:
            return self._is_word(text, start - 1) and self._is_word(text, start)
        return all(self._is_word(text, at) for at in range(start, end))

    def _is_word(self, text: str, at: int) -> bool:
        if not 0 <= at < len(text) or not _HAN.match(text[at]):
            return True
        return text[at] in self._single or self._known.covers(text, at, at + 1)


def difference(one: str, two: str) -> _Slip | None:
    """Where two texts are a Chinese character apart: another, one more, or two swapped."""
    (first, last), (second, final) = _core(one), _core(two)
    if first != second:
        return None
    left, right = fold(one[:last]), fold(two[:final])
    shorter = min(len(left), len(right))
    if abs(len(left) - len(right)) > 1 or shorter < 2:
        return None
    head = next((at for at in range(shorter) if left[at] != right[at]), shorter)
    room = shorter - head
    tail = next((n for n in range(room) if left[-1 - n] != right[-1 - n]), room)
    ends = len(left) - tail, len(right) - tail
    parts = left[head : ends[0]], right[head : ends[1]]
    if not all(_HAN.fullmatch(part) for part in parts if part):
        return None
    sizes = tuple(map(len, parts))
    swapped = sizes == (2, 2) and parts[0] == parts[1][::-1]
    return _Slip(head, ends) if swapped or sizes in ((1, 1), (0, 1), (1, 0)) else None


def _shown(wrong: str, right: str) -> tuple[int, int, str]:
    """The span to mark in the wrong text, and what stands there in the right one."""
    (start, end), (_, final) = _core(wrong), _core(right)
    slip = difference(wrong, right)
    if end - start > _SHOWN and slip is not None:
        start = max(start, slip.at - 1)
        after = min(end - slip.end[0], 1)
        end, final = slip.end[0] + after, slip.end[1] + after
    return start, end, right[start:final]

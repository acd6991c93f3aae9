"""`doubled`: a character typed twice (效率率), told from words that meet (增长长效).

Options
    dictionary: the data file of words.
    single: characters that are words by themselves and may stand beside any (的, 一, 人).
    words: look for whole words typed twice, too (设备设备).
    not_inside, only_inside, accept: see allowed.py; the lists of `accept` hold what is
        right though the dictionary does not know it (总的的).

Two copies of a character are at fault where a word of the dictionary ends at the first and
none begins at the second (效率|率), or one begins at the second and a clause at the first
(，完|完成), and no word holds both (天天). Where words stand on both sides they merely meet,
where on neither side nothing is known. A word typed twice is at fault where neither copy is
a part of a longer one (代表代表团) and it does not begin with one of `single` (一件一件).

The dictionary is read when the first doubled character is met, which most filings lack.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from audit.checks import allowed
from audit.checks.dictionary import Dictionary, dictionary
from audit.checks.kind import Span, TextLook
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "doubled"
EACH: tuple[Each, ...] = ("text",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "dictionary": {"type": "string", "names": "data"},
        "single": {"type": "string"},
        "words": {"type": "boolean"},
        **allowed.OPTIONS,
    },
    "required": ["dictionary"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"suggestion", "word", "right"})

_HAN = re.compile("[\u3400-\u9fff]")
_RUN = re.compile("([\u3400-\u9fff])\\1+")
_DOUBLED = re.compile("([\u3400-\u9fff])\\1")
_WORD = re.compile("([\u3400-\u9fff]{2,4})\\1")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> TextLook:
    del each
    path = rulebook.data(options["dictionary"])
    single = frozenset(options.get("single", ""))
    let_pass = allowed.allowed(options, rulebook)

    finders = [(_RUN, _is_slip, _span)]
    if options.get("words"):
        finders.append((_WORD, _is_word_twice, _span_of_word))

    def look(text: str) -> tuple[Span, ...]:
        found = []
        for pattern, is_slip, span in finders:
            for run in pattern.finditer(text):
                start, end = run.span()
                known = dictionary(path)
                if is_slip(text, start, end, known, single) and not let_pass(text, start, end):
                    found.append(span(text, start, end, known))
        return tuple(found)

    return look


def _ends_doubled(text: str, end: int) -> bool:
    return end >= 2 and _DOUBLED.match(text, end - 2) is not None


def _is_word_twice(
    text: str, start: int, end: int, known: Dictionary, single: frozenset[str]
) -> bool:
    middle = (start + end) // 2
    word = text[start:middle]
    return (
        word in known
        and word[0] != word[1]
        and word[0] not in single
        and not known.crosses(text, start)
        and not known.crosses(text, middle)
        and not known.crosses(text, end)
    )


def _span_of_word(text: str, start: int, end: int, known: Dictionary) -> Span:
    del known
    word = text[start : (start + end) // 2]
    return Span(start, end, {"suggestion": word, "word": text[start:end], "right": word})


def _is_slip(text: str, start: int, end: int, known: Dictionary, single: frozenset[str]) -> bool:
    if any(known.covers(text, at, at + 2) for at in range(start, end - 1)):
        return False
    if text[start] in single or _DOUBLED.match(text, end) or _ends_doubled(text, start):
        # 切切实实, 山山水水: two pairs in a row are a way to say it.
        return False
    if end - start > 2:
        return True
    if known.starts_at(text, end - 1):
        # 市市长, 税税率: the first copy is the end of a name that no dictionary has. Only at
        # the beginning of a clause is there none that it could end.
        return start == 0 or not _HAN.match(text[start - 1])
    return known.ends_at(text, start + 1)


def _span(text: str, start: int, end: int, known: Dictionary) -> Span:
    """The run, with the word it belongs to as it stands and as it should."""
    char = text[start]
    before = _longest(range(1, 4), lambda n: text[max(0, start - n) : start + 1], known)
    after = _longest(range(1, 4), lambda n: text[end - 1 : end + n], known)
    # 检测测测试: of three copies two are right where words stand on both sides.
    right = char * 2 if len(before) > 1 and len(after) > 1 else char
    head, tail = before[:-1], after[1:]
    values = {
        "suggestion": right,
        "word": head + text[start:end] + tail,
        "right": head + right + tail,
    }
    return Span(start, end, values)


def _longest(sizes: range, cut: Callable[[int], str], known: Dictionary) -> str:
    """The longest dictionary word of those that `cut` gives; the character alone if none."""
    words = [word for word in map(cut, sizes) if word in known]
    return max(words, key=len, default=cut(0))

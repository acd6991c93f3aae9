"""`characters`: characters of a class, one finding for each run of them.

Options
    classes: `traditional` (one simplified form: 戶), `traditional-unsure` (several: 徵),
        `invisible` (zero width, control), `private-use` (and what stands for a lost
        character), `look-alike` (another code for a
        common character: ⼯ for 工), `mixed-width` (both widths of a mark in one text).
    characters: a set of the rule's own: a text, or a mapping of character to suggestion.
    not_inside, only_inside, accept: see allowed.py.

Traditional characters are those of the tables `traditional-characters.tsv` and
`traditional-unsure.tsv`. Width is judged within one text only: a text in half-width marks
throughout is how some systems print it, a text with both was typed so.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from audit.checks import allowed
from audit.checks.kind import Needing, Span, TextLook, Value
from audit.finding import Text
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "characters"
EACH: tuple[Each, ...] = ("text",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "classes": {
            "type": "array",
            "minItems": 1,
            "items": {
                "enum": [
                    "traditional",
                    "traditional-unsure",
                    "invisible",
                    "private-use",
                    "look-alike",
                    "mixed-width",
                ]
            },
        },
        "characters": {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "object", "additionalProperties": {"type": "string"}},
            ]
        },
        **allowed.OPTIONS,
    },
    "anyOf": [{"required": ["classes"]}, {"required": ["characters"]}],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"suggestion", "label", "code", "word"})

_TABLES = {
    "traditional": "traditional-characters.tsv",
    "traditional-unsure": "traditional-unsure.tsv",
}
_LABELS = {
    0x00AD: Text("软连字符", "soft hyphen"),
    0x200B: Text("零宽空格", "zero width space"),
    0x200C: Text("零宽不连字", "zero width non-joiner"),
    0x200D: Text("零宽连字", "zero width joiner"),
    0x200E: Text("从左至右标记", "left-to-right mark"),
    0x200F: Text("从右至左标记", "right-to-left mark"),
    0x2060: Text("零宽连接符", "word joiner"),
    0xFEFF: Text("字节顺序标记", "byte order mark"),
}
_INVISIBLE_RANGES = (
    (0x00, 0x09), (0x0B, 0x0D), (0x0E, 0x20), (0x7F, 0xA0), (0xAD, 0xAE), (0x034F, 0x0350),
    (0x061C, 0x061D), (0x115F, 0x1161), (0x17B4, 0x17B6), (0x180B, 0x180F), (0x200B, 0x2010),
    (0x2028, 0x202F), (0x2060, 0x2070), (0x3164, 0x3165), (0xFE00, 0xFE10), (0xFEFF, 0xFF00),
    (0xFFA0, 0xFFA1),
)  # fmt: skip
# U+FFFC and U+FFFD stand for something that was lost: deleting them mends nothing.
_PRIVATE = {chr(code): "" for code in (*range(0xE000, 0xF900), 0xFFFC, 0xFFFD)}
# The supplement of radicals has no compatibility mapping in Unicode for most.
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⺮⺝⺼⻂⻎⻏⻖⽰",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟竹月月衣辶阝阝示",
        strict=True,
    )
)
_FULL, _HALF = "，；：！？（）", ",;:!?()"
_HAN = "\u3400-\u9fff"
# A half-width mark beside Chinese; between digits or Latin letters it is at home.
_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}）》”％])[,;:!?]|[,;:!?](?=[{_HAN}（《“])")
_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％]+|(?<=[0-9０-９])．(?=[0-9０-９])")
_NARROW = re.compile("[0-9A-Za-z%]")
_LIST_MARK = re.compile(r"(?<![0-9A-Za-z(])[0-9A-Za-z]\)")
_BRACKET = re.compile("[()（）]")

_Find = Callable[[str], Iterator[Span]]
_Finder = tuple[_Find, Iterable[str]]
"""What finds, and the characters without which it finds nothing."""


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> TextLook:
    del each
    finders = [_finder(name, rulebook) for name in options.get("classes", ())]
    if own := options.get("characters"):
        finders.append(_runs(own if isinstance(own, Mapping) else dict.fromkeys(own, ""), "own"))
    let_pass = allowed.allowed(options, rulebook)

    def look(text: str) -> tuple[Span, ...]:
        found = [span for find, _ in finders for span in find(text)]
        if not found:
            return ()
        found.sort(key=lambda span: span.start)
        return tuple(span for span in found if not let_pass(text, span.start, span.end))

    return Needing(look, lambda: {char for _, needed in finders for char in needed})


def _finder(name: str, rulebook: Rulebook) -> _Finder:
    match name:
        case "traditional" | "traditional-unsure":
            return _runs(_table(rulebook.data(_TABLES[name])), name)
        case "invisible":
            codes = (code for first, last in _INVISIBLE_RANGES for code in range(first, last))
            return _runs({chr(code): "" for code in codes}, name)
        case "private-use":
            return _runs(_PRIVATE, name)
        case "look-alike":
            return _runs(_look_alikes(), name)
        case _:
            return _mixed_width, [*_HALF, *map(chr, _TO_NARROW)]


@lru_cache(maxsize=4)
def _table(path: Path) -> dict[str, str]:
    """Character to simplified form; of several forms, to all of them with `/` between."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {pair[0]: "/".join(pair[1].split()) for pair in pairs}


def _look_alikes() -> dict[str, str]:
    """The Kangxi radicals and the compatibility ideographs, to the character they stand for."""
    codes = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))
    normal = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in codes}
    return _RADICALS | {char: to for char, to in normal.items() if char != to}


def _runs(table: Mapping[str, str], name: str) -> _Finder:
    """Finds each run of characters of the table."""
    known = frozenset(table)

    def find(text: str) -> Iterator[Span]:
        # One C loop over the text: nearly every text ends here.
        if known.isdisjoint(text):
            return
        start = -1
        for at, char in enumerate(f"{text}\n"):
            if char in known and at < len(text):
                start = at if start < 0 else start
            elif start >= 0:
                yield _run(text, start, at)
                start = -1

    def _run(text: str, start: int, end: int) -> Span:
        run = text[start:end]
        code = " ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(run))
        suggestion = "".join(table[char] for char in run)
        label, word = _label(run[0], name), _word(text, start, end)
        values: dict[str, Value] = {"suggestion": suggestion, "code": code, "label": label}
        values["word"] = word
        return Span(start, end, values)

    return find, known


def _label(char: str, name: str) -> Text:
    if name == "invisible":
        english = unicodedata.name(char, "control character").lower()
        return _LABELS.get(ord(char), Text("不可见字符", english))
    return Text(char, char)


def _word(text: str, start: int, end: int) -> str:
    """The run with the Chinese character on either side, so that a reader can find it."""
    first, last = max(0, start - 1), min(len(text), end + 1)
    around = text[first:last]
    return "".join(char for char in around if char.isprintable())


def _mixed_width(text: str) -> Iterator[Span]:
    for found in _BESIDE_HAN.finditer(text):
        mark = _FULL[_HALF.index(found[0])]
        if mark in text:
            yield _width(text, *found.span(), mark)
    yield from _mixed_brackets(text)
    if _NARROW.search(text):
        for found in _WIDE.finditer(text):
            narrow = found[0].translate(_TO_NARROW)
            yield _width(text, *found.span(), narrow)


_TO_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def _mixed_brackets(text: str) -> Iterator[Span]:
    """Half-width brackets where the text has full-width ones, too."""
    if not ("(" in text or ")" in text) or not ("（" in text or "）" in text):
        return
    for found in _BRACKET.finditer(text):
        # The bracket of a mark like a) or 1) has no partner to match.
        if found[0] in "()" and not _LIST_MARK.match(text, max(0, found.start() - 1)):
            yield _width(text, *found.span(), _FULL[_HALF.index(found[0])])


def _width(text: str, start: int, end: int, suggestion: str) -> Span:
    code = " ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(text[start:end]))
    label, word = Text(text[start:end], text[start:end]), _word(text, start, end)
    values: dict[str, Value] = {"suggestion": suggestion, "code": code, "label": label}
    values["word"] = word
    return Span(start, end, values)

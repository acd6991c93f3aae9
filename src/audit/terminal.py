"""What goes to a terminal: which characters may, how wide they are, where lines break.

Texts of filings and file names come from strangers. Whatever could steer a terminal or turn
a line around is shown as its code point and never as itself.
"""

import codecs
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import IO, Any

LOSSY = "audit.lossy"
"""Name of the error handler for encodings that cannot write what we print."""
_INSTEAD = str.maketrans({
    "⟦": "[", "⟧": "]", "≥": ">=", "≤": "<=", "≠": "!=", "“": '"', "”": '"', "‘": "'",
    "’": "'", "…": "...", "×": "x", "·": "-", "—": "-", "→": "->", "：": ":", "，": ",",
    "。": ".", "；": ";", "（": "(", "）": ")", "、": ",",
})  # fmt: skip
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"
_WIDE_BY_HABIT = frozenset("“”‘’…—×·≥≤±→°％℃①②③④⑤⑥⑦⑧⑨⑩Ⅰ Ⅱ Ⅲ") - {" "}
# No line begins with one of these, and none ends with one of those.
_NOT_FIRST = frozenset("，。；：、？！）》〉】〕」』”’…—%％,.;:!?)]}⟧")
_NOT_LAST = frozenset("（《〈【〔「『“‘([{⟦≥≤≧≦＞＜")
_DEFAULT_WIDTH = 80
_NARROWEST = 20
_MOST_DIGITS = 5


def clean(text: str) -> str:
    """The text without anything that steers a terminal: on one line, and in its order."""
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


@lru_cache(maxsize=65536)
def width(text: str) -> int:
    """Terminal columns. What is wide on Chinese consoles and narrow elsewhere counts as wide."""
    return sum(map(_width, text))


def padded(text: str, columns: int, *, left: bool = False) -> str:
    """The text with spaces up to so many columns, after it or before it."""
    space = " " * max(0, columns - width(text))
    return space + text if left else text + space


def in_columns(texts: Iterable[str], columns: Iterable[int]) -> str:
    """The texts in columns of these widths, each at the right of its own."""
    return " ".join(padded(one, size, left=True) for one, size in zip(texts, columns, strict=True))


def numbers(counts: Iterable[int], columns: Iterable[int]) -> str:
    """Counts in columns; none is a hyphen, so that the eye finds the others."""
    return in_columns((f"{count:,}" if count else "-" for count in counts), columns)


def broken(text: str, columns: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line of a text broken at so many columns; at least one.

    Breaks stand between Han characters or at spaces, never inside a number or a Latin word
    that fits a line, never before a closing mark or after an opening one.
    """
    columns = max(columns, _NARROWEST)
    start, end = 0, len(text)
    while start < end:
        stop = _reach(text, start, columns)
        if stop < end:
            stop = _break(text, start, stop)
        yield start, start + len(text[start:stop].rstrip(" "))
        start = stop
        while start < end and text[start] == " ":
            start += 1
    if not text:
        yield 0, 0


def wrapped(text: str, columns: int) -> list[str]:
    return [text[start:end] for start, end in broken(text, columns)]


def hung(first: str, text: str, columns: int) -> Iterator[str]:
    """Lines of so many columns with `first` before the text, and as much space below it."""
    indent = width(first)
    for paragraph in text.split("\n"):
        for line in wrapped(paragraph, columns - indent):
            yield (first + line).rstrip()
            first = " " * indent


def is_terminal(stream: IO[Any]) -> bool:
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def columns_of(environment: Mapping[str, str] = os.environ) -> int:
    """COLUMNS, else what the terminal says, else 80."""
    given = environment.get("COLUMNS", "")
    if given.isdecimal() and len(given) <= _MOST_DIGITS and int(given):
        return max(int(given), _NARROWEST)
    for stream in (1, 2, 0):
        try:
            found = os.get_terminal_size(stream).columns
        except (OSError, ValueError):
            continue
        if found:
            return max(found, _NARROWEST)
    return _DEFAULT_WIDTH


def wants_color(choice: str, stream: IO[Any], environment: Mapping[str, str] = os.environ) -> bool:
    """Whether to colour: the option, then NO_COLOR and FORCE_COLOR, then the terminal."""
    if choice in {"always", "never"}:
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if forced := environment.get("FORCE_COLOR"):
        return forced not in {"0", "false"}
    return is_terminal(stream) and environment.get("TERM") != "dumb"


def language_of(environment: Mapping[str, str] = os.environ) -> str:
    """`zh` or `en` by the locale; Chinese where it says nothing."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            language = value.partition(".")[0].partition("_")[0].lower()
            return "zh" if language in {"zh", "c", "posix"} else "en"
    return _language_of_windows() if os.name == "nt" else "zh"


def never_fails(stream: Any) -> None:
    """From now on the stream writes something else where its encoding lacks a character."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors=LOSSY)


def _shown(char: str) -> str:
    if char in _SPACES:
        return " "
    category = unicodedata.category(char)
    if category[0] == "C" and category != "Co":
        return f"<U+{ord(char):04X}>"
    return char


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 1 + (char in _WIDE_BY_HABIT or unicodedata.east_asian_width(char) in "WF")


def _reach(text: str, start: int, columns: int) -> int:
    """How far a line gets that begins at `start`."""
    used = 0
    for at in range(start, len(text)):
        used += _width(text[at])
        if used > columns:
            return max(at, start + 1)
    return len(text)


def _break(text: str, start: int, stop: int) -> int:
    """The last good break at or before `stop`, or `stop` where none is near."""
    for at in range(stop, start + (stop - start) // 2, -1):
        before, after = text[at - 1], text[at]
        if after in _NOT_FIRST or before in _NOT_LAST:
            continue
        if " " in (before, after) or not (before.isascii() and after.isascii()):
            return at
    return stop


def _language_of_windows() -> str:
    import locale  # noqa: PLC0415 -- only there

    name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) or not name else "en"


def _lossy(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    instead = text.translate(_INSTEAD)
    return _encodable(instead, error.encoding), error.end


def _encodable(text: str, encoding: str) -> str:
    return text.encode(encoding, "replace").decode(encoding)


codecs.register_error(LOSSY, _lossy)

"""Bytes of a text file to text: UTF-8, UTF-16 and GB 18030, with and without a mark.

GB 18030 holds GBK and GB 2312, which Chinese editions of office programs write. It is tried
last: many bytes that are something else can be read as it, among them UTF-8 with a byte
lost. A text that had been UTF-8 for a while is therefore a broken one, and never guessed at.
"""

import codecs
import re
from collections.abc import Iterator

from audit.document import Problem
from audit.errors import ReadError
from audit.plugins import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\n|\r")
# Texts hold no control characters; a stray one is a slip, more than this share is no text.
_FEW = 0.001
# By chance four Han characters in a row are UTF-8 in a text that is GB 18030 never.
_SURELY_UTF_8 = re.compile(rb"(?:[\xe3-\xe9\xef][\x80-\xbf]{2}){4}")
_HEAD = 8192
_ASCII = frozenset((9, 10, 13, *range(32, 127)))


def decode(source: Source, hint: str = "") -> tuple[str, str]:
    """Text and encoding. `hint` is an encoding that the file itself names.

    Raises ReadError where the bytes are no text in a known encoding.
    """
    data = source.data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _text(source, _strict(source, encoding)), encoding
    for encoding in _candidates(data, hint):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and _SURELY_UTF_8.search(data, 0, error.start):
                break
            continue
        except LookupError:
            continue
        return _text(source, text), encoding
    return _strict(source, "utf-8"), "utf-8"


def note(encoding: str) -> tuple[Problem, ...]:
    """What to tell where the encoding is not what is expected today."""
    if encoding in {"utf-8", "utf-8-sig"}:
        return ()
    return (Problem("read-as-encoding", values=(("encoding", encoding.upper()),)),)


def encode(text: str, encoding: str, original: bytes) -> bytes:
    """Text back to bytes, with the mark that the original has."""
    if encoding == "utf-16" and original.startswith(codecs.BOM_UTF16_BE):
        return codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    if encoding == "utf-16":
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    return text.encode(encoding)


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each line, its end taken off.

    Only CR and LF end a line, as in editors; str.splitlines knows eight more.
    """
    start = 0
    for end in _LINE_END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    if start < len(text):
        yield start, text[start:]


def _candidates(data: bytes, hint: str) -> Iterator[str]:
    yield "utf-8"
    if hint:
        # Pages that say GB2312 or GBK mean what Windows wrote, which is more.
        yield "gb18030" if hint.lower().replace("_", "-").startswith("gb") else hint
    if guessed := utf_16_of(data):
        yield guessed
    if b"\0" not in data[:_HEAD]:
        yield "gb18030"


def utf_16_of(data: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where bytes without a mark look like it, else "".

    Line ends, digits and other ASCII have a null byte on one side, at odd places or at even
    ones. 一 (4E00) and the like have theirs on the other, but are few.
    """
    head = data[:_HEAD]
    pairs = list(zip(head[::2], head[1::2], strict=False))
    little = sum(low in _ASCII and high == 0 for low, high in pairs)
    big = sum(high in _ASCII and low == 0 for low, high in pairs)
    if max(little, big) * 40 < len(pairs) or min(little, big) * 4 > max(little, big) or not pairs:
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def _text(source: Source, decoded: str) -> str:
    """What was decoded, where it is a text."""
    head = decoded[:1_000_000]
    if len(_CONTROL.findall(head)) > 1 + _FEW * len(head):
        raise ReadError("binary-file", path=source.path)
    return decoded


def _strict(source: Source, encoding: str) -> str:
    try:
        return source.data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError("encoding-unknown", path=source.path, offset=error.start) from None

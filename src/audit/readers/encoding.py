"""Bytes of a text file to text: UTF-8, UTF-16 and GB 18030, with and without a mark.

GB 18030 holds GBK and GB 2312, which Chinese editions of office programs write. It is tried
last: many bytes that are something else can be read as it.
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


def decode(source: Source, hint: str = "") -> tuple[str, str]:
    """Text and encoding. `hint` is an encoding that the file itself names.

    Raises ReadError where the bytes are no text in a known encoding.
    """
    data = source.data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(source, encoding), encoding
    for encoding in _candidates(data, hint):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if len(_CONTROL.findall(text[:1_000_000])) <= 1 + _FEW * min(len(text), 1_000_000):
            return text, encoding
        raise ReadError("binary-file", path=source.path)
    _strict(source, "utf-8")
    raise AssertionError  # pragma: no cover -- what no candidate takes, UTF-8 does not either


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
    head = data[:8192]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) > len(head) // 40 and min(odd, even) == 0:
        yield "utf-16-le" if odd else "utf-16-be"
    if b"\0" not in head:
        yield "gb18030"


def _strict(source: Source, encoding: str) -> str:
    try:
        return source.data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError("encoding-unknown", path=source.path, offset=error.start) from None

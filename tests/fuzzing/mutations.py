"""Damage done to a file, drawn from a `Random`: the same seed gives the same damage.

Bytes are changed as they stand. Where a format packs its content (parts of office files and
archives, streams of a PDF), it is unpacked, changed and packed again: damage to packed bytes
seldom gets further than the unpacking.
"""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from random import Random

_NUMBERS = (
    b"0", b"-1", b"1", b"255", b"65536", b"1048577", b"2147483648", b"4294967296", b"9" * 30,
    b"1e999", b"NaN", b"0.0001", b"-", b"",
)  # fmt: skip
_MARKS = (
    *["\x00", "\n", "\r", "\t", "\ufeff", "\u2028", "\x0b", "\x85", "�", "\u202e", "😀", "，", "；", "：", "【", "】", "|", "\\|", '"', "'", "<", ">", "&"],
    *["&amp;", "&#0;", "&#x110000;", "&#99999999999;", "<br>", "<!--", "-->", "<![", "<![CDATA[", "]]>", "<!DOCTYPE", "<?"],
    *["<table>", "</table>", "<tr>", "<td>", "</td>", "<script>", "<style>", "```", "---", "|---|"],
    *["{", "}", "[", "]", ",", ":", "null", "1e5", "\\u0000", "\\ud800", "\\"],
    "<td rowspan=99999 colspan=99999>",
)  # fmt: skip
_XML = (
    *[
        "<a>",
        "</a>",
        "&lt;",
        "&x;",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "<w:tc>",
        "<w:p>",
        "</w:p>",
        "<w:vMerge/>",
        "<w:ins>",
    ],
    *[
        "<w:del>",
        "<w:txbxContent>",
        'xmlns="x"',
        "<v>1E+400</v>",
        "<v>99999</v>",
        't="s"',
        't="d"',
        'r="ZZZ0"',
    ],
    "<!DOCTYPE a>",
    '<w:gridSpan w:val="9999"/>',
    '<w:gridSpan w:val="-5"/>',
    '<mergeCell ref="A1:XFD9"/>',
    '<mergeCell ref="x"/>',
    '<row r="1048577"/>',
    '<row r="-1">',
)
_PDF = tuple(
    b" q Q cm BT ET Tj TJ Tf re m l S f n Do BI ID EI Tm Td W gs sh [ ] << >> ( ) /F1 /X 1e9 -1e9 "
    b"99999999999 0 R obj endobj stream endstream /Length /Kids /Filter /DecodeParms /Encrypt "
    b"/MediaBox[0 0 0 0] /MediaBox[0 0 1e9 1e9] /Rotate 45 /Type/Page beginbfchar endbfchar"
    .split(b" ")
)  # fmt: skip
_TOKENS: Mapping[str, Sequence[bytes]] = {
    "xml": [one.encode() for one in _XML],
    "text": [one.encode() for one in _MARKS],
    "marked": [one.encode() for one in _MARKS],
    "json": [one.encode() for one in _MARKS],
    "pdf": _PDF,
}
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?(?:/>|>.{0,400}?</\1>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb'(?<==)"[^"<>]*"')
_VALUE = re.compile(rb'(?<=[:\[, ])(?:"(?:[^"\\]|\\.)*"|\d+|\[\]|null)(?=[,\]}])')
_MOST_GROWTH = 200_000


def mutated(data: bytes, reader: str, chance: Random) -> bytes:
    """The file with some damage."""
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        match reader:
            case "docx" | "xlsx":
                data = _part_changed(data, chance, "xml")
            case "zip":
                data = _part_changed(data, chance, "text")
            case "pdf" if chance.random() < 0.7:
                data = _stream_changed(data, chance)
            case "pdf":
                data = changed(data, chance, "pdf")
            case "json":
                data = changed(data, chance, "json")
            case "html" | "mhtml" | "markdown":
                data = changed(data, chance, "marked")
            case _:
                data = changed(data, chance, "text")
    return data


def changed(data: bytes, chance: Random, kind: str) -> bytes:
    """Bytes changed in one of several ways."""
    how: Callable[[bytes, Random, str], bytes] = chance.choice([*_WAYS, *_MORE.get(kind, ())])
    found = how(data, chance, kind)
    return found if len(found) < len(data) + _MOST_GROWTH else data


def _flip(data: bytes, chance: Random, _: str) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _cut(data: bytes, chance: Random, _: str) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _cut_off(data: bytes, chance: Random, _: str) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _repeat(data: bytes, chance: Random, _: str) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50, 2000)) + data[end:]


def _move(data: bytes, chance: Random, _: str) -> bytes:
    start, end = _span(data, chance)
    rest = data[:start] + data[end:]
    at = _boundary(rest, chance)
    return rest[:at] + data[start:end] + rest[at:]


def _put_token(data: bytes, chance: Random, kind: str) -> bytes:
    at = _boundary(data, chance)
    token = chance.choice(_TOKENS[kind] if chance.random() < 0.8 else _TOKENS["text"])
    return data[:at] + token * chance.choice((1, 1, 1, 3, 300)) + data[at:]


def _change_number(data: bytes, chance: Random, kind: str) -> bytes:
    numbers = [*re.finditer(rb"\d+(?:\.\d+)?", data[:_MOST_GROWTH])]
    if not numbers:
        return _put_token(data, chance, kind)
    found = chance.choice(numbers)
    return data[: found.start()] + chance.choice(_NUMBERS) + data[found.end() :]


def _change_element(data: bytes, chance: Random, kind: str) -> bytes:
    """An element gone, twice, or somewhere else: what stays well formed gets further."""
    found = _one_of(_ELEMENT, data, chance)
    if found is None:
        return _put_token(data, chance, kind)
    rest = data[: found.start()] + data[found.end() :]
    times = chance.choice((0, 0, 1, 2, 500))
    elsewhere = _one_of(_ELEMENT, rest, chance)
    at = chance.choice((found.start(), elsewhere.start() if elsewhere else 0))
    return rest[:at] + found[0] * times + rest[at:]


def _change_value(data: bytes, chance: Random, kind: str) -> bytes:
    """The value of an attribute, or a value of JSON, becomes another."""
    pattern = _VALUE if kind == "json" else _ATTRIBUTE
    found, other = (_one_of(pattern, data, chance) for _ in range(2))
    if found is None or other is None:
        return _put_token(data, chance, kind)
    if kind == "json":
        new = chance.choice((other[0], b"null", b"[]", b"{}", b"12.50", b"[[[]]]", b'[{"a":1}]'))
    else:
        number = b'"%s"' % chance.choice(_NUMBERS)
        new = chance.choice((other[0], number, b'""', b'"A1:B2"', b'"\xe7\x94\xb2"'))
    return data[: found.start()] + new + data[found.end() :]


def _one_of(pattern: re.Pattern[bytes], data: bytes, chance: Random) -> re.Match[bytes] | None:
    hits = [*pattern.finditer(data, 0, _MOST_GROWTH)]
    return chance.choice(hits) if hits else None


def _boundary(data: bytes, chance: Random) -> int:
    """A place in the data, mostly not within a character of UTF-8."""
    at = chance.randrange(len(data) + 1)
    while at < len(data) and 0x80 <= data[at] < 0xC0 and chance.random() < 0.99:
        at += 1
    return at


def _span(data: bytes, chance: Random) -> tuple[int, int]:
    start = _boundary(data, chance)
    end = min(len(data), start + chance.choice((1, 4, 30, 300, 3000)))
    while end < len(data) and 0x80 <= data[end] < 0xC0 and chance.random() < 0.99:
        end += 1
    return start, end


_Way = Callable[[bytes, Random, str], bytes]
_WAYS: Sequence[_Way] = (
    _flip,
    _cut,
    _cut_off,
    _repeat,
    _move,
    _put_token,
    _put_token,
    _change_number,
)
_MORE: Mapping[str, Sequence[_Way]] = {
    "xml": (_change_element, _change_value) * 6,
    "marked": (_change_element,) * 4,
    "json": (_change_value,) * 16,
}


def _part_changed(package: bytes, chance: Random, kind: str) -> bytes:
    """A part of a ZIP archive changed; seldom the archive itself."""
    if chance.random() < 0.1:
        return changed(package, chance, kind)
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
    except Exception:  # noqa: BLE001 -- whatever the damage before has done to it
        return changed(package, chance, kind)
    names = sorted(parts)
    # Most parts are of no interest to a reader.
    weights = [
        9 if re.search(r"document|sheet|Strings|styles|workbook", one) else 1 for one in names
    ]
    (name,) = chance.choices(names, weights) if names else ("x",)
    parts[name] = changed(parts.get(name, b""), chance, kind)
    if chance.random() < 0.05:
        del parts[name]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def _stream_changed(data: bytes, chance: Random) -> bytes:
    """A stream of a PDF unpacked, changed and packed again; its length is told anew."""
    streams = [*_STREAM.finditer(data)]
    if not streams:
        return changed(data, chance, "pdf")
    found = chance.choice(streams)
    packed = found[1].rstrip()
    in_letters = packed.endswith(b"~>")
    try:
        packed = base64.a85decode(packed[:-2]) if in_letters else packed
        content = zlib.decompressobj().decompress(packed, _MOST_GROWTH * 10)
    except (zlib.error, ValueError):
        # In another code, or in none.
        new = changed(found[1], chance, "pdf")
    else:
        new = zlib.compress(changed(content, chance, "pdf"))
        new = base64.a85encode(new) + b"~>" if in_letters else new
    head = data[: found.start(1)]
    at = head.rfind(b"/Length ")
    head = head[:at] + re.sub(rb"/Length \d+", b"/Length %d" % len(new), head[at:], count=1)
    return head + new + b"\n" + data[found.end(1) :]

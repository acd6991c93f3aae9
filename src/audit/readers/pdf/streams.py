"""What the streams of a PDF unpack to, before an engine unpacks them without asking.

A page's content of a few hundred kilobytes can unpack to gigabytes of strokes. Pictures are
left out: they are large, and are not drawn here. Only deflate packs that tightly among the
filters that programs write; where a stream is packed twice, it is unpacked twice. The pages
that such a stream is for are lost, and where none can be named, the file.
"""

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from audit.errors import ReadError
from audit.plugins import ReadOptions, Source

_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_DEFLATED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_MOST_DICTIONARY = 2000
_LIMIT = 50_000_000
_NUMBER = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+\Z")
_MOST_NUMBER = 30
_STEP = 1_000_000
_MOST_TIMES = 4
# Deflate packs no tighter than this: what is short enough is not worth unpacking.
_TIGHTEST = 1032


class Bomb(NamedTuple):
    """A stream that unpacks to more than the limit `stream_bytes`."""

    offset: int
    """Where its bytes begin in the file."""
    number: int
    """Of its object; 0 where that cannot be told."""


def bombed_pages(source: Source, options: ReadOptions) -> dict[int, ReadError]:
    """The numbers of pages that are not to be read, and why.

    Raises ReadError where no page is known to need such a stream.
    """
    lost: dict[int, ReadError] = {}
    for bomb in _bombs(source, options):
        from audit.readers.pdf.needs import pages_that_need  # noqa: PLC0415 -- few files need it

        numbers = pages_that_need(source, options, bomb.number)
        if not numbers:
            raise _error(source, options, bomb)
        lost |= dict.fromkeys(numbers, _error(source, options, bomb))
    return lost


def _error(source: Source, options: ReadOptions, bomb: Bomb) -> ReadError:
    limit = options.limits.get("stream_bytes", _LIMIT)
    return ReadError("stream-too-large", path=source.path, offset=bomb.offset, limit=limit)


def _bombs(source: Source, options: ReadOptions) -> Iterator[Bomb]:
    limit = options.limits.get("stream_bytes", _LIMIT)
    data = source.data
    for found in _STREAM.finditer(data):
        begin = max(data.rfind(b"obj", max(0, found.start() - _MOST_DICTIONARY), found.start()), 0)
        dictionary = data[begin : found.start()]
        if _IMAGE.search(dictionary):
            continue
        end = data.find(b"endstream", found.end())
        length = (end if end > 0 else len(data)) - found.end()
        times = min(max(len(_DEFLATED.findall(dictionary)), 1), _MOST_TIMES)
        if length * _TIGHTEST**times <= limit:
            continue
        if _unpacks_beyond(data, found.end(), times, limit):
            number = _NUMBER.search(data, max(0, begin - _MOST_NUMBER), begin)
            yield Bomb(found.end(), int(number[1]) if number else 0)


def _unpacks_beyond(data: bytes, start: int, times: int, limit: int) -> bool:
    for _ in range(times):
        unpacked = _unpacked(data, start, limit)
        if len(unpacked) > limit:
            return True
        data, start = unpacked, 0
    return False


def _unpacked(data: bytes, start: int, limit: int) -> bytes:
    """What a stream unpacks to, up to a little over the limit; what is damaged ends it."""
    unpacker = zlib.decompressobj()
    found = bytearray()
    at = start
    try:
        while (
            not unpacker.eof
            and len(found) <= limit
            and (unpacker.unconsumed_tail or at < len(data))
        ):
            packed = unpacker.unconsumed_tail
            if not packed:
                packed, at = data[at : at + _STEP], at + _STEP
            found += unpacker.decompress(packed, _STEP)
    except zlib.error:
        pass
    return bytes(found)

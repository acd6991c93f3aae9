"""What the streams of a PDF unpack to, before an engine unpacks them without asking.

A page's content of a few hundred kilobytes can unpack to gigabytes of strokes. Pictures are
left out: they are large, and are not drawn here. Only deflate packs that tightly among the
filters that programs write; where a stream is packed twice, it is unpacked twice.
"""

import re
import zlib

from audit.errors import ReadError
from audit.plugins import ReadOptions, Source

_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_DEFLATED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_MOST_DICTIONARY = 2000
_STEP = 1_000_000
_MOST_TIMES = 4
# Deflate packs no tighter than this: what is short enough is not worth unpacking.
_TIGHTEST = 1032


def refuse_bombs(source: Source, options: ReadOptions) -> None:
    """Raises ReadError where a stream unpacks to more than the limit `stream_bytes`."""
    limit = options.limits.get("stream_bytes", 50_000_000)
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
            raise ReadError("stream-too-large", path=source.path, offset=found.end(), limit=limit)


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

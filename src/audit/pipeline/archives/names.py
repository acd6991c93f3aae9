"""Names in ZIP archives: as their maker meant them, and whether they stay within the archive.

A name is UTF-8 where its entry says so, or where an extra field holds it (Info-ZIP, 0x7075).
Else it is in the code page of the machine that packed it: GB 18030 on a Chinese Windows, CP437
by the standard, and UTF-8 by macOS, which does not say so (APPNOTE 4.4.4, 4.6.9, appendix D).
"""

import re
import struct
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath
from zipfile import ZipInfo

_UTF_8_FLAG = 0x800
_UNICODE_PATH = 0x7075
# Every name in Chinese has one of the 6,763 characters of GB 2312; the letters with accents of
# CP437 lie below them.
_CHINESE = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
_LITTER = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
"""What systems leave beside the files of people."""


def names(entries: Sequence[ZipInfo]) -> list[str]:
    """The name of each entry, its folders parted by `/`."""
    raw = [_raw(entry) for entry in entries]
    encoding = "utf-8" if all(_is_utf_8(one) for one in raw) else ""
    return [
        _name(entry, one, encoding).replace("\\", "/")
        for entry, one in zip(entries, raw, strict=True)
    ]


def is_safe(name: str) -> bool:
    """Whether the name leads to no place outside of its archive."""
    path = PurePosixPath(name)
    if not path.name or "\0" in name:
        return False
    return not (path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:/", name))


def is_litter(name: str) -> bool:
    """Hidden, a lock file, or left by a system: also where a folder above it is."""
    return any(
        part in _LITTER or (part.startswith(("~$", ".")) and part not in {".", ".."})
        for part in name.split("/")
    )


def _raw(entry: ZipInfo) -> bytes | None:
    """The bytes of the name; None where its entry says that it is UTF-8."""
    # zipfile has read them as CP437, in which every byte is a character.
    return None if entry.flag_bits & _UTF_8_FLAG else entry.orig_filename.encode("cp437")


def _is_utf_8(raw: bytes | None) -> bool:
    try:
        return raw is None or bool(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _name(entry: ZipInfo, raw: bytes | None, encoding: str) -> str:
    if raw is None:
        return entry.orig_filename
    if (told := _unicode_path(entry.extra, raw)) is not None:
        return told
    try:
        return raw.decode(encoding or ("gb18030" if _CHINESE.search(raw) else "cp437"))
    except UnicodeDecodeError:
        return entry.orig_filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in the extra field 0x7075, where it is this name's."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        held, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and held[:5] == struct.pack("<BL", 1, zlib.crc32(raw)):
            try:
                return held[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None

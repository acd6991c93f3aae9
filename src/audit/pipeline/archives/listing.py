"""One ZIP archive: the list of its entries, and what is wrong with one of them by that list alone."""

import io
import os
import re
import struct
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZipInfo

from audit.errors import ReadError
from audit.pipeline.archives import names
from audit.pipeline.archives.unpacking import BROKEN, HEADER, unpacked
from audit.pipeline.limits import Caps

EMPTY = b"PK\x05\x06"
"""What the end of an archive begins with, and an archive without entries."""
_LARGE = 10_000_000
"""Smaller entries may be packed as tightly as they like."""
_OFFICE = re.compile(r"\[Content_Types\]\.xml$|word/document\.xml$|xl/workbook\.xml$|mimetype$")
_ENTRY = 512
"""More bytes than an entry takes in the list of entries, its name and extra fields with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Archive:
    """Its entries by name, and where its bytes are."""

    file: str
    """On the disk."""
    inside: tuple[str, ...]
    """The archives to pass through, by their names."""
    data: bytes | None
    """None where it is the file itself."""
    entries: Mapping[str, ZipInfo]
    """Those that are files, by name."""
    faults: Mapping[str, str]
    """The keys of errors, by the names of entries that are not read."""
    is_office: bool

    @property
    def path(self) -> str:
        return "/".join((self.file, *self.inside))

    @property
    def ordered(self) -> list[str]:
        return sorted({*self.entries, *self.faults}, key=_order)

    def read(self, name: str, most: Caps, passwords: Sequence[str]) -> bytes:
        entry, path = self.entries[name], f"{self.path}/{name}"
        if name in self.faults:
            raise ReadError(self.faults[name], path=path)
        if max(entry.file_size, entry.compress_size) > most.bytes:
            raise ReadError("too-many-bytes", path=path, limit=most.bytes)
        if entry.file_size > max(_LARGE, most.ratio * max(entry.compress_size, 1)):
            raise ReadError("packed-too-tightly", path=path, limit=most.ratio)
        with self._opened() as file:
            return unpacked(file, entry, path, passwords)

    def _opened(self) -> IO[bytes]:
        return Path(self.file).open("rb") if self.data is None else io.BytesIO(self.data)


def listed(
    opened: IO[bytes], file: str, inside: tuple[str, ...], data: bytes | None, most: Caps
) -> Archive:
    """The archive that is open; `data` are its bytes where it lies in another. Raises ReadError."""
    path = "/".join((file, *inside))
    try:
        size = _size_of_list(opened)
        if size > _ENTRY * most.archive_entries:
            limit = most.archive_entries
            raise ReadError("archive-too-many-entries", path=path, limit=limit)
        with zipfile.ZipFile(opened) as archive:
            infos, start = archive.infolist(), archive.start_dir
    except (*BROKEN, RuntimeError) as error:
        raise ReadError("archive-damaged", path=path) from error
    told = names.names(infos)
    is_office = any(map(_OFFICE.match, told))
    if len(infos) > most.archive_entries and not is_office:
        raise ReadError("archive-too-many-entries", path=path, limit=most.archive_entries)
    overlapping = _overlapping(infos, start)
    entries: dict[str, ZipInfo] = {}
    faults: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    there = set(told)
    for name, info in zip(told, infos, strict=True):
        if name.endswith("/"):
            continue
        if name in entries:
            # Under a name of its own, so that the first is read and the second is told.
            faults[_other(name, numbers, there)] = "archive-name-twice"
            continue
        if not names.is_safe(name):
            faults[name] = "archive-unsafe-name"
        elif id(info) in overlapping:
            faults[name] = "archive-overlap"
        entries[name] = info
    return Archive(file, inside, data, entries, faults, is_office)


def _other(name: str, numbers: Counter[str], there: set[str]) -> str:
    """`a (2).md`, or the first number that no entry has."""
    start, dot, suffix = name.rpartition(".")
    if not start or "/" in suffix:
        start, dot, suffix = name, "", ""
    while True:
        # Counted on, so that thousands of one name take no longer each.
        numbers[name] += 1
        other = f"{start} ({numbers[name] + 1}){dot}{suffix}"
        if other not in there:
            there.add(other)
            return other


def _overlapping(infos: Sequence[ZipInfo], start_of_list: int) -> set[int]:
    """The identities of entries that share bytes with another, as bombs do, and no packer."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    found: set[int] = set()
    end, last = 0, None
    for info in ordered:
        if info.header_offset < end and last is not None:
            found |= {id(last), id(info)}
        own_end = info.header_offset + HEADER + info.compress_size
        if own_end > start_of_list:
            found.add(id(info))
        if own_end > end:
            end, last = own_end, info
    return found


def _size_of_list(opened: IO[bytes]) -> int:
    """Bytes of the list of entries, as the end of the archive tells: zipfile reads all of it."""
    size = opened.seek(0, os.SEEK_END)
    opened.seek(max(0, size - 66_000))
    tail = opened.read()
    at = tail.rfind(EMPTY)
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile
    (told,) = struct.unpack_from("<L", tail, at + 12)
    if told == 0xFFFF_FFFF and at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        # ZIP64: the true size stands in a record of its own.
        (where,) = struct.unpack_from("<Q", tail, at - 12)
        opened.seek(where)
        (told,) = struct.unpack_from("<Q", opened.read(56), 40)
    opened.seek(0)
    return int(told)


def _order(name: str) -> list[tuple[bool, str]]:
    """As folders are walked: their own files first, then the folders in them."""
    *folders, last = name.split("/")
    return [*((True, folder) for folder in folders), (False, last)]

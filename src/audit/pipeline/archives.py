"""ZIP archives, and archives and folders in them: which files they hold, and the bytes of one.

A file in an archive has a path that goes on where the archive's ends: 材料.zip/2026/申报表.docx.
By this path alone its bytes are found again, in whatever process. What is kept between two
files is the list of entries, and of an archive in an archive its bytes: no file stays open.

An office file is a ZIP archive, too, and one file. What is wrong with one entry is that
entry's error: the others are read.
"""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache
from lzma import LZMAError
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZipInfo

from audit.errors import ReadError
from audit.pipeline import entry_names, zip_aes
from audit.pipeline.limits import LIMITS

SUFFIX = ".zip"
_LOCAL, _EMPTY = b"PK\x03\x04", b"PK\x05\x06"
_HEADER = 30
"""Bytes of an entry's own header, before its name."""
_LARGE = 10_000_000
"""Smaller entries may be packed as tightly as they like."""
_OFFICE = re.compile(r"\[Content_Types\]\.xml$|word/document\.xml$|xl/workbook\.xml$|mimetype$")
_ENTRY = 512
"""More bytes than an entry takes in the list of entries, its name and extra fields with it."""
_BROKEN = (
    zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, struct.error
)  # fmt: skip


class Caps(NamedTuple):
    bytes: int
    archive_entries: int
    archive_bytes: int
    archive_nesting: int
    ratio: int


def caps(limits: Mapping[str, int]) -> Caps:
    return Caps(**{name: limits.get(name, LIMITS[name]) for name in Caps._fields})


class Member(NamedTuple):
    """A file in an archive, or what is wrong with it."""

    path: str
    error: ReadError | None = None
    is_link: bool = False


def is_archive(path: str, limits: Mapping[str, int]) -> bool:
    """Whether a file is a ZIP archive and no office file. Raises ReadError where it is damaged."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(4)
    except (OSError, ValueError):
        # What is wrong with it is told where it is read.
        return False
    return head in {_LOCAL, _EMPTY} and not _of_file(path, caps(limits)).is_office


def leads_into(path: str) -> bool:
    """Whether a path goes on where a file ends."""
    return bool(_split(path)[1])


def members(path: str, limits: Mapping[str, int], passwords: Sequence[str]) -> Iterator[Member]:
    """The files in an archive, in a folder of it or in an archive in it, sorted.

    Raises ReadError where there is no such archive or folder, or it cannot be read as a whole.
    """
    most = caps(limits)
    archive, inside = _found(path, most, tuple(passwords))
    if inside in archive.entries:
        is_packed = inside.lower().endswith(SUFFIX)
        inner = _inner(archive, inside, most, tuple(passwords)) if is_packed else None
        if inner is None:
            yield Member(path)
            return
        archive, inside = inner, ""
    under = f"{inside.rstrip('/')}/" if inside else ""
    names = [name for name in archive.names if name.startswith(under)]
    if inside and not names:
        raise _missing(path, archive)
    yield from _Walk(most, tuple(passwords)).walked(archive, names)


def data_of(path: str, limits: Mapping[str, int], passwords: Sequence[str]) -> bytes:
    """The bytes of a file in an archive. Raises ReadError."""
    most = caps(limits)
    archive, inside = _found(path, most, tuple(passwords))
    if inside not in archive.entries:
        raise _missing(path, archive)
    return archive.read(inside, most, passwords)


@dataclass(frozen=True, slots=True, eq=False)
class _Archive:
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
    def names(self) -> list[str]:
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
            return _unpacked(file, entry, path, passwords)

    def _opened(self) -> IO[bytes]:
        return Path(self.file).open("rb") if self.data is None else io.BytesIO(self.data)


@dataclass(slots=True)
class _Walk:
    """From entry to entry, through all archives that lie in the one that was named."""

    most: Caps
    passwords: tuple[str, ...]
    entries: int = 0
    bytes: int = 0
    is_full: bool = field(default=False)

    def walked(self, archive: _Archive, names: Sequence[str]) -> Iterator[Member]:
        for name in names:
            if self.is_full:
                return
            if entry_names.is_litter(name):
                continue
            path = f"{archive.path}/{name}"
            if name in archive.faults:
                yield Member(path, ReadError(archive.faults[name], path=path))
                continue
            entry = archive.entries[name]
            if stat.S_ISLNK(entry.external_attr >> 16):
                yield Member(path, is_link=True)
            elif error := self._full(entry, path):
                yield Member(path, error)
            else:
                yield from self._one(archive, name, path)

    def _one(self, archive: _Archive, name: str, path: str) -> Iterator[Member]:
        if not name.lower().endswith(SUFFIX):
            yield Member(path)
            return
        try:
            inner = _inner(archive, name, self.most, self.passwords)
        except ReadError as error:
            yield Member(path, error)
            return
        if inner is None:
            yield Member(path)
        else:
            yield from self.walked(inner, inner.names)

    def _full(self, entry: ZipInfo, path: str) -> ReadError | None:
        self.entries += 1
        self.bytes += entry.file_size
        if self.entries > self.most.archive_entries:
            self.is_full = True
            limit = self.most.archive_entries
            return ReadError("archive-too-many-entries", path=path, limit=limit)
        if self.bytes > self.most.archive_bytes:
            self.is_full = True
            return ReadError("archive-too-large", path=path, limit=self.most.archive_bytes)
        return None


def _split(path: str) -> tuple[str, str]:
    """The file on the disk, and what of the path goes on in it; ("", "") where there is none."""
    end = len(path)
    while end > 0:
        if os.path.isfile(path[:end]):  # noqa: PTH113 -- a name with a null character is only missing
            return path[:end], path[end + 1 :]
        end = max(path.rfind("/", 0, end), path.rfind(os.sep, 0, end))
    return "", ""


def _found(path: str, most: Caps, passwords: tuple[str, ...]) -> tuple[_Archive, str]:
    """The innermost archive that the path leads to, and the rest of the path in it."""
    file, inside = _split(path)
    archive = _of_file(file, most)
    inside = inside.replace(os.sep, "/")
    while inside not in archive.entries:
        at = next((at for at in _slashes(inside) if inside[:at] in archive.entries), 0)
        inner = _inner(archive, inside[:at], most, passwords) if at else None
        if inner is None:
            break
        archive, inside = inner, inside[at + 1 :]
    return archive, inside


def _order(name: str) -> list[tuple[bool, str]]:
    """As folders are walked: their own files first, then the folders in them."""
    *folders, last = name.split("/")
    return [*((True, folder) for folder in folders), (False, last)]


def _slashes(path: str) -> Iterator[int]:
    return (hit.start() for hit in re.finditer("/", path))


def _of_file(file: str, most: Caps) -> _Archive:
    try:
        state = os.stat(file)  # noqa: PTH116 -- a text
    except (OSError, ValueError) as error:
        raise ReadError("cannot-open", path=file, why=str(error)) from error
    return _archive(file, (state.st_mtime_ns, state.st_size), (), most, ())


def _inner(archive: _Archive, name: str, most: Caps, passwords: tuple[str, ...]) -> _Archive | None:
    """The archive in an archive; None where the entry is a file of another sort."""
    path = f"{archive.path}/{name}"
    if len(archive.inside) + 1 >= most.archive_nesting:
        raise ReadError("archive-too-deep", path=path, limit=most.archive_nesting)
    state = os.stat(archive.file)  # noqa: PTH116 -- a text
    stamp = state.st_mtime_ns, state.st_size
    inner = _archive(archive.file, stamp, (*archive.inside, name), most, passwords)
    return None if inner.is_office else inner


@lru_cache(maxsize=4)
def _archive(
    file: str,
    stamp: tuple[int, int],
    inside: tuple[str, ...],
    most: Caps,
    passwords: tuple[str, ...],
) -> _Archive:
    """`stamp`: when the file was changed, and its size. Raises ReadError."""
    if not inside:
        try:
            with Path(file).open("rb") as opened:
                return _listed(opened, file, (), None, most)
        except OSError as error:
            raise ReadError("cannot-open", path=file, why=str(error)) from error
    passed = () if len(inside) == 1 else passwords
    outer = _archive(file, stamp, inside[:-1], most, passed)
    data = outer.read(inside[-1], most, passwords)
    return _listed(io.BytesIO(data), file, inside, data, most)


def _listed(
    opened: IO[bytes], file: str, inside: tuple[str, ...], data: bytes | None, most: Caps
) -> _Archive:
    path = "/".join((file, *inside))
    try:
        size = _size_of_list(opened)
        if size > _ENTRY * most.archive_entries:
            limit = most.archive_entries
            raise ReadError("archive-too-many-entries", path=path, limit=limit)
        with zipfile.ZipFile(opened) as archive:
            infos, start = archive.infolist(), archive.start_dir
    except (*_BROKEN, RuntimeError) as error:
        raise ReadError("archive-damaged", path=path) from error
    names = entry_names.names(infos)
    is_office = any(map(_OFFICE.match, names))
    if len(infos) > most.archive_entries and not is_office:
        raise ReadError("archive-too-many-entries", path=path, limit=most.archive_entries)
    overlapping = _overlapping(infos, start)
    entries: dict[str, ZipInfo] = {}
    faults: dict[str, str] = {}
    for name, info in zip(names, infos, strict=True):
        if name.endswith("/"):
            continue
        if name in entries:
            # A name that no other has, so that the first is read and the second is told.
            faults[_second(name, faults)] = "archive-name-twice"
            continue
        if not entry_names.is_safe(name):
            faults[name] = "archive-unsafe-name"
        elif id(info) in overlapping:
            faults[name] = "archive-overlap"
        entries[name] = info
    return _Archive(file, inside, data, entries, faults, is_office)


def _second(name: str, faults: Mapping[str, str]) -> str:
    number = 2
    while f"{name} ({number})" in faults:
        number += 1
    return f"{name} ({number})"


def _overlapping(infos: Sequence[ZipInfo], start_of_list: int) -> set[int]:
    """The identities of entries that share bytes with another: only made to unpack to much."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    found: set[int] = set()
    end, last = 0, None
    for info in ordered:
        if info.header_offset < end and last is not None:
            found |= {id(last), id(info)}
        own_end = info.header_offset + _HEADER + info.compress_size
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
    at = tail.rfind(_EMPTY)
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


def _unpacked(file: IO[bytes], entry: ZipInfo, path: str, passwords: Sequence[str]) -> bytes:
    """All of an entry; zipfile stops at the size it tells, and compares its checksum."""
    if not entry.flag_bits & 1:
        try:
            return _read(file, entry, None)
        except NotImplementedError as error:
            raise ReadError("archive-method", path=path, method=entry.compress_type) from error
        except _BROKEN as error:
            raise ReadError("archive-entry-damaged", path=path) from error
    # Programs on a Chinese Windows take its code page, others UTF-8.
    encoded = (word.encode(name) for word in passwords for name in ("utf-8", "gb18030"))
    for password in dict.fromkeys(encoded):
        try:
            data = _decrypted(file, entry, password, path)
        except NotImplementedError as error:
            raise ReadError("archive-method", path=path, method=entry.compress_type) from error
        except (*_BROKEN, RuntimeError):
            # One wrong password in 256 passes for right, until the text makes no sense.
            continue
        if data is not None:
            return data
    raise ReadError("archive-password-wrong" if passwords else "archive-password", path=path)


def _decrypted(file: IO[bytes], entry: ZipInfo, password: bytes, path: str) -> bytes | None:
    """None where the password is another, and what zipfile raises."""
    if entry.compress_type != zip_aes.METHOD:
        return _read(file, entry, password)
    _go_to(file, entry)
    packed = zip_aes.decrypted(entry, file.read(entry.compress_size), password, path)
    if packed is None:
        return None
    plain = copy(entry)
    plain.compress_type, plain.compress_size = zip_aes.method_of(entry), len(packed)
    # Its checksum is left out (AE-2) or made over by the seal; ZipExtFile has none to compare.
    del plain.CRC
    with zipfile.ZipExtFile(io.BytesIO(packed), "r", plain) as unpacking:
        return unpacking.read()


def _read(file: IO[bytes], entry: ZipInfo, password: bytes | None) -> bytes:
    _go_to(file, entry)
    with zipfile.ZipExtFile(file, "r", entry, password) as unpacking:
        return unpacking.read()


def _go_to(file: IO[bytes], entry: ZipInfo) -> None:
    """Past the header that each entry has of its own."""
    file.seek(entry.header_offset)
    header = file.read(_HEADER)
    if not header.startswith(_LOCAL):
        raise zipfile.BadZipFile
    name, extra = struct.unpack_from("<HH", header, 26)
    file.seek(entry.header_offset + _HEADER + name + extra)


def _missing(path: str, archive: _Archive) -> ReadError:
    from difflib import get_close_matches  # noqa: PLC0415 -- only for this error

    names = {name.rsplit("/", 1)[-1] for name in archive.entries}
    nearest = get_close_matches(path.rsplit("/", 1)[-1], sorted(names), n=1)
    return ReadError("missing-file", path=path, nearest="".join(nearest))

"""ZIP archives, and archives and folders in them: which files they hold, and the bytes of one.

A file in an archive has a path that goes on where the archive's ends: 材料.zip/2026/申报表.docx.
By this path alone its bytes are found again, in whatever process. What is kept between two
files is the list of entries, and of an archive in an archive its bytes: no file stays open.

An office file is a ZIP archive, too, and one file. What is wrong with one entry is that
entry's error: the others are read.
"""

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipInfo, is_zipfile

from audit.errors import ReadError
from audit.pipeline.archives import names
from audit.pipeline.archives.listing import EMPTY, Archive, listed
from audit.pipeline.archives.unpacking import LOCAL
from audit.pipeline.limits import Caps, caps

SUFFIX = ".zip"


class Member(NamedTuple):
    """A file in an archive, or what is wrong with it."""

    path: str
    error: ReadError | None = None
    is_link: bool = False


def is_archive(path: str, limits: Mapping[str, int]) -> bool:
    """Whether a file is a ZIP archive and no office file. Raises ReadError where it is damaged."""
    try:
        with Path(path).open("rb") as file:
            is_zip = file.read(4) in {LOCAL, EMPTY}
        # One that unpacks itself begins with a program.
        is_zip = is_zip or (path.lower().endswith(SUFFIX) and is_zipfile(path))
    except (OSError, ValueError):
        # What is wrong with it is told where it is read.
        return False
    return is_zip and not _of_file(path, caps(limits)).is_office


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
    within = [name for name in archive.ordered if name.startswith(under)]
    if inside and not within:
        raise _missing(path, archive)
    yield from _Walk(most, tuple(passwords)).walked(archive, within)


def data_of(path: str, limits: Mapping[str, int], passwords: Sequence[str]) -> bytes:
    """The bytes of a file in an archive. Raises ReadError."""
    most = caps(limits)
    archive, inside = _found(path, most, tuple(passwords))
    if inside not in archive.entries:
        raise _missing(path, archive)
    return archive.read(inside, most, passwords)


@dataclass(slots=True)
class _Walk:
    """From entry to entry, through all archives that lie in the one that was named."""

    most: Caps
    passwords: tuple[str, ...]
    entries: int = 0
    bytes: int = 0
    is_full: bool = False

    def walked(self, archive: Archive, within: Sequence[str]) -> Iterator[Member]:
        for name in within:
            if self.is_full:
                return
            if names.is_litter(name):
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

    def _one(self, archive: Archive, name: str, path: str) -> Iterator[Member]:
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
            yield from self.walked(inner, inner.ordered)

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


def _found(path: str, most: Caps, passwords: tuple[str, ...]) -> tuple[Archive, str]:
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


def _slashes(path: str) -> Iterator[int]:
    return (hit.start() for hit in re.finditer("/", path))


def _of_file(file: str, most: Caps) -> Archive:
    return _archive(file, _stamp(file), (), most, ())


def _stamp(file: str) -> tuple[int, int]:
    """When the file was changed, and its size."""
    try:
        state = os.stat(file)  # noqa: PTH116 -- a text
    except (OSError, ValueError) as error:
        raise ReadError("cannot-open", path=file, why=str(error)) from error
    return state.st_mtime_ns, state.st_size


def _inner(archive: Archive, name: str, most: Caps, passwords: tuple[str, ...]) -> Archive | None:
    """The archive in an archive; None where the entry is a file of another sort."""
    path = f"{archive.path}/{name}"
    if len(archive.inside) + 1 >= most.archive_nesting:
        raise ReadError("archive-too-deep", path=path, limit=most.archive_nesting)
    inside = (*archive.inside, name)
    inner = _archive(archive.file, _stamp(archive.file), inside, most, passwords)
    return None if inner.is_office else inner


@lru_cache(maxsize=4)
def _archive(
    file: str,
    stamp: tuple[int, int],
    inside: tuple[str, ...],
    most: Caps,
    passwords: tuple[str, ...],
) -> Archive:
    """The file, or the archive that lies `inside`. Raises ReadError."""
    if not inside:
        try:
            with Path(file).open("rb") as opened:
                return listed(opened, file, (), None, most)
        except OSError as error:
            raise ReadError("cannot-open", path=file, why=str(error)) from error
    passed = () if len(inside) == 1 else passwords
    outer = _archive(file, stamp, inside[:-1], most, passed)
    data = outer.read(inside[-1], most, passwords)
    return listed(BytesIO(data), file, inside, data, most)


def _missing(path: str, archive: Archive) -> ReadError:
    from difflib import get_close_matches  # noqa: PLC0415 -- only for this error

    there = {name.rsplit("/", 1)[-1] for name in archive.entries}
    nearest = get_close_matches(path.rsplit("/", 1)[-1], sorted(there), n=1)
    return ReadError("missing-file", path=path, nearest="".join(nearest))

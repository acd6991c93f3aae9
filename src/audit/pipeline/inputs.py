"""What the user names to the files that are read: files, folders, globs, standard input.

In folders and globs only files of known formats are taken, hidden ones and the lock files
of office programs are left out, and links that lead out of a folder are not followed.
"""

import glob
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from audit import plugins
from audit.errors import AuditError, ReadError
from audit.plugins import Source

STDIN = "-"


class Input(NamedTuple):
    """One file to check."""

    path: str
    """As the user named it, or as it was met below what the user named."""
    named: bool
    """By itself, and not met in a folder or by a glob: it is expected to hold a filing."""
    error: AuditError | None = None
    """What the user named and cannot be read: it is reported as a file with this error."""


def expand(
    names: Iterable[str], leave_out: Callable[[str], bool] = lambda _: False
) -> Iterator[Input]:
    """Each file once, in order of the names, folders sorted. `leave_out`: of files met."""
    seen: set[str] = set()
    for name in names:
        for one in _expanded(name, leave_out):
            mark = one.path if one.error or one.path == STDIN else os.path.realpath(one.path)
            if mark not in seen:
                seen.add(mark)
                yield one


def source_of(path: str, most: int, stdin_name: str = "") -> Source:
    """The bytes of a file or of standard input. Raises ReadError above `most` bytes."""
    if path == STDIN:
        return within(Source(stdin_name or STDIN, sys.stdin.buffer.read(most + 1)), most)
    if Path(path).name.startswith("~$"):
        raise ReadError("lock-file", path=path, name=Path(path).name[2:])
    try:
        with Path(path).open("rb") as file:
            return within(Source(path, file.read(most + 1)), most)
    except IsADirectoryError as error:
        raise ReadError("not-a-file", path=path) from error
    except FileNotFoundError as error:
        raise _missing(path) from error
    except PermissionError as error:
        key = "not-a-file" if Path(path).is_dir() else "no-permission"
        raise ReadError(key, path=path) from error
    except (OSError, ValueError) as error:
        raise ReadError("cannot-open", path=path, why=str(error)) from error


def within(source: Source, most: int) -> Source:
    """The source. Raises ReadError where it has more than `most` bytes, or none."""
    if len(source.data) > most:
        raise ReadError("too-many-bytes", path=source.path, limit=most)
    if not source.data:
        raise ReadError("empty-file", path=source.path)
    return source


def _expanded(name: str, leave_out: Callable[[str], bool]) -> Iterator[Input]:
    if name == STDIN:
        yield Input(name, named=True)
    elif os.path.isdir(name):  # noqa: PTH112 -- a name with a null character is only missing
        found = [path for path in _in_folder(Path(name)) if not leave_out(path)]
        yield from (Input(path, named=False) for path in found)
        if not found:
            yield Input(name, named=False, error=ReadError("nothing-in-folder", path=name))
    elif os.path.lexists(name) or not glob.has_magic(name):
        missing = None if os.path.lexists(name) else _missing(name)
        yield Input(name, named=True, error=missing)
    else:
        # The command interpreter of Windows leaves globs to the program.
        found = [path for path in _matching(name) if not leave_out(path)]
        yield from (Input(path, named=False) for path in found)
        if not found:
            yield Input(name, named=False, error=ReadError("nothing-matches", path=name))


def _matching(pattern: str) -> Iterator[str]:
    for path in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 -- it keeps the path as it was written
        known = not Path(path).name.startswith((".", "~$")) and _is_of_known_format(path)
        if known and _may_be_a_file(path):
            yield path


def _in_folder(folder: Path) -> Iterator[str]:
    root = folder.resolve()
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(where, name)
            if name.startswith((".", "~$")) or not _is_of_known_format(name):
                continue
            # realpath, as resolve raises for a link that leads in a circle.
            leads_out = path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(root)
            if not leads_out and _may_be_a_file(path):
                yield str(path)


def _may_be_a_file(path: str | Path) -> bool:
    """Not a folder, nor a pipe or device, which would be waited for.

    A link that leads nowhere may be one: that it cannot be read has to be told.
    """
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 -- a text or a path
    except OSError:
        return True


def _is_of_known_format(path: str) -> bool:
    return Path(path).suffix.lower() in _suffixes()


def _suffixes() -> frozenset[str]:
    return frozenset(one for reader in plugins.registry().readers for one in reader.suffixes)


def _missing(path: str) -> ReadError:
    """With the names beside it that it may have been."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only for this error

    try:
        names = os.listdir(Path(path).parent)  # noqa: PTH208 -- names, not paths
    except (OSError, ValueError):
        names = []
    # A link that leads nowhere is among the names itself.
    others = [name for name in names if name != Path(path).name]
    nearest = get_close_matches(Path(path).name, others, n=1)
    return ReadError("missing-file", path=path, nearest="".join(nearest))

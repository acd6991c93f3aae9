"""What the user names to the files that are read: files, folders, archives, globs, standard input.

In folders, archives and globs only files of known formats are taken, hidden ones and the lock
files of office programs are left out, and links that lead out of a folder are not followed.
Archives are opened where they are met (archives/).
"""

import glob
import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from audit import plugins
from audit.errors import AuditError, ReadError
from audit.pipeline.limits import LIMITS
from audit.plugins import Source

STDIN = "-"
# Archives, which are opened, texts, and what no reader takes unless its content is something
# else: it is told of as if it had been named, and not passed over.
_MAY_HOLD_FILINGS = frozenset(
    (
        ".zip", ".txt", ".rar", ".7z", ".tar", ".gz", ".tgz", ".xls", ".doc", ".et", ".wps", ".xlt",
        ".dot", ".xlsb", ".rtf", ".ods", ".odt", ".ofd",
    )
)  # fmt: skip
_LITTER = frozenset({"Thumbs.db", "desktop.ini", "audit.yaml", "pyproject.toml"})


class Input(NamedTuple):
    """One file to check."""

    path: str
    """As the user named it, or as it was met below what the user named."""
    named: bool
    """By itself, and not met in a folder or by a glob: it is expected to hold a filing."""
    error: AuditError | None = None
    """What was named or met and cannot be read: it is reported as a file with this error."""


class PassedOver:
    """What folders and archives hold beside what is read: to be told once, at the end."""

    def __init__(self) -> None:
        self.suffixes: Counter[str] = Counter()
        """How many files of each suffix are of no format that is read."""
        self.links: list[str] = []
        """Links that lead out of what was named, which are not followed."""

    def add(self, path: str) -> None:
        if Path(path).name not in _LITTER:
            self.suffixes[Path(path).suffix.lower()] += 1


def expand(
    names: Iterable[str],
    leave_out: Callable[[str], bool] = lambda _: False,
    *,
    limits: Mapping[str, int] = LIMITS,
    passwords: Sequence[str] = (),
    passed: PassedOver | None = None,
) -> Iterator[Input]:
    """Each file once, in order of the names, folders sorted. `leave_out`: of files met.

    `passed` is told what is not among them.
    """
    search = _Search(leave_out, limits, passwords, passed or PassedOver())
    seen: set[str] = set()
    for name in names:
        for one in search.named(name):
            mark = one.path if one.error or one.path == STDIN else os.path.realpath(one.path)
            if mark not in seen:
                seen.add(mark)
                yield one


def source_of(
    path: str,
    limits: Mapping[str, int] = LIMITS,
    stdin_name: str = "",
    passwords: Sequence[str] = (),
) -> Source:
    """The bytes of a file, of one in an archive, or of standard input. Raises ReadError."""
    most = limits.get("bytes", LIMITS["bytes"])
    if path == STDIN:
        return within(Source(stdin_name or STDIN, sys.stdin.buffer.read(most + 1)), most)
    if Path(path).name.startswith("~$"):
        raise ReadError("lock-file", path=path, name=Path(path).name[2:])
    try:
        with Path(path).open("rb") as file:
            return within(Source(path, file.read(most + 1)), most)
    except IsADirectoryError as error:
        raise ReadError("not-a-file", path=path) from error
    except (FileNotFoundError, NotADirectoryError) as error:
        from audit.pipeline import archives  # noqa: PLC0415 -- few files lie in one

        if not archives.leads_into(path):
            raise _missing(path) from error
        return within(Source(path, archives.data_of(path, limits, passwords)), most)
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


class _Search(NamedTuple):
    leave_out: Callable[[str], bool]
    limits: Mapping[str, int]
    passwords: Sequence[str]
    passed: PassedOver

    def named(self, name: str) -> Iterator[Input]:
        """What one argument of the user stands for."""
        if name == STDIN:
            yield Input(name, named=True)
        elif os.path.isdir(name):  # noqa: PTH112 -- a name with a null character is only missing
            yield from self._some(name, self._in_folder(Path(name)), "nothing-in-folder")
        elif os.path.lexists(name):
            yield from self._file(name, named=True)
        elif _leads_into_a_file(name):
            yield from self._in_archive(name, named=True)
        elif glob.has_magic(name):
            # The command interpreter of Windows leaves globs to the program.
            yield from self._some(name, self._matching(name), "nothing-matches")
        else:
            yield Input(name, named=True, error=_missing(name))

    def _some(self, name: str, found: Iterator[Input], none: str) -> Iterator[Input]:
        count = 0
        for one in found:
            if not self.leave_out(one.path):
                count += 1
                yield one
        if not count:
            yield Input(name, named=False, error=ReadError(none, path=name))

    def _matching(self, pattern: str) -> Iterator[Input]:
        for path in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 -- it keeps the path as it was written
            if not Path(path).name.startswith((".", "~$")) and not os.path.isdir(path):  # noqa: PTH112 -- a text
                yield from self._met(path)

    def _in_folder(self, folder: Path) -> Iterator[Input]:
        root = folder.resolve()
        closed: list[OSError] = []
        for where, folders, files in os.walk(folder, onerror=closed.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            self.passed.links += [
                path for name in folders if _leads_out(path := str(Path(where, name)), root)
            ]
            for name in sorted(files):
                path = str(Path(where, name))
                if name.startswith((".", "~$")):
                    continue
                if _leads_out(path, root):
                    self.passed.links.append(path)
                else:
                    yield from self._met(path)
        for error in closed:
            path, why = str(error.filename), error.strerror
            denied = isinstance(error, PermissionError)
            key = "no-permission" if denied else "cannot-open"
            yield Input(path, named=False, error=ReadError(key, path=path, why=why))

    def _met(self, path: str) -> Iterator[Input]:
        if _is_taken(path) and _may_be_a_file(path):
            yield from self._file(path, named=False)
        else:
            self.passed.add(path)

    def _file(self, path: str, *, named: bool) -> Iterator[Input]:
        # What comes out of a pipe is gone once it was looked at.
        if Path(path).suffix.lower() in _suffixes() or not os.path.isfile(path):  # noqa: PTH113 -- a text
            yield Input(path, named)
            return
        from audit.pipeline import archives  # noqa: PLC0415 -- what is named is mostly a filing

        try:
            is_archive = archives.is_archive(path, self.limits)
        except ReadError as error:
            yield Input(path, named, error)
            return
        if is_archive:
            yield from self._in_archive(path, named=named)
        else:
            yield Input(path, named)

    def _in_archive(self, path: str, *, named: bool) -> Iterator[Input]:
        """An archive, or what lies in one."""
        from audit.pipeline import archives  # noqa: PLC0415 -- as above

        count = 0
        try:
            for one in archives.members(path, self.limits, self.passwords):
                if one.is_link:
                    self.passed.links.append(one.path)
                elif one.error or one.path == path or _is_taken(one.path):
                    count += 1
                    yield Input(one.path, named and one.path == path, one.error)
                else:
                    self.passed.add(one.path)
        except ReadError as error:
            yield Input(path, named, error)
            return
        if named and not count:
            yield Input(path, named, ReadError("nothing-in-archive", path=path))


def _leads_into_a_file(path: str) -> bool:
    above = Path(path).parent
    while not os.path.lexists(above) and above != above.parent:
        above = above.parent
    return above.is_file()


def _leads_out(path: str, root: Path) -> bool:
    # realpath, as resolve raises for a link that leads in a circle.
    return os.path.islink(path) and not Path(os.path.realpath(path)).is_relative_to(root)  # noqa: PTH114 -- a text


def _may_be_a_file(path: str | Path) -> bool:
    """Not a folder, nor a pipe or device, which would be waited for.

    A link that leads nowhere may be one: that it cannot be read has to be told.
    """
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116 -- a text or a path
    except OSError:
        return True


def _is_taken(path: str) -> bool:
    """Whether a file that is met is read, by its name."""
    return Path(path).suffix.lower() in _suffixes() | _MAY_HOLD_FILINGS


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

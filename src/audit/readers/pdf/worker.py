"""The process that PDFs are read in, with a limit of time for a page and one of memory.

PDFium is native code: what hangs or balloons in it can be ended only with its process. That
process (`serving.py`) ends by itself where a page breaks the limit `page_seconds`, and
memory beyond `memory_bytes` is refused to it. The page is lost then, and a new process goes
on behind it. Where more than a few pages are lost the file is given up.

A process is kept for the next file, for its start takes longer than many a file; `prepare`
starts one while others are still at something else.
"""

import atexit
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import suppress

from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.exchange import TOO_SLOW, Begun, Done, PageRead, Task, Unread
from audit.readers.pdf.serving import MEMORY_BYTES, PAGE_SECONDS

_START = "import sys; sys.path[:] = {!r}; from audit.readers.pdf import serving; serving.main()"
_MOST_LOST = 3


def pages(source: Source, options: ReadOptions) -> Generator[PageRead | Unread, None, None]:
    """Each page. Raises ReadError where the file cannot be opened or was given up."""
    until = time.monotonic() + (seconds := options.limits.get("seconds", 300))
    lost: list[int] = []
    first = 1
    while True:
        process = _process()
        try:
            for answer in process.answers(Task(source, options, first)):
                if time.monotonic() > until:
                    raise ReadError("too-many-seconds", path=source.path, limit=seconds)
                first = answer.number + 1
                yield answer
        except _Ended as end:
            page = first if process.has_begun else None
            error = _error(source, options, page, end.code)
            if page is None:
                raise error from None
            lost.append(page)
            if len(lost) > _MOST_LOST:
                raise ReadError("given-up", path=source.path, pages=lost) from None
            yield Unread(page, error)
            first = page + 1
        else:
            return
        finally:
            process.leave()


def prepare() -> None:
    """Starts a process, if none waits, and does not wait for it."""
    if not _idle:
        _idle.append(_Process())


def waiting() -> list[int]:
    """The ids of the processes that wait for a file."""
    return [process.id for process in _idle]


def _error(source: Source, options: ReadOptions, page: int | None, code: int) -> ReadError:
    limits = options.limits
    if code == TOO_SLOW:
        key, limit = "page-too-slow", limits.get("page_seconds", PAGE_SECONDS)
    else:
        key, limit = "page-too-heavy", limits.get("memory_bytes", MEMORY_BYTES)
    return ReadError(key, path=source.path, page=page or "", limit=limit)


class _Ended(Exception):  # noqa: N818 -- no error: it is what the limits are for
    """The process ended before it was done."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Process:
    def __init__(self) -> None:
        self.has_begun = self._is_done = False
        self._running = subprocess.Popen(  # noqa: S603 -- this Python and our own module
            [sys.executable, "-c", _START.format(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    @property
    def id(self) -> int:
        return self._running.pid

    def is_alive(self) -> bool:
        return self._running.poll() is None

    def answers(self, task: Task) -> Iterator[PageRead | Unread]:
        """Raises what the reading of the file raised, and _Ended."""
        self.has_begun = self._is_done = False
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        try:
            pickle.dump(task, self._running.stdin, pickle.HIGHEST_PROTOCOL)
            self._running.stdin.flush()
            while True:
                match pickle.load(self._running.stdout):  # noqa: S301 -- from our own process
                    case Begun():
                        self.has_begun = True
                    case Done(error):
                        self._is_done = True
                        break
                    case answer:
                        yield answer
        except (EOFError, OSError, pickle.UnpicklingError):
            raise _Ended(self._running.wait()) from None
        if error is not None:
            raise error

    def leave(self) -> None:
        """Keeps the process for the next file, or ends it where it is still at this one."""
        if self._is_done:
            _idle.append(self)
        else:
            self.end()

    def end(self) -> None:
        self._running.kill()
        # Not `with`, which would flush what is left for a process that is no more.
        for pipe in (self._running.stdin, self._running.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()
        self._running.wait()


_idle: list[_Process] = []
_of_others: list[_Process] = []
"""Those of the process that this one was forked from."""


def _process() -> _Process:
    while _idle:
        process = _idle.pop()
        if process.is_alive():
            return process
        process.end()
    return _Process()


@atexit.register
def end_all() -> None:
    """The processes that wait for a file."""
    while _idle:
        _idle.pop().end()


def _leave_to_others() -> None:
    _of_others.extend(_idle)
    _idle.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_others)

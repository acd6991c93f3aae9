"""The process that reads PDFs for `worker.py`: task by task from standard input, until it ends.

Its limits are its own: a thread that needs nothing of Python ends the process where a page
takes too long, whatever native code is at; and the platform refuses memory beyond the cap,
where it can (not on Windows). So none is left behind when the program that asked is killed.
"""

import faulthandler
import gc
import os
import pickle
import signal
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import IO

from audit.errors import ReadError
from audit.readers.pdf import streams
from audit.readers.pdf.exchange import TOO_HEAVY, Answer, Begun, Done, Task, Unread

# Of a page. Unpacking the whole file and opening it may take as long.
PAGE_SECONDS, MEMORY_BYTES = 10, 1_000_000_000
_NO_PAGE_BEYOND = sys.maxsize


def main() -> None:
    # Ctrl-C reaches all processes of a terminal: the one that asked ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(100_000, 50, 100)
    # Nothing that a library prints may come between the answers.
    out = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    try:
        _serve(out, nothing)
    except Exception:  # noqa: BLE001 -- what Python meets where there is no memory; not its own code 1
        os._exit(TOO_HEAVY)


def _serve(out: IO[bytes], nothing: int) -> None:
    # Not where this module is only asked for its limits; and it is no page's time.
    from audit.readers.pdf import fonts, pages  # noqa: PLC0415

    fonts.replace()
    while True:
        try:
            task = pickle.load(sys.stdin.buffer)  # noqa: S301 -- from the program that started this one
        except EOFError:
            return
        seconds = task.options.limits.get("page_seconds", PAGE_SECONDS)
        cap_memory(task.options.limits.get("memory_bytes", MEMORY_BYTES))
        answers = _answers(task, pages)
        answer: Answer = Begun()
        while not isinstance(answer, Done):
            faulthandler.dump_traceback_later(seconds, exit=True, file=nothing)
            answer = next(answers)
            said = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            # The reader may take its time.
            faulthandler.cancel_dump_traceback_later()
            out.write(said)
            out.flush()
            del said


def _answers(task: Task, pages: ModuleType) -> Iterator[Answer]:
    try:
        yield from _pages(task, pages)
        yield Done()
    except (MemoryError, SystemError):
        # The second is what native code of Python says where it was refused memory.
        raise
    except Exception as error:  # noqa: BLE001 -- told where it was asked for
        yield Done(error)


def _pages(task: Task, pages: ModuleType) -> Iterator[Answer]:
    source, first = task.source, task.first
    bombed = streams.bombed_pages(source, task.options)
    options = pages.unlocked(source, task.options)
    yield Begun()
    while True:
        until = min((number for number in bombed if number >= first), default=_NO_PAGE_BEYOND)
        try:
            for page in pages.pages(source, options, range(first, until)):
                yield page
                first = page.number + 1
        except ReadError as error:
            if error.key != "page-too-large":
                raise
            yield Unread(first, error)
            first += 1
        else:
            if until == _NO_PAGE_BEYOND:
                return
            yield Unread(until, bombed[until])
            first = until + 1


def cap_memory(most: int) -> None:
    """From now on this process is refused more bytes, where the platform can."""
    try:
        import resource  # noqa: PLC0415 -- not there on Windows
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    capped = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (capped, hard))

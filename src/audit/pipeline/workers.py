"""A pool of processes that knows which file each worker is at.

`ProcessPoolExecutor` gives up as a whole when one worker dies, without saying at which
task, and cannot end one that hangs. Here a worker that dies or takes too long costs its own
file and is replaced. Results come in the order of the tasks, and the pool runs ahead of the
one that is waited for by a few tasks only, so that memory stays flat.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, Literal, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_MOST_FOR_A_CORE = 4
"""More processes than this many for each core only cost their start."""
_AHEAD = 4
"""Tasks in hand or done for each worker, beyond the one that is waited for."""

Loss = Literal["worker-died", "too-many-seconds"]


def run(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    lost: Callable[[Task, Loss], Result],
    *,
    jobs: int,
    seconds: float,
) -> Iterator[Result]:
    """`work` of each task, in order; `lost` for one whose worker died or took too long.

    `work` is handed to each worker once: where processes are not forked it is pickled.
    """
    pool = _Pool(work, lost, min(jobs, _MOST_FOR_A_CORE * (os.cpu_count() or 1)), seconds)
    try:
        yield from pool.results(tasks)
    finally:
        pool.close()


class _Pool(Generic[Task, Result]):
    def __init__(
        self,
        work: Callable[[Task], Result],
        lost: Callable[[Task, Loss], Result],
        jobs: int,
        seconds: float,
    ) -> None:
        self._work = work
        self._lost = lost
        self._seconds = seconds
        self._workers: list[_Worker[Task, Result]] = [_Worker(work) for _ in range(jobs)]
        self._done: dict[int, Result] = {}

    def results(self, tasks: Iterable[Task]) -> Iterator[Result]:
        waiting = enumerate(tasks)
        handed, wanted, more = 0, 0, True
        while more or wanted < handed:
            for worker in self._workers:
                ahead = handed - wanted >= _AHEAD * len(self._workers)
                if worker.task is None and more and not ahead:
                    task = next(waiting, None)
                    more = task is not None
                    if task is not None:
                        handed += 1
                        self._hand(worker, task)
            while wanted in self._done:
                yield self._done.pop(wanted)
                wanted += 1
            if wanted < handed:
                self._collect()

    def _hand(self, worker: "_Worker[Task, Result]", task: tuple[int, Task]) -> None:
        try:
            worker.give(task)
        except OSError:
            # It died between two tasks: nothing is lost.
            worker.replace()
            worker.give(task)

    def _collect(self) -> None:
        """Waits until a worker is done, dies, or has taken too long."""
        busy = {worker.connection: worker for worker in self._workers if worker.task is not None}
        first = min(worker.since for worker in busy.values())
        for connection in wait(list(busy), max(0.0, first + self._seconds - time.monotonic())):
            worker = busy[connection]
            try:
                result = worker.take()
            except (EOFError, OSError):
                self._lose(worker, "worker-died")
            else:
                self._settle(worker, result)
        for worker in busy.values():
            if worker.task is not None and time.monotonic() - worker.since > self._seconds:
                self._lose(worker, "too-many-seconds")

    def _settle(self, worker: "_Worker[Task, Result]", result: Result) -> None:
        if worker.task is not None:
            self._done[worker.task[0]] = result
            worker.task = None

    def _lose(self, worker: "_Worker[Task, Result]", how: Loss) -> None:
        if worker.task is not None:
            self._settle(worker, self._lost(worker.task[1], how))
        worker.replace()

    def close(self) -> None:
        for worker in self._workers:
            worker.end()


class _Worker(Generic[Task, Result]):
    """One process, and the task it is at."""

    def __init__(self, work: Callable[[Task], Result]) -> None:
        self._work = work
        self.task: tuple[int, Task] | None = None
        self.since = 0.0
        self._start()

    def _start(self) -> None:
        # fork inherits compiled rules and costs a few milliseconds; elsewhere they are pickled.
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, task: tuple[int, Task]) -> None:
        self.connection.send(task[1])
        self.task, self.since = task, time.monotonic()

    def take(self) -> Result:
        result: Result = self.connection.recv()
        return result

    def replace(self) -> None:
        self.end()
        self._start()

    def end(self) -> None:
        self.connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _serve(connection: "Connection", work: Callable[[Any], Any]) -> None:
    """The worker: task by task, until the pool closes the connection."""
    # Ctrl-C reaches all processes of a terminal: the pool decides what becomes of its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        connection.send(work(task))

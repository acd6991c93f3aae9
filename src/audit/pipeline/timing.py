"""A limit of time for work in this process, where the platform can interrupt it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TimeIsUp(BaseException):
    """No Exception, so that nothing that catches failures on the way takes it for one."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TimeIsUp in the block after `seconds`. Does nothing on Windows and in threads."""
    try:
        before = signal.signal(signal.SIGALRM, _raise)
    except (AttributeError, ValueError):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _raise(_: int, __: FrameType | None) -> None:
    raise TimeIsUp

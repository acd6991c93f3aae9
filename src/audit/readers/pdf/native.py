"""PDFium's functions as each character and object asks them: for many at once.

pypdfium2 checks and converts each argument of each call, which takes longer than the call
itself. Here a function is called by its address with arguments as C takes them, from `map`,
which needs no step of Python for each: 0.1 microseconds a character in place of 0.25, and
as much again for each number that need not be taken out of a structure by name.
What is passed has to be right, for nothing checks it: a handle (or what holds one), a whole
number, or a reference.
"""

import ctypes
from array import array
from collections.abc import Callable, Iterable
from typing import Any, Final


class Handle(ctypes.c_void_p):
    """An object of PDFium. `value` is its address, None for no object."""


def native(function: Any, result: type = ctypes.c_int) -> Callable[..., Any]:
    """A function of `pypdfium2.raw`, unchecked."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    if address is None:
        raise ImportError(name="pypdfium2")
    return ctypes.PYFUNCTYPE(result)(address)


class Answers:
    """Room for what a function writes behind references, kept from page to page.

    `code` is the type of a number as `array` names it, `width` how many numbers an item has.
    Where a function takes one reference to all of them, `together`.
    """

    def __init__(self, code: str, width: int, *, together: bool = False) -> None:
        self._code: Final = code
        self._width: Final = width
        self._step: Final = width if together else 1
        self._grow(64)

    def _grow(self, count: int) -> None:
        self._room = count
        self._values = array(self._code, [0]) * (count * self._width)
        size = self._values.itemsize
        held = (ctypes.c_char * (size * len(self._values))).from_buffer(self._values)
        starts = range(0, self._width, self._step)
        self._references = [
            [ctypes.byref(held, size * (self._width * at + start)) for at in range(count)]
            for start in starts
        ]

    def of(
        self, function: Callable[..., int], count: int, *arguments: Iterable[Any]
    ) -> tuple[list[int], "list[array[Any]]"]:
        """What it returned for each of `count` items, and the columns of what it wrote."""
        if count > self._room:
            self._grow(max(count, 2 * self._room))
        returned = list(map(function, *arguments, *self._references))
        end = count * self._width
        return returned, [self._values[at : end : self._width] for at in range(self._width)]

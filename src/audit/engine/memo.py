"""What a look said, found again by reading what it had read.

The memo is a tree: a branch says which part of the record to read, its edges are what may
stand there, a leaf is an answer. One that seldom has an answer is given up: looking is then
cheaper than remembering.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from audit.engine.watching import Step, part, watched
from audit.filing import Record

MOST = 100_000
"""Leaves. A full memo is emptied: what is frequent comes back at once."""
_TRIAL = 2_000
_WORTH_IT = 0.5
"""The share of answers found again, below which a memo is given up after a trial."""

Answer = TypeVar("Answer")


class _Branch(Generic[Answer]):
    __slots__ = ("edges", "step")

    def __init__(self, step: Step) -> None:
        self.step = step
        self.edges: dict[Hashable, _Branch[Answer] | Answer] = {}


class Memo(Generic[Answer]):
    """The answers of one look, which is given the record or one that is watched."""

    def __init__(self, look: Callable[[Record, Record], Answer]) -> None:
        self._look = look
        """(the record, what the look is shown) → its answer."""
        self._root: _Branch[Answer] | Answer | None = None
        self._leaves = self._asked = self._found = 0
        self._given_up = False

    def answer(self, record: Record) -> Answer:
        if self._given_up:
            return self._look(record, record)
        self._asked += 1
        node = self._root
        while isinstance(node, _Branch):
            node = node.edges.get(part(record, node.step))
        if node is not None:
            self._found += 1
            return node
        return self._new(record)

    def _new(self, record: Record) -> Answer:
        if self._asked > _TRIAL and self._found < self._asked * _WORTH_IT:
            self._given_up, self._root = True, None
            return self._look(record, record)
        path: dict[Step, None] = {}
        answer = self._look(record, watched(record, path))
        if self._leaves >= MOST:
            self._root, self._leaves = None, 0
        self._keep(record, list(path), answer)
        return answer

    def _keep(self, record: Record, path: list[Step], answer: Answer) -> None:
        self._leaves += 1
        if not path:
            self._root = answer
            return
        if self._root is None:
            self._root = _Branch(path[0])
        node = self._root
        for step, following in zip(path, [*path[1:], None], strict=True):
            if not isinstance(node, _Branch) or node.step != step:
                # It read something else after the same parts: it is not pure.
                self._given_up, self._root = True, None
                return
            if following is None:
                node.edges[part(record, step)] = answer
            else:
                node = node.edges.setdefault(part(record, step), _Branch(following))

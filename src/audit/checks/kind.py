"""The seam of the checks: what a kind of check is, and what its look may answer.

A kind is a module in this folder with the five names of `CheckKind`. `compile` is called
once for each entry of a rule's `check`; the look that it gives sees records (or texts)
and says what and where. Who and how bad (rule, severity, message, place) is the engine's.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from audit.filing import Field, Record
from audit.finding import Spot, Text
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

Value = str | Decimal | Text
Values = Mapping[str, Value]
"""For the placeholders of messages, advice and fixes."""
NO_VALUES: Values = MappingProxyType({})
_ENDS = " \t\n\r\u3000。.；;，,、"


class Span(NamedTuple):
    """What a text kind found: characters `start` to `end` of the text it was given."""

    start: int
    end: int
    values: Values = NO_VALUES


class Near(NamedTuple):
    """A further record of the same fault, for `Hit.related`."""

    record: Record
    field: str
    role: str
    start: int | None = None
    end: int | None = None
    """The whole field where None."""


class Hit(NamedTuple):
    """A fault at a field of a record; with start None at the field as a whole or missing."""

    record: Record
    field: str
    start: int | None = None
    end: int | None = None
    values: Values = NO_VALUES
    related: tuple[Near, ...] = ()
    text: str | None = None
    """The words at fault where the span does not give them (a whole field without span)."""
    source: Field | None = None
    """Where they stand, if that is no field of the record: text that went nowhere."""

    @classmethod
    def whole(
        cls, record: Record, field: str, related: tuple[Near, ...] = (), /, **values: Value
    ) -> "Hit":
        """At all characters of a field that is there."""
        found = getattr(record, field)
        return cls(record, field, 0, len(found.text), values, related)

    @classmethod
    def trimmed(
        cls, record: Record, field: str, related: tuple[Near, ...] = (), /, **values: Value
    ) -> "Hit":
        """At a field that is there, the spaces and stops around its words aside."""
        text = getattr(record, field).text
        start = len(text) - len(text.lstrip(_ENDS))
        return cls(record, field, start, max(start, len(text.rstrip(_ENDS))), values, related)


class Unchecked(NamedTuple):
    """A record that could not be judged, because a part of it could not be read."""

    record: Record
    field: str
    reason: str


class Entry(NamedTuple):
    """A member of a corpus group: its spot, and the values its key hit carried."""

    spot: Spot
    values: Values


class GroupHit(NamedTuple):
    """A fault in a corpus group: the entry it is reported at, and the related ones."""

    entry: int
    related: tuple[tuple[int, str], ...] = ()
    """(index of an entry, role)."""
    values: Values = NO_VALUES


TextLook = Callable[[str], tuple[Span, ...]]
"""Each `text`: pure; the engine memoises it."""


class Needing:
    """A text look that finds nothing where none of some texts occurs.

    Optional, for speed: over many texts the engine searches for the needles of all such
    looks at once, and asks those only of which it has found one.
    """

    __slots__ = ("look", "needles")

    def __init__(self, look: TextLook, needles: Callable[[], Collection[str] | None]) -> None:
        self.look = look
        self.needles = needles
        """None of them empty; None where none can be told. A single filing never asks."""

    def __call__(self, text: str) -> tuple[Span, ...]:
        return self.look(text)


RecordLook = Callable[[Any], Iterable[Hit | Unchecked]]
"""Each `indicator`, `project`, `filing`. On an indicator it is pure in the indicator's texts."""


class CorpusLook(NamedTuple):
    """Each `corpus`: runs after all filings, over small values only."""

    key: Callable[[Any], Iterable[tuple[str, Hit]]]
    """filing → (key, hit that says where)."""
    judge: Callable[[str, list[Entry]], Iterable[GroupHit]]


class CheckKind(Protocol):
    """The five names of a kind's module."""

    NAME: str
    EACH: tuple[Each, ...]
    """What it can be given; the first is the default. Where several, a rule may say `each:`."""
    OPTIONS: Mapping[str, Any]
    """JSON Schema (an object schema) of its options."""
    PLACEHOLDERS: frozenset[str]
    """What its values provide, beyond `text` and the fields of the record and project.

    Where the options name more (the groups of a pattern), the module has a function
    `placeholders(options)`, which is asked instead.
    """

    def compile(
        self, each: Each, options: Mapping[str, Any], rulebook: Rulebook, /
    ) -> TextLook | RecordLook | CorpusLook: ...

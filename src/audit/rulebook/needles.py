"""What has to occur in a text for a pattern to match: some texts, one of them at least.

Over a million texts a search for all needles of all patterns at once spares nearly every
call of RE2. Found from the parse of the pattern; where that is not sure there are none.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

_CODE = re.compile(r"\\x\{([0-9A-Fa-f]+)\}")
_CLASS = re.compile(r"\\[pP](?:\{[^}]*\}|[A-Za-z])")
_FOLDING = re.compile(r"\(\?[A-Za-z]*i")
# Stands for a class of characters that Python's parser does not know, such as \p{Han}.
_UNKNOWN = "\U0010ffff"
_MOST = 300
"""Characters of a class. One of more tells nothing about a text."""

_FEW = 15
"""Characters of a class whose pairs are told one by one."""
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")

_COPIES = 3

Needles = frozenset[str]


def needles_of(patterns: Iterable[str]) -> Needles | None:
    """Of several patterns, of which one has to match."""
    found = [needles(one) for one in patterns]
    known = [one for one in found if one is not None]
    return frozenset().union(*known) if len(known) == len(found) else None


@lru_cache(maxsize=1024)
def needles(pattern: str) -> Needles | None:
    """None where any text may match, as far as can be told."""
    if _FOLDING.search(pattern):
        return None
    try:
        # The parser of `re` has no public name. RE2's own analysis is not in its Python binding.
        from re import _parser  # type: ignore[attr-defined]  # noqa: PLC0415

        readable = _CODE.sub(lambda code: re.escape(chr(int(code[1], 16))), pattern)
        return _of_sequence(_parser.parse(_CLASS.sub(_UNKNOWN, readable)))
    except (ImportError, re.error, ValueError, OverflowError):
        return None


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> Needles | None:
    """All parts of a sequence are needed: the rarest is what to look for."""
    found = [one for one in _of_parts(items) if one is not None]
    return min(found, key=_commonness, default=None)


def _of_parts(items: Iterable[tuple[Any, Any]]) -> Iterator[Needles | None]:
    run = ""
    for operation, value in items:
        name = str(operation)
        repeated = name in _REPEATS and value[0] > 0
        literal = _literal(value[2]) * min(value[0], _COPIES) if repeated else ""
        literal = literal or _literal([(operation, value)])
        run += literal
        if run and (repeated or not literal):
            yield frozenset({run})
            # The last of several copies stands beside what follows.
            run = literal
        if not literal:
            yield _of_part(name, value)
    if run:
        yield frozenset({run})


def _literal(items: Iterable[tuple[Any, Any]]) -> str:
    """What the parts are, word for word; "" where that is not one text."""
    found = ""
    for operation, value in items:
        name = str(operation)
        inner = chr(value) if name == "LITERAL" else ""
        if name == "SUBPATTERN":
            inner = _literal(value[3])
        if not inner or _UNKNOWN in inner:
            return ""
        found += inner
    return found


def _of_part(name: str, value: Any) -> Needles | None:
    match name:
        case "IN":
            return _of_class(value)
        case "BRANCH":
            branches = [_of_sequence(branch) for branch in value[1]]
            known = [branch for branch in branches if branch is not None]
            return frozenset().union(*known) if len(known) == len(branches) else None
        case "SUBPATTERN":
            return _of_sequence(value[3])
        case _ if name in _REPEATS and value[0] > 0:
            once = _of_sequence(value[2])
            if value[0] > 1 and once and len(once) <= _FEW and _is_one_character(value[2]):
                return frozenset(one + other for one in once for other in once)
            return once
        case _:
            return None


def _is_one_character(items: Any) -> bool:
    return len(items) == 1 and str(items[0][0]) in {"LITERAL", "IN"}


def _of_class(members: Iterable[tuple[Any, Any]]) -> Needles | None:
    found: set[str] = set()
    for operation, value in members:
        match str(operation):
            case "LITERAL":
                found.add(chr(value))
            case "RANGE" if value[1] - value[0] < _MOST:
                found.update(map(chr, range(value[0], value[1] + 1)))
            case _:
                return None
    return frozenset(found) if len(found) <= _MOST and _UNKNOWN not in found else None


def _commonness(some: Needles) -> float:
    """How likely one of them occurs in a text of a filing, roughly."""
    return sum((20.0 if one[0].isdigit() else 1.0) * 0.1 ** (len(one) - 1) for one in some)

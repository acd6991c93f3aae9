"""A report as JSON and back, for the cache: exact, and led by the annotations of the nouns.

A record becomes the list of its values, without those at the end that are its defaults. It
can hold what reports of a run hold: texts, numbers, and named tuples and dataclasses of them.
Whatever is no such list raises when it is decoded.
"""

import dataclasses
from collections.abc import Callable
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from audit.errors import AuditError
from audit.report import FileReport

_Decode = Callable[[Any], Any]
_MISSING = object()


def encoded(report: FileReport) -> list[Any]:
    """The report of a file that could be read, as JSON."""
    found: list[Any] = _encoded(report)
    return found


def decoded(value: Any) -> FileReport:
    """Raises TypeError, ValueError or LookupError where the value is no report."""
    found = _record(FileReport)(value)
    assert isinstance(found, FileReport)
    return found


def _encoded(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, frozenset):
        return sorted(value)
    record: Any = type(value)
    defaults = _defaults(record)
    if isinstance(value, tuple):
        parts = list(value)
    else:
        parts = [getattr(value, name) for name in _types(record)]
    while defaults and parts and parts[-1] == defaults[len(parts) - 1]:
        del parts[-1]
    return [_encoded(part) for part in parts]


@cache
def _defaults(record: Any) -> list[Any]:
    if dataclasses.is_dataclass(record):
        return [
            _MISSING if one.default is dataclasses.MISSING else one.default
            for one in dataclasses.fields(record)
        ]
    known = getattr(record, "_field_defaults", {})
    return [known.get(name, _MISSING) for name in getattr(record, "_fields", ())]


@cache
def _types(record: Any) -> dict[str, Any]:
    if dataclasses.is_dataclass(record):
        return {one.name: one.type for one in dataclasses.fields(record)}
    return dict(record.__annotations__)


@cache
def _record(record: type) -> _Decode:
    decoders = [_decoder(one) for one in _types(record).values()]

    def decode(values: Any) -> Any:
        if not isinstance(values, list) or len(values) > len(decoders):
            raise TypeError(record)
        # Fewer values than fields: the rest are the defaults.
        pairs = zip(decoders, values, strict=False)
        return record(*[value if plain is None else plain(value) for plain, value in pairs])

    return decode


def _decoder(kind: Any) -> _Decode | None:
    """None for what JSON has as it is."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal or kind in {str, int, float, bool, AuditError}:
        # An error stands only in reports of files that could not be read: none is kept.
        return None
    if origin in {Union, UnionType}:
        (one,) = (part for part in parts if part is not NoneType)
        return _optional(_decoder(one))
    if origin is tuple:
        is_uniform = parts[1:] == (...,)
        return _many(_decoder(parts[0])) if is_uniform else _several(list(map(_decoder, parts)))
    if origin is frozenset:
        return frozenset
    return _enum(kind) if issubclass(kind, Enum) else _record(kind)


def _optional(decode: _Decode | None) -> _Decode | None:
    return decode and (lambda value: None if value is None else decode(value))


def _enum(kind: type[Enum]) -> _Decode:
    return kind


def _many(decode: _Decode | None) -> _Decode:
    return tuple if decode is None else (lambda values: tuple(map(decode, values)))


def _several(decoders: list[_Decode | None]) -> _Decode:
    def decode(values: Any) -> Any:
        pairs = zip(decoders, values, strict=True)
        return tuple([value if one is None else one(value) for one, value in pairs])

    return decode

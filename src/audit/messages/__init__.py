"""What the program itself says, in Chinese and English: zh.yaml and en.yaml.

A text is found by its key, `section.name`, and filled with values: `{name}`. What stands
in `[[…]]` is left out where a value in it is empty. A text that counts may be a mapping of
`one` and `other`, chosen by the value `count`.

Errors carry a key and values; `error_text` makes them text, once, at the edge.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from audit import places
from audit.cache import cached
from audit.document import NOWHERE, Place, Problem
from audit.errors import AuditError
from audit.terminal import clean

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parent
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_NAMES = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}")


def text(key: str, lang: str, /, **values: object) -> str:
    """The text of a key, filled. Raises KeyError for a key that is not there."""
    template = catalogue(lang)[key]
    if isinstance(template, Mapping):
        template = template["one" if values.get("count") == 1 else "other"]
    return filled(template, values)


def error_text(error: AuditError, lang: str) -> str:
    """`path:line:column: what is wrong, and the way out`, then the source line and a caret."""
    lines = [located(error.path, error.place or NOWHERE, error_message(error, lang), lang)]
    if source := clean(str(error.values.get("source", ""))).rstrip():
        lines += [f"    {source}", f"    {error.values.get('caret', '')}".rstrip()]
    return "\n".join(lines)


def error_message(error: AuditError, lang: str) -> str:
    """What is wrong, and the way out, without where."""
    values = {name: one for name, one in error.values.items() if name not in {"source", "caret"}}
    key = f"errors.{error.key}"
    if key in catalogue(lang):
        return text(key, lang, path=error.path, **values)
    # A plugin's error has no text here: its key and values have to do.
    told = "; ".join(f"{name}: {value}" for name, value in values.items() if value)
    return clean(f"{error.key}: {told}" if told else error.key)


def located(path: str, place: Place, said: str, lang: str) -> str:
    """`path:line:column: said`, with as much of it as there is."""
    where = ":".join(filter(None, (clean(path), places.short(place, lang))))
    return f"{where}: {said}" if where else said


def problem_text(problem: Problem, lang: str) -> str:
    """What a reader could not do or had to decide."""
    key = f"problems.{problem.key}"
    if key not in catalogue(lang):
        return " ".join([problem.key, *(value for _, value in problem.values)])
    return text(key, lang, **dict(problem.values))


def filled(template: str, values: Mapping[str, object]) -> str:
    """The template with its values, cleaned for a terminal."""
    shown = _Values((name, _plain(value)) for name, value in values.items())

    def kept(part: re.Match[str]) -> str:
        return part[1] if all(shown[name] != "" for name in _NAMES.findall(part[1])) else ""

    return _OPTIONAL.sub(kept, template).format_map(shown)


@cache
def catalogue(lang: str) -> Mapping[str, Any]:
    """All texts of a language by their keys."""
    data = (_FOLDER / f"{lang}.yaml").read_bytes()
    found: Mapping[str, Any] = cached("messages", [data], lambda: _flat(data))
    return found


def _flat(data: bytes) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 -- a warm cache never gets as far

    # The C loader is seven times as fast; where it is not built, the slow one reads the same.
    return dict(_entries(yaml.load(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader))))  # noqa: S506 -- both are safe loaders


def _entries(sections: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in sections.items():
        if isinstance(value, Mapping) and not {"one", "other"} >= set(value):
            yield from _entries(value, f"{above}{name}.")
        else:
            yield above + name, value


class _Values(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return ""


def _plain(value: object) -> object:
    """Numbers keep their sort, so that `{limit:,}` can format them."""
    if isinstance(value, str):
        return "\n".join(map(clean, value.split("\n")))
    if isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple):
        return ", ".join(clean(str(one)) for one in value)
    return clean(str(value))

"""Fills the templates of messages, advice and fixes: `{name}`, and `{{` for a brace.

rulebook/templates.py has checked them: their names are known and in English. What fills
them comes from strangers' files: control characters never get into a message, and a long
value is shortened. What goes into a fix is the value as it stands.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from audit.finding import Text

_PART = re.compile(r"\{\{|\}\}|\{(\w+)\}")
# A value that is empty, with the space that would be one too many without it.
_EMPTY = re.compile(" \0+(?=[ .,;:!?]|$)|^\0+ |\0")
LONGEST = 40
"""Characters of a value that a message shows."""

Value = str | Decimal | Text


class Template:
    """One text in both languages, ready to be filled."""

    __slots__ = ("_en", "_zh", "names")

    def __init__(self, text: Text) -> None:
        self._zh, self._en = _compiled(text.zh), _compiled(text.en)
        self.names = frozenset((*self._zh[1], *self._en[1]))
        """The placeholders."""

    def filled(self, values: Mapping[str, Value]) -> Text:
        """A placeholder without a value stands for nothing, and leaves no space."""
        return Text(_filled(self._zh, values, "zh"), _filled(self._en, values, "en"))

    def verbatim(self, values: Mapping[str, Value]) -> str | None:
        """The text with each value as it stands, None where one is missing or empty."""
        form, names = self._zh
        plain = [_plain(values.get(name, ""), "zh") for name in names]
        return form % tuple(plain) if all(plain) else None


def _compiled(text: str) -> tuple[str, tuple[str, ...]]:
    """A form for `%`, and the names of what fills it."""
    parts = _parts(text)
    return "%s".join(part.replace("%", "%%") for part in parts[::2]), tuple(parts[1::2])


def _parts(text: str) -> list[str]:
    """Texts and names of placeholders in turn, beginning and ending with a text."""
    parts = [""]
    end = 0
    for part in _PART.finditer(text):
        parts[-1] += text[end : part.start()]
        end = part.end()
        if part[1]:
            parts += [part[1], ""]
        else:
            parts[-1] += part[0][0]
    parts[-1] += text[end:]
    return parts


def _filled(template: tuple[str, tuple[str, ...]], values: Mapping[str, Value], lang: str) -> str:
    form, names = template
    parts = [shown(values.get(name, ""), lang) for name in names]
    if all(parts):
        return form % tuple(parts)
    return _EMPTY.sub("", form % tuple([part or "\0" for part in parts]))


def shown(value: Value, lang: str) -> str:
    """The value as a message shows it: printable, on one line, and not too long."""
    if value.__class__ is str and len(value) <= LONGEST and value.isprintable():
        return value
    text = _plain(value, lang)
    if not text.isprintable():
        text = "".join(_printable(char) for char in text)
    # What a kind composed in both languages is a phrase, which would lose its sense if cut.
    if len(text) > LONGEST and not isinstance(value, Text):
        return text[: LONGEST - 1] + "…"
    return text


def _plain(value: Value, lang: str) -> str:
    match value:
        case Text():
            return value.of(lang)
        case Decimal():
            return f"{value:f}"
        case str():
            return value


def _printable(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char).startswith("C") else char

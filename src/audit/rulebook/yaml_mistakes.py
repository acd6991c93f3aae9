"""What people do to YAML in an office, seen in a line that libyaml stumbled over.

Full-width colons, commas and quotes where YAML's own marks belong, tabs, an unquoted
`{text}` or `**` at the start of a value, a colon within one, a quote left open.
"""

import re
from collections.abc import Callable, Iterator, Sequence

_NEEDS_QUOTES = "{[*&!%@`>|,?"
_CLOSING = {"{": "}", "[": "]"}
_MOST = 2000
"""Nobody writes longer lines by hand, and looking at them takes the square of their length."""

Mistake = tuple[str, int, int, dict[str, object]]
"""Key of its text, start (from 0) and length in the line, values."""


def is_sign(lines: Sequence[str], line: int, column: int) -> bool:
    """Whether a character (both from 0) is a sign of YAML's that begins no text."""
    return line < len(lines) and lines[line][column : column + 1] in [*"*&!%@`>|"]


def of_lines(lines: Sequence[str], numbers: Sequence[int]) -> Iterator[tuple[int, Mistake]]:
    """The mistakes of the lines with these numbers (from 1), the surest first."""
    for explain in _EXPLANATIONS:
        for number in numbers:
            line = lines[number - 1]
            if len(line) <= _MOST and (found := explain(line)):
                yield number, found


def _tab(line: str) -> Mistake | None:
    found = re.match(r"[ ]*(\t+)", line)
    return ("yaml-tab", found.start(1), len(found[1]), {}) if found else None


def _full_colon(line: str) -> Mistake | None:
    found = re.match(r"\s*(?:-\s+)?[\"'“”]?([\w./-]+)[\"'“”]?\s*(：)", line)
    found = found or re.search(r"[{,，]\s*([\w.-]+)\s*(：)", line)
    if found and not re.match(r"\s*(?:-\s+)?[\w.-]+:\s", line[: found.start(2)]):
        return "yaml-full-width-colon", found.start(2), 1, {"name": found[1]}
    return None


def _full_comma(line: str) -> Mistake | None:
    found = re.search(r"[\[{][^\]}]*?(，)\s*[\w.-]+\s*[:：\]]", line)
    return ("yaml-full-width-comma", found.start(1), 1, {}) if found else None


def _full_quote(line: str) -> Mistake | None:
    found = re.search(r"(?:^|[:\[{,-]\s+|[\[{,])([“”])(?=[^“”]*(?:: |, | #|[“”]\s*[:：]))", line)
    return ("yaml-full-width-quote", found.start(1), 1, {}) if found else None


def _needs_quotes(line: str) -> Mistake | None:
    found = re.match(r"\s*(?:-\s+)*(?:[^\s\"'#{}\[\]][^\"'#{}\[\]]*?:\s+)?(?:-\s+)*(\S)", line)
    if not found or found[1] not in _NEEDS_QUOTES:
        return None
    at, rest = found.start(1), line[found.start(1) :].rstrip()
    if found[1] == "{" and re.fullmatch(r"\{.*\}", rest) and ":" in rest:
        return None
    if found[1] == "[" and re.fullmatch(r"\[.*\]", rest):
        return None
    closing = _CLOSING.get(found[1])
    if closing and rest.count(closing) < rest.count(found[1]):
        return "yaml-bracket-left-open", at, 1, {"character": found[1], "closing": closing}
    return "yaml-needs-quotes", at, 1, {"character": found[1]}


def _colon_within(line: str) -> Mistake | None:
    found = re.match(r"\s*(?:-\s+)?[\w.-]+:\s+([^\"'\[{#|>].*?:)(?:\s|$)", line)
    if not found:
        return None
    return "yaml-colon-within", found.start(1), len(found[1]), {}


def _open_quote(line: str) -> Mistake | None:
    found = re.match(r"\s*(?:-\s+)?(?:[\w.-]+:\s+)?([\"'])", line)
    if not found:
        return None
    quote, rest = found[1], line[found.end(1) :]
    if quote not in rest:
        return "yaml-quote-left-open", found.start(1), 1, {"character": quote}
    after = rest.split(quote, 1)[1].strip()
    if after and not after.startswith(("#", ",", "]", "}", ":")):
        start = found.end(1) + rest.index(quote)
        return "yaml-quote-within", start, 1, {"character": quote}
    return None


def _no_space_after_colon(line: str) -> Mistake | None:
    found = re.fullmatch(r"\s*(?:-\s+)?([A-Za-z_][\w-]*)(:)[^\s/].*", line)
    return ("yaml-space-after-colon", found.start(2), 1, {"name": found[1]}) if found else None


_EXPLANATIONS: tuple[Callable[[str], Mistake | None], ...] = (
    _tab,
    _full_colon,
    _full_comma,
    _full_quote,
    _needs_quotes,
    _open_quote,
    _colon_within,
    _no_space_after_colon,
)

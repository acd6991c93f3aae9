r"""`pattern`: RE2 patterns, for what no list of words can say.

Options
    patterns: RE2 patterns; `\b \w \d \s` are refused, they know ASCII only.
    suggest: a template of the suggestion, filled with the named groups (`〔{year}〕`).
    not_inside, only_inside, accept: see allowed.py.

RE2 cannot look ahead or behind, so a pattern says what may stand around the fault and
names the fault itself: the group `hit`, where there is one, is the span. All other named
groups are placeholders of the messages.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audit.checks import allowed
from audit.checks.kind import Needing, Span, TextLook
from audit.errors import RuleError
from audit.rulebook.book import Rulebook
from audit.rulebook.needles import needles_of
from audit.rulebook.patterns import compiled
from audit.rulebook.rule import Each

NAME = "pattern"
EACH: tuple[Each, ...] = ("text",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "patterns": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "minLength": 1},
        },
        "suggest": {"type": "string"},
        **allowed.OPTIONS,
    },
    "required": ["patterns"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"suggestion"})

_HIT = "hit"
_GROUP = re.compile(r"\(\?P?<([^>]+)>")
_NAMED = re.compile(r"\{(\w+)\}")


def placeholders(options: Mapping[str, Any], /) -> frozenset[str]:
    """What the values of a rule with these options provide: the named groups, too."""
    groups = {name for one in options.get("patterns", ()) for name in _GROUP.findall(str(one))}
    return PLACEHOLDERS | groups - {_HIT}


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> TextLook:
    del each
    patterns = [_usable(one) for one in options["patterns"]]
    suggest = options.get("suggest", "")
    if unknown := set(_NAMED.findall(suggest)) - placeholders(options):
        raise RuleError("pattern-no-group", name=min(unknown), option="suggest")
    let_pass = allowed.allowed(options, rulebook)

    def look(text: str) -> tuple[Span, ...]:
        found: list[Span] = []
        for pattern in patterns:
            # `search` first: most texts match nothing, and it makes no generator.
            if pattern.search(text) is not None:
                found += _spans(pattern, text)
        found.sort(key=lambda span: (span.start, -span.end))
        return tuple(span for span in found if not let_pass(text, span.start, span.end))

    def _spans(pattern: Any, text: str) -> Iterator[Span]:
        for match in pattern.finditer(text):
            groups = {key: value or "" for key, value in match.groupdict().items()}
            # The binding takes a group by number only.
            start, end = match.span(pattern.groupindex.get(_HIT, 0))
            groups.pop(_HIT, None)
            suggestion = _filled(suggest, groups)
            if start >= 0:
                yield Span(start, end, {**groups, "suggestion": suggestion})

    return Needing(look, lambda: needles_of(options["patterns"]))


def _usable(pattern: str) -> Any:
    found = compiled(pattern)
    if found.search("") is not None:
        # It would find something in every text, an empty one included.
        raise RuleError("pattern-matches-nothing", pattern=pattern, option="patterns")
    return found


def _filled(template: str, groups: Mapping[str, str]) -> str:
    return _NAMED.sub(lambda part: groups.get(part[1], ""), template)

"""Templates of messages, advice and fixes: `{name}`, `{三级指标}`, and `{{` for a brace.

A placeholder is one name: no attributes, indexes or formats, so that filling a template
from a stranger's pack reaches nothing but the values it was given.
"""

import re
from collections.abc import Collection

from audit.filing import (
    FIELD_NAMES,
    FILING_FIELDS,
    INDICATOR_FIELDS,
    PROJECT_FIELDS,
    TOTAL_FIELDS,
    field_name,
)
from audit.finding import Text
from audit.nearest import nearest
from audit.rulebook.marks import Faults, Map, Mark, Node, Scalar
from audit.rulebook.rule import Each

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_HAN = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")

_RECORDS_ONLY = {"totals", "indicators"}
_FILING = {*FILING_FIELDS} - _RECORDS_ONLY
_PROJECT = _FILING | {*PROJECT_FIELDS} - _RECORDS_ONLY
_OF_EACH: dict[Each, set[str]] = {
    "text": _PROJECT | {*INDICATOR_FIELDS} | {*TOTAL_FIELDS},
    "indicator": _PROJECT | {*INDICATOR_FIELDS},
    "project": _PROJECT,
    "filing": _FILING,
    "corpus": _PROJECT,
}


def known(each: Each, placeholders: Collection[str]) -> list[str]:
    """The names a template may use, those of the kind first."""
    return ["text", *sorted(placeholders), *sorted(_OF_EACH[each] - set(placeholders))]


def text_of(node: Node | None, *, both: bool, name: str, faults: Faults) -> Text:
    """A text in one or both languages; one without a language is of the one it is written in."""
    match node:
        case Scalar():
            if both:
                faults.add("both-languages", node.mark, name=name, missing="zh, en")
            return _alone(node.text)
        case Map():
            text = Text(node.text("zh"), node.text("en"))
            missing = [lang for lang in ("zh", "en") if not text.of(lang) or not node.text(lang)]
            if both and missing:
                faults.add("both-languages", node.mark, name=name, missing=", ".join(missing))
            return text
        case _:
            return Text("", "")


def checked(node: Node | None, text: Text, names: list[str], faults: Faults) -> Text:
    """The template with field names in English; its placeholders must be among `names`."""
    nodes: dict[str, Scalar] = {}
    if isinstance(node, Map):
        nodes = {lang: one for lang, one in node.entries.items() if isinstance(one, Scalar)}
    elif isinstance(node, Scalar):
        nodes = {"zh" if text.zh else "en": node}
    told: set[str] = set()
    done = {lang: template(one, names, faults, told) for lang, one in nodes.items() if one.text}
    return Text(done.get("zh", ""), done.get("en", ""))


def template(node: Scalar, names: list[str], faults: Faults, told: set[str] | None = None) -> str:
    """One template, checked. What is in `told` is not told again."""
    told = set() if told is None else told

    def replaced(part: re.Match[str]) -> str:
        if part[0] in ("{{", "}}"):
            return part[0]
        if part[1] is None:
            faults.add("brace-alone", _mark(node, part), character=part[0])
            return part[0] * 2
        name = field_name(part[1].strip())
        if name not in names and name not in told:
            told.add(name)
            faults.add(
                "unknown-placeholder",
                _mark(node, part),
                name=part[1],
                nearest=nearest(part[1], [*names, *_chinese(names)]),
                known=", ".join(names),
            )
        return "{" + name + "}"

    return _PART.sub(replaced, node.text)


def _chinese(names: list[str]) -> list[str]:
    return [zh for zh, name in FIELD_NAMES.items() if name in names]


def _mark(node: Scalar, part: re.Match[str]) -> Mark:
    """Where a part of the template stands in the source of a scalar."""
    mark, words = node.mark, part[0]
    if not mark.line:
        return mark
    lines = mark.source.lines
    there = mark.shifted(part.start() + (not node.plain), len(words))
    if lines[mark.line - 1][there.column - 1 :].startswith(words):
        return there
    # Escapes before it, or a text over several lines: the first place with these words.
    for number in range(mark.line, mark.end_line + 1):
        start = lines[number - 1].find(words, mark.column - 1 if number == mark.line else 0)
        if start >= 0:
            return Mark(mark.source, number, start + 1, number, start + 1 + len(words))
    return mark


def _alone(text: str) -> Text:
    return Text(text, "") if _HAN.search(text) else Text("", text)

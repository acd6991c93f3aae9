"""`audit rules`: all rules, by family or by head of the review."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from typing import get_args

from audit import messages
from audit.commands import PROFILE, RULES, Argument, Option
from audit.commands.surroundings import language, rulebook, settings_of, utf8
from audit.errors import UsageError
from audit.finding import Severity
from audit.reporters.json import dumped
from audit.rulebook.book import Rulebook
from audit.rulebook.printed import safety_of, to_dict
from audit.rulebook.rule import Head, Rule
from audit.rulebook.select import FAMILIES, choose, family_of
from audit.terminal import clean, columns_of, hung, padded, width

_FORMATS = ("text", "json")
ARGUMENTS: tuple[Argument, ...] = ()
OPTIONS = (
    Option("by", ("--by",), "name", ("family", "head")),
    Option("select", ("--select",), "names", commas=True),
    Option("ignore", ("--ignore",), "names", commas=True),
    Option("format", ("-f", "--format"), "format", _FORMATS, known="formats"),
    Option("changed-since", ("--changed-since",), "version"),
    RULES,
    PROFILE,
)
HELP = {"format": "plain-format"}
_OTHER = "other"


def known(_: str) -> Sequence[str]:
    return _FORMATS


def run(args: Namespace) -> int:
    found = settings_of(args)
    lang = language(found)
    book = choose(rulebook(found), found.select, found.ignore)
    chosen = [one for one in book.rules if one.enabled or not (found.select or found.ignore)]
    if args.changed_since:
        after = _version(args.changed_since)
        chosen = [one for one in chosen if _changed(one) > after]
    if args.format == "json":
        utf8(sys.stdout).write(dumped([to_dict(rule) for rule in chosen]) + "\n")
        return 0
    for line in _lines(book, chosen, args.by or "family", lang):
        sys.stdout.write(clean(line) + "\n")
    return 0


def _changed(rule: Rule) -> tuple[int, ...]:
    """The version in which it came or last changed; () where its file says neither."""
    return max(_version(one) if one else () for one in (rule.since, rule.changed))


def _version(text: str) -> tuple[int, ...]:
    """1.2 is 1.2.0: zeros at the end say nothing. Raises UsageError."""
    parts = text.removeprefix("v").split(".")
    if not all(part.isascii() and part.isdecimal() for part in parts):
        raise UsageError("not-a-version", value=text)
    numbers = [int(part) for part in parts]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _lines(book: Rulebook, rules: Sequence[Rule], by: str, lang: str) -> Iterator[str]:
    groups = _groups(rules, by)
    codes = max((len(rule.code) for rule in rules), default=0)
    names = max((width(rule.name) for rule in rules), default=0)
    words = [messages.text(f"severity.{one}", lang) for one in Severity]
    word = max(map(width, words))
    for key, members in groups:
        title = messages.text(f"{by}.{key}", lang)
        yield f"{title} ({key})" if by == "family" and key != _OTHER else title
        for rule in members:
            severity = padded(messages.text(f"severity.{rule.severity}", lang), word)
            first = f"  {rule.code:{codes}}  {severity}  {padded(rule.name, names)}  "
            yield from hung(first, _title(rule, lang), columns_of())
        yield ""
    packs = ", ".join(book.info.packs)
    yield messages.text("rule.count", lang, rules=len(rules), packs=packs)


def _groups(rules: Sequence[Rule], by: str) -> list[tuple[str, list[Rule]]]:
    order = [*FAMILIES, _OTHER]
    if by == "head":
        order = list(get_args(Head))
    groups: dict[str, list[Rule]] = {key: [] for key in order}
    for rule in rules:
        groups[rule.head if by == "head" else family_of(rule) or _OTHER].append(rule)
    return [(key, members) for key, members in groups.items() if members]


def _title(rule: Rule, lang: str) -> str:
    marks = [rule.title.of(lang)]
    if safety_of(rule):
        marks.append(messages.text("rule.fixable-short", lang))
    if rule.status == "preview":
        marks.append(messages.text("rule.preview", lang))
    if not rule.enabled:
        marks.append(messages.text("rule.is-off", lang))
    return " ".join(marks)

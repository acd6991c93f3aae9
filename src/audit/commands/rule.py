"""`audit rule NAME`: what a rule says, why, where it looks, examples, how it mends."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from audit import messages, titles
from audit.commands import PROFILE, RULES, Argument, Option
from audit.commands.surroundings import language, required, rulebook, settings_of, utf8
from audit.errors import UsageError
from audit.finding import Text
from audit.nearest import nearest
from audit.reporters.json import dumped
from audit.rulebook.book import Rulebook
from audit.rulebook.measured import measured
from audit.rulebook.printed import safety_of, to_dict
from audit.rulebook.rule import Basis, CheckSpec, Rule
from audit.terminal import clean, columns_of, hung, padded, width
from audit.testing import run_examples

_FORMATS = ("text", "json")
ARGUMENTS = (Argument("names", "NAME", "+", "rule"),)
OPTIONS = (
    Option("format", ("-f", "--format"), "format", _FORMATS, known="formats"),
    Option("verbose", ("-v", "--verbose")),
    RULES,
    PROFILE,
)
HELP = {"format": "plain-format", "verbose": "verbose-rule"}
_MOST_EXAMPLES = 2
_MOST_OPTION = 60
_WIDEST = 100


def known(_: str) -> Sequence[str]:
    return _FORMATS


def run(args: Namespace) -> int:
    found = settings_of(args)
    lang = language(found)
    required(args.names, messages.text("metavar.rule", lang), "rule")
    book = rulebook(found)
    rules = [named(book, name) for name in args.names]
    if args.format == "json":
        told = [_with_measured(rule) for rule in rules]
        utf8(sys.stdout).write(dumped(told[0] if len(told) == 1 else told) + "\n")
        return 0
    for number, rule in enumerate(rules):
        sys.stdout.write("\n" if number else "")
        for line in _Page(book, rule, lang, whole=args.verbose).lines():
            sys.stdout.write(clean(line) + "\n")
    return 0


def named(book: Rulebook, name: str) -> Rule:
    """By name, former name, code or title. Raises UsageError with the nearest one."""
    if rule := book.rule(name) or book.rule(name.upper()) or book.rule(name.lower()):
        return rule
    for rule in book.rules:
        if name in rule.title:
            return rule
    names = [one for rule in book.rules for one in (rule.name, rule.code, *rule.title)]
    raise UsageError("no-such-rule", name=name, nearest=nearest(name, names, least=0.5))


class _Page:
    """The explanation of one rule as lines."""

    def __init__(self, book: Rulebook, rule: Rule, lang: str, *, whole: bool) -> None:
        self._book, self._rule, self._lang, self._whole = book, rule, lang, whole
        self._columns = min(columns_of(), _WIDEST)

    def lines(self) -> Iterator[str]:
        rule = self._rule
        yield f"{rule.code}  {rule.name}  {rule.title.of(self._lang)}"
        yield from self._hung("", self._said("list-between").join(self._marks()))
        message, advice = words_of(self._book, rule)
        yield from self._section("what", [message.of(self._lang)])
        yield from self._section("advice", [advice.of(self._lang)])
        yield from self._section("why", [basis_text(one, self._lang) for one in rule.basis])
        yield from self._checks()
        yield from self._examples()
        yield from self._rest()

    def _marks(self) -> Iterator[str]:
        rule = self._rule
        yield messages.text(f"severity.{rule.severity}", self._lang)
        yield messages.text(f"head.{rule.head}", self._lang)
        if safety := safety_of(rule):
            yield self._said("fixable" if safety == "safe" else "fixable-unsafe")
        if rule.fold:
            yield self._said("folded")
        if rule.fixable_by != "filer":
            yield messages.text(f"fixable_by.{rule.fixable_by}", self._lang)
        if rule.status == "preview":
            yield self._said("preview")
        if not rule.enabled:
            yield self._said("is-off")

    def _checks(self) -> Iterator[str]:
        """Where it looks and with what options, equal entries once."""
        told = dict.fromkeys(
            line for check in self._rule.checks for line in self._check(check) if line
        )
        yield from self._section("looks-in", list(told))
        yield from self._hung("  ", self._said("options-how", name=self._rule.name))

    def _check(self, check: CheckSpec) -> Iterator[str]:
        fields = [titles.title(name).of(self._lang) for name in check.options.get("in", ())]
        where = messages.text("report.list", self._lang).join(fields) or self._said("fields-all")
        options = "  ".join(
            f"{name}: {_short(value)}"
            for name, value in check.options.items()
            if name != "in" and value not in ((), [], "")
        )
        yield self._said("check", kind=check.kind, where=where, options=options)
        if check.when:
            yield self._said("condition") + " " + _short(check.when)

    def _examples(self) -> Iterator[str]:
        shown = {"bad": 0, "good": 0, "unchecked": 0}
        examples = sorted(self._rule.examples, key=lambda one: list(shown).index(one.sort))
        if not examples:
            return
        yield ""
        yield self._said("examples")
        labels = {one.sort: self._said(one.sort) for one in examples}
        label = max(map(width, labels.values()))
        for example in examples:
            shown[example.sort] += 1
            if shown[example.sort] > _MOST_EXAMPLES and not self._whole:
                continue
            first = padded(labels[example.sort], label)
            yield from self._hung(f"  {first}  ", given_text(example.given))
            finds = [find_text(one, self._lang) for one in example.finds or ()]
            if finds:
                indent = f"  {' ' * label}  {self._said('finds')} "
                yield from self._hung(indent, messages.text("report.list", self._lang).join(finds))
            if example.becomes is not None:
                indent = f"  {' ' * label}  {self._said('becomes')} "
                yield from self._hung(indent, given_text(example.becomes))

    def _rest(self) -> Iterator[str]:
        rule = self._rule
        rows = []
        if rule.yields_to:
            rows.append(("yields", ", ".join(one.rule for one in rule.yields_to)))
        if applies := _applies(rule):
            rows.append(("applies", applies))
        if rule.formerly:
            rows.append(("formerly", ", ".join(rule.formerly)))
        if told := self._measured():
            rows.append(("measured", told))
        rows.append(("file", _seen_from_here(rule.path)))
        yield ""
        label = max(width(self._said(key)) for key, _ in rows)
        for key, value in rows:
            yield from self._hung(padded(self._said(key), label) + "  ", value)

    def _measured(self) -> str:
        found = measured(self._rule)
        if found is None:
            return ""
        return self._said(
            "measured-text", filings=found.filings, precision=found.precision,
            findings=found.right + found.false_alarms, recall=found.recall, labels=found.labels,
        )  # fmt: skip

    def _section(self, key: str, paragraphs: Sequence[str]) -> Iterator[str]:
        yield ""
        yield self._said(key)
        for one in paragraphs:
            yield from self._hung("  ", one)

    def _hung(self, first: str, text: str) -> Iterator[str]:
        return hung(first, text, self._columns)

    def _said(self, key: str, **values: object) -> str:
        return messages.text(f"rule.{key}", self._lang, **values)


def words_of(book: Rulebook, rule: Rule) -> tuple[Text, Text]:
    """Message and advice as they come out of its first bad example."""
    for result in run_examples(book, [rule.name]):
        for finding in result.got:
            return finding.message, finding.advice
    return rule.message, rule.advice


def basis_text(basis: Basis, lang: str) -> str:
    if basis.practice:
        return basis.practice.of(lang)
    level = messages.text(f"level.{basis.level}", lang) if basis.level else ""
    about = basis.about.of(lang) if basis.about else ""
    return messages.text(
        "rule.basis", lang, document=basis.document, article=basis.article,
        level=level, about=about, says=basis.says, seen=basis.seen,
    )  # fmt: skip


def given_text(given: str | Mapping[str, Any]) -> str:
    """An example as its author wrote it, more or less."""
    if isinstance(given, str):
        return given
    if set(given) == {"document"}:
        return str(given["document"]).strip()
    if set(given) == {"projects"} and len(given["projects"]) == 1:
        return given_text(given["projects"][0])
    return _flow(given)


def find_text(find: Mapping[str, Any], lang: str) -> str:
    field = titles.title(find["field"]).of(lang) if "field" in find else ""
    return " ".join(filter(None, (field, str(find.get("text", "")))))


def _applies(rule: Rule) -> str:
    applies = rule.applies
    years = ""
    if applies.since or applies.until:
        years = f"{applies.since or ''}-{applies.until or ''}"
    not_for = [f"not {one}" for one in applies.not_for]
    return ", ".join([*applies.filings, *applies.layouts, *([years] if years else []), *not_for])


def _seen_from_here(path: str) -> str:
    """Relative to the working folder where it lies below it."""
    whole, here = Path(path), Path.cwd()
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else path


def _short(value: Any) -> str:
    text = _flow(value)
    return text if len(text) <= _MOST_OPTION else text[: _MOST_OPTION - 1] + "…"


def _flow(value: Any) -> str:
    """In YAML's flow style, without quotes where none are needed to read it."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case _:
            return (
                f'"{value}"' if str(value).strip() != str(value) or not str(value) else str(value)
            )


def _with_measured(rule: Rule) -> dict[str, Any]:
    found = measured(rule)
    return {**to_dict(rule), "measured": found.to_dict() if found else None}

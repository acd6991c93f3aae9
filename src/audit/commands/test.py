"""`audit test`: runs the examples of rules; what is wrong is told as Noisy or Missing."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import Any

from audit import messages
from audit.commands import RULES, Argument
from audit.commands.rule import given_text, named
from audit.commands.surroundings import language, settings_of
from audit.finding import Finding
from audit.rulebook.load import NO_PROFILE, load
from audit.terminal import clean, columns_of, hung, padded, width
from audit.testing import ExampleResult, run_examples

ARGUMENTS = (Argument("names", "NAME", "*", "test-names"),)
OPTIONS = (RULES,)


def run(args: Namespace) -> int:
    found = settings_of(args)
    lang = language(found)
    # A rule's examples run as its file says, without profile or settings.
    book = load(found.packs, NO_PROFILE)
    names = [named(book, name).name for name in args.names] or None
    rules: set[str] = set()
    count = failed = 0
    for result in run_examples(book, names):
        rules.add(result.rule.name)
        count += 1
        if not result.passed:
            failed += 1
            for line in _told(result, lang):
                sys.stdout.write(clean(line) + "\n")
            sys.stdout.write("\n")
    if not count:
        sys.stdout.write(messages.text("test.none", lang) + "\n")
        return 0
    key = "failed" if failed else "passed"
    told = messages.text(f"test.{key}", lang, rules=len(rules), count=count, failed=failed)
    sys.stdout.write(told + "\n")
    return 1 if failed else 0


def _told(result: ExampleResult, lang: str) -> Iterator[str]:
    def said(key: str) -> str:
        return messages.text(f"test.{key}", lang)

    rule = result.rule
    yield f"{rule.path}:{result.example.line}: {said(result.problem)}  {result.id}"
    nothing = said("nothing")
    rows = [(said("example"), given_text(result.example.given))]
    if result.problem == "becomes":
        rows += [
            (said("wanted"), given_text(result.example.becomes or "")),
            (said("became"), given_text(result.became or "")),
        ]
    else:
        rows += [
            (said("expected"), "\n".join(map(_expected, result.example.finds or ())) or nothing),
            (said("got"), "\n".join(_got(one, lang) for one in result.got) or nothing),
        ]
    label = max(width(name) for name, _ in rows)
    for name, value in rows:
        yield from hung(f"  {padded(name, label)}  ", value, columns_of())


def _expected(find: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in find.items())


def _got(finding: Finding, lang: str) -> str:
    spot = finding.spot
    return f"field: {spot.field}, text: {spot.text}  ({finding.message.of(lang)})"

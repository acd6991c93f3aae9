"""`audit rules try FILE --corpus DIR`: what a rule would add and take away over filings.

Each file is read once and checked twice, without the rule and with it. What differs is
shown by the words that are found, the most frequent first: whoever wrote the rule sees at
a glance what it fires on. Rules that look across files are not asked.
"""

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from audit import messages, pipeline, places, titles
from audit.commands import PROFILE, READING, RULES, Argument, Option
from audit.commands.records import reading
from audit.commands.records.reading import Read
from audit.commands.surroundings import (
    language,
    options_of,
    say_error,
    say_passed,
    settings_of,
    with_progress,
)
from audit.engine import Engine, compile_rules
from audit.errors import UsageError
from audit.finding import Finding, Text
from audit.pipeline.inputs import PassedOver
from audit.rulebook.trial import Trial, trial
from audit.terminal import clean, columns_of, hung, padded

ARGUMENTS = (Argument("file", "FILE", "1", "try-file"),)
OPTIONS = (
    Option("corpus", ("--corpus",), "path", many=True),
    Option("all", ("--all",)),
    Option("jobs", ("-j", "--jobs"), "number", least=1),
    RULES,
    PROFILE,
    *READING,
)
HELP = {"all": "all-samples"}
_MOST = 15
"""Sorts of words shown of those added, and of those taken away."""


class Change(NamedTuple):
    """One finding that is there with the rule and not without it, or the other way round."""

    rule: str
    severity: str
    field: str
    text: str
    message: Text
    where: str
    unit: str
    """The department that files, or the file where it names none."""


class Changes(NamedTuple):
    added: list[Change]
    removed: list[Change]


def run(args: Namespace) -> int:
    found = settings_of(args)
    lang = language(found)
    if not args.file:
        what = messages.text("metavar.file", lang)
        raise UsageError("nothing-named", what=what, command="audit rules try")
    if not args.corpus:
        raise UsageError("no-corpus", command="audit rules try")
    tried = trial(Path(args.file), found.packs, found.profile, found.rules)
    engines = compile_rules(tried.before), compile_rules(tried.after)
    options = options_of(found, args)
    passed = PassedOver()
    named = list(pipeline.expand(args.corpus, options, passed))
    jobs = args.jobs or pipeline.fitting_jobs(len(named))
    made = reading.parts(named, options, partial(_changes, engines=engines, lang=lang), jobs)
    filings = unread = 0
    changes = Changes([], [])
    for part in with_progress(made, lang, "records.progress", total=len(named)):
        if part.error is not None:
            unread += 1
            say_error(part.error, lang)
        filings += part.filings
        changes.added.extend(part.made.added)
        changes.removed.extend(part.made.removed)
    say_passed(passed, lang)
    read = {"files": len(named) - unread, "filings": filings}
    for line in _told(changes, tried, lang, read, whole=args.all):
        sys.stdout.write(clean(line) + "\n")
    return 0 if filings else 2


def _changes(read: Read, *, engines: tuple[Engine, Engine], lang: str) -> Changes:
    before, after = (
        Counter(_change(read, one, lang) for one in _findings(engine, read)) for engine in engines
    )
    added, removed = after - before, before - after
    return Changes(list(added.elements()), list(removed.elements()))


def _findings(engine: Engine, read: Read) -> Sequence[Finding]:
    return engine.check(read.filings, read.format, read.path).findings if read.filings else ()


def _change(read: Read, finding: Finding, lang: str) -> Change:
    spot = finding.spot
    place = places.short(spot.place, lang)
    return Change(
        finding.rule, str(finding.severity), spot.field, spot.text, finding.message,
        f"{read.path}:{place}" if place else read.path, spot.department or read.path,
    )  # fmt: skip


def _told(
    changes: Changes, tried: Trial, lang: str, read: Mapping[str, int], *, whole: bool
) -> Iterator[str]:
    yield messages.text(
        "try.of-version" if tried.is_version else "try.of-rule", lang,
        name=tried.rule.name, **read,
    )  # fmt: skip
    for key in ("added", "removed"):
        members: list[Change] = getattr(changes, key)
        yield ""
        yield messages.text(
            f"try.{key}", lang, count=len(members), units=len({one.unit for one in members})
        )
        yield from _samples(members, tried.rule.name, lang, whole=whole)


def _samples(changes: Sequence[Change], name: str, lang: str, *, whole: bool) -> Iterator[str]:
    """One line a sort of words, with the first place and what is said there."""
    sorts: dict[tuple[str, str, str], list[Change]] = {}
    for one in changes:
        sorts.setdefault((one.rule, one.field, one.text), []).append(one)
    ordered = sorted(sorts.values(), key=len, reverse=True)
    shown = ordered if whole else ordered[:_MOST]
    count = len(str(len(shown[0]))) if shown else 0
    for members in shown:
        first = members[0]
        field = titles.title(first.field).of(lang) if first.field else ""
        rule = "" if first.rule == name else f"[{first.rule}] "
        left = f"  {padded(str(len(members)), count, left=True)}  "
        text = f"{rule}{field} “{first.text}”" if first.text else f"{rule}{field}"
        yield from hung(left, text, columns_of())
        for one in members if whole else members[:1]:
            said = f"{one.where}  {one.message.of(lang)}"
            yield from hung(" " * len(left), said, columns_of())
    if len(shown) < len(ordered):
        yield "  " + messages.text("try.more", lang, count=len(ordered) - len(shown))

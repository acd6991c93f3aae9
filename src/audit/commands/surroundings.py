"""What every command needs before it starts: language, settings, rulebook, where to print."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any, TextIO, TypeVar

from audit import cache, messages, pipeline, plugins, settings, unread
from audit.errors import AuditError, UsageError
from audit.pipeline.inputs import PassedOver
from audit.rulebook.book import Rulebook
from audit.rulebook.load import load
from audit.settings import Settings
from audit.terminal import is_terminal, language_of

Item = TypeVar("Item")
UNLIMITED = 2**31 - 1
"""In place of a limit of 0."""
_OPTIONS = (
    "lang", "profile", "select", "ignore", "fail_on", "min_severity", "max_warnings", "pdf_engine",
)  # fmt: skip


def settings_of(args: Namespace, **more: Any) -> Settings:
    """The settings of this run; switches caches and plugins off where they ask for it."""
    if getattr(args, "no_cache", False):
        cache.disable()
    if getattr(args, "cache_dir", None):
        cache.choose(args.cache_dir)
    if getattr(args, "no_plugins", False):
        plugins.leave_out_others()
    given = {name: getattr(args, name, None) or None for name in _OPTIONS}
    if getattr(args, "max_warnings", None) is not None:
        given["max_warnings"] = args.max_warnings
    if packs := getattr(args, "rules", None):
        given["packs"] = [str(Path(pack)) for pack in packs]
    found = settings.load({**given, **more}, config=args.config or (), isolated=bool(args.isolated))
    args.lang = args.lang or found.lang
    return found


def language(found: Settings, out: TextIO | None = None) -> str:
    """What is set; else the locale's for a terminal, and Chinese for a pipe or a file."""
    return found.lang or guessed(out or sys.stdout)


def guessed(out: IO[Any]) -> str:
    return language_of() if is_terminal(out) else "zh"


def early_language(argv: Sequence[str], out: TextIO) -> str:
    """The language before options are parsed: for help, and for what is wrong with them."""
    for at, word in enumerate(argv):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and at + 1 < len(argv):
            value = argv[at + 1]
        if value in messages.LANGUAGES:
            return value
    if os.environ.get("AUDIT_LANG") in messages.LANGUAGES:
        return os.environ["AUDIT_LANG"]
    try:
        found = settings.load(isolated="--isolated" in argv).lang
    except* (AuditError, OSError):
        # What is wrong with the settings is told by the command that needs them.
        found = None
    return found or guessed(out)


def rulebook(found: Settings) -> Rulebook:
    """All rules. Raises an ExceptionGroup of RuleErrors."""
    return load(found.packs, found.profile, found.rules)


def options_of(found: Settings, args: Namespace, **more: Any) -> pipeline.Options:
    """How files are read: limits, switches of readers, passwords; `more` as Options takes it.

    Passwords come from the command line and from AUDIT_PASSWORD, nothing else.
    """
    passwords = [*(args.password or ()), os.environ.get("AUDIT_PASSWORD", "")]
    return pipeline.Options(
        limits={name: limit or UNLIMITED for name, limit in found.limits.items()},
        reading={"pdf_engine": found.pdf_engine},
        passwords=tuple(dict.fromkeys(one for one in passwords if one)),
        stdin_name=getattr(args, "stdin_filename", None) or "",
        **more,
    )


def utf8(out: TextIO) -> TextIO:
    """Standard output for what programs read: UTF-8 and plain line ends on any platform."""
    if isinstance(out, TextIOWrapper):
        out.reconfigure(encoding="utf-8", newline="\n")
    return out


def say(text: str) -> None:
    """To standard error, where nothing that is piped on can take harm."""
    sys.stderr.write(text + "\n")


def say_error(error: AuditError, lang: str) -> None:
    say(messages.error_text(error, lang))


def say_passed(passed: PassedOver, lang: str) -> None:
    """What folders and archives held beside what was read."""
    if count := sum(passed.suffixes.values()):
        kinds = unread.kinds(passed.suffixes, lang)
        say(messages.text("cli.passed-over", lang, count=count, kinds=kinds))
    if passed.links:
        names = unread.names(passed.links, lang)
        say(messages.text("cli.links-out", lang, count=len(passed.links), names=names))


def with_progress(
    files: Iterator[Item], lang: str, key: str = "cli.progress", **values: object
) -> Iterator[Item]:
    """The files, and on a terminal how many have passed; not where nobody looks (CI)."""
    if not is_terminal(sys.stderr) or os.environ.get("CI"):
        yield from files
        return
    for count, file in enumerate(files, 1):
        sys.stderr.write("\r" + messages.text(key, lang, count=count, **values))
        sys.stderr.flush()
        yield file
    # Blank, so that the report begins on a clean line.
    sys.stderr.write("\r" + " " * 40 + "\r")


def required(names: Sequence[str], what: str, command: str) -> Sequence[str]:
    """Raises UsageError where nothing is named."""
    if not names:
        raise UsageError("nothing-named", what=what, command=f"audit {command}")
    return names


Run = Callable[[Namespace], int]

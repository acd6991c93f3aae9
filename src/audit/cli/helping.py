"""Help in both languages: the start screen, the program, a command."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from audit import messages
from audit.cli.parsing import options_of
from audit.commands import COMMANDS, DEFAULT, OF_RULES, Argument, Option
from audit.terminal import columns_of, padded, width, wrapped

_MOST = 100
_GAP = 2
_MOST_LEFT = 30


def start_screen(lang: str) -> str:
    """What `audit` alone shows: what it is, and the first things to type."""

    def said(key: str) -> str:
        return messages.text(f"cli.{key}", lang)

    rows = [
        ("audit 目标表.md" if lang == "zh" else "audit filing.md", said("start-check")),
        ("audit 2026/", said("start-folder")),
        ("audit rules", said("start-rules")),
        ("audit rule T001", said("start-rule")),
        ("audit fix 目标表.md --diff" if lang == "zh" else "audit fix filing.md --diff",
         said("start-fix")),
        ("audit --help", said("start-help")),
    ]  # fmt: skip
    return "\n".join([
        *wrapped(said("tagline"), _columns()),
        "",
        *_table(rows),
        "",
        *wrapped(f"{said('start-formats')}: {_formats()}", _columns()),
        said("start-lang"),
        "",
    ])  # fmt: skip


def of_program(lang: str) -> str:
    at = COMMANDS.index("rules") + 1
    commands = [
        (name, messages.text(f"command.{name.replace(' ', '-')}", lang))
        for name in (*COMMANDS[:at], *OF_RULES, *COMMANDS[at:])
    ]
    version = ("--version", messages.text("option.version", lang))
    lines = [
        *wrapped(messages.text("cli.tagline", lang), _columns()),
        "",
        f"{messages.text('cli.usage', lang)}: audit [{_word('commands', lang)}] …",
        "",
        f"{messages.text('cli.commands', lang)}:",
        *_table(commands),
        "",
        *_section(DEFAULT, _check(), lang),
        *_table([version]),
        "",
        messages.text("cli.see-command", lang),
        *wrapped(f"{messages.text('cli.start-formats', lang)}: {_formats()}", _columns()),
        *wrapped(messages.text("cli.exit-codes", lang), _columns()),
        "",
    ]
    return "\n".join(lines)


def of_command(command: str, module: Any, lang: str) -> str:
    told = messages.text(f"command.{command.replace(' ', '-')}", lang)
    usage = ["audit", command, f"[{_word('options', lang)}]"]
    usage += [_placed(argument) for argument in module.ARGUMENTS]
    lines = [
        f"{messages.text('cli.usage', lang)}: {' '.join(usage)}",
        "",
        *wrapped(told, _columns()),
        "",
        *_section(command, module, lang),
    ]
    return "\n".join(lines) + "\n"


def _section(command: str, module: Any, lang: str) -> Iterator[str]:
    arguments: Sequence[Argument] = module.ARGUMENTS
    if arguments:
        yield f"{messages.text('cli.arguments', lang)}:"
        rows = [
            (one.metavar, messages.text(f"argument.{one.help or one.name}", lang))
            for one in arguments
        ]
        yield from _table(rows)
        yield ""
    suffix = f" (audit {command})" if command == DEFAULT else ""
    yield f"{messages.text('cli.options', lang)}{suffix}:"
    yield from _table([_row(option, module, lang) for option in options_of(module)])


def _row(option: Option, module: Any, lang: str) -> tuple[str, str]:
    flags = ", ".join(option.flags)
    if option.metavar:
        flags += " " + messages.text(f"metavar.{option.metavar}", lang)
    helps: dict[str, str] = getattr(module, "HELP", {})
    known = ", ".join(module.known(option.known)) if option.known else ""
    key = helps.get(option.name, option.name)
    return flags, messages.text(f"option.{key}", lang, known=known)


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    rows = list(rows)
    left = min(max(width(first) for first, _ in rows), _MOST_LEFT)
    indent = " " * (left + 2 * _GAP)
    for first, second in rows:
        lines = wrapped(second, _columns() - len(indent))
        if width(first) > left:
            yield " " * _GAP + first
        else:
            yield " " * _GAP + padded(first, left) + " " * _GAP + lines.pop(0)
        yield from (indent + line for line in lines)


def _columns() -> int:
    return min(columns_of(), _MOST) if sys.stdout.isatty() else columns_of()


def _word(key: str, lang: str) -> str:
    return messages.text(f"cli.{key}", lang)


def _placed(argument: Argument) -> str:
    form = {"*": "[{}…]", "+": "{}…", "?": "[{}]", "1": "{}"}
    return form[argument.times].format(argument.metavar)


def _check() -> Any:
    from audit.commands import check  # noqa: PLC0415 -- a command's module is imported when needed

    return check


def _formats() -> str:
    from audit.plugins import registry  # noqa: PLC0415 -- only here

    suffixes = [suffix for reader in registry().readers for suffix in reader.suffixes]
    # Archives of all of these.
    return " ".join(dict.fromkeys([*suffixes, ".zip"]))

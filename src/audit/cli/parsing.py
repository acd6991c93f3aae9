"""Words of the command line to a command and its arguments, and what is wrong with them.

argparse does the work; what it has to say in English only is said here, in both languages
and with the nearest option.
"""

import sys
from argparse import SUPPRESS, Action, ArgumentError, ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from audit.commands import COMMANDS, DEFAULT, GENERAL, OF_RULES, Argument, Option
from audit.errors import UsageError
from audit.nearest import nearest


def command_of(words: list[str]) -> tuple[str, list[str]]:
    """The command and its words; `check` where none is named."""
    first = words[0]
    if first in COMMANDS:
        if (both := " ".join(words[:2])) in OF_RULES:
            return both, words[2:]
        return first, words[1:]
    looks_like_path = first.startswith("-") or any(char in first for char in "./\\*?[")
    if not looks_like_path and not Path(first).exists():
        meant = nearest(first, COMMANDS)
        if meant or len(words) == 1:
            raise UsageError("unknown-command", name=first, nearest=meant)
    return DEFAULT, words


def module_of(command: str) -> Any:
    return import_module(f"audit.commands.{command.replace(' ', '_')}")


def options_of(module: Any) -> tuple[Option, ...]:
    own: tuple[Option, ...] = module.OPTIONS
    return (*own, *(one for one in GENERAL if one not in own))


def parsed(command: str, module: Any, words: Sequence[str]) -> Namespace:
    """The arguments. Raises UsageError."""
    parser = _Parser(command)
    for option in options_of(module):
        parser.add_argument(*option.flags, **_option(option))
    # What follows `--` is no option. Arguments may stand between options, which argparse
    # has no good way for: to it they are words that are left over.
    end = words.index("--") if "--" in words else len(words)
    args, rest = parser.parse_known_args(words[:end])
    for word in rest:
        if word.startswith("-") and word != "-":
            raise _unknown(word, module, parser.command)
    _settle(args, [*rest, *words[end + 1 :]], module.ARGUMENTS, parser.command)
    return args


_MOST_DIGITS = 18
"""Of a number that somebody types; Python refuses to read one of thousands."""


class Reports(Action):
    """`-f` and `-o` in the order in which they stand: pairs of a format and a file."""

    def __call__(self, _: Any, args: Namespace, value: Any, __: str | None = None) -> None:
        pairs: list[list[str]] = list(getattr(args, "reports", None) or [])
        at = 1 if self.dest == "output" else 0
        if pairs and not pairs[-1][at] and (at or not pairs[-1][0]):
            pairs[-1] = [pairs[-1][0], value] if at else [value, pairs[-1][1]]
        else:
            pairs.append(["", value] if at else [value, ""])
        args.reports = pairs


class _Parser(ArgumentParser):
    def __init__(self, command: str) -> None:
        super().__init__(add_help=False, allow_abbrev=False, argument_default=None)
        self.command = "audit" if command == DEFAULT else f"audit {command}"

    def error(self, message: str) -> NoReturn:
        error = sys.exception()
        if isinstance(error, ArgumentError) and error.argument_name:
            flag = error.argument_name.rpartition("/")[2]
            if error.message.startswith("expected"):
                raise UsageError("option-needs-value", option=flag, command=self.command)
            if error.message.startswith("ignored explicit"):
                value = error.message.partition("'")[2].rstrip("'")
                raise UsageError("option-takes-no-value", option=flag, value=value)
        raise UsageError("bad-usage", problem=message, command=self.command)


def _option(option: Option) -> dict[str, Any]:
    dest = option.name.replace("-", "_")
    if option.name in {"format", "output"} and option.many:
        return {"action": Reports, "dest": option.name, "default": SUPPRESS}
    if not option.metavar:
        return {"action": "store_true", "dest": dest}
    found: dict[str, Any] = {"dest": dest, "type": _Value(option)}
    if option.many or option.commas:
        found["action"] = "extend" if option.commas else "append"
    return found


class _Value:
    """What a value of an option has to be."""

    def __init__(self, option: Option) -> None:
        self._option = option

    def __call__(self, text: str) -> Any:
        option = self._option
        flag = option.flags[-1]
        if option.choices and text not in option.choices:
            raise UsageError(
                "unknown-choice",
                option=flag,
                value=text,
                nearest=nearest(text, option.choices),
                known=" ".join(option.choices),
            )
        if option.least is not None:
            if not _is_count(text) or int(text) < option.least:
                raise UsageError("not-a-count", option=flag, value=text, least=option.least)
            return int(text)
        if option.commas:
            return [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]
        return text


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS


def _settle(args: Namespace, words: list[str], arguments: Sequence[Argument], command: str) -> None:
    """The words go to the command's argument: it has one sort, or none."""
    most = 0 if not arguments else 1 if arguments[0].times in {"1", "?"} else len(words)
    if len(words) > most and not args.help:
        raise UsageError("too-many-arguments", name=words[most], command=command)
    for argument in arguments:
        one = "".join(words[:1])
        setattr(args, argument.name, words if argument.times in {"*", "+"} else one)


def _unknown(word: str, module: Any, command: str) -> UsageError:
    name = word.partition("=")[0]
    flags = [flag for option in options_of(module) for flag in option.flags]
    return UsageError("no-such-option", name=name, nearest=nearest(name, flags), command=command)

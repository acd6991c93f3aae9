"""The command line: which command, its options, and the program's one place for errors.

Exit codes: 0 nothing at or above the fail level, 1 there is, 2 the job could not be done.
Nothing heavy is imported here: a command's module is, once it is called.
"""

import errno
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from audit import __version__

if TYPE_CHECKING:
    from audit.errors import AuditError

FAILED = 2
_INTERRUPTED = 130
_BEFORE_COMMAND = {"--lang": True, "--config": True, "--isolated": False, "--no-cache": False,
                   "--no-plugins": False}  # fmt: skip
"""Options that may stand before the command, and whether they take a value."""


def main(argv: Sequence[str]) -> int:
    _open_what_is_closed()
    if list(argv) in (["--version"], ["-V"]):
        # It needs nothing of what follows, which costs as much as the interpreter's own start.
        try:
            return _print_version()
        except OSError:
            _hush(sys.stdout)
            return FAILED
    from audit.errors import AuditError  # noqa: PLC0415
    from audit.terminal import never_fails  # noqa: PLC0415

    never_fails(sys.stdout)
    never_fails(sys.stderr)
    code = FAILED
    try:
        code = _run(list(argv))
        sys.stdout.flush()
    except* AuditError as group:
        code = _tell(group, argv)
    except* BrokenPipeError:
        # `audit … | head`: nobody is listening any more, and that is no fault of ours.
        _hush(sys.stdout)
    except* KeyboardInterrupt:
        code = _INTERRUPTED
    except* Exception as group:  # noqa: BLE001 -- Python would exit with 1, which means findings
        code = _tell_full(group, argv) or _tell_crash(group, argv)
    return code


def _open_what_is_closed() -> None:
    """A stream that the caller closed (`>&-`) takes everything and gives nothing."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull)  # noqa: PTH123, SIM115 -- for the rest of the process
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- as above
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- as above


def _run(argv: list[str]) -> int:
    from audit.cli import parsing  # noqa: PLC0415 -- see the top

    try:
        os.getcwd()  # noqa: PTH109 -- only asked whether there is one
    except FileNotFoundError:
        from audit.errors import UsageError  # noqa: PLC0415 -- only here

        raise UsageError("no-working-folder") from None
    before, rest = _split(argv)
    if not rest:
        return _start(argv)
    if rest[0] in ("-h", "--help"):
        return _help(argv)
    if rest[0] in ("--version", "-V"):
        return _print_version()
    command, words = parsing.command_of(rest)
    module = parsing.module_of(command)
    args = parsing.parsed(command, module, [*before, *words])
    if args.help:
        from audit.cli import helping  # noqa: PLC0415 -- only for help

        sys.stdout.write(helping.of_command(command, module, _language(argv, sys.stdout)))
        return 0
    code: int = module.run(args)
    return code


def _split(argv: list[str]) -> tuple[list[str], list[str]]:
    """General options that stand before the command, and the rest."""
    at = 0
    while at < len(argv) and (name := argv[at].partition("=")[0]) in _BEFORE_COMMAND:
        at += 1 + (_BEFORE_COMMAND[name] and "=" not in argv[at])
    return argv[:at], argv[at:]


def _start(argv: list[str]) -> int:
    from audit.cli import helping  # noqa: PLC0415 -- only for help
    from audit.terminal import is_terminal  # noqa: PLC0415

    if is_terminal(sys.stdout):
        sys.stdout.write(helping.start_screen(_language(argv, sys.stdout)))
        return 0
    # In a script that lost its argument nothing was checked, and that is no pass.
    from audit.errors import UsageError  # noqa: PLC0415

    raise UsageError("nothing-to-check")


def _help(argv: list[str]) -> int:
    from audit.cli import helping  # noqa: PLC0415 -- only for help

    sys.stdout.write(helping.of_program(_language(argv, sys.stdout)))
    return 0


def _print_version() -> int:
    from audit.rulebook import shipped  # noqa: PLC0415 -- three lines, and what it needs is loaded

    pack = (shipped.folder() / "pack.yaml").read_text("utf-8")
    named = dict(line.split(": ", 1) for line in pack.splitlines() if ": " in line)
    sys.stdout.write(f"audit {__version__} (rules: {named['name']} {named['version']})\n")
    sys.stdout.flush()
    return 0


def _language(argv: Sequence[str], out: TextIO) -> str:
    from audit.commands.surroundings import early_language  # noqa: PLC0415 -- see the top

    return early_language(argv, out)


def _tell(group: "BaseExceptionGroup[AuditError]", argv: Sequence[str]) -> int:
    from audit.messages import error_text  # noqa: PLC0415 -- see the top

    lang = _language(argv, sys.stderr)
    sys.stdout.flush()
    # A broken part that many rules use is one cause, told once.
    for told in dict.fromkeys(error_text(error, lang) for error in _leaves(group)):
        sys.stderr.write(told + "\n")
    return FAILED


def _leaves(group: "BaseExceptionGroup[AuditError]") -> "list[AuditError]":
    found: list[AuditError] = []
    for one in group.exceptions:
        found += _leaves(one) if isinstance(one, BaseExceptionGroup) else [one]
    return found


def _tell_full(group: BaseExceptionGroup[Exception], argv: Sequence[str]) -> int:
    """2 where there was no room for what was written, else 0."""
    error = _first(group)
    if not isinstance(error, OSError) or error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return 0
    from audit.errors import AuditError  # noqa: PLC0415 -- only here

    _hush(sys.stdout)
    why = error.strerror or str(error)
    return _tell(ExceptionGroup("", [AuditError("disk-full", why=why)]), argv)


def _hush(stream: TextIO) -> None:
    """What is still to be written to the stream goes nowhere, and raises nothing at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _first(group: BaseException) -> BaseException:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group


def _tell_crash(group: BaseExceptionGroup[Exception], argv: Sequence[str]) -> int:
    import traceback  # noqa: PLC0415 -- only here

    from audit.messages import text  # noqa: PLC0415 -- see the top

    error = _first(group)
    why = f"{type(error).__name__}: {error}"
    sys.stderr.write(text("errors.internal", _language(argv, sys.stderr), why=why) + "\n")
    for line in traceback.format_tb(error.__traceback__):
        sys.stderr.write(line)
    return FAILED

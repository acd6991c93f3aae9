"""The commands, one module each: `ARGUMENTS`, `OPTIONS` and `run(args) → exit code`.

A module is imported when its command is called, so that `audit --version` pays for none.
"""

from typing import NamedTuple

COMMANDS = ("check", "rule", "rules", "test", "records", "fix", "schema")
"""In the order in which the help lists them."""
OF_RULES = ("rules new", "rules try", "rules import")
"""What may follow `rules`; each a module, with an underscore for the space."""
DEFAULT = "check"


class Option(NamedTuple):
    """An option of a command; what it is for stands in messages under `option.NAME`."""

    name: str
    flags: tuple[str, ...]
    metavar: str = ""
    """Key under `metavar`; empty for a switch."""
    choices: tuple[str, ...] = ()
    least: int | None = None
    """For a whole number: the least one that is allowed."""
    many: bool = False
    """May be given several times."""
    commas: bool = False
    """Each value is a list with commas."""
    known: str = ""
    """What `{known}` in its help stands for: the list that the command's `known` gives for it."""


class Argument(NamedTuple):
    """A positional argument; its help stands under `argument.NAME`."""

    name: str
    metavar: str
    times: str = "*"
    """`*` any number, `+` at least one, `?` at most one, `1` exactly one."""
    help: str = ""


LANG = Option("lang", ("--lang",), "lang", ("zh", "en"))
CONFIG = Option("config", ("--config",), "config", many=True)
ISOLATED = Option("isolated", ("--isolated",))
RULES = Option("rules", ("--rules",), "dir", many=True)
PROFILE = Option("profile", ("--profile",), "name")
NO_CACHE = Option("no-cache", ("--no-cache",))
NO_PLUGINS = Option("no-plugins", ("--no-plugins",))
COLOR = Option("color", ("--color",), "when", ("auto", "always", "never"))
PDF_ENGINE = Option("pdf-engine", ("--pdf-engine",), "engine", ("auto", "pdfium", "pdfplumber"))
PASSWORD = Option("password", ("--password",), "password", many=True)
READING = (PDF_ENGINE, PASSWORD)
"""Of every command that reads filings."""
HELP = Option("help", ("-h", "--help"))
GENERAL = (LANG, CONFIG, ISOLATED, NO_CACHE, NO_PLUGINS, HELP)
"""Of every command."""

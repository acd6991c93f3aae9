"""`audit schema`: the JSON Schemas of rules, settings and of what we print."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from audit import rulebook, settings
from audit.commands import Argument, Option
from audit.commands.surroundings import settings_of, utf8
from audit.errors import UsageError

_PACKAGE = Path(__file__).resolve().parents[1]
FILES: Mapping[str, Path] = {
    "rule": Path(rulebook.__file__).with_name("schema.json"),
    "findings": _PACKAGE / "schemas" / "findings.schema.json",
    "records": _PACKAGE / "schemas" / "records.schema.json",
    "config": settings.SCHEMA,
}
ARGUMENTS = (Argument("name", "|".join(FILES), "1", "schema"),)
OPTIONS: tuple[Option, ...] = ()


def run(args: Namespace) -> int:
    settings_of(args)
    name = args.name
    if name not in FILES:
        nearest = "".join(get_close_matches(name, FILES, n=1))
        raise UsageError(
            "unknown-choice", option="schema", value=name, nearest=nearest, known=" ".join(FILES)
        )
    utf8(sys.stdout).write(FILES[name].read_text("utf-8"))
    return 0

"""`audit schema`: the JSON Schemas of rules, settings and of what we print."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from audit import rulebook, settings
from audit.commands import Argument, Option
from audit.commands.surroundings import settings_of, utf8
from audit.errors import UsageError
from audit.nearest import nearest

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
        raise UsageError(
            "unknown-choice",
            option="schema",
            value=name,
            nearest=nearest(name, FILES),
            known=" ".join(FILES),
        )
    utf8(sys.stdout).write(FILES[name].read_text("utf-8"))
    return 0

"""`reported`: what the program itself found while it read, laid out or checked.

Options
    by: account (text of a form that went into no field, one finding a cell),
        pipeline (a file without a filing), engine (a check that failed).

Only the account leaves what it found in the filing. The pipeline and the engine report on
their own, for they speak of a file or a check and not of a filing: their rules give words,
severity and a place among the others, and their look says nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from audit.checks.kind import Hit, RecordLook
from audit.filing import Filing
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "reported"
EACH: tuple[Each, ...] = ("filing",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"by": {"enum": ["account", "pipeline", "engine"]}},
    "required": ["by"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"rule", "error"})
"""Of `engine`: the rule whose check failed, and how."""


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    return _unread if options["by"] == "account" else _nothing


def _unread(filing: Filing) -> Iterator[Hit]:
    # Each is cut to its words, and is at fault as a whole: one finding a cell, none merged.
    return (Hit(filing, "text", source=field) for field in filing.unread)


def _nothing(_: Filing) -> Iterator[Hit]:
    yield from ()

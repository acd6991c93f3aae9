"""`reported`: what the program itself found, so that it has a rule like any other finding.

Options
    by: `account` (text of a filing that went into no field), `pipeline` (a document without
        a filing) or `engine` (a check that failed). The last two are not seen by looking at
        a filing: the pipeline and the engine make these findings with the rule's words.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from audit.checks.kind import Hit, RecordLook
from audit.filing import Filing
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "reported"
EACH: tuple[Each, ...] = ("filing",)
OPTIONS = {
    "type": "object",
    "properties": {"by": {"enum": ["account", "pipeline", "engine"]}},
    "required": ["by"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"rule", "error", "path"})
"""`rule`, `error`: by the engine, which check failed and how; `path`: by the pipeline."""


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    return _unread if options["by"] == "account" else _nothing


def _unread(filing: Filing) -> Iterator[Hit]:
    for field in filing.unread:
        yield Hit(filing, "text", 0, len(field.text), source=field)


def _nothing(_: Filing) -> tuple[Hit, ...]:
    return ()

"""`copied`: a text that says no more than another text of its record.

Options
    in: the fields that are looked at.
    of: the field that they repeat: `project_name`, `name`, …; of an indicator, also fields
        of its project.
    filler: a word list of what may be added without saying more (完成, 做好, 工作, 项目).
    at_least: how many characters the repeated text must have, punctuation aside (4).

Punctuation, width and white space are nothing; what is in brackets at the end of either is
left out, too.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audit.checks.kind import Hit, RecordLook
from audit.filing import Record, text_of
from audit.grammar.normal import bare
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "copied"
EACH: tuple[Each, ...] = ("project", "indicator")
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "of": {"type": "string", "names": "field"},
        "filler": {"type": "string", "names": "words"},
        "at_least": {"type": "integer", "minimum": 1},
    },
    "required": ["of"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"other"})

_ASIDE = re.compile(r"[（(【\[][^（()）【】\[\]]*[）)】\]]\s*$")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    fields, of = options["in"], options["of"]
    words = rulebook.words[options["filler"]].texts() if "filler" in options else ()
    filler = sorted(words, key=len, reverse=True)
    least = options.get("at_least", 4)

    def essence(text: str) -> str:
        left = bare(_ASIDE.sub("", text))
        for word in filler:
            left = left.replace(word, "")
        return left

    def look(record: Record) -> Iterator[Hit]:
        other = text_of(getattr(record, of, None))
        if not other.strip():
            return
        wanted = essence(other)
        for name in fields:
            text = text_of(getattr(record, name, None))
            if text and len(text) < 4 * len(other) + 20 and len(bare(text)) >= least:
                same = bare(text) == bare(other) or (wanted and essence(text) == wanted)
                if same:
                    yield Hit.trimmed(record, name, other=other.strip())

    return look

"""`restated`: an indicator whose name says no more than the name of its project.

Options
    filler: a word list of what a project's name has and a measure does not need (经费, 专项,
        项目). It is left out of both names where it begins or ends them.
    measured: unit classes of targets that excuse it: 公厕建设 = 5座 is short for a number.

What is left of the indicator's name is all that is left of the project's, or eight characters
or more of it: 外市籍吸毒人员管理服务 in 穗财政【2022】122号外市籍吸毒人员管理服务.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import TARGET_FIELDS, Indicator, Project, field_of, text_of
from audit.grammar import names, targets
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "restated"
EACH: tuple[Each, ...] = ("project",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "filler": {"type": "string", "names": "words"},
        "measured": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["filler"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"indicator"})

_SHORTEST = 4
_PART = 8
_YEARS = re.compile(r"^(?:19|20)[0-9]{2}年?度?|(?:19|20)[0-9]{2}年度?$")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    core = _core(rulebook.words[options["filler"]].texts())
    measured = frozenset(options.get("measured", ()))

    def look(project: Project) -> Iterator[Hit]:
        whole = core(text_of(project.project_name))
        if len(whole) < _SHORTEST:
            return
        for indicator in project.indicators or ():
            own = core(text_of(indicator.name))
            if own != whole and (len(own) < _PART or own not in whole):
                continue
            if not _is_measured(indicator, measured):
                near = Near(project, "project_name", "other")
                name = text_of(indicator.name)
                yield Hit.trimmed(indicator, "name", (near,), indicator=name)

    return look


def _is_measured(indicator: Indicator, classes: frozenset[str]) -> bool:
    fields = (field_of(indicator, name) for name in TARGET_FIELDS)
    return any(targets.parse(text_of(field)).unit_class in classes for field in fields)


def _core(filler: frozenset[str]) -> Callable[[str], str]:
    words = sorted(filler, key=len, reverse=True)

    def core(text: str) -> str:
        left, before = _YEARS.sub("", names.key(text)), ""
        while left != before:
            before = left
            for word in words:
                left = left.removeprefix(word).removesuffix(word)
        return left

    return core

"""`years`: years that a project's prose names, against the year of the form.

Options
    in: the fields of prose: `goal`, `project_name`.
    report: `over` (a plan or period that had ended before: 规划（2018—2020年）, “十三五”) or
        `other` (a deadline or task of an earlier year: 2024年11月底前完成 in a form for 2026).
    aside: a word list; a clause with one of these words speaks of what was (结转, 较, 截至).

One finding a field, at the first. A form without a year, or of several, is not judged.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import Filing, Project, field_of, text_of
from audit.grammar.normal import fold
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "years"
EACH: tuple[Each, ...] = ("filing",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "report": {"enum": ["over", "other"]},
        "aside": {"type": "string", "names": "words"},
    },
    "required": ["report", "aside"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"year", "named"})
"""The form's year, and the one that the words name: of a period, its last."""

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_STOPS = re.compile(r"[，,。；;！!\n]")
_FIVE_YEARS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}
_PERIOD = re.compile(
    r"(?:规划|计划|方案|纲要|行动|周期|期限|期间|建设期|实施期)[(\[〔（]?\s*"
    r"(?P<of>20[0-9]{2}\s*年?\s*(?:--?|—{1,2}|–|~|～|至|到)\s*(?P<end>20[0-9]{2})\s*年?)"
    r"|(?P<before>20[0-9]{2}\s*年?\s*(?:--?|—{1,2}|–|~|～|至|到)\s*(?P<last>20[0-9]{2})\s*年)"
    r"(?=[^，。；;,]{0,14}(?:规划|计划|方案|纲要|行动))"
    r"|[“\"「]?(?P<five>十[一二三四五]五)[”\"」]?(?=规划|期间|时期|目标|计划|末)"
)
_TASK = re.compile(
    r"(?P<task>(?P<year>20[0-9]{2})年度?(?:全年|年内|内|底前|年底前?|底|末前?"
    r"|[0-9]{1,2}月(?:[0-9]{1,2}[日号])?(?:上旬|中旬|下旬|底|末|初)?(?:前|之前|以前))"
    r"|^(?P<first>20[0-9]{2})年度?(?=计划|预计|拟|将|目标|完成|开展|实施|保障|确保|做好|新建|购置|培训|举办))"
)


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    aside = tuple(rulebook.words[options["aside"]].texts())
    spans = _over if options["report"] == "over" else _other
    fields = options["in"]

    def look(filing: Filing) -> Iterator[Hit]:
        years = {int(found) for found in _YEAR.findall(fold(text_of(filing.year)))}
        if len(years) != 1:
            return
        (year,) = years
        for project in filing.projects:
            for name in fields:
                yield from _of_field(project, name, year)

    def _of_field(project: Project, name: str, year: int) -> Iterator[Hit]:
        text = fold(text_of(field_of(project, name)))
        found = [
            (start, end, named)
            for start, end, named in spans(text)
            if named < year and not any(word in _clause(text, start, end) for word in aside)
        ]
        if found:
            (start, end, named), *others = found
            related = tuple(Near(project, name, "same", *one[:2]) for one in others)
            values = {"year": str(year), "named": str(named)}
            yield Hit(project, name, start, end, values, related)

    return look


def _over(text: str) -> Iterator[tuple[int, int, int]]:
    for found in _PERIOD.finditer(text):
        if found["five"]:
            yield *found.span(), _FIVE_YEARS.get(found["five"], 9999)
        else:
            group = "of" if found["of"] else "before"
            yield *found.span(group), int(found["end"] or found["last"])


def _other(text: str) -> Iterator[tuple[int, int, int]]:
    for found in _TASK.finditer(text):
        yield *found.span("task"), int(found["year"] or found["first"])


def _clause(text: str, start: int, end: int) -> str:
    before = [stop.end() for stop in _STOPS.finditer(text, 0, start)]
    after = _STOPS.search(text, end)
    return text[before[-1] if before else 0 : after.start() if after else len(text)]

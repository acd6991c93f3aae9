"""`measurable`: what a target lacks to be measured, and how strong its words are.

Options
    in: the target fields; both by default.
    strength: which readings of a target are at fault.
        direction, degree, effort: only such words, alone or with an object (提高群众满意度).
        state: 正常, 符合要求. timeliness: 及时, 按时. grade: 达标 with no standard named.
        word: the name announces a number and the target is none of direction, degree and
            effort: 犬只续期数 = 达标. Such a target is never state, timeliness or grade.
        other: words of no list.
    has, lacks: parts a target has to have (all of them) and to lack (all of them), see PARTS.
    number_names: the word list of endings that announce a number.
    excused_by: the word list of what names the standard of a grade: 验收合格, 质量达标.
    names: conditions on the name, see rulebook/names.py.

Each `indicator` says it of a target. Each `project` reports a project of which every target
is so. Each `filing` reports a target that is so where another indicator of the same name has
a number.

What the words come to is read by word lists, see rulebook/readings.py. Blank targets, 不适用 and hints
such as ≥**% are the business of other rules.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, NamedTuple

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import TARGET_FIELDS, Field, Filing, Indicator, Project, field_of, text_of
from audit.grammar import names, targets
from audit.grammar.normal import bare, normal
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook, Word
from audit.rulebook.readings import VAGUE, reader
from audit.rulebook.rule import Each

NAME = "measurable"
EACH: tuple[Each, ...] = ("indicator", "project", "filing")
_READINGS = (*VAGUE, "word", "timeliness", "state", "grade", "other", "completion")
PARTS = (
    "number", "zero", "unit", "date", "duration", "frequency", "standard", "base", "change",
    "sentence", "name", "restated",
)  # fmt: skip
"""`base`: 较上年; `sentence`: words beside the number; `name`: the target repeats the name;
`restated`: it is the name and a value."""
_PARTS = {"type": "array", "items": {"enum": list(PARTS)}}
OPTIONS = {
    "type": "object",
    "properties": {
        "strength": {"type": "array", "items": {"enum": list(_READINGS)}},
        "has": _PARTS,
        "lacks": _PARTS,
        "number_names": {"type": "string", "names": "words"},
        "excused_by": {"type": "string", "names": "words"},
        "names": name_tests.SCHEMA,
    },
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"blank", "change", "count", "indicator", "namesake", "namesake_project"})

_HINT = re.compile(r"\*{2,}|[xX×]{2,}|_{2,}|…|\.{3,}|□")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ENDS = " \t\n\r\u3000。.；;，,、"
# 社工 of 51名社工 is what is counted; four characters are a verb with its object.
_SENTENCE = 4
# 不高于市场租金的90%: what stands before the number says of what it is a share.
_SHARE = re.compile(r"的\s*[≥≤<>＞＜]?\s*\d")


class _Judged(NamedTuple):
    reading: str
    parts: frozenset[str]


_BLANK = _Judged("", frozenset())
_BY_NAME = frozenset({"unit", "name", "restated"})
"""Parts that the indicator's name may give."""


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    fields = options.get("in") or TARGET_FIELDS
    judge = _judge(rulebook, options.get("number_names", ""), options.get("excused_by", ""))
    named = name_tests.compile(options.get("names"), rulebook)
    strength = frozenset(options.get("strength", ()))
    has, lacks = frozenset(options.get("has", ())), frozenset(options.get("lacks", ()))

    @lru_cache(maxsize=16384)
    def possible(target: str) -> bool:
        """Whether there is a name under which it is at fault: most targets are numbers."""
        reading, parts = judge(target, None)
        readings = {reading, "answer", "word"}
        return (
            bool(reading)
            and (not strength or not strength.isdisjoint(readings))
            and has <= parts | _BY_NAME
            and not lacks & parts
        )

    def at_fault(target: str, name: str) -> bool:
        if not possible(target):
            return False
        reading, parts = judge(target, name)
        return (
            bool(reading)
            and (not strength or reading in strength)
            and has <= parts
            and not lacks & parts
            and named(name)
        )

    if each == "project":
        return partial(_whole_project, fields, at_fault, judge)
    if each == "filing":
        return partial(_namesakes, fields, at_fault, judge)
    words = rulebook.words.get(options.get("number_names", ""))
    return partial(_targets, fields, possible, at_fault, _blank(words.words if words else ()))


_Judge = Callable[[str, str | None], _Judged]
"""(target, name): without a name, what it is under any."""
_Test = Callable[[str, str], bool]


def _targets(
    fields: tuple[str, ...],
    possible: Callable[[str], bool],
    at_fault: _Test,
    blank: Callable[[str], str],
    indicator: Indicator,
) -> Iterator[Hit]:
    for field, target in _filled(indicator, fields):
        # The name is read last: what is remembered of this look is then good for all names.
        if possible(target.text) and at_fault(target.text, _name(indicator)):
            forms = _forms(blank(_name(indicator)), target.text)
            yield Hit.trimmed(indicator, field, **forms)


def _whole_project(
    fields: tuple[str, ...], at_fault: _Test, judge: _Judge, project: Project
) -> Iterator[Hit]:
    count = 0
    for indicator in project.indicators or ():
        name, filled = _name(indicator), 0
        for _, target in _filled(indicator, fields):
            if judge(target.text, None).reading:
                filled = 1
                if not at_fault(target.text, name):
                    return
        count += filled
    if count:
        yield Hit(project, "indicators", values={"count": str(count)})


def _namesakes(
    fields: tuple[str, ...], at_fault: _Test, judge: _Judge, filing: Filing
) -> Iterator[Hit]:
    measured: dict[str, list[tuple[Project, Indicator, str, Field]]] = {}
    words: list[tuple[Project, Indicator, str]] = []
    for project in filing.projects:
        for indicator in project.indicators or ():
            name = _name(indicator)
            for field, target in reversed(_filled(indicator, fields)):
                if at_fault(target.text, name):
                    words.append((project, indicator, field))
                elif "number" in judge(target.text, None).parts:
                    measured.setdefault(names.key(name), []).append(
                        (project, indicator, field, target)
                    )
                else:
                    continue
                # The annual target speaks for the indicator; both alike are one fault.
                break
    for project, indicator, field in words:
        others = measured.get(names.key(_name(indicator)))
        if not others:
            continue
        # Another project's form says more than a second indicator of this one.
        elsewhere = (one for one in others if one[0] is not project)
        other, namesake, its_field, measure = next(elsewhere, others[0])
        yield Hit.trimmed(
            indicator,
            field,
            (Near(namesake, its_field, "namesake"),),
            indicator=_name(indicator),
            namesake=measure.text.strip(_ENDS),
            namesake_project=text_of(other.project_name),
        )


def _filled(indicator: Indicator, fields: Iterable[str]) -> list[tuple[str, Field]]:
    found = ((name, field_of(indicator, name)) for name in fields)
    return [(name, field) for name, field in found if field is not None and field.text]


def _name(indicator: Indicator) -> str:
    return text_of(indicator.name)


def _blank(words: tuple[Word, ...]) -> Callable[[str], str]:
    """The form to fill in for a name: ≥__% of a rate, ≥__起 of 差错数/起; "" where it is open."""
    ending = name_tests.ending(words)

    def blank(name: str) -> str:
        if unit := names.unit(name):
            return f"≥__{unit}"
        word = ending(name)
        return (word.suggest or "≥__") if word else ""

    return blank


def _forms(blank: str, target: str) -> dict[str, str]:
    """What to type, turned round where the target goes down."""
    down = targets.parse(target).change == "down"
    points = "个百分点" if "%" in blank else "%"
    return {
        "blank": (blank or "≥__%").replace("≥", "≤" if down else "≥"),
        "change": f"较上年{'下降' if down else '提高'}__{points}",
    }


@lru_cache(maxsize=16)
def _judge(rulebook: Rulebook, number_names: str, excused_by: str) -> _Judge:
    """How a target reads under a name. Shared by the rules that use the same lists."""
    listed = rulebook.words.get(number_names)
    number_ending = name_tests.ending(listed.words if listed else ())
    contexts = rulebook.words[excused_by].texts() if excused_by else frozenset[str]()
    grades = rulebook.words["grade"].texts() if "grade" in rulebook.words else frozenset[str]()
    # 达标 in a name says what is sought; as a target it is the grade that needs a standard.
    alone = _alone(rulebook, contexts - grades)

    @lru_cache(maxsize=65536)
    def named(name: str) -> tuple[bool, bool]:
        """Whether the name announces a number, and whether it names a standard."""
        counted = bool(listed) and (number_ending(name) is not None or bool(names.unit(name)))
        return counted, any(word in name for word in contexts)

    @lru_cache(maxsize=65536)
    def judge(target: str, name: str | None) -> _Judged:
        reading, parts = alone(target)
        if name is None or not reading:
            return _Judged(reading, parts)
        counted, standard_named = named(name)
        if reading == "grade" and standard_named:
            reading = "answer"
        if counted and reading not in (*VAGUE, "whole", "named-standards"):
            reading = "word"
        by_name = {
            "unit": bool(names.unit(name)),
            "name": names.repeats(target, name),
            "restated": names.restates(target, name),
        }
        return _Judged(reading, parts.union(part for part, there in by_name.items() if there))

    return judge


def _alone(rulebook: Rulebook, contexts: frozenset[str]) -> Callable[[str], _Judged]:
    """How a target reads under a name that tells nothing."""
    read = reader(rulebook)

    @lru_cache(maxsize=16384)
    def alone(target: str) -> _Judged:
        if not bare(target) or _HINT.search(normal(target)):
            return _BLANK
        reading = read(target)
        if reading == "no-answer":
            return _BLANK
        parsed = targets.parse(target)
        if reading == "other" and parsed.grade:
            # 一级, AAA级: a step of a scale that has a name of its own.
            reading = "answer"
        if reading == "grade" and any(word in target for word in contexts):
            reading = "answer"
        return _Judged(reading, _parts(parsed, reading))

    return alone


def _parts(parsed: targets.Target, reading: str) -> frozenset[str]:
    has = {
        "number": parsed.has_number,
        "zero": parsed.quantity == 0,
        "unit": _has_unit(parsed),
        "date": parsed.deadline is not None,
        "duration": parsed.unit_class == "time",
        "frequency": bool(parsed.frequency),
        "standard": bool(parsed.standard) or reading == "named-standards",
        "base": bool(parsed.base),
        "change": bool(parsed.change),
        "sentence": len(_HAN.findall(parsed.rest)) >= _SENTENCE and not _SHARE.search(parsed.text),
    }
    return frozenset(part for part, there in has.items() if there)


def _has_unit(parsed: targets.Target) -> bool:
    # 9:00—21:00 is no quantity, and 7×24 is two of them: neither wants a unit.
    if parsed.unit or parsed.unit_class or len(parsed.quantities) != 1:
        return True
    # 1470具, 40DDDs: a unit that the grammar does not know is one all the same.
    after = parsed.text[parsed.quantities[0].span[1] :]
    return after[:1].isalpha()

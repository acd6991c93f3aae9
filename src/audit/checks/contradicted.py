"""`contradicted`: a number of the goal that an indicator of the same measure gives otherwise.

Options
    quantity: a word list of endings that only say that something is counted (数量, 人次): the
        goal says 新建公厕12座 where the indicator is 新建公厕数量.
    loose: a word list of names that many things have (完成率): they do not tell one measure.
    progress: conditions on the names of measures of how far works have got; what the goal
        says of the works as a whole (完成工程量的70%) is about them.

The goal's number stands right behind the measure, but for 达到, 不低于, 共 and the like. It
contradicts the indicator where it is of the same unit and neither target has it, nor any
other indicator whose name has the measure, which may share it out. 提高5个百分点 is a change
and 达到95% a level: they do not contradict each other. One finding an indicator.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook
from audit.filing import TARGET_FIELDS, Indicator, Project, field_of, text_of
from audit.grammar import names, targets
from audit.grammar.normal import fold
from audit.grammar.quantities import Quantity
from audit.rulebook import names as name_tests
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "contradicted"
EACH: tuple[Each, ...] = ("project",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "quantity": {"type": "string", "names": "words"},
        "loose": {"type": "string", "names": "words"},
        "progress": name_tests.SCHEMA,
    },
    "required": ["quantity", "loose", "progress"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"indicator", "target", "goal_says"})

_SHORTEST = 3
_WORKS = re.compile(
    r"完成(?:全部|总|整个|本年|年度|主体)?(?:工程|项目|施工|建设)(?:建设|施工)?(?:总?量|任务|内容|进度|投资)?的"
    r"|(?:工程|项目|施工|建设|形象)(?:形象)?进度"
)
_BETWEEN = re.compile(
    r"(?:要|均|都|应|须|需|预计|计划|力争|争取|确保|保持|维持|控制)?在?"
    r"(?:达到?|为|是|共计?|合计|约|不低于|不少于|不超过|不高于|高于|低于|超过|大于|小于|至少)?到?(?:了)?"
    r"[:：]?[≥≤<>=]?"
)


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    del each
    ends = sorted(rulebook.words[options["quantity"]].texts(), key=len, reverse=True)
    loose = frozenset(rulebook.words[options["loose"]].texts())
    of_works = name_tests.compile(options["progress"], rulebook)

    def look(project: Project) -> Iterator[Hit]:
        goal = fold(text_of(project.goal))
        rows = project.indicators or ()
        keyed: list[tuple[Indicator, str]] = []
        if goal:
            keyed += [(row, names.key(text_of(row.name))) for row in rows]
        for indicator in rows if goal else ():
            measure = names.key(text_of(indicator.name))
            measure = measure.removesuffix(next((end for end in ends if measure.endswith(end)), ""))
            if of_works(text_of(indicator.name)):
                measures = [_WORKS, re.compile(re.escape(measure))]
            elif len(measure) < _SHORTEST or measure in loose:
                continue
            else:
                measures = [re.compile(re.escape(measure))]
            if not any(one.search(goal) for one in measures):
                # Before all other rows are asked: few measures are named in the goal.
                continue
            own = _numbers(indicator)
            others = [
                number
                for row, key in keyed
                if row is not indicator and measure in key
                for _, number in _numbers(row)
            ]
            for start, end, said in chain.from_iterable(_said(goal, one) for one in measures):
                hit = _contradicts(said, own, others)
                if hit:
                    near = Near(project, "goal", "other", start, end)
                    yield Hit.trimmed(
                        indicator,
                        hit,
                        (near,),
                        indicator=text_of(indicator.name).strip(),
                        target=text_of(field_of(indicator, hit)).strip(),
                        goal_says=goal[start:end],
                    )
                    break

    return look


def _said(goal: str, measure: re.Pattern[str]) -> Iterator[tuple[int, int, Quantity]]:
    """What the goal says right behind the measure: where measure and number stand, and it."""
    numbers = {one.span[0]: one for one in targets.parse(goal).quantities}
    for found in measure.finditer(goal):
        between = _BETWEEN.match(goal, found.end())
        ends = {found.end(), between.end() if between else found.end()}
        # The number's span begins with its sign, 不低于 in words or figures.
        number = next((one for at, one in numbers.items() if found.end() <= at <= max(ends)), None)
        if number is not None:
            yield found.start(), number.span[1], number


def _contradicts(said: Quantity, own: list[tuple[str, Quantity]], others: list[Quantity]) -> str:
    """The target field that contradicts what is said; "" where none does."""
    alike = [(field, one) for field, one in own if _comparable(said, one)]
    if not alike or any(said.quantity == one.quantity for _, one in alike):
        return ""
    if any(said.low == one.low and said.high == one.high for _, one in alike):
        return ""
    return "" if any(_comparable(said, one) for one in others) else alike[0][0]


def _comparable(said: Quantity, one: Quantity) -> bool:
    return (
        bool(said.base)
        and (said.base, said.change) == (one.base, one.change)
        and not (said.about or one.about)
    )


def _numbers(indicator: Indicator) -> list[tuple[str, Quantity]]:
    """The first number of each target, that of the year first."""
    found: list[tuple[str, Quantity]] = []
    for name in reversed(TARGET_FIELDS):
        parsed = targets.parse(text_of(field_of(indicator, name))).quantities
        found += [(name, parsed[0])] if parsed else []
    return found

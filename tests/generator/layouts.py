"""Facts in every layout: how it is written, and which records have to come back.

A layout is one function from Facts to blocks (rows.py, forms.py, texts.py) and one entry in
LAYOUTS that tells which fields it holds; what it does not hold must be None.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from generator import forms, rows, texts
from generator.facts import Facts, Measure, Plan
from generator.grid import Blocks

Texts = Mapping[str, str]
Given = Mapping[str, Any]


class Layout(NamedTuple):
    write: Callable[[Facts], Blocks]
    name: str
    """The layout that must claim it."""
    project: Callable[[Facts, Plan], Given]
    """The fields of a project that it holds."""
    measure: Callable[[Measure], Texts]
    kind: str = "project"
    department: bool = True
    forms: bool = False
    """Whether each project has a form, and so a filing, of its own."""
    totals: Callable[[Facts], list[dict[str, Any]]] = lambda _: []
    numbered: bool = False
    money_unit: bool = True
    limit: int = 9
    """How many projects it can hold."""
    figures: bool = False
    """Whether it holds figures only: in prose nothing tells a target of words from a name."""
    shown: Callable[[Measure], Sequence[Measure]] = lambda one: (one,)
    """The indicators that it makes of one: several, where several have a target each."""

    def suited(self, facts: Facts) -> Facts:
        """What it can hold of the facts."""
        plans = facts.plans[: self.limit]
        if self.figures:
            plans = tuple(
                replace(plan, measures=tuple(map(_with_a_figure, plan.measures))) for plan in plans
            )
        return replace(facts, plans=plans)

    def records(self, facts: Facts) -> list[dict[str, Any]]:
        """What `to_dict` must give of suited facts, without `fields`."""
        plans = facts.plans
        groups = [(plan,) for plan in plans] if self.forms else [plans]
        return [
            {
                "index": at,
                "layout": self.name,
                "kind": self.kind,
                "year": facts.year,
                "money_unit": facts.money_unit if self.money_unit else None,
                "department": facts.department if self.department else None,
                "totals": self.totals(facts),
                "projects": [self._project(facts, *one) for one in enumerate(group)],
            }
            for at, group in enumerate(groups)
        ]

    def _project(self, facts: Facts, index: int, plan: Plan) -> dict[str, Any]:
        found: dict[str, Any] = dict.fromkeys(
            ("name", "total", "fiscal", "special", "other", "goal")
        )
        shown = [each for one in plan.measures for each in self.shown(one)]
        indicators = [self._measure(one, at) for at, one in enumerate(shown)]
        return {"index": index, **found, **self.project(facts, plan), "indicators": indicators}

    def _measure(self, measure: Measure, index: int) -> dict[str, Any]:
        names = ("number", "category", "level1", "level2", "name", "cycle_target", "annual_target")
        found: dict[str, Any] = dict.fromkeys(names)
        if self.numbered:
            found["number"] = str(index + 1)
        return {"index": index, **found, **self.measure(measure)}


def _with_a_figure(one: Measure) -> Measure:
    if any(char.isdecimal() for char in one.value) and "年" not in one.value:
        return one
    return replace(one, sign="≥", value="80", unit="%")


# --- fields of a project


def _named(_: Facts, plan: Plan) -> Texts:
    return {
        "name": plan.name, "total": plan.total, "fiscal": plan.fiscal, "special": plan.special,
        "other": plan.other, "goal": plan.goal,
    }  # fmt: skip


def _short(_: Facts, plan: Plan) -> Texts:
    return {"name": plan.name, "total": plan.total, "goal": plan.goal}


def _without_special(facts: Facts, plan: Plan) -> Given:
    return {**_named(facts, plan), "special": None}


def _evaluated(facts: Facts, plan: Plan) -> Texts:
    return {
        **_short(facts, plan), "goal_done": plan.goal_done, "approved": plan.total,
        "executed": plan.executed, "rate": plan.rate,
    }  # fmt: skip


def _filled(shares: Texts) -> dict[str, Texts]:
    """Shares that are blank are none."""
    found = {label: amount for label, amount in shares.items() if amount}
    return {"shares": found} if found else {}


def _evaluated_transfer(facts: Facts, plan: Plan) -> Given:
    return {**_evaluated(facts, plan), **_filled({"中央补助：全年预算数": plan.fiscal})}


def _transfer(facts: Facts, plan: Plan) -> Given:
    amounts = (plan.fiscal, plan.special, plan.other)
    return {**_short(facts, plan), **_filled(dict(zip(forms.LEVELS, amounts, strict=True)))}


def _tasks(_: Facts, plan: Plan) -> Given:
    costs = (plan.total, plan.fiscal, plan.other)
    labels = (f"{forms.TASK}：{label}" for label in forms.COSTS)
    return {
        "total": plan.total, "fiscal": plan.fiscal, "other": plan.other, "goal": plan.goal,
        **_filled(dict(zip(labels, costs, strict=True))),
    }  # fmt: skip


def _in_prose(facts: Facts, plan: Plan) -> Given:
    """Amounts with the unit that stands behind each; what is blank is not mentioned."""
    amounts = {"total": plan.total, "fiscal": plan.fiscal, "other": plan.other}
    stated = {key: amount + facts.money_unit for key, amount in amounts.items() if amount}
    return {"name": plan.name, "goal": plan.goal, **stated}


# --- sums


def _whole_sum(facts: Facts) -> list[dict[str, Any]]:
    return [{"index": 0, "label": "合计", "kind": "total", **_covering(facts)}]


def _subtotal(facts: Facts) -> list[dict[str, Any]]:
    return [{"index": 0, "label": facts.department, "kind": "subtotal", **_covering(facts)}]


def _covering(facts: Facts) -> dict[str, Any]:
    return {"covers": list(range(len(facts.plans))), **rows.sums(facts.plans)}


# --- fields of an indicator


def _levels(one: Measure) -> Texts:
    return {
        "category": f"{one.level1},{one.level2}", "level1": one.level1, "level2": one.level2,
        "name": one.name,
    }  # fmt: skip


def _target(one: Measure) -> Texts:
    return {**_levels(one), "annual_target": one.target}


def _inline(one: Measure) -> Texts:
    level1, level2 = rows.coded(one.level1), rows.coded(one.level2)
    return {
        "category": f"{level1},{level2}", "level1": level1, "level2": level2, "name": one.name,
        "cycle_target": one.cycle, "annual_target": one.target,
    }  # fmt: skip


def _with(*names: str) -> Callable[[Measure], Texts]:
    """Levels, name, target, and these as the facts have them."""
    of = {"comparator": "sign", "cycle_target": "cycle"}
    return lambda one: {
        **_target(one), **{name: getattr(one, of.get(name, name)) for name in names},
    }  # fmt: skip


def _of_each_town(one: Measure) -> Sequence[Measure]:
    first, second = (f"{town}：{one.name}" for town in forms.TOWNS)
    return replace(one, name=first), replace(one, name=second, sign="", value=one.cycle, unit="")


def _of_the_template(one: Measure) -> Texts:
    return _target(replace(one, name=f"{one.name}（≥**个）"))


def _form(headings: Sequence[str], cells: Callable[[Measure], rows.Row], *names: str) -> Layout:
    """A form of one project, with these columns, which hold these fields beside the target."""
    write = forms.declaration(headings, cells)
    return Layout(write, "form", _named, _with(*names), forms=True, limit=1)


LAYOUTS: Mapping[str, Layout] = {
    "inline": Layout(
        rows.inline, "inline", _named, _inline, totals=_whole_sum, numbered=True
    ),
    "inline-blocks": Layout(
        rows.inline_blocks, "inline_blocks", _short,
        lambda one: {**_target(one), "category": f"{one.level1}-{one.level2}"},
    ),
    "prose-cells": Layout(rows.prose_cells, "prose_cells", _short, _target, figures=True),
    "wide": Layout(
        rows.wide, "wide", _named, _with("comparator", "unit", "weight", "direction"),
        totals=_subtotal,
    ),
    "list": Layout(
        rows.flat_list, "list", lambda *_: {}, _with("actual"), kind="self-evaluation",
        department=False, money_unit=False, limit=1,
    ),
    "form": _form(["指标值"], lambda one: [one.target]),
    "form-two-columns": _form(
        ["指标值", "计量单位"], lambda one: [one.sign + one.value, one.unit], "unit"
    ),
    "form-three-columns": _form(
        ["指标性质", "指标值", "计量单位", "指标方向性"],
        lambda one: [one.sign, one.value, one.unit, one.direction],
        "comparator", "unit", "direction",
    ),
    "form-standards": _form(
        ["指标解释", "指标值", "绩效标准", "权重"],
        lambda one: [one.explanation, one.target, one.standard, one.weight],
        "explanation", "standard", "weight",
    ),
    "form-cycle-and-year": _form(
        ["实施期指标值", "年度指标值"], lambda one: [one.cycle, one.target], "cycle_target"
    ),
    "several": Layout(forms.several, "form", _named, _target, forms=True),
    "words-above": Layout(
        forms.words_above, "form", _short, _with("weight"), forms=True, limit=1
    ),
    "side-by-side": Layout(
        forms.side_by_side, "form", _without_special, _with("cycle_target"), forms=True, limit=1
    ),
    "townships": Layout(
        forms.townships, "form", _named, _target, forms=True, limit=1, shown=_of_each_town
    ),
    "self-evaluation": Layout(
        forms.self_evaluation, "form", _evaluated, _with("actual", "weight", "score", "cause"),
        kind="self-evaluation", forms=True, limit=1,
    ),
    "transfer": Layout(
        forms.transfer, "form", _transfer, _of_the_template, kind="transfer", forms=True, limit=1
    ),
    "transfer-evaluation": Layout(
        forms.transfer_evaluation, "form", _evaluated_transfer, _with("actual", "cause"),
        kind="self-evaluation", forms=True, limit=1,
    ),
    "words-and-figures": Layout(
        forms.words_and_figures, "form",
        lambda *one: {**_short(*one), "total_in_words": forms.IN_WORDS}, _target,
        forms=True, limit=1,
    ),
    "department": Layout(
        forms.department, "form", lambda _, plan: {"goal": plan.goal},
        _with("comparator", "unit", "explanation"),
        kind="department", forms=True, money_unit=False, limit=1,
    ),
    "department-tasks": Layout(
        forms.department_tasks, "form", _tasks, _with("standard"), kind="department", forms=True,
        limit=1,
    ),
    "prose": Layout(texts.prose, "prose", _in_prose, _target),
}  # fmt: skip

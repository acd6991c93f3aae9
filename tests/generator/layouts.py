"""Facts in every layout: how it is written, and which records have to come back.

A layout is one function from Facts to blocks and one entry in LAYOUTS that tells which
fields it holds; what it does not hold must be None.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from generator.facts import CODES, Facts, Measure, Plan, summed
from generator.grid import Blocks, Grid, Wide, filled, runs

Row = list[str | Wide]
Texts = Mapping[str, str]


class Layout(NamedTuple):
    write: Callable[[Facts], Blocks]
    name: str
    """The layout that must claim it."""
    project: Callable[[Plan], Texts]
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
                "projects": [self._project(plan, number) for number, plan in enumerate(group)],
            }
            for at, group in enumerate(groups)
        ]

    def _project(self, plan: Plan, index: int) -> dict[str, Any]:
        found: dict[str, Any] = dict.fromkeys(
            ("name", "total", "fiscal", "special", "other", "goal")
        )
        indicators = [self._measure(one, at) for at, one in enumerate(plan.measures)]
        return {"index": index, **found, **self.project(plan), "indicators": indicators}

    def _measure(self, measure: Measure, index: int) -> dict[str, Any]:
        names = ("number", "category", "level1", "level2", "name", "cycle_target", "annual_target")
        found: dict[str, Any] = dict.fromkeys(names)
        if self.numbered:
            found["number"] = str(index + 1)
        return {"index": index, **found, **self.measure(measure)}


# --- parts that layouts share


def _with_a_figure(one: Measure) -> Measure:
    if any(char.isdecimal() for char in one.value) and "年" not in one.value:
        return one
    return replace(one, sign="≥", value="80", unit="%")


def _levels(measure: Measure) -> dict[str, str]:
    return {
        "category": f"{measure.level1},{measure.level2}",
        "level1": measure.level1,
        "level2": measure.level2,
        "name": measure.name,
    }


def _amounts(plan: Plan) -> dict[str, str]:
    return {
        "total": plan.total,
        "fiscal": plan.fiscal,
        "special": plan.special,
        "other": plan.other,
    }


def _named(plan: Plan) -> dict[str, str]:
    return {"name": plan.name, "goal": plan.goal, **_amounts(plan)}


def _sums(plans: Sequence[Plan]) -> dict[str, str]:
    parts = [(one.fiscal, one.special, one.other) for one in plans]
    fiscal, special, other = (summed(*column) for column in zip(*parts, strict=True))
    return {
        "total": summed(fiscal, special, other),
        "fiscal": fiscal, "special": special, "other": other,
    }  # fmt: skip


def _indicator_rows(measures: Sequence[Measure], cells: Callable[[Measure], Row]) -> list[Row]:
    """A row an indicator, its levels merged downwards."""
    first = runs([one.level1 for one in measures])
    second = runs([(one.level1, one.level2) for one in measures])
    return [
        [
            *([Wide(one.level1, 1, tall)] if tall else []),
            *([Wide(one.level2, 1, inner)] if inner else []),
            *cells(one),
        ]
        for one, tall, inner in zip(measures, first, second, strict=True)
    ]


# --- one row a project


def inline(facts: Facts) -> Blocks:
    """各项指标写在一个单元格内."""
    heading = ["项目名称", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
    rows = [
        [
            plan.name, plan.total, plan.fiscal, plan.special, plan.other, plan.goal,
            "".join(
                f"{number}、{_code(one.level1)},{_code(one.level2)},{one.name}；"
                f"实施周期指标值:{one.cycle},年度指标值:{one.target}；"
                for number, one in enumerate(plan.measures, 1)
            ),
        ]
        for plan in facts.plans
    ]  # fmt: skip
    total = ["合计", *_sums(facts.plans).values(), "", ""]
    return [
        f"{facts.year}年项目支出绩效目标表",
        f"部门名称：{facts.department}",
        f"单位：{facts.money_unit}",
        Grid([heading, total, *rows], heading=1),
    ]


def _code(level: str) -> str:
    return f"{CODES[level]}-{level}"


def _inline_measure(one: Measure) -> Texts:
    level1, level2 = _code(one.level1), _code(one.level2)
    return {
        "category": f"{level1},{level2}", "level1": level1, "level2": level2, "name": one.name,
        "cycle_target": one.cycle, "annual_target": one.target,
    }  # fmt: skip


def _whole_sum(facts: Facts) -> list[dict[str, Any]]:
    covers = list(range(len(facts.plans)))
    head = {"index": 0, "label": "合计", "kind": "total", "covers": covers}
    return [head | _sums(facts.plans)]


def inline_blocks(facts: Facts) -> Blocks:
    """指标写在【产出指标-数量指标】一类的标题之下."""

    def packed(plan: Plan) -> str:
        lines = []
        starts = runs([(one.level1, one.level2) for one in plan.measures])
        for one, start in zip(plan.measures, starts, strict=True):
            if start:
                lines.append(f"【{one.level1}-{one.level2}】")
                number = 0
            number += 1
            lines.append(f"指标{number}:{one.name}({one.target})")
        return "\n".join(lines)

    heading = ["项目名称", "总计", "绩效目标", "绩效指标"]
    rows = [[plan.name, plan.total, plan.goal, packed(plan)] for plan in facts.plans]
    return [
        f"{facts.year}年项目支出绩效目标表",
        f"部门名称：{facts.department}",
        f"单位：{facts.money_unit}",
        Grid([heading, *rows], heading=1),
    ]


def _block_measure(one: Measure) -> Texts:
    return {**_levels(one), "category": f"{one.level1}-{one.level2}", "annual_target": one.target}


def prose_cells(facts: Facts) -> Blocks:
    """产出、效益、满意度各一个单元格."""

    def packed(plan: Plan, level1: str) -> str:
        parts = []
        own = [one for one in plan.measures if one.level1 == level1]
        starts = runs([one.level2 for one in own])
        for one, start in zip(own, starts, strict=True):
            parts.append(f"{one.level2}：" if start else "")
            parts.append(f"{one.name}({one.target})；")
        return "".join(parts)

    heading = ["项目名称", "总计", "绩效目标", "产出指标", "效益指标", "满意度指标"]
    rows = [
        [plan.name, plan.total, plan.goal, *(packed(plan, heading[at]) for at in (3, 4, 5))]
        for plan in facts.plans
    ]
    return [
        f"{facts.year}年项目支出绩效目标表",
        f"部门名称：{facts.department}",
        f"单位：{facts.money_unit}",
        Grid([heading, *rows], heading=1),
    ]


# --- one row an indicator


def wide(facts: Facts) -> Blocks:
    """All projects in one table, their cells merged downwards; a row of sums a unit."""
    heading = [
        "单位名称", "项目名称", "总计", "财政拨款", "财政专户拨款", "其他资金", "年度目标",
        "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "指标方向性",
    ]  # fmt: skip
    rows: list[Row] = [[facts.department, "", *_sums(facts.plans).values(), *[""] * 9]]
    for plan in facts.plans:
        tall = len(plan.measures)
        own = _indicator_rows(
            plan.measures,
            lambda one: [one.name, one.sign, one.value, one.unit, one.weight, one.direction],
        )
        texts = [facts.department, plan.name, *_amounts(plan).values(), plan.goal]
        own[0] = [*(Wide(text, 1, tall) for text in texts), *own[0]]
        rows += own
    return [
        f"{facts.year}年项目支出绩效目标表",
        f"单位：{facts.money_unit}",
        Grid([heading, *rows], heading=1),
    ]


def _subtotal(facts: Facts) -> list[dict[str, Any]]:
    covers = list(range(len(facts.plans)))
    head = {"index": 0, "label": facts.department, "kind": "subtotal", "covers": covers}
    return [head | _sums(facts.plans)]


def _three(one: Measure) -> dict[str, str]:
    return {
        **_levels(one), "annual_target": one.target, "comparator": one.sign, "unit": one.unit,
        "weight": one.weight, "direction": one.direction,
    }  # fmt: skip


def flat_list(facts: Facts) -> Blocks:
    """Indicators and nothing else."""
    heading = ["一级指标", "二级指标", "指标名称", "目标值", "实际完成值"]
    rows = _indicator_rows(facts.plans[0].measures, lambda one: [one.name, one.target, one.actual])
    return [f"{facts.year}年度项目绩效自评结果", Grid([heading, *rows], heading=1)]


# --- one form a project


def _form(
    facts: Facts,
    plan: Plan,
    headings: Sequence[str],
    cells: Callable[[Measure], Row],
    *,
    title: str = "项目支出绩效目标申报表",
) -> Grid:
    width = 4 + len(headings)
    rows: list[Row] = [
        [Wide(f"{facts.year}年{title}", width)],
        filled([Wide("项目名称", 2), plan.name], width),
        filled([Wide("主管部门", 2), facts.department], width),
        filled(
            [Wide(f"项目资金（{facts.money_unit}）", 2, 4), "年度资金总额：", plan.total], width
        ),
        filled(["其中：财政拨款", plan.fiscal], width - 2),
        filled(["财政专户管理资金", plan.special], width - 2),
        filled(["其他资金", plan.other], width - 2),
        filled([Wide("年度总体目标", 2), plan.goal], width),
    ]
    below: list[Row] = [
        ["一级指标", "二级指标", "三级指标", *headings],
        *_indicator_rows(plan.measures, lambda one: [one.name, *cells(one)]),
    ]
    below[0] = [Wide("绩效指标", 1, len(below)), *below[0]]
    return Grid([*rows, *below])


def _declaration(
    headings: Sequence[str], cells: Callable[[Measure], Row]
) -> Callable[[Facts], Blocks]:
    return lambda facts: [_form(facts, facts.plans[0], headings, cells)]


def several(facts: Facts) -> Blocks:
    """One form after another."""
    return [_form(facts, plan, ["指标值"], lambda one: [one.target]) for plan in facts.plans]


def words_above(facts: Facts) -> Blocks:
    """The head in lines of words, the indicators in a table."""
    plan = facts.plans[0]
    heading = ["一级指标", "二级指标", "三级指标", "指标值", "权重"]
    rows = _indicator_rows(plan.measures, lambda one: [one.name, one.target, one.weight])
    return [
        f"{facts.year}年项目支出绩效目标表",
        f"项目名称：{plan.name}",
        f"主管部门：{facts.department}",
        f"金额单位：{facts.money_unit}",
        f"年度资金总额：{plan.total}",
        f"绩效目标：{plan.goal}",
        Grid([heading, *rows]),
    ]


def side_by_side(facts: Facts) -> Blocks:
    """The period on the left, the year on the right, both with the same indicators."""
    plan = facts.plans[0]
    rows: list[Row] = [
        [Wide(f"{facts.year}年项目支出绩效目标表", 8)],
        filled([Wide("项目名称", 3), plan.name], 8),
        filled([Wide("主管部门", 3), facts.department], 8),
        filled([Wide(f"项目资金（{facts.money_unit}）", 3, 3), "年度资金总额：", plan.total], 8),
        filled(["其中：财政拨款", plan.fiscal], 5),
        filled(["其他资金", plan.other], 5),
        filled([Wide("总体目标", 3), plan.goal], 8),
    ]
    below: list[Row] = [
        ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        *_indicator_rows(
            plan.measures, lambda one: [one.name, one.cycle, one.level2, one.name, one.target]
        ),
    ]
    below[0] = [Wide("绩效指标", 1, len(below)), *below[0]]
    return [Grid([*rows, *below])]


_TOWNS = ("东岭镇石桥村", "南坪乡柳湾村")


def townships(facts: Facts) -> Blocks:
    """Each township has a column with a target of its own."""
    return [_form(facts, facts.plans[0], _TOWNS, lambda one: [one.target, one.cycle])]


def self_evaluation(facts: Facts) -> Blocks:
    """自评表."""
    plan = facts.plans[0]
    rows: list[Row] = [
        [Wide("项目支出绩效自评表", 8)],
        [Wide(f"（{facts.year}年度）", 8)],
        filled([Wide("项目名称", 2), plan.name], 8),
        filled([Wide("主管部门", 2), facts.department], 8),
        [Wide(f"项目资金（{facts.money_unit}）", 2, 2), "", "全年预算数（A）", "全年执行数（B）",
         "分值", "执行率（B/A）", "得分"],
        ["年度资金总额：", plan.total, plan.executed, "10", plan.rate, "9"],
        [Wide("年度总体目标", 1, 2), Wide("预期目标", 3), Wide("实际完成情况", 4)],
        [Wide(plan.goal, 3), Wide(plan.goal_done, 4)],
    ]  # fmt: skip
    heading = ["一级指标", "二级指标", "三级指标", "分值", "年度指标值", "实际完成值", "得分",
               "偏差原因分析及改进措施"]  # fmt: skip
    below = _indicator_rows(
        plan.measures,
        lambda one: [one.name, one.weight, one.target, one.actual, one.score, one.cause],
    )
    score = summed(*(one.score for one in plan.measures))
    return [Grid([*rows, heading, *below, [Wide("总分", 3), "100", "", "", score, ""]])]


def transfer(facts: Facts) -> Blocks:
    """转移支付: shares by level of government."""
    plan = facts.plans[0]
    rows: list[Row] = [
        [Wide("中央专项转移支付绩效目标自评表", 7)],
        [Wide(f"（{facts.year}年度）", 7)],
        filled([Wide("专项（项目）名称", 3), plan.name], 7),
        filled([Wide("主管部门", 3), facts.department], 7),
        [Wide(f"项目资金（{facts.money_unit}）", 3, 3), "", "全年预算数（A）", "全年执行数（B）",
         "执行率（B/A）"],
        ["年度资金总额：", plan.total, plan.executed, plan.rate],
        ["其中：中央补助", plan.fiscal, "", ""],
        [Wide("年度总体目标", 1, 2), Wide("年初设定目标", 3), Wide("全年实际完成情况", 3)],
        [Wide(plan.goal, 3), Wide(plan.goal_done, 3)],
    ]  # fmt: skip
    below: list[Row] = [
        ["一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值", "未完成原因和改进措施"],
        *_indicator_rows(plan.measures, lambda one: [one.name, one.target, one.actual, one.cause]),
    ]
    below[0] = [Wide("绩效指标", 1, len(below)), *below[0]]
    return [Grid([*rows, *below])]


def department(facts: Facts) -> Blocks:
    """部门整体."""
    plan = facts.plans[0]
    rows: list[Row] = [
        [Wide(f"{facts.year}年部门整体支出绩效目标表", 7)],
        filled(["部门名称", facts.department], 7),
        filled(["年度总体目标", plan.goal], 7),
        ["一级指标", "二级指标", "三级指标", "计算符号", "目标值", "度量单位", "指标值说明"],
        *_indicator_rows(
            plan.measures, lambda one: [one.name, one.sign, one.value, one.unit, one.explanation]
        ),
    ]
    return [Grid(rows)]


def _form_layout(
    headings: Sequence[str],
    cells: Callable[[Measure], Row],
    holds: Callable[[Measure], Texts],
) -> Layout:
    return Layout(
        _declaration(headings, cells), "form", _named,
        lambda one: {**_levels(one), **holds(one)}, forms=True, limit=1,
    )  # fmt: skip


LAYOUTS: Mapping[str, Layout] = {
    "inline": Layout(inline, "inline", _named, _inline_measure, totals=_whole_sum, numbered=True),
    "inline-blocks": Layout(
        inline_blocks, "inline_blocks",
        lambda plan: {"name": plan.name, "total": plan.total, "goal": plan.goal}, _block_measure,
    ),
    "prose-cells": Layout(
        prose_cells, "prose_cells",
        lambda plan: {"name": plan.name, "total": plan.total, "goal": plan.goal},
        lambda one: {**_levels(one), "annual_target": one.target}, figures=True,
    ),
    "wide": Layout(wide, "wide", _named, _three, totals=_subtotal),
    "list": Layout(
        flat_list, "list", lambda _: {},
        lambda one: {**_levels(one), "annual_target": one.target, "actual": one.actual},
        kind="self-evaluation", department=False, money_unit=False, limit=1,
    ),
    "form": _form_layout(
        ["指标值"], lambda one: [one.target], lambda one: {"annual_target": one.target}
    ),
    "form-two-columns": _form_layout(
        ["指标值", "计量单位"],
        lambda one: [one.sign + one.value, one.unit],
        lambda one: {"annual_target": one.target, "unit": one.unit},
    ),
    "form-three-columns": _form_layout(
        ["指标性质", "指标值", "计量单位", "指标方向性"],
        lambda one: [one.sign, one.value, one.unit, one.direction],
        lambda one: {
            "annual_target": one.target, "comparator": one.sign, "unit": one.unit,
            "direction": one.direction,
        },
    ),
    "form-standards": _form_layout(
        ["指标解释", "指标值", "绩效标准", "权重"],
        lambda one: [one.explanation, one.target, one.standard, one.weight],
        lambda one: {
            "annual_target": one.target, "standard": one.standard, "weight": one.weight,
            "explanation": one.explanation,
        },
    ),
    "form-cycle-and-year": _form_layout(
        ["实施期指标值", "年度指标值"],
        lambda one: [one.cycle, one.target],
        lambda one: {"annual_target": one.target, "cycle_target": one.cycle},
    ),
    "several": Layout(
        several, "form", _named,
        lambda one: {**_levels(one), "annual_target": one.target}, forms=True,
    ),
    "words-above": Layout(
        words_above, "form",
        lambda plan: {"name": plan.name, "total": plan.total, "goal": plan.goal},
        lambda one: {**_levels(one), "annual_target": one.target, "weight": one.weight},
        forms=True, limit=1,
    ),
    "self-evaluation": Layout(
        self_evaluation, "form",
        lambda plan: {
            "name": plan.name, "total": plan.total, "goal": plan.goal,
            "goal_done": plan.goal_done, "approved": plan.total, "executed": plan.executed,
            "rate": plan.rate,
        },
        lambda one: {
            **_levels(one), "annual_target": one.target, "actual": one.actual,
            "weight": one.weight, "score": one.score, "cause": one.cause,
        },
        kind="self-evaluation", forms=True, limit=1,
    ),
    "department": Layout(
        department, "form", lambda plan: {"goal": plan.goal},
        lambda one: {
            **_levels(one), "annual_target": one.target, "comparator": one.sign,
            "unit": one.unit, "explanation": one.explanation,
        },
        kind="department", forms=True, money_unit=False, limit=1,
    ),
}  # fmt: skip

"""Layouts with a row a project or an indicator: facts as blocks.

Each is one function from Facts to blocks; what has to come back is in layouts.py.
"""

from collections.abc import Callable, Sequence

from generator.facts import CODES, Facts, Measure, Plan, summed
from generator.grid import Blocks, Grid, Wide, runs

Row = list[str | Wide]


def _front(facts: Facts) -> list[str]:
    return [
        f"{facts.year}年项目支出绩效目标表",
        f"部门名称：{facts.department}",
        f"单位：{facts.money_unit}",
    ]


def indicator_rows(measures: Sequence[Measure], cells: Callable[[Measure], Row]) -> list[Row]:
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


def sums(plans: Sequence[Plan]) -> dict[str, str]:
    parts = [(one.fiscal, one.special, one.other) for one in plans]
    fiscal, special, other = (summed(*column) for column in zip(*parts, strict=True))
    return {
        "total": summed(fiscal, special, other),
        "fiscal": fiscal, "special": special, "other": other,
    }  # fmt: skip


def coded(level: str) -> str:
    return f"{CODES[level]}-{level}"


def inline(facts: Facts) -> Blocks:
    """各项指标写在一个单元格内."""
    heading = ["项目名称", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
    rows = [
        [
            plan.name, plan.total, plan.fiscal, plan.special, plan.other, plan.goal,
            "".join(
                f"{number}、{coded(one.level1)},{coded(one.level2)},{one.name}；"
                f"实施周期指标值:{one.cycle},年度指标值:{one.target}；"
                for number, one in enumerate(plan.measures, 1)
            ),
        ]
        for plan in facts.plans
    ]  # fmt: skip
    total = ["合计", *sums(facts.plans).values(), "", ""]
    return [
        *_front(facts),
        Grid([heading, total, *rows], heading=1),
    ]


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
        *_front(facts),
        Grid([heading, *rows], heading=1),
    ]


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
        *_front(facts),
        Grid([heading, *rows], heading=1),
    ]


def wide(facts: Facts) -> Blocks:
    """All projects in one table, their cells merged downwards; a row of sums a unit."""
    heading = [
        "单位名称", "项目名称", "总计", "财政拨款", "财政专户拨款", "其他资金", "年度目标",
        "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "指标方向性",
    ]  # fmt: skip
    rows: list[Row] = [[facts.department, "", *sums(facts.plans).values(), *[""] * 9]]
    for plan in facts.plans:
        tall = len(plan.measures)
        own = indicator_rows(
            plan.measures,
            lambda one: [one.name, one.sign, one.value, one.unit, one.weight, one.direction],
        )
        texts = [
            facts.department,
            plan.name,
            plan.total,
            plan.fiscal,
            plan.special,
            plan.other,
            plan.goal,
        ]
        own[0] = [*(Wide(text, 1, tall) for text in texts), *own[0]]
        rows += own
    return [
        f"{facts.year}年项目支出绩效目标表",
        f"单位：{facts.money_unit}",
        Grid([heading, *rows], heading=1),
    ]


def flat_list(facts: Facts) -> Blocks:
    """Indicators and nothing else."""
    heading = ["一级指标", "二级指标", "指标名称", "目标值", "实际完成值"]
    rows = indicator_rows(facts.plans[0].measures, lambda one: [one.name, one.target, one.actual])
    return [f"{facts.year}年度项目绩效自评结果", Grid([heading, *rows], heading=1)]

"""The layout of running text: facts as lines."""

from generator.facts import Facts, Plan
from generator.grid import Blocks, runs

_NUMBERS = "一二三四五六七八九十"


def prose(facts: Facts) -> Blocks:
    """Goal and indicators under headings, without a table."""
    lines = [
        f"{facts.year}年项目绩效目标申报说明",
        f"部门名称：{facts.department}",
        f"单位：{facts.money_unit}",
    ]
    for plan in facts.plans:
        lines += _of(plan, facts.money_unit)
    return lines


def _of(plan: Plan, unit: str) -> list[str]:
    parts = (("财政拨款", plan.fiscal), ("其他资金", plan.other))
    amounts = "，".join(f"{label}{amount}{unit}" for label, amount in parts if amount)
    found = [
        "一、项目概况",
        f"（一）项目名称：{plan.name}",
        f"（二）项目资金：年度资金总额{plan.total}{unit}，其中：{amounts}。",
        "二、绩效目标",
        plan.goal,
        "三、绩效指标",
    ]
    first = runs([one.level1 for one in plan.measures])
    second = runs([(one.level1, one.level2) for one in plan.measures])
    levels = 0
    for at, (one, upper, inner) in enumerate(zip(plan.measures, first, second, strict=True)):
        if upper:
            found.append(f"（{_NUMBERS[levels]}）{one.level1}")
            levels += 1
        if inner:
            own = plan.measures[at : at + inner]
            items = "；".join(f"{each.name}：{each.target}" for each in own)
            found.append(f"{levels}.{one.level2}：{items}。")
    return found

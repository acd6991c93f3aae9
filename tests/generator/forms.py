"""Layouts with a form a project: facts as blocks.

Each is one function from Facts to blocks; what has to come back is in layouts.py.
"""

from collections.abc import Callable, Sequence

from generator.facts import Facts, Measure, Plan, summed
from generator.grid import Blocks, Grid, Wide, filled
from generator.rows import Row, indicator_rows


def form(
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
        *indicator_rows(plan.measures, lambda one: [one.name, *cells(one)]),
    ]
    below[0] = [Wide("绩效指标", 1, len(below)), *below[0]]
    return Grid([*rows, *below])


def declaration(
    headings: Sequence[str], cells: Callable[[Measure], Row]
) -> Callable[[Facts], Blocks]:
    return lambda facts: [form(facts, facts.plans[0], headings, cells)]


def several(facts: Facts) -> Blocks:
    """One form after another."""
    return [form(facts, plan, ["指标值"], lambda one: [one.target]) for plan in facts.plans]


def words_above(facts: Facts) -> Blocks:
    """The head in lines of words, the indicators in a table."""
    plan = facts.plans[0]
    heading = ["一级指标", "二级指标", "三级指标", "指标值", "权重"]
    rows = indicator_rows(plan.measures, lambda one: [one.name, one.target, one.weight])
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
        *indicator_rows(
            plan.measures, lambda one: [one.name, one.cycle, one.level2, one.name, one.target]
        ),
    ]
    below[0] = [Wide("绩效指标", 1, len(below)), *below[0]]
    return [Grid([*rows, *below])]


TOWNS = ("东岭镇石桥村", "南坪乡柳湾村")


def townships(facts: Facts) -> Blocks:
    """Each township has a column with a target of its own."""
    return [form(facts, facts.plans[0], TOWNS, lambda one: [one.target, one.cycle])]


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
    below = indicator_rows(
        plan.measures,
        lambda one: [one.name, one.weight, one.target, one.actual, one.score, one.cause],
    )
    score = summed(*(one.score for one in plan.measures))
    return [Grid([*rows, heading, *below, [Wide("总分", 3), "100", "", "", score, ""]])]


def transfer_evaluation(facts: Facts) -> Blocks:
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
        *indicator_rows(plan.measures, lambda one: [one.name, one.target, one.actual, one.cause]),
    ]
    below[0] = [Wide("绩效指标", 1, len(below)), *below[0]]
    return [Grid([*rows, *below])]


LEVELS = ("中央补助", "省级补助", "市县配套")


def transfer(facts: Facts) -> Blocks:
    """转移支付: shares by level of government, stars, hints of the template, rows left blank."""
    plan = facts.plans[0]
    amounts = (plan.fiscal, plan.special, plan.other)
    rows: list[Row] = [
        [Wide("转移支付区域绩效目标申报表", 5)],
        [Wide(f"（{facts.year}年度）", 5)],
        filled([Wide("专项（项目）名称", 2), plan.name], 5),
        filled([Wide("主管部门", 2), facts.department], 5),
        filled([Wide(f"资金情况（{facts.money_unit}）", 2, 4), "年度金额：", plan.total], 5),
        *(
            filled([f"其中：{label}" if at == 0 else label, amount], 3)
            for at, (label, amount) in enumerate(zip(LEVELS, amounts, strict=True))
        ),
        filled([Wide("年度目标", 2), plan.goal], 5),
    ]
    below: list[Row] = [
        ["一级指标", "二级指标", "三级指标", "指标值"],
        *indicator_rows(plan.measures, lambda one: [f"★{one.name}（≥**个）", one.target]),
        ["效益指标", "生态效益指标", "", ""],
    ]
    below[0] = [Wide("绩效指标", 1, len(below)), *below[0]]
    return [Grid([*rows, *below])]


IN_WORDS = "壹佰贰拾万元整"


def words_and_figures(facts: Facts) -> Blocks:
    """The amount in words (大写) above that in figures."""
    plan = facts.plans[0]
    rows: list[Row] = [
        [Wide(f"{facts.year}年项目支出绩效目标申报表", 4)],
        filled(["项目名称", plan.name], 4),
        filled(["主管部门", facts.department], 4),
        filled([Wide(f"项目资金（{facts.money_unit}）", 1, 2), "大写：", IN_WORDS], 4),
        filled(["小写：", plan.total], 3),
        filled(["年度目标", plan.goal], 4),
        ["一级指标", "二级指标", "三级指标", "指标值"],
        *indicator_rows(plan.measures, lambda one: [one.name, one.target]),
    ]
    return [Grid(rows)]


def department(facts: Facts) -> Blocks:
    """部门整体."""
    plan = facts.plans[0]
    rows: list[Row] = [
        [Wide(f"{facts.year}年部门整体支出绩效目标表", 7)],
        filled(["部门名称", facts.department], 7),
        filled(["年度总体目标", plan.goal], 7),
        ["一级指标", "二级指标", "三级指标", "计算符号", "目标值", "度量单位", "指标值说明"],
        *indicator_rows(
            plan.measures, lambda one: [one.name, one.sign, one.value, one.unit, one.explanation]
        ),
    ]
    return [Grid(rows)]


TASK = "保障基本运转"
COSTS = ("总额", "财政拨款", "其他资金")


def department_tasks(facts: Facts) -> Blocks:
    """部门整体, with what each task costs, and the sum of the tasks."""
    plan = facts.plans[0]
    costs = [plan.total, plan.fiscal, plan.other]
    rows: list[Row] = [
        [Wide(f"{facts.year}年部门整体支出绩效目标申报表", 6)],
        filled([Wide("部门（单位）名称", 2), facts.department], 6),
        [Wide("年度主要任务", 1, 4), Wide("任务名称", 1, 2), Wide("主要内容", 1, 2),
         Wide(f"预算金额（{facts.money_unit}）", 3)],
        [*COSTS],
        [TASK, plan.goal_done, *costs],
        [Wide("金额合计", 2), *costs],
        filled(["年度总体目标", plan.goal], 6),
        ["一级指标", "二级指标", "三级指标", Wide("绩效指标值", 2), "评价标准"],
        *indicator_rows(
            plan.measures, lambda one: [one.name, Wide(one.target, 2), one.standard]
        ),
    ]  # fmt: skip
    return [Grid(rows)]

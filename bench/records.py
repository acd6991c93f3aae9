"""Made filings for timing: the inline layout, with the repetition of real ones.

Shares follow what was counted in published filings: 40 projects of 5 indicators a filing,
two fifths of the targets are words, both targets are mostly equal, most indicators come
from a common library that gives name, category and a few usual targets, and 30 % of the
names are nobody else's. No text is taken from a filing.
"""

import random
from collections.abc import Iterator
from decimal import Decimal

from audit.document import Cell, Fragment, Place
from audit.filing import (
    AMOUNT_FIELDS,
    USUAL_OF_INDICATOR,
    Field,
    Filing,
    Indicator,
    Project,
    Total,
)

PROJECTS = 40
INDICATORS = 5

_LEVELS = [
    "1-产出指标,11-数量指标", "1-产出指标,12-质量指标", "1-产出指标,13-时效指标",
    "1-产出指标,14-成本指标", "2-效益指标,21-经济效益", "2-效益指标,22-社会效益",
    "2-效益指标,24-可持续影响", "3-满意度指标,31-服务对象满意度", "2-效益指标,31-服务对象满意度",
    "1-产出指标,22-社会效益",
]  # fmt: skip
_WEIGHTS = [20, 22, 12, 4, 6, 18, 4, 10, 3, 1]
_PLACES = ["东城", "西岭", "南湖", "北山", "清河", "白石", "新桥", "平安", "长兴", "永宁"]
_THINGS = ["道路", "校舍", "水库", "路灯", "档案", "农田", "门诊", "公园", "管网", "驿站"]
_MEASURES = [
    "维修改造完成率", "验收合格率", "按时完成率", "设备采购数量", "培训人次", "群众满意度",
    "资金支付及时性", "服务人数", "运行维护次数", "政策知晓率", "成本控制率", "业务能力提升",
    "信息系统故障率", "补助发放准确率", "工作完成情况", "宣传活动场次", "检查覆盖率", "使用年限",
]  # fmt: skip
_TARGETS = [
    "100%", "≥95%", "≥90%", "大于90%", "100%", "≥12次", "≥500人次", "10个", "2024年12月底前",
    "≤50万元", "95%", "不低于98%", "提高", "有所提升", "显著提高", "达标", "合格", "及时", "正常",
    "满意", "逐步提升", "有效改善", "按时完成", "≥3年", "增强",
]  # fmt: skip
_TASKS = [
    "完成{}{}的维修改造",
    "开展{}{}专项检查",
    "保障{}{}正常运行",
    "采购{}{}所需设备",
    "组织{}{}业务培训",
]
_REASONS = [
    "提升公共服务水平",
    "改善群众生产生活条件",
    "确保各项工作按时完成",
    "维护社会稳定",
    "促进事业健康发展",
]


def filings(count: int, seed: int = 1) -> Iterator[Filing]:
    """Filings of PROJECTS projects and INDICATORS indicators each, the same for each seed."""
    chance = random.Random(seed)  # noqa: S311 -- made text, no secret
    for number in range(count):
        yield _filing(chance, number)


def _filing(chance: random.Random, number: int) -> Filing:
    projects = tuple(_project(chance, number, index) for index in range(PROJECTS))
    sums = sum((Decimal(one.total.text) for one in projects if one.total), Decimal(0))
    total = Total(
        0,
        "total",
        tuple(range(PROJECTS)),
        _field("合计", 8, 1),
        _field("合计", 8, 1),
        total=_field(str(sums), 8, 2),
        fiscal=_field(str(sums), 8, 3),
        special=_field("", 8, 4),
        other=_field("", 8, 5),
    )
    return Filing(
        0,
        "inline",
        "project",
        frozenset(("project_name", *AMOUNT_FIELDS, "goal", "indicators", *USUAL_OF_INDICATOR)),
        _field("项目支出绩效目标表", 1, 1),
        department=_field(f"{chance.choice(_PLACES)}区第{number}局", 3, 6),
        year=_field("2024", 1, 1),
        money_unit=_field("万元", 5, 4),
        projects=projects,
        totals=(total,),
    )


def _project(chance: random.Random, filing: int, index: int) -> Project:
    place, thing = chance.choice(_PLACES), chance.choice(_THINGS)
    name = (
        f"{place}{thing}{chance.choice(('维修', '建设', '管理', '服务'))}经费{filing % 97}-{index}"
    )
    line = 10 + index
    amount = f"{chance.randrange(100, 500_000) / 100:.2f}"
    task = chance.choice(_TASKS).format(place, thing)
    goal = f"{task}，{chance.choice(_REASONS)}，{chance.choice(_REASONS)}。第{filing}号文要求{index}项。"
    return Project(
        index,
        _field(name, line, 3),
        project_name=_field(name, line, 3),
        total=_field(amount, line, 50),
        fiscal=_field(amount, line, 60),
        special=_field("", line, 70),
        other=_field("", line, 74),
        goal=_field(goal, line, 80),
        money_unit=_field("万元", 5, 4),
        indicators=_indicators(chance, index, line),
    )


def _indicators(chance: random.Random, project: int, line: int) -> tuple[Indicator, ...]:
    """All in one cell, as the layout has them; each text is cut from it."""
    parts: list[str] = []
    cuts: list[dict[str, tuple[int, int]]] = []
    at = 0

    def put(text: str) -> tuple[int, int]:
        nonlocal at
        parts.append(text)
        start, at = at, at + len(text)
        return start, at

    for number in range(1, INDICATORS + 1):
        category, name, cycle = _indicator(chance)
        annual = cycle if chance.random() < 0.93 else chance.choice(_TARGETS)
        spans = {"number": put(str(number))}
        put("、")
        level1, level2 = category.split(",")
        spans["level1"] = put(level1)
        put(",")
        spans["level2"] = put(level2)
        spans["category"] = spans["level1"][0], spans["level2"][1]
        put(",")
        spans["name"] = put(name)
        put("；实施周期指标值:")
        spans["cycle_target"] = put(cycle)
        put(",年度指标值:")
        spans["annual_target"] = put(annual)
        put("；")
        cuts.append(spans)
    text = "".join(parts)
    place = Place(line=line, column=150, table=1, row=line - 7, table_column=7)
    cell = Cell(text, (Fragment(0, len(text), place),), place)
    return tuple(
        Indicator(
            index,
            project,
            Field.cut(cell, spans["number"][0], spans["annual_target"][1]),
            **{name: Field.cut(cell, *span) for name, span in spans.items()},
        )
        for index, spans in enumerate(cuts)
    )


def _indicator(chance: random.Random) -> tuple[str, str, str]:
    """Category, name and target."""
    if chance.random() < 0.3:
        place, thing, measure = (chance.choice(some) for some in (_PLACES, _THINGS, _MEASURES))
        name = f"{place}{thing}{chance.randrange(10**9)}号{measure}"
        return chance.choices(_LEVELS, _WEIGHTS)[0], name, chance.choice(_TARGETS)
    # A few entries of the library are in most filings, most of them in few.
    entry = _LIBRARY[min(int(chance.expovariate(8) * len(_LIBRARY)), len(_LIBRARY) - 1)]
    return entry[0], entry[1], chance.choice(entry[2])


def _library(size: int) -> list[tuple[str, str, list[str]]]:
    chance = random.Random(0)  # noqa: S311 -- as above
    names = [*_MEASURES, *(thing + measure for thing in _THINGS for measure in _MEASURES)]
    return [
        (chance.choices(_LEVELS, _WEIGHTS)[0], chance.choice(names), chance.sample(_TARGETS, 3))
        for _ in range(size)
    ]


_LIBRARY = _library(500)


def _field(text: str, line: int, column: int) -> Field:
    place = Place(line=line, column=column, table=1, row=line - 7, table_column=1)
    cell = Cell(text, (Fragment(0, len(text), place),) if text else (), place)
    return Field.cut(cell, 0, len(text))


def markdown(filing: Filing) -> str:
    """The filing as a published table."""
    head = "| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |"
    lines = [f"部门名称：{_text(filing.department)}", "", "单位：万元", "", head, "|---" * 7 + "|"]
    lines += [
        f"| {_text(one.label)} | {_text(one.total)} | {_text(one.fiscal)} | | | | |"
        for one in filing.totals
    ]
    for project in filing.projects:
        cells = (project.project_name, project.total, project.fiscal, project.goal)
        name, total, fiscal, goal = map(_text, cells)
        first = (project.indicators or ())[0]
        packed = first.source.pieces[0].cell.text
        lines.append(f"| {name} | {total} | {fiscal} | | | {goal} | {packed} |")
    return "\n".join(lines) + "\n"


def _text(field: Field | None) -> str:
    return field.text if field else ""

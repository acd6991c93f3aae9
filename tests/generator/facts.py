"""One set of records, before any layout: what a unit wants to say, and how to draw one.

The words are those of real forms, good and bad ones mixed, so that rules find something.
"""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator, with all that some layout has room for."""

    level1: str
    level2: str
    name: str
    sign: str
    value: str
    unit: str
    cycle: str
    """The target value of the whole period."""
    actual: str
    weight: str
    score: str
    standard: str
    explanation: str
    direction: str
    cause: str

    @property
    def target(self) -> str:
        return self.sign + self.value + self.unit


@dataclass(frozen=True, slots=True)
class Plan:
    """A project. An amount may be blank, but 财政拨款 never is."""

    name: str
    fiscal: str
    special: str
    other: str
    goal: str
    goal_done: str
    executed: str
    rate: str
    measures: tuple[Measure, ...]

    @property
    def total(self) -> str:
        return summed(self.fiscal, self.special, self.other)


@dataclass(frozen=True, slots=True)
class Facts:
    year: str
    department: str
    money_unit: str
    plans: tuple[Plan, ...]


def summed(*amounts: str) -> str:
    numbers = (Decimal(amount.replace(",", "")) for amount in amounts if amount)
    return str(sum(numbers, Decimal("0.00")))


CLASSES = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
CODES = {
    "产出指标": "1", "数量指标": "11", "质量指标": "12", "时效指标": "13", "成本指标": "14",
    "效益指标": "2", "经济效益指标": "21", "社会效益指标": "22", "可持续影响指标": "24",
    "满意度指标": "3", "服务对象满意度指标": "31",
}  # fmt: skip
_LEVELS = [(level1, level2) for level1, second in CLASSES.items() for level2 in second]
_PROJECTS = (
    "校舍维修", "农村道路养护", "困难群众救助", "档案数字化（二期）", "水库除险加固工程",
    "基层文化活动经费", "２０２６年专项业务费", "违建整治经费", "公共卫生服务补助", "森林防火物资购置",
)  # fmt: skip
_NAMES = (
    "维修校舍栋数", "培训人次", "验收合格率", "资金支付及时率", "工程完工时间", "群众满意度",
    "设备购置数量", "补助发放准确率", "办公经费控制数", "受益人口数", "宣传活动场次",
    "信息系统故障率", "ＰＭ2.5平均浓度", "政策知晓率", "提升公共服务水平",
    "因历史遗留问题需要继续安置的困难企业退休人员医疗费用补助按时足额发放到位的比例",
)  # fmt: skip
_TARGETS = (
    ("≥", "95", "%"), ("", "100", "%"), ("=", "12", "次"), ("≤", "50", "万元"),
    ("≥", "1200", "人次"), (">=", "90", "%"), ("＝", "3", "年"), ("", "５", "所"),
)  # fmt: skip
_WORDS = ("提高", "合格", "显著改善", "2026年12月底前", "2026年11月30日", "按时完成", "优良")
_LONG_GOAL = (
    "通过项目实施，进一步提高公共服务水平，群众满意度明显提升，促进经济社会持续健康发展，"
    "确保全年各项工作任务顺利完成，资金使用安全、规范、有效，不发生重大责任事故。"
)
_GOALS = (
    "完成三所学校的维修改造，改善办学条件。",
    "按时发放补助，保障困难群众基本生活。",
    "目标1：完成档案扫描20万页；目标2：建成查询系统1套。",
    _LONG_GOAL,
)
_EXPLANATIONS = ("反映工作完成情况", "实际完成数与计划数的比率", "")


def _amounts() -> st.SearchStrategy[str]:
    cents = st.integers(1, 50_000_000)
    return st.one_of(
        cents.map(lambda one: f"{one // 100}.{one % 100:02}"),
        cents.map(lambda one: f"{one // 100:,}.{one % 100:02}"),
    )


@st.composite
def measures(draw: st.DrawFn) -> tuple[Measure, ...]:
    """Indicators of one project: in the order of their classes, with names of their own."""
    classes = sorted(draw(st.lists(st.sampled_from(range(len(_LEVELS))), min_size=1, max_size=6)))
    names = draw(
        st.lists(st.sampled_from(_NAMES), min_size=len(classes), max_size=len(classes), unique=True)
    )
    found = []
    for at, name in zip(classes, names, strict=True):
        sign, value, unit = draw(
            st.one_of(st.sampled_from(_TARGETS), st.sampled_from(_WORDS).map(lambda w: ("", w, "")))
        )
        weight = draw(st.sampled_from(("5", "10", "20")))
        found.append(
            Measure(
                *_LEVELS[at], name, sign, value, unit,
                cycle=draw(st.sampled_from((sign + value + unit, "≥98%", "逐年提高"))),
                actual=draw(st.sampled_from((value + unit, "97%", "已完成"))),
                weight=weight,
                score=draw(st.sampled_from((weight, "4.5"))),
                standard=draw(st.sampled_from(("计划标准", "历史标准", "行业标准"))),
                explanation=draw(st.sampled_from(_EXPLANATIONS)),
                direction=draw(st.sampled_from(("正向指标", "反向指标"))),
                cause=draw(st.sampled_from(("", "雨季停工，已补建"))),
            )
        )  # fmt: skip
    return tuple(found)


@st.composite
def plans(draw: st.DrawFn, name: str) -> Plan:
    return Plan(
        name=name,
        fiscal=draw(_amounts()),
        special=draw(st.sampled_from(("", "0.00", "12.50"))),
        other=draw(st.sampled_from(("", "0.00", "3.21"))),
        goal=draw(st.sampled_from(_GOALS)),
        goal_done=draw(st.sampled_from(("全年救助92人次，完成目标任务。", "已全部完成。"))),
        executed=draw(_amounts()),
        rate=draw(st.sampled_from(("95.00%", "100%"))),
        measures=draw(measures()),
    )


@st.composite
def facts(draw: st.DrawFn, *, most: int = 4) -> Facts:
    """A filing of one to `most` projects with names of their own."""
    names = draw(st.lists(st.sampled_from(_PROJECTS), min_size=1, max_size=most, unique=True))
    return Facts(
        year=draw(st.sampled_from(("2024", "2026"))),
        department=draw(st.sampled_from(("清河县教育局", "东岭市水利局机关"))),
        money_unit=draw(st.sampled_from(("元", "万元"))),
        plans=tuple(draw(plans(name)) for name in names),
    )

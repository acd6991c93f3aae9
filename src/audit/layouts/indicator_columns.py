"""The heading over a block of indicators, and what each of its columns stands for.

    一级指标 | 二级指标 | 三级指标 | 指标值

The heading is found by its words. Where 三级指标 or 二级指标 come twice, two blocks stand side
by side, the period on the left and the year on the right, unless words above them say
otherwise. Where nothing is called 指标值 and several unknown words follow, each is somebody
with a target of its own (one column a township). Unmerged formats leave the headings of
further columns blank: they belong to the last heading before.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from audit.grammar.categories import stem
from audit.grammar.normal import normal
from audit.layouts.labels import is_margin, label_of, plain
from audit.layouts.slots import Row, Slot

Side = Literal["", "cycle", "annual"]


class Column(NamedTuple):
    key: str
    """A field of an indicator, or `note`."""
    first: int
    last: int
    recipient: Slot | None = None
    """Whose target it holds, where each of several has a column."""


class Block(NamedTuple):
    """The columns of one indicator in a row."""

    side: Side
    columns: tuple[Column, ...]


class Headings(NamedTuple):
    blocks: tuple[Block, ...]
    rows: int
    """How many rows the heading takes: one, or two."""
    texts: tuple[tuple[str, ...], ...]
    """Its filled texts, by which a repetition is known."""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(column.key for block in self.blocks for column in block.columns)

    @property
    def has_levels(self) -> bool:
        return bool(self.keys & {"level1", "level2"})


_WORDS: Mapping[str, str] = {
    "level1": "一级指标 一级 一级绩效指标",
    "level2": "二级指标 二级 二级绩效指标",
    "name": "三级指标 三级 指标名称 指标内容 四级指标 三级绩效指标 绩效指标名称 具体指标 明细指标"
    " 三级指标名称 指标 末级指标 绩效指标内容 个性指标",
    "annual_target": "指标值 年度指标值 目标值 目标指标值 指标值及单位 年度目标值 预期指标值 计划指标值"
    " 本年指标值 年初指标值 预期值 绩效目标值 指标目标值 全年目标值 年度绩效指标值 绩效指标值 计划值"
    " 年初目标值 本年度指标值 本年目标值 当年指标值 预期目标值 指标值内容 年度指标 年初设定指标值"
    " 年度计划值 年初计划值 全年指标值 预算年度指标值 指标目标 年初预期值 年度预期值 本年度目标值"
    " 年度值 目标 值 数值 预期目标 年度指标目标值 年度目标指标值",
    "cycle_target": "中期指标值 实施期指标值 实施周期指标值 总体指标值 项目指标值 三年指标值 长期指标值"
    " 中长期指标值 中期目标值 实施期目标值 项目期指标值 总目标值 周期指标值 总体目标值 实施周期目标值"
    " 实施期绩效指标值",
    "comparator": "计算符号 指标性质 符号 比较符 比较符号 运算符号 指标符号 运算符 计算方式 关系符号"
    " 指标值符号 计量符号",
    "unit": "计量单位 度量单位 单位 指标单位 指标值单位 计算单位 指标度量单位",
    "direction": "指标方向 指标方向性 正反向 正向/反向 指标正反向 指标属性 方向 指标导向 正/反向指标"
    " 正反向指标 方向性",
    "standard": "绩效标准 指标标准 评价标准 标准 指标值确定依据 绩效标准类型 指标值来源 标准类型 参考标准"
    " 指标值设定依据 目标值依据 指标依据",
    "explanation": "指标解释 指标说明 指标值说明 绩效指标描述 指标描述 说明 指标含义 绩效指标说明 解释"
    " 指标内涵 指标定义 指标释义 三级指标解释 计算公式 指标计算公式 绩效指标解释 指标解释说明",
    "actual": "实际完成值 全年实际值 全年完成值 实际完成情况 完成值 实际值 全年实际完成值 完成情况 年度完成值"
    " 实际完成 全年完成情况 实际完成指标值 年度实际完成值 全年实际完成情况 完成指标值 指标完成值 执行值"
    " 实际指标值 年度实际值 指标完成情况 截至目前完成值 全年执行值",
    "weight": "分值 权重 分数 标准分 指标权重 权重分值 指标分值 满分 分值权重 权重分 标准分值",
    "score": "得分 自评得分 评分 自评分 自评分值 指标得分 实际得分 评价得分",
    "cause": "偏差原因 偏差原因分析及改进措施 未完成原因及拟采取的改进措施 未完成原因和改进措施 未完成原因"
    " 偏差原因分析 未完成原因分析 偏差原因及改进措施 未完成原因及改进措施 未完成原因分析及改进措施"
    " 偏差原因分析与改进措施 偏差分析及改进措施 偏差分析 未完成原因和拟采取的改进措施 差异原因"
    " 偏差原因及拟采取的改进措施 未完成情况说明 原因分析 扣分原因 偏离原因分析 未完成的原因和改进措施"
    " 未达标原因 未完成原因及整改措施 存在问题及改进措施 偏差说明",
    "items": "指标内容及指标值 指标及指标值 指标内容及目标值 三级指标及指标值 绩效指标及目标值 绩效指标及指标值"
    " 指标名称及指标值 指标名称及目标值 指标内容和指标值 三级指标和指标值 指标内容与指标值 指标及目标值"
    " 三级指标及目标值 绩效指标内容及指标值",
    "number": "序号 编号 指标序号",
    "note": "备注 数据来源 佐证资料 评分细则 评分标准 评分规则 评扣分标准 完成率 指标完成率 完成比例 完成程度"
    " 评分方法 评分办法 评价方法 扣分标准 指标类型 指标编码 指标代码 是否核心指标 指标类别 负责科室"
    " 责任科室 责任单位 考核标准 赋分规则 指标赋分规则 历史值 上年实际值 上年完成值 上年指标值 前年指标值"
    " 证明材料 佐证材料 赋值说明 偏离度 偏差率 偏差度 取值方式 评价方式 填写说明 指标来源",
}  # fmt: skip
_KEY_OF = {normal(word): key for key, words in _WORDS.items() for word in words.split()}
_CYCLE = re.compile(r"中期|实施期|实施周期|长期|三年|总体|项目期")
_ANNUAL = re.compile(r"年度|本年|当年|全年|\d{4}年")
_VALUES = (
    (re.compile(r"完成|实际"), "actual"),
    (re.compile(r"上年|历史|前|半年|季度"), "note"),
    (_CYCLE, "cycle_target"),
)
_SHAPES = (
    (
        "note",
        r"(?:上年|去年|历史|前[一二三]?年|预计|预期).{0,4}(?:完成|实际|执行).{0,6}|.{0,6}预计完成.{0,4}",
    ),
    ("actual", r".{0,10}(?:完成情况|实现情况|完成值|实际值|完成数|实际完成)"),
    (
        "name",
        r"(?:三级|四级|末级|具体|明细|个性)(?:绩效)?指标(?:名称|内容)?|(?:绩效)?指标(?:名称|内容)",
    ),
    ("standard", r".{0,10}(?:依据|来源)"),
    ("explanation", r".{0,8}(?:解释|释义|定义|内涵|计算公式|计算方法)"),
    ("unit", r".{0,6}(?:计量|度量)单位"),
    ("weight", r".{0,6}(?:分值|权重).{0,2}"),
    ("score", r".{0,6}得分"),
    ("cause", r".{0,10}(?:偏差|偏离|未完成|未达标|差异)?.{0,4}原因.{0,8}|.{0,10}(?:改进|整改)措施"),
)
"""What no list holds, told by its shape."""
_SHAPE_OF = tuple((key, re.compile(shape)) for key, shape in _SHAPES)
_LONGEST_SHAPE = 16
_PERIOD = re.compile(r"[(（]?(?:19|20)\d\d年?(?:度|[-—~至]+(?:19|20)?\d\d年?)?[)）]?")
_BREAKS = ("level1", "level2", "name", "annual_target")
_TARGETS = frozenset({"annual_target", "cycle_target"})
_AIMS = _TARGETS | {"actual", "items"}
_FIRST_LEVELS = frozenset({"产出", "效益", "效果", "满意", "满意度", "成本"})
_PART_OF_WIDE = frozenset({"annual_target", "cycle_target", "name", "explanation", "actual"})

_CATEGORY = re.compile(
    r"(?:产出|效益|效果|满意度?|成本|投入|影响力?|数量|质量|时效|进度|经济|社会|生态|环境|生态环境|可持续"
    r"|服务对象|受益对象|社会公众|群众|管理|预算执行率?|履职|债券资金|资金)"
    r".{0,12}(?:指标|效益|效果|影响|满意度?|目标|效率)?(?:\(\d+分?\))?"
)


@lru_cache(maxsize=1024)
def key_of(text: str) -> str | None:
    """The column a heading stands for, None where it is unknown."""
    if not 0 < len(text) <= 40:
        return None
    flat = normal(text).strip("*★:")
    bare = plain(text)
    undated = _PERIOD.sub("", bare)
    for word in (flat, bare, undated, re.sub(r"[()]", "", flat), _unadorned(bare)):
        if found := _KEY_OF.get(word):
            return "cycle_target" if found == "annual_target" and _CYCLE.search(flat) else found
    if bare.endswith(("指标值", "目标值")) and len(bare) <= 12:
        return next((key for pattern, key in _VALUES if pattern.search(bare)), "annual_target")
    cause = bare.endswith(("改进措施", "偏差原因", "未完成原因")) and len(bare) <= 24
    if cause or not bare or len(bare) > _LONGEST_SHAPE:
        return "cause" if cause else None
    return next((key for key, shape in _SHAPE_OF if shape.fullmatch(bare)), None)


def _unadorned(word: str) -> str:
    """绩效指标性质 is 指标性质; 绩效指标 and 绩效目标 are words of their own."""
    return word.removeprefix("绩效") if len(word) > len("绩效指标") else word


@lru_cache(maxsize=4096)
def is_category(text: str) -> bool:
    """Whether a text is a word for a category: 产出指标(50分), 数量指标, 社会效益."""
    flat = normal(text)
    return len(flat) <= 20 and _CATEGORY.fullmatch(stem(flat) or flat) is not None


def find(rows: Sequence[Row], at: int) -> Headings | None:
    """The heading that begins at a row, None where none does.

    A row that names projects or goals in further columns heads a table of another layout.
    """
    row = rows[at]
    known = [(slot, key_of(slot.text)) for slot in row if slot.filled and slot.fresh]
    keys = [key for _, key in known if key is not None]
    enough = not {"name", "items"}.isdisjoint(keys) or {"level1", "level2"} <= set(keys)
    if not enough or len(set(keys) - {"note", "number"}) < 2:
        return None
    if {"level1", "level2"}.isdisjoint(keys) and not set(keys) & _AIMS:
        return None
    unknown = [slot for slot, key in known if key is None]
    if any(_heads_other_layout(slot) for slot in unknown):
        return None
    second = rows[at + 1] if at + 1 < len(rows) else ()
    wide = [_interval(row, slot) for slot, key in known if key in _PART_OF_WIDE or key is None]
    taller = _is_second(second, known, wide)
    columns = _columns(row, second if taller else ())
    below = at + 1 + taller
    columns = _with_category(columns, known, rows[below] if below < len(rows) else ())
    above = rows[at - 1] if at else ()
    blocks = _blocks(columns, above)
    used = (row, second) if taller else (row,)
    texts = tuple(_texts(one) for one in used)
    if not any(key in _AIMS for block in blocks for key, *_ in block.columns):
        return None
    return Headings(blocks, len(used), texts)


def repeats(row: Row, headings: Headings) -> bool:
    """Whether the row is a heading again, as page breaks leave it."""
    return _texts(row) in headings.texts


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(normal(slot.text) for slot in row if slot.filled and slot.fresh)


def _heads_other_layout(slot: Slot) -> bool:
    label = label_of(slot.text)
    if label is None or not label.sure or is_margin(slot.text):
        return False
    return label.key in {"project_name", "goal", "goal_cycle", "total", "total_cycle", "fiscal"}


def _interval(row: Row, slot: Slot) -> tuple[int, int]:
    """The columns under a heading: its own, and blank ones up to the next."""
    last = slot.last
    for other in row:
        if other.first == last and not other.filled:
            last = other.last
    return slot.first, last


def _is_second(
    second: Row, known: list[tuple[Slot, str | None]], wide: list[tuple[int, int]]
) -> bool:
    fresh = [slot for slot in second if slot.fresh and slot.filled]
    if not fresh:
        return False
    fixed = [slot for slot, key in known if key in {"level1", "level2", "name"}]
    if any(slot.overlaps(one.first, one.last) for slot in fresh for one in fixed):
        return False
    inside = all(
        any(first <= slot.first and slot.last <= last and last - first > 1 for first, last in wide)
        for slot in fresh
    )
    short = all(len(normal(slot.text)) <= 20 for slot in fresh)
    words = all(key_of(slot.text) or not any(map(str.isdecimal, slot.text)) for slot in fresh)
    return inside and short and words and (len(fresh) > 1 or key_of(fresh[0].text) is not None)


def _columns(row: Row, second: Row) -> list[Column]:
    columns: list[Column] = []
    unknown: list[tuple[Slot, int, int]] = []
    below = [slot for slot in second if slot.fresh and slot.filled]
    keyed = {id(slot): key_of(slot.text) for slot in row if slot.filled and slot.fresh}
    if {"name", "items"}.isdisjoint(keyed.values()):
        keyed |= _named_by_place(row, keyed)
    for slot in row:
        if not slot.filled:
            continue
        first, last = _interval(row, slot)
        key = keyed.get(id(slot))
        parts = [one for one in below if one.overlaps(first, last)]
        if parts:
            for part in parts:
                start, stop = _interval(second, part)
                own = key_of(part.text)
                if own is None and key in _TARGETS:
                    columns.append(Column(str(key), start, min(stop, last), part))
                elif own is not None:
                    # 实施期 over 指标值 says whose the value is.
                    wide = own == "annual_target" and _CYCLE.search(slot.text)
                    columns.append(Column("cycle_target" if wide else own, start, min(stop, last)))
                else:
                    unknown.append((part, start, min(stop, last)))
        elif key is not None:
            columns.append(Column(key, first, last))
        elif not is_margin(slot.text):
            unknown.append((slot, first, last))
    columns += _recipients(columns, unknown)
    columns.sort(key=lambda column: column.first)
    return _with_unnamed_level(columns)


def _named_by_place(row: Row, keyed: Mapping[int, str | None]) -> dict[int, str]:
    """绩效指标 behind 二级指标 stands over names, where nothing else does."""
    behind = False
    for slot in row:
        key = keyed.get(id(slot))
        if behind and key is None and slot.filled and normal(slot.text).endswith("指标"):
            return {id(slot): "name"}
        behind = behind or key == "level2"
    return {}


def _recipients(columns: list[Column], unknown: list[tuple[Slot, int, int]]) -> list[Column]:
    """Unknown words behind the name are somebody's targets, where no column is called that."""
    if any(column.key in _TARGETS or column.key == "actual" for column in columns):
        return []
    start = max((column.first for column in columns if column.key == "name"), default=0)
    behind = [one for one in unknown if one[1] > start]
    return [Column("annual_target", first, last, slot) for slot, first, last in behind]


def _with_unnamed_level(columns: list[Column]) -> list[Column]:
    """A wide 一级指标 before 三级指标 without 二级指标 between holds both levels."""
    keys = [column.key for column in columns]
    if "level2" in keys or "level1" not in keys or "name" not in keys:
        return columns
    at = keys.index("level1")
    wide = columns[at]
    if wide.last - wide.first < 2:
        return columns
    middle = wide.first + 1
    halves = [wide._replace(last=middle), Column("level2", middle, wide.last)]
    return [*columns[:at], *halves, *columns[at + 1 :]]


def _with_category(
    columns: list[Column], known: list[tuple[Slot, str | None]], below: Row
) -> list[Column]:
    """What is called 指标类型 or else, left of the names, and holds 产出指标, is a level."""
    if any(column.key in {"level1", "level2"} for column in columns):
        return columns
    start = min((column.first for column in columns if column.key in {"name", "items"}), default=0)
    for slot, key in known:
        held = next((one for one in below if one.overlaps(slot.first, slot.last)), None)
        if key in {None, "note"} and slot.first < start and held and is_category(held.text):
            level = "level1" if stem(held.text) in _FIRST_LEVELS else "level2"
            others = [column for column in columns if column.first != slot.first]
            return sorted(
                (*others, Column(level, slot.first, slot.last)), key=lambda one: one.first
            )
    return columns


def _blocks(columns: list[Column], above: Row) -> tuple[Block, ...]:
    parts = _parted(columns)
    if len(parts) == 1:
        return (Block("", tuple(_told_apart(parts[0], above))),)
    first, *others = parts
    sides: list[Side] = ["cycle"]
    sides += ["annual"] * len(others)
    if len(parts) == 2:
        sides = [_side(part, above) or side for part, side in zip(parts, sides, strict=True)]
    shared = [column for column in first if column.key in {"level1", "level2", "number"}]
    blocks = [Block(sides[0], tuple(first))]
    for side, part in zip(sides[1:], others, strict=True):
        own = {column.key for column in part}
        given = [column for column in shared if column.key not in own]
        blocks.append(Block(side, (*given, *part)))
    return tuple(blocks)


def _parted(columns: list[Column]) -> list[list[Column]]:
    """Columns in blocks: a new one begins where 二级指标 or 三级指标 comes again behind a target."""
    parts: list[list[Column]] = [[]]
    for column in columns:
        held = {one.key for one in parts[-1]}
        again = column.key in {"level1", "level2", "name"} and column.key in held
        if again and held & _TARGETS:
            parts.append([])
        parts[-1].append(column)
    return parts


def _told_apart(columns: list[Column], above: Row) -> list[Column]:
    """Two columns called 指标值: the words above them tell the period from the year."""
    same = [one for one in columns if one.key == "annual_target" and one.recipient is None]
    if len(same) < 2:
        return columns
    made = dict.fromkeys(columns, "")
    for column in same:
        if _side([column], above) == "cycle":
            made[column] = "cycle_target"
    if not any(made.values()):
        made[same[0]] = "cycle_target"
    return [one._replace(key=made[one] or one.key) for one in columns]


def _side(columns: Sequence[Column], above: Row) -> Side:
    """What the row above says of the columns."""
    own = [column for column in columns if column.key not in {"level1", "number"}] or columns
    first, last = own[0].first, own[-1].last
    for slot in above:
        start, stop = _interval(above, slot)
        if slot.filled and start <= last - 1 and first < stop and start > 0:
            text = normal(slot.text)
            if len(text) > _LONGEST_SHAPE:
                # A goal that stands there tells of no column.
                continue
            if _ANNUAL.search(text) and not _CYCLE.search(text) and start >= first - 2:
                return "annual"
            if _CYCLE.search(text) and stop <= last + 2:
                return "cycle"
    return ""

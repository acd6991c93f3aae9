"""What forms call the columns of indicators: the words of headings, and the fields they name.

Compared without width, spaces, stars, years and what stands in brackets. What no list holds is
told by its shape. Words for a category (产出指标, 数量指标) are what stands in such columns.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from audit.grammar.categories import stem
from audit.grammar.normal import normal
from audit.layouts.labels import plain

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
CYCLE = re.compile(r"中期|实施期|实施周期|长期|三年|总体|项目期")
ANNUAL = re.compile(r"年度|本年|当年|全年|\d{4}年")
_VALUES = (
    (re.compile(r"完成|实际"), "actual"),
    (re.compile(r"上年|历史|前|半年|季度"), "note"),
    (CYCLE, "cycle_target"),
)
_SHAPES = tuple(
    (key, re.compile(shape))
    for key, shape in (
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
        (
            "cause",
            r".{0,10}(?:偏差|偏离|未完成|未达标|差异)?.{0,4}原因.{0,8}|.{0,10}(?:改进|整改)措施",
        ),
    )
)
"""What no list holds, told by its shape."""
LONGEST = 16
"""So many characters a heading has at most that no list holds."""
_PERIOD = re.compile(r"[(（]?(?:19|20)\d\d年?(?:度|[-—~至]+(?:19|20)?\d\d年?)?[)）]?")

FIRST_LEVELS = frozenset({"产出", "效益", "效果", "满意", "满意度", "成本"})
"""Categories of the first level, without 指标."""
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
            return "cycle_target" if found == "annual_target" and CYCLE.search(flat) else found
    if bare.endswith(("指标值", "目标值")) and len(bare) <= 12:
        return next((key for pattern, key in _VALUES if pattern.search(bare)), "annual_target")
    cause = bare.endswith(("改进措施", "偏差原因", "未完成原因")) and len(bare) <= 24
    if cause or not bare or len(bare) > LONGEST:
        return "cause" if cause else None
    return next((key for key, shape in _SHAPES if shape.fullmatch(bare)), None)


def _unadorned(word: str) -> str:
    """绩效指标性质 is 指标性质; 绩效指标 and 绩效目标 are words of their own."""
    return word.removeprefix("绩效") if len(word) > len("绩效指标") else word


@lru_cache(maxsize=4096)
def is_category(text: str) -> bool:
    """Whether a text is a word for a category: 产出指标(50分), 数量指标, 社会效益."""
    flat = normal(text)
    return len(flat) <= 20 and _CATEGORY.fullmatch(stem(flat) or flat) is not None

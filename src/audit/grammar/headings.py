"""What forms call their columns: the words of headings, and the fields they stand for.

Compared without width, spaces and what stands in brackets, for `项目名称（资金使用单位）`,
`总计（万元）` and `绩 效 目 标` are headings, too. `单位名称/项目名称` is the first of its words
that is a field.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from audit.grammar import note_words
from audit.grammar.normal import normal

NOTE = "note"
"""A known column that is no field of ours, such as 备注."""

LONGEST = 40
"""A cell with more characters is no heading."""

_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_NUMBERING = re.compile(r"^(?:[0-9]{1,2}[.、]|[一二三四五六七八九十]{1,2}、)")
_PARTS = re.compile(r"[/、]")

_WORDS: Mapping[str, str] = {
    "project_name": "项目名称 项目 支出项目名称 项目支出名称 预算项目名称 专项名称 二级项目名称"
    " 一级项目名称 三级项目名称 具体项目名称 专项资金名称 项目名",
    "total": "总计 合计 金额 预算金额 项目金额 资金总额 总额 预算数 年度预算 预算安排 资金额度"
    " 项目预算 预算总额 项目总额 年度资金总额 预算资金 申报金额 资金总计 预算安排金额 年度预算数"
    " 本年预算 本年预算数 年度预算安排 项目资金 预算合计 资金合计 年初预算数 安排金额 支出金额"
    " 预算额 预算 资金规模 预算规模 项目资金规模 项目预算金额 申请金额 预算申请数 年度预算申请数"
    " 项目支出预算 本年度预算 全年预算数 下达金额 下达资金 安排资金 计划投资 投资规模",
    "fiscal": "财政拨款 财政资金 一般公共预算 一般公共预算拨款 本年财政拨款 当年财政拨款"
    " 财政拨款资金 财政性资金 其中:财政拨款 财政补助 本级财政资金 财政预算资金",
    "special": "财政专户拨款 财政专户管理资金 财政专户 财政专户资金 专户资金 财政专户核拨"
    " 财政专户核拨资金 教育收费",
    "other": "其他资金 其他 单位资金 自筹资金 其它资金 其他收入 其它 其他来源资金 非财政拨款",
    "goal": "绩效目标 年度绩效目标 总体目标 年度目标 项目绩效目标 绩效总目标 项目目标 总体绩效目标"
    " 年度总体目标 实施期目标 绩效目标描述 年度总目标 整体绩效目标 绩效目标内容 目标 总目标"
    " 预期目标 年度绩效目标描述 项目年度绩效目标 年度绩效总目标 项目绩效总目标 当年绩效目标 本年绩效目标",
    "indicators": "绩效指标 指标 绩效指标及指标值 绩效目标指标 年度绩效指标 绩效指标内容"
    " 项目绩效指标 绩效指标及目标值 绩效指标值 指标内容 指标及指标值 绩效评价指标",
    NOTE: "序号 编号 备注 说明 项目代码 项目编码 资金使用单位 使用单位 单位 单位名称 主管部门"
    " 预算单位 实施单位 项目单位 项目类别 项目类型 功能科目 科目 功能分类 部门名称 起止时间"
    " 项目起止时间 单位代码 项目属性 联系人 联系电话 部门 单位编码 项目内容 资金来源 项目期"
    " 主管单位 是否重点项目 支出功能分类 支出项目类别 负责人 项目负责人 行次",
}
_NOTE_ENDS = note_words.ending("责任人 来源 机制 对象 进度 规模")
_FIELD_OF = {normal(word): field for field, words in _WORDS.items() for word in words.split()}


@lru_cache(maxsize=4096)
def field_of(text: str) -> str | None:
    """The field a heading stands for, NOTE for a known column without one, else None."""
    if len(text) > LONGEST:
        return None
    flat = normal(text)
    found = [field for word in _readings(flat) if (field := _FIELD_OF.get(word))]
    if not found and _NOTE_ENDS.fullmatch(_BRACKETS.sub("", flat)):
        return NOTE
    return next((field for field in found if field != NOTE), found[0] if found else None)


def _readings(text: str) -> Iterator[str]:
    text = _NUMBERING.sub("", text)
    bare = _BRACKETS.sub("", text).strip("*★:")
    yield bare
    yield text.strip("*★:")
    if "/" in bare or "、" in bare:
        yield from _PARTS.split(bare)

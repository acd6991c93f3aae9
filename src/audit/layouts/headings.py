"""What forms call their columns: the words of headings, and the fields they stand for.

Compared without width, spaces and what stands in brackets, for `项目名称（资金使用单位）`,
`总计（万元）` and `绩 效 目 标` are headings, too.
"""

import re
from collections.abc import Mapping, Sequence

from audit.document import Cell
from audit.grammar.normal import normal

_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")

_WORDS: Mapping[str, str] = {
    "project_name": "项目名称 项目 支出项目名称 项目支出名称 预算项目名称 专项名称 二级项目名称",
    "total": "总计 合计 金额 预算金额 项目金额 资金总额 总额 预算数 年度预算 预算安排 资金额度"
    " 项目预算 预算总额 项目总额 年度资金总额 预算资金 申报金额 资金总计",
    "fiscal": "财政拨款 财政资金 一般公共预算 一般公共预算拨款 本年财政拨款 当年财政拨款"
    " 财政拨款资金 财政性资金",
    "special": "财政专户拨款 财政专户管理资金 财政专户 财政专户资金 专户资金 财政专户核拨",
    "other": "其他资金 其他 单位资金 自筹资金 其它资金 其他收入 其它",
    "goal": "绩效目标 年度绩效目标 总体目标 年度目标 项目绩效目标 绩效总目标 项目目标 总体绩效目标"
    " 年度总体目标 实施期目标 绩效目标描述 年度总目标",
    "indicators": "绩效指标 指标 绩效指标及指标值 绩效目标指标 年度绩效指标 绩效指标内容"
    " 项目绩效指标",
    "note": "序号 编号 备注 说明 项目代码 项目编码 资金使用单位 使用单位 单位 单位名称 主管部门"
    " 预算单位 实施单位 项目单位 项目类别 项目类型 功能科目 科目 功能分类 部门名称 起止时间"
    " 项目起止时间 单位代码 项目属性 联系人 联系电话",
}
_FIELD_OF = {word: field for field, words in _WORDS.items() for word in words.split()}


def field_of_heading(text: str) -> str | None:
    """The field a heading stands for, `note` for a known column without one, else None."""
    whole = normal(text).rstrip(":：")
    bare = normal(_BRACKETS.sub("", text)).rstrip(":：")
    return _FIELD_OF.get(bare) or _FIELD_OF.get(whole)


def columns_of(rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """For each column of one heading row, or two that lie over one another, its field.

    Of two rows the lower word decides, where it is one: under 预算金额 stand 总计, 财政拨款.
    """
    fields: dict[int, str] = {}
    for row in rows:
        for column, cell in enumerate(row):
            found = field_of_heading(cell.text) if cell.text.strip() else None
            if found is not None:
                fields[column] = found
    return fields

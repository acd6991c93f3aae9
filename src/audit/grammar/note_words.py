"""How labels and headings end that stand over notes: what says nothing of goal, money or targets."""

import re
from collections.abc import Iterable

_ENDS = (
    "单位 部门 负责人 联系人 电话 期限 周期 时间 日期 年限 地点 地址 性质 类别 类型 分类 属性 代码 编码 编号 科目 科室"
    " 处室 股室 依据 概况 备注 说明 领域 文号"
)


def ending(*more: str) -> re.Pattern[str]:
    """A pattern for whole texts that end so, or with further words, parted by spaces."""
    words: Iterable[str] = " ".join((_ENDS, *more)).split()
    return re.compile(rf".{{0,12}}(?:{'|'.join(words)})")

"""Labels as people print them: characters set apart, words broken over lines, blanks around.

What a cell means is the same; values are left as they are.
"""

import re
from collections.abc import Callable, Mapping

from generator.grid import Blocks, Grid, Wide

LABELS = re.compile(
    r"(?:一级指标|二级指标|三级指标|指标名称|年度指标值|实施期指标值|绩效指标值|指标值|目标值|计量单位|度量单位|计算符号"
    r"|指标性质|指标方向性|指标解释|绩效标准|评价标准|权重|分值|得分|实际完成值|全年完成值|项目名称|主管部门|单位名称|总计"
    r"|财政拨款|其他资金|绩效目标|绩效指标|年度目标|年度总体目标|总体目标|产出指标|效益指标|满意度指标|预期目标"
    r"|实际完成情况|总额|任务名称|主要内容|年度金额|年度资金总额|小写|大写)[:：]?"
)
_HEADINGS = frozenset({"产出指标", "效益指标", "满意度指标"})


def _apart(word: str) -> str:
    return "\u3000".join(word) if len(word) < 5 else " ".join(word)


def _broken(word: str) -> str:
    middle = len(word) // 2
    return f"{word[:middle]}\n{word[middle:]}"


def _padded(word: str) -> str:
    return f"\u3000{word}  "


WAYS: Mapping[str, Callable[[str], str]] = {
    "plain": str,
    "apart": _apart,
    "broken": _broken,
    "padded": _padded,
}


def printed(blocks: Blocks, way: str) -> Blocks:
    """The blocks with each label of a grid printed in that way."""
    change = WAYS[way]

    def cell(one: str | Wide) -> str | Wide:
        text = one.text if isinstance(one, Wide) else one
        if not LABELS.fullmatch(text) or text in _HEADINGS:
            return one
        return one._replace(text=change(text)) if isinstance(one, Wide) else change(one)

    return [
        block
        if isinstance(block, str)
        else Grid([[cell(one) for one in row] for row in block.rows], block.heading)
        for block in blocks
    ]

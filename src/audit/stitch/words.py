"""Words by which a row is known: headings, titles, sums, and labels that are whole.

Rows of words are compared without width and spaces; long texts are never any of these.
"""

import re
from collections.abc import Sequence

from audit.document import Cell
from audit.grammar.headings import field_of
from audit.grammar.normal import normal

Row = tuple[Cell, ...]

LONG = 200
"""A cell with more characters is neither an amount nor a running head."""

_FIGURE = re.compile(r"[\d０-９]")
_WHOLE = frozenset({"合计", "总计"})
_HEADING_LENGTH = 24
_FINISHED = frozenset("。；;！!")
_TITLE = re.compile(r"[^。；]{0,40}绩效[^。；]{0,20}表(?:[(（].{0,20}[)）])?")
_LEVEL = re.compile(r"(?:\d{1,2}-?)?[\u4e00-\u9fff]{2,8}(?:指标|效益|影响|满意度)(?:\(.{1,8}\))?")
_SHORT_LEVEL = re.compile(r"产出|效益|效果|满意度?|成本|投入|过程|数量|质量|时效")
_LABEL = re.compile(
    r".{2,12}(?:目标|情况|资金|拨款|总额|补助|名称|部门|单位|得分|分值|权重|期限|周期|日期|时间|地点|属性"
    r"|性质|类别|类型|来源|负责人|联系人|电话|依据|内容|概况|概述|职责|意见|措施|编码|代码|任务|预算数"
    r"|用途|执行数|支出数|执行率|支出率|预算|投资|原因|完成值|实际值|金额):?"
)
_LAST = frozenset({"指标", "标"})
_STOPS_SHORT = re.compile(r".{0,10}(?:对象|公众|群众|可持续)")
_BRACKETED = re.compile(r"[(（][^()（）]{1,12}[)）]:?")
_IN_BRACKETS = re.compile(r"[(（][^()（）]{0,20}[)）]")
_INDICATOR_HEADING = re.compile(
    r"[一二三四]级指标|指标名称|.{0,6}(?:指标|目标)值.{0,4}|.{0,4}完成值"
)
_VALUE_HEADING = re.compile(
    r".{0,8}(?:值|符号|单位|分值|得分|权重|方向|方向性|性质|完成情况|金额|预算数|执行数)(?:\(.*\))?"
)


def texts(row: Row) -> list[str]:
    return [normal(cell.text) for cell in row]


def is_blank(row: Row) -> bool:
    return not any(cell.text.strip() for cell in row)


def is_whole_sum(row: Row) -> bool:
    return any(normal(cell.text[:LONG]) in _WHOLE for cell in row)


def is_title(row: Row) -> bool:
    """Whether the row is nothing but the title of a form, which begins a table of its own."""
    filled = {text for cell in row if (text := cell.text[:LONG].strip())}
    return len(filled) == 1 and _TITLE.fullmatch(normal(filled.pop())) is not None


def is_heading(row: Row) -> bool:
    """Words without figures, half of them known as headings, or each short and none missing."""
    filled = _filled(row)
    if not _may_be_heading(filled):
        return False
    if any(map(is_category, filled)) and not any(
        field_of(text) == "project_name" for text in filled
    ):
        # 产出指标 beside 项目名称 heads a column; elsewhere it is a row's own.
        return False
    return len(filled) == len(row) or _known(filled) * 2 >= len(filled)


def is_known_heading(row: Row) -> bool:
    """A heading of columns by its words alone; not a row of labels, each with its value."""
    filled = list(dict.fromkeys(_filled(row)))
    if not _may_be_heading(filled) or not all(map(_is_known, filled[:2])):
        return False
    return _known(filled) * 2 >= len(filled)


def is_indicator_heading(row: Row) -> bool:
    """三级指标 and 指标值 and their like, which head the rows of a form's indicators."""
    words = {normal(cell.text) for cell in row if len(cell.text) <= _HEADING_LENGTH}
    return sum(_INDICATOR_HEADING.fullmatch(word) is not None for word in words) >= 2


def _filled(row: Row) -> list[str]:
    return [text for cell in row if (text := cell.text[:LONG].strip())]


def _may_be_heading(filled: Sequence[str]) -> bool:
    return len(filled) >= 2 and not any(
        len(text) > _HEADING_LENGTH or _FIGURE.search(text) or text[-1] in _FINISHED
        for text in filled
    )


def _known(filled: Sequence[str]) -> int:
    return sum(_is_known(text) for text in filled)


def _is_known(text: str) -> bool:
    return field_of(text) is not None or _INDICATOR_HEADING.fullmatch(normal(text)) is not None


def heads_values(text: str) -> bool:
    """Whether under this heading stand values, of which a row has one."""
    return len(text) <= _HEADING_LENGTH and _VALUE_HEADING.fullmatch(normal(text)) is not None


def is_whole(text: str) -> bool:
    """Whether a text is a category or a label with nothing missing: 数量指标, 其他资金."""
    return len(text) <= _HEADING_LENGTH and (is_label(text) or _is_level(text))


def is_label(text: str) -> bool:
    flat = _IN_BRACKETS.sub("", normal(text[:LONG]))
    return len(text) <= _HEADING_LENGTH and _LABEL.fullmatch(flat) is not None


def is_category(text: str) -> bool:
    """数量指标, and not 三级指标, which heads a column."""
    return len(text) <= _HEADING_LENGTH and _is_level(text) and not _is_known(text)


def _is_level(text: str) -> bool:
    return _LEVEL.fullmatch(normal(text)) is not None


def is_tail(above: str, below: str) -> bool:
    """Whether a label or category is whole with what stands below it: 服务对象 满意度指标."""
    one, other = normal(above[:LONG]), normal(below[:LONG])
    if _BRACKETED.fullmatch(other):
        return is_whole(one)
    if not is_whole(one + other):
        return False
    if other in _LAST:
        return True
    if is_whole(other):
        return _STOPS_SHORT.fullmatch(one) is not None
    return not is_whole(one) and not (_SHORT_LEVEL.fullmatch(one) and _SHORT_LEVEL.fullmatch(other))

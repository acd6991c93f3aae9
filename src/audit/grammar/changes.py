"""Changes and what they are measured against: 较上年提高5%, 同比下降, 与上年持平.

提高5% is a change, 提高到90% a level. Only the verbs that amounts go with stand here; the
lists of vague words are data of the rules. A text is expected in the form of
`targets.flatten`.
"""

import re
from typing import Literal, NamedTuple

from audit.grammar.flat import HAN

Change = Literal["up", "down", "keep", ""]

_UP = "提高|提升|增长|增加|上升|增强|增高|升高|上涨|扩大|递增|增多|增幅|涨幅|升幅|上浮|上调|增收"
_DOWN = (
    "下降|降低|减少|缩短|缩小|压缩|压减|削减|缩减|减低|减轻|下调|下浮|下滑|回落|降幅|减幅|递减|减弱"
)
_KEEP = "持平|保持|维持|不变"
_TO = "(?:至|到|为|成为?)"
_NOUN = "(?:率|幅度?|比例|比率|量|额|数)?(?:了)?"
# 升至 and 降到 need no second verb.
_SHORT_UP, _SHORT_DOWN = (
    "(?:升|增|涨|扩)(?:至|到|为(?=[0-9]))",
    "(?:降|减|缩|压)(?:至|到|为(?=[0-9零]))",
)

PATTERN = f"(?:{_UP}|{_DOWN}){_TO}?{_NOUN}|{_SHORT_UP}|{_SHORT_DOWN}|{_KEEP}"


class Verb(NamedTuple):
    """A verb of change."""

    change: Change
    level: bool
    """提高到, 降至: the number that follows is where it arrives."""


_UP_HERE = re.compile(f"{_UP}|{_SHORT_UP}")
_KEEP_HERE = re.compile(_KEEP)
_LEVEL = re.compile(f"(?:{_UP}|{_DOWN}){_TO}|{_SHORT_UP}|{_SHORT_DOWN}")


def verb(text: str, at: int) -> Verb:
    """The verb that `PATTERN` found at `at`."""
    if _KEEP_HERE.match(text, at):
        return Verb("keep", level=False)
    change: Change = "up" if _UP_HERE.match(text, at) else "down"
    return Verb(change, level=bool(_LEVEL.match(text, at)))


_VERBS = f"(?:{_UP}|{_DOWN}|有所|持平|不变|明显|大幅|显著|{_SHORT_UP}|{_SHORT_DOWN})"
_WHEN = (
    r"(?:上一?年度?|去年|前年|往年|历年|上一?季度?|上一?月份?|上期|上一?(?:学期|周期|轮)|同期|基期|基年|基准年"
    r"|基数|前[一二三两]年|近[一二三两几]年|(?:19|20)[0-9]{2}年?度?|[“\"]?十[一二三四五][五][”\"]?(?:期?末|时期|期间)?"
    r"|年初|期初|计划|预算|目标|现状|原来|原有|以往|以前|当前|目前)[底末]?(?:同期|同月|同季)?"
)  # fmt: skip
_LEVEL_OF = r"(?:的)?(?:平均)?(?:水平|实际|实绩|数据|情况|完成数|数值?|值)?"
_AGAINST = r"(?:相?较(?:之|于)?|比|相比于?|相对于?|对比)"
_WITH = r"(?:与|和|同|跟|在|于)"
# 较好, 比例 and their like are no comparison.
_NO_BASE = r"(?:较(?![好大高低强快多少优差为小长短轻重显明稳平完全佳严])|(?<![占价出配环同类评百])比(?![例重值率武赛对照如较特利])|相比)"
_PATTERNS = (
    f"{_AGAINST}(?P<a>{_WHEN}){_LEVEL_OF}(?:相比|比较)?",
    f"{_WITH}(?P<b>{_WHEN}){_LEVEL_OF}(?:相比较?|相较|比较|为?基础上?|的基础上|之?上(?=再)|(?=持平|一致|相当|不变))",
    r"(?P<c>同比|环比)",
    # 不低于2022年: a year after a sign in words is what is compared with.
    r"(?<=[低高少多优]于|超过)(?P<f>(?:19|20)[0-9]{2}年度?)(?![0-9内底末前])(?:的)?(?:同期)?(?:平均)?(?:水平|实际|数)?",
    r"(?P<d>上一?年度?(?:同期)?|去年(?:同期)?|往年(?:同期)?|上年末|近[一二三两四五几0-9]{1,2}年来?)(?:的)?(?:平均)?(?:实际)?(?:水平|数)?",
    rf"(?P<h>(?:全国|全[省市区县]|同?行业|同类|国家|省级|市级){HAN}{{0,4}}?平均(?:水平|值|数)?)",
    # 由2022年的85%: of the year before is not by that year.
    r"(?P<g>(?:19|20)[0-9]{2}年度?[末底]?)的(?=[0-9])",
    rf"{_NO_BASE}(?P<e>[^\W_A-Za-z]{{1,10}}?)(?=(?:相比)?{_VERBS})",
)
BASE = "|".join(re.sub(r"\?P<[a-h]>", "?:", pattern) for pattern in _PATTERNS)
_BASE_OF = [re.compile(pattern) for pattern in _PATTERNS]


def base(text: str, at: int) -> str:
    """What the comparison that `BASE` found at `at` is with: 上年, 去年同期, 2022年, 同比."""
    for pattern in _BASE_OF:
        if found := pattern.match(text, at):
            return str(found[found.lastgroup or 0])
    return ""

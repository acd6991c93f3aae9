"""Numerals: 1,189.99, 3.5万, 三十, 一百二十, 百分之九十五, 九成, 三分之二, 1/3.

A text is expected with its width folded. Values are exact Decimals; only a fraction that
has no end (1/3) is rounded, to 28 digits.
"""

import re
from decimal import Context, Decimal

from audit.grammar.flat import HAN

EXACT = Context(prec=64)
"""For products: no number that `digits` reads is rounded in it."""
_FRACTION = Context(prec=28)

DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
"""A number in digits, with commas by threes or without."""
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
SCALE = "千万|百万|十万|百亿|千亿|万亿|万|亿|千|百"
"""What may stand between digits and a unit."""
_ONES = {char: value for value, char in enumerate("零一二三四五六七八九")}
_ONES |= {"〇": 0, "○": 0, "两": 2, "俩": 2}
CHINESE = r"[零〇○一二两三四五六七八九十百千万亿]{1,16}"
"""What may be a numeral in Chinese; `chinese` says whether it is one."""
_POINT = f"(?:{DIGITS}|{CHINESE}(?:点[零〇一二三四五六七八九]{{1,6}})?)"
PARTS = rf"(?:百|千|万)分之{_POINT}|百分百|(?:{_POINT})分之{_POINT}"
"""百分之九十五, 千分之三, 三分之二."""
# 成立, 成果 and the like are no tenths.
TENTHS = (
    rf"(?:[0-9](?:\.[0-9])?|10|[一二两三四五六七八九十])成(?:[一二三四五六七八九半](?!{HAN}))?"
    r"(?![立果员本功效为绩品年长交套分就熟批])"
)
RATIO = r"[0-9]{1,4}(?:\.[0-9]{1,4})?:[0-9]{1,4}(?:\.[0-9]{1,4})?(?![0-9:.年月])"
FRACTION = r"[0-9]{1,4}/[0-9]{1,4}(?![0-9/万])"
_EVENT = (
    "事故|投诉|差错|故障|失误|伤亡|死亡|违规|违纪|违法|案件|上访|信访|逾期|延误|泄密|事件|舆情|遗漏|污染|火灾|纠纷"
    "|缺陷|隐患|误差|超支|拖欠|流失|增长|新增|返贫|排放|感染|缺勤|浪费|中断|积压|损失|伤害|差评|退件|火情|疫情|腐败|超标"
)
_SORT = "(?:重特大|重大|特大|较大|一般|任何|安全|责任|生产|质量|群体性?|服务|有效|[起次例件宗个])"
# 零 or 0 with what must not happen; 无故障运行时间 is a measure and not the absence of one.
ZERO = rf"(?:零|(?<![0-9.,])0){_SORT}{{0,4}}(?:{_EVENT})(?!率|运行|时间)"
NONE = rf"(?:无|未发生|不发生|未出现|不出现|没有|杜绝|未产生){HAN}{{0,10}}?(?:{_EVENT})(?:发生|现象|行为)?(?!率|运行|时间|工作)"
_LONGEST = 30


def digits(text: str) -> Decimal | None:
    """The number that `DIGITS` found. None for more digits than any amount has."""
    if len(text) > _LONGEST:
        return None
    return Decimal(text.replace(",", ""))


def chinese(text: str) -> Decimal | None:
    """The value of a numeral: 一百二十, 两, 十二, 三万五千, 二〇二四. None where it is none.

    A scale needs a digit before it, but for 十: 百姓 and 千方百计 begin with no number.
    """
    if text and _ONES.keys() >= set(text):
        return _digit_by_digit(text)
    value, before = 0, ""
    for big in "亿万":
        if big in text:
            head, before, text = text.partition(big)
            part = chinese(head)
            if not part:
                return None
            value += int(part) * SCALES[big]
    low = _section(text, before) if text or before else None
    return None if low is None else Decimal(value + low)


def _digit_by_digit(text: str) -> Decimal | None:
    # 二〇二四 is a year; 四五 is "four or five".
    if len(text) > 1 and not set(text) & {"零", "〇", "○"}:
        return None
    return Decimal("".join(str(_ONES[char]) for char in text))


_DIGIT = "[一二两三四五六七八九]"
_SECTION = re.compile(f"(?:({_DIGIT})千)?零?(?:({_DIGIT})百)?零?(?:({_DIGIT}?)(十))?零?({_DIGIT})?")


def _section(text: str, before: str) -> int | None:
    """A numeral below ten thousand; `before` is the scale that it follows, 万 or 亿."""
    found = _SECTION.fullmatch(text)
    if found is None:
        return None
    thousands, hundreds, tens, ten, ones = found.groups()
    last = _ONES[ones] if ones else 0
    scale_before = text[-2:-1] or before
    if scale_before in SCALES and scale_before != "十":
        # 一百二 is 120, 三万五 is 35,000.
        last *= SCALES[scale_before] // 10
    above = 1000 * _ONES.get(thousands, 0) + 100 * _ONES.get(hundreds, 0)
    return above + (10 * _ONES.get(tens, 1) if ten else 0) + last


def scale(text: str) -> Decimal:
    """The value of a run of scales: 万, 百万, 千亿."""
    found = 1
    for char in text:
        found *= SCALES[char]
    return Decimal(found)


def parts(text: str) -> tuple[Decimal, str] | None:
    """Number and unit (%, ‰ or "" for a fraction of one) of what `PARTS` found."""
    if text == "百分百":
        return Decimal(100), "%"
    whole, _, part = text.partition("分之")
    value = _any(part)
    if value is None:
        return None
    if whole in ("百", "千"):
        return value, "%" if whole == "百" else "‰"
    by = Decimal(10000) if whole == "万" else _any(whole)
    return (_FRACTION.divide(value, by), "") if by else None


def tenths(text: str) -> Decimal | None:
    """The percentage of what `TENTHS` found: 九成 is 90, 九成五 is 95."""
    whole, _, part = text.partition("成")
    value = _any(whole)
    if value is None:
        return None
    half = Decimal(5) if part == "半" else Decimal(_ONES.get(part, 0))
    return value * 10 + half


def fraction(text: str) -> Decimal | None:
    """The value of a proper fraction, 1/3; None for what is none (24/7, 3/0)."""
    above, below = map(Decimal, text.split("/"))
    return _FRACTION.divide(above, below) if above < below else None


def ratio(text: str) -> Decimal | None:
    """1:3, as the first over the second."""
    above, below = map(Decimal, text.split(":"))
    return _FRACTION.divide(above, below) if below else None


def _any(text: str) -> Decimal | None:
    if re.fullmatch(DIGITS, text):
        return digits(text)
    if text == "百":
        return Decimal(100)
    whole, point, after = text.partition("点")
    value = chinese(whole)
    if value is None or not point:
        return value
    return value + Decimal("0." + "".join(str(_ONES[char]) for char in after))

"""Marks by which a text had ended, goes on, or begins."""

import re

_FINISHED = frozenset("。；;！!")
_CLOSES = frozenset("，。、；：！？）】》」』”’,;:!?)]}")
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("【", "】"), ("〔", "〕"), ("(", ")"))
_GOES_ON = frozenset(",，；;。、)）%％:：")
_BEGINS = re.compile(
    r"[\s\"“]{0,8}(?:[(（]?\s{0,4}[\d０-９一二三四五六七八九十]{1,3}\s{0,4}[、.．)）](?!\d)|[①-⑳]"
    r"|(?:目标|指标|任务)\s?[\d０-９一二三四五六七八九十]{1,2}[:：、])"
)
# 实施周期指标值: goes on behind the name of an indicator, which ends with ；.
_VALUE = re.compile(r"\s{0,8}[\u4e00-\u9fff]{0,6}(?:指标|目标)值\s{0,4}[:：]")


def begins(text: str) -> bool:
    """Whether a text begins with the number of a list."""
    return _BEGINS.match(text) is not None


def has_ended(text: str) -> bool:
    return text.rstrip()[-1:] in _FINISHED


def is_inside(above: str, below: str) -> bool:
    """Whether a text stops within brackets or quotes that are not closed before the next."""
    if below.lstrip()[:1] in _CLOSES or above.count('"') % 2:
        return True
    return any(above.count(left) > above.count(right) for left, right in _PAIRS)


def goes_on(above: str, below: str) -> bool:
    """Whether a text goes on in another one, as far as marks tell."""
    start = below.lstrip()
    if start[:1] in _GOES_ON or _VALUE.match(start):
        return True
    return not (has_ended(above) or begins(start))

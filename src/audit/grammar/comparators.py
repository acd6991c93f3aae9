"""Comparators before and after a number: ≥, >=, 不低于, 至少, 控制在, 以上, 以内.

民法典 1259: 以上, 以下, 以内 take the number in, 超过 and 不满 leave it out; 不超过 is the
opposite of 超过 and takes it in. A text is expected in the form of `targets.flatten`.
"""

import re
from typing import Literal, NamedTuple

Comparator = Literal["≥", ">", "=", "<", "≤", ""]

_NOT = "(?:不得|不能|不可|不应|不许|不会|不宜|不再|从不|绝不|不|未)"
_BEFORE_NUMBER = r"(?=[(>≥=<≤±约近]?-?[0-9零〇一二两三四五六七八九十百])"
_WORDS: tuple[tuple[Comparator, str], ...] = (
    ("≥", rf"(?:大于|高于|多于|超过)(?:或者?|及|、)?\(?(?:等于|=)\)?|{_NOT}(?:低于|少于|小于|短于|弱于|差于|早于|劣于|下于)"),
    ("≤", rf"(?:小于|低于|少于)(?:或者?|及|、)?\(?(?:等于|=)\)?|{_NOT}(?:高于|超过|大于|多于|超出|突破|长于|晚于|迟于)|不超(?=预算|概算|计划|限额)|不超{_BEFORE_NUMBER}"),
    ("≥", r">=|=>|>/=|≥=?|≮|至少|不下(?:于)?" + _BEFORE_NUMBER + r"|(?:最低|最少|起码)(?:为|达到?)?" + _BEFORE_NUMBER),
    ("≤", r"<=|=<|</=|≤=?|≯|至多|(?:最多|最高|最大|最长|最迟|最晚|上限)(?:为|达到?)?" + _BEFORE_NUMBER),
    (">", r">|大于|高于|超过|多于|超出|长于|优于|超" + _BEFORE_NUMBER),
    ("<", r"<|小于|低于|少于|短于|早于|(?:不足|不满|未满|不到)" + _BEFORE_NUMBER),
    ("=", "==?|等于|恰为"),
)  # fmt: skip
_WEAK: tuple[tuple[Comparator, str], ...] = (
    ("≥", rf"(?:达到?|达至|实现|满){_BEFORE_NUMBER}|达到(?=[≥>=<≤(])"),
    ("≤", r"(?:控制|限制|保持|稳定|压缩|压减|严控)在(?!线|岗|校|册|职|编)|限于"),
)
PATTERN = "|".join(pattern for _, pattern in (*_WORDS, *_WEAK))
_READ = [(sign, re.compile(pattern), False) for sign, pattern in _WORDS]
_READ += [(sign, re.compile(pattern), True) for sign, pattern in _WEAK]


class Sign(NamedTuple):
    """A comparator in front of a number."""

    comparator: Comparator
    weak: bool
    """达到, 控制在: a word after the number decides, where there is one."""


def before(text: str, at: int) -> Sign:
    """The comparator that `PATTERN` found at `at`."""
    for sign, pattern, weak in _READ:
        if pattern.match(text, at):
            # 保持在95%以上 is settled by what follows; alone it sets no bound.
            if weak and text.startswith(("保持", "稳定"), at):
                return Sign("", weak=True)
            return Sign(sign, weak)
    return Sign("", weak=True)


class Tail(NamedTuple):
    """What follows a number and its unit."""

    comparator: Comparator
    end: int
    about: bool = False
    included: bool = False
    """(含) alone: 大于90%(含) is ≥."""


_TAIL = re.compile(
    r"(?:\(含[0-9][^()]{0,8}\))?(?:\(?(?P<with>不?含|包含|包括)(?:本数)?\)?)?(?:及其?|或者?|和|且|\(含\))?"
    r"(?P<word>以上|之上|以下|之下|以内|之内|左右|上下|内(?!容|部|涵|控|外|设|置|业|科|环|镜|存|河|涝))"
    r"(?:\((?P<after>不?含)[^()]{0,10}\))?"
    r"|\((?P<alone>不?含)(?:本数|以上)?\)"
)
FAR_TAIL = r"(?:及|或)?(?:以上|以下|以内|之内)"
"""The same with a noun between: 90名学生以上."""


def after(text: str, at: int) -> Tail | None:
    """What stands at `at`, right after a number and its unit: 以上, (含)以上, 以内, 内, 左右."""
    found = _TAIL.match(text, at)
    if found is None:
        return None
    word = found["word"]
    if word is None:
        return Tail("", found.end(), included=found["alone"] == "含")
    without = "不含" in (found["with"], found["after"])
    if word in ("左右", "上下"):
        return Tail("", found.end(), about=True)
    if word in ("以上", "之上"):
        return Tail(">" if without else "≥", found.end())
    return Tail("<" if without else "≤", found.end())

"""Codes and names of one level of a category: 12-质量指标, 12质量指标, 质量指标, 12.

Which codes and names there are is data (rules/categories); here is only how they are
written.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from audit.grammar.flat import flatten

_LEVEL = re.compile(r"(?P<code>[0-9]{0,6})[-_.、:·~|/ ]*(?P<name>.*)", re.DOTALL)
# 一、产出指标, (一)产出指标: an item's number and no code.
_ITEM = re.compile(r"^(?:\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[、.])")
# 产出指标(50分), 产出指标50%: the weight that self-evaluation forms print behind.
_WEIGHT = re.compile(r"\((?:[0-9.]{1,6}[分%]?|权重[^()]{0,10})\)$")
_MARKS = ",;、。:.-_|/ ·~"


class CategoryText(NamedTuple):
    """Code and name, width folded and without spaces; "" where one is missing."""

    code: str
    name: str


@lru_cache(maxsize=65536)
def parse(text: str) -> CategoryText:
    """Code and name of a level's text. Never raises: what has no code is a name."""
    flat = flatten(text)[0].replace(" ", "").strip(_MARKS)
    found = _LEVEL.fullmatch(_ITEM.sub("", flat))
    if found is None:
        return CategoryText("", flat)
    name = _WEIGHT.sub("", found["name"])
    return CategoryText(found["code"], name.strip(_MARKS))


@lru_cache(maxsize=65536)
def stem(name: str) -> str:
    """A name without a trailing 指标, width folded and without spaces."""
    flat = parse(name).name
    return flat.removesuffix("指标") or flat


def same(a: str, b: str) -> bool:
    """Whether two names are one, a trailing 指标 and width aside."""
    return stem(a) == stem(b)

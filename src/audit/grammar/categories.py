"""Codes and names of one level of a category: 12-质量指标, 12质量指标, 质量指标."""

from functools import lru_cache
from typing import NamedTuple


class CategoryText(NamedTuple):
    """Code and name as written, width folded and without spaces; "" where it is missing."""

    code: str
    name: str


@lru_cache(maxsize=65536)
def parse(text: str) -> CategoryText:
    """Code and name of a level's text."""
    return CategoryText("", text.strip())


def stem(name: str) -> str:
    """The name without a trailing 指标, folded, without spaces."""
    return name.removesuffix("指标") or name


def same(a: str, b: str) -> bool:
    """Whether two names are one, a trailing 指标 and the width aside."""
    return stem(a) == stem(b)

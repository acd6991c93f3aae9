"""The language of indicator names: `施工质量合格率（%）`, `差错事故数/起`, `林木采伐监管(万立方米)`.

`head` is the name without what only tells the unit; `unit` is that unit. Whether a name
announces a number or an accident is a matter of word lists, see rulebook/names.py.
"""

import re
from functools import lru_cache

from audit.grammar import targets
from audit.grammar.normal import bare, normal

_BRACKETED = re.compile(r"[(\[【〔<]([^()\[\]【】〔〕<>]*)[)\]】〕>]$")
_SLASHED = re.compile(r"/([^/]{1,5})$")
_CLOSES = "%‰)]】〕>"
"""What a name that gives its unit ends with, if there is no `/` before the unit."""
_REPEATS = 4
_HAN = re.compile(r"[\u3400-\u9fff]")
_STOPS = "。.,;:、!?…*★-—"
# 卫生院（所）, 处（室） are institutions by another name; （年） and （期） say which, not how many.
_NO_UNITS = frozenset("所处站室部科队组门年期届院校厂村县区市家")


@lru_cache(maxsize=65536)
def head(name: str) -> str:
    """Width folded, without white space, stops and what stands in brackets at the end."""
    return _parted(name)[0]


@lru_cache(maxsize=65536)
def unit(name: str) -> str:
    """The unit that the name gives: `%`, `起`, `万立方米`; empty where it gives none."""
    return _parted(name)[1]


@lru_cache(maxsize=4096)
def unit_class(name: str) -> str:
    """The class of the unit that the name gives; empty where it gives none."""
    found = unit(name)
    return targets.parse(f"1{found}").unit_class if found else ""


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """What two names have to have alike to be one: the head without punctuation."""
    return bare(head(name))


def repeats(target: str, name: str) -> bool:
    """Whether one of the two, of four characters or more, is within the other."""
    shorter, longer = sorted((bare(target), key(name)), key=len)
    return len(shorter) >= _REPEATS and shorter in longer


def restates(target: str, name: str) -> bool:
    """Whether the target is the whole name and a value, and hardly a word more."""
    flat, own = normal(target), head(name)
    if len(own) < _REPEATS or own not in flat:
        return False
    more = targets.parse(flat.replace(own, "", 1)).rest
    return len(_HAN.findall(more)) < _REPEATS


@lru_cache(maxsize=4096)
def _parted(name: str) -> tuple[str, str]:
    text, found = normal(name).strip(_STOPS), ""
    if text and text[-1] not in _CLOSES and "/" not in text:
        return text, ""
    while text:
        if text.endswith(("%", "‰")):
            text, found = text[:-1].rstrip(_STOPS), found or text[-1]
        elif bracketed := _BRACKETED.search(text):
            found = found or _unit(bracketed[1])
            text = text[: bracketed.start()].rstrip(_STOPS)
        elif (slashed := _SLASHED.search(text)) and _unit(slashed[1]):
            text, found = text[: slashed.start()].rstrip(_STOPS), found or _unit(slashed[1])
        else:
            break
    return text, found


def _unit(text: str) -> str:
    """The text where it is a unit and nothing else, or a hint such as `≥**个` that ends in one."""
    text = text.lstrip("≥≤<>=*xX_")
    if not text or text in _NO_UNITS:
        return ""
    parsed = targets.parse(f"1{text}")
    return text if parsed.unit == text and parsed.unit_class else ""

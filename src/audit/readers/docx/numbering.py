"""Numbers that Word prints before a paragraph: they are in no text, but on the page.

Known formats: decimal, letters, Roman numerals, Chinese numerals, circled digits. Of an
unknown one the decimal number is shown.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_LEVELS = 9


class Numbering:
    """The lists of a document, counting as its paragraphs come by."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, list[int]] = {}
        if root is None:
            return
        for abstract in root.iter(f"{W}abstractNum"):
            key = abstract.get(f"{W}abstractNumId", "")
            self._levels[key] = dict(_level(each) for each in abstract.iter(f"{W}lvl"))
        for number in root.iter(f"{W}num"):
            link = number.find(f"{W}abstractNumId")
            if link is not None:
                self._lists[number.get(f"{W}numId", "")] = link.get(f"{W}val", "")

    def label(self, paragraph: Element) -> str:
        """What is printed before the paragraph; empty for bullets and for none."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        if properties is None:
            return ""
        identity = _value(properties.find(f"{W}numId"))
        level = _whole(_value(properties.find(f"{W}ilvl")))
        levels = self._levels.get(self._lists.get(identity, ""), {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(identity, [0] * _LEVELS)
        counts[level] = counts[level] + 1 if counts[level] else levels[level][2]
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        return _shown(levels, level, counts)


def _shown(levels: Mapping[int, tuple[str, str, int]], level: int, counts: list[int]) -> str:
    form, template, _ = levels[level]
    if form in {"bullet", "none"}:
        return ""
    for each in range(level + 1):
        if f"%{each + 1}" in template and each in levels:
            number = counts[each] or levels[each][2]
            template = template.replace(f"%{each + 1}", _number(number, levels[each][0]))
    return template


def _level(element: Element) -> tuple[int, tuple[str, str, int]]:
    form = _value(element.find(f"{W}numFmt")) or "decimal"
    template = _value(element.find(f"{W}lvlText"))
    start = _value(element.find(f"{W}start")) or "1"
    return _whole(element.get(f"{W}ilvl", "0")), (form, template, _whole(start))


def _number(number: int, form: str) -> str:
    if form in {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographDigital",
        "japaneseCounting",
    }:
        return _chinese(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form in {"lowerLetter", "upperLetter"} and 1 <= number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    if form in {"lowerRoman", "upperRoman"}:
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    return str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    pairs = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    text = ""
    for value, letters in pairs:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _whole(text: str) -> int:
    return min(int(text), _LEVELS - 1 if len(text) > 6 else 10**6) if text.isdecimal() else 0

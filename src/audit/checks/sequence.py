"""`sequence`: the indicators of a project are numbered 1, 2, 3, … without gaps or repeats.

Options
    report: `repeat` (1, 2, 1), `gap` (1, 2, 4), `missing` (1, blank, 3), `order` (1, 3, 2: no
        number repeats, and one is smaller than that before it) or `mixed` (1、 and （2）).

One finding a project, at the first number that is wrong, the others related: where a
printing system restarts the count, ten numbers have one cause. A gap is reported at the
number after it, a repeat at the second of the two, so that the reader's eye lands where the
pen has to go. A number is left out where no indicator of the project has it: 1, 2, 1, 2
repeats and leaves nothing out. A number that cannot be read is `Unchecked` and stands for
the one that was due, so that it neither hides a gap nor makes one.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from audit.checks.kind import Hit, Near, RecordLook, Unchecked, Value
from audit.filing import Indicator, Project, text_of
from audit.finding import Text
from audit.grammar import numbers
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Each

NAME = "sequence"
EACH: tuple[Each, ...] = ("project",)
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {"report": {"enum": ["repeat", "gap", "missing", "order", "mixed"]}},
    "required": ["report"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"numbers", "wrong", "count"})
"""All numbers of the project, those that are repeated or left out, and how many they are."""

_SHOWN = 12
_LABEL = re.compile(r"^(?:绩效)?(?:指标|序号|第|No\.?|№)", re.IGNORECASE)
_MARKS = " \t\r\n、.．。,，:：;；)(（）〔〕【】[]<>《》〈〉-—_#*条项个号"


class _Numbered(NamedTuple):
    indicator: Indicator
    number: int
    """Where it cannot be read: the one that was due."""
    shown: str
    readable: bool


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    looks: dict[str, RecordLook] = {
        "repeat": _repeats,
        "gap": _gaps,
        "missing": _missing,
        "order": _order,
        "mixed": _mixed,
    }
    return looks[options["report"]]


def _repeats(project: Project) -> Iterator[Hit | Unchecked]:
    numbered = _numbered(project)
    yield from _unchecked(numbered)
    seen: dict[int, _Numbered] = {}
    again: list[_Numbered] = []
    for one in numbered:
        if not one.readable:
            continue
        if seen.setdefault(one.number, one) is not one:
            again.append(one)
    if again:
        first = Near(seen[again[0].number].indicator, "number", "first")
        yield _hit(again, numbered, _listed(dict.fromkeys(str(one.number) for one in again)), first)


def _gaps(project: Project) -> Iterator[Hit | Unchecked]:
    numbered = _numbered(project)
    yield from _unchecked(numbered)
    left_out: list[str] = []
    after: dict[int, _Numbered] = {}
    last = 0
    for number in sorted({one.number for one in numbered}):
        if number > last + 1:
            left_out.append(_span(last + 1, number - 1))
            behind = next((one for one in numbered if one.readable and one.number > last + 1), None)
            if behind is not None:
                after[behind.indicator.index] = behind
        last = number
    if after:
        ordered = [after[index] for index in sorted(after)]
        yield _hit(ordered, numbered, _listed(left_out))


def _missing(project: Project) -> Iterator[Hit]:
    numbered = _numbered(project)
    blank = [one for one in numbered if not one.shown]
    if blank:
        yield _hit(blank, numbered, _listed([str(one.indicator.index + 1) for one in blank]))


def _order(project: Project) -> Iterator[Hit]:
    numbered = [one for one in _numbered(project) if one.readable]
    shown = [one.number for one in numbered]
    if len(set(shown)) == len(shown):
        back = [after for before, after in pairwise(numbered) if after.number < before.number]
        if back:
            yield _hit(back, numbered, _listed([one.shown for one in back]))


def _mixed(project: Project) -> Iterator[Hit]:
    """The first number whose style differs from that of the first; one finding a project."""
    numbered = [one for one in _numbered(project) if one.readable]
    styles = {style(text_of(one.indicator.number)): one for one in reversed(numbered)}
    if len(styles) > 1:
        _, other, *_ = sorted(styles.values(), key=lambda one: one.indicator.index)
        raw = [text_of(one.indicator.number).strip() for one in numbered]
        yield Hit.trimmed(
            other.indicator,
            "number",
            (Near(numbered[0].indicator, "number", "first"),),
            numbers=_listed(raw),
            wrong=text_of(other.indicator.number).strip(),
            count="1",
        )


def style(text: str) -> str:
    """How a number is written: `1` for a bare one, `(1)` for one in brackets, `①`, `一`."""
    flat = text.strip()
    if flat and unicodedata.normalize("NFKC", flat[0]) != flat[0] and not flat[0].isascii():
        circled = not unicodedata.name(flat[0], "").startswith("FULLWIDTH")
        if circled:
            return "①"
    body = unicodedata.normalize("NFKC", flat).strip(" 、.．。,，:：;；")
    kind = "1" if any(char.isascii() and char.isdigit() for char in body) else "一"
    return f"({kind})" if body[:1] in "(（" or body[-1:] in ")）" else kind


def _hit(wrong: list[_Numbered], numbered: list[_Numbered], words: Text, *before: Near) -> Hit:
    first, *others = (one.indicator for one in wrong)
    related = (*before, *(Near(one, "number", "same") for one in others))
    values: dict[str, Value] = {
        "numbers": _listed([one.shown or "—" for one in numbered]),
        "wrong": words,
        "count": str(len(wrong)),
    }
    if not wrong[0].shown:
        return Hit(first, "number", values=values, related=related)
    return Hit.trimmed(first, "number", related, **values)


def _unchecked(numbered: list[_Numbered]) -> Iterator[Unchecked]:
    for one in numbered:
        if not one.readable:
            yield Unchecked(one.indicator, "number", "number-not-whole")


def _numbered(project: Project) -> list[_Numbered]:
    """The indicators of a form that numbers them."""
    found: list[_Numbered] = []
    due = 1
    for indicator in project.indicators or ():
        if indicator.number is None:
            continue
        text = indicator.number.text
        number = whole(text)
        found.append(_Numbered(indicator, number or due, _shown(text), number is not None))
        due = (number or due) + 1
    return found


@lru_cache(maxsize=4096)
def whole(text: str) -> int | None:
    """The number that `1、`, `（1）`, `①`, `１．`, `一、`, `第1条`, `指标1` or `01` say; None for 0."""
    # NFKC: ① is 1, ⑴ is (1), ⒈ is 1., ㈠ is (一), full width is half width.
    flat = unicodedata.normalize("NFKC", text).strip(_MARKS)
    flat = _LABEL.sub("", flat).strip(_MARKS)
    # int() would take "1_0" and does not end on a million digits.
    if flat.isascii() and flat.isdecimal() and len(flat) <= 6:
        return int(flat) or None
    value = numbers.chinese(flat) if 0 < len(flat) <= 6 else None
    return int(value) or None if value is not None and value < 10**6 else None


def _shown(text: str) -> str:
    """The number without the mark that parts it from what follows; "" for marks alone."""
    return unicodedata.normalize("NFKC", text).strip(_MARKS)


def _span(first: int, last: int) -> str:
    match last - first:
        case 0:
            return str(first)
        case 1:
            return f"{first}、{last}"
        case _:
            return f"{first}—{last}"


def _listed(parts: Mapping[str, None] | list[str]) -> Text:
    shown = list(parts)[:_SHOWN]
    more = len(parts) > _SHOWN
    zh, en = "、".join(shown), ", ".join(shown).replace("、", ", ")
    return Text(f"{zh}……" if more else zh, f"{en} …" if more else en)

"""What a target says: comparator, number, unit, deadline, frequency, change, standard, grade.

`≥95%`, `90分以上`, `2024年11月30日前`, `每季度1次`, `验收合格`, `较上年提高5%`, `提高` are all
taken apart here, and whatever is not understood is kept in `rest`. The parts of the
language have their own modules (numbers, units, dates, comparators, changes, grades …), and
pieces.py makes one pattern of them; this one walks through a text with it once, from left to
right, and joins what stands together: a sign with its number, a verb with its amount.

What is vague is no business of this module: that 较好 cannot be measured is in word lists.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from audit.grammar import (
    changes,
    comparators,
    dates,
    frequencies,
    grades,
    numbers,
    pieces,
    quantities,
    units,
)  # fmt: skip
from audit.grammar.changes import Change, Verb
from audit.grammar.comparators import Comparator, Sign
from audit.grammar.dates import Date
from audit.grammar.flat import flatten
from audit.grammar.quantities import Figure, Quantity
from audit.grammar.units import NO_UNIT, Unit


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Target:
    """A target's parts. Where it names several numbers, the first is taken apart here."""

    text: str
    comparator: Comparator = ""
    """The first number's; without a number, of what stands instead (≤预算数, ≤12月31日, 良好以上)."""
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    quantity: Decimal | None = None
    unit: str = ""
    unit_class: units.UnitClass = ""
    per: str = ""
    """From `comparator` to here: see `Quantity`."""
    quantities: tuple[Quantity, ...] = ()
    """All numbers, in order; the first is the one above."""
    deadline: Date | None = None
    frequency: str = ""
    """As written: 每季度, 按月, 一年; 每年 for 次/年."""
    change: Change = ""
    """The first number's; without numbers, that of the first verb (提高, 较上年下降)."""
    base: str = ""
    """What a change or level is measured against: 上年, 同比, 2022年; 85% of 从85%提高到90%."""
    standard: str = ""
    """A document, code or body that says what is right: 《…》, GB/T 50378, 国家标准, 验收."""
    grade: str = ""
    """A step of a scale or one of two values: 合格, 达标, 一级, 优, 是, 全覆盖."""
    rest: str = ""
    """Words that were not read, in order, parted by a space; fillers (完成, 确保) left off."""
    has_number: bool = False
    """A number or a date with figures, of any script; 零事故 and 无事故 are the number 0."""

    @property
    def understood(self) -> bool:
        """Nothing but filler is left over."""
        return not self.rest


@lru_cache(maxsize=65536)
def parse(text: str) -> Target:
    """A target's parts. Never raises; linear in the text's length.

    A text of more than 20,000 characters is no target and is left unread.
    """
    if len(text) > _LONGEST:
        return Target(text=text, rest=text)
    return _Reader(text).read()


def comparable(a: Target, b: Target) -> bool:
    """Whether the intervals of both are of one thing in one unit.

    元/人 and 元, 人 and 人次, 个月 and 天, a change and a level are not comparable.
    """
    if not (a.quantities and b.quantities):
        return False
    return (_base(a), a.quantities[0].change, a.base) == (_base(b), b.quantities[0].change, b.base)


def disjoint(a: Target, b: Target) -> bool:
    """Whether no value at all meets the first number of both: 大于90% and 小于80%.

    Only for comparable ones that both state an interval: a bare number is read as = by
    systems and as ≥ (or ≤) by people, so it contradicts nothing. Nor does 约.
    """
    if not comparable(a, b):
        return False
    one, two = a.quantities[0], b.quantities[0]
    if not (one.stated and two.stated) or one.about or two.about:
        return False
    return quantities.below(one, two) or quantities.below(two, one)


def _base(target: Target) -> str:
    return target.quantities[0].base if target.quantities else ""


_FILLER = re.compile(
    "完成|截[至止]|确保|保证|力争|争取|预计|实现|全年|每个|达到?|平均|年均|累计|合计|总计|共计|以及|并且|其中|不断|进行|左右|情况"
    "|[的之于在为是应须需约共均以及和或且到至由从自达含有经按并后末了第]"
)
_RATE = re.compile(
    r"(?:(?<![效功频])率|(?:满意|知晓|认可|信任|支持|覆盖|感知)度|感|比例|占比|比重|指数|得分)[要需均(]?$"
)
_RATES = frozenset({"percent", "permille", "score", ""})
_FOR_NOTHING = frozenset({"percent", "permille", "point", "score", "ratio", "time"})
_FROM = re.compile(r"[从由自][^,;。，；]{0,8}$")
_FRINGE = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(r"[^\W_]")
_LONGEST = 20_000
_FAR = 8
"""So many characters may stand between a number and its 以上: 90名在校学生以上."""
_SPANS = frozenset({"-", "--", "~", "至", "到"})
_WITH_BOUND: dict[Comparator, Comparator] = {">": "≥", "<": "≤"}
_SHARE = Unit("", "ratio", "倍")
# After a Chinese digit alone, these units only count things: 三名社工, but 两个责任.
_SURE = frozenset(
    {*"人名位场起辆台套篇期份批家户所座处亩元吨米天周年艘架头株棵栋幢间例宗倍", "万元", "亿元"}
    | {"公里", "千米", "平方米", "小时", "分钟", "个月", "工作日", "个工作日", "人次", "场次"}
)
_ENDS_HERE = re.compile(r"$|[\W_]|以上|以下|以内|之内|内|前|左右|及以上|每|/")


@dataclass(slots=True)
class _Waiting:
    """What stands before a number and waits for it, up to the end of the clause."""

    sign: Sign | None = None
    sign_at: tuple[int, int] = (-1, -1)
    verb: Verb | None = None
    verb_end: int = -1
    per: tuple[str, ...] = ()
    time: str = ""
    about: bool = False

    def comparator(self) -> Comparator:
        return self.sign.comparator if self.sign is not None else ""

    def ends(self) -> tuple[int, int]:
        """Where the sign and the verb end that are still waiting."""
        return (
            self.sign_at[1] if self.sign is not None else -1,
            self.verb_end if self.verb is not None else -1,
        )


class _Reader:
    """One walk through one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat, self.places = flatten(text)
        self.quantities: list[Quantity] = []
        self.nones: list[Quantity] = []
        """无事故: the number 0, where no other is said."""
        self.rest: list[str] = []
        self.deadline: Date | None = None
        self.limited = False
        self.date_end = -1
        self.frequency = self.base = self.standard = self.grade = ""
        self.change: Change = ""
        self.left: Comparator = ""
        """The first sign that no number took."""
        self.figures = False
        self.waiting = _Waiting()
        self.number_end = self.grade_end = -1

    def read(self) -> Target:
        core = _FRINGE.sub("", self.flat)
        if core in grades.WHOLE:
            return Target(text=self.text, grade=core)
        at = word = 0
        anything = False
        while found := pieces.ANY.search(self.flat, at):
            at = found.end()
            kind = pieces.KINDS[found.lastgroup or ""]
            if kind in ("word", "hole"):
                if kind == "hole":
                    # Its sign is not the next number's.
                    self._stop()
                continue
            end = at if kind in pieces.MARKS else getattr(self, f"_{kind}")(found)
            if end < 0:
                # Left as words; a number inside a run of them is none either.
                at = -end
                continue
            anything |= kind not in pieces.MARKS
            self._keep(word, found.start())
            if kind == "stop":
                self._stop()
            at = word = end
        self._keep(word, len(self.flat))
        return self._target(anything=anything)

    def _keep(self, start: int, end: int) -> None:
        if start < end:
            self.rest.append(self.flat[start:end])

    def _stop(self) -> None:
        # 达到要求 sets no bound, 控制在预算内 does.
        sign = self.waiting.sign
        if sign is not None and (sign.comparator == "≤" or not sign.weak):
            self.left = self.left or sign.comparator
        self.waiting = _Waiting()

    # Each kind of piece has a method of its name. It answers where the piece ends, or, as a
    # negative number, that it is left as words up to there.

    def _title(self, found: re.Match[str]) -> int:
        self.standard = self.standard or self._original(found.start(), found.end())
        return found.end()

    _code = _title

    def _standard(self, found: re.Match[str]) -> int:
        name = grades.standard(found[0])
        if not name:
            return -found.end()
        start = found.start() + found[0].index(name)
        self.standard = self.standard or self._original(start, start + len(name))
        return found.end()

    def _assay(self, found: re.Match[str]) -> int:
        what, result = grades.assay(found[0])
        self.standard = self.standard or what
        self.grade = self.grade or result
        self.grade_end = found.end()
        return found.end()

    def _grade(self, found: re.Match[str]) -> int:
        self.grade = self.grade or grades.grade(found[0])
        self.grade_end = found.end()
        return found.end()

    def _base(self, found: re.Match[str]) -> int:
        self.base = self.base or changes.base(self.flat, found.start())
        return found.end()

    def _frequency(self, found: re.Match[str]) -> int:
        self.frequency = self.frequency or found[0]
        self.waiting.time = frequencies.span(found[0])
        self.figures |= any(char.isdigit() for char in found[0])
        return found.end()

    def _per(self, found: re.Match[str]) -> int:
        self.waiting.per = (*self.waiting.per, frequencies.each(found[0]))[-3:]
        return found.end()

    def _clock(self, found: re.Match[str]) -> int:
        self.figures = True
        return found.end()

    def _about(self, found: re.Match[str]) -> int:
        self.waiting.about = True
        return found.end()

    def _verb(self, found: re.Match[str]) -> int:
        verb = changes.verb(self.flat, found.start())
        self.change = self.change or verb.change
        self.waiting.verb, self.waiting.verb_end = verb, found.end()
        return found.end()

    def _sign(self, found: re.Match[str]) -> int:
        sign, start, waiting = (
            comparators.before(self.flat, found.start()),
            found.start(),
            self.waiting,
        )
        if waiting.sign is not None and waiting.sign_at[1] == start:
            # 达到≥90%, 不低于≥90%: the plainer of the two, and the first of two equals.
            start = waiting.sign_at[0]
            sign = sign if waiting.sign.weak else waiting.sign
        waiting.sign, waiting.sign_at = sign, (start, found.end())
        return found.end()

    def _tail(self, found: re.Match[str]) -> int:
        sign: Comparator = "≥" if "以上" in found[0] else "≤"
        if self.grade_end == found.start():
            self.left = self.left or sign
            return found.end()
        if not self.quantities or found.start() - self.number_end > _FAR:
            return -found.end()
        if self.waiting.sign is None and not self.quantities[-1].comparator:
            self.quantities[-1] = quantities.signed(self.quantities[-1], sign)
        return found.end()

    def _date(self, found: re.Match[str]) -> int:
        date, limited = dates.parse(found[0]), dates.is_limit(found[0])
        self.figures |= dates.has_figures(found[0])
        if self.flat.startswith(("起", "以来", "以后", "之后"), found.end()):
            return found.end()
        if self.waiting.sign is not None:
            self.left = self.left or self.waiting.sign.comparator
            limited, self.waiting.sign = True, None
        known = self.deadline
        if known is not None:
            date = date._replace(year=date.year or known.year, month=date.month or known.month)
        # Of several dates the first limit counts, of a span of time its end.
        spans = known is not None and self.flat[self.date_end : found.start()] in _SPANS
        if known is None or spans or not self.limited:
            self.deadline, self.limited = date, limited
        self.date_end = found.end()
        return found.end()

    def _zero(self, found: re.Match[str]) -> int:
        unit = units.UNITS.get(found[0][1:2], NO_UNIT)
        zero = Figure(Decimal(0), None, unit, about=False, end=found.end())
        return self._add(zero, found.start())

    def _none(self, found: re.Match[str]) -> int:
        zero = Figure(Decimal(0), None, NO_UNIT, about=False, end=found.end())
        span = self._span(found.start(), found.end())
        self.nones.append(quantities.quantity(zero, "=", span=span))
        return found.end()

    def _parts(self, found: re.Match[str]) -> int:
        value, name = numbers.parts(found[0]) or (None, "")
        return self._fixed(value, units.UNITS.get(name, _SHARE), found)

    def _tenths(self, found: re.Match[str]) -> int:
        return self._fixed(numbers.tenths(found[0]), units.UNITS["%"], found)

    def _ratio(self, found: re.Match[str]) -> int:
        return self._fixed(numbers.ratio(found[0]), _SHARE, found)

    def _fraction(self, found: re.Match[str]) -> int:
        value = numbers.fraction(found[0])
        if value is None:
            # 24/7 is no share of anything: two numbers.
            first = found[0].partition("/")[0]
            at = found.start() + len(first)
            return self._add(quantities.figure(self.flat, Decimal(first), at), found.start())
        return self._fixed(value, _SHARE, found)

    def _fixed(self, value: Decimal | None, unit: Unit, found: re.Match[str]) -> int:
        """A number that brings its unit with it."""
        if value is None:
            return -found.end()
        return self._add(Figure(value, None, unit, about=False, end=found.end()), found.start())

    def _spread(self, found: re.Match[str]) -> int:
        value = numbers.digits(found[0].lstrip("±正负"))
        if value is None:
            return -found.end()
        start = found.start()
        has_middle = self.number_end == start and self.quantities and not self.quantities[-1].unit
        middle = self.quantities.pop() if has_middle else None
        end = self._add(quantities.figure(self.flat, value, found.end()), start)
        self.quantities[-1] = quantities.spread(middle, self.quantities[-1])
        return end

    def _number(self, found: re.Match[str]) -> int:
        shown = found[0].lstrip("-¥￥")
        value = numbers.digits(shown)
        if value is None:
            return -found.end()
        if found[0][0] == "-":
            value = -value
        figure = quantities.figure(self.flat, value, found.end())
        if not figure.unit.name and found[0].lstrip("-") != shown:
            figure = figure._replace(unit=units.UNITS["元"])
        return self._add(figure, found.start())

    def _chinese(self, found: re.Match[str]) -> int:
        text, start = found[0], found.start()
        if text == "半":
            return self._add(quantities.figure(self.flat, Decimal("0.5"), found.end()), start)
        # The run may end in a scale that is the unit's: 三百万元.
        text = text.rstrip("万亿") or text
        value = numbers.chinese(text)
        if value is None or not self._is_number(text, start):
            return -found.end()
        return self._add(quantities.figure(self.flat, value, start + len(text)), start)

    def _is_number(self, text: str, start: int) -> bool:
        """Whether a Chinese numeral here is meant as a number, unlike 一次性 and 两个责任."""
        end = start + len(text)
        opens = (
            start == 0
            or not _WORD.match(self.flat[start - 1])
            or start in self.waiting.ends()
            or bool(self.waiting.time and self.flat.endswith(self.waiting.time, 0, start))
        )
        if quantities.begins_range(self.flat, end):
            return opens or len(text) > 1
        figure = quantities.figure(self.flat, Decimal(1), end)
        if figure.unit.name in ("", "级"):
            # 等于零, 不少于三十; 市区两级 is no number.
            alone = start == 0 or start in self.waiting.ends()
            return alone and not figure.unit.name and end == len(self.flat)
        if len(text) > 1 or _ENDS_HERE.match(self.flat, figure.end):
            return self.flat[max(0, start - 1) : start] not in ("第", "统", "数", "几")
        return opens and figure.unit.name in _SURE

    def _add(self, figure: Figure, start: int) -> int:
        """A number: with what stands before it and what follows it, 以上, 以内, (含), 左右."""
        waiting, end = self.waiting, figure.end
        comparator = waiting.comparator()
        weak = waiting.sign is None or waiting.sign.weak
        if figure.at_least and weak:
            comparator, weak = "≥", False
        about = waiting.about
        if tail := comparators.after(self.flat, end):
            end = tail.end
            about |= tail.about
            if tail.comparator and weak:
                comparator = tail.comparator
            elif tail.included:
                comparator = _WITH_BOUND.get(comparator, comparator)
        change, comparator = self._change(figure.unit, start, comparator)
        if figure.unit.name == "级" and not self.grade:
            self.grade = self.flat[start : figure.end]
        opened = waiting.sign_at[0] if waiting.sign is not None else start
        self.quantities.append(
            quantities.quantity(
                figure._replace(unit=self._for(figure.unit)),
                comparator,
                change=change,
                about=about,
                span=self._span(opened, end),
            )
        )
        self.number_end = end
        self.waiting = _Waiting()
        return end

    def _for(self, unit: Unit) -> Unit:
        """The unit with what stands before the number: 每人500元, 每季度1次."""
        per, counts = self.waiting.per, unit.unit_class in ("count", "frequency")
        if counts and unit.per.lstrip("0123456789") in frequencies.SPANS:
            self.frequency = self.frequency or f"每{unit.per}"
            return unit
        if not unit.name or unit.unit_class in _FOR_NOTHING:
            return unit
        time = self.waiting.time or (per[-1] if per and per[-1] in frequencies.SPANS else "")
        if counts and time and not unit.per:
            return units.often(unit, time)
        return units.for_each(unit, (*per, self.waiting.time, unit.per))

    def _change(self, unit: Unit, start: int, comparator: Comparator) -> tuple[Change, Comparator]:
        """Whether the number is a change, and its comparator."""
        verb = self.waiting.verb
        if verb is None or verb.change in ("keep", ""):
            return "", comparator
        if verb.level:
            # 提高到90% is met by 92%.
            self._take_first_as_base(start)
            return "", comparator or ("≥" if verb.change == "up" else "≤")
        until = self.waiting.sign_at[0] if self.waiting.sign is not None else start
        if unit.unit_class in _RATES and _RATE.search(self.flat[self.waiting.verb_end : until]):
            # 提高满意度90%: the rate itself, not its growth.
            return "", comparator
        return verb.change, comparator

    def _take_first_as_base(self, start: int) -> None:
        """从85%提高到90%: the first number is the base of the second."""
        if self.quantities and start - self.number_end <= _FAR + 4:
            first, last = self.quantities[-1].span
            if _FROM.search(self.text[max(0, first - 10) : first]):
                self.quantities.pop()
                self.base = "".join(self.text[first:last].split())

    def _span(self, start: int, end: int) -> tuple[int, int]:
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    def _original(self, start: int, end: int) -> str:
        first, last = self._span(start, end)
        return " ".join(self.text[first:last].split())

    def _target(self, *, anything: bool) -> Target:
        self._stop()
        found = (*self.quantities, *self.nones)
        # Where nothing was read, the fillers are what the target says.
        words = [part for part in self.rest if not anything or _FILLER.sub("", part)]
        first = found[0] if found else Quantity(comparator=self.left)
        return Target(
            text=self.text,
            comparator=first.comparator,
            low=first.low,
            high=first.high,
            low_open=first.low_open,
            high_open=first.high_open,
            quantity=first.quantity,
            unit=first.unit,
            unit_class=first.unit_class,
            per=first.per,
            quantities=found,
            deadline=self.deadline,
            frequency=self.frequency,
            change=first.change if found else self.change,
            base=self.base,
            standard=self.standard,
            grade=self.grade,
            rest=" ".join(words),
            has_number=bool(found) or self.figures,
        )

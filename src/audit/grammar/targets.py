"""What a target says: comparator, number, unit, deadline, frequency, change, standard, grade.

`≥95%`, `90分以上`, `2024年11月30日前`, `每季度1次`, `验收合格`, `较上年提高5%`, `提高` are all
taken apart here, and whatever is not understood is kept in `rest`. The parts of the
language have their own modules (numbers, units, dates, comparators, changes, grades); this
one puts them into one pattern, walks through a text with it once, from left to right, and
joins what stands together: a sign with its number, a verb with its amount.

What is vague is no business of this module: that 较好 cannot be measured is in word lists.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from audit.grammar import changes, comparators, dates, grades, numbers, units
from audit.grammar.changes import Change, Verb
from audit.grammar.comparators import Comparator, Sign
from audit.grammar.dates import Date
from audit.grammar.normal import fold
from audit.grammar.units import Unit


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Quantity:
    """One number of a target with its sign and unit, and the interval that it accepts."""

    comparator: Comparator = ""
    """"" for a bare number, a range and ±."""
    low: Decimal | None = None
    """The interval in units of `base` (万元 in 元, 公里 in 米). None: no bound on this side."""
    high: Decimal | None = None
    low_open: bool = False
    """The bound itself is left out (大于, 超过)."""
    high_open: bool = False
    quantity: Decimal | None = None
    """The number as shown, a range's first one; 万 and 亿 are multiplied in, but for 万元, 万亩."""
    unit: str = ""
    """As it is written, width folded: 万元, 元/人·天, 个工作日, %."""
    unit_class: units.UnitClass = ""
    """"" where there is no unit, or one of no class (℃, 级)."""
    base: str = ""
    """The unit in which `low` and `high` count: quantities of one base can be compared."""
    per: str = ""
    """What an amount is for: 人·天 of 元/人·天, 人 of 每人500元, 年 of 次/年."""
    change: Change = ""
    """提高5% is a change; 提高到90% is a level and is none."""
    about: bool = False
    """约, 左右, 余: the number is not meant exactly."""
    span: tuple[int, int] = (0, 0)
    """Where it stands in the target's text, with its sign, unit and 以上."""

    @property
    def stated(self) -> bool:
        """Whether an interval is said, by a sign or a range. A bare number leaves it open."""
        return bool(self.comparator) or self.low != self.high


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
    """A target's parts. Never raises; linear in the text's length."""
    flat, places = flatten(text)
    return _Reader(text, flat, places).read()


def same_class(a: Target, b: Target) -> bool:
    """Whether the first numbers of both are of one class of unit.

    次 and 次/年 are of one class here; no unit is a class of its own, and so are ℃ and 级.
    """
    classes = {a.unit_class, b.unit_class}
    if classes == {""}:
        return _base(a) == _base(b)
    return len(classes) == 1 or classes == {"count", "frequency"}


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
    return _below(one, two) or _below(two, one)


def _base(target: Target) -> str:
    return target.quantities[0].base if target.quantities else ""


def _below(one: Quantity, two: Quantity) -> bool:
    """Whether all that `one` accepts is less than all that `two` does."""
    if one.high is None or two.low is None:
        return False
    if one.high == two.low:
        return one.high_open or two.low_open
    return one.high < two.low


_SIGNS = str.maketrans(
    {"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "═": "=", "﹥": ">", "﹤": "<", "﹪": "%", "〉": ">", "〈": "<"}
    | {"∶": ":", "·": "·", "•": "·", "・": "·", "⋅": "·", "∙": "·", "∕": "/", "⁄": "/", "﹢": "+"}
    | dict.fromkeys("﹣‐‑‒–—―−➖", "-")
    | dict.fromkeys("〜∼∽˜", "~")
)  # fmt: skip
_SPACE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")


def flatten(text: str) -> tuple[str, list[int] | None]:
    """The text with width and signs folded and without spaces, and where each character was.

    A space between two digits stays, as one: 100 200 are two numbers. The list has one
    entry more than there are characters; None where nothing was taken out.
    """
    flat = fold(text).translate(_SIGNS)
    if not _SPACE.search(flat):
        return flat, None
    found: list[str] = []
    places: list[int] = []
    at = 0
    for space in _SPACE.finditer(flat):
        found += flat[at : space.start()]
        places += range(at, space.start())
        at = space.end()
        if found and found[-1].isdigit() and flat[at : at + 1].isdigit():
            found.append(" ")
            places.append(space.start())
    found += flat[at:]
    places += range(at, len(flat) + 1)
    return "".join(found), places


_TIMES = r"年度?|半年度?|季度?|月度?|月份|周|星期|日|天|学期|学年|小时|工作日|旬|半月|分钟|晚|轮"
_OFTEN = r"[0-9一二两三四五六七八九十]{1,4}(?:余|多)?(?:次|场|期|轮|回|遍|批|趟)"
_FREQUENCY = "|".join(
    (
        rf"每隔?(?:[一两二三四五六七八九十]|[0-9]{{1,2}})?个?(?:{_TIMES})(?![度均])",
        r"按(?:年|季|月|周|日|天|旬)度?(?!计划|预算|目标|任务|工作|均)",
        rf"[一半两二三1-9]?(?:年|个?季度|个?月|周|星期|天|日|学期)(?=(?:[≥>=<≤]|不少于|至少|不低于)?{_OFTEN}(?!性))",
        r"7[×*xX]24(?:小时|h)?|24[×*xX]7(?:小时|h)?|全天候",
    )
)
_PER = (
    r"每个?(?:人次?|户|亩|村|平方米|公里|千米|件|台|辆|班|场|次|吨|套|名|位|家|生|校|期|批|立方米|株|头|车|所|项|份|床|座|处)(?![一-龥]*均)"
    r"|[人户亩生校村件台次场班师车家日月](?:均)(?!可|为|衡|匀|达标)"
)  # fmt: skip
_APPROXIMATELY = r"(?:大约|约为?|接近|近|大概|预计)(?=[0-9一二两三四五六七八九十])"
_NUMBER = rf"(?:(?<![0-9A-Za-z一-龥%)])-)?[¥￥]?(?:{numbers.DIGITS})"

_PIECES: tuple[tuple[str, str], ...] = (
    # A hint that was never filled in is left as words: no number, nothing read.
    ("word", r"\*+|[xX×]{2,}%?|_+%?|…+|\.{3,}|○{2,}"),
    ("title", grades.TITLE),
    ("code", grades.CODE),
    ("item", r"(?:(?<=[;。,])|^)(?:[0-9]{1,2}[.、)](?=[一-龥《“\"])|\([0-9]{1,2}\)(?=[一-龥]))|[①-⑳]"),
    ("word", r"第[0-9一二三四五六七八九十百]{1,4}(?=方|批|期|轮|次|届|个|年(?!度)|阶段|版)|十[一二三四五]五|[一二三四五六七八九]期工程"),
    ("base", changes.BASE),
    ("frequency", _FREQUENCY),
    ("per", _PER),
    ("standard", grades.STANDARD),
    ("assay", grades.ASSAY),
    ("verb", changes.PATTERN),
    ("sign", comparators.PATTERN),
    ("about", _APPROXIMATELY),
    ("zero", numbers.ZERO),
    ("none", numbers.NONE),
    ("clock", r"(?<![0-9:])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9:])(?=[-~至到前]|之前|以前|$)"),
    ("date", dates.PATTERN),
    ("grade", grades.GRADE),
    ("parts", numbers.PARTS),
    ("tenths", numbers.TENTHS),
    ("ratio", r"(?<![0-9:.])[0-9]{1,4}(?:\.[0-9]+)?:[0-9]{1,4}(?:\.[0-9]+)?(?![0-9:.])"),
    ("fraction", rf"(?<![0-9./A-Za-z]){numbers.FRACTION}"),
    ("spread", rf"(?:±|正负){numbers.DIGITS}"),
    ("number", _NUMBER),
    ("chinese", numbers.CHINESE + r"|半(?=年|个?月|天|小时)"),
    ("tail", comparators.FAR_TAIL),
    ("word", r"[A-Za-z][A-Za-z0-9]*(?:[.-][0-9]+)*"),
    ("stop", r"[;。,!?]"),
    ("mark", r"[\s:、.\"'“”‘’()\[\]【】{}|·/\\~《》±+-]"),
)  # fmt: skip
_ANY = re.compile("|".join(f"(?P<{name}{at}>{piece})" for at, (name, piece) in enumerate(_PIECES)))
_KINDS = {f"{name}{at}": name for at, (name, _) in enumerate(_PIECES)}
_BETWEEN = re.compile(r"(?:-{1,2}|~{1,2}|至|到)(?=[0-9一二两三四五六七八九十])")
_SOME = re.compile(rf"(?P<scale>{numbers.SCALE})?(?P<some>余|多|\+)(?![一-龥]*样)")
_SECOND = re.compile(rf"(?P<digits>{numbers.DIGITS})|(?P<chinese>{numbers.CHINESE})")
_FILLER = re.compile(
    "完成|确保|保证|力争|争取|预计|实现|全年|每个|达到?|平均|年均|累计|合计|总计|共计|以及|并且|其中|不断|进行|左右|情况"
    "|[的之于在为是应须需约共均以及和或且到至由从自达含有经按并后末了第]"
)
_RATE = re.compile(r"(?:率|度|比例|占比|比重|水平|指数|分|得分)(?:要|需|均)?$")
_FROM = re.compile(r"[从由自][^,;。]{0,8}$")
# After a Chinese digit alone, these units only count things: 三名社工, but 两个责任.
_SURE = frozenset(
    "人 名 位 场 起 辆 台 套 篇 期 份 批 家 户 所 座 处 亩 元 万元 亿元 吨 米 公里 千米 天 小时 分钟 个月 工作日 个工作日 人次"
    " 场次 平方米 周 名次 年 艘 架 头 株 棵 栋 幢 间 例 宗 倍".split()
)
_ENDS_HERE = re.compile(r"$|[^一-龥A-Za-z0-9]|以上|以下|以内|之内|内|前|左右|及以上|每|/")
_OPENS_HERE = re.compile(r"(?:^|[^一-龥A-Za-z0-9])$")


class _Word(NamedTuple):
    """A sign, verb or the like that waits for its number."""

    start: int
    end: int


@dataclass(slots=True)
class _Reader:
    """One walk through one text."""

    text: str
    flat: str
    places: list[int] | None
    quantities: list[Quantity] = field(default_factory=list)
    zeros: list[Quantity] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    deadline: Date | None = None
    limited: bool = False
    date_end: int = -1
    frequency: str = ""
    change: Change = ""
    base: str = ""
    standard: str = ""
    grade: str = ""
    left: Comparator = ""
    figures: bool = False
    sign: Sign | None = None
    sign_at: _Word = _Word(-1, -1)
    verb: Verb | None = None
    verb_at: _Word = _Word(-1, -1)
    per: list[str] = field(default_factory=list)
    time: str = ""
    about: bool = False
    grade_end: int = -1
    number_end: int = -1
    anything: bool = False

    def read(self) -> Target:
        core = _FRINGE.sub("", self.flat)
        if core in grades.WHOLE:
            return Target(text=self.text, grade=core)
        flat, at, word = self.flat, 0, 0
        while found := _ANY.search(flat, at):
            kind = _KINDS[found.lastgroup or ""]
            at = found.end()
            if kind == "word":
                continue
            if kind in ("stop", "mark", "item"):
                end = at
            else:
                end = getattr(self, f"_{kind}")(found)
                if end < 0:
                    at = max(at, -end)
                    continue
                self.anything = True
            self._keep(flat[word : found.start()])
            if kind == "stop":
                self._stop()
            at = word = end
        self._keep(flat[word:])
        return self._target()

    def _keep(self, words: str) -> None:
        if words:
            self.rest.append(words)

    def _stop(self) -> None:
        """The clause is over: what waited for a number gets none."""
        if self.sign is not None and not self.sign.weak:
            self.left = self.left or self.sign.comparator
        self.sign = self.verb = None
        self.per.clear()
        self.time = ""
        self.about = False

    # Each piece's method returns where it ends, or, negative, that it is left as words.

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
        self.time = re.sub("^(?:每隔?|按)", "", found[0]).removeprefix("一").removeprefix("个")
        self.figures |= any(char.isdigit() for char in found[0])
        return found.end()

    def _per(self, found: re.Match[str]) -> int:
        self.per.append(found[0].removeprefix("每").removeprefix("个").removesuffix("均"))
        return found.end()

    def _clock(self, found: re.Match[str]) -> int:
        self.figures = True
        return found.end()

    def _about(self, found: re.Match[str]) -> int:
        self.about = True
        return found.end()

    def _verb(self, found: re.Match[str]) -> int:
        verb = changes.verb(found[0])
        self.change = self.change or verb.change
        # 较上年有所提高，增长5%: the verb nearest to the number counts.
        self.verb, self.verb_at = verb, _Word(found.start(), found.end())
        return found.end()

    def _sign(self, found: re.Match[str]) -> int:
        sign = comparators.before(self.flat, found.start())
        if self.sign is not None and self.sign_at.end == found.start():
            # 达到≥90%, 不低于≥90%: the plainer of the two, and the first of two equals.
            if not self.sign.weak:
                sign = self.sign
            self.sign_at = self.sign_at._replace(end=found.end())
        else:
            self.sign_at = _Word(found.start(), found.end())
        self.sign = sign
        return found.end()

    def _tail(self, found: re.Match[str]) -> int:
        sign: Comparator = "≥" if "以上" in found[0] else "≤"
        if self.grade_end == found.start():
            self.left = self.left or sign
            return found.end()
        last = self.quantities[-1] if self.quantities else None
        if last is None or found.start() - self.number_end > 8:
            return -found.end()
        if self.sign is None and not last.comparator:
            self.quantities[-1] = _again(last, sign)
        return found.end()

    def _date(self, found: re.Match[str]) -> int:
        date = dates.parse(found[0])
        self.figures |= dates.has_figures(found[0])
        limited = dates.is_limit(found[0])
        if self.sign is not None:
            self.left = self.left or self.sign.comparator
            limited, self.sign = True, None
        known = self.deadline
        between = self.flat[self.date_end : found.start()] if known else ""
        if known is not None:
            if date.year is None and known.year is not None:
                date = date._replace(year=known.year)
            if date.month is None:
                date = date._replace(month=known.month)
        if known is None or between in ("-", "--", "~", "至", "到") or not self.limited:
            self.deadline, self.limited = date, limited
        self.date_end = found.end()
        return found.end()

    def _zero(self, found: re.Match[str]) -> int:
        self._add(Decimal(0), None, units.Unit("", "", ""), found.start(), found.end())
        return found.end()

    def _none(self, found: re.Match[str]) -> int:
        zero = Decimal(0)
        span = self._span(found.start(), found.end())
        self.zeros.append(Quantity(comparator="=", low=zero, high=zero, quantity=zero, span=span))
        return found.end()

    def _parts(self, found: re.Match[str]) -> int:
        read = numbers.parts(found[0])
        if read is None:
            return -found.end()
        value, name = read
        unit = units.UNITS.get(name, Unit("", "ratio", "倍"))
        return self._finish(value, None, unit, found.start(), found.end())

    def _tenths(self, found: re.Match[str]) -> int:
        value = numbers.tenths(found[0])
        if value is None:
            return -found.end()
        return self._finish(value, None, units.UNITS["%"], found.start(), found.end())

    def _ratio(self, found: re.Match[str]) -> int:
        above, below = (Decimal(part) for part in found[0].split(":"))
        if not below:
            return -found.end()
        value = numbers.EXACT.divide(above, below)
        return self._finish(value, None, Unit("", "ratio", "倍"), found.start(), found.end())

    def _fraction(self, found: re.Match[str]) -> int:
        value = numbers.fraction(found[0])
        if value is None:
            # 24/7: the first number, and the rest is read on its own.
            first = found[0].index("/")
            return self._after(Decimal(found[0][:first]), found.start(), found.start() + first)
        return self._finish(value, None, Unit("", "ratio", "倍"), found.start(), found.end())

    def _spread(self, found: re.Match[str]) -> int:
        value = numbers.digits(found[0].lstrip("±正负"))
        if value is None:
            return -found.end()
        unit, by, end = self._unit(found.end())
        value = numbers.EXACT.multiply(value, by)
        bound = numbers.EXACT.multiply(value, unit.factor)
        self._add(value, None, unit, found.start(), end)
        last = self.quantities[-1]
        self.quantities[-1] = replace(
            last, low=-bound, high=bound, low_open=last.high_open, high_open=last.high_open
        )
        return end

    def _number(self, found: re.Match[str]) -> int:
        shown = found[0].lstrip("-¥￥")
        value = numbers.digits(shown)
        if value is None:
            return -found.end()
        if found[0][0] == "-":
            value = -value
        return self._after(value, found.start(), found.end(), yuan=found[0] != shown.lstrip("-"))

    def _chinese(self, found: re.Match[str]) -> int:
        if found[0] == "半":
            return self._after(Decimal("0.5"), found.start(), found.end())
        # The run may end with a scale that belongs to the unit, 三百万元, or be no number.
        text, start = found[0], found.start()
        if len(text) > 1 and text[-1] in "万亿":
            text = text.rstrip("万亿")
        value = numbers.chinese(text)
        if value is None or not self._plain(text, start):
            return -found.end()
        return self._after(value, start, start + len(text))

    def _plain(self, text: str, start: int) -> bool:
        """Whether a Chinese numeral here is meant as a number."""
        end = start + len(text)
        before = self.flat[max(0, start - 1) : start]
        opens = (
            not before or bool(_OPENS_HERE.search(before)) or self._waiting_until(start)
        )  # fmt: skip
        if _BETWEEN.match(self.flat, end):
            return opens or len(text) > 1
        unit = units.match(self.flat, end)
        if unit is None:
            some = _SOME.match(self.flat, end)
            unit = units.match(self.flat, some.end()) if some else None
            if unit is None:
                return False
        if len(text) > 1 or _ENDS_HERE.match(self.flat, unit.end):
            return before not in ("第", "统")
        return opens and unit.unit.name in _SURE

    def _waiting_until(self, start: int) -> bool:
        """Whether a sign, verb or span of time ends right here."""
        ends = {self.sign_at.end if self.sign else -1, self.verb_at.end if self.verb else -1}
        return start in ends or bool(self.time and self.flat[:start].endswith(self.time))

    def _after(self, value: Decimal, start: int, end: int, *, yuan: bool = False) -> int:
        """A number from `start` to `end`, with the unit and the second number after it."""
        some = _SOME.match(self.flat, end)
        about = self.about
        if some is not None:
            self.about = True
            if some["scale"]:
                value = numbers.EXACT.multiply(value, numbers.scale(some["scale"]))
            end = some.end()
        unit, by, end = self._unit(end)
        if yuan and not unit.name:
            unit = units.UNITS["元"]
        second: Decimal | None = None
        if between := _BETWEEN.match(self.flat, end):
            read = _SECOND.match(self.flat, between.end())
            other = read and (
                numbers.digits(read[0]) if read["digits"] else numbers.chinese(read[0])
            )
            if read is not None and other is not None:
                last, last_by, last_end = self._unit(read.end())
                if last.name or unit.name or by == last_by:
                    # 15万-20万元: the first 万 is the 万 of 万元.
                    if not unit.name and by == last.factor and last.name:
                        by = Decimal(1)
                    if not unit.name or unit.base == last.base and last.name:
                        if not unit.name and by == 1:
                            by = last_by
                        first_unit = unit if unit.name else last
                        if first_unit.factor != last.factor and unit.name:
                            other = numbers.EXACT.divide(
                                numbers.EXACT.multiply(other, last.factor), unit.factor
                            )
                        unit = first_unit
                        second, end = numbers.EXACT.multiply(other, last_by), last_end
                    elif not last.name:
                        second, end = other, last_end
        value = numbers.EXACT.multiply(value, by)
        end = self._finish(value, second, unit, start, end)
        self.about = about and False
        return end

    def _unit(self, at: int) -> tuple[Unit, Decimal, int]:
        found = units.match(self.flat, at)
        if found is None:
            return Unit("", "", ""), Decimal(1), at
        return found.unit, found.scale, found.end

    def _finish(
        self, value: Decimal, second: Decimal | None, unit: Unit, start: int, end: int
    ) -> int:
        """The number and what follows it: 以上, 以内, (含), 左右."""
        tail = comparators.after(self.flat, end)
        if tail is not None:
            end = tail.end
            self.about |= tail.about
            if tail.comparator and (self.sign is None or self.sign.weak):
                self.sign = Sign(tail.comparator, weak=False)
                if self.sign_at.end < 0:
                    self.sign_at = _Word(start, start)
        self._add(value, second, unit, start, end)
        return end

    def _add(
        self, value: Decimal, second: Decimal | None, unit: Unit, start: int, end: int
    ) -> None:
        change, comparator = self._change(unit, start)
        if unit.name == "级" and not self.grade:
            self.grade = self.flat[start:end]
        unit = self._for(unit)
        low = numbers.EXACT.multiply(value, unit.factor)
        high = low if second is None else numbers.EXACT.multiply(second, unit.factor)
        opened = self.sign_at.start if self.sign is not None and 0 <= self.sign_at.start else start
        quantity = Quantity(
            comparator=comparator,
            low=min(low, high),
            high=max(low, high),
            quantity=value,
            unit=unit.name,
            unit_class=unit.unit_class,
            base=unit.base,
            per=unit.per,
            change=change,
            about=self.about,
            span=self._span(min(opened, start), end),
        )
        if second is None:
            quantity = _again(quantity, comparator)
        self.quantities.append(quantity)
        self.number_end = end
        self.sign = self.verb = None
        self.sign_at = _Word(-1, -1)
        self.about = False

    def _for(self, unit: Unit) -> Unit:
        """The unit with what stands before the number: 每人500元, 每季度1次."""
        if unit.per:
            if unit.per in _SPANS and not self.frequency:
                self.frequency = f"每{unit.per}"
            return unit
        if unit.unit_class in ("percent", "permille", "point", "score", "ratio", "time"):
            return unit
        if unit.unit_class == "count":
            return units.often(unit, self.time) if self.time else unit
        words = "·".join((*self.per, self.time) if self.time else self.per)
        if not words or not unit.name:
            return unit
        return unit._replace(base=f"{unit.base}/{words}", per=words)

    def _change(self, unit: Unit, start: int) -> tuple[Change, Comparator]:
        """Whether the number is a change, and its comparator."""
        comparator = self.sign.comparator if self.sign is not None else ""
        verb = self.verb
        if verb is None or verb.change == "keep":
            return "", comparator
        if verb.level:
            # 提高到90% is met by 92%.
            self._from(start)
            return "", comparator or ("≥" if verb.change == "up" else "≤")
        until = self.sign_at.start if self.sign is not None and self.sign_at.start >= 0 else start
        between = self.flat[self.verb_at.end : max(until, self.verb_at.end)]
        if unit.unit_class in ("percent", "score", "permille", "") and _RATE.search(between):
            # 提高满意度90%: the rate itself, not its growth.
            return "", comparator
        return verb.change, comparator

    def _from(self, start: int) -> None:
        """从85%提高到90%: the first number is the base of the second."""
        if not self.quantities or self.number_end > self.verb_at.start:
            return
        first = self.quantities[-1]
        begin = first.span[0] if self.places is None else self.places.index(first.span[0])
        if start - self.number_end <= 12 and _FROM.search(self.flat[:begin]):
            self.quantities.pop()
            self.base = self.text[first.span[0] : first.span[1]].strip()

    def _span(self, start: int, end: int) -> tuple[int, int]:
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1

    def _original(self, start: int, end: int) -> str:
        first, last = self._span(start, end)
        return " ".join(self.text[first:last].split())

    def _target(self) -> Target:
        quantities = (*self.quantities, *self.zeros)
        left = self.left
        if self.sign is not None and not left:
            left = self.sign.comparator
        words = [part for part in self.rest if _FILLER.sub("", part)] if self.anything else self.rest
        first = quantities[0] if quantities else Quantity(comparator=left)
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
            quantities=quantities,
            deadline=self.deadline,
            frequency=self.frequency,
            change=first.change if quantities else self.change,
            base=self.base,
            standard=self.standard,
            grade=self.grade,
            rest=" ".join(words),
            has_number=bool(quantities) or self.figures,
        )


_FRINGE = re.compile(r"^[\s\W_]+|[\s\W_]+$")
_SPANS = frozenset("年 年度 半年 季度 季 月 个月 周 星期 日 天 小时 学期 学年".split())


def _again(quantity: Quantity, sign: Comparator) -> Quantity:
    """The quantity, of one number, with the interval of a sign."""
    value = quantity.low if quantity.low is not None else quantity.high
    low = value if sign in ("≥", ">", "=", "") else None
    high = value if sign in ("≤", "<", "=", "") else None
    return replace(
        quantity, comparator=sign, low=low, high=high, low_open=sign == ">", high_open=sign == "<"
    )

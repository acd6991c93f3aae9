"""The heading over a block of indicators, and what each of its columns stands for.

    一级指标 | 二级指标 | 三级指标 | 指标值

The heading is found by its words (indicator_words.py). Where 三级指标 or 二级指标 come twice, two
blocks stand side by side, the period on the left and the year on the right, unless words above
them say otherwise. Where nothing is called 指标值 and several unknown words follow, each is
somebody with a target of its own (one column a township). Unmerged formats leave the headings
of further columns blank: they belong to the last heading before.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from audit.grammar.categories import stem
from audit.grammar.normal import normal
from audit.layouts.indicator_words import ANNUAL, CYCLE, FIRST_LEVELS, LONGEST, is_category, key_of
from audit.layouts.labels import is_margin, label_of
from audit.layouts.slots import Row, Slot

Side = Literal["", "cycle", "annual"]


class Column(NamedTuple):
    key: str
    """A field of an indicator, or `note`."""
    first: int
    last: int
    recipient: Slot | None = None
    """Whose target it holds, where each of several has a column."""


class Block(NamedTuple):
    """The columns of one indicator in a row."""

    side: Side
    columns: tuple[Column, ...]


class Headings(NamedTuple):
    blocks: tuple[Block, ...]
    rows: int
    """How many rows the heading takes: one, or two."""
    texts: tuple[tuple[str, ...], ...]
    """Its filled texts, by which a repetition is known."""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(column.key for block in self.blocks for column in block.columns)

    @property
    def has_levels(self) -> bool:
        return bool(self.keys & {"level1", "level2"})


_TARGETS = frozenset({"annual_target", "cycle_target"})
_AIMS = _TARGETS | {"actual", "items"}
_PART_OF_WIDE = frozenset({"annual_target", "cycle_target", "name", "explanation", "actual"})


def find(rows: Sequence[Row], at: int) -> Headings | None:
    """The heading that begins at a row, None where none does.

    A row that names projects or goals in further columns heads a table of another layout.
    """
    row = rows[at]
    known = [(slot, key_of(slot.text)) for slot in row if slot.filled and slot.fresh]
    keys = [key for _, key in known if key is not None]
    enough = not {"name", "items"}.isdisjoint(keys) or {"level1", "level2"} <= set(keys)
    if not enough or len(set(keys) - {"note", "number"}) < 2:
        return None
    if {"level1", "level2"}.isdisjoint(keys) and not set(keys) & _AIMS:
        return None
    unknown = [slot for slot, key in known if key is None]
    if any(_heads_other_layout(slot) for slot in unknown):
        return None
    second = rows[at + 1] if at + 1 < len(rows) else ()
    wide = [_interval(row, slot) for slot, key in known if key in _PART_OF_WIDE or key is None]
    taller = _is_second(second, known, wide)
    columns = _columns(row, second if taller else ())
    below = at + 1 + taller
    columns = _with_category(columns, known, rows[below] if below < len(rows) else ())
    above = rows[at - 1] if at else ()
    blocks = _blocks(columns, above)
    used = (row, second) if taller else (row,)
    texts = tuple(_texts(one) for one in used)
    if not any(key in _AIMS for block in blocks for key, *_ in block.columns):
        return None
    return Headings(blocks, len(used), texts)


def repeats(row: Row, headings: Headings) -> bool:
    """Whether the row is a heading again, as page breaks leave it."""
    return _texts(row) in headings.texts


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(normal(slot.text) for slot in row if slot.filled and slot.fresh)


def _heads_other_layout(slot: Slot) -> bool:
    label = label_of(slot.text)
    if label is None or not label.sure or is_margin(slot.text):
        return False
    return label.key in {"project_name", "goal", "goal_cycle", "total", "total_cycle", "fiscal"}


def _interval(row: Row, slot: Slot) -> tuple[int, int]:
    """The columns under a heading: its own, and blank ones up to the next."""
    last = slot.last
    for other in row:
        if other.first == last and not other.filled:
            last = other.last
    return slot.first, last


def _is_second(
    second: Row, known: list[tuple[Slot, str | None]], wide: list[tuple[int, int]]
) -> bool:
    fresh = [slot for slot in second if slot.fresh and slot.filled]
    if not fresh:
        return False
    fixed = [slot for slot, key in known if key in {"level1", "level2", "name"}]
    if any(slot.overlaps(one.first, one.last) for slot in fresh for one in fixed):
        return False
    inside = all(
        any(first <= slot.first and slot.last <= last and last - first > 1 for first, last in wide)
        for slot in fresh
    )
    short = all(len(normal(slot.text)) <= 20 for slot in fresh)
    words = all(key_of(slot.text) or not any(map(str.isdecimal, slot.text)) for slot in fresh)
    return inside and short and words and (len(fresh) > 1 or key_of(fresh[0].text) is not None)


def _columns(row: Row, second: Row) -> list[Column]:
    columns: list[Column] = []
    unknown: list[tuple[Slot, int, int]] = []
    below = [slot for slot in second if slot.fresh and slot.filled]
    keyed = {id(slot): key_of(slot.text) for slot in row if slot.filled and slot.fresh}
    if {"name", "items"}.isdisjoint(keyed.values()):
        keyed |= _named_by_place(row, keyed)
    for slot in row:
        if not slot.filled:
            continue
        first, last = _interval(row, slot)
        key = keyed.get(id(slot))
        parts = [one for one in below if one.overlaps(first, last)]
        if parts:
            for part in parts:
                start, stop = _interval(second, part)
                own = key_of(part.text)
                if own is None and key in _TARGETS:
                    columns.append(Column(str(key), start, min(stop, last), part))
                elif own is not None:
                    # 实施期 over 指标值 says whose the value is.
                    wide = own == "annual_target" and CYCLE.search(slot.text)
                    columns.append(Column("cycle_target" if wide else own, start, min(stop, last)))
                else:
                    unknown.append((part, start, min(stop, last)))
        elif key is not None:
            columns.append(Column(key, first, last))
        elif not is_margin(slot.text):
            unknown.append((slot, first, last))
    columns += _recipients(columns, unknown)
    columns.sort(key=lambda column: column.first)
    return _with_unnamed_level(columns)


def _named_by_place(row: Row, keyed: Mapping[int, str | None]) -> dict[int, str]:
    """绩效指标 behind 二级指标 stands over names, where nothing else does."""
    behind = False
    for slot in row:
        key = keyed.get(id(slot))
        if behind and key is None and slot.filled and normal(slot.text).endswith("指标"):
            return {id(slot): "name"}
        behind = behind or key == "level2"
    return {}


def _recipients(columns: list[Column], unknown: list[tuple[Slot, int, int]]) -> list[Column]:
    """Unknown words behind the name are somebody's targets, where no column is called that."""
    if any(column.key in _TARGETS or column.key == "actual" for column in columns):
        return []
    start = max((column.first for column in columns if column.key == "name"), default=0)
    behind = [one for one in unknown if one[1] > start]
    return [Column("annual_target", first, last, slot) for slot, first, last in behind]


def _with_unnamed_level(columns: list[Column]) -> list[Column]:
    """A wide 一级指标 before 三级指标 without 二级指标 between holds both levels."""
    keys = [column.key for column in columns]
    if "level2" in keys or "level1" not in keys or "name" not in keys:
        return columns
    at = keys.index("level1")
    wide = columns[at]
    if wide.last - wide.first < 2:
        return columns
    middle = wide.first + 1
    halves = [wide._replace(last=middle), Column("level2", middle, wide.last)]
    return [*columns[:at], *halves, *columns[at + 1 :]]


def _with_category(
    columns: list[Column], known: list[tuple[Slot, str | None]], below: Row
) -> list[Column]:
    """What is called 指标类型 or else, left of the names, and holds 产出指标, is a level."""
    if any(column.key in {"level1", "level2"} for column in columns):
        return columns
    start = min((column.first for column in columns if column.key in {"name", "items"}), default=0)
    for slot, key in known:
        held = next((one for one in below if one.overlaps(slot.first, slot.last)), None)
        if key in {None, "note"} and slot.first < start and held and is_category(held.text):
            level = "level1" if stem(held.text) in FIRST_LEVELS else "level2"
            others = [column for column in columns if column.first != slot.first]
            return sorted(
                (*others, Column(level, slot.first, slot.last)), key=lambda one: one.first
            )
    return columns


def _blocks(columns: list[Column], above: Row) -> tuple[Block, ...]:
    parts = _parted(columns)
    if len(parts) == 1:
        return (Block("", tuple(_told_apart(parts[0], above))),)
    first, *others = parts
    sides: list[Side] = ["cycle"]
    sides += ["annual"] * len(others)
    if len(parts) == 2:
        sides = [_side(part, above) or side for part, side in zip(parts, sides, strict=True)]
    shared = [column for column in first if column.key in {"level1", "level2", "number"}]
    blocks = [Block(sides[0], tuple(first))]
    for side, part in zip(sides[1:], others, strict=True):
        own = {column.key for column in part}
        given = [column for column in shared if column.key not in own]
        blocks.append(Block(side, (*given, *part)))
    return tuple(blocks)


def _parted(columns: list[Column]) -> list[list[Column]]:
    """Columns in blocks: a new one begins where 二级指标 or 三级指标 comes again behind a target."""
    parts: list[list[Column]] = [[]]
    for at, column in enumerate(columns):
        held = {one.key for one in parts[-1]}
        again = column.key in {"level1", "level2", "name"} and column.key in held
        if again and held & _TARGETS:
            if not any(one.key in _AIMS for one in columns[at:]):
                # 指标内容 behind all targets says what the indicator is about.
                parts[-1].append(column._replace(key="explanation"))
                continue
            parts.append([])
        parts[-1].append(column)
    return parts


def _told_apart(columns: list[Column], above: Row) -> list[Column]:
    """Two columns called 指标值: the words above them tell the period from the year."""
    same = [one for one in columns if one.key == "annual_target" and one.recipient is None]
    if len(same) < 2:
        return columns
    made = dict.fromkeys(columns, "")
    for column in same:
        if _side([column], above) == "cycle":
            made[column] = "cycle_target"
    if not any(made.values()):
        made[same[0]] = "cycle_target"
    return [one._replace(key=made[one] or one.key) for one in columns]


def _side(columns: Sequence[Column], above: Row) -> Side:
    """What the row above says of the columns."""
    own = [column for column in columns if column.key not in {"level1", "number"}] or columns
    first, last = own[0].first, own[-1].last
    for slot in above:
        start, stop = _interval(above, slot)
        if slot.filled and start <= last - 1 and first < stop and start > 0:
            text = normal(slot.text)
            if len(text) > LONGEST:
                # A goal that stands there tells of no column.
                continue
            if ANNUAL.search(text) and not CYCLE.search(text) and start >= first - 2:
                return "annual"
            if CYCLE.search(text) and stop <= last + 2:
                return "cycle"
    return ""

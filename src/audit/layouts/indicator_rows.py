"""Rows under the heading of a block of indicators, made into records.

A merged category passes its words down, and so does one that an unmerged format gives once,
with blanks below; every field of a cell that a record before had is `inherited`. A row with
neither a name nor a value is a category that the form offers and nobody filled: no record.
Two blocks side by side are one indicator where both name the same, else one each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from audit.filing import Field, Indicator
from audit.grammar.normal import normal
from audit.layouts import cutting, several, targets
from audit.layouts.indicator_columns import Block, Column, Headings
from audit.layouts.indicator_words import is_category
from audit.layouts.labels import is_margin
from audit.layouts.slots import Row, Slot
from audit.plugins import Skipped

_SUMS = frozenset(
    {
        "合计", "总计", "总分", "总得分", "小计", "得分合计", "分值合计", "自评总分", "总分合计",
        "评价得分",
    }
)  # fmt: skip
_SAYS = ("name", "annual_target", "cycle_target", "actual")
_PROSE = frozenset({"explanation", "cause"})
_LEVELS = ("level1", "level2")
_APART = ("comparator", "unit")

Fields = dict[str, Field]


@dataclass(slots=True)
class Rows:
    """The indicators of one project, read row by row."""

    project_index: int
    skipped: list[Skipped]
    found: list[Indicator] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    """The fields that the form has for an indicator."""
    _headings: Headings | None = None
    _levels: dict[int, Fields] = field(default_factory=dict)
    """The last category of each block."""
    _upper: Slot | None = None
    """The last third level, where the form has a fourth."""
    _given: set[tuple[str, int]] = field(default_factory=set)
    """Fields that a record had already, as key and cell."""

    @property
    def headings(self) -> Headings | None:
        return self._headings

    def begin(self, headings: Headings) -> None:
        """Read what follows under this heading."""
        self._headings = headings
        self._levels = {}
        for block in headings.blocks:
            self.keys |= {_key(column.key, block) for column in block.columns} - {"note"}
        if several.ITEMS in self.keys:
            self.keys ^= {several.ITEMS, "name", "annual_target"}
        if self.keys & set(_LEVELS):
            self.keys.add("category")

    def read(self, row: Row) -> None:
        """Take one row."""
        headings = self._headings
        if headings is None:
            return
        filled = [slot for slot in row if slot.filled and slot.fresh]
        if filled and any(normal(slot.text).strip(":") in _SUMS for slot in filled[:2]):
            # The points of all indicators; a text among them is nobody's.
            self._skip((slot for slot in filled if _is_points(slot.text)), "note")
            return
        self._skip_margin(row, headings)
        made = [
            (block, fields)
            for at, block in enumerate(headings.blocks)
            for fields in self._of_block(row, at, block)
        ]
        for fields in _united(made, self.skipped):
            self._add(fields)

    def _skip(self, slots: Iterable[Slot], why: str) -> None:
        self.skipped += [Skipped(slot.cell, 0, len(slot.text), why) for slot in slots]

    def _skip_margin(self, row: Row, headings: Headings) -> None:
        columns = [column for block in headings.blocks for column in block.columns]
        for slot in row:
            held = any(slot.overlaps(one.first, one.last) for one in columns)
            if slot.filled and slot.fresh and not held and is_margin(slot.text):
                self._skip([slot], "label")

    def _of_block(self, row: Row, at: int, block: Block) -> Iterator[Fields]:
        held = _held(row, block.columns)
        self._carry_upper(held, block)
        fields = {key: self._field(key, slots) for key, slots in held.items() if key != "note"}
        for key in {column.key for column in block.columns} - held.keys() - {"note"}:
            # A row that is too short lacks its last cells: they are missing where it ends.
            fields[key] = cutting.blank(row[-1].cell)
        self._inherit(at, fields)
        self._turn(fields)
        self._skip((slot for slot in held.get("note", []) if slot.fresh), "note")
        recipients = [column for column in block.columns if column.recipient is not None]
        if not any(_says(fields[key].text) for key in (*_SAYS, several.ITEMS) if key in fields):
            self._skip(_of_the_form(held), "label")
        elif recipients:
            yield from _of_recipients(row, fields, recipients)
        else:
            apart = several.told_apart(fields, self.skipped)
            for one in apart:
                yield _with_targets(one, held if one is fields else {})

    def _carry_upper(self, held: dict[str, list[Slot]], block: Block) -> None:
        """Above a fourth level, a third that an unmerged format gives once goes on below."""
        slots = held.get("name", [])
        if len(slots) < 2 or sum(column.key == "name" for column in block.columns) < 2:
            return
        begins = any(slot.filled and slot.fresh for key in _LEVELS for slot in held.get(key, ()))
        if slots[0].filled or begins:
            self._upper = slots[0]
        elif self._upper is not None and any(slot.filled for slot in slots):
            held["name"] = [self._upper, *slots[1:]]

    def _field(self, key: str, slots: Sequence[Slot]) -> Field:
        cells = [slot.cell for slot in slots if slot.filled] or [slots[0].cell]
        if key == "name":
            parts = []
            for cell in cells:
                found, before = cutting.name(cell)
                self.skipped.append(Skipped(cell, *before, "label"))
                parts.append(found)
            return parts[0] if len(parts) == 1 else Field.join(tuple(parts), "：")
        between = "\n" if key in _PROSE else ""
        if key in {*_PROSE, several.ITEMS}:
            parts = [cutting.prose(cell) for cell in cells]
        else:
            parts = [cutting.words(cell) for cell in cells]
        return parts[0] if len(parts) == 1 else Field.join(tuple(parts), between)

    def _turn(self, fields: Fields) -> None:
        """Put sign and direction right: forms call either of them 指标性质 or 指标方向."""
        sign, direction = fields.get("comparator"), fields.get("direction")
        if sign is not None and targets.is_direction(sign.text):
            fields["direction"] = sign
            del fields["comparator"]
            self.keys.add("direction")
        if direction is not None and targets.is_sign(direction.text):
            fields["comparator"] = direction
            if fields["direction"] is direction:
                del fields["direction"]
            self.keys.add("comparator")

    def _inherit(self, at: int, fields: Fields) -> None:
        """Categories that the row leaves blank are those above; a new first level ends both."""
        last = self._levels.setdefault(at, {})
        level1 = fields.get("level1")
        if level1 is not None and level1.text:
            if "level1" in last and last["level1"].pieces != level1.pieces:
                last.pop("level2", None)
            last["level1"] = level1
        for key in _LEVELS:
            own = fields.get(key)
            if own is None:
                continue
            if own.text:
                last[key] = own
            elif key in last:
                fields[key] = last[key]

    def _add(self, fields: Fields) -> None:
        marked = {key: self._marked(key, one) for key, one in fields.items()}
        levels = [marked[key] for key in _LEVELS if key in marked]
        filled = tuple(one for one in levels if one.text)
        if levels:
            marked["category"] = Field.join(filled, ",") if filled else levels[0]
        source = next(marked[key] for key in _SAYS if key in marked and marked[key].text)
        self.found.append(
            Indicator(
                index=len(self.found), project_index=self.project_index, source=source, **marked
            )
        )

    def _marked(self, key: str, one: Field) -> Field:
        """The field, marked where its cells gave it to a record before.

        Of a name, one cell is enough: what is wrong in a merged part of it is told once.
        """
        if not one.text:
            return one
        marks = {(key, id(piece.cell)) for piece in one.pieces}
        inherited = bool(marks & self._given) if key == "name" else marks <= self._given
        self._given |= marks
        return one._replace(inherited=True) if inherited else one


def _says(text: str) -> bool:
    """Whether a text says more than that nothing applies."""
    return normal(text).strip("-—–/\\") not in {"", "无", "不适用", "不涉及"}


def _of_the_form(held: Mapping[str, list[Slot]]) -> Iterator[Slot]:
    """What the form itself prints in a row that nobody filled; other texts are told."""
    for key, slots in held.items():
        for slot in slots:
            short = len(normal(slot.text)) <= 3 or normal(slot.text).endswith("标准")
            sign = targets.is_direction(slot.text) or targets.is_sign(slot.text)
            levelled = key in _LEVELS and is_category(slot.text)
            if slot.fresh and (levelled or sign or key in _SAYS or (key not in _LEVELS and short)):
                yield slot


def _is_points(text: str) -> bool:
    flat = normal(text).strip(":")
    return flat in _SUMS or any(map(str.isdecimal, flat)) or len(flat) == 1


def _of_recipients(row: Row, fields: Fields, recipients: Sequence[Column]) -> Iterator[Fields]:
    """One indicator for each who has a target; its name says whose it is."""
    name = fields.get("name")
    for column in recipients:
        slot = next((one for one in row if one.overlaps(column.first, column.last)), None)
        if slot is None or column.recipient is None:
            continue
        who = cutting.words(column.recipient.cell)
        named = Field.join((who, name), "：") if name and name.text else who
        parts = targets.joined(
            fields.get("comparator"), cutting.words(slot.cell), fields.get("unit")
        )
        yield fields | {"name": named, column.key: parts.target}


def _held(row: Row, columns: Sequence[Column]) -> dict[str, list[Slot]]:
    """The slots of each key. One over several columns is the name, or the category before it."""
    held: dict[str, list[Slot]] = {}
    for slot in row:
        own = [one for one in columns if slot.overlaps(one.first, one.last)]
        if len(own) > 1 and slot.filled:
            names = [one for one in own if one.key == "name"]
            own = [own[0] if is_category(slot.text) or not names else names[0]]
        for column in own:
            held.setdefault(column.key, []).append(slot)
    return held


def _with_targets(fields: Fields, held: Mapping[str, list[Slot]]) -> Fields:
    """The fields with sign, value and unit joined."""
    made = dict(fields)
    for key in ("cycle_target", "annual_target"):
        if key not in fields:
            continue
        cells = [cutting.words(slot.cell) for slot in held.get(key, ())] or [fields[key]]
        parts = targets.of_cells(cells)
        if parts.comparator is None and parts.unit is None:
            value = parts.target
            parts = targets.joined(fields.get("comparator"), value, fields.get("unit"))
        made[key] = parts.target
        made |= {
            name: one
            for name, one in (("comparator", parts.comparator), ("unit", parts.unit))
            if one is not None and name not in fields
        }
    return made


def _united(made: list[tuple[Block, Fields]], skipped: list[Skipped]) -> Iterator[Fields]:
    """Records of a row: one of two blocks where they name the same."""
    if len(made) == 2 and {block.side for block, _ in made} == {"cycle", "annual"}:
        by_side = {block.side: _sided(fields, block) for block, fields in made}
        cycle, annual = by_side["cycle"], by_side["annual"]
        if _same(cycle, annual):
            one = cycle | annual
            for key, left in cycle.items():
                if one[key] is not left:
                    skipped += [
                        Skipped(piece.cell, piece.start, piece.end, "note") for piece in left.pieces
                    ]
            yield one
            return
    for block, fields in made:
        yield _sided(fields, block)


def _same(left: Fields, right: Fields) -> bool:
    names = [normal(one["name"].text) if "name" in one else "" for one in (left, right)]
    return names[0] == names[1] != ""


def _sided(fields: Fields, block: Block) -> Fields:
    return {_key(key, block): one for key, one in fields.items()}


def _key(key: str, block: Block) -> str:
    return "cycle_target" if key == "annual_target" and block.side == "cycle" else key

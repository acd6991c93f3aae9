"""What a layout gives: filings, their projects and indicators, each text cut from cells.

Records hold texts only (`Field`). What a text means is a pure function of it and lives in
grammar/ (`targets.parse(text)`, `amounts.parse(text)`), so that spans always refer to the
text as it stands. A field is None where the form has no such field; where the form has it
and it is blank or absent, the field's text is empty and it stands at its record.

Names and their Chinese synonyms: `FIELD_NAMES`, from section 3 of the design.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple

from audit.document import Cell, Place

Kind = Literal["project", "department", "transfer", "self-evaluation"]
"""项目支出、部门整体、转移支付、自评。"""


class Piece(NamedTuple):
    """The part of a cell that a field's text has from `at` on."""

    at: int
    cell: Cell
    start: int
    end: int


class Field(NamedTuple):
    """A text and the pieces of cells it was cut from: one piece, for most.

    A layout may join pieces and may not alter them; what it puts between two pieces
    belongs to neither. An empty field has one empty piece, which says where it is missing.
    """

    text: str
    pieces: tuple[Piece, ...]
    inherited: bool = False
    """A merged cell gave this text to several records, and this is not the first."""

    @classmethod
    def cut(cls, cell: Cell, start: int, end: int, *, inherited: bool = False) -> "Field":
        return cls(cell.text[start:end], (Piece(0, cell, start, end),), inherited)

    @classmethod
    def join(cls, fields: "tuple[Field, ...]", between: str) -> "Field":
        """One field of several, with `between` put between them."""
        pieces: list[Piece] = []
        at = 0
        for field in fields:
            pieces += [piece._replace(at=piece.at + at) for piece in field.pieces]
            at += len(field.text) + len(between)
        text = between.join(field.text for field in fields)
        return cls(text, tuple(pieces), all(field.inherited for field in fields))

    def slices(self, start: int, end: int) -> Iterator[tuple[Cell, int, int]]:
        """The source slices of a span: cell, start, end. An empty span has its point."""
        for at, cell, first, last in self.pieces:
            begin, stop = max(start, at), min(end, at + last - first)
            if begin < stop or (start == end and begin == stop):
                yield cell, first + begin - at, first + stop - at

    def places_of(self, start: int, end: int) -> tuple[Place, ...]:
        """The places of a span, in the order of the text."""
        if len(self.pieces) == 1:
            ((at, cell, first, last),) = self.pieces
            return cell.places_of(first + max(start - at, 0), min(first + end - at, last))
        found = [place for cut in self.slices(start, end) for place in cut[0].places_of(*cut[1:])]
        if not found:
            # A span of nothing but what the layout put between two pieces.
            _, cell, _, last = next(p for p in reversed(self.pieces) if p.at <= start)
            found = [*cell.places_of(last, last)]
        return tuple(found)

    @property
    def place(self) -> Place:
        """Where it begins."""
        cell, start = self.pieces[0].cell, self.pieces[0].start
        return cell.places_of(start, start)[0]


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """绩效指标: number, category, name, target values, and what a layout has besides."""

    index: int
    """From 0, within its project."""
    project_index: int
    source: Field
    """The record as a whole: the place of what is missing in it."""
    number: Field | None = None
    category: Field | None = None
    """level1 to level2 with what stands between, in one cell; joined with "," from two."""
    level1: Field | None = None
    level2: Field | None = None
    name: Field | None = None
    cycle_target: Field | None = None
    annual_target: Field | None = None
    comparator: Field | None = None
    unit: Field | None = None
    direction: Field | None = None
    standard: Field | None = None
    explanation: Field | None = None
    actual: Field | None = None
    weight: Field | None = None
    score: Field | None = None
    cause: Field | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Project:
    """项目: a row group with amounts, a goal and indicators."""

    index: int
    """From 0, in document order within the filing."""
    source: Field
    project_name: Field | None = None
    total: Field | None = None
    fiscal: Field | None = None
    special: Field | None = None
    other: Field | None = None
    goal: Field | None = None
    goal_done: Field | None = None
    """What was reached of the goal, in a self-evaluation."""
    cycle_total: Field | None = None
    """Of the whole period, where the year has a total of its own."""
    total_in_words: Field | None = None
    """大写: 壹拾万元整."""
    approved: Field | None = None
    executed: Field | None = None
    rate: Field | None = None
    shares: tuple[tuple[str, Field], ...] = ()
    """Shares by level of government: (label, amount)."""
    money_unit: Field | None = None
    """The filing's, or this project's own where the form gives one."""
    indicators: tuple[Indicator, ...] | None = None
    """None where the form has no indicators."""


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """A row of sums: 合计, or the subtotal of a unit."""

    index: int
    kind: Literal["total", "subtotal"]
    covers: tuple[int, ...]
    """Indexes of the projects it should be the sum of."""
    source: Field
    label: Field
    total: Field | None = None
    fiscal: Field | None = None
    special: Field | None = None
    other: Field | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Filing:
    """绩效目标申报材料: one form's records."""

    index: int
    """From 0, within its document."""
    layout: str
    kind: Kind
    fields: frozenset[str]
    """The names of the fields that this form has."""
    source: Field
    """Where the form begins: its title or first cell."""
    department: Field | None = None
    year: Field | None = None
    money_unit: Field | None = None
    projects: tuple[Project, ...] = ()
    totals: tuple[Total, ...] = ()
    unread: tuple[Field, ...] = ()
    """What account.py found that went nowhere, one field a cell."""

    def records(self) -> "Iterator[Record]":
        """The filing, its totals, its projects, and after each its indicators."""
        yield self
        yield from self.totals
        for project in self.projects:
            yield project
            yield from project.indicators or ()


Record = Filing | Total | Project | Indicator


def field_of(record: Record, name: str) -> Field | None:
    """The field of that name, None where the record has none. `text` is the whole record."""
    if name == "text":
        return record.source
    found = getattr(record, name, None)
    return found if isinstance(found, Field) else None


def text_of(field: Field | None) -> str:
    """Its text; "" where the form has no such field."""
    return "" if field is None else field.text


def indicators_of(record: "Project | Filing") -> Iterator[Indicator]:
    """Those of a project, or of all projects of a filing."""
    for project in (record,) if isinstance(record, Project) else record.projects:
        yield from project.indicators or ()


def fields_of(record: Record) -> Iterator[tuple[str, Field]]:
    """The fields that are there, in the order of their class, without `source`."""
    for slot in fields(record):
        value = getattr(record, slot.name)
        if isinstance(value, Field):
            if slot.name != "source":
                yield slot.name, value
        elif slot.name == "shares":
            yield from value


def without_cells(record: Record) -> Any:
    """The same record, cut loose from its document: what a report shows of it.

    Its texts stand nowhere; only `source` still tells where the record begins. It takes a
    third of the time to send to another process, and of the room to keep.
    """
    changed = {slot.name: _cut_loose(getattr(record, slot.name)) for slot in fields(record)}
    beginning = Cell("", (), record.source.place)
    changed["source"] = Field(record.source.text, (Piece(0, beginning, 0, 0),))
    return type(record)(**changed)


def _cut_loose(value: Any) -> Any:
    match value:
        case Field():
            return Field(value.text, (), value.inherited)
        case Filing() | Total() | Project() | Indicator():
            return without_cells(value)
        case tuple():
            return tuple(map(_cut_loose, value))
        case _:
            return value


FILING_FIELDS = ("department", "year", "money_unit", "totals")
AMOUNT_FIELDS = ("total", "fiscal", "special", "other")
TOTAL_FIELDS = ("label", *AMOUNT_FIELDS)
FURTHER_OF_PROJECT = (
    "goal_done", "cycle_total", "total_in_words", "approved", "executed", "rate",
)  # fmt: skip
"""What few forms have: printed only where it is there; all else is null where it is not."""
PROJECT_FIELDS = ("project_name", *AMOUNT_FIELDS, "goal", "indicators", *FURTHER_OF_PROJECT)
USUAL_OF_INDICATOR = (
    "number", "category", "level1", "level2", "name", "cycle_target", "annual_target",
)  # fmt: skip
FURTHER_OF_INDICATOR = (
    "comparator", "unit", "direction", "standard", "explanation", "actual", "weight",
    "score", "cause",
)  # fmt: skip
INDICATOR_FIELDS = (*USUAL_OF_INDICATOR, *FURTHER_OF_INDICATOR)
MONEY_FIELDS = (*AMOUNT_FIELDS, "cycle_total", "approved", "executed")
"""All that hold an amount: the first add up, the others tell of the period and of the year past."""
TARGET_FIELDS = ("cycle_target", "annual_target")

FIELD_NAMES: Mapping[str, str] = {
    "部门名称": "department", "部门": "department", "年度": "year", "单位": "money_unit",
    "金额单位": "money_unit", "合计": "totals", "项目": "projects",
    "项目名称": "project_name", "总计": "total", "财政拨款": "fiscal",
    "财政专户拨款": "special", "其他资金": "other", "绩效目标": "goal", "绩效指标": "indicators",
    "目标完成情况": "goal_done", "实施期总计": "cycle_total", "金额大写": "total_in_words",
    "预算数": "approved", "执行数": "executed", "执行率": "rate",
    "编号": "number", "序号": "number", "类别": "category",
    "一级指标": "level1", "二级指标": "level2", "三级指标": "name", "指标名称": "name",
    "实施周期指标值": "cycle_target", "年度指标值": "annual_target", "指标值": "annual_target",
    "计算符号": "comparator", "计量单位": "unit", "指标方向": "direction", "绩效标准": "standard",
    "指标解释": "explanation", "实际完成值": "actual", "权重": "weight", "分值": "weight",
    "得分": "score", "偏差原因": "cause", "文字": "text", "名称": "label",
}  # fmt: skip
"""Chinese synonyms, accepted wherever a rule or an example names a field."""


def field_name(name: str) -> str:
    """The field's name in code for a Chinese or English name."""
    return FIELD_NAMES.get(name, name)


# What a name means depends on where it stands: 名称 of a project, of an indicator, of a total.
IN_PROJECT = {"name": "project_name", "名称": "project_name", "绩效指标": "indicators"}
IN_INDICATOR = {"名称": "name", "指标": "name"}
IN_TOTAL = {"name": "label"}


def to_dict(filing: Filing) -> dict[str, Any]:
    """The filing as `audit records --format json` prints it (without path), texts raw."""
    return {
        "index": filing.index,
        "layout": filing.layout,
        "kind": filing.kind,
        "year": _text(filing.year),
        "money_unit": _text(filing.money_unit),
        "department": _text(filing.department),
        "fields": sorted(filing.fields),
        "totals": [_total(total) for total in filing.totals],
        "projects": [_project(project, filing) for project in filing.projects],
    }


def _text(field: Field | None) -> str | None:
    return None if field is None else field.text


def _total(total: Total) -> dict[str, Any]:
    head = {"index": total.index, "label": total.label.text, "kind": total.kind}
    return head | {"covers": list(total.covers)} | _texts(total, AMOUNT_FIELDS)


def _project(project: Project, filing: Filing) -> dict[str, Any]:
    found: dict[str, Any] = {"index": project.index, "name": _text(project.project_name)}
    found |= _texts(project, (*AMOUNT_FIELDS, "goal"))
    if (unit := _text(project.money_unit)) != _text(filing.money_unit):
        found["money_unit"] = unit
    found |= _further(project, FURTHER_OF_PROJECT)
    if project.shares:
        found["shares"] = {label: field.text for label, field in project.shares}
    indicators = project.indicators
    found["indicators"] = None if indicators is None else [_indicator(one) for one in indicators]
    return found


def _indicator(indicator: Indicator) -> dict[str, Any]:
    found: dict[str, Any] = {"index": indicator.index}
    found |= _texts(indicator, USUAL_OF_INDICATOR)
    return found | _further(indicator, FURTHER_OF_INDICATOR)


def _texts(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _text(getattr(record, name)) for name in names}


def _further(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: text for name, text in _texts(record, names).items() if text is not None}

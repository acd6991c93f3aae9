"""What stands before a form: its title, the department, the year, the unit of money.

These are the same in all layouts, in lines above the table or in its first rows. The words
of a title, and labels, are headings; what they introduce are fields of the filing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from audit.document import Cell
from audit.filing import Field, Kind
from audit.grammar.normal import normal
from audit.plugins import Skipped

_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d|[１２][０９]\d\d|[二〇○Ｏ零一三四五六七八九]{4})\s*(?:财政)?年"
)
_DEPARTMENT = re.compile(
    r"(?:部门\s*[(（]?\s*单位\s*[)）]?\s*名称|部\s*门\s*名\s*称|单\s*位\s*名\s*称|预算部门|预算单位"
    r"|编制部门|编制单位|填报单位|填报部门|申报单位|申报部门|公开部门|主管部门|部门)\s*"
    r"(?:[(（][^)）]{0,10}[)）])?\s*[:：]\s*(?P<department>[^\s:：]+(?:\s[^\s:：]+)*?)"
    r"(?=\s{2,}|\s*(?:金额)?单位\s*[:：]|\s*$)"
)
_MONEY_UNIT = re.compile(
    r"(?:金额\s*)?单\s*位\s*[:：]?\s*(?P<unit>(?:人民币)?\s*[百千]?[万亿]?元)|[(（](?P<alone>[百千]?[万亿]?元)[)）]"
)
_TITLE = re.compile(r"绩效.{0,8}(?:表|目标|自评|申报)|(?:目标|自评|申报)表")
_TABLE_NUMBER = re.compile(
    r"(?:附件|附表|表|预算)\s*[\d一二三四五六七八九十０-９-]{0,6}\s*[:：]?\s*表?"
)
_NOTE = re.compile(
    r"\s*(?:备?注|说明|填表|填报|制表|审核|联系|单位?负责人|负责人|经办|打印)[^:：]{0,8}[:：]"
)


@dataclass(slots=True)
class Front:
    """What was found before a form. `skipped` accounts for the words around the fields."""

    department: Field | None = None
    year: Field | None = None
    money_unit: Field | None = None
    title: Field | None = None
    skipped: list[Skipped] = field(default_factory=list)

    def take(self, cell: Cell) -> None:
        """Read a cell that `belongs` says is part of the front matter."""
        for name, part in _parts(cell.text):
            if getattr(self, name) is None:
                setattr(self, name, Field.cut(cell, *part))
        if self.title is None and _TITLE.search(cell.text):
            self.title = Field.cut(cell, 0, len(cell.text))
        self.skipped.append(Skipped(cell, 0, len(cell.text), "heading"))

    @property
    def kind(self) -> Kind:
        title = normal(self.title.text) if self.title else ""
        if "自评" in title:
            return "self-evaluation"
        if "部门整体" in title or "整体支出" in title or "整体绩效" in title:
            return "department"
        # 项目支出绩效目标表（含转移支付项目） is a form of projects.
        if re.search(r"(?<!含)(?:专项)?转移支付", title):
            return "transfer"
        return "project"


def belongs(text: str) -> bool:
    """Whether a line or cell before a table is front matter of a form."""
    stripped = text.strip()
    return bool(
        stripped
        and (
            _TITLE.search(stripped)
            or _DEPARTMENT.search(stripped)
            or _MONEY_UNIT.search(stripped)
            or _TABLE_NUMBER.fullmatch(stripped)
            or (_YEAR.search(stripped) and len(stripped) <= 30)
        )
    )


def is_note(text: str) -> bool:
    """Whether a line or cell behind a table is a note on the form, such as 填报人：…."""
    return _NOTE.match(text) is not None


def unit_in_headings(cells: Iterable[Cell]) -> Field | None:
    """The unit of money in a heading such as 总计（万元）."""
    for cell in cells:
        if found := _MONEY_UNIT.search(cell.text):
            return Field.cut(cell, *found.span("alone" if found["alone"] else "unit"))
    return None


def _parts(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    if found := _DEPARTMENT.search(text):
        yield "department", found.span("department")
    if found := _YEAR.search(text):
        yield "year", found.span("year")
    if found := _MONEY_UNIT.search(text):
        yield "money_unit", found.span("alone" if found["alone"] else "unit")

"""What stands before a form: its title, the department, the year, the unit of money.

These are the same in all layouts, in lines above the table or in its first rows. The words
of a title, and labels, are headings; what they introduce are fields of the filing. A part
with a label of another kind (填报日期：…) is a note. What is none of these was not read, and
account.py tells it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from audit.document import Cell
from audit.filing import Field, Kind
from audit.grammar.normal import normal
from audit.layouts import cutting
from audit.plugins import Skipped

_LONGEST = 120
"""A line with more characters is prose."""
_LONGEST_TITLE = 60

_YEAR = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2}|[１２][０９][０-９]{2}|[二〇○Ｏ零一三四五六七八九]{4})\s{0,4}(?:财政)?年度?"
)
_LABELLED_YEAR = re.compile(
    r"年\s{0,4}度\s{0,4}[:：]\s{0,4}(?P<year>(?:19|20)[0-9]{2}|[１２][０９][０-９]{2})(?![0-9０-９])"
)
_MONEY = r"(?:人民币)?\s{0,4}[百千]?[万亿]?元"
_DEPARTMENT = re.compile(
    r"(?:部门\s?[(（]\s?单位\s?[)）]\s?名称|部\s{0,4}门\s{0,4}名\s{0,4}称|单\s{0,4}位\s{0,4}名\s{0,4}称"
    r"|(?:预算|编制|填报|填表|申报|公开|主管|项目|实施|资金使用)\s?(?:部门|单位)|部门(?!预算)"
    rf"|(?<!额)单\s{{0,4}}位(?!\s{{0,4}}[:：]\s{{0,4}}{_MONEY}))"
    r"\s{0,4}(?:[(（][^()（）]{0,10}[)）])?\s{0,4}[:：]\s{0,9}"
)
_MONEY_UNIT = re.compile(
    rf"(?:金\s?额\s?)?单\s{{0,4}}位\s{{0,4}}[:：]?\s{{0,4}}(?P<unit>{_MONEY})"
    r"|[(（]\s?(?:单位\s?[:：]?\s?)?(?P<alone>[百千]?[万亿]?元)\s?[)）]"
)
# A value ends at wide space, or where the next label begins.
_VALUE_END = re.compile(
    r"\s{2}|\t|\s[^\s:：]{1,10}[:：]|(?:金\s?额\s?)?单\s{0,4}位\s{0,4}[:：]|[（(][^()（）]{0,3}[章][)）]|\Z"
)
_TITLE = re.compile(r"绩效.{0,12}(?:表|目标|自评|申报|情况|指标)|(?:目标|自评|申报|批复)表")
_TABLE_NUMBER = re.compile(
    r"[(（]?(?:附件|附表|公开表|表|预算)\s{0,4}[\d一二三四五六七八九十０-９.-]{0,8}\s{0,4}[:：]?\s{0,4}表?[)）]?"
)
_NOTE = re.compile(
    r"\s{0,9}(?:备?注|说明|填表|填报|制表|审核|联系|单位?负责人|负责人|经办|打印|编制|日期|时间|电话|页码"
    r"|公章|盖章|第\s?\d{1,4}\s?页)[^:：]{0,8}[:：]"
)
_NOTE_PART = re.compile(
    r"[^\s:：，。]{1,10}[:：]\s{0,9}[^\s:：]{0,40}|[(（][^()（）]{0,20}[)）]|第\s?\d{1,4}\s?页"
    r"|(?:附件|附表|公开表|表)\s?[\d一二三四五六七八九十０-９.-]{1,6}"
)
_LABEL_WITHIN = 40
"""A department's label stands near the beginning of its line."""


@dataclass(slots=True)
class Front:
    """What was found before a form. `skipped` accounts for the words around the fields."""

    department: Field | None = None
    year: Field | None = None
    money_unit: Field | None = None
    title: Field | None = None
    skipped: list[Skipped] = field(default_factory=list)

    def take(self, cell: Cell) -> None:
        """Read a line or cell. The first that has a field gives it."""
        text = cell.text
        if len(text) > _LONGEST:
            return
        parts = list(_parts(text))
        for name, _, (start, end) in parts:
            if getattr(self, name) is None and start < end:
                setattr(self, name, Field.cut(cell, start, end))
        if is_title(text):
            self.title = self.title or Field.cut(cell, 0, len(text))
            self._skip(cell, 0, len(text), "heading")
        elif not parts or all(name == "year" for name, _, _ in parts):
            self._skip(cell, 0, len(text), "heading")
        else:
            for _, (start, end), _ in parts:
                self._skip(cell, start, end, "heading")
            for note in _NOTE_PART.finditer(text):
                self._skip(cell, *note.span(), "note")

    def take_row(self, cells: Sequence[Cell]) -> None:
        """Read a row above the headings, where a label may have its value in the next cell."""
        at = 0
        while at < len(cells):
            cell = cells[at]
            alone = _DEPARTMENT.fullmatch(cell.text.rstrip(":：") + ":")
            value = cells[at + 1] if alone and at + 1 < len(cells) else None
            if value is not None and not _is_label(value.text):
                self._skip(cell, 0, len(cell.text), "heading")
                if self.department is None and value.text.strip():
                    self.department = cutting.prose(value)
                self._skip(value, 0, len(value.text), "heading")
                at += 2
            else:
                self.take(cell)
                at += 1

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

    def _skip(self, cell: Cell, start: int, end: int, why: str) -> None:
        self.skipped.append(Skipped(cell, start, end, why))


def belongs(text: str) -> bool:
    """Whether a line or cell before a table is front matter of a form."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return False
    return bool(
        is_title(text)
        or _DEPARTMENT.search(text, 0, _LABEL_WITHIN)
        or _MONEY_UNIT.search(text)
        or _TABLE_NUMBER.fullmatch(text)
        or _LABELLED_YEAR.search(text)
        or (_YEAR.search(text) and len(text) <= _LONGEST_TITLE // 2 and text[-1] not in "。；，")
    )


def is_title(text: str) -> bool:
    text = text.strip()
    is_sentence = text.endswith(("。", "；", "，", "：")) or "。" in text
    return len(text) <= _LONGEST_TITLE and not is_sentence and _TITLE.search(text) is not None


def is_note(text: str) -> bool:
    """Whether a line or cell behind a table is a note on the form, such as 填报人：…."""
    return _NOTE.match(text) is not None


def unit_in_headings(cells: Iterable[Cell]) -> Field | None:
    """The unit of money in a heading such as 总计（万元）."""
    for cell in cells:
        if found := _MONEY_UNIT.search(cell.text[:_LONGEST]):
            return Field.cut(cell, *found.span("alone" if found["alone"] else "unit"))
    return None


def _is_label(text: str) -> bool:
    return text.strip().endswith((":", "：")) or _MONEY_UNIT.search(text[:_LONGEST]) is not None


def _parts(text: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Of each field: its name, the whole with its label, and the field itself."""
    for label in _DEPARTMENT.finditer(text):
        end = _VALUE_END.search(text, label.end())
        stop = end.start() if end else len(text)
        value = text[label.end() : stop].rstrip("，,;；。 ")
        if value:
            yield "department", (label.start(), stop), (label.end(), label.end() + len(value))
        else:
            yield "department", label.span(), (label.end(), label.end())
    if found := _YEAR.search(text) or _LABELLED_YEAR.search(text):
        yield "year", found.span(), found.span("year")
    if found := _MONEY_UNIT.search(text):
        yield "money_unit", found.span(), found.span("alone" if found["alone"] else "unit")

"""A table of rules: its headings, what a row says, and the rule that comes of it.

    规则名 | 毛病 | 级别 | 查哪一栏 | 词语 | 位置 | 例外 | 提示 | 怎么改 | 依据 | 错的例子 | 对的例子

Words stand in one cell, parted by 、 or lines; `错→对` is a word with what it should be.
Examples are what stands in the first of the fields, parted by lines.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from audit import messages
from audit.commands.rule_places import NAME
from audit.document import Cell, Document, Place, Table
from audit.errors import AuditError, RuleError, UsageError
from audit.nearest import nearest
from audit.titles import FIELD_TITLES

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("规则名", "规则名称", "name"),
    "title": ("毛病", "说明", "title"),
    "severity": ("级别", "severity"),
    "fields": ("查哪一栏", "栏目", "字段", "fields", "field"),
    "words": ("词语", "词", "words"),
    "where": ("位置", "where"),
    "except": ("例外", "除外", "exceptions"),
    "message": ("提示", "message"),
    "advice": ("怎么改", "建议", "advice"),
    "basis": ("依据", "basis"),
    "bad": ("错的例子", "不对的例子", "bad"),
    "good": ("对的例子", "good"),
}
_NEEDED = ("name", "fields", "words", "bad", "good")
_SEVERITIES = {
    "必须改": "error", "请核实": "warning", "可更好": "info",
    "error": "error", "warning": "warning", "info": "info", "": "warning",
}  # fmt: skip
_WHERE = {
    "": "", "任意": "", "任何地方": "", "整格": "whole", "开头": "starts_with", "结尾": "ends_with",
    "anywhere": "", "whole": "whole", "start": "starts_with", "end": "ends_with",
}  # fmt: skip
_OF_INDICATORS = (
    "name", "annual_target", "cycle_target", "level1", "level2", "explanation", "standard",
    "actual", "cause",
)  # fmt: skip
_OF_PROJECTS = ("project_name", "goal", "goal_done")
_FIELDS = (*_OF_INDICATORS, *_OF_PROJECTS)
_BETWEEN = re.compile(r"[、;；|\n，,]+")
_BECOMES = re.compile(r"\s*(?:→|->|=>)\s*")
_MOST_HEADINGS_ABOVE = 5


class Row(NamedTuple):
    """One rule, as its row says. `place` is that of its name."""

    path: str
    place: Place
    name: str
    title: str
    severity: str
    fields: tuple[str, ...]
    words: tuple[str, ...]
    becomes: tuple[str, ...]
    """Of each word what it should be; "" where that is not said."""
    where: str
    exceptions: tuple[str, ...]
    message: str
    advice: str
    basis: str
    bad: tuple[str, ...]
    good: tuple[str, ...]

    @property
    def needs_list(self) -> bool:
        """Whether its words need a file of their own: with exceptions, or with suggestions."""
        return bool(self.exceptions) or any(self.becomes)

    def rule(self, name: str, code: str, listed: str) -> Mapping[str, Any]:
        check: dict[str, Any] = {"kind": "words", "in": list(self.fields)}
        check |= {"lists": [listed]} if listed else {"words": list(self.words)}
        check |= {self.where: True} if self.where else {}
        mends = all(self.becomes)
        if mends:
            check["fix"] = {"replace": "{suggestion}", "safety": "unsafe"}
        examples: list[Mapping[str, Any]] = []
        for one in self.bad:
            example = {"bad": self._given(one), "finds": [{"field": self.fields[0]}]}
            examples.append(
                example | {"becomes": self._given(self._mended(one))} if mends else example
            )
        examples += [{"good": self._given(one)} for one in self.good]
        found = {
            "name": name, "code": code, "title": self.title, "severity": self.severity,
            "status": "stable", "basis": [{"practice": self.basis}], "check": check,
            "message": self.message, "advice": self.advice, "examples": examples,
        }  # fmt: skip
        return {key: value for key, value in found.items() if value}

    def _mended(self, text: str) -> str:
        for word, becomes in zip(self.words, self.becomes, strict=True):
            text = text.replace(word, becomes)
        return text

    def words_file(self, listed: str) -> Mapping[str, Any]:
        entries = []
        for word, becomes in zip(self.words, self.becomes, strict=True):
            entry = {"word": word, "suggest": becomes, "inside": list(self.exceptions)}
            entries.append({key: value for key, value in entry.items() if value})
        return {"name": listed, "title": self.title, "entries": entries}

    def _given(self, text: str) -> Mapping[str, Any]:
        field = self.fields[0]
        if field in _OF_PROJECTS:
            return {"projects": [{"name" if field == "project_name" else field: text}]}
        return {"projects": [{"indicators": [{field: text}]}]}


def rows_of(document: Document) -> tuple[list[Row], list[AuditError]]:
    """The rows of its tables of rules, and all that is wrong with them.

    Raises RuleError where there is no such table.
    """
    rows: list[Row] = []
    faults: list[AuditError] = []
    found = False
    for block in document.blocks:
        if isinstance(block, Table) and (headed := _headed(block)):
            found = True
            at, columns = headed
            for cells in block.rows[at + 1 :]:
                texts = {key: _text(cells, column) for key, column in columns.items()}
                if any(texts.values()):
                    row, wrong = _row(document.path, cells, columns, texts)
                    faults += wrong
                    rows += [row] if row else []
    if not found:
        known = "、".join(HEADINGS[key][0] for key in _NEEDED)
        raise RuleError("no-rule-table-in", path=document.path, known=known)
    return rows, faults


def template(path: Path, lang: str) -> None:
    """A table with the headings and one rule, for Excel. Raises UsageError."""
    header = [names[-1] if lang == "en" else names[0] for names in HEADINGS.values()]
    example = messages.text("import.example", lang, text="{text}").split("|")
    try:
        if path.suffix.lower() == ".xlsx":
            _workbook(path, [header, example])
        else:
            with path.open("w", encoding="utf-8-sig", newline="") as out:
                csv.writer(out).writerows([header, example])
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError("output-unwritable", name=str(path), why=why) from error


def _workbook(path: Path, rows: Sequence[Sequence[str]]) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 -- only here

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(path)


def _headed(table: Table) -> tuple[int, Mapping[str, int]] | None:
    """The row of its headings and the column of each."""
    keys = {name: key for key, names in HEADINGS.items() for name in names}
    for at, cells in enumerate(table.rows[:_MOST_HEADINGS_ABOVE]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            if key := keys.get("".join(cell.text.split()).strip("*＊：:").lower()):
                columns.setdefault(key, column)
        if all(key in columns for key in _NEEDED):
            return at, columns
    return None


def _text(cells: Sequence[Cell], column: int) -> str:
    return cells[column].text.strip() if column < len(cells) else ""


def _row(
    path: str, cells: Sequence[Cell], columns: Mapping[str, int], texts: Mapping[str, str]
) -> tuple[Row | None, list[AuditError]]:
    faults: list[AuditError] = []

    def fault(key: str, of: str, **values: object) -> None:
        column = columns.get(of, 0)
        place = cells[min(column, len(cells) - 1)].place
        faults.append(RuleError(key, path=path, place=place, heading=HEADINGS[of][0], **values))

    def chosen(of: str, known: Mapping[str, str]) -> str:
        text = texts.get(of, "").lower()
        if text not in known:
            names = [one for one in known if one]
            fault(
                "import-choice",
                of,
                value=text,
                nearest=nearest(text, names),
                known="、".join(names),
            )
        return known.get(text, "")

    for key in _NEEDED:
        if not texts[key]:
            fault("import-empty", key)
    name = texts["name"]
    if name and not NAME.fullmatch(name):
        fault("import-name-form", "name", name=name)
    fields = []
    titles = {text: field for field in _FIELDS for text in (field, *FIELD_TITLES[field])}
    for one in _parts(texts["fields"]):
        if one not in titles:
            known = "、".join(FIELD_TITLES[field].zh for field in _FIELDS)
            fault("import-choice", "fields", value=one, nearest=nearest(one, titles), known=known)
        else:
            fields.append(titles[one])
    severity, where = chosen("severity", _SEVERITIES), chosen("where", _WHERE)
    if faults:
        return None, faults
    pairs = [(*_BECOMES.split(word, maxsplit=1), "")[:2] for word in _parts(texts["words"])]
    title = texts.get("title") or name
    row = Row(
        path, cells[columns["name"]].place, name, title, severity, tuple(fields),
        tuple(word for word, _ in pairs), tuple(becomes for _, becomes in pairs),
        where, tuple(_parts(texts.get("except", ""))),
        texts.get("message") or f"“{{text}}”：{title}。", texts.get("advice", ""),
        texts.get("basis") or "本地审核要求", tuple(_lines(texts["bad"])), tuple(_lines(texts["good"])),
    )  # fmt: skip
    return row, []


def _parts(text: str) -> list[str]:
    return [one.strip() for one in _BETWEEN.split(text) if one.strip()]


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())

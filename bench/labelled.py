"""The labelled filings of bench/accuracy: their source form, and the documents made of them.

A source is a text of lines (bench/accuracy/README.md says how to write one) with marks in it:
`⟦vague-target|逐步提高⟧`. Marks go through the layout as the words do, so that what is marked
is known to the character in the document that comes out, wherever a layout puts it, and twice
where it stands twice.
"""

import csv
import html
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import NamedTuple

_MARK = re.compile("⟦([^|⟧]*)\\|([^⟧]*)⟧")
_HEADER = re.compile("([a-z]+|合计):[ ]?(.*)")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_QUANTITY = re.compile(r"([≥≤><＞＜=＝]?)\s*(\d[\d.,]*)\s*(\S*)")
_BETWEEN = " | "
_BLANK = "∅"


class SourceError(ValueError):
    """A source that is not in the form of README.md."""


class Record(NamedTuple):
    """A project and indicator, counted over the document from 0; None for more than one."""

    project: int | None
    indicator: int | None


@dataclass(slots=True)
class Label:
    """One defect, as a reviewer marked it."""

    key: str
    """As it stands in the mark: `rule`, `rule/or-rule`, `?rule` or `rule#group`."""
    line: int
    """In the source, from 1."""
    records: list[Record]
    """Where it stands: one, or several for a defect of a group."""
    text: str = ""
    """Empty where the record as a whole is at fault."""
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Half open, in code points of the document: everywhere the words stand."""

    @property
    def rules(self) -> tuple[str, ...]:
        """Any of these names the defect; it counts for the first."""
        return tuple(self.key.removeprefix("?").partition("#")[0].split("/"))

    @property
    def wanted(self) -> bool:
        """False: a finding here is right, and nobody would miss it."""
        return not self.key.startswith("?")


@dataclass(slots=True)
class Row:
    number: str
    level1: str
    level2: str
    name: str
    values: list[str]
    """Target, then what the layout has besides."""

    def value(self, at: int) -> str:
        return self.values[at] if at < len(self.values) else ""


@dataclass(slots=True)
class Project:
    name: str
    amounts: list[str] = field(default_factory=list)
    """Total, fiscal, special, other."""
    goal: str = ""
    rows: list[Row] = field(default_factory=list)

    def amount(self, at: int) -> str:
        return self.amounts[at] if at < len(self.amounts) else ""


@dataclass(slots=True)
class Sheet:
    """A source, read: texts carry marks of the form `⟦12|…⟧`, the number of a label."""

    header: dict[str, str] = field(default_factory=dict)
    projects: list[Project] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


class Made(NamedTuple):
    name: str
    """A file name whose suffix tells the format."""
    text: str
    labels: tuple[Label, ...]
    layout: str


def made(path: Path) -> Made:
    """The document of a source, and its labels. Raises SourceError."""
    sheet = _read(path)
    layout = sheet.header["layout"]
    suffix, write = LAYOUTS[layout]
    text = _without_marks(write(sheet), sheet.labels)
    return Made(f"{path.stem}.{suffix}", text, tuple(sheet.labels), layout)


def _read(path: Path) -> Sheet:
    sheet = Sheet()
    for number, line in enumerate(_text_of(path).split("\n"), 1):
        try:
            _read_line(line.strip(), number, sheet)
        except (ValueError, IndexError) as error:
            why = f"{path}:{number}: {error}"
            raise SourceError(why) from error
    if sheet.header.get("layout") not in LAYOUTS:
        why = f"{path}: layout: one of {' '.join(LAYOUTS)}"
        raise SourceError(why)
    return sheet


def _text_of(path: Path) -> str:
    """The text; a backslash, `u` and four digits are the character that they name."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), path.read_text(encoding="utf-8"))


def _read_line(line: str, number: int, sheet: Sheet) -> None:
    projects = sheet.projects
    here = Record(len(projects) - 1 if projects else None, None)
    if not line or line.startswith("//"):
        return
    if line.startswith("! "):
        row = len(projects[-1].rows) - 1 if projects and projects[-1].rows else None
        for key in line[2:].split():
            _label(key, number, here._replace(indicator=row), "", sheet)
    elif line.startswith("# "):
        projects.append(Project(""))
        projects[-1].name = _numbered(line[2:], number, sheet, Record(len(projects) - 1, None))
    elif not projects:
        if not (found := _HEADER.fullmatch(line)):
            raise SourceError(line)
        sheet.header[found[1]] = _numbered(found[2], number, sheet, here)
    elif line.startswith("资金: "):
        text = _numbered(line[4:], number, sheet, here)
        projects[-1].amounts = [one.strip().removeprefix("-") for one in re.split("[=+]", text)]
    elif line.startswith("目标: "):
        projects[-1].goal = _numbered(line[4:], number, sheet, here)
    else:
        text = _numbered(line, number, sheet, here._replace(indicator=len(projects[-1].rows)))
        projects[-1].rows.append(_row(text, len(projects[-1].rows) + 1))


def _row(text: str, count: int) -> Row:
    levels, name, *values = (one.strip().replace(_BLANK, "") for one in text.split(_BETWEEN))
    number, comma, rest = levels.rpartition("、")
    level1, slash, level2 = rest.partition("/")
    if not slash:
        raise SourceError(text)
    return Row(
        number if comma else str(count),
        _FIRST.get(level1, level1),
        _SECOND.get(level2, level2),
        name,
        values,
    )


def _numbered(text: str, line: int, sheet: Sheet, record: Record) -> str:
    """The text with the numbers of labels in place of the names of rules."""

    def number(found: re.Match[str]) -> str:
        numbers = [str(_label(key, line, record, found[2], sheet)) for key in found[1].split()]
        return f"⟦{' '.join(numbers)}|{found[2]}⟧"

    return _MARK.sub(number, text)


def _label(key: str, line: int, record: Record, text: str, sheet: Sheet) -> int:
    """The number of a new label, or of the one of the same group."""
    for number, label in enumerate(sheet.labels):
        if "#" in key and label.key == key:
            label.records.append(record)
            return number
    sheet.labels.append(Label(key, line, [record], text))
    return len(sheet.labels) - 1


def _without_marks(text: str, labels: Sequence[Label]) -> str:
    """The text without marks; what they held is put down as the spans of their labels."""
    parts: list[str] = []
    length = end = 0
    for found in _MARK.finditer(text):
        parts += [text[end : found.start()], found[2]]
        length += found.start() - end
        for number in found[1].split():
            labels[int(number)].spans.append((length, length + len(found[2])))
        length += len(found[2])
        end = found.end()
    return "".join([*parts, text[end:]])


# --- layouts

_FIRST = {one: f"{one}指标" for one in ("产出", "效益", "满意度", "成本")}
_SECOND = {
    **{one: f"{one}指标" for one in ("数量", "质量", "时效", "成本", "经济成本", "社会成本")},
    **{one: f"{one}效益指标" for one in ("经济", "社会", "生态")},
    "生态环境成本": "生态环境成本指标",
    "可持续": "可持续影响指标",
    "满意度": "服务对象满意度指标",
}
_CODES = {
    "产出指标": "1", "数量指标": "11", "质量指标": "12", "时效指标": "13", "成本指标": "14",
    "效益指标": "2", "经济效益指标": "21", "社会效益指标": "22", "生态效益指标": "23",
    "可持续影响指标": "24", "满意度指标": "3", "服务对象满意度指标": "31",
}  # fmt: skip


def _coded(level: str) -> str:
    return f"{_CODES[level]}-{level}" if level in _CODES else level


def _plain(text: str) -> str:
    return _MARK.sub(lambda found: found[2], text)


def _sum(amounts: Sequence[str]) -> str:
    try:
        return f"{sum((Decimal(_plain(one).replace(',', '') or '0') for one in amounts), Decimal()):,.2f}"
    except InvalidOperation:
        return ""


def _total_row(sheet: Sheet) -> list[str]:
    """合计, as the source has it or added up; empty for `合计: -`."""
    given = sheet.header.get("合计")
    if given == "-":
        return []
    if given:
        return ["合计", *(one.strip() for one in given.split("|"))]
    sums = [_sum([one.amount(at) for one in sheet.projects]) for at in range(4)]
    return ["合计", *("" if one == "0.00" else one for one in sums)]


def _front(sheet: Sheet, title: str) -> list[str]:
    head = sheet.header
    lines = [head.get("title", title)]
    if head.get("year"):
        lines.append(f"（{head['year']}年度）")
    if head.get("department"):
        lines.append(f"部门名称：{head['department']}")
    if head.get("unit"):
        lines.append(f"单位：{head['unit']}")
    return lines


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def _inline(sheet: Sheet) -> str:
    heading = ["项目名称", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"]
    rows = [heading]
    if total := _total_row(sheet):
        rows.append([*total, "", ""])
    for project in sheet.projects:
        amounts = [project.amount(at) for at in range(4)]
        items = "".join(map(_inline_item, project.rows))
        rows.append([project.name, *amounts, project.goal, items])
    return "\n\n".join([*_front(sheet, "项目支出绩效目标表"), _markdown(rows)]) + "\n"


def _inline_item(row: Row) -> str:
    levels = f"{_coded(row.level1)},{_coded(row.level2)}"
    annual = row.value(0)
    cycle = row.value(1) if len(row.values) > 1 else annual
    number = f"{row.number}、" if row.number else ""
    return f"{number}{levels},{row.name}；实施周期指标值:{cycle},年度指标值:{annual}；"


def _forms(sheet: Sheet) -> str:
    return "\n\n".join(_form(sheet, project) for project in sheet.projects) + "\n"


def _form(sheet: Sheet, project: Project) -> str:
    money = f"（{sheet.header['unit']}）" if sheet.header.get("unit") else ""
    rows = [["项目名称", project.name, "", ""]]
    if sheet.header.get("department"):
        rows.append(["主管部门", sheet.header["department"], "", ""])
    if project.amounts:
        rows.append([f"项目资金{money}", "年度资金总额", project.amount(0), ""])
        rows.append(["", "其中：财政拨款", project.amount(1), ""])
        rows.append(["", "其他资金", project.amount(3) or project.amount(2), ""])
    rows.append(["年度总体目标", project.goal, "", ""])
    rows.append(["一级指标", "二级指标", "三级指标", "指标值"])
    rows += _merged(project.rows, lambda row: [row.value(0)])
    year = f"（{sheet.header['year']}年度）" if sheet.header.get("year") else ""
    return f"项目支出绩效目标申报表\n\n{year}\n\n{_markdown(rows)}"


def _merged(rows: Sequence[Row], cells: Callable[[Row], list[str]]) -> Iterator[list[str]]:
    """A row an indicator; a level that is the one above is left blank."""
    above = ("", "")
    for row in rows:
        levels = (row.level1, row.level2)
        first = "" if row.level1 == above[0] else row.level1
        second = "" if levels == above else row.level2
        yield [first, second, row.name, *cells(row)]
        above = levels


def _self(sheet: Sheet) -> str:
    return "\n\n".join(_self_form(sheet, project) for project in sheet.projects) + "\n"


def _self_form(sheet: Sheet, project: Project) -> str:
    """自评表. Amounts: budget, executed, rate; a row: target, actual, weight, score, cause."""
    blank = [""] * 7
    rows = [
        ["项目名称", project.name, *blank[:6]],
        ["主管部门", sheet.header.get("department", ""), *blank[:6]],
    ]
    rows.append(
        [
            f"项目资金（{sheet.header['unit']}）",
            "",
            "全年预算数(A)",
            "全年执行数(B)",
            "分值",
            "执行率(B/A)",
            "得分",
            "",
        ]
    )
    budget, executed, rate, score = (project.amount(at) for at in range(4))
    rows.append(["", "年度资金总额", budget, executed, "10", rate, score, ""])
    rows.append(["年度总体目标", project.goal, *blank[:6]])
    rows.append(
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ]
    )
    rows += _merged(project.rows, lambda row: [row.value(at) for at in range(5)])
    year = f"（{sheet.header['year']}年度）" if sheet.header.get("year") else ""
    return f"项目支出绩效自评表\n\n{year}\n\n{_markdown(rows)}"


def _wide(sheet: Sheet) -> str:
    heading = ["项目名称", "预算数", "年度绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
    body = "".join(f"<th>{one}</th>" for one in heading)
    rows = [f"<tr>{body}</tr>"]
    for project in sheet.projects:
        for at, row in enumerate(project.rows):
            line = "" if at else _spanned(project, len(project.rows))
            line += _level_cell(project.rows, at, row.level1, lambda one: (one.level1,))
            line += _level_cell(project.rows, at, row.level2, lambda one: (one.level1, one.level2))
            line += f"<td>{_safe(row.name)}</td><td>{_safe(row.value(0))}</td>"
            rows.append(f"<tr>{line}</tr>")
        if not project.rows:
            rows.append(f"<tr>{_spanned(project, 1)}{'<td></td>' * 4}</tr>")
    lines = "".join(f"<p>{_safe(line)}</p>\n" for line in _front(sheet, "项目绩效目标表"))
    table = "\n".join(rows)
    return f"<html><head><meta charset='utf-8'></head><body>\n{lines}<table>\n{table}\n</table></body></html>\n"


def _spanned(project: Project, height: int) -> str:
    parts = (project.name, project.amount(0), project.goal)
    return "".join(f'<td rowspan="{height}">{_safe(one)}</td>' for one in parts)


def _level_cell(
    rows: Sequence[Row], at: int, text: str, key: Callable[[Row], tuple[str, ...]]
) -> str:
    if at and key(rows[at - 1]) == key(rows[at]):
        return ""
    height = 1
    while at + height < len(rows) and key(rows[at + height]) == key(rows[at]):
        height += 1
    return f'<td rowspan="{height}">{_safe(text)}</td>'


def _safe(text: str) -> str:
    return html.escape(text, quote=False)


def _columns(sheet: Sheet) -> str:
    """CSV with sign, value and unit in columns of their own, as systems export it."""
    heading = ["项目名称", "预算数", "年度绩效目标", "一级指标", "二级指标", "三级指标",
               "计算符号", "指标值", "度量单位"]  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for line in _front(sheet, "项目绩效目标表"):
        writer.writerow([line, *[""] * 8])
    writer.writerow(heading)
    for project in sheet.projects:
        for at, row in enumerate(project.rows):
            own = ["", "", ""] if at else [project.name, project.amount(0), project.goal]
            writer.writerow([*own, row.level1, row.level2, row.name, *_parts(row.value(0))])
        if not project.rows:
            writer.writerow([project.name, project.amount(0), project.goal, *[""] * 6])
    return out.getvalue()


def _parts(target: str) -> list[str]:
    """Sign, value, unit: parted by ` ~ ` in the source, or plain enough to part here."""
    if "~" in target:
        return [one.strip() for one in target.split("~")]
    if found := _QUANTITY.fullmatch(target):
        return [found[1] or "=", found[2], found[3]]
    return ["定性", target, ""]


def _blocks(sheet: Sheet) -> str:
    heading = ["单位名称（项目类别/支出项目）", "年度预算安排", "绩效目标"]
    rows = [heading]
    for project in sheet.projects:
        parts = [f"【总体目标】{project.goal}"]
        above, count = ("", ""), 0
        for row in project.rows:
            if (row.level1, row.level2) != above:
                above, count = (row.level1, row.level2), 0
                parts.append(f"【{row.level1}-{row.level2}】")
            count += 1
            value = f"({row.value(0)})" if row.value(0) else ""
            parts.append(f"指标{count}:{row.name}{value}")
        rows.append([project.name, project.amount(0), "<br>".join(parts)])
    return "\n\n".join([*_front(sheet, "项目绩效目标和指标"), _markdown(rows)]) + "\n"


LAYOUTS: dict[str, tuple[str, Callable[[Sheet], str]]] = {
    "inline": ("md", _inline),
    "form": ("md", _forms),
    "wide": ("html", _wide),
    "columns": ("csv", _columns),
    "blocks": ("md", _blocks),
    "self": ("md", _self),
}

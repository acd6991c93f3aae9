"""The layout of running text: a document without a table that tells goal and indicators.

    一、项目概况
    （一）项目名称：校舍维修
    （二）项目资金：年度资金总额120万元，其中：财政拨款100万元。
    二、绩效目标
    维修三所学校的校舍……
    三、绩效指标
    1.数量指标：维修校舍≥3栋；受益学生1200人。

Taken are labels with their values, what stands under a heading of goals, amounts behind words
for amounts, and items under categories, as far as the prose grammar reads them. What of these
lines is none of it is unread; the other lines of the document belong to nobody, and are told
as such. It is sure of little, so that every layout of tables goes before it; and where any
table speaks of performance, it claims nothing.
"""

from collections.abc import Iterator

from audit.document import Document, Table
from audit.filing import Filing
from audit.layouts import cutting
from audit.layouts.prose_reading import Reading
from audit.plugins import Claim, Layed

NAME = "prose"

_SURE, _UNSURE = 0.2, 0.1
_FEWEST = 2
"""So many indicators tell that a text is about performance."""
_SPEAKS = ("绩效", "指标", "项目名称")


def claims(document: Document, /) -> Iterator[Claim]:
    """One claim on the lines of a document that tell of goal and indicators."""
    if any(_speaks(block) for block in document.blocks if isinstance(block, Table)):
        return
    read = Reading(document)
    projects = [project for project in read.projects if project.says_something]
    indicators = sum(len(project.indicators) for project in projects)
    named = any(one.found.name and one.found.goal for one in projects)
    if read.categories and indicators >= _FEWEST:
        yield Claim(tuple(sorted(read.blocks)), _SURE, "文中有产出、效益一类的指标，没有表格")
    elif named and read.front.title is not None and (indicators or not read.categories):
        # Categories without indicators are what is left of a table, one cell a line.
        yield Claim(tuple(sorted(read.blocks)), _UNSURE, "文中有项目名称和绩效目标，没有表格")


def _speaks(table: Table) -> bool:
    return any(word in cell.text for cell in table.cells() for word in _SPEAKS)


def lay_out(document: Document, claim: Claim, /) -> Layed:
    """The one filing of the claim, with each project that the text names."""
    read = Reading(document)
    projects = [project for project in read.projects if project.says_something]
    departments = [project.found.department() for project in projects]
    department = next((one for one in departments if one is not None), read.front.department)
    matter = read.front
    given = {"department": department, "year": matter.year, "money_unit": matter.money_unit}
    cell = document.blocks[claim.blocks[0]]
    source = matter.title or cutting.prose(next(iter(cell.cells())))
    made = tuple(one.project(at, source, read.levels) for at, one in enumerate(projects))
    fields = {key for key, one in given.items() if one is not None}
    for project in made:
        fields |= {key for key in _OWN if getattr(project, key) is not None}
        if project.indicators is not None:
            fields |= {"indicators", "category", "name", *read.aims, *read.levels}
    filing = Filing(
        index=0,
        layout=NAME,
        kind=matter.kind,
        fields=frozenset(fields),
        source=source,
        department=department,
        year=matter.year,
        money_unit=matter.money_unit,
        projects=made,
    )
    return Layed((filing,), tuple(read.skipped))


_OWN = (
    "project_name", "goal", "goal_done", "total", "fiscal", "special", "other", "cycle_total",
    "total_in_words", "approved", "executed", "rate",
)  # fmt: skip

"""Runs made by hand: what reporters print must not change because a rule does."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import pytest

from audit.document import Place
from audit.filing import Filing, Indicator, Project, field_of
from audit.finding import (
    Edit,
    Finding,
    Fix,
    IndicatorRef,
    ProjectRef,
    Related,
    Severity,
    Spot,
    Text,
    TotalRef,
)
from audit.report import Coverage, FileReport, RulebookInfo, RuleInfo, Run, Summary
from audit.testing import filing

INLINE = "1、2-效益指标,22-社会效益,{name}；实施周期指标值:{cycle},年度指标值:{annual}；"
GIVEN: dict[str, Any] = {
    "department": "青禾县教育局",
    "money_unit": "万元",
    "totals": [{"label": "合计", "kind": "total", "covers": [0, 1, 2], "total": "1,260.00"}],
    "projects": [
        {
            "name": "校舍维修工程",
            "total": "1,000.00",
            "fiscal": "1,000.00",
            "goal": "维修校舍二十栋，消除安全隐患，改善办学条件。",
            "indicators": [
                INLINE.format(name="校园安全感", cycle="提高", annual="提高"),
                INLINE.format(name="维修及时", cycle="及时", annual="及时。"),
            ],
        },
        {
            "name": "教师培训",
            "total": "240.00",
            "fiscal": "240.00",
            "goal": "开展培训。",
            "indicators": [INLINE.format(name="教学水平", cycle="提升", annual="显著提升")],
        },
        {"name": "图书购置", "total": "20.00", "fiscal": "20.00", "goal": "", "indicators": []},
    ],
}


def _rule(code: str, name: str, zh: str, en: str, severity: str, *, fold: bool = False) -> RuleInfo:
    basis = (Text(f"依据{code}", f"basis {code}"), Text(f"又{code}", f"also {code}"))
    advice = Text(f"请改{code}。", f"Mend {code}.")
    head = "appropriateness"
    return RuleInfo(name, code, Text(zh, en), severity, head, basis, advice, fold, "filer", 0)


RULES = {
    rule.name: rule._replace(order=order)
    for order, rule in enumerate((
        _rule("A001", "row-sum", "总计与分项之和不等", "Total differs", "error"),
        _rule("A002", "column-sum", "合计不等", "Sum differs", "error"),
        _rule("C002", "under-benefit", "满意度列在效益下", "Satisfaction under benefit", "warning",
              fold=True),
        _rule("S001", "missing-goal", "未填写绩效目标", "No goal", "error"),
        _rule("T001", "vague-target", "指标值无法衡量", "Target cannot be measured", "error"),
        _rule("T003", "unstated-standard", "未说明判断标准", "No standard named", "warning"),
        _rule("W004", "trailing-punctuation", "末尾多标点", "Punctuation at the end", "info"),
    ))
}  # fmt: skip


class Made:
    """Builders of filings, findings and runs, and what a reporter prints of them."""

    given = GIVEN
    rules = RULES

    def filing(self, given: Mapping[str, Any] = GIVEN) -> Filing:
        return filing(given)

    def finding(
        self,
        rule: str,
        of: Filing,
        project: int | None = None,
        indicator: int | None = None,
        field: str = "annual_target",
        text: str | None = None,
        **more: Any,
    ) -> Finding:
        """At `text` within the field, or at the field as a whole where it is None."""
        info = RULES[rule]
        path = more.pop("path", "a.md")
        spot = self.spot(of, project, indicator, field, text, path)
        said = text or field
        return Finding(
            rule=rule,
            code=info.code,
            severity=Severity(more.pop("severity", info.severity)),
            head=info.head,
            message=more.pop("message", Text(f"“{said}”有问题。", f"“{said}” is at fault.")),
            advice=more.pop("advice", info.advice),
            spot=spot,
            fold=info.fold,
            **more,
        )

    def spot(
        self,
        of: Filing,
        project: int | None,
        indicator: int | None,
        field: str,
        text: str | None = None,
        path: str = "a.md",
    ) -> Spot:
        record: Filing | Project | Indicator = of
        ref, one, total = None, None, None
        if project is not None:
            found = record = of.projects[project]
            name = found.project_name.text if found.project_name else ""
            ref = ProjectRef(project, name, found.total.text if found.total else "")
            if indicator is not None:
                record = (found.indicators or ())[indicator]
                number = record.number.text if record.number else ""
                one = IndicatorRef(indicator, number, record.name.text if record.name else "")
        elif field == "total":
            total = TotalRef(0, of.totals[0].label.text)
        there = field_of(record, field)
        start = there.text.find(text) if there and text else -1
        span = (start, start + len(text or "")) if start >= 0 else None
        places: tuple[Place, ...] = (record.source.place,)
        if there is not None:
            places = there.places_of(*(span or (0, 0)))
        department = of.department.text if of.department else ""
        context = there.text if there else ""
        return Spot(
            path, of.index, department, ref, one, total, field, text or "", span, places, context
        )

    def related(self, role: str, spot: Spot) -> Related:
        return Related(role, spot)

    def file(
        self,
        of: Sequence[Filing] = (),
        findings: Sequence[Finding] = (),
        path: str = "a.md",
        **more: Any,
    ) -> FileReport:
        more.setdefault("coverage", self.coverage())
        return FileReport(path, "0" * 64, "markdown", tuple(of), tuple(findings), **more)

    def coverage(self, **unchecked: int) -> tuple[Coverage, ...]:
        """All rules looked at five places; `unchecked` by name, with _ for -."""
        return tuple(
            Coverage(name, 5, 0, 0, unchecked.get(name.replace("-", "_"), 0), 0) for name in RULES
        )

    def run(self, files: Sequence[FileReport], lang: str = "zh", **options: Any) -> Run:
        summary = Summary()

        def walked() -> Iterator[FileReport]:
            for file in files:
                summary.add(file)
                yield file

        book = RulebookInfo("cafe", ("audit 0.1.0",), "default", RULES)
        return Run(("audit", "0.1.0"), book, lang, walked(), lambda: summary, options)

    def printed(
        self, form: str, files: Sequence[FileReport], lang: str = "zh", **options: Any
    ) -> str:
        out = io.StringIO()
        import_module(f"audit.reporters.{form}").report(
            self.run(files, lang, **{"width": 80, **options}), out
        )
        return out.getvalue()

    def sample(self) -> FileReport:
        """One file with a finding of each sort."""
        of = self.filing()
        edit = Edit("annual_target", 2, 3, "", (Place(line=10, column=42),), "。")
        fix = Fix((edit,), "safe", Text("删去", "delete"))
        same = self.related("same", self.spot(of, 0, 0, "cycle_target", "提高"))
        return self.file(
            [of],
            [
                self.finding("vague-target", of, 0, 0, text="提高", related=(same,)),
                self.finding("unstated-standard", of, 0, 1, text="及时"),
                self.finding("trailing-punctuation", of, 0, 1, text="。", fix=fix),
                self.finding("under-benefit", of, 0, 0, "category", text="2-效益指标"),
                self.finding("vague-target", of, 1, 0, text="显著提升"),
                self.finding("missing-goal", of, 2, field="goal"),
            ],
        )


@pytest.fixture
def made() -> Made:
    return Made()


Printed = Callable[..., str]

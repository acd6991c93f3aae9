"""The engine: what is looked at, merged, yielded, counted and stamped.

The kind of check here does what its options say, so that a test shows its look whole.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from audit import engine as engines
from audit import plugins
from audit.checks.kind import CorpusLook, Entry, GroupHit, Hit, Near, Span, Unchecked
from audit.document import Cell, Fragment, Place
from audit.engine import Checked, Engine, compile_rules, looking, panel
from audit.filing import INDICATOR_FIELDS, PROJECT_FIELDS, Field, Filing, Indicator, Project, Total
from audit.finding import Finding, Severity, Text
from audit.report import Coverage, RulebookInfo
from audit.rulebook.book import Rulebook, Taxonomy
from audit.rulebook.rule import Applies, CheckSpec, Replace, Rule, Yield

Row = Mapping[str, str | Field | None]


@pytest.fixture(autouse=True, params=[500, 0], ids=["few", "many"])
def _worth_it(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done for many texts only says the same as what is done for few."""
    monkeypatch.setattr(panel, "WORTH_A_SEARCH", request.param)
    monkeypatch.setattr(looking, "WORTH_A_SEARCH", request.param)


@pytest.fixture(autouse=True)
def _said_is_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    said = SimpleNamespace(compile=lambda _each, options, _book: options["look"])
    registry = SimpleNamespace(
        kind=lambda name: said if name in {"said", "reported"} else None,
        reader=lambda name: SimpleNamespace(writes="" if name == "pdf" else "some:writer"),
    )
    monkeypatch.setattr(plugins, "registry", lambda: registry)
    engines._has_writer.cache_clear()


_line = iter(range(1, 10**9))


def cell(text: str) -> Cell:
    place = Place(line=next(_line), column=1)
    return Cell(text, (Fragment(0, len(text), place),) if text else (), place)


def field(text: str) -> Field:
    return Field.cut(cell(text), 0, len(text))


def fields(row: Row) -> dict[str, Any]:
    return {name: field(text) if isinstance(text, str) else text for name, text in row.items()}


def filing(*projects: tuple[Row, Sequence[Row]], **header: Any) -> Filing:
    made = []
    for at, (row, indicators) in enumerate(projects):
        rows = tuple(
            Indicator(number, at, field("行"), **fields(indicator))
            for number, indicator in enumerate(indicators)
        )
        made.append(Project(at, field("项目行"), indicators=rows, **fields(row)))
    defaults: dict[str, Any] = {
        "index": 0, "layout": "inline", "kind": "project", "source": field("表"),
        "fields": frozenset((*PROJECT_FIELDS, *INDICATOR_FIELDS)),
    }  # fmt: skip
    return Filing(projects=tuple(made), **{**defaults, **header})


def one(*indicators: Row, **project: str) -> Filing:
    """A filing of one project."""
    return filing((project, indicators))


def check(
    each: str,
    look: Any,
    *,
    fields: Sequence[str] = (),
    severity: Severity = Severity.ERROR,
    when: Mapping[str, Any] | None = None,
    message: str = "“{text}”",
    advice: str = "",
    fix: Replace | None = None,
) -> CheckSpec:
    options = {"look": look, "in": tuple(fields)}
    texts = Text(message, message), Text(advice, advice)
    return CheckSpec("said", each, options, when or {}, severity, *texts, fix)  # type: ignore[arg-type]


def rule(
    name: str, *checks: CheckSpec, yields_to: Sequence[Yield] = (), applies: Applies | None = None
) -> Rule:
    severity = max((one.severity for one in checks), key=lambda one: one.rank)
    return Rule(
        name, name.upper(), Text(name, name), severity, "stable", "1.0", (), "form", (),
        applies or Applies(), checks, tuple(yields_to), "filer", fold=False, waivable=True,
        message=Text("", ""), advice=Text("", ""), examples=(), pack="", path="",
    )  # fmt: skip


def book(*rules: Rule) -> Rulebook:
    info = RulebookInfo("hash", (), "default", {})
    internal = rule("internal-error", check("filing", lambda _: (), message="{rule}: {error}"))
    return Rulebook((*rules, internal), {}, Taxonomy("", ()), "default", frozenset(), info)


def run(filings: Filing | Iterable[Filing], *rules: Rule, document_format: str = "") -> Checked:
    given = [filings] if isinstance(filings, Filing) else filings
    return compile_rules(book(*rules)).check(given, document_format, "a.md")


def shown(findings: Iterable[Finding]) -> list[str]:
    """rule field text of each finding."""
    return [f"{one.rule} {one.spot.field} {one.spot.text}" for one in findings]


def coverage(checked: Checked, name: str = "a") -> dict[str, int]:
    """The counts of a rule that are not zero."""
    found = next(one for one in checked.coverage if one.rule == name)
    return {key: count for key, count in found._asdict().items() if count and key != "rule"}


def words(*wanted: str, **values: Any) -> Callable[[str], tuple[Span, ...]]:
    def look(text: str) -> tuple[Span, ...]:
        return tuple(
            Span(text.index(word), text.index(word) + len(word), values)
            for word in wanted
            if word in text
        )

    return look


def at(*names: str) -> Callable[[Any], Iterator[Hit]]:
    """A look that faults these fields as a whole."""
    return lambda record: (Hit.whole(record, name) for name in names)


# What is looked at


def test_a_text_check_reads_each_text_of_each_record_that_has_the_field() -> None:
    given = filing(
        ({"goal": "提高"}, [{"name": "提高率"}, {"name": None}]),
        ({"goal": "好"}, [{"name": "提高"}]),
    )

    checked = run(given, rule("a", check("text", words("提高"), fields=["goal", "name"])))

    assert shown(checked.findings) == ["a goal 提高", "a name 提高", "a name 提高"]
    assert coverage(checked) == {"looked_at": 4, "found": 3}


@pytest.mark.parametrize(
    ("applies", "applicable"),
    [
        pytest.param(Applies(filings=("project",)), True, id="this kind"),
        pytest.param(Applies(filings=("department",)), False, id="another kind"),
        pytest.param(Applies(layouts=("wide",)), False, id="another layout"),
        pytest.param(Applies(not_for=("pdf",)), False, id="not this format"),
        pytest.param(Applies(since=2020), True, id="since before"),
        pytest.param(Applies(since=2025), False, id="since after"),
        pytest.param(Applies(until=2024), True, id="until the same year"),
        pytest.param(Applies(until=2023), False, id="until before"),
    ],
)
def test_a_rule_that_is_not_for_a_filing_counts_its_units(
    applies: Applies, applicable: bool
) -> None:
    given = one({"name": "提高"}, {"name": "好"})
    given = replace(given, year=field("２０２４年度"))

    checked = run(
        given, rule("a", check("indicator", at("name")), applies=applies), document_format="pdf"
    )

    expected = {"looked_at": 2, "found": 2} if applicable else {"not_applicable": 2}
    assert coverage(checked) == expected


def test_a_filing_without_a_year_is_in() -> None:
    checked = run(
        one({"name": "提高"}),
        rule("a", check("indicator", at("name")), applies=Applies(since=2020)),
    )

    assert coverage(checked) == {"looked_at": 1, "found": 1}


def test_when_comes_before_the_look() -> None:
    seen: list[str] = []

    def look(record: Any) -> Iterator[Hit]:
        seen.append(record.name.text)
        return iter(())

    checked = run(
        one({"name": "甲率"}, {"name": "乙数"}),
        rule("a", check("indicator", look, when={"name": {"ends_with": ("率",)}})),
    )

    assert set(seen) == {"甲率"}
    assert coverage(checked) == {"looked_at": 1, "not_applicable": 1}


def test_what_when_cannot_read_is_not_checked() -> None:
    checked = run(
        one({"name": "甲", "annual_target": "某某某"}, {"name": "乙", "annual_target": "90%"}),
        rule("a", check("indicator", at("name"), when={"annual_target.unit": {"is": ("%",)}})),
    )

    assert shown(checked.findings) == ["a name 乙"]
    assert coverage(checked) == {"looked_at": 1, "not_checked": 1, "found": 1}


def test_when_of_the_project_decides_for_each_indicator_though_texts_are_equal() -> None:
    given = filing(
        ({"project_name": "学校"}, [{"name": "甲"}]), ({"project_name": "道路"}, [{"name": "甲"}])
    )

    checked = run(
        given,
        rule("a", check("indicator", at("name"), when={"project_name": {"is": ("道路",)}})),
    )

    assert [one.spot.project.name for one in checked.findings if one.spot.project] == ["道路"]
    assert coverage(checked) == {"looked_at": 1, "not_applicable": 1, "found": 1}


def test_a_set_kind_sees_the_members_that_remain() -> None:
    def look(project: Any) -> Iterator[Hit]:
        (last,) = project.indicators
        yield Hit.whole(last, "name")

    checked = run(
        one({"name": "甲数"}, {"name": "乙率"}),
        rule("a", check("project", look, when={"name": {"ends_with": ("率",)}})),
    )

    assert shown(checked.findings) == ["a name 乙率"]
    assert checked.findings[0].spot.indicator is not None
    assert checked.findings[0].spot.indicator.index == 1
    assert coverage(checked) == {"looked_at": 1, "found": 1}


def test_a_filing_kind_sees_the_projects_that_remain_and_totals_cover_them() -> None:
    def look(seen: Any) -> Iterator[Hit]:
        for total in seen.totals:
            for index in total.covers:
                yield Hit.whole(seen.projects[index], "project_name")

    given = filing(({"project_name": "甲"}, []), ({"project_name": "乙"}, []))
    given = replace(given, totals=(Total(0, "total", (0, 1), field("合计"), field("合计")),))

    checked = run(given, rule("a", check("filing", look, when={"project_name": {"is": ("乙",)}})))

    assert shown(checked.findings) == ["a project_name 乙"]
    assert checked.findings[0].spot.project is not None
    assert checked.findings[0].spot.project.index == 1


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        pytest.param(lambda one: [Unchecked(one, "name", "x")], {"not_checked": 1}, id="unchecked"),
        pytest.param(
            lambda one: [Unchecked(one, "name", "x"), Hit.whole(one, "name")],
            {"looked_at": 1, "found": 1},
            id="a hit beside it counts",
        ),
        pytest.param(lambda _: [], {"looked_at": 1}, id="nothing found is looked at"),
    ],
)
def test_a_unit_is_counted_once(look: Any, expected: dict[str, int]) -> None:
    assert coverage(run(one({"name": "甲"}), rule("a", check("indicator", look)))) == expected


def test_several_checks_of_a_rule_count_a_unit_together() -> None:
    never = {"name": {"is": ("无",)}}

    checked = run(
        one({"name": "甲"}),
        rule("a", check("indicator", at("name"), when=never), check("indicator", lambda _: [])),
        rule("b", check("indicator", at("name"), when=never)),
    )

    assert coverage(checked) == {"looked_at": 1}
    assert coverage(checked, "b") == {"not_applicable": 1}


# What is remembered


def test_equal_texts_are_looked_at_once() -> None:
    calls: list[str] = []

    def look(record: Any) -> Iterator[Hit]:
        calls.append(record.name.text)
        yield Hit.whole(record, "name")

    given = one(*({"name": name, "annual_target": "90%"} for name in "甲乙甲甲乙"))

    checked = run(given, rule("a", check("indicator", look)))

    # With many, the first is asked twice: once to find out whether the look reads names.
    assert calls in (["甲", "乙"], ["甲", "甲", "乙"])
    assert shown(checked.findings) == [f"a name {name}" for name in "甲乙甲甲乙"]


def test_an_answer_holds_for_what_was_read_and_no_more() -> None:
    def look(record: Any) -> Iterator[Hit]:
        if record.annual_target.text == "提高" and record.name.text == "甲":
            yield Hit.whole(record, "annual_target")

    rows = [("甲", "90%"), ("甲", "提高"), ("乙", "提高"), ("甲", "提高"), ("乙", "90%")]
    given = one(*({"name": name, "annual_target": target} for name, target in rows))

    checked = run(given, rule("a", check("indicator", look)))

    assert [one.spot.indicator.index for one in checked.findings if one.spot.indicator] == [1, 3]


def test_a_message_is_of_its_own_record_though_the_look_reads_less() -> None:
    given = one({"name": "甲", "annual_target": "提高"}, {"name": "乙", "annual_target": "提高"})

    checked = run(
        given, rule("a", check("indicator", at("annual_target"), message="{name}={text}"))
    )

    assert [one.message.zh for one in checked.findings] == ["甲=提高", "乙=提高"]


def test_a_project_look_is_remembered_by_the_texts_of_its_indicators() -> None:
    calls: list[int] = []

    def look(project: Any) -> Iterator[Hit]:
        calls.append(project.index)
        numbers = [one.number.text for one in project.indicators]
        for one_, before in zip(project.indicators[1:], numbers, strict=False):
            if one_.number.text == before:
                yield Hit.whole(one_, "number", (Near(project.indicators[0], "number", "first"),))

    def numbered(*numbers: str) -> tuple[Row, list[Row]]:
        return {}, [{"number": number, "name": number * 3} for number in numbers]

    given = filing(numbered("1", "2"), numbered("1", "1"), numbered("1", "1"))

    checked = run(given, rule("a", check("project", look)))

    assert [one.spot.project.index for one in checked.findings if one.spot.project] == [1, 2]
    assert [
        one.related[0].spot.project.index for one in checked.findings if one.related[0].spot.project
    ] == [1, 2]
    # It read the index, which is of course another one in each project.
    assert calls == [0, 1, 2]


def test_a_look_sees_a_record_of_its_class() -> None:
    def look(record: Any) -> Iterator[Hit]:
        match record:
            case Indicator(name=Field() as name) if isinstance(record, Indicator):
                yield Hit(record, "name", 0, len(name.text))
            case _:
                pass

    assert shown(run(one({"name": "甲"}), rule("a", check("indicator", look))).findings) == [
        "a name 甲"
    ]


# What becomes one finding


def test_the_check_listed_first_wins_where_spans_overlap() -> None:
    checked = run(
        one({"name": "显著提高"}, {"name": "提高"}),
        rule(
            "a",
            check("text", words("显著提高"), fields=["name"], message="first"),
            check("text", words("提高"), fields=["name"], message="second"),
        ),
    )

    assert [one.message.zh for one in checked.findings] == ["first", "second"]
    assert coverage(checked) == {"looked_at": 2, "found": 2}


def both(cycle: str, annual: str) -> Filing:
    return one({"name": "甲", "cycle_target": cycle, "annual_target": annual})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(both("提高", "提高"), ["annual_target+cycle_target"], id="equal"),
        pytest.param(both("", ""), ["annual_target+cycle_target"], id="both empty"),
        pytest.param(both("提高", "提高 "), ["cycle_target", "annual_target"], id="other spans"),
        pytest.param(both("提高", "下降"), ["cycle_target", "annual_target"], id="other words"),
        pytest.param(both("ＡＢ", "AB"), ["annual_target+cycle_target"], id="width aside"),
    ],
)
def test_one_fault_in_both_targets_is_one_finding(given: Filing, expected: list[str]) -> None:
    checked = run(given, rule("a", check("indicator", at("cycle_target", "annual_target"))))

    got = [
        "+".join((one.spot.field, *(f"{near.spot.field}" for near in one.related)))
        for one in checked.findings
    ]
    assert got == expected
    assert all(near.role == "same" for one in checked.findings for near in one.related)


def test_targets_with_other_values_stay_two() -> None:
    def look(record: Any) -> Iterator[Hit]:
        yield Hit.whole(record, "cycle_target", level="1")
        yield Hit.whole(record, "annual_target", level="2")

    checked = run(both("提高", "提高"), rule("a", check("indicator", look)))

    assert len(checked.findings) == 2


def test_a_text_kind_in_both_targets_is_merged_too() -> None:
    names = ["cycle_target", "annual_target"]

    checked = run(both("提高", "提高"), rule("a", check("text", words("提高"), fields=names)))

    assert shown(checked.findings) == ["a annual_target 提高"]
    assert coverage(checked) == {"looked_at": 2, "found": 1}


def test_a_fault_in_a_merged_cell_is_found_at_its_first_record() -> None:
    shared = cell("效益指标")
    first = Field.cut(shared, 0, 4)
    later = Field.cut(shared, 0, 4, inherited=True)
    given = one({"level1": first}, {"level1": later}, {"level1": later}, {"level1": "效益指标"})

    checked = run(given, rule("a", check("text", words("效益"), fields=["level1"])))

    assert [one.spot.indicator.index for one in checked.findings if one.spot.indicator] == [0, 3]
    related = [
        near.spot.indicator.index for near in checked.findings[0].related if near.spot.indicator
    ]
    assert related == [1, 2]
    assert coverage(checked) == {"looked_at": 2, "found": 2}


def test_a_fault_of_a_later_record_in_a_merged_cell_is_found_there() -> None:
    shared = cell("数量指标")
    rows: list[Row] = [
        {"name": "人数", "level2": Field.cut(shared, 0, 4)},
        {"name": "甲率", "level2": Field.cut(shared, 0, 4, inherited=True)},
        {"name": "乙率", "level2": Field.cut(shared, 0, 4, inherited=True)},
    ]

    def look(record: Any) -> Iterator[Hit]:
        if record.name.text.endswith("率"):
            yield Hit.whole(record, "level2")

    checked = run(one(*rows), rule("a", check("indicator", look, message="{name}")))

    assert [one.message.zh for one in checked.findings] == ["甲率"]
    assert len(checked.findings[0].related) == 1


def test_a_project_look_may_fault_several_indicators() -> None:
    def look(project: Any) -> Iterator[Hit]:
        for indicator in project.indicators:
            yield from at("cycle_target", "annual_target")(indicator)

    row = {"cycle_target": "提高", "annual_target": "提高"}

    checked = run(one(row, row), rule("a", check("project", look)))

    assert shown(checked.findings) == ["a annual_target 提高"] * 2
    assert [
        near.spot.indicator.index
        for one in checked.findings
        for near in one.related
        if near.spot.indicator
    ] == [0, 1]


# Which of several rules speaks


def faulting(name: str, *fields: str, yields_to: Sequence[Yield] = (), **kwargs: Any) -> Rule:
    return rule(name, check("indicator", at(*fields), **kwargs), yields_to=yields_to)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param(
            [faulting("a", "name", yields_to=[Yield("b")]), faulting("b", "name")],
            ["b name 甲"],
            id="the same characters",
        ),
        pytest.param(
            [faulting("a", "name", yields_to=[Yield("b")]), faulting("b", "number")],
            ["b number 1", "a name 甲"],
            id="other characters",
        ),
        pytest.param(
            [faulting("a", "name", yields_to=[Yield("b", "indicator")]), faulting("b", "number")],
            ["b number 1"],
            id="on the indicator",
        ),
        pytest.param(
            [
                faulting("a", "name", yields_to=[Yield("b", "project")]),
                rule("b", check("project", at("project_name"))),
            ],
            ["b project_name 学校"],
            id="on the project",
        ),
        pytest.param(
            [
                faulting("a", "name", yields_to=[Yield("b")]),
                faulting("b", "name", severity=Severity.WARNING),
            ],
            ["a name 甲", "b name 甲"],
            id="not to a lower severity",
        ),
        pytest.param(
            [
                faulting("a", "name", yields_to=[Yield("b")]),
                faulting("b", "name", yields_to=[Yield("c")]),
                faulting("c", "name"),
            ],
            ["a name 甲", "c name 甲"],
            id="one that has yielded silences nobody",
        ),
        pytest.param(
            [
                faulting("c", "name"),
                faulting("a", "name", yields_to=[Yield("b"), Yield("c")]),
                faulting("b", "name", yields_to=[Yield("c")]),
            ],
            ["c name 甲"],
            id="the most exact one is left",
        ),
        pytest.param(
            [faulting("a", "name", yields_to=[Yield("off")])],
            ["a name 甲"],
            id="a rule that is off",
        ),
    ],
)
def test_a_rule_yields_to_the_more_exact_one(rules: list[Rule], expected: list[str]) -> None:
    given = one({"number": "1", "name": "甲"}, project_name="学校")

    checked = run(given, *rules)

    assert shown(checked.findings) == expected


def test_overlap_is_judged_on_source_characters() -> None:
    whole = cell("1-产出指标,12-质量指标")
    given = one(
        {
            "category": Field.cut(whole, 0, 14),
            "level1": Field.cut(whole, 0, 6),
            "level2": Field.cut(whole, 7, 14),
        }
    )

    checked = run(
        given,
        faulting("a", "category", yields_to=[Yield("b")]),
        faulting("b", "level1"),
        faulting("c", "level2", yields_to=[Yield("b")]),
    )

    assert shown(checked.findings) == ["b level1 1-产出指标", "c level2 12-质量指标"]
    assert coverage(checked) == {"looked_at": 1, "yielded": 1}


def test_what_is_missing_twice_at_one_point_is_two_faults() -> None:
    end = cell("甲")
    nothing = Field.cut(end, 1, 1)
    given = one({"number": nothing, "annual_target": nothing})

    checked = run(
        given, faulting("a", "number", yields_to=[Yield("b")]), faulting("b", "annual_target")
    )

    assert shown(checked.findings) == ["a number ", "b annual_target "]


# What a finding says


@pytest.mark.parametrize(
    ("message", "values", "expected"),
    [
        pytest.param("{name}：{text}", {}, "破案率：提高", id="fields and text"),
        pytest.param("{project_name}{department}", {}, "学校分局", id="project and filing"),
        pytest.param("{unit}", {"unit": "件"}, "件", id="the kind's value goes first"),
        pytest.param("{sum}", {"sum": Decimal("1E+6")}, "1000000", id="no exponent"),
        pytest.param("{why}", {"why": Text("因", "why")}, "因", id="a text in two languages"),
        pytest.param("{word}", {"word": "长" * 60}, "长" * 39 + "…", id="long values shortened"),
        pytest.param("{word}", {"word": "a\x1b[31m\nb\u202e"}, "a[31m b", id="control characters"),
        pytest.param("{{name}} {name}", {}, "{name} 破案率", id="braces"),
        pytest.param("[{goal}]", {}, "[]", id="a field that is not there"),
    ],
)
def test_messages(message: str, values: dict[str, Any], expected: str) -> None:
    def look(record: Any) -> Iterator[Hit]:
        yield Hit.whole(record, "annual_target", **values)

    given = one({"name": "破案率", "annual_target": "提高"}, project_name="学校")
    given = replace(given, department=field("分局"))

    (finding,) = run(given, rule("a", check("indicator", look, message=message))).findings

    assert finding.message.zh == expected


def test_a_finding_on_what_is_missing_stands_at_its_record() -> None:
    given = one({"name": "甲", "annual_target": None})

    checked = run(given, rule("a", check("indicator", lambda one: [Hit(one, "annual_target")])))

    (finding,) = checked.findings
    row = given.projects[0].indicators[0].source  # type: ignore[index]
    assert finding.spot.places == (row.place,)
    assert (finding.spot.text, finding.spot.span) == ("", None)


def test_findings_are_sorted_and_equal_ones_numbered() -> None:
    given = filing(
        ({"project_name": "甲", "goal": "提高"}, [{"name": "提高提高"}]),
        ({"project_name": "甲", "goal": "提高"}, []),
    )

    def look(text: str) -> tuple[Span, ...]:
        return tuple(
            Span(start, start + 2) for start in range(len(text)) if text.startswith("提高", start)
        )

    findings = run(
        given,
        rule("b", check("text", look, fields=["name", "goal"])),
        rule("a", check("text", look, fields=["name"])),
    ).findings

    assert [(one.rule, one.spot.field, one.ordinal) for one in findings] == [
        ("b", "goal", 0),
        ("a", "name", 0),
        ("b", "name", 0),
        ("a", "name", 1),
        ("b", "name", 1),
        ("b", "goal", 1),
    ]
    assert len({one.fingerprint for one in findings}) == 6


# Fixes


def fixing(template: str = "{suggestion}") -> Rule:
    return rule(
        "a",
        check(
            "text",
            words("增肌", suggestion="增加"),
            fields=["cycle_target", "annual_target"],
            fix=Replace(template, "safe"),
        ),
    )


def test_a_fix_edits_the_source_of_both_targets() -> None:
    (finding,) = run(both("增肌", "增肌"), fixing()).findings

    assert finding.fix is not None
    assert [(edit.field, edit.old, edit.new) for edit in finding.fix.edits] == [
        ("annual_target", "增肌", "增加"),
        ("cycle_target", "增肌", "增加"),
    ]
    assert all(edit.places[0].line for edit in finding.fix.edits)


def escaped() -> Field:
    place = Place(line=1, column=1)
    parts = (Fragment(0, 1, place), Fragment(1, 2, place._replace(column=2), raw="&#32908;"))
    return Field.cut(Cell("增肌", parts, place), 0, 2)


def cut_in_two() -> Field:
    return Field.join((field("增"), field("肌")), "")


@pytest.mark.parametrize(
    ("target", "old"),
    [
        pytest.param(escaped(), "增&#32908;", id="an escape is replaced whole"),
        pytest.param(cut_in_two(), None, id="not over two pieces"),
    ],
)
def test_a_fix_knows_its_source_characters(target: Field, old: str | None) -> None:
    (finding,) = run(one({"annual_target": target}), fixing()).findings

    assert (finding.fix and finding.fix.edits[0].old) == old


def test_no_fix_where_half_an_escape_is_meant() -> None:
    place = Place(line=1, column=1)
    target = Field.cut(Cell("增肌", (Fragment(0, 2, place, raw="&both;"),), place), 0, 2)
    half = check(
        "text", words("肌", suggestion="加"), fields=["annual_target"],
        fix=Replace("{suggestion}", "safe"),
    )  # fmt: skip

    (finding,) = run(one({"annual_target": target}), rule("a", half)).findings

    assert finding.fix is None


@pytest.mark.parametrize(
    ("template", "document_format"),
    [
        pytest.param("{suggestion}", "pdf", id="a format without a writer"),
        pytest.param("{nothing}", "markdown", id="a value that is missing"),
        pytest.param("增肌", "markdown", id="what stands there already"),
    ],
)
def test_no_fix(template: str, document_format: str) -> None:
    checked = run(both("增肌", "减少"), fixing(template), document_format=document_format)

    assert checked.findings[0].fix is None


# What goes wrong


def crash(_: Any) -> Any:
    raise ValueError("故障")


@pytest.mark.parametrize("each", ["text", "indicator", "project", "filing"])
def test_a_look_that_raises_costs_its_own_record_only(each: str) -> None:
    def look(given: Any) -> Any:
        text = given if isinstance(given, str) else given.source.text
        if text in {"坏", "行", "项目行", "表"}:
            crash(given)
        return ()

    given = one({"name": "坏"}, {"name": "好"})

    checked = run(
        given,
        rule("a", check(each, look, fields=["name"])),
        rule("b", check("text", words("好"), fields=["name"])),
    )

    internal = [one for one in checked.findings if one.rule == "internal-error"]
    assert internal
    assert internal[0].message.zh == "a: ValueError: 故障"
    assert "b name 好" in shown(checked.findings)
    assert coverage(checked)["not_checked"] == len(internal)


def test_a_crash_is_reported_though_one_rule_alone_was_chosen() -> None:
    rules = book(rule("a", check("indicator", crash)), faulting("b", "name"))

    checked = compile_rules(rules, ["a"]).check([one({"name": "甲"})])

    assert [one.rule for one in checked.findings] == ["internal-error"]


def test_a_hit_that_makes_no_sense_is_the_rules_fault() -> None:
    checked = run(one({"name": "甲"}), rule("a", check("indicator", lambda _: [("no", "hit")])))

    assert coverage(checked) == {"not_checked": 1}


# Over several filings


def same_goal() -> Rule:
    def key(seen: Any) -> Iterator[tuple[str, Hit]]:
        for project in seen.projects:
            yield project.goal.text, Hit.whole(project, "goal")

    def judge(_: str, entries: list[Entry]) -> Iterator[GroupHit]:
        if len(entries) > 1:
            count = Decimal(len(entries))
            yield GroupHit(1, ((0, "first"),), {"count": count})

    message = "{project_name}：{count}个"
    return rule("a", check("corpus", CorpusLook(key, judge), message=message))


def test_corpus_rules_are_judged_after_all_filings() -> None:
    engine = compile_rules(book(same_goal()))
    first = engine.check([filing(({"goal": "甲", "project_name": "东"}, []))], "", "a.md")
    second = engine.check([filing(({"goal": "甲", "project_name": "西"}, []))], "", "b.md")

    judged = engine.judge([*first.keyed, *second.keyed])

    (finding,) = judged.findings
    assert (finding.spot.path, finding.related[0].spot.path) == ("b.md", "a.md")
    assert finding.message.zh == "西：2个"
    assert coverage(first) == {"looked_at": 1}
    assert coverage(judged) == {"found": 1}
    assert pickle.loads(pickle.dumps(first.keyed)) == first.keyed  # noqa: S301 -- our own bytes


# As a whole


def test_switched_rules() -> None:
    engine = compile_rules(book(faulting("a", "name"), faulting("b", "name")))
    given = [one({"name": "甲"})]

    assert shown(engine.switched({"a": "off"}).check(given).findings) == ["b name 甲"]
    assert engine.switched({"a": "info"}).check(given).findings[0].severity == Severity.INFO
    assert engine.switched({}) is engine


def test_one_engine_serves_many_filings_of_different_sorts() -> None:
    engine = compile_rules(book(faulting("a", "name", when={"year": {"is": ("2024",)}})))
    given = one({"name": "甲"})
    other = replace(given, year=field("2024"), index=1)

    checked = engine.check([given, other, given])

    assert [one.spot.filing for one in checked.findings] == [1]


def test_texts_of_totals_and_of_the_filing_are_read() -> None:
    total = Total(0, "total", (), field("合计"), field("合计"), total=field("12.00元"))
    given = replace(one({"name": "甲"}, total="12.00元"), totals=(total,), department=field("元"))

    checked = run(given, rule("a", check("text", words("元"), fields=["total", "department"])))

    assert shown(checked.findings) == ["a department 元", "a total 元", "a total 元"]
    assert checked.findings[1].spot.total_row is not None


_HASHES = """
import sys
sys.path.insert(0, {tests!r})
from test_engine import *
registry = SimpleNamespace(
    kind=lambda name: SimpleNamespace(compile=lambda _e, options, _b: options["look"]),
    reader=lambda name: None,
)
plugins.registry = lambda: registry
given = one({{"name": "提高"}}, {{"name": "提高"}}, {{"name": "降低"}}, goal="提高")
rules = [rule(name, check("text", words("提高", "降低", "高"), fields=["name", "goal"])) for name in "abc"]
for finding in run(given, *rules).findings:
    print(finding.to_dict())
"""


def test_the_order_of_findings_does_not_depend_on_the_hash_seed() -> None:
    script = _HASHES.format(tests=str(__import__("pathlib").Path(__file__).parent))
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(outputs) == 1
    assert b"a.md" in outputs.pop()


def test_coverage_adds_up() -> None:
    """All units of a rule are looked at, not applicable or not checked: design, section 8."""
    given = filing(
        ({"goal": "一"}, [{"name": "甲率", "annual_target": "某某某"}, {"name": "乙数"}]),
        ({"goal": "二"}, [{"name": "丙率", "annual_target": "3个"}]),
    )

    checked = run(
        given,
        rule("a", check("indicator", at("name"), when={"annual_target.unit": {"is": ("个",)}})),
        rule("b", check("indicator", crash, when={"name": {"ends_with": ("率",)}})),
        rule("c", check("indicator", at("name"), when={"goal": {"is": ("二",)}})),
    )

    for name in "abc":
        counts = coverage(checked, name)
        units = ("looked_at", "not_applicable", "not_checked")
        assert sum(counts.get(key, 0) for key in units) == 3


def test_every_rule_has_its_coverage() -> None:
    checked = run(one(), faulting("a", "name"))

    assert Coverage("a") in checked.coverage


def test_engine_is_its_rules() -> None:
    engine: Engine = compile_rules(book(faulting("a", "name"), faulting("b", "name")), ["b"])

    assert [one.name for one in engine.rules] == ["b", "internal-error"]

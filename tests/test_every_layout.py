"""One set of records in every layout and every format gives the same records and findings."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from audit.document import Document, Table
from audit.engine import Engine, compile_rules
from audit.filing import Filing, fields_of, to_dict
from audit.finding import Finding
from audit.layouts import LaidOut
from audit.pipeline import check_file, lay_out, read
from audit.plugins import Source
from audit.report import FileReport
from audit.rulebook import load
from audit.rulebook.book import Rulebook
from generator import drawn, formats
from generator.facts import Facts, Measure, Plan, facts
from generator.formats import FORMATS, Look, drawn_pdf, looks, reportlab_pdf
from generator.grid import Blocks, Grid
from generator.layouts import LAYOUTS
from generator.pointing import cutter

# Enough for a look at each pair; AUDIT_EXAMPLES=100 searches.
_EXAMPLES = int(os.environ.get("AUDIT_EXAMPLES", "2"))
FEW = settings(
    max_examples=_EXAMPLES,
    # The suite draws alike each time; a search draws anew.
    derandomize=_EXAMPLES <= 10,
    # Shrinking draws some hundred documents more: for a search, not for a suite.
    phases=[*Phase] if _EXAMPLES > 10 else [Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


def bare(text: str) -> str:
    """A page shows no line end and no space for certain."""
    return "".join(text.split())


def bare_of(value: Any) -> Any:
    match value:
        case dict():
            return {bare(key): bare_of(one) for key, one in value.items()}
        case list():
            return [bare_of(one) for one in value]
        case str():
            return bare(value)
        case _:
            return value


@cache
def rulebook() -> Rulebook:
    return load.load()


@cache
def engine() -> Engine:
    return compile_rules(rulebook())


def written(layout: str, how: str, said: Facts, look: Look) -> Source:
    return formats.written(how, LAYOUTS[layout].write(LAYOUTS[layout].suited(said)), look)


def _told(report: FileReport, not_for: str = "") -> list[tuple[Any, ...]]:
    """The findings, without those of rules that say they are not for a format."""
    assert report.error is None
    left_out = {one.name for one in rulebook().rules if not_for in one.applies.not_for}
    return [_key(one) for one in report.findings if one.rule not in left_out]


def _key(one: Finding) -> tuple[Any, ...]:
    spot = one.spot
    project = None if spot.project is None else spot.project.index
    indicator = None if spot.indicator is None else spot.indicator.index
    return one.rule, spot.filing, project, indicator, spot.field, bare(spot.text)


def _shown(filing: Filing) -> dict[str, Any]:
    found: dict[str, Any] = bare_of(to_dict(filing))
    del found["fields"]
    return found


@pytest.mark.parametrize("how", FORMATS)
@pytest.mark.parametrize("layout", LAYOUTS)
@FEW
@given(said=facts(), look=looks())
def test_what_was_written_comes_back(layout: str, how: str, said: Facts, look: Look) -> None:
    source = written(layout, how, said, look)
    document = read(source)
    laid = lay_out(document)
    expected = LAYOUTS[layout].records(LAYOUTS[layout].suited(said))

    assert [_shown(one) for one in laid.filings] == bare_of(expected)
    assert [field.text for one in laid.filings for field in one.unread] == []
    assert [one.text for one in laid.unclaimed] == []
    check_places(how, source, document, laid)


def check_places(how: str, source: Source, document: Document, laid: LaidOut) -> None:
    """Each piece of each field stands in the file where its places say."""
    cut = cutter(source.path, source.data, document.encoding)
    records = (record for filing in laid.filings for record in filing.records())
    pieces = (piece for one in records for _, field in fields_of(one) for piece in field.pieces)
    for _, cell, start, end in pieces:
        if start == end:
            continue
        text = bare(cell.text[start:end])
        there = bare("".join(map(cut, cell.places_of(start, end))))
        if how in {"xlsx", "docx"}:
            # Their places are cells, of which a field may be a part.
            assert text in there
        else:
            assert there == text


@pytest.mark.parametrize("layout", LAYOUTS)
@FEW
@given(said=facts(), look=looks(), how=st.sampled_from([*FORMATS]))
def test_every_format_has_the_same_findings(layout: str, said: Facts, look: Look, how: str) -> None:
    plain = check_file(
        written(layout, "html", said, Look(merge=look.merge, labels=look.labels)), engine()
    )
    other = check_file(written(layout, how, said, look), engine())

    assert _told(other) == _told(plain, not_for=other.format)


ONE = Measure(
    "产出指标", "数量指标", "培训人次", "≥", "200", "人次", "", "", "10", "", "", "", "", ""
)
PLAN = Plan("业务培训", "1.00", "", "", "组织培训。", "", "", "", (ONE,))


@pytest.mark.parametrize("draw", [drawn_pdf, reportlab_pdf])
def test_a_goal_above_the_table_may_be_longer_than_a_line_of_the_page(
    draw: Callable[[Blocks, Look], bytes],
) -> None:
    said = Facts("2026", "清河县教育局", "万元", (replace(PLAN, goal="组织培训，" * 20),))
    layout = LAYOUTS["words-above"]
    data = draw(layout.write(said), Look(page=(595, 842)))

    assert [_shown(one) for one in lay_out(read(Source("a.pdf", data))).filings] == bare_of(
        layout.records(said)
    )


def test_the_rest_of_a_row_may_stand_under_the_repeated_heading_of_a_wide_table() -> None:
    goals = (
        "完成三所学校的维修改造，改善办学条件。",
        "目标1：完成档案扫描20万页；目标2：建成查询系统1套。",
    )
    names = ("校舍维修", "档案数字化")
    plans = [replace(PLAN, name=name, goal=goal) for name, goal in zip(names, goals, strict=True)]
    said = Facts("2026", "清河县教育局", "万元", (PLAN, *plans))
    layout = LAYOUTS["wide"]
    data = reportlab_pdf(layout.write(said), Look(page=(842, 210), size=10.5))

    assert [_shown(one) for one in lay_out(read(Source("a.pdf", data))).filings] == bare_of(
        layout.records(said)
    )


@pytest.mark.xfail(strict=True, reason="PDFium drops a text that stands twice in such a font")
def test_texts_in_a_font_whose_glyphs_have_no_outlines_are_kept() -> None:
    """A font without a file, for which the machine has none that fits."""
    rows = [["指标解释", "备注"], *[["实际完成数与计划数的比率", ""]] * 2]
    data = drawn.pdf(
        [Grid(rows)], page=(595, 842), size=9, spread=1, repeat=False, closed=True, embedded=False
    )
    (table,) = (one for one in read(Source("a.pdf", data)).blocks if isinstance(one, Table))

    assert [[cell.text for cell in row] for row in table.rows] == rows

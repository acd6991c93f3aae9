"""Records that `audit records` wrote, or JSON in their shape, come back as the filings they are."""

import io
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import assume, given

from audit import cli
from audit.commands.records import flat, reading, tree
from audit.filing import FILING_FIELDS, PROJECT_FIELDS, Filing, fields_of, to_dict
from audit.finding import Finding
from audit.layouts import LaidOut
from audit.pipeline import check_file, lay_out, read
from audit.plugins import Source
from generator.facts import Facts, facts
from generator.formats import Look
from generator.layouts import LAYOUTS
from test_every_layout import FEW, engine, written

INLINE = "1、1-产出指标,11-数量指标,清淤长度；实施周期指标值:≥12公里,年度指标值:≥12公里；"


def laid_out(value: Any, name: str = "a.json") -> LaidOut:
    return lay_out(read(Source(name, json.dumps(value, ensure_ascii=False, indent=1).encode())))


def filing(value: Any) -> Filing:
    (only,) = laid_out(value).filings
    return only


def read_of(source: Source) -> reading.Read:
    return reading.Read(source.path, filings=lay_out(read(source)).filings)


def as_json(one: reading.Read, *, places: bool = False) -> bytes:
    out = io.StringIO()
    tree.write([tree.make(one, lang="zh", places=places)], out)
    return out.getvalue().encode()


def as_lines(one: reading.Read) -> bytes:
    out = io.StringIO()
    flat.write_lines([flat.make(one, places=False)], out)
    return out.getvalue().encode()


def keys(found: Iterable[Finding]) -> list[tuple[Any, ...]]:
    return [
        (
            one.rule, one.spot.filing, one.spot.project and one.spot.project.index,
            one.spot.indicator and one.spot.indicator.index, one.spot.field, one.spot.text,
        )
        for one in found
    ]  # fmt: skip


# A name that several townships share is told once in a form; a tree repeats it.
@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "townships"])
@FEW
@given(said=facts())
def test_a_tree_comes_back_with_the_same_findings(layout: str, said: Facts) -> None:
    source = written(layout, "html", said, Look(merge=True))
    first = read_of(source)
    again = Source("a.json", as_json(first, places=True))
    second = read_of(again)

    assert [*map(to_dict, second.filings)] == [*map(to_dict, first.filings)]
    assert [field.text for one in second.filings for field in one.unread] == []
    reports = [check_file(one, engine()) for one in (source, again)]
    assert sorted(keys(reports[1].findings)) == sorted(keys(reports[0].findings))
    check_places(again, second.filings)


def check_places(source: Source, filings: Iterable[Filing]) -> None:
    """Each text stands in the JSON where its places say."""
    lines = source.data.decode().split("\n")
    for one in filings:
        for record in one.records():
            for _, field in fields_of(record):
                there = "".join(
                    lines[(place.line or 0) - 1][(place.column or 0) - 1 : (place.end_column or 0) - 1]
                    for piece in field.pieces
                    if piece.start < piece.end
                    for place in piece.cell.places_of(piece.start, piece.end)
                )  # fmt: skip
                assert json.loads(f'"{there}"') == "".join(
                    piece.cell.text[piece.start : piece.end] for piece in field.pieces
                )


@pytest.mark.parametrize("layout", LAYOUTS)
@FEW
@given(said=facts())
def test_flat_rows_come_back(layout: str, said: Facts) -> None:
    first = read_of(written(layout, "html", said, Look()))
    # A filing without a project has no row.
    assume(any(one.projects for one in first.filings))
    second = read_of(Source("a.jsonl", as_lines(first)))

    assert [*map(in_rows, second.filings)] == [*map(in_rows, first.filings)]
    assert [field.text for one in second.filings for field in one.unread] == []


def in_rows(one: Filing) -> Any:
    """What flat rows tell of a filing."""
    found = to_dict(one)
    del found["totals"], found["fields"]
    for project in found["projects"]:
        for name in ("shares", *PROJECT_FIELDS[7:]):
            project.pop(name, None)
    return found


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"projects": [{"name": "甲", "total": "1.00", "indicators": INLINE}]}, id="one filing"),
        pytest.param({"项目": [{"项目名称": "甲", "总计": "1.00", "绩效指标": INLINE}]}, id="in Chinese"),
        pytest.param({"name": "甲", "total": "1.00", "indicators": [INLINE]}, id="one project"),
        pytest.param([{"name": "甲", "total": "1.00", "indicators": INLINE}], id="a list of projects"),
        pytest.param([{"projects": [{"name": "甲", "total": "1.00", "indicators": INLINE}]}], id="a list of filings"),
        pytest.param({"filings": [{"projects": [{"name": "甲", "total": 1.00, "indicators": INLINE}]}]}, id="a tree"),
    ],
)  # fmt: skip
def test_shapes_that_people_write(value: Any) -> None:
    (project,) = to_dict(filing(value))["projects"]

    assert (project["name"], project["total"].rstrip("0."), project["goal"]) == ("甲", "1", None)
    assert [one["name"] for one in project["indicators"]] == ["清淤长度"]


def test_flat_rows_that_people_write_go_to_projects_by_name() -> None:
    rows = [
        {"部门名称": "某局", "项目名称": name, "一级指标": "产出指标", "三级指标": what, "指标值": "5次"}
        for name, what in (("甲", "一"), ("甲", "二"), ("乙", "三"))
    ]  # fmt: skip

    found = to_dict(filing(rows))

    assert found["department"] == "某局"
    assert [
        (project["name"], [one["name"] for one in project["indicators"]])
        for project in found["projects"]
    ] == [("甲", ["一", "二"]), ("乙", ["三"])]


def test_what_has_no_field_is_unread_and_told_with_its_filing() -> None:
    one = {"projects": [{"name": "甲", "goal": "清淤。", "indicators": []}]}
    other = {
        "projects": [{"name": "乙", "goal": ["不是文字"], "indicators": [], "备注": "暂缓安排"}],
        "unread": [{"place": {"line": 7}, "text": "局长已阅"}],
        "kind": "别的",
    }

    found = laid_out({"filings": [one, other]}).filings

    assert [[field.text for field in one.unread] for one in found] == [
        [],
        ["goal", "1", "不是文字", "备注", "暂缓安排", "局长已阅", "kind", "别的"],
    ]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"name": "audit", "version": "1.0", "files": ["src"]}, id="of a package"),
        pytest.param([1, 2, 3], id="numbers"),
        pytest.param([], id="nothing"),
        pytest.param("甲", id="a text"),
        pytest.param({"projects": [{"id": 7, "path": "src"}]}, id="of other projects"),
        pytest.param({"findings": [{"rule": "typo", "message": "错字"}]}, id="a report"),
    ],
)
def test_other_json_is_no_filing(value: Any) -> None:
    assert laid_out(value).filings == ()


def test_a_finding_points_into_the_json(capsys: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"projects": [\n {"name": "甲",\n  "goal": "力争\\u65e9日拔款到位。", "indicators": []}]}', "utf-8")  # fmt: skip

    cli.main(["check", str(path), "-f", "text", "--select", "typo"])

    assert "a.json:3:21: " in capsys.readouterr().out


def test_fields_of_the_form_are_those_that_the_file_names() -> None:
    found = filing(
        {"fields": ["goal", *FILING_FIELDS], "projects": [{"goal": None}, {"name": "甲"}]}
    )

    assert [to_dict(found)["projects"][at]["goal"] for at in (0, 1)] == [None, ""]

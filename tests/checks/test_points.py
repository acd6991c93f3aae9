"""`points`: sums of points, and scores against them."""

import pytest

from audit.engine import compile_rules
from audit.filing import text_of
from audit.pipeline import Options, check_file
from audit.plugins import Source
from audit.testing import findings as findings_of
from audit.testing import found, plain_rulebook

SUM = {"kind": "points", "each": "project", "report": "sum", "full": "100", "apart": "10"}
ABOVE = {"kind": "points", "each": "indicator", "report": "above"}


def rows(*weights: str) -> dict[str, object]:
    return {
        "projects": [
            {"indicators": [{"name": f"指标{at}", "weight": one} for at, one in enumerate(weights)]}
        ]
    }


@pytest.mark.parametrize(
    ("weights", "wrong"),
    [
        pytest.param("50 30 10 10", False, id="a hundred"),
        pytest.param("50 30 10", False, id="ninety where execution stands apart"),
        pytest.param("50 30 15", True, id="ninety-five"),
        pytest.param("50 30 21", True, id="a point too many, for whole numbers are not rounded"),
        pytest.param("33.3 33.3 33.3", False, id="thirds"),
        pytest.param("33.33 33.33 33.3", False, id="thirds, rounded unlike"),
        pytest.param("33.3 33.3 33.0", True, id="more than rounding explains"),
        pytest.param("0.5 0.3 0.2", False, id="shares of one"),
        pytest.param("0.5 0.3 0.1", False, id="shares of nine tenths"),
        pytest.param("0.5 0.3 0.3", True, id="shares of more than one"),
        pytest.param("60% 40%", False, id="percent"),
        pytest.param("６０分 （30）", False, id="with their unit, in brackets, full width"),
        pytest.param("100", False, id="one indicator tells nothing"),
        pytest.param("50 - 40", False, id="a dash is nothing"),
    ],
)
def test_points_add_up(weights: str, *, wrong: bool) -> None:
    assert bool(found(SUM, rows(*weights.split()))) is wrong


def test_each_first_level_may_have_a_hundred_of_its_own() -> None:
    levels = {"产出指标": ("60", "40"), "效益指标": ("100",)}
    made = [
        {"level1": level, "name": f"{level}{at}", "weight": one}
        for level, weights in levels.items()
        for at, one in enumerate(weights)
    ]

    assert found(SUM, {"projects": [{"indicators": made}]}) == []
    assert found(SUM, {"projects": [{"indicators": made[1:]}]}) == [("indicators", "")]


@pytest.mark.parametrize(
    "weights", [("50", "", "30"), ("50", "见说明", "50")], ids=["left blank", "no number"]
)
def test_a_sum_that_cannot_be_told_is_silent(weights: tuple[str, ...]) -> None:
    assert found(SUM, rows(*weights)) == []


def test_a_merged_cell_counts_once() -> None:
    """Two indicators share the 60 points of one cell."""
    page = (
        "<table><tr><td>项目名称</td><td colspan=5>校舍维修</td></tr>"
        "<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td><td>分值</td><td>得分</td></tr>"
        "<tr><td>产出指标</td><td>数量指标</td><td>维修栋数</td><td>3栋</td><td rowspan=2>60</td><td>30</td></tr>"
        "<tr><td>产出指标</td><td>质量指标</td><td>合格率</td><td>100%</td><td>30</td></tr>"
        "<tr><td>效益指标</td><td>社会效益指标</td><td>事故数</td><td>0起</td><td>40</td><td>40</td></tr></table>"
    )
    engine = compile_rules(plain_rulebook(), ["weights-not-100"])
    report = check_file(Source("form.html", page.encode()), engine, Options())
    (project,) = report.filings[0].projects

    assert [text_of(one.weight) for one in project.indicators or ()] == ["60", "60", "40"]
    assert report.findings == ()


@pytest.mark.parametrize(
    ("weight", "score", "above"),
    [
        pytest.param("20", "20.0", False, id="full"),
        pytest.param("20", "20.5", True, id="half a point above"),
        pytest.param("20分", "25分", True, id="with their unit"),
        pytest.param("", "25", False, id="no points given"),
        pytest.param("20", "", False, id="not scored"),
        pytest.param("20", "满分", False, id="no number"),
    ],
)
def test_scores_above_their_points(weight: str, score: str, *, above: bool) -> None:
    given = {"indicators": [{"name": "维修栋数", "weight": weight, "score": score}]}

    assert found(ABOVE, {"projects": [given]}) == ([("score", score)] if above else [])


def test_the_sum_and_what_it_should_be_are_told() -> None:
    (one,) = findings_of("weights-not-100", rows("50", "30", "15"))

    assert one.message.zh.startswith("3条指标的分值相加为95分，应为90或100分")
    assert len(one.related) == 3

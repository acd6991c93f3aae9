"""The kind `category`: levels that do not belong together, and measures of another class."""

from functools import cache
from typing import Any

import pytest

from audit.checks import category
from audit.checks.kind import CheckKind, Hit, Unchecked
from audit.filing import field_of
from audit.testing import filing, plain_rulebook

book = cache(plain_rulebook)

_: CheckKind = category

MISMATCH = {"report": "parent", "except": {"level1": ["benefit"], "level2": ["satisfaction"]}}
UNDER_BENEFIT = {"report": "parent", "level1": ["benefit"], "level2": ["satisfaction"]}
MISFILED = {
    "report": "class",
    "not_under": ["satisfaction"],
    "names": {"contains": ["satisfaction-names"]},
}
RATE = {"report": "class", "level2": ["quantity"], "names": {"ends_with": ["rate-names"]}}


def _found(options: dict[str, Any], pair: str, **texts: str) -> str:
    """The field and text at fault; "unchecked" or "" otherwise."""
    level1, level2 = pair.split(",")
    indicator = {"level1": level1, "level2": level2, **texts}
    (made,) = filing({"projects": [{"indicators": [indicator]}]}).projects[0].indicators or ()
    look = category.compile("indicator", options, book())
    said = list(look(made))
    shown = []
    for one in said:
        there = field_of(one.record, one.field)
        assert there is not None
        if isinstance(one, Unchecked):
            shown.append("unchecked")
        elif isinstance(one, Hit):
            shown.append(f"{one.field}:{there.text[one.start : one.end]}")
    return " ".join(shown)


@pytest.mark.parametrize(
    ("pair", "mismatch", "under_benefit"),
    [
        # Every pair of levels in a published filing of 180 indicators.
        ("1-产出指标,12-质量指标", False, False),
        ("1-产出指标,11-数量指标", False, False),
        ("2-效益指标,22-社会效益", False, False),
        ("1-产出指标,13-时效指标", False, False),
        ("3-满意度指标,31-服务对象满意度", False, False),
        ("2-效益指标,3-满意度指标", False, True),
        ("2-效益指标,21-经济效益", False, False),
        ("2-效益指标,24-可持续影响", False, False),
        ("2-效益指标,31-服务对象满意度", False, True),
        ("1-产出指标,14-成本指标", False, False),
        ("2-效益指标,11-数量指标", True, False),
        ("12-质量指标,12-质量指标", True, False),
        # And what else people write.
        ("1-产出指标,22-社会效益", True, False),
        ("1-产出指标,31-服务对象满意度", True, False),
        ("3-满意度指标,22-社会效益", True, False),
        ("1-产出指标,1-产出指标", True, False),
        ("31-服务对象满意度,31-服务对象满意度", True, False),
        ("数量指标,产出指标", True, False),
        ("产出,数量", False, False),
        ("1,11", False, False),
        ("1,21", True, False),
        ("2,3", False, True),
        ("效益,公众满意程度", False, True),
        ("3-满意度指标,满意度指标", False, False),
        ("３－满意度指标,３１　服务对象满意度", False, False),
        ("服务对象满意度指标,服务对象满意度指标", False, False),
        ("成本指标,经济成本指标", False, False),
        ("成本指标,成本指标", False, False),
        ("成本指标,数量指标", True, False),
        ("产出指标,生态环境成本指标", True, False),
        ("2-产出指标,21-数量指标", False, False),
        ("4-满意度指标,41-服务对象满意度指标", False, False),
    ],
)
def test_pairs(pair: str, mismatch: bool, under_benefit: bool) -> None:
    assert _found(MISMATCH, pair) == (f"category:{pair}" if mismatch else "")
    assert _found(UNDER_BENEFIT, pair) == (f"category:{pair}" if under_benefit else "")


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param("1-产出指标,其他指标", id="in no taxonomy"),
        pytest.param("2-效益指标,", id="level 2 blank"),
        pytest.param(",11-数量指标", id="level 1 blank"),
        pytest.param("2-效益指标,11-质量指标", id="level 2 contradicts itself"),
    ],
)
def test_levels_that_cannot_be_compared(pair: str) -> None:
    assert _found(MISMATCH, pair) == "unchecked"
    assert _found(UNDER_BENEFIT, pair) == "unchecked"


@pytest.mark.parametrize(
    ("pair", "differs", "unknown"),
    [
        pytest.param("1-产出指标,12-质量指标", "", "", id="right"),
        pytest.param("1-产出指标,11-质量指标", "level2:11-质量指标", "", id="another's code"),
        pytest.param("1-效益指标,21-经济效益", "level1:1-效益指标", "", id="at level 1"),
        pytest.param("1-数量指标,11-数量指标", "level1:1-数量指标", "", id="name of a level 2"),
        pytest.param("3-满意度指标,3-社会效益", "level2:3-社会效益", "", id="code of a level 1"),
        pytest.param("2-效益指标,3-满意度指标", "", "", id="3 stands for 31 at level 2"),
        pytest.param("2-效益指标,2-社会效益", "", "", id="the code of its parent is imprecise"),
        pytest.param("1-产出指标,15-质量指标", "", "level2:15-质量指标", id="code unknown"),
        pytest.param("1-产出指标,12-素质指标", "", "level2:12-素质指标", id="name unknown"),
        pytest.param("其他,其他", "", "level1:其他 level2:其他", id="both unknown"),
        pytest.param("12-质量指标,1-产出指标", "", "", id="the wrong depth is no unknown name"),
        pytest.param("2-产出指标,21-数量指标", "", "", id="codes of another system"),
        pytest.param("4-满意度指标,41-服务对象满意度", "", "", id="one that counts cost first"),
        pytest.param("1-产出指标,3-时效指标", "", "", id="numbered within level 1"),
        pytest.param("1-成本指标,11-经济成本指标", "", "", id="a level that has no code"),
        pytest.param(",", "", "", id="blank"),
        pytest.param("—,/", "", "", id="marks alone"),
    ],
)
def test_codes_and_names(pair: str, differs: str, unknown: str) -> None:
    assert _found({"report": "code"}, pair) == differs
    assert _found({"report": "unknown"}, pair) == unknown


@pytest.mark.parametrize(
    ("name", "measures"),
    [
        ("群众满意度", True), ("单位员工满意度（%）", True), ("市民群众安全感、满意度。", True),
        ("学员满意率", True), ("服务对象满意", True), ("好评率", True), ("群众满意度提升率", True),
        ("满意度调查次数", False), ("群众满意度测评报告", False), ("投诉率", False),
        ("社会认可度", False), ("群众安全感", False), ("政策知晓率", False),
    ],
)  # fmt: skip
def test_measures_of_satisfaction(name: str, *, measures: bool) -> None:
    found = "level2:22-社会效益" if measures else ""

    assert _found(MISFILED, "2-效益指标,22-社会效益", name=name) == found
    assert _found(MISFILED, "3-满意度指标,31-服务对象满意度", name=name) == ""
    assert _found(MISFILED, "2-效益指标,31-服务对象满意度", name=name) == ""


@pytest.mark.parametrize(
    ("pair", "found"),
    [
        pytest.param("2-效益指标,", "level1:2-效益指标", id="level 2 blank"),
        pytest.param("2-效益指标,其他效益", "unchecked", id="level 2 in no taxonomy"),
        pytest.param(
            "2-效益指标,31-服务对象满意度", "", id="under benefit is another rule's business"
        ),
        pytest.param(",", "unchecked", id="no category"),
    ],
)
def test_misfiled_by_what_can_be_read(pair: str, found: str) -> None:
    assert _found(MISFILED, pair, name="群众满意度") == found


@pytest.mark.parametrize(
    ("name", "target", "rate"),
    [
        ("培训率", "100%", True), ("培训率", "达标", True), ("培训率（%）", "100", True),
        ("培训率", "≥200人", False), ("巡查频率", "2次/天", False), ("培训人数", "200人", False),
    ],
)  # fmt: skip
def test_rates_by_name(name: str, target: str, *, rate: bool) -> None:
    options = {**RATE, "not_targets": ["count", "frequency"]}

    expected = "level2:11-数量指标" if rate else ""
    assert _found(options, "1-产出指标,11-数量指标", name=name, annual_target=target) == expected
    assert _found(options, "1-产出指标,12-质量指标", name=name, annual_target=target) == ""


@pytest.mark.parametrize(
    ("cycle", "annual", "rate"),
    [
        ("100%", "30%", True), ("", "≥98‰", True), ("95%", "", True),
        ("200人", "100%", False), ("较上年增长5%", "较上年增长5%", False), ("达标", "达标", False),
        ("", "", False), ("200人，合格率95%", "200人，合格率95%", False),
    ],
)  # fmt: skip
def test_rates_by_target(cycle: str, annual: str, *, rate: bool) -> None:
    options = {"report": "class", "level2": ["quantity"], "targets": ["percent", "permille"]}

    found = _found(
        options, "1-产出指标,11-数量指标", name="土建", cycle_target=cycle, annual_target=annual
    )
    assert found == ("level2:11-数量指标" if rate else "")


def test_a_form_without_categories() -> None:
    (made,) = (
        filing({"projects": [{"indicators": [{"name": "满意度"}]}]}).projects[0].indicators or ()
    )

    for options in (MISMATCH, UNDER_BENEFIT, MISFILED, {"report": "code"}, {"report": "unknown"}):
        look = category.compile("indicator", options, book())
        assert list(look(made)) == []


@pytest.mark.parametrize(
    ("pair", "why"),
    [
        ("2-效益指标,11-数量指标", "“数量指标”属于“1-产出指标”"),
        ("效益指标,数量指标", "“数量指标”属于“产出指标”"),
        ("1-产出指标,1-产出指标", "“产出指标”是一级指标"),
        ("12-质量指标,", "“质量指标”属于“1-产出指标”"),
        ("成本指标,数量指标", "“数量指标”属于“产出指标”"),
        ("1-产出指标,生态成本", "“生态环境成本指标”属于“成本指标”"),
    ],
)
def test_the_advice_says_which_level_to_change(pair: str, why: str) -> None:
    level1, level2 = pair.split(",")
    given = {"projects": [{"indicators": [{"level1": level1, "level2": level2}]}]}
    (made,) = filing(given).projects[0].indicators or ()
    (hit,) = category.compile("indicator", MISMATCH, book())(made)

    assert isinstance(hit, Hit)
    assert str(hit.values["why"][0]).startswith(why)  # type: ignore[index]

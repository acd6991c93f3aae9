"""`measurable`: which targets it reports under which names."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.testing import findings, found, plain_rulebook

VAGUE = {
    "kind": "measurable",
    "strength": ["direction", "degree", "effort"],
    "lacks": ["number", "date", "frequency", "standard", "base"],
    "number_names": "number-names",
}


def indicator(name: str, annual: str, cycle: str | None = None) -> dict[str, Any]:
    texts = {"name": name, "annual_target": annual}
    return texts if cycle is None else {**texts, "cycle_target": cycle}


def project(*indicators: dict[str, Any], name: str = "校舍维修") -> dict[str, Any]:
    return {"name": name, "indicators": list(indicators)}


def texts(rule: Any, *projects: dict[str, Any]) -> list[str]:
    return [text for _, text in found(rule, {"projects": list(projects)})]


@pytest.mark.parametrize(
    ("target", "vague"),
    [
        pytest.param("提高", True, id="a direction"),
        pytest.param("提高5%", False, id="a direction with an amount"),
        pytest.param("较上年提高", False, id="a direction with a base can be checked"),
        pytest.param("≥95%以上且显著提高", False, id="a number beside a degree"),
        pytest.param("11月底前完善", False, id="a date"),
        pytest.param("每季度加强一次", False, id="a frequency"),
        pytest.param("完善，符合《中小学校设计规范》", False, id="a document"),
        pytest.param("提高群众满意度", True, id="a direction with an object"),
        pytest.param("确保工程质量", True, id="an effort with an object"),
        pytest.param("确保验收合格", False, id="an effort that names a standard"),
        pytest.param("≥**%", False, id="a hint is another rule's"),
        pytest.param("提高XX%", False, id="a hint within words"),
        pytest.param("", False, id="blank"),
        pytest.param("/", False, id="a dash"),
        pytest.param("正常", False, id="a state"),
    ],
)
def test_vague(target: str, vague: bool) -> None:
    assert texts(VAGUE, project(indicator("群众出行", target))) == ([target] if vague else [])


def test_the_words_are_found_without_the_marks_around_them() -> None:
    (one,) = findings(VAGUE, {"projects": [project(indicator("群众出行", " 提高。"))]})

    assert (one.spot.text, one.spot.span) == ("提高", (1, 3))


@pytest.mark.parametrize(
    ("name", "target", "blank", "change"),
    [
        pytest.param("就业率", "提高", "≥__%", "较上年提高__个百分点", id="a rate"),
        pytest.param("发案率", "下降", "≤__%", "较上年下降__个百分点", id="a rate that falls"),
        pytest.param("培训人次", "增加", "≥__人次", "较上年提高__%", id="a count"),
        pytest.param("差错数/起", "减少", "≤__起", "较上年下降__%", id="the name's own unit"),
        pytest.param("群众出行", "改善", "≥__%", "较上年提高__%", id="a name that is open"),
    ],
)
def test_the_advice_has_blanks_that_fit_the_name(
    name: str, target: str, blank: str, change: str
) -> None:
    (one,) = findings("vague-target", {"projects": [project(indicator(name, target))]})

    assert f"“{blank}”" in one.advice.zh
    assert f"“{change}”" in one.advice.zh


@pytest.mark.parametrize(
    ("name", "target", "rule"),
    [
        pytest.param("犬只续期数", "达标", "word-target-for-number", id="a grade for a count"),
        pytest.param("资金合规率", "合规", "word-target-for-number", id="a state for a rate"),
        pytest.param("道路（公里）", "完成", "word-target-for-number", id="a unit in the name"),
        pytest.param("受理件数", "详见方案", "word-target-for-number", id="words of no list"),
        pytest.param("刑事案件破案率", "提高", "vague-target", id="a direction for a rate"),
        pytest.param("参保人数", "应保尽保", "", id="all of them is a number"),
        pytest.param("事故数", "无", "", id="nothing to fill in"),
        pytest.param("排污量", "符合《排污许可证》", "", id="a document for an amount"),
        pytest.param("骨干力量", "稳定", "unstated-standard", id="力量 is no amount"),
        pytest.param("办事效率", "较高", "unstated-standard", id="效率 is no rate"),
        pytest.param("满意度", "满意", "unstated-standard", id="满意 names no number"),
        pytest.param("资金支付", "及时", "unstated-standard", id="no date"),
        pytest.param("队伍建设", "达标", "unstated-standard", id="a grade of no standard"),
        pytest.param("达标创建", "达标", "", id="the name says of what"),
        pytest.param("出水水质", "达标", "", id="a name with a standard"),
        pytest.param("施工", "竣工验收合格", "", id="a target with a standard"),
        pytest.param("办公环境", "", "", id="blank"),
        pytest.param("食堂", "一级", "", id="a step of a scale"),
    ],
)
def test_a_target_is_the_business_of_one_rule(name: str, target: str, rule: str) -> None:
    given = {"projects": [project(indicator(name, target))]}
    fired = [one for one in THREE if found(one, given)]

    assert fired == ([rule] if rule else [])


THREE = ("vague-target", "word-target-for-number", "unstated-standard")
_WORDS = sorted(
    word
    for sort in ("direction", "degree", "effort", "state", "timeliness", "grade", "demand")
    for word in plain_rulebook().words[sort].texts()
)


@given(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3),
    st.sampled_from(("出勤率", "培训人次", "工程质量", "队伍建设", "宣传氛围（%）", "环境")),
)
def test_the_three_rules_never_overlap(words: list[str], name: str) -> None:
    """A direction, degree or effort is vague whatever the name; a state is one of the others."""
    given_ = {"projects": [project(indicator(name, "".join(words)))]}

    assert sum(bool(found(rule, given_)) for rule in THREE) <= 1


def test_one_measured_target_is_enough_for_a_project() -> None:
    words = [indicator("安全感", "提高"), indicator("出勤率", "达标"), indicator("管理", "规范")]

    assert found("no-measurable-target", {"projects": [project(*words)]}) == [("indicators", "")]
    for target in ("≥90%", "11月底前", "每月一次", "验收合格", "是", "较上年下降", "全覆盖"):
        assert not texts("no-measurable-target", project(*words, indicator("工程", target)))


def test_a_project_of_blanks_is_not_one_of_words() -> None:
    assert not texts(
        "no-measurable-target", project(indicator("安全感", ""), indicator("验收", "/"))
    )


def test_a_cycle_number_makes_an_indicator_measurable() -> None:
    assert not texts("no-measurable-target", project(indicator("安全感", "提高", "≥90%")))


class TestNamesakes:
    def test_the_other_project_is_quoted(self) -> None:
        (one,) = findings(
            "same-name-unmeasured",
            {
                "projects": [
                    project(indicator("读者满意度", "提高", "提高"), name="阅览室"),
                    project(indicator("读者满意度（%）", "≥90%。", "≥90%"), name="少儿馆"),
                ]
            },
        )

        assert (one.spot.field, one.spot.text) == ("annual_target", "提高")
        assert "“少儿馆”写作“≥90%”" in one.message.zh
        assert [(near.role, near.spot.text) for near in one.related] == [("namesake", "≥90%。")]

    def test_a_word_in_the_cycle_counts_where_the_year_is_blank(self) -> None:
        given_ = {
            "projects": [
                project(indicator("读者满意度", "", "满意")),
                project(indicator("读者满意度", "≥90%", "")),
            ]
        }

        assert found("same-name-unmeasured", given_) == [("cycle_target", "满意")]

    def test_an_answer_needs_no_number(self) -> None:
        one = project(indicator("工程验收", "合格"))
        other = project(indicator("工程验收", "100%"))

        assert texts("same-name-unmeasured", one, other) == []

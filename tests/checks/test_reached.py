"""`reached`: the actual value against the target."""

import pytest

from audit.testing import found

MISSED = {
    "kind": "reached",
    "report": "missed",
    "unmet_words": "unmet-actuals",
    "less_is_better": {"ends_with": ["bad-rates", "spending-names"], "contains": ["reverse-names"]},
}


def of(target: str, actual: str, name: str = "维修栋数", **more: str) -> dict[str, object]:
    row = {"name": name, "annual_target": target, "actual": actual, **more}
    return {"projects": [{"name": "校舍维修", "indicators": [row]}]}


@pytest.mark.parametrize(
    ("given", "missed"),
    [
        pytest.param(of("≥5栋", "4栋"), True, id="less than the least"),
        pytest.param(of("≥5栋", "5栋"), False, id="just met"),
        pytest.param(of("≥5栋", "7栋"), False, id="more"),
        pytest.param(of("≤3次", "5次", "投诉次数"), True, id="more than the most"),
        pytest.param(of(">90%", "90%", "合格率"), False, id="the bound itself is not made a fault"),
        pytest.param(of("90%-95%", "96%", "出勤率"), True, id="outside a range"),
        pytest.param(of("100%", "98%", "合格率"), True, id="a bare rate is the least"),
        pytest.param(of("3次", "2次", "投诉次数"), False, id="a bare bad number is the most"),
        pytest.param(of("3次", "4次", "投诉次数"), True, id="and more of it is worse"),
        pytest.param(of("50万元", "48万元", "工程造价"), False, id="bare money may be a limit"),
        pytest.param(of("≥50万元", "48万元", "带动收入"), True, id="signed money is none"),
        pytest.param(of("≥2100人", "2133"), False, id="one without its unit"),
        pytest.param(of("≥2100人", "2033"), True, id="and too few"),
        pytest.param(of("≥95%", "0.98", "合格率"), False, id="a fraction of a percent"),
        pytest.param(of("≥2万册", "18000册"), True, id="万 and digits"),
        pytest.param(of("≥2公里", "2100米"), False, id="units of one measure"),
        pytest.param(of("≥200人次", "190人"), False, id="人 and 人次 are two things"),
        pytest.param(of("≥66.67%", "66.7%", "完工率"), False, id="shown to fewer digits"),
        pytest.param(of("≥66.67%", "66.66%", "完工率"), True, id="shown to as many"),
        pytest.param(of("提高5%", "提高3%", "合格率"), True, id="a smaller rise"),
        pytest.param(of("下降5%", "下降3%", "事故率"), False, id="a fall may be read both ways"),
        pytest.param(of("约500人", "480人"), False, id="about"),
        pytest.param(of("≥3场", "3场，培训190人"), False, id="two numbers"),
        pytest.param(of("≥95%", "≥90%", "合格率"), False, id="an actual value with a sign"),
        pytest.param(of("2025年9月底前", "2025年11月20日", "完工时间"), True, id="late"),
        pytest.param(of("2025年9月底前", "2025年9月30日", "完工时间"), False, id="on the last day"),
        pytest.param(of("9月底前", "2025年11月20日", "完工时间"), False, id="in an unknown year"),
        pytest.param(of("完成", "未完成", "系统建设"), True, id="in words"),
        pytest.param(of("及时", "及时", "拨付及时性"), False, id="words that agree"),
        pytest.param(of("≥5栋", ""), False, id="blank"),
        pytest.param(of("98", "95", comparator="≥", unit="%"), True, id="a column of signs"),
        pytest.param(of("8", "9", comparator="≤", unit="次"), True, id="and of upper bounds"),
        pytest.param(
            of("20", "18", "能耗", direction="反向指标"), False, id="a column of directions"
        ),
    ],
)
def test_missed(given: dict[str, object], *, missed: bool) -> None:
    assert bool(found(MISSED, given)) is missed


@pytest.mark.parametrize(
    ("target", "actual", "copied"),
    [
        pytest.param("≥95%", "≥95%", True, id="the target"),
        pytest.param("≥95%", "≥96%", True, id="a sign is a target's"),
        pytest.param("90%以上", "90％以上", True, id="in words, of another width"),
        pytest.param("90%以上", "92%以上", False, id="words that were thought about"),
        pytest.param("2025年12月底前", "2025年12月底前", True, id="a deadline"),
        pytest.param("2025年12月底前", "2025年12月", False, id="a date"),
        pytest.param("5栋", "5栋", False, id="a bare number that was reached"),
        pytest.param("验收合格", "验收合格", False, id="a word that was reached"),
    ],
)
def test_an_actual_value_that_is_the_target(target: str, actual: str, *, copied: bool) -> None:
    hits = found({"kind": "reached", "report": "as_target"}, of(target, actual))

    assert hits == ([("actual", actual)] if copied else [])


@pytest.mark.parametrize(
    ("score", "hit"),
    [("20", True), ("20.00分", True), ("16", False), ("", False), ("满分", False)],
)
def test_only_a_full_score_is_too_much(score: str, *, hit: bool) -> None:
    given = of("≥5栋", "4栋", weight="20", score=score)

    assert bool(found({**MISSED, "and": "full"}, given)) is hit


def test_a_form_without_causes_lacks_none() -> None:
    check = {**MISSED, "and": "cause", "blank_words": "no-cause-words"}

    assert found(check, of("≥5栋", "4栋")) == []
    assert found(check, of("≥5栋", "4栋", cause="")) == [("cause", "")]
    assert found(check, of("≥5栋", "4栋", cause="无。")) == [("cause", "无")]
    assert found(check, of("≥5栋", "4栋", cause="一栋停工")) == []

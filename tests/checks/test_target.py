"""`target`: what a parsed target says, alone and beside its name."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from audit.testing import found

NO_FACTS: Mapping[str, Any] = MappingProxyType({})


def said(
    target: str, name: str = "新建公厕数量", facts: Mapping[str, Any] = NO_FACTS, **options: Any
) -> list[str]:
    """The texts that a check with these options finds in an indicator."""
    check = {"kind": "target", "in": ["annual_target"], **facts, **options}
    given = {"indicators": [{"name": name, "annual_target": target}]}
    return [text for _, text in found(check, given)]


@pytest.mark.parametrize(
    ("fact", "yes", "no"),
    [
        ("number", ["12座", "零起", "约5%"], ["提高", "12月底前", "及时"]),
        ("unmeasured", ["提高", "正常", "达标", "加强管理"], ["完成", "是", "12月底前", "5%"]),
        ("settled", ["完成", "全覆盖", "建成投用"], ["提高", "正常", "完成12座", "6月底前完成"]),
        ("date", ["2026年6月底前", "12月31日"], ["6个月", "及时"]),
        ("change", ["提高5%", "较上年", "下降"], ["5%", "提高到90%"]),
        ("several", ["≥20人，合格率≥95%"], ["≥20人", "20-30人"]),
        ("zero", ["0", "0%", "零起"], ["10", "提高"]),
        ("negative", ["-5%"], ["5%", "5-8个"]),
        ("fractional", ["2.5人", "0.3次"], ["2人", "1.2万人", "提高", "9" * 30 + "人"]),
        ("cut", ["200万", "≤1.5亿。"], ["200万元", "200万人", "200"]),
        ("unit_alone", ["≥%", "人次", "≤ 万元"], ["≥5%", "提高", "-", "二级"]),
    ],
)
def test_facts_of_a_target(fact: str, yes: list[str], no: list[str]) -> None:
    assert [one for one in yes if not said(one, facts={"is": [fact]})] == []
    assert [one for one in no if said(one, facts={"is": [fact]})] == []
    assert [one for one in no if not said(one, facts={"not": [fact]})] == []


@pytest.mark.parametrize(
    "target",
    ["95%-90%", "95％～90％", "1公里-800米", "≥95%且≤90%", "≥100人，≤80人"],
)
def test_a_range_is_reversed(target: str) -> None:
    assert said(target, facts={"is": ["reversed"]}) == [target]


@pytest.mark.parametrize(
    "target",
    [
        "90%-95%",
        "800米-1公里",
        pytest.param("≥90%且≤95%", id="two bounds that can be met"),
        pytest.param("由95%降至90%", id="from one to the other"),
        pytest.param("≥95%，投诉≤3%", id="two measures"),
        pytest.param("20±2人", id="around a number"),
        pytest.param("7×24小时", id="a product"),
        pytest.param("3-1", id="no unit: a number of something"),
        pytest.param("10月-次年3月", id="months"),
    ],
)
def test_a_range_is_not_reversed(target: str) -> None:
    assert said(target, facts={"is": ["reversed"]}) == []


@pytest.mark.parametrize(
    ("fact", "name", "target", "holds"),
    [
        ("percent_in_name", "合格率（%）", "95", True),
        ("percent_in_name", "培训人数（人）", "95", False),
        ("unit_in_name", "合格率（%）", "95%", True),
        ("unit_in_name", "差错数/起", "0起", True),
        ("unit_in_name", "合格率（%）", "95", False),
        ("unit_in_name", "合格率", "95%", False),
        ("unit_in_name", "完好率%", "95%", True),
        ("unit_in_name", "满意度（≥**%）", "≥95%", False),
        ("unit_in_name", "达标率100%", "100%", False),
        ("number_in_name", "村组干部230人", "≥230", True),
        ("number_in_name", "村组干部230人", "≥230人", True),
        ("number_in_name", "村组干部230人", "230个", True),
        ("number_in_name", "值守2人", "2台", False),
        ("number_in_name", "购置64排CT数量", "1台", False),
        ("number_in_name", "80—89周岁老人津贴标准", "50元/人·月", False),
        ("against_name", "质量达标率100%", "≥98%", True),
        ("against_name", "质量达标率100%", "100%", False),
        ("against_name", "15秒接通率", "≥95%", False),
        ("against_name", "80%以上设备完好", "≥95%", False),
        ("repeats_name", "培训合格率", "培训合格率达到95%", True),
        ("repeats_name", "培训合格率", "合格95%", False),
    ],
)
def test_facts_beside_the_name(fact: str, name: str, target: str, *, holds: bool) -> None:
    assert bool(said(target, name, facts={"is": [fact]})) == holds


@pytest.mark.parametrize("target", ["", "  ", "≥**%", "不适用", "/"])
def test_what_says_nothing_is_nothing(target: str) -> None:
    assert said(target) == []


@pytest.mark.parametrize(
    ("target", "holds"),
    [
        pytest.param("95%", True, id="a bare number is the least"),
        pytest.param("≥95%", True, id="a lower bound"),
        pytest.param("大于99%", True, id="a bound that is left out"),
        pytest.param("90%-100%", True, id="the lower end of a range"),
        pytest.param("100%", False, id="all of them"),
        pytest.param("≤95%", False, id="an upper bound is no least"),
        pytest.param("合格", False, id="a word"),
    ],
)
def test_below(target: str, *, holds: bool) -> None:
    assert bool(said(target, below="100")) == holds


def test_the_unit_of_a_bare_number_is_that_of_its_name() -> None:
    assert said("95", "满意度（%）", classes=["percent"]) == ["95"]
    assert said("95", "满意度", classes=["percent"]) == []
    assert said("95", "满意度", classes=["bare"]) == ["95"]
    assert said("95%", "人数（人）", classes=["count"]) == []


def test_a_column_of_units_that_is_empty() -> None:
    check = {"kind": "target", "in": ["annual_target"], "is": ["number", "unit_blank"]}
    rows = [{"name": "公厕数量", "annual_target": "4", "unit": unit} for unit in ("", "座")]

    assert found(check, {"indicators": rows}) == [("annual_target", "4")]
    assert found(check, {"indicators": [{"name": "公厕数量", "annual_target": "4"}]}) == []


def test_at_the_name_once_for_both_targets() -> None:
    check = {"kind": "target", "is": ["unit_in_name"], "at": "name"}
    both = {"name": "合格率（%）", "cycle_target": "95%", "annual_target": "90%"}

    assert found(check, {"indicators": [both]}) == [("name", "合格率（%）")]


@pytest.mark.parametrize(
    ("year", "target", "facts"),
    [
        ("2026年", "2025年12月底前", ["before_year"]),
        ("2026", "2027年3月", ["after_year"]),
        ("2026年度", "2026年12月底前", []),
        ("2026年", "2024年-2026年", []),
        ("2026年", "12月底前", []),
        ("", "2025年12月底前", []),
    ],
)
def test_a_deadline_beside_the_filings_year(year: str, target: str, facts: list[str]) -> None:
    given = {
        "year": year,
        "projects": [{"indicators": [{"name": "时间", "annual_target": target}]}],
    }
    checks = (
        {"kind": "target", "each": "filing", "in": ["annual_target"], "is": [fact]}
        for fact in ("before_year", "after_year")
    )

    assert [check["is"][0] for check in checks if found(check, given)] == facts

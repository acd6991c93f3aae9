"""`years`: years of the goal against the form's."""

import pytest

from audit.testing import found


def check(report: str) -> dict[str, object]:
    return {"kind": "years", "in": ["goal"], "report": report, "aside": "past-year-words"}


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        pytest.param("落实发展规划（2018—2020年）的任务", "2018—2020年", id="in brackets"),
        pytest.param("落实2021-2023年三年行动计划", "2021-2023年", id="before its plan"),
        pytest.param("实施期2020年至2023年的任务收尾", "2020年至2023年", id="in words"),
        pytest.param("完成“十三五”规划任务", "“十三五”", id="a five-year plan"),
        pytest.param("落实发展规划（2021—2025年）的任务", "", id="in force"),
        pytest.param("完成“十四五”规划任务", "", id="the five-year plan in force"),
        pytest.param("支付规划（2018—2020年）项目尾款", "", id="what is left to pay"),
        pytest.param("保障2020—2021学年师生安全", "", id="no plan"),
    ],
)
def test_over(goal: str, said: str) -> None:
    given = {"year": "2024", "projects": [{"goal": goal}]}

    assert [text for _, text in found(check("over"), given)] == ([said] if said else [])


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        pytest.param("2023年11月底前完成维修", "2023年11月底前", id="a deadline"),
        pytest.param("2023年全年培训600人次", "2023年全年", id="a year's task"),
        pytest.param("2023年计划培训600人次", "2023年", id="at the beginning"),
        pytest.param("２０２３年11月底前完成维修", "２０２３年11月底前", id="full width"),
        pytest.param("2024年11月底前完成维修", "", id="this year"),
        pytest.param("信访量较2023年全年下降5%", "", id="a base"),
        pytest.param("截至2023年底登记600家，今年再登记200家", "", id="what was reached"),
        pytest.param("继续使用2023年度购置的设备", "", id="no task"),
    ],
)
def test_other(goal: str, said: str) -> None:
    given = {"year": "2024年度", "projects": [{"goal": goal}]}

    assert [text for _, text in found(check("other"), given)] == ([said] if said else [])


@pytest.mark.parametrize("year", ["", "2024—2026"])
def test_a_form_of_no_year_or_of_several_is_not_judged(year: str) -> None:
    given = {"year": year, "projects": [{"goal": "2023年11月底前完成维修"}]}

    assert found(check("other"), given) == []

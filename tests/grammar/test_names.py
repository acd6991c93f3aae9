"""The head of an indicator's name, and the unit that a name gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.grammar import names


@pytest.mark.parametrize(
    ("name", "head", "unit"),
    [
        pytest.param("施工质量合格率（%）", "施工质量合格率", "%", id="percent in brackets"),
        pytest.param("设备完好率%", "设备完好率", "%", id="percent without brackets"),
        pytest.param("差错事故数/起", "差错事故数", "起", id="a unit behind a slash"),
        pytest.param("林木采伐监管(万立方米)", "林木采伐监管", "万立方米", id="any unit"),
        pytest.param("客流量（≥**人次）", "客流量", "人次", id="the hint of a template"),
        pytest.param("疫情防控。", "疫情防控", "", id="a full stop"),
        pytest.param("村卫生院（所）", "村卫生院", "", id="an institution by another name"),
        pytest.param("一期工程（2023年）", "一期工程", "", id="which year is no unit"),
        pytest.param("教师/学生满意度", "教师/学生满意度", "", id="a slash within"),
        pytest.param("培训人数（人）（％）", "培训人数", "%", id="the last one counts"),
        pytest.param("（%）", "", "%", id="nothing but a unit"),
        pytest.param("", "", "", id="blank"),
    ],
)
def test_names(name: str, head: str, unit: str) -> None:
    assert (names.head(name), names.unit(name)) == (head, unit)


@given(st.text("率数（）()%/人。 ≥*x", max_size=16))
def test_a_head_is_its_own_head(name: str) -> None:
    assert names.head(names.head(name)) == names.head(name)

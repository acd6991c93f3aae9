"""Units, their classes and their factors."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.grammar import units


@pytest.mark.parametrize(
    ("text", "unit_class", "base", "factor"),
    [
        ("%", "percent", "%", 1), ("％", "percent", "%", 1), ("百分比", "percent", "%", 1),
        ("‰", "permille", "‰", 1), ("个百分点", "point", "百分点", 1), ("倍", "ratio", "倍", 1),
        ("分", "score", "分", 1), ("公里", "length", "米", 1000), ("KM", "length", "米", 1000),
        ("㎡", "area", "平方米", 1), ("m²", "area", "平方米", 1), ("M2", "area", "平方米", 1),
        ("万平方米", "area", "平方米", 10**4), ("公顷", "area", "平方米", 10**4), ("万亩", "area", "亩", 10**4),
        ("m³", "volume", "立方米", 1), ("kg", "mass", "千克", 1), ("Kg", "mass", "千克", 1),
        ("万吨", "mass", "千克", 10**7), ("千瓦时", "energy", "千瓦时", 1), ("GB", "data", "MB", 1024),
        ("Mbps", "data", "Mbps", 1), ("个月", "time", "月", 1), ("年", "time", "月", 12), ("周", "time", "天", 7),
        ("小时", "time", "秒", 3600), ("个工作日", "time", "工作日", 1), ("万元", "money", "元", 10**4),
        ("亿元", "money", "元", 10**8), ("千元", "money", "元", 1000), ("人", "count", "人", 1),
        ("名", "count", "人", 1), ("人次", "count", "人次", 1), ("场次", "count", "场", 1), ("标箱", "count", "标箱", 1),
        ("元/人", "money", "元/人", 1), ("元/人·天", "money", "元/人·天", 1), ("元/人*天", "money", "元/人·天", 1),
        ("元/(人·天)", "money", "元/人·天", 1), ("万元／公里", "money", "元/公里", 10**4),
        ("次/年", "frequency", "次/年", 1), ("次/季度", "frequency", "次/年", 4), ("次/周", "frequency", "次/周", 1),
        ("人次/年", "count", "人次/年", 1), ("人(次)", "count", "人次", 1), ("台（套）", "count", "台", 1),
        ("毫克/升", "mass", "千克/升", Decimal("0.000001")), ("℃", "", "℃", 1),
    ],
)  # fmt: skip
def test_units(text: str, unit_class: str, base: str, factor: int | Decimal) -> None:
    unit = units.parse(text)

    assert unit is not None
    assert (unit.unit_class, unit.base, unit.factor) == (unit_class, base, factor)


@pytest.mark.parametrize("text", ["", "万", "元素", "项目名称", "5", "提高", "/", "人 次 元"])
def test_what_is_no_unit(text: str) -> None:
    assert units.parse(text) is None


@pytest.mark.parametrize(
    ("text", "name", "end", "scale"),
    [
        pytest.param("3万人", "人", 3, 10**4, id="the scale is the number's"),
        pytest.param("3万元", "万元", 3, 1, id="the scale is the unit's"),
        pytest.param("3万", "", 2, 10**4, id="a scale alone"),
        pytest.param("3千克", "千克", 3, 1, id="a unit that begins with a scale"),
        pytest.param("3部门", None, 0, 1, id="a word that begins with a unit"),
        pytest.param("3次年", None, 0, 1, id="next year is no time"),
        pytest.param("3项目标", "项", 2, 1, id="the longer unit would cut a word"),
        pytest.param("3元/人以内", "元/人", 4, 1, id="what follows is no part of it"),
        pytest.param("3(%)", "%", 4, 1, id="in brackets"),
        pytest.param("3/10万", "/10万", 5, 1, id="among a hundred thousand"),
        pytest.param("3张A4纸", "张", 2, 1, id="the noun is left"),
    ],
)
def test_a_unit_after_a_number(text: str, name: str | None, end: int, scale: int) -> None:
    found = units.match(text, 1)

    if name is None:
        assert found is None
    else:
        assert found is not None
        assert (found.unit.name, found.end, found.scale) == (name, end, Decimal(scale))


def test_every_unit_stands_in_a_class_of_its_own_table() -> None:
    for name, unit in units.UNITS.items():
        assert unit.name == name
        assert unit.factor > 0
        assert units.parse(name) is not None


@given(st.text(max_size=20), st.integers(0, 20))
def test_no_text_stops_the_reader(text: str, at: int) -> None:
    found = units.match(text, at)

    assert found is None or at < found.end <= len(text)

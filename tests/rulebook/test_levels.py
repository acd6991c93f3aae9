"""What the two levels of a category name, and to which class the indicator belongs."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.rulebook.levels import Category, class_of, reader
from audit.testing import plain_rulebook


@cache
def _reader() -> tuple[object, ...]:
    return (reader(plain_rulebook().taxonomy),)


def _read(level1: str, level2: str) -> Category:
    (read,) = _reader()
    return read(level1, level2)  # type: ignore[no-any-return, operator]


@pytest.mark.parametrize(
    ("level1", "level2", "key"),
    [
        pytest.param("1-产出指标", "22-社会效益", "output", id="level 1 decides"),
        pytest.param("12-质量指标", "22-社会效益", "benefit", id="not valid at level 1"),
        pytest.param("其他", "11-数量指标", "output", id="level 1 in no taxonomy"),
        pytest.param(
            "1-效益指标", "31-服务对象满意度", "satisfaction", id="level 1 contradicts itself"
        ),
        pytest.param("2-产出指标", "21-数量指标", "output", id="codes of another system"),
        pytest.param("", "可持续影响", "benefit", id="level 1 blank"),
        pytest.param("投入指标", "", "cost", id="an alias"),
        pytest.param("效益 指标", "", "benefit", id="spaces"),
        pytest.param("其他", "1-产出指标", "", id="a level 1 as level 2 is no class"),
        pytest.param("其他", "11-质量指标", "", id="level 2 contradicts itself"),
        pytest.param("", "", "", id="blank"),
    ],
)
def test_class(level1: str, level2: str, key: str) -> None:
    assert _read(level1, level2).class_ == key


def test_what_a_level_names_at_the_wrong_depth() -> None:
    category = _read("12-质量指标", "产出指标")

    assert category.first.level is None
    assert category.second.level is None
    assert category.first.meant is not None
    assert category.second.meant is not None
    assert [class_of(category.first.meant), category.second.meant.key] == ["output", "output"]


LEVEL_TEXTS = st.text(
    st.sampled_from("0123 -一指标产出效益满意度成本质数量经济—（）*"), max_size=9
) | st.text(max_size=9)


@given(LEVEL_TEXTS, LEVEL_TEXTS)
def test_any_two_texts_can_be_read(level1: str, level2: str) -> None:
    """A level is at its place, elsewhere, in contradiction, unknown or blank."""
    category = _read(level1, level2)

    for reading in category:
        assert reading.blank or reading.differs or reading.meant or reading.unknown
        assert not (reading.differs and reading.meant)
        assert not (reading.level and reading.elsewhere)
    if category.fits:
        assert category.class_

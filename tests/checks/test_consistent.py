"""`consistent`: one indicator in two terms, or in two units."""

import pytest

from audit.testing import found

TERM = {"kind": "consistent", "report": "term", "words": "paired-terms"}
UNIT = {"kind": "consistent", "report": "unit", "generic": "generic-indicator-words"}


def of(*rows: tuple[str, str]) -> dict[str, object]:
    """A project for each."""
    return {
        "projects": [
            {"name": f"项目{at}", "indicators": [{"name": name, "annual_target": target}]}
            for at, (name, target) in enumerate(rows)
        ]
    }


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        pytest.param("居民满意度", "居民满意率", True, id="率 and 度"),
        pytest.param("居民满意度", "居民满意度（%）", False, id="but for the unit"),
        pytest.param("居民满意度", "家长满意率", False, id="two sorts of people"),
        pytest.param("工程按时完工率", "工程按期竣工率", True, id="two words of it"),
        pytest.param("竣工验收率", "完工验收率", False, id="竣工验收 is a term of its own"),
    ],
)
def test_terms(first: str, second: str, *, differ: bool) -> None:
    given = of((first, "90%"), (second, "90%"))

    assert found(TERM, given) == ([("name", second)] if differ else [])


def test_terms_within_one_project_are_near_duplicates_and_none_of_this() -> None:
    rows = [{"name": name, "annual_target": "90%"} for name in ("居民满意度", "居民满意率")]

    assert found(TERM, {"indicators": rows}) == []


@pytest.mark.parametrize(
    ("name", "first", "second", "differ"),
    [
        pytest.param("参训网格员", "60人", "90人次", True, id="人 and 人次"),
        pytest.param("打捞漂浮物", "600吨", "40车次", True, id="two sorts of measure"),
        pytest.param("硬化村道", "6公里", "850米", False, id="one sort of measure"),
        pytest.param("新建公厕", "5座", "6个", False, id="个 counts anything"),
        pytest.param("更新监控探头", "5台", "6台（套）", False, id="台 and 台（套）"),
        pytest.param("购置数量", "5台", "6套", False, id="any project may have it"),
        pytest.param("参训网格员", "60人", "90", False, id="a bare number"),
        pytest.param("参训网格员", "60人", "90%", False, id="percent is for other rules"),
    ],
)
def test_units(name: str, first: str, second: str, *, differ: bool) -> None:
    given = of((name, first), (name, second))

    assert found(UNIT, given) == ([("annual_target", second)] if differ else [])


def test_one_finding_a_name() -> None:
    given = of(*[("打捞漂浮物", target) for target in ("600吨", "40车次", "30车次", "20处")])

    assert found(UNIT, given) == [("annual_target", "40车次")]

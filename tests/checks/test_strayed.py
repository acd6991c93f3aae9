"""`strayed`: goals and indicators of another project."""

import pytest

from audit.testing import findings, found

GOAL = {"kind": "strayed", "what": "goal", "filler": "project-filler"}
INDICATOR = {
    "kind": "strayed",
    "what": "indicator",
    "filler": "project-filler",
    "generic": "generic-indicator-words",
}


def of(*projects: tuple[str, str, str]) -> dict[str, object]:
    """Projects by name, goal, and the names of their indicators."""
    return {
        "projects": [
            {"name": name, "goal": goal, "indicators": [{"name": one} for one in rows.split()]}
            for name, goal, rows in projects
        ]
    }


SCHOOL = ("西街小学操场建设", "新建操场4000平方米，改善办学条件。", "")
ANIMALS = ("病死畜禽无害化处理经费", "做好病死畜禽无害化处理，防止疫病传播。", "")


@pytest.mark.parametrize(
    ("other", "name", "goal", "word"),
    [
        pytest.param(
            SCHOOL, "东街小学食堂改造", "改造西街小学食堂800平方米。", "西街小学", id="place"
        ),
        pytest.param(
            SCHOOL, "东街小学食堂改造", "改造食堂，缓解东街、西街小学压力。", "", id="both"
        ),
        pytest.param(SCHOOL, "全县校舍维修", "维修西街小学等校舍6栋。", "", id="of no place"),
        pytest.param(SCHOOL, "东街小学食堂改造", "改造食堂800平方米，改善条件。", "", id="of none"),
        pytest.param(
            SCHOOL, "东街派出所维修", "维修西街小学警务室，改善条件。", "", id="another sort"
        ),
        pytest.param(
            ANIMALS, "农产品检测", "开展病死畜禽无害化处理12次。", "病死畜禽无害化处理", id="words"
        ),
        pytest.param(
            ANIMALS, "动物防疫", "强制免疫动物，监管病死畜禽无害化处理。", "", id="own words, too"
        ),
        pytest.param(ANIMALS, "农产品检测", ANIMALS[1], "", id="a copied goal is another rule's"),
        pytest.param(
            ANIMALS, "专项工作经费", "保障病死畜禽无害化处理等工作。", "", id="a name of filler"
        ),
    ],
)
def test_a_goal_strays(other: tuple[str, str, str], name: str, goal: str, word: str) -> None:
    hits = found(GOAL, of(other, (name, goal, "")))

    assert hits == ([("goal", word)] if word else [])


def test_words_of_two_projects_are_nobodys_own() -> None:
    twice = (ANIMALS[0] + "（第二批）", *ANIMALS[1:])

    given = of(ANIMALS, twice, ("农产品检测", "开展病死畜禽无害化处理12次。", ""))
    assert found(GOAL, given) == []


DOGS = ("犬只规范管理", "开展犬只登记和免疫。", "犬只登记数")


@pytest.mark.parametrize(
    ("name", "goal", "rows", "foreign"),
    [
        pytest.param("道路照明维护", "维护路灯1200盏。", "犬只登记数 亮灯率", True, id="of dogs"),
        pytest.param("社区治理", "处置犬只扰民等事件。", "犬只登记数", False, id="in the goal"),
        pytest.param(
            "社区治理", "处置各类事件。", "犬只登记数 犬只扰民数", False, id="in its rows"
        ),
        pytest.param(
            "警犬基地运行", "保障基地日常运行。", "犬只登记数", False, id="a character of it"
        ),
        pytest.param("道路照明维护", "", "犬只登记数", False, id="without a goal"),
        pytest.param(
            "道路照明维护", "维护路灯1200盏。", "犬只免疫数", False, id="its own indicator"
        ),
    ],
)
def test_an_indicator_of_another_project(name: str, goal: str, rows: str, *, foreign: bool) -> None:
    hits = found(INDICATOR, of(DOGS, (name, goal, rows)))

    assert hits == ([("name", "犬只登记数")] if foreign else [])


def test_what_any_project_may_have_is_nobodys_own() -> None:
    given = of(
        ("设备购置", "购置设备30台。", "设备验收合格率"),
        ("校舍维修", "维修校舍3栋，改善条件。", "设备验收合格率"),
    )

    assert found(INDICATOR, given) == []


def test_the_other_project_is_named() -> None:
    (one,) = findings(
        "goal-of-other-project", of(SCHOOL, ("东街小学食堂", "改造西街小学食堂。", ""))
    )

    assert "“西街小学操场建设”" in one.message.zh
    assert [near.role for near in one.related] == ["other"]

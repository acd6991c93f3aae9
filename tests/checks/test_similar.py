"""`similar`: goals that are one text with a few words changed."""

import pytest

from audit.testing import findings, found

CHECK = {"kind": "similar", "each": "filing", "of": "goal", "at_least": 16, "ratio": 85}
ONE = "通过做好基础设施保障工作，提供良好办公环境，确保入驻单位和人员能够正常使用。"


def of(*projects: tuple[str, str]) -> dict[str, object]:
    return {"projects": [{"name": name, "goal": goal} for name, goal in projects]}


@pytest.mark.parametrize(
    ("other", "near"),
    [
        pytest.param(ONE.replace("通过", ""), True, id="words left out"),
        pytest.param(ONE.replace("良好", "优良的"), True, id="words changed"),
        pytest.param(ONE.replace("，", "、") + "！", False, id="punctuation alone: the same text"),
        pytest.param(ONE[:20] + "新增会议室，配备桌椅，改善就餐条件。", False, id="half of it"),
        pytest.param(ONE.replace("保障工作", "保障工作3项"), False, id="a number of its own"),
    ],
)
def test_near_copies(other: str, *, near: bool) -> None:
    hits = found(CHECK, of(("东湖技术室装修", ONE), ("金沙业务用房改造", other)))

    assert hits == ([("goal", other)] if near else [])


def test_a_goal_that_was_fitted_to_its_project_is_its_own() -> None:
    texts = [ONE.replace("单位", f"{place}派出所") for place in ("东湖", "金沙")]

    assert found(CHECK, of(("东湖所装修", texts[0]), ("金沙所改扩建", texts[1]))) == []
    assert found(CHECK, of(("办案区装修", texts[0]), ("食堂改扩建", texts[1]))) != []


def test_batches_of_one_purpose_may_say_one_thing() -> None:
    given = of(
        ("校园保安经费（第一批）", ONE), ("校园保安经费（第二批）", ONE.replace("良好", "优良的"))
    )

    assert found(CHECK, given) == []


def test_a_group_is_one_finding() -> None:
    changed = [
        ONE,
        ONE.replace("通过", ""),
        ONE.replace("良好", "优良"),
        ONE.replace("能够", "可以"),
    ]
    names = ["装修一所", "水电改造", "围墙修缮", "车库扩建"]
    (one,) = findings("near-copied-goal", of(*zip(names, changed, strict=True)))

    assert one.message.zh.endswith(
        "4个项目几乎用同一段目标：装修一所、水电改造、围墙修缮、车库扩建。"
    )
    assert len(one.related) == 3


def test_which_is_found_does_not_hang_on_how_many_there_are() -> None:
    """Hundreds of goals that all begin alike, and one near copy among them."""
    common = "做好基础设施保障工作，确保正常运转，"
    own = ["".join(map(chr, range(first, first + 40))) for first in range(0x4E00, 0x7CE0, 40)]
    goals = [(f"项目{at}", common + words) for at, words in enumerate(own)]
    copied = ("甲", goals[7][1][:-2] + "等等")

    (one,) = findings(CHECK, of(*goals, copied))

    assert one.spot.project is not None
    assert one.spot.project.name == "甲"

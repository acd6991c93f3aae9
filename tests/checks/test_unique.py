"""The kind `unique`: one finding a group, at the second, the first related."""

from collections.abc import Mapping

import pytest

from audit.checks import unique
from audit.checks.kind import CorpusLook, Entry, Hit
from audit.finding import ProjectRef, Spot
from audit.testing import filing, plain_rulebook


def _groups(of: str, *projects: Mapping[str, object], **options: object) -> list[list[int]]:
    """For each finding the project indexes: where it stands, then the related ones."""
    look = unique.compile("filing", {"of": of, **options}, plain_rulebook())
    hits = look(filing({"projects": list(projects)}))  # type: ignore[operator]
    return [
        [hit.record.index, *(near.record.index for near in hit.related)]
        for hit in hits
        if isinstance(hit, Hit)
    ]


GOAL = "做好基础设施保障工作，改善办学条件。"


@pytest.mark.parametrize(
    ("goals", "groups"),
    [
        pytest.param([GOAL, "甲乙丙丁戊己"], [], id="different goals"),
        pytest.param([GOAL, GOAL], [[1, 0]], id="at the second, the first related"),
        pytest.param([GOAL, "另一个目标文字", GOAL, GOAL], [[2, 0, 3]], id="one finding a group"),
        pytest.param([GOAL, GOAL.replace("，", ",")], [[1, 0]], id="punctuation aside"),
        pytest.param(["", ""], [], id="blank goals are not copies"),
        pytest.param(["保障运转", "保障运转"], [], id="too short to be a copy"),
    ],
)
def test_goals(goals: list[str], groups: list[list[int]]) -> None:
    projects: list[dict[str, object]] = [
        {"name": f"项目{chr(0x7532 + index * 37)}工程", "goal": goal}
        for index, goal in enumerate(goals)
    ]
    assert _groups("goal", *projects, at_least=6) == groups


@pytest.mark.parametrize(
    ("names", "one_purpose"),
    [
        pytest.param(
            ["穗财【2022】76号养犬管理", "穗财【2021】115号养犬管理"], True, id="document"
        ),
        pytest.param(["2021年社工服务经费", "2022年社工服务清算"], True, id="year and settling"),
        pytest.param(["校园保安第一批资金", "校园保安第二批资金"], True, id="batches"),
        pytest.param(["东街小学食堂改造", "西街小学操场建设"], False, id="two works"),
    ],
)
def test_batches_of_one_purpose(names: list[str], one_purpose: bool) -> None:
    projects: list[dict[str, object]] = [{"name": name, "goal": GOAL} for name in names]
    words = {"batch_words": "funding-batches"}
    assert bool(_groups("goal", *projects, batches="only", **words)) is one_purpose
    assert bool(_groups("goal", *projects, batches="without", **words)) is not one_purpose


def test_sets_of_indicators_are_compared_in_any_order() -> None:
    one = [
        {"name": "培训人数", "annual_target": "50人"},
        {"name": "合格率", "annual_target": "95%"},
    ]
    other = [one[1], one[0]]
    changed = [one[0], {"name": "合格率", "annual_target": "90%"}]
    projects = ({"indicators": each} for each in (one, other, changed))
    assert _groups("indicators", *projects, at_least=2) == [[1, 0]]


def test_names_within_a_project() -> None:
    form = filing({"projects": [{"indicators": [{"name": "验收率"}, {"name": "验收率 "}]}]})
    look = unique.compile("project", {"of": "name"}, plain_rulebook())
    (hit,) = look(form.projects[0])  # type: ignore[operator]
    assert isinstance(hit, Hit)
    assert (hit.record.index, hit.values["count"]) == (1, "2")


def _entry(path: str, name: str) -> Entry:
    project = ProjectRef(0, name, "")
    return Entry(Spot(path, 0, "", project, None, None, "goal", GOAL, (0, 5), ()), {})


def test_over_files_only_groups_of_several_filings_count() -> None:
    look = unique.compile("corpus", {"of": "goal"}, plain_rulebook())
    assert isinstance(look, CorpusLook)
    assert list(look.judge("k", [_entry("a.md", "甲"), _entry("a.md", "乙")])) == []
    (hit,) = look.judge("k", [_entry("a.md", "甲"), _entry("b.md", "乙"), _entry("c.md", "丙")])
    assert (hit.entry, hit.related) == (1, ((0, "first"), (2, "same")))

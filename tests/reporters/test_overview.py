"""Counting for people: indicators, projects, money, words at fault."""

from decimal import Decimal
from typing import Any

import pytest

from audit.reporters.overview import Overview


def overview(made: Any, *files: Any) -> Overview:
    found = Overview(made.rules)
    for file in files:
        found.add(file)
    return found


def test_causes_count_indicators_and_projects_and_fold_apart(made: Any) -> None:
    found = overview(made, made.sample())

    counts = {name: (one.indicators, one.projects) for name, one in found.causes.items()}
    assert counts == {
        "vague-target": (2, 2),
        "unstated-standard": (1, 1),
        "trailing-punctuation": (1, 1),
        "missing-goal": (0, 1),
    }
    assert [(one.rule.name, one.findings) for one in found.sorted_folded()] == [
        ("under-benefit", 1)
    ]


def test_the_projects_of_a_group_all_count_and_a_namesake_does_not(made: Any) -> None:
    of = made.filing()
    others = tuple(made.related("other", made.spot(of, at, None, "goal")) for at in (1, 2))
    namesake = (made.related("namesake", made.spot(of, 1, 0, "annual_target")),)
    found = overview(
        made,
        made.file(
            [of],
            [
                made.finding("missing-goal", of, 0, field="goal", related=others),
                made.finding("vague-target", of, 0, 0, text="提高", related=namesake),
            ],
        ),
    )

    assert (found.causes["missing-goal"].projects, found.causes["vague-target"].projects) == (3, 1)


@pytest.mark.parametrize(
    ("unit", "money", "in_yuan"),
    [
        pytest.param("万元", "12600000", True, id="ten thousands of yuan"),
        pytest.param("元", "1260", True, id="yuan"),
        pytest.param("", "1260", False, id="no unit: as it stands"),
    ],
)
def test_money_is_added_up_in_yuan(made: Any, unit: str, money: str, in_yuan: bool) -> None:
    found = overview(made, made.file([made.filing({**made.given, "money_unit": unit})]))

    assert (found.money, found.in_yuan) == (Decimal(money), in_yuan)


def test_an_amount_that_is_no_number_is_left_out(made: Any) -> None:
    projects = [{**made.given["projects"][0], "total": "见附表"}, made.given["projects"][1]]
    of = made.filing({**made.given, "totals": [], "projects": projects})

    assert overview(made, made.file([of])).money == Decimal(2_400_000)


def test_the_worst_project_is_the_one_with_most_errors_then_the_dearest(made: Any) -> None:
    of = made.filing()
    found = overview(
        made,
        made.file(
            [of],
            [
                made.finding("unstated-standard", of, 0, 1, text="及时"),
                made.finding("vague-target", of, 1, 0, text="显著提升"),
                made.finding("missing-goal", of, 2, field="goal"),
            ],
        ),
    )

    assert [block.ref.index for block in found.worst if block.ref] == [1, 2, 0]
    assert [block.ref.index for block in found.dearest if block.ref] == [0, 1, 2]


def test_waived_findings_are_not_shown(made: Any) -> None:
    of = made.filing()
    waived = made.finding("vague-target", of, 0, 0, text="提高", state="waived")

    assert overview(made, made.file([of], [waived])).shown == 0

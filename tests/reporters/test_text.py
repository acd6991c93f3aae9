"""One line a finding, as editors and CI read it."""

from typing import Any

import pytest
from inline_snapshot import snapshot

from audit.document import Place
from audit.finding import Text


def test_a_line_for_each_finding_and_nothing_else(made: Any) -> None:
    assert made.printed("text", [made.sample()]) == snapshot("""\
a.md:9:41: error T001[vague-target] “提高”有问题。
a.md:10:40: warning T003[unstated-standard] “及时”有问题。
a.md:10:42: info W004[trailing-punctuation] “。”有问题。
a.md:9:3: warning C002[under-benefit] “2-效益指标”有问题。
a.md:16:40: error T001[vague-target] “显著提升”有问题。
a.md:21:1: error S001[missing-goal] “goal”有问题。
""")


def test_messages_in_english_severities_as_programs_read_them(made: Any) -> None:
    assert made.printed("text", [made.sample()], "en").splitlines()[0] == snapshot(
        "a.md:9:41: error T001[vague-target] “提高” is at fault."
    )


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        pytest.param(Place(page=3, table=1, row=5), "第3页表1行5", "p3:t1r5", id="a PDF"),
        pytest.param(Place(sheet="表二", cell="C5"), "表二!C5", "表二!C5", id="a workbook"),
        pytest.param(Place(table=2, row=1, table_column=3), "表2行1列3", "t2r1c3", id="a letter"),
        pytest.param(
            Place(line=9, column=2, table=2, row=1, table_column=3, by_paragraph=True),
            "表2行1列3",
            "t2r1c3",
            id="a cell of a letter",
        ),
        pytest.param(
            Place(line=9, column=2, by_paragraph=True), "第9段", "para9", id="a paragraph"
        ),
        pytest.param(Place(line=4), "4:1", "4:1", id="a line without a column"),
        pytest.param(Place(page=2), "第2页", "p2", id="a page"),
    ],
)
def test_places_where_a_format_has_no_lines(made: Any, place: Place, zh: str, en: str) -> None:
    finding = made.finding("missing-goal", made.filing(), 2, field="goal")
    moved = type(finding)(
        **{name: getattr(finding, name) for name in type(finding).__slots__ if name != "spot"},
        spot=finding.spot._replace(places=(place,), path="a.pdf"),
    )

    for lang, told in (("zh", zh), ("en", en)):
        printed = made.printed("text", [made.file(findings=[moved])], lang)
        assert printed.startswith(f"a.pdf:{told}: error S001[missing-goal] ")


def test_a_line_stays_one_line_and_steers_nothing(made: Any) -> None:
    message = Text("“甲\n乙\x1b[2J\u202e”有问题。", "")
    finding = made.finding("missing-goal", made.filing(), 2, field="goal", message=message)

    printed = made.printed("text", [made.file(findings=[finding])])

    assert printed.endswith("“甲 乙<U+001B>[2J<U+202E>”有问题。\n")
    assert printed.count("\n") == 1


def test_statistics_stand_in_place_of_the_findings(made: Any) -> None:
    file = made.file(coverage=made.coverage(row_sum=2))

    assert made.printed("text", [file], statistics=True) == snapshot("""\
   发现    查过  未核对
      -       5       2  A001  row-sum  总计与分项之和不等
      -       5       -  A002  column-sum  合计不等
      -       5       -  C002  under-benefit  满意度列在效益下
      -       5       -  S001  missing-goal  未填写绩效目标
      -       5       -  T001  vague-target  指标值无法衡量
      -       5       -  T003  unstated-standard  未说明判断标准
      -       5       -  W004  trailing-punctuation  末尾多标点
""")

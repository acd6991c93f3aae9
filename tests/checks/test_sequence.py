"""The kind `sequence`: numbers repeated, left out or missing, one finding a project."""

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.checks import sequence
from audit.checks.kind import CheckKind, Hit, Unchecked
from audit.filing import field_of
from audit.testing import filing, plain_rulebook

book = cache(plain_rulebook)

_: CheckKind = sequence


def _said(report: str, numbers: Sequence[str | None]) -> list[Hit | Unchecked]:
    indicators = [
        {"name": "面积"} | ({} if number is None else {"number": number}) for number in numbers
    ]
    (project,) = filing({"projects": [{"indicators": indicators}]}).projects
    look = sequence.compile("project", {"report": report}, book())
    return list(look(project))


def _found(report: str, *numbers: str | None) -> str:
    """The numbers at fault, the one it stands at first, `first:` before the one it repeats."""
    hits = [one for one in _said(report, numbers) if isinstance(one, Hit)]
    if not hits:
        return ""
    (hit,) = hits
    there = field_of(hit.record, hit.field)
    assert there is not None
    words = [there.text[hit.start : hit.end]]
    for near in hit.related:
        text = field_of(near.record, near.field)
        assert text is not None
        words.append(f"{'first:' if near.role == 'first' else ''}{text.text}")
    return " ".join(words)


@pytest.mark.parametrize(
    ("numbers", "gap", "repeat"),
    [
        pytest.param("1 2 3", "", "", id="in order"),
        pytest.param("1 2 4 5", "4", "", id="one left out is reported once"),
        pytest.param("1 3 6", "3 6", "", id="two gaps are one finding"),
        pytest.param("2 3", "2", "", id="the first is left out"),
        pytest.param("1 2 1", "", "1 first:1", id="a restart leaves nothing out"),
        pytest.param("1 2 1 2", "", "1 first:1 2", id="one finding a project"),
        pytest.param("1 2 1 4", "4", "1 first:1", id="a restart with a gap"),
        pytest.param("1 3 2", "", "", id="out of order is neither"),
        pytest.param("1 x 3", "", "", id="an unreadable number hides no gap and makes none"),
        pytest.param("1 x 4", "4", "", id="an unreadable number stands for one only"),
        pytest.param("x x", "", "", id="unreadable numbers are not alike"),
        pytest.param("１ ２ ４", "４", "", id="full-width digits"),
        pytest.param("1 1", "", "1 first:1", id="at the second of the two"),
        pytest.param("01 02 04", "04", "", id="leading zeros"),
        pytest.param("1 2 999999999", "", "", id="a number of no project"),
        pytest.param("", "", "", id="no indicators"),
    ],
)
def test_sequence(numbers: str, gap: str, repeat: str) -> None:
    assert _found("gap", *numbers.split()) == gap
    assert _found("repeat", *numbers.split()) == repeat


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1), ("1、", 1), ("１．", 1), ("（1）", 1), ("(12)", 12), ("①", 1), ("⑳", 20), ("⑴", 1),
        ("⒈", 1), ("一", 1), ("十二、", 12), ("（三）", 3), ("㈠", 1), ("第2条", 2), ("指标3", 3),
        ("007", 7), (" 4 ", 4), ("", None), ("、", None), ("0", None), ("1.1", None), ("A", None),
        ("1_0", None), ("二十几", None), ("²³x", None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, number: int | None) -> None:
    assert sequence.whole(text) == number


@pytest.mark.parametrize("report", ["gap", "repeat"])
def test_what_cannot_be_read_is_not_checked(report: str) -> None:
    unchecked = [one for one in _said(report, ["1", "x", "", "2"]) if isinstance(one, Unchecked)]

    assert [field_of(one.record, one.field).text for one in unchecked] == ["x", ""]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("numbers", "places"),
    [
        pytest.param(["1", "", "3"], "2", id="one"),
        pytest.param(["", "2", "、"], "1、3", id="marks alone are no number"),
        pytest.param(["1", "x"], "", id="an unreadable one is not missing"),
        pytest.param([None, None], "", id="a form without numbers"),
    ],
)
def test_missing(numbers: list[str | None], places: str) -> None:
    hits = [one for one in _said("missing", numbers) if isinstance(one, Hit)]

    assert "".join(hit.values["wrong"].zh for hit in hits) == places  # type: ignore[union-attr]
    assert all(hit.start is None for hit in hits)


def test_what_a_message_can_say() -> None:
    (hit,) = _said("gap", ["1", "5", "8"])

    assert isinstance(hit, Hit)
    assert hit.values["numbers"] == ("1、5、8", "1, 5, 8")
    assert hit.values["wrong"] == ("2—4、6、7", "2—4, 6, 7")


@given(st.integers(1, 50), st.data())
def test_leaving_one_out_is_found_where_the_eye_lands(count: int, data: st.DataObject) -> None:
    """A gap is reported at the number after it."""
    gone = data.draw(st.integers(1, count))
    numbers = [str(number) for number in range(1, count + 2) if number != gone]

    assert _found("gap", *numbers) == str(gone + 1)
    assert _found("repeat", *numbers) == ""


@given(st.permutations(range(1, 9)))
def test_any_order_of_all_numbers_has_neither_gap_nor_repeat(numbers: list[int]) -> None:
    """A number is left out where no indicator of the project has it."""
    texts = list(map(str, numbers))

    assert _found("gap", *texts) == _found("repeat", *texts) == ""


@given(st.lists(st.text(max_size=8), max_size=8))
def test_no_text_of_a_number_raises(numbers: list[str]) -> None:
    for report in ("gap", "repeat", "missing"):
        _said(report, numbers)

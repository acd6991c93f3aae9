"""Widths, line breaks, colours, languages, and what never reaches a terminal."""

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.terminal import (
    LOSSY,
    broken,
    clean,
    columns_of,
    hung,
    in_columns,
    language_of,
    never_fails,
    numbers,
    padded,
    wants_color,
    width,
    wrapped,
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("abc", 3, id="Latin"),
        pytest.param("指标值", 6, id="Han"),
        pytest.param("“提高”", 8, id="quotes are wide on Chinese consoles"),
        pytest.param("≥90%", 5, id="signs are"),
        pytest.param("e\u0301", 1, id="a combining mark has none"),
        pytest.param("", 0, id="nothing"),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(
            "一二三四五六七八九十甲乙", ["一二三四五六七八九十", "甲乙"], id="between Han"
        ),
        pytest.param(
            "一二三四五六七八九十，甲",
            ["一二三四五六七八九", "十，甲"],
            id="no line begins with a comma",
        ),
        pytest.param(
            "一二三四五六七八九（甲）",
            ["一二三四五六七八九", "（甲）"],
            id="none ends with a bracket",
        ),
        pytest.param(
            "共计金额一二三 1,234.50万元",
            ["共计金额一二三", "1,234.50万元"],
            id="a number stays whole",
        ),
        pytest.param("a bc def ghij klmno pqrstu", ["a bc def ghij klmno", "pqrstu"], id="words"),
        pytest.param("x" * 25, ["x" * 20, "x" * 5], id="what fits no line is cut"),
        pytest.param("", [""], id="nothing is one line"),
    ],
)
def test_lines_of_twenty_columns(text: str, lines: list[str]) -> None:
    assert wrapped(text, 20) == lines


@given(st.text(), st.integers(20, 100))
def test_breaking_loses_nothing_but_spaces_and_fits(text: str, columns: int) -> None:
    lines = wrapped(text, columns)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= columns for line in lines)


@given(st.text(), st.integers(20, 60))
def test_lines_are_slices_in_order(text: str, columns: int) -> None:
    ends = [at for pair in broken(text, columns) for at in pair]

    assert ends == sorted(ends)


@given(st.text())
def test_nothing_that_is_cleaned_steers_a_terminal(text: str) -> None:
    for char in clean(text):
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"}


def test_what_is_left_out_is_shown_by_its_code_point() -> None:
    assert clean("甲\x1b[31m\u202e\u200b乙\r\n丙") == "甲<U+001B>[31m<U+202E><U+200B>乙  丙"


def test_a_hung_text_goes_on_below_its_first_word() -> None:
    text = "请写明数值，如百分之九十以上。\n或写明日期。"

    assert list(hung("建议  ", text, 30)) == [
        "建议  请写明数值，如百分之九十",
        "      以上。",
        "      或写明日期。",
    ]


def test_counts_stand_at_the_right_of_their_columns() -> None:
    assert in_columns(["必须改", "ok"], [6, 4]) == "必须改   ok"
    assert numbers([1234, 0], [6, 4]) == " 1,234    -"


def test_padding_is_by_columns() -> None:
    assert (padded("指标", 6), padded("指标", 6, left=True), padded("指标", 2)) == (
        "指标  ", "  指标", "指标",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "printed"),
    [
        pytest.param("gb18030", "⟦提高⟧ ≥90%", id="GB 18030 has all"),
        pytest.param("gbk", "[提高] ≥90%", id="a Chinese console lacks the marks"),
        pytest.param("ascii", "[??] >=90%", id="an ASCII one lacks most, and nothing fails"),
    ],
)
def test_a_console_that_cannot_print_something(encoding: str, printed: str) -> None:
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding, newline="\n")
    never_fails(stream)

    stream.write("⟦提高⟧ ≥90%")
    stream.flush()

    assert buffer.getvalue().decode(encoding) == printed
    assert "甲≥\ud800".encode("ascii", LOSSY) == b"?>=?"


@pytest.mark.parametrize(
    ("choice", "environment", "colour"),
    [
        pytest.param("auto", {}, True, id="a terminal"),
        pytest.param("auto", {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param("auto", {"NO_COLOR": ""}, True, id="an empty NO_COLOR says nothing"),
        pytest.param("always", {"NO_COLOR": "1"}, True, id="the option wins"),
        pytest.param("never", {"FORCE_COLOR": "1"}, False, id="both ways"),
        pytest.param("auto", {"TERM": "dumb"}, False, id="a dumb terminal"),
        pytest.param("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, True, id="FORCE_COLOR"),
        pytest.param("auto", {"FORCE_COLOR": "0"}, False, id="FORCE_COLOR=0"),
    ],
)
def test_colour_on_a_terminal(choice: str, environment: dict[str, str], colour: bool) -> None:
    assert wants_color(choice, Terminal(), environment) is colour


def test_no_colour_in_a_pipe_unless_it_is_asked_for() -> None:
    assert not wants_color("auto", io.StringIO(), {})
    assert wants_color("auto", io.StringIO(), {"FORCE_COLOR": "1"})


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        pytest.param({"LANG": "zh_CN.UTF-8"}, "zh", id="Chinese"),
        pytest.param({"LANG": "en_US.UTF-8"}, "en", id="English"),
        pytest.param({"LANG": "de_DE.UTF-8"}, "en", id="another one is English here"),
        pytest.param({"LC_ALL": "zh_CN", "LANG": "en_US"}, "zh", id="LC_ALL wins"),
        pytest.param({"LANG": "C.UTF-8"}, "zh", id="C says nothing"),
    ],
)
def test_language_of_the_locale(environment: dict[str, str], lang: str) -> None:
    assert language_of(environment) == lang


@pytest.mark.parametrize(
    ("columns", "width_found"),
    [("120", 120), ("5", 20)],
    ids=["COLUMNS counts", "no terminal is that narrow"],
)
def test_columns(columns: str, width_found: int) -> None:
    assert columns_of({"COLUMNS": columns}) == width_found

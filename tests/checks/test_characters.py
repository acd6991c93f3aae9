"""The kind `characters`: classes of characters, a run at a time."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.checks import characters
from audit.checks.kind import Span
from audit.testing import plain_rulebook


def _spans(text: str, *classes: str, **options: Any) -> tuple[Span, ...]:
    chosen = {"classes": classes} if classes else {}
    look = characters.compile("text", {**chosen, **options}, plain_rulebook())
    return look(text)


def _found(text: str, *classes: str, **options: Any) -> list[tuple[str, str]]:
    spans = _spans(text, *classes, **options)
    return [(text[one.start : one.end], str(one.values["suggestion"])) for one in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("住戶满意度", [("戶", "户")], id="traditional"),
        pytest.param("加強公共衛生", [("強", "强"), ("衛", "卫")], id="each run"),
        pytest.param("學習", [("學習", "学习")], id="neighbours are one run"),
        pytest.param("効果、経费", [("効", "效"), ("経", "经")], id="Japanese forms"),
        pytest.param("支岀、歺厅", [("岀", "出"), ("歺", "餐")], id="variants"),
        pytest.param("瞭望、喆苑、昇腾、王堃、二噁英", [], id="restored for names and terms"),
        pytest.param("乾隆、狼藉、覆盖、沈阳、㎡", [], id="standard characters"),
    ],
)
def test_traditional(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text, "traditional") == found


def test_several_standard_forms_are_all_suggested() -> None:
    assert _found("徵收後畫", "traditional-unsure") == [("徵", "征"), ("後畫", "后画/划")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("设备\u200b完好", ["U+200B"], id="zero width space"),
        pytest.param("\ufeff95%\u200e", ["U+FEFF", "U+200E"], id="at the ends"),
        pytest.param("甲\x07乙", ["U+0007"], id="control"),
        pytest.param("甲 乙　丙\t丁\n戊\u00a0己", [], id="white space is visible"),
    ],
)
def test_invisible(text: str, codes: list[str]) -> None:
    assert [span.values["code"] for span in _spans(text, "invisible")] == codes


def test_look_alikes_and_private_use() -> None:
    assert _found("⼯程⻋辆", "look-alike") == [("⼯", "工"), ("⻋", "车")]
    assert _found("办学\ue5ca条件\ufffd", "private-use") == [("\ue5ca", ""), ("\ufffd", "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("甲,乙，丙", [(",", "，")], id="a mark in both widths"),
        pytest.param("甲,乙,丙。", [], id="one width throughout is the system's"),
        pytest.param("甲：3,000元，8:30", [], id="among digits half width is right"),
        pytest.param("设备（台)", [(")", "）")], id="brackets that do not match"),
        pytest.param("合格率(%)", [], id="half-width brackets alone"),
        pytest.param("a)设备（台）；b)软件", [], id="brackets of a list mark"),
        pytest.param("≥９5％", [("９", "9"), ("％", "%")], id="digits"),
        pytest.param("≥９５％", [], id="full-width digits alone"),
    ],
)
def test_mixed_width(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text, "mixed-width") == found


def test_a_set_of_the_rule_s_own() -> None:
    assert _found("甲丶乙", characters={"丶": "、"}) == [("丶", "、")]
    assert _found("甲★★乙", characters="★☆") == [("★★", "")]


@given(st.text(max_size=60))
def test_what_is_suggested_for_width_has_the_same_length(text: str) -> None:
    """So that a fix moves no other character."""
    assert all(len(found) == len(to) for found, to in _found(text, "mixed-width"))

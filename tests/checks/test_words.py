"""The kind `words`: which words, in which contexts, where."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.checks import words
from audit.checks.kind import TextLook
from audit.rulebook.book import Rulebook, Word, WordList
from audit.testing import plain_rulebook

CONTEXTS = {
    "予算": Word("予算", "预算", not_after=("不", "给"), not_before=("入",)),
    "提高": Word("提高"),
    "提高率": Word("提高率", not_before=("$",)),
    "急时": Word("急时", "及时", only_before=("发放", "$"), only_after=("^", "，")),
    "量": Word("量", inside=("力量", "质量")),
}


def _book(*words: Word, accept: frozenset[str] = frozenset()) -> Rulebook:
    lists = {
        "own": WordList("own", "自编", words),
        "right": WordList("right", "对", (Word("予算局"),)),
    }
    return replace(plain_rulebook(), words=lists, accept=accept)


def _look(*entries: Word, accept: frozenset[str] = frozenset(), **options: Any) -> TextLook:
    book = _book(*(entries or CONTEXTS.values()), accept=accept)
    return words.compile("text", {"lists": ("own",), **options}, book)


def _found(look: TextLook, text: str) -> list[str]:
    return [text[span.start : span.end] for span in look(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("编制予算", ["予算"], id="a word within a text"),
        pytest.param("不予算入", [], id="what stands before and after silences it"),
        pytest.param("予算入账", [], id="what stands after alone silences it"),
        pytest.param("予算，予算", ["予算", "予算"], id="each time it stands"),
        pytest.param("提高率低", ["提高率"], id="the longest wins"),
        pytest.param("提高率", ["提高"], id="a silenced longer one hides no shorter one"),
        pytest.param("急时发放", ["急时"], id="only beside: beginning and word"),
        pytest.param("紧急时发放", [], id="only after: not met"),
        pytest.param("，急时", ["急时"], id="only before: the end of the text"),
        pytest.param("数量与质量、力量", ["量"], id="not within longer right words"),
        pytest.param("", [], id="empty"),
    ],
)
def test_contexts(text: str, found: list[str]) -> None:
    assert _found(_look(), text) == found


@pytest.mark.parametrize(
    ("option", "text", "found"),
    [
        pytest.param("whole", " 提高。", ["提高"], id="space and full stop aside"),
        pytest.param("whole", "提高效率", [], id="whole is the whole text"),
        pytest.param("starts_with", "提高效率", ["提高"], id="at the beginning"),
        pytest.param("starts_with", "有效提高", [], id="not at the end"),
        pytest.param("ends_with", "有效提高。", ["提高"], id="at the end"),
        pytest.param("ends_with", "提高效率", [], id="not at the beginning"),
    ],
)
def test_positions(option: str, text: str, found: list[str]) -> None:
    options: dict[str, Any] = {option: True}
    assert _found(_look(**options), text) == found


def test_titles_are_left_alone_or_looked_at_alone() -> None:
    text = "按《予算办法》编制予算"

    assert [span.start for span in _look(not_inside="《》")(text)] == [9]
    assert [span.start for span in _look(only_inside="《》")(text)] == [2]


def test_accepted_words_are_left_alone() -> None:
    text = "予算局编制予算"

    assert [span.start for span in _look(accept=frozenset({"予算局"}))(text)] == [5]
    book = _book(*CONTEXTS.values())
    look = words.compile("text", {"lists": ("own",), "accept": ("right",)}, book)
    assert [span.start for span in look(text)] == [5]


def test_two_lists_may_have_one_word_in_different_contexts() -> None:
    one = WordList("one", "", (Word("实效", "时效", only_before=("指标",)),))
    two = WordList("two", "", (Word("实效", "成效", only_before=("$",)),))
    book = replace(plain_rulebook(), words={"one": one, "two": two})
    look = words.compile("text", {"lists": ("one", "two")}, book)

    assert [span.values["suggestion"] for span in look("实效指标、实效")] == ["时效", "成效"]


def test_a_word_of_the_dictionary_over_an_edge_explains_it_away(tmp_path: Path) -> None:
    (tmp_path / "known.txt").write_text("# 词\n之下\n工作效率\n效率\n机关\n展演\n拔河\n", "utf-8")
    (tmp_path / "slips.tsv").write_text("# 误\t正\n公安机\t公安机关\n", "utf-8")
    book = replace(
        _book(Word("下拔", "下拨"), Word("效率率", "效率")),
        files={name: tmp_path / name for name in ("known.txt", "slips.tsv")},
    )
    options = {"lists": ("own",), "tables": ("slips.tsv",), "dictionary": "known.txt"}
    look = words.compile("text", options, book)

    assert _found(look, "资金下拔") == ["下拔"]
    assert _found(look, "指导之下拔河") == []
    # 之下, and 拔 is left: no word explains it.
    assert _found(look, "指导之下拔款") == ["下拔"]
    assert _found(look, "工作效率率") == ["效率率"]
    assert _found(look, "公安机有关与公安机关") == ["公安机"]


@given(st.text("予算入不提高率", max_size=40))
def test_hits_never_overlap_and_are_words_of_the_list(text: str) -> None:
    spans = _look()(text)

    assert all(text[one.start : one.end] in CONTEXTS for one in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))

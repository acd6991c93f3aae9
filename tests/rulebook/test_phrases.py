"""Texts are cut into the words of lists, with their contexts."""

import pytest

from audit.rulebook.book import Word, WordList
from audit.rulebook.phrases import Phrases

LISTS = {
    "direction": WordList(
        "direction", "", (Word("提高"), Word("高"), Word("保持", inside=("水土保持",)))
    ),
    "state": WordList(
        "state", "", (Word("及时", not_after=("不",)), Word("规范", only_before=("$",)))
    ),
    "particle": WordList("particle", "", (Word("及"), Word("的"))),
}


def cut(text: str) -> str:
    clauses = Phrases(LISTS).clauses(text)
    return " | ".join(
        " ".join(
            f"{token.text}:{'+'.join(sorted(token.sorts))}" if token.sorts else token.text
            for token in clause
        )
        for clause in clauses
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("提高", "提高:direction", id="a word"),
        pytest.param("效率提高", "效率 提高:direction", id="what no list has is one run"),
        pytest.param("及时", "及时:state", id="the longer word wins over its first character"),
        pytest.param("发放及时", "发放 及时:state", id="within a text"),
        pytest.param("不及时", "不 及:particle 时", id="not after 不"),
        pytest.param("规范管理", "规范管理", id="only at the end"),
        pytest.param("管理规范", "管理 规范:state", id="at the end"),
        pytest.param("水土保持", "水土保持", id="a part of a longer right word"),
        pytest.param("保持水土", "保持:direction 水土", id="the word elsewhere"),
        pytest.param("提高，及时。", "提高:direction | 及时:state", id="clauses"),
        pytest.param(" 提 高 ", "提高:direction", id="white space aside"),
        pytest.param("", "", id="nothing"),
        pytest.param("，。", "", id="nothing but marks"),
    ],
)
def test_phrases(text: str, words: str) -> None:
    assert cut(text) == words


def test_contexts_hold_within_a_clause() -> None:
    assert cut("规范，管理") == "规范:state | 管理"

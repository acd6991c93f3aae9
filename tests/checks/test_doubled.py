"""The kind `doubled`: typed twice, or words that meet."""

from pathlib import Path

import pytest

from audit.checks import dictionary, doubled
from audit.checks.kind import TextLook
from audit.rulebook.rule import CheckSpec
from audit.testing import plain_rulebook


def _spec() -> CheckSpec:
    rule = plain_rulebook().rule("doubled-character")
    assert rule is not None
    return rule.checks[0]


def _look() -> TextLook:
    return doubled.compile("text", _spec().options, plain_rulebook())


@pytest.mark.parametrize(
    ("text", "found", "right"),
    [
        pytest.param("工作效率率", "率率", "工作效率", id="the tail doubled"),
        pytest.param("完成，设设备", "设设", "设备", id="the head doubled where a clause begins"),
        pytest.param("设备备采购", "备备", "设备", id="within a sentence"),
        pytest.param("采购设备设备", "设备设备", "设备", id="a word typed twice"),
        pytest.param("检测测测试", "测测测", "检测测试", id="three copies"),
    ],
)
def test_typed_twice(text: str, found: str, right: str) -> None:
    (span,) = _look()(text)

    assert text[span.start : span.end] == found
    assert span.values["right"] == right


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("增长长效机制、加工工作、管理理论", id="words that meet"),
        pytest.param("天天、时时、处处、村村通、人人参与", id="words of two alike"),
        pytest.param("切切实实、高高兴兴、山山水水", id="two pairs in a row"),
        pytest.param("巴中市市场监管、海关关长、公路路产", id="a name and a title"),
        pytest.param("该目的的实现、总的的要求", id="function words"),
        pytest.param("一件一件办、一步步推进", id="measure words"),
        pytest.param("人大代表代表团、项目管理管理办法", id="a word that runs on"),
        pytest.param("搭建建（构）筑物", id="a choice in brackets"),
        pytest.param("aabb 1100 ……——", id="no Chinese"),
    ],
)
def test_right_text(text: str) -> None:
    assert _look()(text) == ()


def test_the_dictionary_is_read_when_a_doubled_character_is_met(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "words.txt"
    book = plain_rulebook()
    monkeypatch.setitem(book.files, "words.txt", path)
    look = doubled.compile("text", {"dictionary": "words.txt"}, book)

    # The file is not even there yet.
    assert look("完成设备采购") == ()
    path.write_text("# 词典\n设备\n", "utf-8")
    assert len(look("完成设备备采购")) == 1


def test_dictionary_answers() -> None:
    known = dictionary.dictionary(plain_rulebook().data("common-words.txt"))

    assert "绩效" in known
    assert known.ends_at("提高效率", 4)
    assert not known.ends_at("工作效", 3)
    assert known.starts_at("效率高", 0)
    assert known.covers("公共服务", 2, 4)
    assert known.crosses("公布制度", 1)
    assert not known.crosses("公布制度", 2)
    assert known.is_made_of_words("有效提高", frozenset())
    assert not known.is_made_of_words("有所增肌", frozenset())
    assert known.is_made_of_words("较高", frozenset("较高"))

"""The kind `near`: a closed value one character away from what it should be."""

from dataclasses import replace
from typing import Any, cast

import pytest

from audit.checks import near
from audit.checks.kind import Hit, RecordLook, TextLook
from audit.rulebook.book import Word, WordList
from audit.testing import filing, plain_rulebook

VOCABULARY = ("提高", "增加", "下降", "全部完成", "验收合格", "按时完成", "有所提高")
DICTIONARY = {"dictionary": "common-words.txt", "single": "一二三有较更不级次人个"}


def _to_vocabulary(text: str, **options: Any) -> list[tuple[str, str]]:
    words = {"own": WordList("own", "", tuple(map(Word, VOCABULARY)))}
    book = replace(plain_rulebook(), words=words)
    chosen = {"lists": ("own",), **DICTIONARY, **options}
    look = cast("TextLook", near.compile("text", chosen, book))
    return [(text[one.start : one.end], str(one.values["suggestion"])) for one in look(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("增肌", [("增肌", "增加")], id="substituted"),
        pytest.param(" 提搞。", [("提搞", "提高")], id="space and full stop aside"),
        pytest.param("验收和格", [("验收和格", "验收合格")], id="in a phrase"),
        pytest.param("按时成", [("按时成", "按时完成")], id="lost"),
        pytest.param("有所提高高", [("有所提高高", "有所提高")], id="doubled"),
        pytest.param("验收格合", [("验收格合", "验收合格")], id="swapped"),
        pytest.param("提高", [], id="of the vocabulary"),
        pytest.param("增产", [], id="another word"),
        pytest.param("有效提高", [], id="made of words"),
        pytest.param("≥95%", [], id="a number"),
        pytest.param("验收不合格率", [], id="too far"),
        pytest.param("", [], id="empty"),
    ],
)
def test_against_a_vocabulary(text: str, found: list[tuple[str, str]]) -> None:
    assert _to_vocabulary(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("22-社会效意", [("社会效意", "社会效益")], id="the code aside"),
        pytest.param("数里指标", [("数里指标", "数量指标")], id="with 指标"),
        pytest.param("12-质量", [], id="without 指标"),
        pytest.param("数量与质量指标", [], id="far from all"),
    ],
)
def test_against_the_names_of_levels(text: str, found: list[tuple[str, str]]) -> None:
    options = {"levels": [1, 2], **DICTIONARY}
    look = cast("TextLook", near.compile("text", options, plain_rulebook()))
    spans = look(text)
    assert [(text[one.start : one.end], one.values["suggestion"]) for one in spans] == found


def _hits(cycle: str, annual: str) -> list[Hit]:
    options = {"in": ("cycle_target", "annual_target"), **DICTIONARY}
    look = cast("RecordLook", near.compile("indicator", options, plain_rulebook()))
    given = {"indicators": [{"name": "群众安全感", "cycle_target": cycle, "annual_target": annual}]}
    (indicator,) = filing(given).projects[0].indicators or ()
    return [hit for hit in look(indicator) if isinstance(hit, Hit)]


def _between(cycle: str, annual: str) -> list[tuple[str, str, str]]:
    """Of each hit the field, the words at fault and the suggestion."""
    return [
        (hit.field, str(hit.values["word"]), str(hit.values["suggestion"]))
        for hit in _hits(cycle, annual)
    ]


@pytest.mark.parametrize(
    ("cycle", "annual", "found"),
    [
        pytest.param("增加", "增肌", [("annual_target", "增肌", "增加")], id="annual is the slip"),
        pytest.param("提搞", "提高", [("cycle_target", "提搞", "提高")], id="cycle is the slip"),
        pytest.param("增加。", "增肌", [("annual_target", "增肌", "增加")], id="full stop aside"),
        pytest.param("提高", "提升", [], id="two words: a choice"),
        pytest.param("一级", "二级", [], id="numerals"),
        pytest.param("90%", "95%", [], id="numbers"),
        pytest.param("30台", "30套", [], id="units"),
        pytest.param("效率", "效率率", [("annual_target", "效率率", "效率")], id="doubled"),
        pytest.param("100", "100个", [], id="what is more need not be wrong"),
        pytest.param("按时完成", "按时成", [("annual_target", "按时成", "按时完成")], id="lost"),
        pytest.param("提高", "下降", [], id="more than a character"),
        pytest.param("提高", "提高", [], id="equal"),
        pytest.param("", "提高", [], id="blank"),
        pytest.param(
            "到2026年全区治安案件发案率明显下降",
            "到2026年全区治安案件发案率明显下绛",
            [("annual_target", "下绛", "下降")],
            id="of a phrase only the neighbourhood",
        ),
    ],
)
def test_between_two_targets(cycle: str, annual: str, found: list[tuple[str, str, str]]) -> None:
    assert _between(cycle, annual) == found


def test_the_other_target_is_related() -> None:
    (hit,) = _hits("增加", "增肌")

    (other,) = hit.related
    assert (other.field, other.role) == ("cycle_target", "other")

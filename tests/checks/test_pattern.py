r"""The kind `pattern`: RE2 in Chinese text."""

from typing import Any

import pytest

from audit.checks import pattern
from audit.errors import RuleError
from audit.testing import plain_rulebook


def _spans(text: str, *patterns: str, **options: Any) -> list[tuple[str, str]]:
    """The words found, each with its suggestion."""
    look = pattern.compile("text", {"patterns": patterns, **options}, plain_rulebook())
    return [(text[span.start : span.end], str(span.values["suggestion"])) for span in look(text)]


@pytest.mark.parametrize(
    ("text", "patterns", "options", "found"),
    [
        pytest.param("共３个", ["[0-9０-９]+个"], {}, [("３个", "")], id="the whole match"),
        pytest.param(
            "穗财[2022]8号", ["财(?P<hit>\\[20[0-9]{2}\\])"], {}, [("[2022]", "")], id="hit"
        ),
        pytest.param(
            "穗财[2022]8号",
            ["财(?P<hit>\\[(?P<year>20[0-9]{2})\\])"],
            {"suggest": "〔{year}〕"},
            [("[2022]", "〔2022〕")],
            id="groups fill the suggestion",
        ),
        pytest.param("𠮷𠮷3个", ["[0-9]个"], {}, [("3个", "")], id="code points, not bytes"),
        pytest.param(
            "乙甲", ["甲", "乙"], {}, [("乙", ""), ("甲", "")], id="in the order of the text"
        ),
        pytest.param("《甲》甲", ["甲"], {"not_inside": "《》"}, [("甲", "")], id="titles aside"),
        pytest.param("无", ["甲"], {}, [], id="nothing"),
    ],
)
def test_spans(
    text: str, patterns: list[str], options: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert _spans(text, *patterns, **options) == found


@pytest.mark.parametrize(
    ("patterns", "suggest", "key"),
    [
        pytest.param(["\\d+个"], "", "pattern-ascii-class", id="\\d knows ASCII only"),
        pytest.param(["\\b完成"], "", "pattern-ascii-class", id="\\b too"),
        pytest.param(["(?<!不)合格"], "", "pattern-invalid", id="no look-behind"),
        pytest.param(["个*"], "", "pattern-matches-nothing", id="what matches the empty text"),
        pytest.param(["(?P<year>2022)"], "〔{jahr}〕", "pattern-no-group", id="unknown group"),
    ],
)
def test_what_cannot_be_used_is_refused_when_rules_load(
    patterns: list[str], suggest: str, key: str
) -> None:
    with pytest.raises(RuleError) as caught:
        _spans("", *patterns, suggest=suggest)

    assert caught.value.key == key


def test_named_groups_are_placeholders() -> None:
    options = {"patterns": ["(?P<hit>(?P<year>[0-9]+)年)", "第(?P<batch>.)批"]}

    assert pattern.placeholders(options) == {"suggestion", "year", "batch"}

"""JSON: which keys and values stand in which cells, where in the source, and what is refused."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import messages
from audit.document import Document, Table
from audit.errors import ReadError
from audit.pipeline import Options, read
from audit.plugins import Source


def document(text: str | bytes, name: str = "a.json") -> Document:
    return read(Source(name, text if isinstance(text, bytes) else text.encode()))


def shown(found: Document) -> list[str]:
    (table,) = found.blocks
    assert isinstance(table, Table)
    return [" ".join(cell.text for cell in row) for row in table.rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param('{"甲": "乙", "丙": {"丁": "戊"}}', ["甲 乙", "丙 丁 戊"], id="objects"),
        pytest.param('{"甲": ["乙", {"丙": "丁"}]}', ["甲 1 乙", "甲 2 丙 丁"], id="lists"),
        pytest.param("[1, -2.50, 1e3, true, false]", ["1 1", "2 -2.50", "3 1e3", "4 true", "5 false"], id="numbers as they stand"),
        pytest.param('{"a": null, "b": [], "c": {}, "d": ""}', ["a ", "b ", "c ", "d "], id="what is no text is empty"),
        pytest.param('"甲"', ["甲"], id="one value"),
        pytest.param('{"a": 1}\n\n{"a": 2}\n', ["1 a 1", "2 a 2"], id="a value a line"),
        pytest.param(r'["\"\\\/\b\f\n\r\t\u540d\ud83d\ude00"]', ['1 "\\/\b\f\n\r\t名😀'], id="escapes"),
    ],
)  # fmt: skip
def test_values(text: str, rows: list[str]) -> None:
    assert shown(document(text)) == rows


def test_one_line_of_json_lines_is_an_item_too() -> None:
    assert shown(document('{"a": 1}', "a.jsonl")) == ["1 a 1"]


@pytest.mark.parametrize("name", ["a", "a.txt", "-"])
def test_json_is_known_by_its_content(name: str) -> None:
    assert shown(document(' [\n{"a": 1}]', name)) == ["1 a 1"]


def test_a_key_is_one_cell_over_all_it_leads_to() -> None:
    (table,) = document('{"a": {"b": 1, "c": 2}}').blocks

    assert isinstance(table, Table)
    assert table.rows[0][0] is table.rows[1][0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    assert shown(document('{"名称": "渠道清淤工程"}'.encode(encoding))) == ["名称 渠道清淤工程"]


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n\t"\\'), max_size=8
)
trees = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(texts, parts, max_size=4),
    max_leaves=12,
)


@given(tree=trees, indent=st.sampled_from([None, 2]), ascii_only=st.booleans())
def test_every_character_stands_where_its_place_says(
    tree: object, *, indent: int | None, ascii_only: bool
) -> None:
    source = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    lines = source.split("\n")
    (table,) = document(source).blocks

    assert isinstance(table, Table)
    for cell in table.cells():
        for fragment in cell.fragments:
            if fragment.raw == "":
                continue
            place = cell.places_of(fragment.start, fragment.end)[0]
            assert place.line
            assert place.column
            there = lines[place.line - 1][place.column - 1 :]
            assert there.startswith(fragment.raw or cell.text[fragment.start : fragment.end])
            if fragment.raw and fragment.raw.startswith("\\"):
                assert json.loads(f'"{fragment.raw}"') == cell.text[fragment.start : fragment.end]


@pytest.mark.parametrize(
    ("text", "key", "at"),
    [
        pytest.param("", "json-cut", (1, 1), id="nothing"),
        pytest.param(" \n ", "json-cut", (2, 2), id="blanks"),
        pytest.param('{"a": 1', "json-cut", (1, 8), id="cut off"),
        pytest.param('{"a":\n', "json-cut", (2, 1), id="cut before a value"),
        pytest.param("[1,\n2", "json-cut", (2, 2), id="cut within a list"),
        pytest.param('{"a": "甲', "json-quote-open", (1, 7), id="cut within a text"),
        pytest.param('{"a": "甲\n"}', "json-quote-open", (1, 7), id="a line end within a text"),
        pytest.param('{"a": 1,}', "json-comma-too-many", (1, 8), id="comma behind the last"),
        pytest.param("[1, 2,\n]", "json-comma-too-many", (1, 6), id="comma behind the last item"),
        pytest.param('{"a": 1\n"b": 2}', "json-not-parted", (2, 1), id="comma left out"),
        pytest.param('{"a": 1]', "json-not-parted", (1, 8), id="wrong bracket"),
        pytest.param('{"a"：1}', "json-no-colon", (1, 5), id="a full-width colon"),
        pytest.param("{“a”: 1}", "json-no-key", (1, 2), id="full-width quotes"),
        pytest.param("{'a': 1}", "json-no-key", (1, 2), id="single quotes"),
        pytest.param('{"a": 1, "a": 2}', "json-key-twice", (1, 10), id="a key twice"),
        pytest.param('{"a": NaN}', "json-no-number", (1, 7), id="NaN"),
        pytest.param('{"a": -Infinity}', "json-no-number", (1, 7), id="Infinity"),
        pytest.param('{"a": 01}', "json-wrong-number", (1, 7), id="a leading zero"),
        pytest.param('{"a": 1.}', "json-wrong-number", (1, 7), id="a point without figures"),
        pytest.param('{"a": True}', "json-no-value", (1, 7), id="Python's words"),
        pytest.param("[1,,2]", "json-no-value", (1, 4), id="two commas"),
        pytest.param('{"a": "\\x"}', "json-wrong-escape", (1, 8), id="a wrong escape"),
        pytest.param('{"a": "\\u12"}', "json-wrong-escape", (1, 8), id="an escape cut off"),
        pytest.param('{"a": "1\t2"}', "json-control-character", (1, 9), id="a tab"),
        pytest.param('{"a": 1} // 甲', "json-goes-on", (1, 10), id="a comment"),
        pytest.param('{"a": 1}\n甲', "json-no-value", (2, 1), id="words below"),
        pytest.param("部门名称：某局", "json-no-value", (1, 1), id="no JSON at all"),
        pytest.param("[" * 200, "json-too-deep", (1, 101), id="nested deep"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_told_with_its_place(text: str, key: str, at: tuple[int, int]) -> None:
    with pytest.raises(ReadError) as raised:
        document(text)

    place = raised.value.place
    assert raised.value.key == key
    assert (place and (place.line, place.column)) == at
    for lang in messages.LANGUAGES:
        assert "{" not in re.sub("[“][^”]*[”]", "", messages.error_message(raised.value, lang))


@pytest.mark.parametrize(
    ("text", "limits", "key"),
    [
        pytest.param("[1, 2, 3]", {"cells": 5}, "json-too-many-values", id="values"),
        pytest.param("[" * 90 + "1", {"cells": 50}, "json-too-many-values", id="keys"),
        pytest.param("[[[1]]]", {"nesting": 2}, "json-too-deep", id="depth"),
        pytest.param('["甲乙丙"]', {"line_characters": 2}, "text-too-long", id="a text"),
    ],
)
def test_caps(text: str, limits: dict[str, int], key: str) -> None:
    with pytest.raises(ReadError, match=key):
        read(Source("a.json", text.encode()), Options(limits))


def test_half_a_character_is_read_as_a_lost_one_and_told() -> None:
    found = document(r'["甲\ud800乙"]')

    assert shown(found) == ["1 甲\ufffd乙"]
    assert [(one.key, one.place.column) for one in found.problems] == [("json-half-character", 4)]

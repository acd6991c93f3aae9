"""HTML: what a browser shows of a page, in which cells, and where in the source."""

import pytest

from audit.document import Document, Table
from audit.errors import ReadError
from audit.pipeline import Options, read
from audit.plugins import Source


def document(text: str | bytes, **limits: int) -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    return read(Source("a.html", data), Options(limits))


def shown(found: Document) -> list[list[list[str]] | str]:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Table) else block.text
        for block in found.blocks
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("<table><tr><td>甲</td><td>乙</td></tr></table>", [[["甲", "乙"]]], id="plain"),
        pytest.param("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", [[["甲", "乙"], ["丙", "丁"]]], id="ends left out"),
        pytest.param("<TABLE><TBODY><TR><TH>甲</TH></TR></TBODY></TABLE>", [[["甲"]]], id="capitals, body, header cell"),
        pytest.param("<table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>", [[["甲", "乙"], ["甲", "丙"]]], id="rows merged"),
        pytest.param("<table><tr><td colspan='2'>甲<tr><td>乙<td>丙</table>", [[["甲", "甲"], ["乙", "丙"]]], id="columns merged"),
        pytest.param("<table><tr><td rowspan=99999>甲<td>乙</table>", [[["甲", "乙"]]], id="more rows than there are"),
        pytest.param("<table><tr><td colspan=0>甲<td colspan=x>乙<td colspan=-3>丙</table>", [[["甲", "乙", "丙"]]], id="no number, no span"),
        pytest.param("<table><tr><td>外<table><tr><td>内</table></table>", [[["内"]], "外"], id="a table in a table"),
        pytest.param("<table><tr><td>甲<br>乙<p>丙</table>", [[["甲\n乙\n丙"]]], id="breaks"),
        pytest.param("<table><tr><td>a \n b<td>甲\n乙</table>", [[["a b", "甲乙"]]], id="white space folds"),
        pytest.param("<p>&ge;90&#37;&nbsp;&lt;x&gt;&bogus;", ["≥90%\xa0<x>&bogus;"], id="references"),
        pytest.param("<table><tr><td>甲&#1;<p>\n乙&#0;</table>", [[["甲\n乙\ufffd"]]], id="references to nothing"),
        pytest.param("<p>甲<![if !x]>乙<![endif]><![foo[丙]]><![ ]>丁", ["甲乙丁"], id="marks of Word, and what looks like them"),
        pytest.param(f"<table><tr><td colspan=' 2px'>甲<td colspan={'9' * 5000}>", [[["甲", "甲", *[""] * 1000]]], id="spans that are no plain numbers"),
        pytest.param("<script>甲</script><style>乙</style><p>丙", ["丙"], id="what is not shown"),
        pytest.param("<h1>题</h1><div>甲<b>乙</b></div>", ["题", "甲乙"], id="lines"),
        pytest.param("<table><tr><td>甲<!-- 乙 --></table>", [[["甲"]]], id="comments"),
        pytest.param("<table><tr><td>甲", [[["甲"]]], id="nothing closed"),
        pytest.param("甲</td></tr></table>乙", ["甲乙"], id="ends of nothing"),
    ],
)  # fmt: skip
def test_blocks(text: str, blocks: list[list[list[str]] | str]) -> None:
    assert shown(document(text)) == blocks


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("<meta charset=gb2312><p>预算绩效".encode("gb18030"), id="named"),
        pytest.param("<p>预算绩效目标".encode("gb18030"), id="not named"),
        pytest.param("<meta charset=gbk><p>预算绩效".encode(), id="named wrongly"),
        pytest.param("<p>预算绩效".encode("utf-16"), id="UTF-16"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert str(shown(document(data))).count("预算绩效") == 1


def test_a_merged_cell_is_one_cell() -> None:
    (table,) = document("<table><tr><td rowspan=2 colspan=2>甲<td>乙<tr><td>丙</table>").blocks
    assert isinstance(table, Table)
    first = table.rows[0][0]

    assert {id(cell) for row in table.rows for cell in row[:2]} == {id(first)}
    assert (first.row_span, first.column_span) == (2, 2)


def test_every_character_knows_its_line_and_column() -> None:
    text = "<table>\n<tr><td>甲 &ge; 乙\n<td>丙<br>丁\n</table>\n<p>戊"
    lines = text.split("\n")
    for block in document(text).blocks:
        cells = [cell for row in block.rows for cell in row] if isinstance(block, Table) else [block.cell]  # fmt: skip
        for cell in cells:
            for at, char in enumerate(cell.text):
                (place,) = cell.places_of(at, at + 1)
                assert place.line is not None
                assert place.column is not None
                source = lines[place.line - 1][place.column - 1 :]
                raw = {"≥": "&ge;", "\n": "<br>"}.get(char, char)
                assert char == " " or source.startswith(raw)


@pytest.mark.parametrize(
    ("text", "limits", "key"),
    [
        pytest.param("<table><tr><td>" * 20, {"nesting": 10}, "nested-too-deep", id="nesting"),
        pytest.param("<table>" + "<tr><td>1" * 20, {"cells": 10}, "too-many-cells", id="cells"),
        pytest.param("<table><tr>" + "<td colspan=1000>1" * 20, {"cells": 1000}, "too-many-cells", id="spans"),
    ],
)  # fmt: skip
def test_caps(text: str, limits: dict[str, int], key: str) -> None:
    with pytest.raises(ReadError, match=key):
        document(text, **limits)

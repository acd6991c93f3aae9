"""Markdown: what is read, and that each place holds what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.document import Cell, Document, Line, Place, Table
from audit.errors import ReadError
from audit.finding import Edit
from audit.plugins import ReadOptions, Source
from audit.readers import markdown

OPTIONS = ReadOptions({}, {})


def _read(text: str) -> Document:
    return markdown.read(Source("a.md", text.encode()), OPTIONS)


def _shown(document: Document) -> list[object]:
    """Tables as rows of texts, lines as texts."""
    return [
        [[cell.text for cell in row] for row in block.rows]
        if isinstance(block, Table)
        else block.text
        for block in document.blocks
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("| a | b |\n|---|---|\n| 1 | 2 |\n", [[["a", "b"], ["1", "2"]]], id="table"),
        pytest.param("a | b\n--|--\n1 | 2\n", [[["a", "b"], ["1", "2"]]], id="no outer pipes"),
        pytest.param("| 1 | 2 |\n| 3 | 4 |\n", [[["1", "2"], ["3", "4"]]], id="no header"),
        pytest.param("| | |\n|--|--|\n| 1 | 2 |", [[["", ""], ["1", "2"]]], id="blank header"),
        pytest.param("| a |\n|--|\n| 1 | 2 | 3 |", [[["a"], ["1", "2", "3"]]], id="uneven rows"),
        pytest.param(r"| a\|b | c\\ |" + "\n|--|--|", [[["a|b", "c\\"]]], id="escapes"),
        pytest.param("| a<br>b<BR/>c |\n|--|", [[["a\nb\nc"]]], id="breaks"),
        pytest.param("| &ge;90% &amp; &#8805; |\n|--|", [[["≥90% & ≥"]]], id="entities"),
        pytest.param("| 5<10 & x |\n|--|", [[["5<10 & x"]]], id="signs that are no markup"),
        pytest.param("| **粗** <b>体</b> |\n|--|", [[["粗 体"]]], id="emphasis"),
        pytest.param(
            "| （≥**个），（≥**个） |\n|--|", [[["（≥**个），（≥**个）"]]], id="hints stay"
        ),
        pytest.param("| 王**、李** |\n|--|", [[["王**、李**"]]], id="masked names stay"),
        pytest.param("| *a\\* b |\n|--|", [[["*a* b"]]], id="an escaped mark closes nothing"),
        pytest.param("**单位：**万元", ["单位：万元"], id="emphasis that ends in a colon"),
        pytest.param("__粗__ *斜* `码`", ["粗 斜 码"], id="other marks"),
        pytest.param("[名](https://a.b/c) 页", ["[名] 页"], id="an address is not shown"),
        pytest.param("> | 1 | 2 |\n> |--|--|\n", [[["1", "2"]]], id="a table in a quotation"),
        pytest.param("| 1 | | |\n", [[["1", "", ""]]], id="blank cells"),
        pytest.param("|  |\n", [[[""]]], id="one blank cell"),
        pytest.param("甲 | 乙\n", ["甲 | 乙"], id="a pipe in prose"),
        pytest.param("1. 一项\n", ["1. 一项"], id="numbers of lists are text"),
        pytest.param("# 标题 #\n\n> 引文\n- 一项\n", ["标题", "引文", "一项"], id="lines"),
        pytest.param(
            "**部门名称：** 某局", ["部门名称： 某局"], id="emphasis at the head of a line"
        ),
        pytest.param(
            "<table><tr><td rowspan=2>甲</td><td>乙&ge;1</td></tr>\n\n<tr><td>a|b</td></tr></table>\n| 1 | 2 |\n",
            [[["甲", "乙≥1"], ["甲", "a|b"]], [["1", "2"]]],
            id="a table of HTML",
        ),
        pytest.param(
            "单位：万元 <table><tr><td>甲</td></tr></table> 注：无",
            ["单位：万元", [["甲"]], "注：无"],
            id="words around a table of HTML",
        ),
        pytest.param(
            "> <table>\n> <tr><td>甲\n> 乙</td></tr></table>\n> 后",
            [[["甲乙"]], "后"],
            id="a table of HTML in a quotation",
        ),
        pytest.param(
            "<table><tr><td>甲\n\n| 1 | 2 |\n",
            [[["甲"]], [["1", "2"]]],
            id="a table of HTML that nothing closes",
        ),
        pytest.param("`<table>`\n| 1 | 2 |\n", ["<table>", [["1", "2"]]], id="the tag named"),
        pytest.param(
            "```\n<table>\n```\n| <table> |",
            ["<table>", [["<table>"]]],
            id="the tag in code and in a row",
        ),
        pytest.param("文\n\n---\n\n字\n", ["文", "字"], id="rules are no text"),
        pytest.param("```\n| a |\n```\n", ["| a |"], id="fenced"),
        pytest.param("<!-- | 旧 | -->\n字", ["字"], id="comments are not shown"),
        pytest.param("| a |\n|--|\n注：说明\n", [[["a"]], "注：说明"], id="a note right below"),
        pytest.param("", [], id="empty"),
    ],
)
def test_read(text: str, shown: list[object]) -> None:
    assert _shown(_read(text)) == shown


def test_places_count_code_points_and_rows() -> None:
    document = _read("题\r\n\r\n| 𠮷甲 | b&ge;\\|c |\r\n|---|---|\r\n|  | 末 |\r\n")
    table = document.blocks[1]
    assert isinstance(table, Table)

    first, second = table.rows[0]
    (place,) = second.places_of(1, 4)
    assert (place.line, place.column, place.end_column) == (3, 9, 16)
    assert second.source_of(1, 4) == "&ge;\\|c"
    assert first.places_of(0, 2)[0].column == 3
    blank, last = table.rows[1]
    assert (blank.place.line, blank.place.row, blank.place.table_column) == (5, 2, 1)
    assert last.places_of(0, 1)[0].line == 5


def test_the_encoding_is_told() -> None:
    document = markdown.read(Source("a.md", "单位：万元".encode("gb18030")), OPTIONS)

    assert document.encoding == "gb18030"
    assert [(one.key, one.values) for one in document.problems] == [
        ("read-as-encoding", (("encoding", "GB18030"),))
    ]


def test_a_line_too_long_is_told_with_its_place() -> None:
    options = ReadOptions({"line_characters": 20}, {})

    with pytest.raises(ReadError, match="line-too-long") as raised:
        markdown.read(Source("a.md", ("短\n" + "长" * 21).encode()), options)

    assert raised.value.place is not None
    assert (raised.value.place.line, raised.value.values) == (2, {"limit": 20})


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(" *a" * 200_000, id="emphasis without end"),
        pytest.param("`a " * 200_000, id="code without end"),
        pytest.param("| " * 100_000 + "x", id="pipes"),
        pytest.param("|" + " " * 500_000 + "x|", id="spaces in a cell"),
        pytest.param("|" + "-|" * 100_000 + "x", id="almost delimiters"),
        pytest.param("<a " * 200_000, id="tags without end"),
        pytest.param("<!--" * 100_000, id="comments without end"),
        pytest.param("](http://" * 50_000, id="links without end"),
        pytest.param("&ge;" * 100_000, id="entities"),
        pytest.param("> " * 200_000, id="quotes"),
        pytest.param("# a" + " #" * 200_000 + "x", id="hashes"),
        pytest.param("- " * 200_000 + "x", id="almost a rule"),
    ],
)
def test_time_grows_with_the_length_and_no_faster(text: str) -> None:
    """Half a megabyte of the worst is read at all: quadratic, it would take hours."""
    assert _read(text).blocks or text.startswith("<!--")


def test_too_many_cells() -> None:
    with pytest.raises(ReadError, match="too-many-cells"):
        markdown.read(Source("a.md", b"| a | b |\n" * 99), ReadOptions({"cells": 100}, {}))


_INLINE = st.text(alphabet="甲乙<br>&ge;;\\|*_`# 1,，%、\t", max_size=30)


@given(st.lists(st.lists(_INLINE, min_size=1, max_size=4).map(" | ".join), max_size=6))
def test_each_fragment_stands_where_it_says(rows: list[str]) -> None:
    text = "\n".join(f"| {row} |" for row in rows)
    lines = text.split("\n")
    for cell in _read(text).cells():
        at = 0
        for fragment in cell.fragments:
            assert fragment.start == at
            at = fragment.end
            raw = cell.text[fragment.start : fragment.end] if fragment.raw is None else fragment.raw
            line, column = fragment.place.line or 0, fragment.place.column or 0
            assert lines[line - 1][column - 1 :].startswith(raw)
        assert at == len(cell.text)


def _edit(document: Document, block: int, row: int, column: int, old: str, new: str) -> Edit:
    table = document.blocks[block]
    assert isinstance(table, Table)
    cell = table.rows[row][column]
    start = cell.text.index(old)
    return _edit_of(cell, start, start + len(old), new)


def _edit_of(cell: Cell, start: int, end: int, new: str) -> Edit:
    raw = cell.source_of(start, end)
    assert raw is not None
    return Edit("goal", start, end, new, cell.places_of(start, end), raw)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_write_changes_nothing_else(encoding: str) -> None:
    text = "| 增肌\\|甲 | 增肌 |\r\n|---|---|\r\n| &ge;增肌 | 乙 |\n"
    source = Source("a.md", text.encode(encoding))
    document = markdown.read(source, OPTIONS)
    edits = [
        _edit(document, 0, 0, 0, "增肌", "增加"),
        _edit(document, 0, 1, 0, "增肌", "a|b\nc"),
    ]

    written = markdown.write(source, edits)

    expected = "| 增加\\|甲 | 增肌 |\r\n|---|---|\r\n| &ge;a\\|b<br>c | 乙 |\n"
    assert written == expected.encode(encoding)
    assert isinstance(markdown.read(Source("a.md", written), OPTIONS).blocks[0], Table)


def test_write_puts_html_into_a_table_of_html() -> None:
    source = Source("a.md", "| 甲 |\n\n<table><tr><td>甲</td></tr></table> 甲\n".encode())
    document = markdown.read(source, OPTIONS)
    first, second = (_edit(document, at, 0, 0, "甲", "a|b\n<i>") for at in (0, 1))

    written = markdown.write(source, [first, second]).decode()

    assert (
        written == "| a\\|b<br>&lt;i> |\n\n<table><tr><td>a|b<br>&lt;i&gt;</td></tr></table> 甲\n"
    )


def test_write_refuses_what_is_not_there() -> None:
    source = Source("a.md", "| 甲 | 乙 |\n|--|--|\n".encode())
    edit = _edit(markdown.read(source, OPTIONS), 0, 0, 0, "甲", "丙")

    with pytest.raises(ReadError, match="edit-does-not-fit"):
        markdown.write(Source("a.md", "| 丁 | 乙 |\n|--|--|\n".encode()), [edit])


@pytest.mark.parametrize(
    "edits",
    [
        pytest.param([(1, 1, "甲"), (1, 1, "甲")], id="twice the same"),
        pytest.param([(9, 1, "甲")], id="no such line"),
        pytest.param([(1, 99, "甲")], id="no such column"),
    ],
)
def test_write_refuses_edits_that_do_not_fit(edits: list[tuple[int, int, str]]) -> None:
    made = [
        Edit("goal", 0, 1, "丙", (Place(line=line, column=column),), old)
        for line, column, old in edits
    ]
    with pytest.raises(ReadError, match="edit-does-not-fit"):
        markdown.write(Source("a.md", "甲 乙\n".encode()), made)


_WRITTEN = st.text(alphabet="甲乙 <br>&ge;amp#\\|*_`[](http:/1\n", min_size=1, max_size=20)


@given(_INLINE, _WRITTEN, st.data())
def test_what_is_written_is_what_is_read(old: str, new: str, data: st.DataObject) -> None:
    """A fix puts its text there, whatever marks of Markdown are in it; no other cell changes."""
    text = f"| 左 | 甲{old.replace('|', '')}乙 | 右 |\n|--|--|--|\n"
    source = Source("a.md", text.encode())
    cell = _cell(markdown.read(source, OPTIONS))
    plain = [one for one in cell.fragments if one.verbatim]
    fragment = data.draw(st.sampled_from(plain))
    edit = _edit_of(cell, fragment.start, fragment.start + 1, f"丙{new}丁")

    changed = markdown.read(Source("a.md", markdown.write(source, [edit])), OPTIONS)

    left, middle, right = changed.blocks[0].rows[0]  # type: ignore[union-attr]  # the table
    assert (left.text, right.text) == ("左", "右")
    at = middle.text.find("丙")
    assert middle.text[at : at + len(new) + 2] == f"丙{new}丁"


def _cell(document: Document) -> Cell:
    table = document.blocks[0]
    assert isinstance(table, Table)
    return table.rows[0][1]


def test_lines_have_places_too() -> None:
    (line,) = _read("\n## 单位：万元\n").blocks
    assert isinstance(line, Line)
    assert line.cell.places_of(3, 5)[0][:5] == (None, 2, 7, 2, 9)

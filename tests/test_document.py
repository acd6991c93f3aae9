"""Places: from characters of a cell's text to characters of its source."""

import pytest

from audit.document import Box, Cell, Document, Fragment, Line, Place, Table

HERE = Place(line=3, table=1, row=2, table_column=1)


def _cell(*parts: tuple[str, int, str | None]) -> Cell:
    """A cell of (text, column, raw) on one line."""
    fragments: list[Fragment] = []
    at = 0
    for text, column, raw in parts:
        fragments.append(Fragment(at, at + len(text), HERE._replace(column=column), raw))
        at += len(text)
    whole = "".join(text for text, _, _ in parts)
    return Cell(whole, tuple(fragments), HERE._replace(column=parts[0][1]))


# 甲乙&ge;丙 from column 5 on, then a mark of emphasis of two characters, then 丁戊.
CELL = _cell(("甲乙", 5, None), ("≥", 7, "&ge;"), ("丙", 11, None), ("丁戊", 14, None))


@pytest.mark.parametrize(
    ("span", "columns", "source"),
    [
        pytest.param((0, 2), [(5, 7)], "甲乙", id="one run"),
        pytest.param((1, 2), [(6, 7)], "乙", id="within a run"),
        pytest.param((1, 4), [(6, 12)], "乙&ge;丙", id="an entity counts as its source"),
        pytest.param((2, 3), [(7, 11)], "&ge;", id="the entity alone"),
        pytest.param((3, 5), [(11, 12), (14, 15)], "丙丁", id="over a gap"),
        pytest.param((0, 6), [(5, 12), (14, 16)], "甲乙&ge;丙丁戊", id="all"),
        pytest.param((1, 1), [(6, 6)], "", id="nothing, before a character"),
        pytest.param((6, 6), [(16, 16)], "", id="nothing, at the end"),
    ],
)
def test_places(span: tuple[int, int], columns: list[tuple[int, int]], source: str) -> None:
    places = CELL.places_of(*span)

    assert [(place.column, place.end_column) for place in places] == columns
    assert all((place.line, place.row) == (3, 2) for place in places)
    assert CELL.source_of(*span) == source


def test_half_an_escape_has_no_source() -> None:
    cell = _cell(("aé", 1, "&#97;&#233;"))

    assert cell.source_of(0, 1) is None


def test_a_cell_over_two_lines_has_a_place_on_each() -> None:
    first, second = Place(line=1, column=4), Place(page=2, line=9, column=1)
    cell = Cell("甲乙丙", (Fragment(0, 2, first), Fragment(2, 3, second)), first)

    assert [(place.page, place.line, place.column, place.end_column) for place in cell.places_of(1, 3)] == [
        (None, 1, 5, 6),
        (2, 9, 1, 2),
    ]  # fmt: skip


def test_an_empty_cell_has_its_own_place() -> None:
    assert Cell("", (), HERE).places_of(0, 0) == (HERE,)


def test_edges_cut_a_box() -> None:
    place = Place(page=1, boxes=(Box(1, 10, 20, 40, 30),))
    cell = Cell("甲乙丙", (Fragment(0, 3, place, edges=(10, 20, 30, 40)),), place)

    assert cell.places_of(1, 2)[0].boxes == (Box(1, 20, 20, 30, 30),)


def test_a_place_prints_only_what_it_has() -> None:
    assert Place(line=3, column=1).to_dict() == {"line": 3, "column": 1}
    assert Place(page=1, boxes=(Box(1, 0, 0, 5, 5),)).to_dict() == {
        "page": 1,
        "boxes": [[1, 0, 0, 5, 5]],
    }


def test_a_merged_cell_is_met_once() -> None:
    merged, other = CELL, _cell(("x", 1, None))
    table = Table(((merged, merged), (merged, other)), HERE)

    assert list(table.cells()) == [merged, other]
    document = Document("a.md", "markdown", (table, Line(other)))
    assert list(document.cells()) == [merged, other, other]

"""What no field holds and no layout skipped is told, one field a cell."""

import pytest

from audit import account
from audit.document import Cell, Document, Fragment, Line, Place, Table
from audit.filing import Field, Filing, Project
from audit.plugins import Claim, Layed, Skipped


def _cell(text: str) -> Cell:
    place = Place(line=1, column=1)
    return Cell(text, (Fragment(0, len(text), place),) if text else (), place)


def _unread(cell: Cell, fields: list[tuple[int, int]], skipped: list[tuple[int, int]]) -> list[str]:
    document = Document("a.md", "markdown", (Table(((cell, cell),), cell.place),))
    projects = tuple(
        Project(at, Field.cut(cell, 0, 0), goal=Field.cut(cell, *span))
        for at, span in enumerate(fields)
    )
    filing = Filing(0, "inline", "project", frozenset(), Field.cut(cell, 0, 0), projects=projects)
    layed = Layed((filing,), tuple(Skipped(cell, *span, "label") for span in skipped))
    return [one.text for one in account.unread(document, Claim((0,), 1.0, ""), layed)]


@pytest.mark.parametrize(
    ("text", "fields", "skipped", "unread"),
    [
        pytest.param("甲乙", [(0, 2)], [], [], id="all in a field"),
        pytest.param("甲：乙", [(2, 3)], [(0, 2)], [], id="field and label"),
        pytest.param("甲；；乙", [(0, 1), (3, 4)], [], [], id="marks alone say nothing"),
        pytest.param("甲，乙，丙", [(0, 1), (4, 5)], [], ["乙"], id="between two, without the marks around"),
        pytest.param("甲乙丙丁", [(1, 2)], [(2, 3)], ["甲…丁"], id="one field a cell"),
        pytest.param("甲乙", [(0, 2), (0, 1)], [(1, 2)], [], id="taken twice"),
        pytest.param("（附件1）", [], [], ["（附件1）"], id="nothing taken"),
        pytest.param("  ——  ", [], [], [], id="nothing said"),
        pytest.param("ａ１", [], [], ["ａ１"], id="letters and figures in full width"),
        pytest.param("", [], [], [], id="blank"),
    ],
)  # fmt: skip
def test_unread(
    text: str, fields: list[tuple[int, int]], skipped: list[tuple[int, int]], unread: list[str]
) -> None:
    assert _unread(_cell(text), fields, skipped) == unread


def test_only_claimed_blocks_are_counted() -> None:
    cell, other = _cell("甲"), _cell("乙")
    document = Document("a.md", "markdown", (Line(cell), Line(other)))

    (field,) = account.unread(document, Claim((1,), 1.0, ""), Layed((), ()))

    assert field.pieces[0].cell is other

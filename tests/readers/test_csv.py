"""CSV: which values stand in which cells, and where in the source."""

import pytest

from audit.document import Document, Line, Table
from audit.errors import ReadError
from audit.pipeline import Options, read
from audit.plugins import Source


def document(text: str | bytes, name: str = "a.csv", **limits: int) -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    return read(Source(name, data), Options(limits))


def shown(read_: Document) -> list[list[str] | str]:
    found: list[list[str] | str] = []
    for block in read_.blocks:
        if isinstance(block, Table):
            found += [[cell.text for cell in row] for row in block.rows]
        else:
            found.append(block.text)
    return found


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("甲,乙,丙\n1,2,3\n", [["甲", "乙", "丙"], ["1", "2", "3"]], id="commas"),
        pytest.param("甲\t乙\t丙\n1,0\t2\t3", [["甲", "乙", "丙"], ["1,0", "2", "3"]], id="tabs"),
        pytest.param("甲;乙;丙\n1;2;3", [["甲", "乙", "丙"], ["1", "2", "3"]], id="semicolons"),
        pytest.param("甲,乙,丙\r\n1,2,3\r\n", [["甲", "乙", "丙"], ["1", "2", "3"]], id="CR LF"),
        pytest.param("甲,乙,丙\r1,2,3", [["甲", "乙", "丙"], ["1", "2", "3"]], id="CR alone"),
        pytest.param('"甲,乙",丙,丁\n1,2,3', [["甲,乙", "丙", "丁"], ["1", "2", "3"]], id="delimiter in quotes"),
        pytest.param('"甲""乙""",丙,丁\n1,2,3', [['甲"乙"', "丙", "丁"], ["1", "2", "3"]], id="quotes in quotes"),
        pytest.param('"甲\n乙",丙,丁\n1,2,3', [["甲\n乙", "丙", "丁"], ["1", "2", "3"]], id="line break in quotes"),
        pytest.param('"甲"乙,丙,丁\n1,2,3', [["甲乙", "丙", "丁"], ["1", "2", "3"]], id="text after quotes is kept"),
        pytest.param('甲"乙,丙,丁\n1,2,3', [['甲"乙', "丙", "丁"], ["1", "2", "3"]], id="a quote within a value is a character"),
        pytest.param("甲,乙,丙\n1,,3\n1", [["甲", "乙", "丙"], ["1", "", "3"], "1"], id="blank and short"),
        pytest.param("部门：某局\n甲,乙,丙\n1,2,3\n\n注：无", ["部门：某局", ["甲", "乙", "丙"], ["1", "2", "3"], "注：无"], id="lines around"),
    ],
)  # fmt: skip
def test_values(text: str, rows: list[list[str] | str]) -> None:
    assert shown(document(text)) == rows


def test_a_tsv_has_tabs_whatever_else_it_holds() -> None:
    assert shown(document("甲,1\t乙,2\t丙,3\n1\t2\t3", "a.tsv")) == [["甲,1", "乙,2", "丙,3"], ["1", "2", "3"]]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    found = document("项目名称,总计,绩效目标\n渠道清淤,1,清淤\n".encode(encoding))

    assert shown(found)[0] == ["项目名称", "总计", "绩效目标"]
    assert found.encoding == encoding


def test_every_character_knows_its_line_and_column() -> None:
    text = '甲,"乙""丙\n丁",戊\n1,2,3'
    lines = text.split("\n")
    (table,) = document(text).blocks
    assert isinstance(table, Table)

    for row in table.rows:
        for cell in row:
            for at, char in enumerate(cell.text):
                (place,) = cell.places_of(at, at + 1)
                assert place.line is not None
                assert place.column is not None
                source = (lines[place.line - 1] + "\n")[place.column - 1 :]
                assert source.startswith('""' if char == '"' else char)


def test_a_quote_that_is_never_closed_is_told_with_its_place() -> None:
    found = document('甲,乙,丙\n1,"2,3\n4,5,6\n')

    (problem,) = found.problems
    assert (problem.key, problem.place.line, problem.place.column) == ("quote-not-closed", 2, 3)
    assert "5" in str(shown(found))


def test_the_cap_on_cells() -> None:
    with pytest.raises(ReadError, match="too-many-cells"):
        document("1,2,3\n" * 5, cells=10)


def test_a_line_alone_is_a_line() -> None:
    (line,) = document("部门名称：某局").blocks

    assert isinstance(line, Line)

"""Published pages, as their offices would have handed them in: each cell in its field.

`fixtures/pages/NAME.shape` says what a person read in `NAME.txt` of the shared filings: the
grid, and of each cell the field it is. A cell takes the next word of the page, `*3` the next
three; `?` is a blank that is a field nevertheless; `=` says the same as a cell before. `-`
is a heading or label, `n` a note, `u` a line that may stand outside the form, `items` a cell of sentences, of
which what is no indicator is told; `~5` at the beginning of a line passes over five words,
which stand around the form on the page. The words themselves stay where they are.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from audit.filing import Field, Filing, Indicator, Project, text_of
from audit.layouts import LaidOut
from audit.pipeline import lay_out
from generator.grid import Grid
from grids import FORMATS, made, spans

SHAPES = Path(__file__).parents[1] / "fixtures/pages"
SHARED = Path(__file__).parents[2] / "../shared/filings"
NAMES = sorted(path.stem for path in SHAPES.glob("*.shape"))

_KEY = re.compile(r"(?P<key>[a-z0-9_+]+|-)(?:\*(?P<words>\d+))?(?P<mark>[?=]?)")
_WORD = re.compile(r"[^\s|]+")
_INDICATOR = frozenset(
    [
        "level1",
        "level2",
        "name",
        "cycle_target",
        "annual_target",
        "comparator",
        "value",
        "unit",
        "direction",
        "standard",
        "explanation",
        "actual",
        "weight",
        "score",
        "cause",
    ]
)
_BEFORE_NAMES = re.compile(r"[★*\s]*(?:指标\d+[:：])?")


class Read(NamedTuple):
    """A cell of the form: what the page says there, and what a person says it is."""

    key: str
    text: str
    project: int
    indicator: int
    """The first of those it belongs to, -1 before them."""
    further: int
    """How many rows below it covers."""


def _page(name: str) -> tuple[list[str | Grid], list[Read]]:
    """The form of a page, and what its cells are."""
    words = _words(name)
    blocks: list[str | Grid] = []
    shape: list[list[str]] = []
    cells: list[Read] = []
    for line in [*(SHAPES / f"{name}.shape").read_text(encoding="utf-8").splitlines(), ""]:
        if "|" in line:
            shape.append([cell.strip() for cell in line.split("|")])
            continue
        if shape:
            _fill(shape, words, cells, blocks)
            shape = []
        if line.startswith("~"):
            for _ in range(int(line[1:])):
                next(words)
        elif line:
            key, text = _taken(line.strip(), words)
            text = text.replace("\n", " ")
            cells.append(Read(key, text, 0, -1, 0))
            blocks.append(text)
    return blocks, cells


def _words(name: str) -> Iterator[str]:
    table = SHARED / f"tables/{name}.table.json"
    if table.exists():
        rows = json.loads(table.read_text(encoding="utf-8"))
        yield from (cell for row in rows for cell in row if cell)
        return
    page = SHARED / f"pages/{name}.txt"
    if not page.exists():
        pytest.skip("the shared filings are not here")
    yield from (found[0] for found in _WORD.finditer(page.read_text(encoding="utf-8")))


def _taken(cell: str, words: Iterator[str]) -> tuple[str, str]:
    found = _KEY.fullmatch(cell)
    assert found is not None, cell
    if found["mark"] == "?":
        return found["key"] + "?", ""
    taken = [next(words) for _ in range(int(found["words"] or 1))]
    return found["key"] + found["mark"], "\n".join(taken)


def _fill(
    shape: list[list[str]], words: Iterator[str], cells: list[Read], blocks: list[str | Grid]
) -> None:
    grid = [[cell if cell in {"<", "^"} else "" for cell in row] for row in shape]
    project = sum(one.key == "project_name" for one in cells) - 1
    indicator, row_of = -1, -1
    for at, column, tall, _, cell in spans(shape):
        if not cell:
            continue
        key, text = _taken(cell, words)
        grid[at][column] = text
        if key == "project_name":
            project, indicator = project + 1, -1
        if key in _INDICATOR - {"level1", "level2"} and at != row_of:
            row_of, indicator = at, indicator + 1
        own = indicator if at == row_of or key not in _INDICATOR else indicator + 1
        cells.append(Read(key, text, max(project, 0), own, tall - 1))
    blocks.append(made(grid))


# --- what is right


def _wrong(one: Read, laid_out: LaidOut) -> str:
    """Why a cell is not right, "" where it is."""
    projects = [(filing, each) for filing in laid_out.filings for each in filing.projects]
    unread = [_flat(field.text) for filing in laid_out.filings for field in filing.unread]
    key = one.key.rstrip("?=")
    if key == "u":
        return "unread" if one.text in unread else ""
    if key in {"-", "n"}:
        return "unread" if any(each in _flat(one.text) for each in unread) else ""
    if one.project >= len(projects):
        return "no project"
    filing, project = projects[one.project]
    if key in _INDICATOR:
        return _wrong_indicator(one, key, project)
    found = [_flat(text) for each in key.split("+") for text in _of_head(each, filing, project)]
    text = _flat(one.text)
    if key in {"year", "money_unit"}:
        return "" if found and found[0] and found[0] in text else f"{found}"
    return "" if text in found else f"{found}"


def _of_head(key: str, filing: Filing, project: Project) -> Iterator[str]:
    match key:
        case "share":
            yield from (field.text for _, field in project.shares)
        case "sum_label":
            yield from (total.label.text for total in filing.totals)
        case "sum_total":
            yield from (text_of(total.total) for total in filing.totals)
        case "who":
            yield from (text_of(each.name).split("：")[0] for each in project.indicators or ())
        case "items":
            pieces = [each.source.pieces for each in project.indicators or ()]
            yield from (piece.cell.text for piece, *_ in pieces)
        case "goal":
            goal = text_of(project.goal)
            yield from (goal, *(piece.cell.text for piece in (project.goal or _NONE).pieces))
        case "department" | "year" | "money_unit":
            yield text_of(getattr(filing, key))
        case _:
            field = getattr(project, key)
            if field is not None:
                yield field.text


_NONE = Field("", ())


def _wrong_indicator(one: Read, key: str, project: Project) -> str:
    indicators = project.indicators or ()
    own = indicators[one.indicator : one.indicator + 1 + (one.further if key[:5] == "level" else 0)]
    if not own:
        return "no indicator"
    for indicator in own:
        found = _flat(_of_indicator(key, indicator))
        text = _flat(one.text)
        if key == "name":
            text = text[len((_BEFORE_NAMES.match(text) or [""])[0]) :]
        if found != text and not (key == "name" and found.endswith("：" + text)):
            return f"{found}"
    return ""


def _of_indicator(key: str, indicator: Indicator) -> str:
    if key != "value":
        return text_of(getattr(indicator, key))
    whole = text_of(indicator.annual_target)
    return whole.removeprefix(text_of(indicator.comparator)).removesuffix(text_of(indicator.unit))


def _flat(text: str) -> str:
    return "".join(text.split())


def _report(name: str, how: str) -> tuple[int, list[str]]:
    """How many cells a page has, and those that are not right."""
    blocks, cells = _page(name)
    laid_out = lay_out(FORMATS[how](blocks))
    wrong = [(one, _wrong(one, laid_out)) for one in cells]
    told = [f"{one.key} {one.text!r}: {why}" for one, why in wrong if why]
    items = [one.text for one in cells if one.key == "items"]
    told += [
        f"unread {each.text!r}"
        for filing in laid_out.filings
        for each in filing.unread
        if not any(piece.cell.text in items for piece in each.pieces)
    ]
    outside = {one.text for one in cells if one.key == "u"}
    return len(cells), told + [
        f"unclaimed {one.text!r}" for one in laid_out.unclaimed if one.text not in outside
    ]


@pytest.mark.parametrize("how", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_page_is_right(name: str, how: str) -> None:
    _, wrong = _report(name, how)

    assert wrong == []

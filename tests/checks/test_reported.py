"""The kind `reported`: of what the program itself found, only the account stands in a filing."""

from dataclasses import replace
from functools import cache

import pytest

from audit.checks import reported
from audit.checks.kind import CheckKind, Hit
from audit.document import Cell, Fragment, Place
from audit.filing import Field, Filing
from audit.testing import filing, plain_rulebook

book = cache(plain_rulebook)

_: CheckKind = reported


def _filing() -> Filing:
    cells = [
        Cell(text, (Fragment(0, len(text), Place(line=line, column=1)),), Place(line=line))
        for line, text in ((3, "局长已阅"), (9, "x 见附件 "))
    ]
    unread = (Field.cut(cells[0], 0, 4), Field.cut(cells[1], 1, 6))
    return replace(filing({"projects": []}), unread=unread)


def test_unread_text_is_one_finding_a_cell_without_the_spaces_around_it() -> None:
    look = reported.compile("filing", {"by": "account"}, book())
    found = []
    for hit in look(_filing()):
        assert isinstance(hit, Hit)
        assert hit.source is not None
        start, end = hit.start or 0, hit.end or 0
        (place,) = hit.source.places_of(start, end)
        found.append((hit.source.text[start:end], place.line, place.column))

    assert found == [("局长已阅", 3, 1), ("见附件", 9, 3)]


@pytest.mark.parametrize("by", ["pipeline", "engine"])
def test_what_others_report_is_not_in_the_filing(by: str) -> None:
    look = reported.compile("filing", {"by": by}, book())

    assert list(look(_filing())) == []

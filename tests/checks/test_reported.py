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
    unread = (Field.cut(cells[0], 0, 4), Field.cut(cells[1], 2, 5))
    return replace(filing({"projects": []}), unread=unread)


def test_unread_text_is_one_finding_a_cell() -> None:
    look = reported.compile("filing", {"by": "account"}, book())
    found = []
    for hit in look(_filing()):
        assert isinstance(hit, Hit)
        assert hit.source is not None
        found.append((hit.field, hit.start, hit.source.text, hit.source.place.line))

    assert found == [("text", None, "局长已阅", 3), ("text", None, "见附件", 9)]


@pytest.mark.parametrize("by", ["pipeline", "engine"])
def test_what_others_report_is_not_in_the_filing(by: str) -> None:
    look = reported.compile("filing", {"by": by}, book())

    assert list(look(_filing())) == []

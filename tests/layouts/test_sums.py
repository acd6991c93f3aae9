"""Rows of sums among projects, and what they cover."""

import pytest

from audit.layouts import sums


def _rows(*lines: str) -> list[sums.RowText]:
    """`name|amount`, with a third part where the row has a goal or indicators."""
    cut = (line.split("|") for line in lines)
    return [sums.RowText(name, amount, bool(rest)) for name, amount, *rest in cut]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param(["合计|3", "甲|1|g", "乙|2|g"], {0: [0, 1]}, id="total first"),
        pytest.param(["甲|1|g", "乙|2|g", "总 计|3"], {2: [0, 1]}, id="total last"),
        pytest.param(["甲|1|g", "项目支出合计|9"], {1: [0]}, id="a total with a wrong amount covers all"),
        pytest.param(["某局合计|3", "甲|1|g", "乙|2|g"], {0: [0, 1]}, id="total of the department"),
        pytest.param(["甲|1|g", "合计|1", "乙|2|g", "合计|2"], {1: [0], 3: [1]}, id="合计 of each block, by the amounts"),
        pytest.param(["甲|1|g", "小计|1", "乙|2|g", "小计|2"], {1: [0], 3: [1]}, id="subtotals below"),
        pytest.param(["小计|1", "甲|1|g", "小计|2", "乙|2|g"], {0: [0], 2: [1]}, id="subtotals above"),
        pytest.param(["合计|6", "某局|3", "甲|1|g", "乙|2|g", "某中学|3", "丙|3|g"], {0: [0, 1, 2], 1: [0, 1], 4: [2]}, id="a subtotal a unit"),
        pytest.param(["某局|6", "某局本级|3", "甲|1|g", "乙|2|g", "某中学|3", "丙|3|g"], {0: [0, 1, 2], 1: [0, 1], 4: [2]}, id="units nest"),
        pytest.param(["某小学|9", "甲|1|g", "乙|2|g"], {0: [0, 1]}, id="a unit with a wrong amount"),
        pytest.param(["城北公园|3", "甲|1|g", "乙|2|g"], {0: [0, 1]}, id="perhaps a unit, and the amounts say so"),
        pytest.param(["某县农技推广中心|9", "甲|1|g", "乙|2|g"], {0: [0, 1]}, id="of a place, with a wrong amount"),
        pytest.param(["城北公园|7", "甲|1|g", "乙|2|g"], {}, id="perhaps a unit, and the amounts do not say so"),
        pytest.param(["第三届运动会|3", "甲|1|g", "乙|2|g"], {}, id="an event is a project"),
        pytest.param(["公用经费|1", "甲|2|g"], {}, id="a project that lacks goal and indicators"),
        pytest.param(["某小学|1|g", "甲|2|g"], {}, id="a unit with a goal is a project"),
        pytest.param(["水费合计|1|g"], {}, id="a name that ends in 合计, with a goal"),
        pytest.param(["合计|1|g", "甲|1|g"], {0: [0]}, id="合计 with words in its goal"),
        pytest.param(["某中学|", "甲|2|g"], {}, id="no amount"),
        pytest.param(["合计|无", "甲|2|g"], {0: [0]}, id="no number"),
        pytest.param(["合计|10.00", "甲|3.33|g", "乙|3.33|g", "丙|3.33|g"], {0: [0, 1, 2]}, id="rounded"),
        pytest.param([], {}, id="nothing"),
    ],
)  # fmt: skip
def test_sums(rows: list[str], found: dict[int, list[int]]) -> None:
    assert {at: list(one.covers) for at, one in sums.find(_rows(*rows), "某局").items()} == found


def test_a_total_is_what_covers_all() -> None:
    found = sums.find(_rows("合计|3", "某局|3", "甲|1|g", "小计|1", "乙|2|g", "小计|2"), "某局")

    assert [one.kind for one in found.values()] == ["total", "subtotal", "subtotal", "subtotal"]


@pytest.mark.parametrize(
    ("name", "is_group"),
    [
        ("某局", True),
        ("某县第二中学", True),
        ("一、基本支出", True),
        ("（二）项目支出", True),
        ("购置经费", False),
        ("城北公园", False),
        ("", False),
    ],
)
def test_a_name_alone(name: str, *, is_group: bool) -> None:
    assert sums.is_group(name, "某局") is is_group

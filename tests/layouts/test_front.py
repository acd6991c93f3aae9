"""Front matter: title, department, year and unit, and what of it was not read."""

import pytest

from audit.document import Cell, Fragment, Place
from audit.layouts import front


def _cell(text: str) -> Cell:
    place = Place(line=1, column=1)
    return Cell(text, (Fragment(0, len(text), place),) if text else (), place)


def _front(*texts: str) -> front.Front:
    found = front.Front()
    for text in texts:
        found.take(_cell(text))
    return found


def _read(found: front.Front) -> tuple[str | None, str | None, str | None]:
    fields = (found.department, found.year, found.money_unit)
    return tuple(one.text if one else None for one in fields)  # type: ignore[return-value]  # three


def _unread(found: front.Front, text: str) -> str:
    """The letters, figures and characters that neither a field nor a label has."""
    taken = {at for one in found.skipped for at in range(one.start, one.end)}
    return "".join(char for at, char in enumerate(text) if at not in taken and char.isalnum())


@pytest.mark.parametrize(
    ("text", "fields", "unread"),
    [
        pytest.param("部门名称：某局", ("某局", None, None), "", id="department"),
        pytest.param("部 门 名 称 ： 某 县 局", ("某 县 局", None, None), "", id="spaces"),
        pytest.param("部门（单位）名称：某局", ("某局", None, None), "", id="brackets"),
        pytest.param("填报单位（盖章）：某局（公章）", ("某局", None, None), "", id="seals"),
        pytest.param("编制单位：某局 单位：万元", ("某局", None, "万元"), "", id="one space between"),
        pytest.param("部门名称：某局单位：元", ("某局", None, "元"), "", id="nothing between"),
        pytest.param("填报单位：某局 填报日期：2026年1月5日 金额单位：万元", ("某局", "2026", "万元"), "", id="another label between"),
        pytest.param("单位：某某中学", ("某某中学", None, None), "", id="单位 of an institution"),
        pytest.param("单位：人民币万元", (None, None, "人民币万元"), "", id="单位 of money"),
        pytest.param("金额单位：亿元（保留两位小数）", (None, None, "亿元"), "", id="a remark in brackets"),
        pytest.param("部门名称：", (None, None, None), "", id="blank"),
        pytest.param("年度：2025", (None, "2025", None), "", id="year behind its label"),
        pytest.param("（２０２６年度）", (None, "２０２６", None), "", id="year in full width"),
        pytest.param("表12  部门名称：某局", ("某局", None, None), "", id="number of the table"),
        pytest.param("2026年某县项目支出绩效目标表", (None, "2026", None), "", id="title"),
        pytest.param("部门名称：某局，由张三填", ("某局，由张三填", None, None), "", id="what stands there is the name"),
        pytest.param("机密 单位：万元", (None, None, "万元"), "机密", id="a word that is no label is not read"),
    ],
)  # fmt: skip
def test_one_line(text: str, fields: tuple[str | None, ...], unread: str) -> None:
    found = _front(text)

    assert _read(found) == fields
    assert _unread(found, text) == unread


def test_the_first_line_taken_has_the_word() -> None:
    assert _read(_front("部门名称：甲局", "部门名称：乙局")) == ("甲局", None, None)


@pytest.mark.parametrize(
    ("cells", "department"),
    [
        pytest.param(["部门名称", "某局", "单位：万元"], "某局", id="label and value in two cells"),
        pytest.param(["部门名称：", "", "单位：万元"], None, id="blank value"),
        pytest.param(["部门名称：", "单位：万元"], None, id="no value"),
        pytest.param(["部门名称：某局", "单位：万元"], "某局", id="in one cell"),
    ],
)
def test_a_row_above_the_headings(cells: list[str], department: str | None) -> None:
    found = front.Front()
    found.take_row([_cell(text) for text in cells])

    assert _read(found) == (department, None, "万元")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("项目支出绩效目标表", "project"),
        ("项目支出绩效目标表（含转移支付项目）", "project"),
        ("转移支付绩效目标表", "transfer"),
        ("专项转移支付区域绩效目标申报表", "transfer"),
        ("部门整体支出绩效目标表", "department"),
        ("项目支出绩效自评表", "self-evaluation"),
        ("部门整体支出绩效自评情况表", "self-evaluation"),
    ],
)
def test_kind(title: str, kind: str) -> None:
    assert _front(title).kind == kind


@pytest.mark.parametrize(
    ("text", "belongs"),
    [
        pytest.param("项目支出绩效目标表", True, id="title"),
        pytest.param("附件3-1", True, id="number of an attachment"),
        pytest.param("2026年度", True, id="year"),
        pytest.param("单位：万元", True, id="unit"),
        pytest.param("本表反映各项目的绩效目标，由各单位填报。", False, id="a sentence on goals"),
        pytest.param("一、部门概况", False, id="another heading"),
        pytest.param("", False, id="blank"),
        pytest.param("绩效目标" * 40, False, id="long"),
    ],
)
def test_belongs(text: str, *, belongs: bool) -> None:
    assert front.belongs(text) is belongs

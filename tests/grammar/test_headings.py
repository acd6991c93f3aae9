"""The words of headings."""

import pytest

from audit.grammar.headings import NOTE, field_of
from audit.grammar.pages import is_page_number


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("项目名称（资金使用单位）", "project_name"),
        ("总 计", "total"),
        ("总计（万元）", "total"),
        ("绩\n效\n目\n标", "goal"),
        ("绩效指标：", "indicators"),
        ("单位名称/项目名称", "project_name"),
        ("其中：财政拨款", "fiscal"),
        ("一、项目名称", "project_name"),
        ("备注", NOTE),
        ("（万元）", None),
        ("甲工程", None),
        ("", None),
        ("绩效目标" * 20, None),
    ],
)
def test_headings(text: str, field: str | None) -> None:
    assert field_of(text) == field


@pytest.mark.parametrize("text", ["12", "— 3 —", "第1页 共20页", "第 3 页", "3/20", "- 7 -"])
def test_page_numbers(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["", "第一页", "2026年", "12,345.00", "3人", "1 2 3 4"])
def test_what_is_no_page_number(text: str) -> None:
    assert not is_page_number(text)

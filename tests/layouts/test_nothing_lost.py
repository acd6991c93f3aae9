"""The law of design section 4: no text of a document is lost, and nothing raises.

Filings are generated in all the manners that people and systems have, then spoilt:
characters left out, doubled and put in, rows and tables torn apart.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from audit import account
from audit.document import Cell, Document
from audit.filing import Field, Filing, fields_of
from audit.layouts import inline
from audit.plugins import ReadOptions, Source
from audit.readers import encoding, markdown
from audit.stitch import stitch

_NUMBER = st.sampled_from(["1、", "2.", "３．", "（1）", "(2)", "①", "1)", "一、", "", " 4、"])
_LEVELS = st.sampled_from(
    [
        "1-产出指标,11-数量指标,",
        "产出指标，质量指标，",
        "2-效益指标, 3-满意度指标, ",
        "12-质量指标,",
        "",
    ]
)
_NAME = st.sampled_from(
    ["施工合格率（%）", "培训、会议,人数", "达标率。", "第2批", "", "GB/T 1-2020"]
)
_CYCLE = st.sampled_from(["；实施周期指标值:", ";中期指标值：", "; 实施周期 指标值 :", ""])
_ANNUAL = st.sampled_from([",年度指标值:", "，年度指标值：", "; 年度目标值:", "年度指标值≥", ""])
_TARGET = st.sampled_from(["≥90%", "大于2450人.", "1,200个，3次", "达标", "", "a\\|b&ge;1"])
_END = st.sampled_from(["；", ";", ";;", "；,", "; ;", ".;", "。", "<br>", " "])
_INDICATOR = st.tuples(_NUMBER, _LEVELS, _NAME, _CYCLE, _TARGET, _ANNUAL, _TARGET, _END).map(
    "".join
)
_AMOUNT = st.sampled_from(["1,234.50", "0", "", "—", "壹万", "5万元"])
_ROW = st.tuples(
    st.sampled_from(["甲工程", "某局", "合计", "小计", "", "项目名称", "一、基本支出", "某中心"]),
    _AMOUNT,
    st.sampled_from(["完成甲乙丙。", "", "完成甲", "绩效目标"]),
    st.lists(_INDICATOR, max_size=4).map("".join),
).map(" | ".join)
_HEAD = "项目名称 | 总计 | 绩效目标 | 绩效指标"
_BREAK = st.sampled_from(
    ["", "\n", "\n— 2 —\n\n", "\n\n" + _HEAD + "\n", "\n |  |  |  |\n", "\n部门名称：某委\n\n"]
)
_TITLE = st.sampled_from(
    ["", "2026年项目支出绩效目标表\n\n部门名称：某局 单位：万元\n\n", "部门名称：某局\n\n机密\n\n"]
)
_EDITS = st.lists(
    st.tuples(st.sampled_from(["cut", "double", "put"]), st.floats(0, 1), st.integers(0, 9)),
    max_size=8,
)


@st.composite
def _filings(draw: st.DrawFn) -> str:
    text = draw(_TITLE) + f"| {_HEAD} |\n|--|--|--|--|\n"
    for row in draw(st.lists(_ROW, max_size=6)):
        text += f"| {row} |\n" + draw(_BREAK)
    for what, where, which in draw(_EDITS):
        at = int(where * len(text))
        match what:
            case "cut":
                text = text[:at] + text[at + 1 + which :]
            case "double":
                text = text[: at + which] + text[at:]
            case _:
                text = text[:at] + "|\n1、:：；,年甲"[which] + text[at:]
    return text + draw(st.sampled_from(["", "\n填报人：张三\n", "\n附一段话\n"]))


def _read(text: str) -> Document:
    return markdown.read(Source("a.md", text.encode()), ReadOptions({}, {}))


@settings(max_examples=150, deadline=None)
@given(_filings())
def test_each_letter_is_read_skipped_or_told(text: str) -> None:
    document = stitch(_read(text))
    claimed: set[int] = set()
    for claim in inline.claims(document):
        assert claimed.isdisjoint(claim.blocks)
        claimed |= set(claim.blocks)
        layed = inline.lay_out(document, claim)
        skipped = ((one.cell, one.start, one.end) for one in layed.skipped)
        taken = _spots(chain(_pieces(_fields(layed.filings)), skipped))
        unread = _spots(_pieces(account.unread(document, claim, layed)))
        says = {
            (id(cell), at)
            for index in claim.blocks
            for cell in document.blocks[index].cells()
            for at, char in enumerate(cell.text)
            if char.isalnum()
        }
        assert taken.isdisjoint(unread)
        assert says <= taken | unread


@settings(max_examples=60, deadline=None)
@given(_filings())
def test_stitching_keeps_each_character(text: str) -> None:
    document = _read(text)

    stitched = stitch(document)

    assert Counter(_letters(stitched)) == Counter(_letters(document))
    for cell in stitched.cells():
        ends = [0, *(fragment.end for fragment in cell.fragments)]
        assert [fragment.start for fragment in cell.fragments] == ends[:-1]
        assert ends[-1] == len(cell.text)


@settings(max_examples=60, deadline=None)
@given(_filings())
def test_each_field_is_cut_from_the_source(text: str) -> None:
    """The source characters at a field's places are its text, escapes and entities undone."""
    lines = [line for _, line in encoding.lines(text)]
    for field in _fields(_laid_out(text)):
        if not field.text:
            continue
        shown = ""
        for cell, start, end in field.slices(0, len(field.text)):
            for place in cell.places_of(start, end):
                line, column, stop = place.line or 0, place.column or 0, place.end_column or 0
                shown += lines[line - 1][column - 1 : stop - 1]
        for raw, char in (("\\|", "|"), ("&ge;", "≥"), ("<br>", "\n")):
            shown = shown.replace(raw, char)
        assert shown == field.text


def _laid_out(text: str) -> Iterator[Filing]:
    document = stitch(_read(text))
    for claim in inline.claims(document):
        yield from inline.lay_out(document, claim).filings


def _fields(filings: Iterable[Filing]) -> Iterator[Field]:
    for filing in filings:
        for record in filing.records():
            yield from (field for _, field in fields_of(record))


def _pieces(fields: Iterable[Field]) -> Iterator[tuple[Cell, int, int]]:
    return ((piece.cell, piece.start, piece.end) for field in fields for piece in field.pieces)


def _spots(slices: Iterable[tuple[Cell, int, int]]) -> set[tuple[int, int]]:
    return {(id(cell), at) for cell, start, end in slices for at in range(start, end)}


def _letters(document: Document) -> Iterator[str]:
    return (char for cell in document.cells() for char in cell.text if char.isalnum())

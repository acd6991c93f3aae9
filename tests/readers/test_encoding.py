"""Which bytes are which text, and which are none."""

import pytest

from audit.errors import ReadError
from audit.plugins import Source
from audit.readers import encoding

TEXT = "部门名称：某县水利局\n\n| 项目 | 金额 |\n|--|--|\n| 一期渠道清淤 | 100.50 |\n" * 3


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(TEXT.encode(), "utf-8", id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), "utf-8-sig", id="UTF-8 with its mark"),
        pytest.param(TEXT.encode("gb18030"), "gb18030", id="GB 18030"),
        pytest.param(TEXT.encode("utf-16"), "utf-16", id="UTF-16 with its mark"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16", id="big end first"),
        pytest.param(TEXT.encode("utf-16-le"), "utf-16-le", id="no mark"),
        pytest.param(TEXT.encode("utf-16-be"), "utf-16-be", id="no mark, big end first"),
        pytest.param(b"", "utf-8", id="nothing"),
    ],
)
def test_encodings(data: bytes, name: str) -> None:
    text, found = encoding.decode(Source("a.md", data))

    assert (text, found) == (TEXT if data else "", name)
    assert encoding.encode(text, found, data) == data
    assert bool(encoding.note(found)) == (not name.startswith("utf-8"))


@pytest.mark.parametrize(
    ("data", "key", "offset"),
    [
        pytest.param("部门名称".encode() + b"\x80" + TEXT.encode(), "encoding-unknown", 12, id="a stray byte in UTF-8 makes no GB 18030 of it"),
        pytest.param(TEXT.encode()[:20], "encoding-unknown", 18, id="cut in a character"),
        pytest.param(b"\xff\xfe\x00", "encoding-unknown", 2, id="half a character of UTF-16"),
        pytest.param(bytes(range(255, -1, -1)) * 20, "encoding-unknown", None, id="noise"),
        pytest.param(b"abc\x01\x02\x03\x04" * 99, "binary-file", None, id="control characters"),
        pytest.param(b"\xff\xfe" + b"\x01\x00\x02\x00" * 99, "binary-file", None, id="behind a mark"),
    ],
)  # fmt: skip
def test_what_is_no_text(data: bytes, key: str, offset: int | None) -> None:
    with pytest.raises(ReadError, match=key) as raised:
        encoding.decode(Source("a.md", data))

    if offset is not None:
        assert raised.value.values["offset"] == offset


def test_what_a_page_names_counts_before_a_guess() -> None:
    text, found = encoding.decode(Source("a.html", "總額".encode("big5")), hint="big5")

    assert (text, found) == ("總額", "big5")


def test_only_cr_and_lf_end_a_line() -> None:
    text = "甲\r\n乙\r丙\u2028丁\x0b戊\n\n"

    assert [line for _, line in encoding.lines(text)] == ["甲", "乙", "丙\u2028丁\x0b戊", ""]
    assert all(text[start:].startswith(line) for start, line in encoding.lines(text))

"""ZIP archives of filings: each file in them is read as if it lay in a folder, or is told of."""

import base64
import io
import json
import os
import stat
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import audit
from audit import cli, pipeline
from audit.errors import ReadError
from audit.messages import error_text
from audit.pipeline.inputs import PassedOver
from rendering import FORMATS, Sheet

FILING = (Path(__file__).parent / "fixtures/qinghe-education-2026.md").read_text("utf-8")
SHORT = """\
| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 校舍维修 | 20.00 | 20.00 | | | 维修校舍2栋。 | 1、1-产出指标,11-数量指标,维修校舍数；实施周期指标值:提高,年度指标值:提高； |
"""
SHEET = Sheet(["部门名称：某县水利局"], [["项目名称", "绩效目标"], ["清淤", "清淤12公里。"]])
SECRET = "预算Secret"  # noqa: S105 -- of the archives made here


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(cache))


def packed(files: Mapping[str, Any], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def archive_of(files: Mapping[str, Any], name: str = "材料.zip") -> str:
    Path(name).write_bytes(packed(files))
    return name


def found(*names: str, **options: Any) -> list[tuple[str, str]]:
    """What is read, each with the key of what stops it."""
    return list(_found(names, pipeline.Options(**options)))


def _found(names: Sequence[str], options: pipeline.Options) -> Iterator[tuple[str, str]]:
    for one in pipeline.expand(names, options):
        error = one.error
        try:
            pipeline.read(one.path, options)
        except ReadError as failed:
            error = error or failed
        yield one.path, error.key if error else ""


def test_an_archive_is_checked_as_the_folder_it_was_made_of(
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = {
        "2026/教育局/申报表.md": FILING,
        "2026/b.md": SHORT,
        "c.docx": FORMATS["a.docx"](SHEET),
    }
    archive_of(files)
    with zipfile.ZipFile("材料.zip") as archive:
        archive.extractall("材料")

    def told(*argv: str) -> tuple[int, str, str]:
        return cli.main([*argv, "--isolated"]), *capsys.readouterr()

    for command in (["check"], ["records", "-f", "json", "--places", "-j", "2"]):
        code, out, err = told(*command, "材料")
        assert told(*command, "材料.zip") == (code, *(
            text.replace("材料/", "材料.zip/") for text in (out, err)
        ))  # fmt: skip
        assert "材料/2026/教育局/申报表.md" in out


def test_folders_archives_and_files_in_an_archive_are_named_by_their_path() -> None:
    inner = packed({"甲/x.md": SHORT, "y.md": SHORT})
    archive_of({"a.md": SHORT, "2026/b.md": SHORT, "2026/内.zip": inner, "表.zip": FORMATS["a.xlsx"](SHEET)})  # fmt: skip

    whole = [path for path, _ in found("材料.zip")]

    assert whole == [
        "材料.zip/a.md", "材料.zip/表.zip", "材料.zip/2026/b.md",
        "材料.zip/2026/内.zip/y.md", "材料.zip/2026/内.zip/甲/x.md",
    ]  # fmt: skip
    assert [path for path, _ in found("材料.zip/2026")] == whole[2:]
    assert [path for path, _ in found("材料.zip/2026/内.zip")] == whole[3:]
    assert [path for path, _ in found("材料.zip/2026/内.zip/甲/")] == whole[4:]
    assert found("材料.zip/2026/内.zip/y.md") == [(whole[3], "")]
    assert found(".", "材料.zip", *whole) == [(path, "") for path in whole]


@pytest.mark.parametrize(
    ("name", "key", "nearest"),
    [
        pytest.param("材料.zip/申报.md", "missing-file", "申报表.md", id="no such file"),
        pytest.param("材料.zip/没有/", "missing-file", "", id="no such folder"),
        pytest.param("材料.zip/申报表.md/x", "missing-file", "", id="in a file that is no archive"),
    ],
)
def test_what_is_not_in_an_archive(name: str, key: str, nearest: str) -> None:
    archive_of({"2026/申报表.md": SHORT})

    (one,) = pipeline.expand([name])

    assert one.error is not None
    assert (one.error.key, one.error.values) == (key, {"nearest": nearest})


def renamed(archive: bytes, old: bytes, new: bytes, flags: int = 0) -> bytes:
    """With a raw name of the same length in place of the old one."""
    assert len(old) == len(new)
    at = archive.rfind(b"PK\x01\x02")
    changed = archive[:at] + archive[at:].replace(old, new)
    return changed[: at + 8] + struct.pack("<H", flags) + changed[at + 10 :]


def unicode_path(name: str, raw: bytes) -> bytes:
    held = struct.pack("<BL", 1, zlib.crc32(raw)) + name.encode()
    return struct.pack("<HH", 0x7075, len(held)) + held


@pytest.mark.parametrize(
    ("raw", "flags", "name"),
    [
        pytest.param("申报表.md".encode("gb18030"), 0, "申报表.md", id="GB 18030, of a Chinese Windows"),
        pytest.param("申报表.md".encode(), 0x800, "申报表.md", id="UTF-8, as it says"),
        pytest.param("申报表.md".encode(), 0, "申报表.md", id="UTF-8 of macOS, which does not say so"),
        pytest.param("Übersicht.md".encode("cp437"), 0, "Übersicht.md", id="CP437"),
        pytest.param("年度\\表.md".encode("gb18030"), 0, "年度/表.md", id="folders parted by backslashes"),
        pytest.param("乗\\乗.md".encode("gb18030"), 0, "乗/乗.md", id="a backslash within a character"),
    ],
)  # fmt: skip
def test_names(raw: bytes, flags: int, name: str) -> None:
    if name.startswith("乗"):
        # 乗 is no character of GB 2312: another one tells what the name is in.
        raw, name = raw + "年.md".encode("gb18030"), name + "年.md"
    plain = b"a" * (len(raw) - 3) + b".md"
    Path("材料.zip").write_bytes(renamed(packed({plain.decode(): SHORT}), plain, raw, flags))

    assert found("材料.zip") == [(f"材料.zip/{name}", "")]


def test_a_name_in_an_extra_field_goes_before_the_code_page() -> None:
    info = zipfile.ZipInfo("aaaa.md")
    info.extra = unicode_path("申报.md", b"aaaa.md")
    other = zipfile.ZipInfo("bbbb.md")
    other.extra = unicode_path("别的.md", b"not its name")
    with zipfile.ZipFile("材料.zip", "w") as archive:
        archive.writestr(info, SHORT)
        archive.writestr(other, SHORT)

    assert found("材料.zip") == [("材料.zip/bbbb.md", ""), ("材料.zip/申报.md", "")]


def test_what_systems_leave_in_archives_is_passed_over_and_other_files_are_counted() -> None:
    litter = ["__MACOSX/._a.md", ".DS_Store", "2026/.x/b.md", "2026/~$c.docx", "Thumbs.db"]
    archive_of({"a.md": SHORT, "章.jpg": b"x", "2026/章.JPG": b"x"} | dict.fromkeys(litter, "x"))
    passed = PassedOver()

    names = [one.path for one in pipeline.expand(["材料.zip"], passed=passed)]

    assert names == ["材料.zip/a.md"]
    assert passed.suffixes == {".jpg": 2}


def test_a_link_in_an_archive_is_told_and_not_followed(capsys: pytest.CaptureFixture[str]) -> None:
    link = zipfile.ZipInfo("b.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile("材料.zip", "w") as archive:
        archive.writestr("a.md", SHORT)
        archive.writestr(link, "/etc/passwd")

    cli.main(["check", "材料.zip", "--isolated"])

    out, err = capsys.readouterr()
    assert "材料.zip/b.md" not in out
    assert "1 个链接没有跟过去（指到外面，或在压缩包里）：材料.zip/b.md。" in err


# Hostile and damaged archives


def _changed(change: Callable[[bytearray, int], None]) -> bytes:
    """An archive changed by one who is told where bad.md stands in the list of entries."""
    data = bytearray(packed({"bad.md": SHORT, "good.md": SHORT}))
    change(data, data.find(b"PK\x01\x02"))
    return bytes(data)


def _put(offset: int, layout: str, value: int) -> Callable[[], bytes]:
    return lambda: _changed(lambda data, at: struct.pack_into(layout, data, at + offset, value))


def _damaged(data: bytearray, _: int) -> None:
    at = data.find(b"bad.md") + 30
    data[at : at + 9] = b"\xff" * 9


def _nested(depth: int) -> bytes:
    inner: str | bytes = SHORT
    name = "x.md"
    for _ in range(depth):
        inner, name = packed({name: inner}), "bad.zip"
    assert isinstance(inner, bytes)
    return inner


BAD: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "a name that leads out": (lambda: packed({"../bad.md": SHORT, "good.md": SHORT}), "archive-unsafe-name"),
    "an absolute name": (lambda: packed({"/bad.md": SHORT, "good.md": SHORT}), "archive-unsafe-name"),
    "a drive": (lambda: packed({"C:\\bad.md": SHORT, "good.md": SHORT}), "archive-unsafe-name"),
    "a bomb": (lambda: packed({"bad.md": b" " * 20_000_000, "good.md": SHORT}), "packed-too-tightly"),
    "a large file": (lambda: packed({"bad.md": b" " * 31_000_000, "good.md": SHORT}), "too-many-bytes"),
    "a wrong size": (_put(24, "<L", 9), "archive-entry-damaged"),
    "a wrong checksum": (_put(16, "<L", 9), "archive-entry-damaged"),
    "broken content": (lambda: _changed(_damaged), "archive-entry-damaged"),
    "a rare method": (_put(10, "<H", 97), "archive-method"),
    "AES": (lambda: _changed(lambda data, at: struct.pack_into("<HH", data, at + 8, 1, 99)), "archive-password"),
    "a password": (_put(8, "<H", 1), "archive-password"),
    "no text": (lambda: packed({"bad.md": bytes(range(256)) * 9, "good.md": SHORT}), "binary-file"),
    "an empty file": (lambda: packed({"bad.md": b"", "good.md": SHORT}), "empty-file"),
    "an archive that is none": (lambda: packed({"bad.zip": b"PK\3\4", "good.md": SHORT}), "archive-damaged"),
    "an archive in archives": (lambda: packed({"bad.zip": _nested(3), "good.md": SHORT}), "archive-too-deep"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "key"), BAD.values(), ids=BAD)
def test_one_bad_entry_is_told_and_the_others_are_read(make: Callable[[], bytes], key: str) -> None:
    Path("材料.zip").write_bytes(make())

    told = dict(found("材料.zip"))

    assert told.pop("材料.zip/good.md") == ""
    ((path, error),) = told.items()
    assert "bad" in path
    assert error == key


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_any_byte_of_an_archive_may_be_wrong(method: int) -> None:
    """Each is told, or makes no difference: no other exception comes through."""
    whole = packed({"a.md": SHORT, "b/c.md": SHORT}, method)
    for at in range(0, len(whole), 7):
        data = bytearray(whole)
        data[at] ^= 0xFF
        Path("材料.zip").write_bytes(data)

        assert found("材料.zip")


def test_entries_that_share_their_content() -> None:
    """The bombs of David Fifield, 2019: each entry of the list points into another's bytes."""
    data = bytearray(packed({"a.md": SHORT, "b.md": SHORT, "good.md": SHORT}))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    struct.pack_into("<L", data, second + 42, 0)
    Path("材料.zip").write_bytes(data)

    assert found("材料.zip") == [
        ("材料.zip/a.md", "archive-overlap"), ("材料.zip/b.md", "archive-overlap"),
        ("材料.zip/good.md", ""),
    ]  # fmt: skip


def test_the_second_of_two_files_of_one_name_is_told() -> None:
    with zipfile.ZipFile("材料.zip", "w") as archive:
        archive.writestr("a.md", SHORT)
        archive.writestr("a (2).md", SHORT)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.md", FILING)

    assert found("材料.zip") == [
        ("材料.zip/a (2).md", ""), ("材料.zip/a (3).md", "archive-name-twice"),
        ("材料.zip/a.md", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"archive_entries": 2}, {"材料.zip": "archive-too-many-entries"}),
        ({"archive_entries": 4}, {"a.md": "", "b.md": "", "z.zip/c.md": "", "z.zip/d.md": "archive-too-many-entries"}),
        ({"archive_bytes": 2 * len(SHORT.encode())}, {"a.md": "", "b.md": "", "z.zip": "archive-too-large"}),
        ({"archive_nesting": 1}, {"a.md": "", "b.md": "", "z.zip": "archive-too-deep"}),
        ({"bytes": 100}, dict.fromkeys(["a.md", "b.md", "z.zip"], "too-many-bytes")),
    ],
)  # fmt: skip
def test_a_cap_is_told_by_its_name(limits: Mapping[str, int], told: Mapping[str, str]) -> None:
    archive_of({"a.md": SHORT, "b.md": SHORT, "z.zip": packed({"c.md": SHORT, "d.md": SHORT})})

    whole = {path.removeprefix("材料.zip/"): key for path, key in found("材料.zip", limits=limits)}

    assert whole == told
    errors = [
        error_text(one.error, lang)
        for one in pipeline.expand(["材料.zip"], pipeline.Options(limits=limits))
        for lang in ("zh", "en")
        if one.error
    ]
    assert all(f"--config limits.{next(iter(limits))}=" in error for error in errors)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(packed({"a.md": SHORT})[:-30], id="cut off"),
        pytest.param(b"PK\x03\x04" + bytes(2000), id="nothing but its start"),
        pytest.param(packed({"a.md": SHORT}).replace(b"PK\x01\x02", b"PK\x01\x09"), id="no list"),
    ],
)
def test_a_damaged_archive(data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    Path("材料.zip").write_bytes(data)
    Path("a.md").write_text(SHORT, "utf-8")

    assert cli.main(["check", "材料.zip", "a.md", "--isolated", "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert "材料.zip: The archive is damaged or not whole" in err
    assert "a.md:" in out


def test_an_archive_after_a_program_that_unpacks_it() -> None:
    Path("材料.zip").write_bytes(b"MZ" + bytes(2000) + packed({"a.md": SHORT, "A:b.md": SHORT}))

    assert found("材料.zip") == [("材料.zip/A:b.md", ""), ("材料.zip/a.md", "")]


def test_a_list_that_claims_to_be_long_is_not_read() -> None:
    data = bytearray(packed({"a.md": SHORT}))
    struct.pack_into("<L", data, data.rfind(b"PK\x05\x06") + 12, 600_000_000)
    Path("材料.zip").write_bytes(data)

    assert found("材料.zip") == [("材料.zip", "archive-too-many-entries")]


def test_nothing_in_an_archive_that_can_be_read() -> None:
    assert found(archive_of({})) == [("材料.zip", "nothing-in-archive")]
    assert found(archive_of({"章.png": b"x"})) == [("材料.zip", "nothing-in-archive")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: Path(tmp_path, "pipe").write_text(SHORT, "utf-8"))
    writer.start()

    assert found("pipe") == [("pipe", "")]
    writer.join()


# Passwords


def encrypted(data: bytes, password: bytes) -> bytes:
    """An archive of one stored entry, a.md, encrypted as PKZIP does (APPNOTE 6.1)."""
    table = [_crc(one) for one in range(256)]
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = table[(keys[0] ^ byte) & 255] ^ (keys[0] >> 8)
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFF_FFFF
        keys[2] = table[(keys[2] ^ (keys[1] >> 24)) & 255] ^ (keys[2] >> 8)

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(data) >> 24]) + data:
        mask = keys[2] | 2
        out.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 255))
        update(byte)
    plain = bytearray(packed({"a.md": bytes(out)}, zipfile.ZIP_STORED))
    at = plain.find(b"PK\x01\x02")
    struct.pack_into("<H", plain, at + 8, 1)
    struct.pack_into("<L", plain, at + 16, zlib.crc32(data))
    struct.pack_into("<L", plain, at + 24, len(data))
    return bytes(plain)


def _crc(value: int) -> int:
    for _ in range(8):
        value = (value >> 1) ^ 0xEDB8_8320 if value & 1 else value >> 1
    return value


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize(
    ("passwords", "key"),
    [
        pytest.param((), "archive-password", id="none"),
        pytest.param(("x", "y"), "archive-password-wrong", id="wrong ones"),
        pytest.param(("x", SECRET), "", id="the right one among them"),
    ],
)
def test_passwords(passwords: tuple[str, ...], key: str, encoding: str) -> None:
    Path("材料.zip").write_bytes(encrypted(SHORT.encode(), SECRET.encode(encoding)))

    assert found("材料.zip", passwords=passwords) == [("材料.zip/a.md", key)]


# Made by pyzipper 0.4, with the password in UTF-8 and in GB 18030.
AES_256_STORED = (
    "UEsDBBQAAQBjAIageF0AAAAAPgAAACIAAAAEAAsAYS5tZAGZBwACAEFFAwAAyBqUzD4TR6TqtaztjXb5oU34Phea"
    "NAZ1pE5I8NY6lkQ+FTHXF56VB6ftATrJjzEilUU5Qjef/47OccSmvjtQSwECFAMUAAEAYwCGoHhdAAAAAD4AAAAi"
    "AAAABAALAAAAAAAAAAAAgAEAAAAAYS5tZAGZBwACAEFFAwAAUEsFBgAAAAABAAEAPQAAAGsAAAAAAA=="
)
AES_128_DEFLATED = (
    "UEsDBBQAAQBjAIageF0AAAAANwAAADIBAAAEAAsAYS5tZAGZBwACAEFFAQgAauaxlWPr8zEHsOnOooJupn9tnh4B"
    "vNlSudUSbc7RwrUw6V4lQVYdxJijNpsDSSbfVyIB81CJcFBLAQIUAxQAAQBjAIageF0AAAAANwAAADIBAAAEAAsA"
    "AAAAAAAAAACAAQAAAABhLm1kAZkHAAIAQUUBCABQSwUGAAAAAAEAAQA9AAAAZAAAAAAA"
)


@pytest.mark.parametrize("archive", [AES_256_STORED, AES_128_DEFLATED], ids=["256", "128"])
def test_passwords_by_aes(archive: str) -> None:
    data = base64.b64decode(archive)
    Path("材料.zip").write_bytes(data)

    assert found("材料.zip") == [("材料.zip/a.md", "archive-password")]
    assert found("材料.zip", passwords=("x",)) == [("材料.zip/a.md", "archive-password-wrong")]
    options = pipeline.Options(passwords=("x", SECRET))
    assert pipeline.source_of("材料.zip/a.md", options).data.startswith("| 甲 | 乙 |\n".encode())


def test_what_aes_has_sealed_is_not_read_where_it_was_changed() -> None:
    data = bytearray(base64.b64decode(AES_256_STORED))
    data[data.find(b"PK\x01\x02") - 20] ^= 1
    Path("材料.zip").write_bytes(data)

    assert found("材料.zip", passwords=(SECRET,)) == [("材料.zip/a.md", "archive-password-wrong")]


# What else takes files


def test_no_report_goes_over_an_archive_that_is_read() -> None:
    archive_of({"a.md": SHORT})

    for name in ("材料.zip", ".", "材料.zip/a.md", "*.zip"):
        assert cli.main(["check", name, "-f", "json", "-o", "材料.zip", "--isolated"]) == 2
        assert zipfile.is_zipfile("材料.zip")


def test_a_file_in_an_archive_is_not_mended_there(capsys: pytest.CaptureFixture[str]) -> None:
    archive_of({"a.md": FILING})
    before = Path("材料.zip").read_bytes()

    assert cli.main(["fix", "材料.zip", "--diff"]) == 1
    assert cli.main(["fix", "材料.zip", "--lang", "en"]) == 2
    assert "cannot be written back" in capsys.readouterr().err
    assert Path("材料.zip").read_bytes() == before


def test_the_library_takes_archives() -> None:
    archive_of({"a.md": SHORT, "b.md": bytes(range(256))})

    reports = list(audit.check_all(["材料.zip"], select=["vague-target"]))

    assert [(one.path, bool(one.error), len(one.findings)) for one in reports] == [
        ("材料.zip/a.md", False, 1), ("材料.zip/b.md", True, 0),
    ]  # fmt: skip
    assert len(audit.read("材料.zip/a.md")) == 1
    with pytest.raises(ReadError) as caught:
        audit.read(Path("材料.zip").read_bytes(), name="材料.zip")
    assert caught.value.key == "archive-unnamed"


def test_rules_can_be_switched_by_the_path_in_an_archive(
    capsys: pytest.CaptureFixture[str],
) -> None:
    archive_of({"旧/a.md": SHORT, "新/a.md": SHORT})
    Path("audit.yaml").write_text(
        "per_file: [{files: '材料.zip/旧/**', rules: {vague-target: off}}]"
    )

    cli.main(["check", "材料.zip", "-f", "json", "--select", "vague-target"])

    found = json.loads(capsys.readouterr().out)["findings"]
    assert [one["path"] for one in found] == ["材料.zip/新/a.md"]

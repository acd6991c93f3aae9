"""A folder of all sorts of files: what can be read is read, and the rest is told in few lines."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from audit import cli
from audit.pipeline.inputs import PassedOver, expand

FILING = """\
| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 校舍维修 | 20.00 | 20.00 | | | 维修校舍2栋。 | 1、1-产出指标,11-数量指标,维修校舍数；实施周期指标值:提高,年度指标值:提高； |
"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="links and rights of POSIX")

Told = Callable[..., tuple[int, str, list[str]]]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def told(
    tmp_path: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Told:
    """A command beside the folder `材料`: its exit code, its output, and what it says beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(cache))
    put("a.md", FILING.encode())

    def run(*argv: str) -> tuple[int, str, list[str]]:
        code = cli.main([*argv, "--isolated"])
        out, err = capsys.readouterr()
        return code, out, err.splitlines()

    return run


def put(name: str, data: bytes = b"x") -> None:
    path = Path("材料", name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.mark.parametrize(
    "command",
    [["check"], ["check", "-f", "json"], ["records", "-f", "jsonl"], ["fix", "--diff"]],
    ids=" ".join,
)
def test_files_of_one_fault_share_a_line(command: list[str], told: Told) -> None:
    for name in ("甲/旧1.xls", "甲/旧2.xls", "乙.et"):
        put(name, OLE)
    put("丙.rar", b"Rar!\x1a\x07\0")

    code, out, err = told(*command, "材料")

    assert code == 2
    assert "材料/a.md" in out + "".join(err)
    (line,) = (line for line in err if "2003" in line)
    start = "3 个文件（.xls 2、.et 1）：材料/乙.et、材料/甲/旧1.xls、材料/甲/旧2.xls。这是 2003"
    assert line.startswith(start)
    assert line.endswith("另存为 .docx 或 .xlsx（有密码的先去掉密码）后再审核。")
    assert [one for one in err if one.startswith("材料/丙.rar: 这是 RAR、7z 之类的压缩包")]


def test_a_thousand_old_files_are_one_line_and_all_are_counted(told: Told) -> None:
    for number in range(1000):
        put(f"{number:03}.xls", OLE)

    code, _, err = told("check", "材料")
    _, report, _ = told("check", "材料", "-f", "rich", "--color", "never")

    assert code == 2
    (line,) = (line for line in err if "2003" in line)
    assert line.startswith("1000 个文件（.xls 1000）：材料/000.xls、")
    assert "材料/019.xls等。这是" in line
    assert err[-1].endswith("没有读出的文件 1000 个")
    assert "1000 个文件（.xls 1000）：" in report.replace("\n        ", "")
    assert report.count("2003") == 1


def test_a_named_file_has_its_own_line(told: Told) -> None:
    put("1.xls", OLE)
    put("2.xls", OLE)

    code, _, err = told("check", "材料/1.xls", "材料/2.xls", "材料/a.md")

    assert code == 2
    assert [line.partition(":")[0] for line in err[:2]] == ["材料/1.xls", "材料/2.xls"]


@pytest.mark.parametrize("command", ["check", "records", "fix"])
def test_files_of_other_formats_are_counted_and_cost_nothing(command: str, told: Told) -> None:
    for name in (
        "章.jpg",
        "甲/1.JPG",
        "2.png",
        "说明",
        "audit.yaml",
        "Thumbs.db",
        ".x",
        "~$a.docx",
    ):
        put(name)
    alone = told(command, "材料/a.md")

    code, out, err = told(command, "材料")

    line = "另有 4 个文件不是能读的格式，没有看：.jpg 2、无后缀 1、.png 1。其中有申报表的，请另存为 DOCX、XLSX 或有文字的 PDF。"
    assert err.count(line) == 1
    err.remove(line)
    assert (code, out, err) == alone


def test_a_folder_of_pictures_holds_nothing_and_says_what_it_holds(told: Told) -> None:
    put("扫描/1.jpg")

    code, _, err = told("check", "材料/扫描", "--lang", "en")

    assert code == 2
    assert err[0].startswith("材料/扫描: The folder holds no file that can be read.")
    assert any("1 more file is of no format that can be read" in line for line in err)


def test_old_names_are_read_where_their_content_can_be(told: Told) -> None:
    table = "<html><table><tr><td>项目名称<td>绩效目标<tr><td>校舍维修<td>维修校舍2栋。</table>"
    put("导出.xls", table.encode("gb18030"))

    code, out, err = told("records", "-f", "json", "材料")

    assert (code, err) == (0, ["1 个文件里没有申报表。"])
    assert '"path": "材料/导出.xls"' in out
    assert '"format": "html"' in out


@POSIX
def test_links_out_of_a_folder_are_told_once_and_not_followed(told: Told, tmp_path: Path) -> None:
    (tmp_path / "外").mkdir()
    Path("外/b.md").write_text(FILING, "utf-8")
    Path("材料/b.md").symlink_to("../外/b.md")
    Path("材料/外").symlink_to("../外", target_is_directory=True)
    Path("材料/c.md").symlink_to("a.md")

    code, out, err = told("check", "材料", "--select", "vague-target")

    assert code == 1
    assert out.count("\n") == 1
    line = "2 个链接没有跟过去（指到外面，或在压缩包里）：材料/外、材料/b.md。要审核的，请写明它指到的文件。"
    assert err.count(line) == 1


@POSIX
def test_a_folder_that_may_not_be_looked_into_is_told(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("密/b.md", FILING.encode())
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("密"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)

    code, out, err = told("check", "材料")

    assert code == 2
    assert "材料/a.md" in out
    assert [line for line in err if line.startswith("材料/密: 没有读这个")]


def test_what_a_glob_leaves_is_counted(told: Told) -> None:
    put("章.jpg")
    put("旧.xls", OLE)
    passed = PassedOver()

    found = [one.path for one in expand(["材料/*"], passed=passed)]

    assert found == ["材料/a.md", "材料/旧.xls"]
    assert passed.suffixes == {".jpg": 1}
    assert told("check", "材料/*.xls")[0] == 2

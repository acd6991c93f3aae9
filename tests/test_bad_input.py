"""What an unlucky or hostile user does, through the command as a process.

Each is told by name with the way out, ends with the code of conventions (2: the job could not
be done), shows no traceback, and the other files are checked all the same.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from audit import cli
from audit.pipeline.inputs import expand
from audit.terminal import columns_of

FILING = (Path(__file__).parent / "fixtures/qinghe-education-2026.md").read_text("utf-8")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and devices of POSIX")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Audit = Callable[..., Ran]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environment(cache: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AUDIT_")}
    return {**kept, "AUDIT_CACHE_DIR": str(cache), "COLUMNS": "100", "PYTHONUTF8": "1"}


@pytest.fixture
def audit(tmp_path: Path, environment: dict[str, str]) -> Audit:
    """`audit("check", "a.md")` as a process, in a folder with that filing."""
    (tmp_path / "a.md").write_text(FILING, "utf-8")

    def run(*argv: str, env: Mapping[str, str] | None = None, given: bytes = b"") -> Ran:
        ran = subprocess.run(
            [sys.executable, "-m", "audit", *argv],
            cwd=tmp_path,
            env={**environment, **(env or {})},
            input=given,
            capture_output=True,
            timeout=60,
            check=False,
        )
        out, err = (one.decode("utf-8", "replace") for one in (ran.stdout, ran.stderr))
        told = Ran(ran.returncode, out, err)
        assert "Traceback" not in told.err
        assert '.py", line' not in told.err
        return told

    return run


def make_files(folder: Path) -> dict[str, str]:
    """Bad files of every sort in the folder, by name, and the words they are told with."""
    Path(folder, "junk.md").write_bytes(bytes(range(256)) * 20)
    Path(folder, "empty.md").touch()
    Path(folder, "cut.md").write_bytes(FILING.encode()[:-200] + "尾巴尾巴".encode("gb18030"))
    Path(folder, "~$a.docx").write_bytes(bytes(162))
    Path(folder, "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    Path(folder, "long.md").write_text("长" * 1_700_000, "utf-8")
    with Path(folder, "huge.md").open("wb") as out:
        out.truncate(50_000_000)
    Path(folder, "none.md").write_text("| a | b |\n|---|---|\n| 1 | 2 |\n", "utf-8")
    Path(folder, "empty-folder").mkdir()
    return {
        "missing.md": "没有这个文件",
        "nothing*.md": "没有文件符合",
        "empty-folder": "没有能读的文件",
        "junk.md": "不是文字",
        "empty.md": "文件是空的",
        "cut.md": "认不出文字编码",
        "~$a.docx": "锁文件",
        "old.xls": "旧格式",
        "long.md": "这一行超过",
        "huge.md": "limits.bytes",
        "none.md": "unrecognised-document",
    }


def test_bad_files_are_told_by_name_and_the_others_are_checked(
    audit: Audit, tmp_path: Path
) -> None:
    bad = make_files(tmp_path)

    ran = audit("check", *bad, "a.md")

    told = (ran.out + ran.err).splitlines()
    for name, words in bad.items():
        assert [line for line in told if line.startswith(f"{name}:") and words in line], name
    assert ran.code == 2
    assert "a.md:" in ran.out
    assert ran.err.rstrip().endswith("没有读出的文件 10 个")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_an_encoding_that_is_not_expected_is_read_and_told(
    audit: Audit, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "b.md").write_bytes(FILING.encode(encoding))

    plain, other = audit("a.md"), audit("b.md")

    assert other.out == plain.out.replace("a.md:", "b.md:")
    assert (encoding.upper() in other.err) == (encoding != "utf-8-sig")


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp437", "latin-1"])
def test_a_console_that_cannot_print_chinese_is_no_end(audit: Audit, encoding: str) -> None:
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}

    assert audit("a.md", "missing.md", "-f", "rich", env=env).code == 2
    assert audit("rule", "T001", env=env).code == 0


def test_names_and_texts_steer_no_terminal(audit: Audit, tmp_path: Path) -> None:
    name = "甲\x1b[31m\u202e.md" if sys.platform != "win32" else "甲\u202e.md"
    text = FILING.replace("校", "校\x1b[2J\u202e", 1)
    (tmp_path / name).write_text(text, "utf-8")

    for form in ("text", "rich"):
        ran = audit(name, "missing\x1b[1m.md", "-f", form, "--color", "never")
        assert not {"\x1b", "\u202e"} & set(ran.out + ran.err)


@POSIX
def test_names_that_are_no_text(audit: Audit, tmp_path: Path) -> None:
    for name in (b"\xff\xfe.md", b"a\nb.md", b"-x.md", b" .md"):
        Path(tmp_path, os.fsdecode(name)).write_text(FILING, "utf-8")

    ran = audit("check", ".", "-f", "text")

    assert ran.code == 1
    assert "<U+DCFF><U+DCFE>.md:" in ran.out
    assert audit("check", "--", "-x.md").code == 1


@POSIX
def test_pipes_and_circles_in_a_folder_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "circle.md").symlink_to("circle.md")
    (tmp_path / "nowhere.md").symlink_to("gone.md")
    (tmp_path / "again").symlink_to(".", target_is_directory=True)
    (tmp_path / "a.md").write_text(FILING, "utf-8")

    for named in (str(tmp_path), str(tmp_path / "*.md")):
        found = {Path(one.path).name for one in expand([named])}
        # The links cannot be read, and that has to be told.
        assert found == {"a.md", "circle.md", "nowhere.md"}


@POSIX
def test_a_link_to_nowhere_is_not_said_to_be_its_own_nearest(audit: Audit, tmp_path: Path) -> None:
    (tmp_path / "nowhere.md").symlink_to("gone.md")

    assert "是不是“nowhere.md”" not in audit("nowhere.md").err


@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["check", "a.md", "-f", "text", "-o", "./a.md"], id="the file itself"),
        pytest.param(["check", ".", "-f", "text", "-o", "a.md"], id="a file of the folder"),
        pytest.param(["check", "*.md", "-f", "text", "-o", "a.md"], id="a file of the glob"),
        pytest.param(["records", "a.md", "-o", "a.md"], id="records"),
        pytest.param(["records", ".", "-o", "a.md"], id="records of a folder"),
    ],
)
def test_no_report_goes_over_a_filing(
    argv: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(FILING, "utf-8")

    assert cli.main(argv) == 2
    assert Path("a.md").read_text("utf-8") == FILING


def test_two_names_of_one_report_are_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(FILING, "utf-8")

    assert cli.main(["a.md", "-f", "json", "-o", "b", "-f", "text", "-o", "./b"]) == 2
    assert "两种报告都要写到“./b”" in capsys.readouterr().err


def test_numbers_of_thousands_of_digits(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "a.md", "--max-warnings", "9" * 5000]) == 2
    assert "--max-warnings 要一个 0 以上的整数" in capsys.readouterr().err
    assert columns_of({"COLUMNS": "9" * 5000}) < 1000


def test_any_number_of_jobs(audit: Audit) -> None:
    alone = audit("check", "a.md", "missing.md")

    assert audit("check", "a.md", "missing.md", "-j", "999") == alone


@POSIX
@pytest.mark.parametrize("argv", [["--version"], ["a.md"], ["a.md", "-f", "json"], ["rules"]])
def test_a_full_disk_and_a_closed_output(
    argv: list[str], audit: Audit, tmp_path: Path, environment: dict[str, str]
) -> None:
    audit("--version")
    command = [sys.executable, "-m", "audit", *argv]
    if not Path("/dev/full").exists():
        pytest.skip("there is no device that is full")
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, cwd=tmp_path, env=environment, stdout=full, stderr=subprocess.PIPE, check=False)  # fmt: skip
    closed = subprocess.run(["sh", "-c", 'exec "$@" >&- <&-', "sh", *command], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, check=False)  # fmt: skip

    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr + closed.stderr
    assert ("写不下去了" in ran.stderr.decode()) == (argv != ["--version"])  # fmt: skip
    assert closed.returncode == (1 if argv[0] == "a.md" else 0)


@POSIX
def test_a_folder_that_is_gone(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "gone").mkdir()
    script = 'cd gone && rmdir ../gone && exec "$@"'
    ran = subprocess.run(["sh", "-c", script, "sh", sys.executable, "-m", "audit", "a.md"], cwd=tmp_path, env=environment, capture_output=True, check=False)  # fmt: skip

    assert (ran.returncode, ran.stderr.decode()) == (
        2,
        "当前所在的文件夹已经不存在。请用 cd 换到另一个文件夹再试。\n",
    )


@POSIX
def test_ctrl_c_ends_it_without_a_word(tmp_path: Path, environment: dict[str, str]) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    command = [sys.executable, "-m", "audit", "check", "pipe.md"]
    running = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    # Opening the other end waits until it reads.
    with running, (tmp_path / "pipe.md").open("wb"):
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)

    assert (running.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("rules: {typo: off", "audit.yaml:1:8: 括号（{）没有配对。请在末尾补上“}”。", id="a bracket left open"),
        pytest.param("[" * 30_000, "audit.yaml:1:1001: 层次超过", id="brackets without end"),
        pytest.param("rules: {typoo: off}", "audit.yaml:1:9: 没有规则“typoo”。是不是“typo”？", id="no such rule"),
        pytest.param("rules：\n  typo: off", "audit.yaml:1:6: “rules”后面是全角冒号", id="full-width colon"),
        pytest.param("\ufefflang: zh", "audit.yaml:1:1: 文件开头有字节顺序标记", id="BOM"),
        pytest.param("packs: [nowhere]", "nowhere: 没有这个规则文件夹。", id="no such pack"),
        pytest.param("limits: {bytes: ten}", "audit.yaml:1:17: 这里（limits.bytes）要写整数", id="no number"),
    ],
)  # fmt: skip
def test_broken_settings_are_told_with_their_place(
    text: str,
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("AUDIT_CONFIG", raising=False)
    Path("audit.yaml").write_text(text, "utf-8")
    Path("a.md").write_text(FILING, "utf-8")

    assert cli.main(["check", "a.md"]) == 2
    assert told in capsys.readouterr().err


def test_a_cache_that_cannot_be_written_is_as_good_as_none(audit: Audit, tmp_path: Path) -> None:
    plain = audit("a.md")
    (tmp_path / "file").touch()

    for where in ("file", "file/x", "/dev/null"):
        assert audit("a.md", env={"AUDIT_CACHE_DIR": where}) == plain

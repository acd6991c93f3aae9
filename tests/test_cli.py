"""The program as a process: start, help, what is typed wrongly, and how it ends."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from audit import __version__, cli
from audit.cli import parsing
from audit.cli.parsing import command_of, module_of, options_of, parsed
from audit.commands import COMMANDS
from audit.terminal import width


@pytest.fixture(scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environment(cache_folder: Path) -> dict[str, str]:
    left_out = ("AUDIT_", "NO_COLOR", "FORCE_COLOR", "LC_", "LANG")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {**kept, "AUDIT_CACHE_DIR": str(cache_folder), "COLUMNS": "80", "TERM": "xterm"}


def run(
    argv: Sequence[str], folder: Path, environment: dict[str, str], **more: Any
) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "audit", *argv]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, check=False, **more
    )


def in_terminal(argv: Sequence[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Exit code and what a terminal gets to see."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "audit", *argv]
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return process.returncode, shown.decode().replace("\r\n", "\n")


def test_the_version_names_program_and_rules(tmp_path: Path, environment: dict[str, str]) -> None:
    for flag in ("--version", "-V"):
        ran = run([flag], tmp_path, environment)
        assert ran.stdout.decode() == f"audit {__version__} (rules: audit 0.1.0)\n"


def test_the_version_costs_no_heavy_import(tmp_path: Path, environment: dict[str, str]) -> None:
    script = (
        "import sys; from audit.cli import main; main(['--version']);"
        "print(*sorted({'argparse', 'json', 'yaml', 'rich', 'audit.engine', 'audit.messages'}"
        " & sys.modules.keys()), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True,
        check=True,
    )  # fmt: skip

    assert ran.stderr.strip() == b""


def test_alone_on_a_terminal_it_says_what_to_type(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    code, shown = in_terminal([], tmp_path, {**environment, "LANG": "zh_CN.UTF-8"})

    assert code == 0
    assert shown == snapshot("""\
绩效目标申报表审核：逐字逐条检查，指出问题在哪里、为什么、怎么改

  audit 目标表.md             审核一个文件
  audit 2026/                 审核一个文件夹里的全部文件
  audit rules                 有哪些规则
  audit rule T001             一条规则查什么、为什么
  audit fix 目标表.md --diff  看看哪些可以自动改正
  audit --help                全部命令和选项

能读的格式: .md .markdown .mdown .mkd .pdf .docx .docm .xlsx .xlsm .html .htm
.xhtml .mht .mhtml .csv .tsv .json .jsonl .ndjson .zip
语言：--lang en 显示英文
""")


def test_and_in_the_language_of_the_terminal(tmp_path: Path, environment: dict[str, str]) -> None:
    code, shown = in_terminal([], tmp_path, {**environment, "LANG": "en_US.UTF-8"})

    assert code == 0
    assert shown == snapshot("""\
Checks Chinese performance-goal filings (绩效目标申报表): what is wrong, where,
why, and how to mend it

  audit filing.md             check a file
  audit 2026/                 check all files of a folder
  audit rules                 what rules there are
  audit rule T001             what a rule looks for, and why
  audit fix filing.md --diff  see what can be mended automatically
  audit --help                all commands and options

formats that can be read: .md .markdown .mdown .mkd .pdf .docx .docm .xlsx .xlsm
.html .htm .xhtml .mht .mhtml .csv .tsv .json .jsonl .ndjson .zip
language: --lang zh for Chinese
""")


def test_alone_in_a_pipe_nothing_was_checked(tmp_path: Path, environment: dict[str, str]) -> None:
    ran = run([], tmp_path, environment)

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.decode().startswith("没有说要审核什么。")


def test_a_terminal_gets_the_report_for_people_in_colour(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "a.md").write_text("# 说明\n", "utf-8")

    code, shown = in_terminal(["a.md"], tmp_path, environment)
    _, plain = in_terminal(["a.md"], tmp_path, {**environment, "NO_COLOR": "1"})

    assert code == 2
    assert "审核结果：没有读到申报表，未作审核" in shown
    assert "\x1b[" in shown
    assert "\x1b[" not in plain


def test_a_file_or_pipe_gets_chinese_whatever_the_locale(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    ran = run(["no.md"], tmp_path, {**environment, "LANG": "en_US.UTF-8"})
    told = run(["no.md"], tmp_path, {**environment, "AUDIT_LANG": "en"})

    assert ran.stderr.decode().startswith("no.md: 没有这个文件。")
    assert told.stderr.decode().startswith("no.md: There is no such file.")


def test_a_console_that_cannot_print_chinese_ends_in_no_traceback(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "a.md").write_text("# 说明\n", "utf-8")

    for encoding in ("ascii", "cp437", "gbk"):
        ran = run(["a.md", "-f", "rich"], tmp_path, {**environment, "PYTHONIOENCODING": encoding})
        assert ran.returncode == 2
        assert b"Traceback" not in ran.stdout + ran.stderr


def test_json_is_utf8_whatever_the_console(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "说明.md").write_text("# 说明\n", "utf-8")

    ran = run(["说明.md", "-f", "json"], tmp_path, {**environment, "PYTHONIOENCODING": "gbk"})

    assert "说明.md" in ran.stdout.decode("utf-8")


def test_nobody_listens_to_the_end(tmp_path: Path, environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "audit", "rules", "--format", "json"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=writing, stderr=subprocess.PIPE
    ) as process:
        os.close(writing)
        _, told = process.communicate()

    assert told == b""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", [*COMMANDS, "rules new"])
def test_every_command_has_help_that_fits(
    command: str, lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")

    assert cli.main([*command.split(), "--help", "--lang", lang]) == 0

    shown = capsys.readouterr().out
    module = module_of(command)
    for option in options_of(module):
        assert option.flags[-1] in shown
    assert max(map(width, shown.splitlines())) <= 80


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_program_has_help(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--lang", lang, "--help"]) == 0

    shown = capsys.readouterr().out
    assert all(f"  {command}" in shown for command in COMMANDS)


@pytest.mark.parametrize(
    ("argv", "zh", "en"),
    [
        pytest.param(
            ["chekc", "a.md"],
            "没有命令“chekc”，也没有这个名字的文件。是不是“check”？所有命令见 audit --help。",
            "There is no command “chekc”, nor a file of that name. Did you mean “check”? "
            "For all commands see audit --help.",
            id="command",
        ),
        pytest.param(
            ["check", "--slect", "T"],
            "没有选项“--slect”。是不是“--select”？可用的选项见 audit --help。",
            "There is no option “--slect”. Did you mean “--select”? "
            "For the options see audit --help.",
            id="option",
        ),
        pytest.param(
            ["rules", "--by", "famly"],
            "选项 --by 不能是“famly”。是不是“family”？可以是：family head。",
            "Option --by cannot be “famly”. Did you mean “family”? It can be: family head.",
            id="value",
        ),
        pytest.param(
            ["check", "a.md", "--select"],
            "选项 --select 后面要有一个值，写法见 audit --help。",
            "Option --select needs a value; see audit --help.",
            id="no value",
        ),
        pytest.param(
            ["check", "a.md", "--isolated=yes"],
            "选项 --isolated 不带值，请去掉“=yes”。",
            "Option --isolated takes no value; leave out “=yes”.",
            id="a value too many",
        ),
        pytest.param(
            ["check", "a.md", "-j", "0"],
            "选项 --jobs 要一个 1 以上的整数，不能是“0”。",
            "Option --jobs needs a whole number of at least 1, not “0”.",
            id="number",
        ),
        pytest.param(
            ["schema", "rule", "config"],
            "多出了“config”。这条命令的写法见 audit schema --help。",
            "“config” is one too many. For this command see audit schema --help.",
            id="argument",
        ),
        pytest.param(
            ["rules", "extra"],
            "多出了“extra”。这条命令的写法见 audit rules --help。",
            "“extra” is one too many. For this command see audit rules --help.",
            id="argument where there is none",
        ),
    ],
)
def test_what_is_typed_wrongly_is_told_with_the_way_out(
    argv: list[str],
    zh: str,
    en: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AUDIT_LANG", raising=False)

    for lang, told in (("zh", zh), ("en", en)):
        assert cli.main(["--lang", lang, *argv]) == 2
        assert capsys.readouterr().err.rstrip() == told.rstrip()


def test_a_file_named_like_a_command_or_like_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rulez").touch()

    assert command_of(["rulez"]) == ("check", ["rulez"])
    assert command_of(["rules"]) == ("rules", [])
    assert command_of(["2026/*.md"]) == ("check", ["2026/*.md"])
    assert command_of(["rules", "new", "甲"]) == ("rules new", ["甲"])


@pytest.mark.parametrize(
    ("argv", "pairs"),
    [
        pytest.param(["-f", "json"], [["json", ""]], id="to the screen"),
        pytest.param(["-f", "json", "-o", "a"], [["json", "a"]], id="to a file"),
        pytest.param(["-o", "a", "-f", "json"], [["json", "a"]], id="the other way round"),
        pytest.param(["-f", "json", "-o", "a", "-f", "text"], [["json", "a"], ["text", ""]], id="both"),
        pytest.param(["-o", "a.json", "-o", "b.jsonl"], [["", "a.json"], ["", "b.jsonl"]], id="by suffix"),
    ],
)  # fmt: skip
def test_formats_and_files_go_together(argv: list[str], pairs: list[list[str]]) -> None:
    assert parsed("check", module_of("check"), [*argv, "a.md"]).reports == pairs


def test_words_after_options_are_files_too() -> None:
    args = parsed("check", module_of("check"), ["a.md", "--select", "T，W001", "-q", "b.md"])

    assert (args.paths, args.select, args.quiet) == (["a.md", "b.md"], ["T", "W001"], True)


def test_a_crash_is_exit_2_and_says_whose_fault_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(_: object) -> object:
        message = "boom"
        raise RuntimeError(message)

    monkeypatch.setattr(parsing, "command_of", crash)

    assert cli.main(["rules"]) == 2
    assert capsys.readouterr().err.startswith("程序内部出错：RuntimeError: boom。")


def test_ctrl_c_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(parsing, "command_of", interrupt)

    assert cli.main(["rules"]) == 130

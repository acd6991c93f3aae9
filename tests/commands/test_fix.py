"""`audit fix`: mends what it can, shows it first with `--diff`, touches nothing else."""

from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot


def test_a_diff_writes_nothing_and_is_exit_1(audit: Any) -> None:
    before = Path("a.md").read_bytes()

    ran = audit("fix", "a.md", "--diff")

    assert ran.code == 1
    assert [line for line in ran.out.splitlines() if line.startswith(("---", "+++", "@@"))] == [
        "--- a.md", "+++ a.md", "@@ -8,2 +8,2 @@",
    ]  # fmt: skip
    assert ran.err == snapshot("a.md：可以改正 1 处\n")
    assert Path("a.md").read_bytes() == before


def test_it_mends_and_a_second_time_finds_nothing(audit: Any) -> None:
    before = Path("a.md").read_text("utf-8")

    first = audit("fix", "a.md")
    after = Path("a.md").read_text("utf-8")
    second = audit("fix", "a.md")

    assert (first.code, second.code) == (0, 0)
    assert after == before.replace("效率率", "效率")
    assert Path("a.md").read_text("utf-8") == after
    assert first.err == snapshot("""\
a.md：改正 1 处
还有 6 处要人来改：audit check a.md
""")
    assert second.err == snapshot("""\
a.md：没有可以自动改正的
还有 6 处要人来改：audit check a.md
""")


def test_the_mode_of_the_file_stays_and_nothing_is_left_beside_it(audit: Any) -> None:
    Path("a.md").chmod(0o640)

    audit("fix", "a.md")

    assert Path("a.md").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in Path().iterdir()) == ["a.md", "clean.md"]


def test_only_the_rules_that_are_selected(audit: Any) -> None:
    before = Path("a.md").read_bytes()

    assert audit("fix", "a.md", "--select", "T").code == 0
    assert Path("a.md").read_bytes() == before


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        pytest.param(["-"], "标准输入不能写回", id="standard input"),
        pytest.param(["no.md"], "no.md: 没有这个文件。", id="no such file"),
        pytest.param([], "没有说要审核什么。", id="nothing named"),
    ],
)
def test_what_cannot_be_mended(audit: Any, argv: list[str], told: str) -> None:
    ran = audit("fix", *argv)

    assert ran.code == 2
    assert ran.err.startswith(told)


def test_the_other_files_are_mended(audit: Any) -> None:
    assert audit("fix", "no.md", "a.md").code == 2
    assert "效率率" not in Path("a.md").read_text("utf-8")

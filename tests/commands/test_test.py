"""`audit test`: examples that pass, and those that do not, with what was expected and got."""

from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

RULE = """\
name: 空泛的愿望
code: T001
title: 空泛
severity: warning
basis:
  - practice: 愿望不能考核
check: {kind: pattern, in: [年度指标值], patterns: [但愿]}
message: “{三级指标}”不可考核。
advice: 请写明数值。
examples:
  - bad: {indicators: [{name: 甲, annual_target: %s}]}
    finds: [{field: annual_target, text: 但愿}]
  - good: {indicators: [{name: 甲, annual_target: %s}]}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gd").mkdir()
    return tmp_path / "gd"


def test_examples_that_pass(audit: Any) -> None:
    Path("gd/a.yaml").write_text(RULE % ("但愿", "≥90%"), "utf-8")

    ran = audit("test", "gd/空泛的愿望", "--rules", "gd")

    assert (ran.code, ran.out) == (0, "1 条规则，2 个例子，全部通过\n")


def test_too_few_and_too_many_findings_are_told_apart(audit: Any) -> None:
    Path("gd/a.yaml").write_text(RULE % ("希望", "但愿"), "utf-8")

    ran = audit("test", "gd/空泛的愿望", "--rules", "gd")

    assert ran.code == 1
    assert ran.out == snapshot("""\
gd/a.yaml:11: 漏报了  gd/空泛的愿望-1-bad
  例子  {indicators: [{name: 甲, annual_target: 希望}]}
  应报  field: annual_target, text: 但愿
  实报  （没有）

gd/a.yaml:13: 多报了  gd/空泛的愿望-2-good
  例子  {indicators: [{name: 甲, annual_target: 但愿}]}
  应报  （没有）
  实报  field: annual_target, text: 但愿  (“甲”不可考核。)

1 条规则，2 个例子：2 个不对
""")


def test_rules_that_ship_by_name(audit: Any) -> None:
    ran = audit("test", "number-gap", "--lang", "en")

    assert ran.code == 0
    assert ran.out.startswith("rules 1, examples ")
    assert audit("test", "internal-error").out == "这些规则没有例子可检验。\n"


def test_preview_rules_are_run_too(audit: Any) -> None:
    Path("gd/a.yaml").write_text(
        (RULE % ("但愿", "≥90%")).replace("severity:", "status: preview\nseverity:"), "utf-8"
    )

    for argv in (["test", "gd/空泛的愿望"], ["test"]):
        ran = audit(*argv, "--rules", "gd")
        assert ran.code == 0
    assert audit("test", "gd/空泛的愿望", "--rules", "gd").out == "1 条规则，2 个例子，全部通过\n"


def test_no_such_rule(audit: Any) -> None:
    assert audit("test", "number-gp").code == 2

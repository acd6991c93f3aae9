"""`audit rules try`: what a rule adds and takes away over a folder of filings."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from audit.rulebook import shipped

RULE = """\
name: 有安全感
title: 写了安全感
severity: warning
basis: [{practice: 安全感要有调查}]
check: {kind: words, in: [name], words: [安全感, 满意率]}
message: 指标“{text}”要写明怎么调查。
examples:
  - bad: "1、2-效益指标,22-社会效益,校园安全感；年度指标值:≥90%；"
    finds: [{text: 安全感}]
  - good: "1、2-效益指标,22-社会效益,事故起数；年度指标值:0起；"
"""


@pytest.fixture(autouse=True)
def filings(audit: Any) -> Path:
    del audit  # for its folder
    folder = Path("2026")
    folder.mkdir()
    for name in ("a.md", "clean.md"):
        shutil.copy(name, folder / name)
    text = Path("a.md").read_text("utf-8").replace("青禾县教育局", "青禾县体育局")
    (folder / "b.md").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_draft_adds_what_it_finds_by_words_and_units(audit: Any, jobs: str) -> None:
    Path("有安全感.yaml").write_text(RULE, "utf-8")

    ran = audit("rules", "try", "有安全感.yaml", "--corpus", "2026", "-j", jobs)

    assert (ran.code, ran.err) == (0, "")
    assert "3 个文件，3 份申报表" in ran.out
    assert "新增 4 处，涉及 2 家" in ran.out
    assert "减少 0 处" in ran.out
    lines = ran.out.splitlines()
    at = next(number for number, line in enumerate(lines) if "“安全感”" in line)
    assert lines[at].split() == ["2", "指标名称", "“安全感”"]
    assert "2026/a.md:8:104" in lines[at + 1]
    assert "要写明怎么调查" in lines[at + 1] + lines[at + 2]


def test_all_lists_every_place(audit: Any) -> None:
    Path("有安全感.yaml").write_text(RULE, "utf-8")

    ran = audit("rules", "try", "有安全感.yaml", "--corpus", "2026", "--all", "--lang", "en")

    assert ran.out.count("2026/a.md:") == ran.out.count("2026/b.md:") == 2
    assert "Added 4, in 2 units" in ran.out


def test_another_version_of_a_rule_is_set_against_the_one_that_is_there(audit: Any) -> None:
    there = shipped.folder() / "target" / "vague-target.yaml"
    version = there.read_text("utf-8").replace(
        "strength: [direction, degree, effort]", "strength: [effort]", 1
    )
    Path("vague.yaml").write_text(version, "utf-8")

    itself = audit("rules", "try", str(there), "--corpus", "2026")
    ran = audit("rules", "try", "vague.yaml", "--corpus", "2026")

    assert "新增 2 处，涉及 2 家" in itself.out
    assert "减少 0 处" in itself.out
    assert "新写法" in ran.out
    assert "新增 0 处" in ran.out
    assert "减少 2 处，涉及 2 家" in ran.out


def test_a_rule_of_a_pack_that_is_loaded_already_is_compared_with_its_absence(audit: Any) -> None:
    Path("有安全感.yaml").write_text(RULE, "utf-8")

    ran = audit("rules", "try", "有安全感.yaml", "--corpus", "2026", "--rules", "有安全感.yaml")

    assert "新增 4 处，涉及 2 家" in ran.out


def test_a_rule_in_a_pack_that_is_not_loaded_brings_the_pack(audit: Any) -> None:
    pack = Path("县规则")
    pack.mkdir()
    (pack / "pack.yaml").write_text("name: 县\nversion: '1'\nprefix: xian\nneeds: 1\n", "utf-8")
    (pack / "words").mkdir()
    (pack / "words" / "感受.yaml").write_text(
        "name: 感受\ntitle: 感受\nreason: 要调查\nentries: [安全感]\n", "utf-8"
    )
    rule = RULE.replace("words: [安全感, 满意率]", "lists: [感受]")
    (pack / "有安全感.yaml").write_text(rule, "utf-8")

    ran = audit("rules", "try", "县规则/有安全感.yaml", "--corpus", "2026")

    assert "新增 2 处，涉及 2 家" in ran.out


def test_without_filings_or_a_rule_it_says_what_to_write(audit: Any) -> None:
    Path("有安全感.yaml").write_text(RULE, "utf-8")

    assert "--corpus" in audit("rules", "try", "有安全感.yaml").err
    assert audit("rules", "try", "nix.yaml", "--corpus", "2026").code == 2
    assert "nix.yaml" in audit("rules", "try", "nix.yaml", "--corpus", "2026").err


def test_what_the_folder_holds_beside_filings_is_told(audit: Any) -> None:
    Path("有安全感.yaml").write_text(RULE, "utf-8")
    Path("2026/照片.jpg").write_bytes(b"\xff\xd8\xff\xe0")

    ran = audit("rules", "try", "有安全感.yaml", "--corpus", "2026")

    assert ran.code == 0
    assert "jpg" in ran.err
    assert "3 个文件" in ran.out

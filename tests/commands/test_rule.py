"""`audit rule` and `audit rules`: explained and listed, in both languages and as JSON."""

import json
from pathlib import Path
from typing import Any

import pytest
from inline_snapshot import snapshot

from audit.rulebook.load import load
from audit.rulebook.rule import Rule

RULES = [rule for rule in load().rules if rule.examples]


RULE = """\
name: 空泛的愿望
code: T001
title: {zh: 空泛的愿望, en: Vague wish}
severity: warning
head: appropriateness
basis:
  - {document: 财预〔2015〕88号, level: normative, about: {zh: 指标要可衡量, en: Targets are measurable}}
  - practice: {zh: 愿望不能考核, en: A wish cannot be evaluated}
applies: {years: "2020-"}
when: {name: {not: {ends_with: [情况]}}}
check: {kind: pattern, in: [年度指标值], patterns: [但愿], fix: {replace: ≥__%, safety: unsafe}}
fold: true
yields_to: [vague-target]
message:
  zh: “{三级指标}”的指标值为“{text}”。
  en: The target of “{三级指标}” is “{text}”.
advice: {zh: 请写明数值。, en: State a value.}
examples:
  - bad: "1、2-效益指标,22-社会效益,安全感；年度指标值:但愿；"
    finds: [{field: annual_target, text: 但愿}]
    becomes: "1、2-效益指标,22-社会效益,安全感；年度指标值:≥__%；"
  - good: {indicators: [{name: 安全感, annual_target: ≥90%}]}
"""


@pytest.fixture
def pack(tmp_path: Path) -> None:
    (tmp_path / "gd").mkdir()
    (tmp_path / "gd" / "wish.yaml").write_text(RULE, "utf-8")


@pytest.mark.usefixtures("pack")
def test_a_rule_is_explained(audit: Any) -> None:
    assert audit("rule", "gd/空泛的愿望", "--rules", "gd").out == snapshot("""\
gd-T001  gd/空泛的愿望  空泛的愿望
请核实 · 适当性 · 可自动改正（把握较小，要加 --unsafe-fixes） · 全表合并显示

说什么
  “安全感”的指标值为“但愿”。

怎么改
  请写明数值。

为什么
  财预〔2015〕88号（规范性文件）：指标要可衡量
  愿望不能考核

查哪里
  年度指标值（pattern：patterns: [但愿]）
  何时查 {name: {not: {ends_with: [情况]}}}
  在 audit.yaml 里：rules: {gd/空泛的愿望: {选项: 值}}；关掉：rules: {gd/空泛的
  愿望: off}

例子
  不对  1、2-效益指标,22-社会效益,安全感；年度指标值:但愿；
        指出 年度指标值 但愿
        改成 1、2-效益指标,22-社会效益,安全感；年度指标值:≥__%；
  正确  {indicators: [{name: 安全感, annual_target: ≥90%}]}

让位给  vague-target
适用    2020-
文件    gd/wish.yaml
""")


@pytest.mark.usefixtures("pack")
def test_in_english(audit: Any) -> None:
    assert audit("rule", "gd-T001", "--rules", "gd", "--lang", "en").out == snapshot("""\
gd-T001  gd/空泛的愿望  Vague wish
check · appropriateness · can be mended automatically, less surely
(--unsafe-fixes) · shown as one line a form

What it says
  The target of “安全感” is “但愿”.

How to mend it
  State a value.

Why
  财预〔2015〕88号 (normative document): Targets are measurable
  A wish cannot be evaluated

Where it looks
  annual target (pattern: patterns: [但愿])
  when {name: {not: {ends_with: [情况]}}}
  in audit.yaml: rules: {gd/空泛的愿望: {OPTION: VALUE}}; off: rules: {gd/空泛的
  愿望: off}

Examples
  wrong  1、2-效益指标,22-社会效益,安全感；年度指标值:但愿；
         finds annual target 但愿
         becomes 1、2-效益指标,22-社会效益,安全感；年度指标值:≥__%；
  right  {indicators: [{name: 安全感, annual_target: ≥90%}]}

yields to   vague-target
applies to  2020-
file        gd/wish.yaml
""")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.name))
def test_every_rule_is_explained_in_both_languages(audit: Any, rule: Rule) -> None:
    for lang in ("zh", "en"):
        told = audit("rule", rule.code, "--lang", lang)
        assert told.code == 0
        assert rule.title.of(lang) in told.out.splitlines()[0]


@pytest.mark.parametrize("name", ["T001", "t001", "vague-target", "指标值无法衡量"])
def test_a_rule_goes_by_name_code_and_title(audit: Any, name: str) -> None:
    assert audit("rule", name).out.startswith("T001  vague-target")


@pytest.mark.usefixtures("pack")
def test_its_file_is_told_from_the_working_folder(audit: Any, tmp_path: Path) -> None:
    last = audit("rule", "gd/空泛的愿望", "--rules", str(tmp_path / "gd")).out.splitlines()[-1]

    assert last.split() == ["文件", "gd/wish.yaml"]


def test_no_such_rule_has_the_nearest(audit: Any) -> None:
    ran = audit("rule", "vage-target")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "没有规则“vage-target”。是不是“vague-target”？所有规则见 audit rules。\n"


def test_no_rule_named(audit: Any) -> None:
    assert audit("rule").err == "没有说是哪一个规则。写法见 audit rule --help。\n"


def test_as_json(audit: Any) -> None:
    one = json.loads(audit("rule", "typo", "-f", "json").out)
    two = json.loads(audit("rule", "typo", "T001", "--format", "json").out)

    assert (one["code"], one["severity"], one["fix"]) == ("W001", "error", "safe")
    assert {example_key for example in one["examples"] for example_key in example} >= {
        "bad", "finds", "becomes", "good",
    }  # fmt: skip
    assert [rule["name"] for rule in two] == ["typo", "vague-target"]


def test_all_rules_by_family(audit: Any) -> None:
    told = audit("rules").out

    for rule in RULES:
        assert rule.code in told
    assert told.index("结构 (S)") < told.index("S001") < told.index("编号 (N)") < told.index("N001")


def test_by_head_and_only_some(audit: Any) -> None:
    told = audit("rules", "--by", "head", "--select", "N", "--lang", "en").out

    assert told == snapshot("""\
form
  N001  must fix  duplicate-number  Indicator number repeated
  N002  check     number-gap        Indicator number left out
  N003  check     missing-number    Indicator without a number
  N004  check     number-order      Indicator numbers out of order
  N005  could do  numbering-mixed   Numbers in several styles

rules: 5 (audit 0.1.0)
""")


def test_rules_as_json(audit: Any) -> None:
    told = json.loads(audit("rules", "--format", "json").out)

    assert {rule["code"] for rule in told} >= {rule.code for rule in RULES}

"""The page coverage.md: what a review asks, and which rules look for it. Of demands.yaml.

Read by docs/make.py, which writes the page, and by the tests.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from audit import messages
from audit.rulebook.rule import Basis, Rule
from audit.testing import plain_rulebook

DEMANDS = Path(__file__).with_name("demands.yaml")
_ROOT = DEMANDS.parents[1]
_LANG = "zh"
_EVALUATION = "evaluation"
"""Not a head of the review but of the evaluation afterwards."""
_HEAD = """\
# 审核要求与规则对照

本页由程序生成（`python3 dev.py documents`），依据是 [demands.yaml](demands.yaml) 和各条规则。
What a review asks of a filing, which rules look for it, and what no document can show.

“要求”是大意，不是条文原文。“试行”的规则默认不检查；每条规则的说明用 `audit rule 规则名` 查看。
"""


def demands() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """By head of the review: `words`, `source`, and `rules` or `beyond`."""
    found: Mapping[str, Sequence[Mapping[str, Any]]] = yaml.safe_load(DEMANDS.read_text("utf-8"))
    return found


def page() -> str:
    rules = {rule.name: rule for rule in plain_rulebook().rules}
    return "\n".join((_HEAD, *_by_head(rules), *_by_clause(list(rules.values())))) + "\n"


def _by_head(rules: Mapping[str, Rule]) -> Iterator[str]:
    asked = met = 0
    tables: list[str] = []
    for head, entries in demands().items():
        title = "自评" if head == _EVALUATION else messages.text(f"head.{head}", _LANG)
        tables += [f"## {title}", ""]
        tables += ["| 要求 | 出处 | 规则 |", "| --- | --- | --- |"]
        for demand in entries:
            asked += 1
            met += "rules" in demand
            if "rules" in demand:
                told = "、".join(_linked(rules[one]) for one in demand["rules"] if one in rules)
            else:
                told = f"**文件看不出来**：{demand['beyond']}"
            tables.append(f"| {demand['words']} | {demand['source']} | {told} |")
        tables.append("")
    yield f"共 {asked} 项要求，{met} 项有规则核对，{asked - met} 项须由人判断；规则 {len(rules)} 条。"
    yield ""
    yield from tables


def _by_clause(rules: Sequence[Rule]) -> Iterator[str]:
    """Each document that a rule names as its basis, the strongest level first."""
    clauses: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        for basis in rule.basis:
            if not basis.practice:
                clauses.setdefault(_clause(basis), []).append(rule)
    yield "## 各条依据"
    yield ""
    yield "| 依据 | 层级 | 规则 |"
    yield "| --- | --- | --- |"
    for (document, level), members in sorted(clauses.items()):
        named = "、".join(dict.fromkeys(_linked(rule) for rule in members))
        yield f"| {document} | {messages.text(f'level.{level}', _LANG)} | {named} |"
    practice = [rule for rule in rules if all(basis.practice for basis in rule.basis)]
    if practice:
        yield f"| （审核惯例，无条文） |  | {'、'.join(map(_linked, practice))} |"


def _clause(basis: Basis) -> tuple[str, str]:
    return f"{basis.document} {basis.article}".strip(), basis.level or ""


def _linked(rule: Rule) -> str:
    path = Path(rule.path).resolve().relative_to(_ROOT).as_posix()
    marks = "（试行）" if rule.status == "preview" else ""
    return f"[{rule.code} {rule.title.of(_LANG)}](../{path}){marks}"

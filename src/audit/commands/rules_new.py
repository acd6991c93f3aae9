"""`audit rules new NAME`: the file of a new rule, with headings and an example that fails.

It takes the next free code of its family, and everything that has to be thought of stands
in it with a word on how. Its bad example is not found until its author makes it so.
"""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from audit import messages
from audit.commands import Argument, Option
from audit.commands.rule_places import NAME, family_named, free_code, pack_at, path_of
from audit.commands.surroundings import language, rulebook, settings_of
from audit.errors import UsageError
from audit.rulebook.select import FAMILIES

ARGUMENTS = (Argument("name", "NAME", "1", "new-name"),)
OPTIONS = (
    Option("family", ("--family",), "name", known="families"),
    Option("dir", ("--dir",), "dir"),
)
HELP = {"dir": "new-dir"}
_TEMPLATE = """\
# {say[name]}
name: {name}
code: {code}
title: {{zh: {say[title]}, en: Title of the defect in a few words}}
# error {say[error]}, warning {say[warning]}, info {say[info]}
severity: warning
status: {status}
# completeness, relevance, appropriateness, feasibility, form
head: {head}
# {say[basis]}
basis:
  - practice: {{zh: {say[practice]}, en: A reason that a reviewer accepts}}
# {say[check]}
check:
  kind: words
  in: [annual_target]
  lists: [direction]
fixable_by: filer
# {say[message]}
message:
  zh: “{{name}}”的指标值为“{{text}}”。
  en: The target of “{{name}}” is “{{text}}”.
# {say[advice]}
advice:
  zh: 请写明“__”。
  en: State “__”.
# {say[examples]}
examples:
  - bad: "1、1-产出指标,11-数量指标,{say[example]}；实施周期指标值:≥12场,年度指标值:≥12场；"
    finds: [{{field: annual_target, text: ≥12场}}]
  - good: "1、1-产出指标,11-数量指标,{say[example]}；实施周期指标值:≥12场,年度指标值:≥12场；"
"""
_HEADS = {"structure": "completeness", "numbering": "form", "category": "relevance",
          "wording": "form", "amount": "feasibility"}  # fmt: skip


def known(_: str) -> Sequence[str]:
    return list(FAMILIES.values())


def run(args: Namespace) -> int:
    found = settings_of(args)
    lang = language(found)
    if not args.name:
        what = messages.text("metavar.rule", lang)
        raise UsageError("nothing-named", what=what, command="audit rules new")
    folder = Path(args.dir or "rules")
    pack = pack_at(folder)
    # With or without the pack's prefix.
    name = pack.full_name(args.name) if pack else args.name
    stem = name.removeprefix(pack.full_name("")) if pack else name
    if not NAME.fullmatch(stem):
        raise UsageError("rule-name-form", name=args.name)
    family = family_named(args.family or "target")
    book = rulebook(found)
    if rule := book.rule(stem) or book.rule(name):
        raise UsageError("rule-exists", name=args.name, path=rule.path)
    if pack is None:
        raise UsageError("folder-not-there", name=str(folder))
    path = path_of(folder, family, stem)
    if path.exists():
        raise UsageError("rule-exists", name=args.name, path=str(path))
    code = pack.full_code(free_code(book, pack, family), name)
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(_content(name, code, family, lang), encoding="utf-8", newline="\n")
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError("output-unwritable", name=str(path), why=why) from error
    # What ships is there without being asked for.
    asked = str(folder) if pack.prefix else ""
    written = messages.text(
        "rule.new-written", lang, path=str(path), code=code, name=name, folder=asked
    )
    sys.stdout.write(written + "\n")
    if not pack.folder.files:
        hint = messages.text("rule.new-without-pack", lang, prefix=pack.prefix)
        sys.stdout.write(hint + "\n")
    return 0


def _content(name: str, code: str, family: str, lang: str) -> str:
    keys = ("name", "title", "error", "warning", "info", "basis", "practice", "check", "message",
            "advice", "examples", "example")  # fmt: skip
    say = {key: messages.text(f"scaffold.{key}", lang) for key in keys}
    head = _HEADS.get(family, "appropriateness")
    # A preview is off by default: right in the pack that all get, a riddle in one's own.
    status = "stable" if "/" in name else "preview"
    return _TEMPLATE.format(name=name, code=code, status=status, head=head, say=say)

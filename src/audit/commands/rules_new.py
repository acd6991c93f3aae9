"""`audit rules new NAME`: the file of a new rule, with headings and an example that fails.

It takes the next free code of its family, and everything that has to be thought of stands
in it with a word on how. Its bad example is not found until its author makes it so.
"""

import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from audit import messages
from audit.commands import Argument, Option
from audit.commands.surroundings import language, rulebook, settings_of
from audit.errors import UsageError
from audit.nearest import nearest
from audit.rulebook import shipped
from audit.rulebook.book import Rulebook
from audit.rulebook.marks import Faults
from audit.rulebook.pack_file import Pack, opened
from audit.rulebook.packs import File
from audit.rulebook.packs import Folder as PackFolder
from audit.rulebook.select import FAMILIES

_NAME = re.compile("[a-z0-9\u3400-\u9fff]+(-[a-z0-9\u3400-\u9fff]+)*")
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
    pack = _pack(folder)
    # With or without the pack's prefix.
    name = pack.full_name(args.name) if pack else args.name
    stem = name.removeprefix(pack.full_name("")) if pack else name
    if not _NAME.fullmatch(stem):
        raise UsageError("rule-name-form", name=args.name)
    family = _family(args.family or "target")
    book = rulebook(found)
    if rule := book.rule(stem) or book.rule(name):
        raise UsageError("rule-exists", name=args.name, path=rule.path)
    if pack is None:
        raise UsageError("folder-not-there", name=str(folder))
    path = _path(folder, family, stem)
    if path.exists():
        raise UsageError("rule-exists", name=args.name, path=str(path))
    code = pack.full_code(_free_code(book, pack, family), name)
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


def _pack(folder: Path) -> Pack | None:
    """What pack.yaml says, or what stands for it; None where there is no such folder."""
    if not folder.is_dir():
        return None
    path = folder / "pack.yaml"
    files = (File("pack", path.name, path.read_bytes()),) if path.is_file() else ()
    faults = Faults()
    is_ours = folder.resolve() == shipped.folder().resolve()
    pack = opened(PackFolder(folder, files, is_ours), faults)
    faults.raise_any()
    return pack


def _family(name: str) -> str:
    if name in FAMILIES.values():
        return name
    if name.upper() in FAMILIES:
        return FAMILIES[name.upper()]
    known_names = list(FAMILIES.values())
    raise UsageError(
        "unknown-choice", option="--family", value=name,
        nearest=nearest(name, known_names),
        known=" ".join(known_names),
    )  # fmt: skip


def _path(folder: Path, family: str, name: str) -> Path:
    # A pack of our own shape has a folder a family; a small one of somebody else has none.
    has_families = any((folder / one).is_dir() for one in FAMILIES.values())
    return (folder / family if has_families else folder) / f"{name}.yaml"


def _free_code(book: Rulebook, pack: Pack, family: str) -> str:
    """The next one of the pack, without its prefix."""
    letter = next(letter for letter, one in FAMILIES.items() if one == family)
    codes = (rule.code.rpartition("-") for rule in book.rules)
    taken = {code for prefix, _, code in codes if prefix == pack.prefix}
    for path in pack.folder.path.rglob("*.yaml"):
        taken.update(
            re.findall(r"(?m)^code:\s*(?:\S+-)?([A-Z][0-9]{3})\b", path.read_text("utf-8"))
        )
    numbers = [int(code[1:]) for code in taken if re.fullmatch(f"{letter}[0-9]+", code)]
    return f"{letter}{max(numbers, default=0) + 1:03}"


def _content(name: str, code: str, family: str, lang: str) -> str:
    keys = ("name", "title", "error", "warning", "info", "basis", "practice", "check", "message",
            "advice", "examples", "example")  # fmt: skip
    say = {key: messages.text(f"scaffold.{key}", lang) for key in keys}
    head = _HEADS.get(family, "appropriateness")
    # A preview is off by default: right in the pack that all get, a riddle in one's own.
    status = "stable" if "/" in name else "preview"
    return _TEMPLATE.format(name=name, code=code, status=status, head=head, say=say)

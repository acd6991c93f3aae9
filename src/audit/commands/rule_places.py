"""Where the file of a new rule goes, and which code it has."""

import re
from pathlib import Path

from audit.errors import UsageError
from audit.nearest import nearest
from audit.rulebook import shipped
from audit.rulebook.book import Rulebook
from audit.rulebook.marks import Faults
from audit.rulebook.pack_file import Pack, opened
from audit.rulebook.packs import File
from audit.rulebook.packs import Folder as PackFolder
from audit.rulebook.select import FAMILIES

NAME = re.compile("[a-z0-9\u3400-\u9fff]+(-[a-z0-9\u3400-\u9fff]+)*")
"""Of a rule, without its pack's prefix."""


def pack_at(folder: Path) -> Pack | None:
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


def family_named(name: str) -> str:
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


def path_of(folder: Path, family: str, name: str) -> Path:
    # A pack of our own shape has a folder a family; a small one of somebody else has none.
    has_families = any((folder / one).is_dir() for one in FAMILIES.values())
    return (folder / family if has_families else folder) / f"{name}.yaml"


def free_code(book: Rulebook, pack: Pack, family: str) -> str:
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

"""pack.yaml: a pack's name, version and prefix.

Names and codes of a pack carry its prefix (`gd/…`, `GD-T001`); single letters are ours. A
folder without pack.yaml has its own name for a prefix.
"""

import re
from typing import NamedTuple

from audit import __version__
from audit.rulebook.marks import Faults, Map, Node
from audit.rulebook.packs import Folder
from audit.rulebook.shape import TITLE, WORD, shaped
from audit.rulebook.strict_yaml import read

FORMAT = 1
"""The version of the rule format, which a pack's `needs` names."""

PACK_SCHEMA = {
    "title": "A rule pack of audit",
    "type": "object",
    "required": ["name", "version"],
    "properties": {
        "name": WORD,
        "version": WORD,
        "title": TITLE,
        "maintainer": WORD,
        "prefix": {
            "type": "string",
            "pattern": "^[A-Za-z0-9\u3400-\u9fff][A-Za-z0-9\u3400-\u9fff-]+$",
            "key": "bad-prefix",
        },
        "needs": {"type": "integer", "minimum": 1},
    },
    "additionalProperties": False,
}


class Pack(NamedTuple):
    name: str
    version: str
    prefix: str
    """As codes have it; names have it in lower case. Empty for ours."""
    folder: Folder

    def full_name(self, name: str) -> str:
        """The name with the prefix, which its author may have left out."""
        head = f"{self.prefix.lower()}/" if self.prefix else ""
        return head + (name[len(head) :] if name.lower().startswith(head) else name)

    def full_code(self, code: str, name: str) -> str:
        """The code with the prefix; of a rule without a code, its name."""
        if not code:
            return self.full_name(name)
        head = self.prefix + "-"
        return code if not self.prefix or code.startswith(head) else head + code


def opened(folder: Folder, faults: Faults) -> Pack:
    """What pack.yaml says, or what stands for it where there is none."""
    for file in folder.files:
        if file.sort == "pack":
            node = read(str(folder.path / file.name), file.data, faults)
            return _pack(folder, node, faults)
    stem = folder.path.resolve().stem if folder.path.suffix else folder.path.resolve().name
    prefix = re.sub("[^a-z0-9\u3400-\u9fff]+", "-", stem.lower()).strip("-")
    # One letter would be a family of ours: T-T001.
    return Pack(stem, "", prefix if len(prefix) > 1 else "local", folder)


def _pack(folder: Folder, node: Node | None, faults: Faults) -> Pack:
    name = folder.path.name
    if node is None:
        return Pack(name, "", "", folder)
    value, wrong = shaped(node, PACK_SCHEMA, faults)
    if wrong or not isinstance(node, Map):
        return Pack(name, "", "" if folder.shipped else "local", folder)
    if value.get("needs", FORMAT) > FORMAT:
        faults.add(
            "pack-needs-newer",
            node.entries["needs"].mark,
            pack=value["name"],
            needs=value["needs"],
            format=FORMAT,
            version=__version__,
        )
    if not folder.shipped and "prefix" not in value:
        faults.add("missing-key", node.mark, name="prefix", inside="")
    return Pack(value["name"], value["version"], value.get("prefix", ""), folder)

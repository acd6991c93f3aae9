"""A rule's file before it is judged: its nodes, and what overrides and settings change in them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from audit.rulebook.marks import Items, Map, Mark, Node, Scalar
from audit.rulebook.pack_file import Pack


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A rule's file, before it is judged."""

    node: Map
    pack: Pack
    path: str
    """Relative to the pack's folder."""

    @property
    def name(self) -> str:
        return self.pack.full_name(self.node.text("name"))

    @property
    def code(self) -> str:
        return self.pack.full_code(self.node.text("code"), self.node.text("name"))

    @property
    def formerly(self) -> list[Scalar]:
        """Its former names as they stand."""
        found = self.node.get("formerly")
        items = found.items if isinstance(found, Items) else ()
        return [one for one in items if isinstance(one, Scalar)]

    @property
    def checks(self) -> list[Map]:
        """The entries of `check`, one or several."""
        match self.node.get("check"):
            case Map() as one:
                return [one]
            case Items(items=several):
                return [one for one in several if isinstance(one, Map)]
            case _:
                return []

    def severity(self, check: Map) -> Scalar | None:
        found = check.get("severity") or self.node.get("severity")
        return found if isinstance(found, Scalar) else None

    def with_options(self, options: Map, kind: Callable[[str], Any]) -> "tuple[Draft, list[str]]":
        """The draft with options in each entry whose kind has them, and those that none has."""
        left = list(options.entries)
        changed: list[Node] = []
        for check in self.checks:
            module, merged = kind(check.text("kind")), check.copy()
            for key, value in options.entries.items():
                if key == "in" or (module and key in module.OPTIONS.get("properties", {})):
                    merged.put(key, _merged(merged.get(key), value), options.key_mark(key))
                    left = [one for one in left if one != key]
            changed.append(merged)
        node = self.node.copy()
        node.put("check", Items(changed, self.node.key_mark("check")), node.key_mark("check"))
        return replace(self, node=node), left

    def mark_of(self, index: int, option: str = "") -> Mark:
        """Where a check's entry, or one of its options, stands."""
        checks = self.checks
        if index >= len(checks):
            return self.node.mark
        node = checks[index].get(option) if option else None
        return (node or checks[index]).mark


def merged(node: Map, changes: Map) -> Map:
    """Mappings merged by key, lists and texts replaced."""
    return cast("Map", _merged(node, changes))


def _merged(old: Node | None, new: Node) -> Node:
    if not isinstance(old, Map) or not isinstance(new, Map):
        return new
    found = old.copy()
    for key, value in new.entries.items():
        found.put(key, _merged(found.get(key), value), new.key_mark(key))
    return found

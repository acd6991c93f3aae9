"""Takes records out of a tree, field by field, and keeps which cells say nothing of their own.

What comes out has the shape of `given.py`: its texts are cells of the document, or stand for
some (`Again`, `Joined`).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from audit.document import Cell
from audit.filing import (
    AMOUNT_FIELDS,
    FILING_FIELDS,
    IN_INDICATOR,
    IN_PROJECT,
    IN_TOTAL,
    INDICATOR_FIELDS,
    PROJECT_FIELDS,
    field_name,
)
from audit.layouts.tree import Node
from audit.plugins import Skipped

_KINDS = frozenset({"project", "department", "transfer", "self-evaluation"})
_SUMS = frozenset({"total", "subtotal"})
_BESIDE = frozenset({"path", "index", "places", "version", "files"})
"""Keys of what is told besides."""


class Again(NamedTuple):
    """A text that a merged cell gave to this record, too."""

    leaf: "Leaf"


class Joined(NamedTuple):
    """A category and the levels it consists of."""

    levels: "tuple[Leaf, Leaf]"
    between: str


Leaf = Cell | Again | Joined


class Taking:
    """Takes values out of the tree, and keeps which cells say nothing of their own."""

    def __init__(self) -> None:
        self.skipped: list[Skipped] = []
        self._last: dict[str, Leaf] = {}
        """What each field said last: a merged cell is told as an inherited text."""

    def form(self, node: Node) -> dict[str, Any]:
        """A filing; `node` is it, or a list of its projects, or its only one."""
        self._last = {}
        found = self._begun(node) | {"layout": "records"}
        if node.is_list:
            return found | {"projects": self._each(node, self._project)}
        if all(field_name(part.step.text) != "projects" for part in node.parts()):
            return found | {"projects": [self._project(node)]}
        for key, part in self._named(node, {}):
            self._of_form(key, part, found)
        return found

    def _of_form(self, key: str, part: Node, found: dict[str, Any]) -> None:
        match key:
            case "projects" if part.is_list:
                found[key] = self._each(part, self._project)
            case "totals" if part.is_list:
                found[key] = self._each(part, self._total)
            case "fields" if part.is_list:
                found[key] = [field_name(cell.text) for cell in self._values(part)]
            case "unread" if part.is_list:
                self._skip_but_texts(part)
            case "layout":
                self._word(part, key, found)
                return
            case "kind":
                self._word(part, key, found, _KINDS)
                return
            case _:
                if key in FILING_FIELDS:
                    self.text(key, part, found)
                return
        self.skip(part.step, "key")

    def text(self, key: str, part: Node, found: dict[str, Any]) -> bool:
        """The field of a text or null; False where it is of another sort, and stays unread."""
        if part.value is not None:
            found[key] = part.value
        elif part.is_null:
            found[key] = None
        else:
            return False
        self.skip(part.step, "key")
        return True

    def skip(self, cell: Cell, why: str) -> None:
        self.skipped.append(Skipped(cell, 0, len(cell.text), why))

    def skip_all(self, node: Node, why: str) -> None:
        """The node with its key and all in it."""
        self.skip(node.step, why)
        for cell in node.cells():
            self.skip(cell, why)

    def skip_beside(self, node: Node) -> None:
        """What an object tells besides; the way to its filings."""
        for part in node.parts() if node.is_object else ():
            if part.step.text in _BESIDE:
                self.skip_all(part, "beside")
            elif part.step.text == "filings":
                self.skip(part.step, "key")

    def with_levels(self, found: dict[str, Any]) -> None:
        """A category that its levels make up is theirs: its own cell says nothing more."""
        category: Leaf | None = found.get("category")
        level1: Leaf | None = found.get("level1")
        level2: Leaf | None = found.get("level2")
        if not isinstance(category, Cell) or level1 is None:
            return
        whole, first = category.text, _text_of(level1)
        second = _text_of(level2) if level2 is not None else ""
        if not first or not whole.startswith(first) or not whole[len(first) :].endswith(second):
            return
        between = whole[len(first) : len(whole) - len(second)]
        if any(char.isalnum() for char in between) or (between and not second):
            return
        found["category"] = level1
        if level2 is not None and second:
            found["category"] = Joined((level1, level2), between)
        self.skip(category, "repeated")

    def _begun(self, node: Node) -> dict[str, Any]:
        if node.depth:
            self.skip(node.step, "item")
        return {"source": node.step}

    def _project(self, node: Node) -> dict[str, Any]:
        found = self._begun(node)
        for key, part in self._named(node, IN_PROJECT):
            match key:
                case "indicators" if part.is_list:
                    found[key] = self._each(part, self._indicator)
                case "shares" if part.is_object:
                    found[key] = self._shares(part)
                case "inherited":
                    self._mark_inherited(part, found, "project")
                case _ if key in {*PROJECT_FIELDS, "money_unit"}:
                    self.text(key, part, found)
                    continue
                case _:
                    continue
            self.skip(part.step, "key")
        self._remember(found, "project")
        return found

    def _indicator(self, node: Node) -> Any:
        if node.value is not None:
            # Of the inline grammar: all indicators of the project, or one.
            self.skip(node.step, "item")
            return node.value
        found = self._begun(node)
        for key, part in self._named(node, IN_INDICATOR):
            if key in INDICATOR_FIELDS:
                self.text(key, part, found)
            elif key == "inherited":
                self._mark_inherited(part, found, "indicator")
        self.with_levels(found)
        self._remember(found, "indicator")
        return found

    def _total(self, node: Node) -> dict[str, Any]:
        found = self._begun(node)
        found["label"] = Cell("", (), node.step.place)
        for key, part in self._named(node, IN_TOTAL):
            if key in {"label", *AMOUNT_FIELDS}:
                self.text(key, part, found)
            elif key == "kind":
                self._word(part, key, found, _SUMS)
            elif key == "covers" and part.is_list:
                numbers = [cell.text for cell in self._values(part)]
                found[key] = [int(text) for text in numbers if text.isdecimal()]
                self.skip(part.step, "key")
        return found

    def _each(self, node: Node, take: Callable[[Node], Any]) -> list[Any]:
        return [take(part) for part in node.parts() if part.is_object or part.value is not None]

    def _named(self, node: Node, here: Mapping[str, str]) -> Iterator[tuple[str, Node]]:
        """The parts of a record by the field they are; those told besides are skipped."""
        seen: set[str] = set()
        for part in node.parts() if node.is_object else ():
            key = part.step.text
            if key in _BESIDE:
                self.skip_all(part, "beside")
                continue
            name = here.get(key) or field_name(key)
            # 项目名称 and name in one record: the second stays unread.
            if name not in seen:
                seen.add(name)
                yield name, part

    def _shares(self, node: Node) -> dict[str, Cell]:
        found: dict[str, Cell] = {}
        for part in node.parts():
            if part.value is not None:
                found[part.step.text] = part.value
                self.skip(part.step, "key")
        return found

    def _values(self, node: Node) -> list[Cell]:
        """The values of a list, which are no text of the filing."""
        found = [part.value for part in node.parts() if part.value is not None]
        self.skip_all(node, "beside")
        return found

    def _word(
        self, part: Node, key: str, found: dict[str, Any], known: frozenset[str] | None = None
    ) -> None:
        """A word that is no text of the filing. `known`: all that it may be."""
        if part.value is not None and (known is None or part.value.text in known):
            found[key] = part.value.text
            self.skip_all(part, "beside")

    def _mark_inherited(self, part: Node, found: dict[str, Any], sort: str) -> None:
        for cell in self._values(part):
            name = IN_PROJECT.get(cell.text, cell.text) if sort == "project" else cell.text
            here, last = found.get(name), self._last.get(f"{sort}.{name}")
            if isinstance(here, Cell) and last is not None and _text_of(last) == here.text:
                found[name] = Again(last)
                self.skip(here, "repeated")

    def _remember(self, found: Mapping[str, Any], sort: str) -> None:
        for name, leaf in found.items():
            if isinstance(leaf, Cell):
                self._last[f"{sort}.{name}"] = leaf

    def _skip_but_texts(self, node: Node) -> None:
        """The list of what was unread: its texts are unread once more."""
        for item in node.parts():
            self.skip(item.step, "item")
            for part in item.parts():
                if part.step.text == "text":
                    self.skip(part.step, "key")
                else:
                    self.skip_all(part, "beside")


def _text_of(leaf: Leaf) -> str:
    match leaf:
        case Cell():
            return leaf.text
        case Again():
            return _text_of(leaf.leaf)
        case Joined():
            return leaf.between.join(map(_text_of, leaf.levels))

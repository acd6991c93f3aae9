"""The records layout: what `audit records` wrote, or JSON in its shape, back to filings.

Three shapes: a tree ({"filings": […]}, one filing, a list of filings, a project or a list of
projects), and flat rows, one an indicator (flat_records.py). Keys are English or Chinese.
A value that has no key among these, or that is of another sort than its field, stays unread.

What `audit records` tells besides of a file (places, what stood outside of forms) is no
part of the filing; the texts it lists as unread are unread here, too.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from audit.document import Cell, Document
from audit.filing import IN_PROJECT, Field, field_name
from audit.layouts import flat_records
from audit.layouts.given import Records, Steps
from audit.layouts.taking import Again, Joined, Leaf, Taking
from audit.layouts.tree import Node, root_of
from audit.plugins import Claim, Layed

NAME = "records"

_SIGNS = frozenset({"project_name", "goal", "fiscal", "indicators"})
"""Keys of a project that nothing else has: a name and a total, many things have."""


def claims(document: Document, /) -> Iterator[Claim]:
    """A claim on the whole document, where it has one of the shapes."""
    root = root_of(document)
    if root is not None and (_forms(root) or flat_records.rows_of(root)):
        yield Claim((0,), 1.0, "JSON，键是申报表的字段")


def lay_out(document: Document, _: Claim, /) -> Layed:
    root = root_of(document)
    if root is None:
        return Layed((), ())
    taking = Taking()
    if forms := _forms(root):
        taking.skip_beside(root)
        given = [taking.form(form) for form in forms]
    else:
        given = flat_records.forms(root, taking)
    records = Records(_Texts())
    filings = tuple(records.filing(one, index, ()) for index, one in enumerate(given))
    return Layed(filings, tuple(taking.skipped))


class _Texts:
    """Cells of the document, for `Records`."""

    def field(self, given: Leaf, path: Steps, /) -> Field:
        match given:
            case Again():
                return self.field(given.leaf, path)._replace(inherited=True)
            case Joined():
                level1, level2 = given.levels
                fields = (self.field(level1, path), self.field(level2, path))
                return Field.join(fields, given.between)
            case Cell():
                return Field.cut(given, 0, len(given.text))

    def point(self, given: Mapping[str, Any], /) -> Field:
        return Field.cut(given["source"], 0, 0)

    def is_text(self, given: Any, /) -> bool:
        return isinstance(given, Cell)


def _forms(root: Node) -> list[Node]:
    """The nodes that are filings; a project or a list of them is one, too."""
    if root.is_object:
        parts = {part.step.text: part for part in root.parts()}
        if "filings" in parts and parts["filings"].is_list:
            return [part for part in parts["filings"].parts() if _is_filing(part)]
        return [root] if _is_filing(root) or _is_project(root) else []
    items = [part for part in root.parts() if part.is_object]
    if forms := [item for item in items if _is_filing(item)]:
        return forms
    return [root] if any(map(_is_project, items)) and not flat_records.rows_of(root) else []


def _is_filing(node: Node) -> bool:
    """Whether it has projects that are any."""
    if not node.is_object:
        return False
    for part in node.parts():
        if field_name(part.step.text) == "projects" and part.is_list:
            projects = [*part.parts()]
            return not projects or any(map(_is_project, projects))
    return False


def _is_project(node: Node) -> bool:
    if not node.is_object:
        return False
    keys = [part.step.text for part in node.parts()]
    names = {IN_PROJECT.get(key) or field_name(key) for key in keys if key != "name"}
    return not _SIGNS.isdisjoint(names)

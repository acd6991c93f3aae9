"""Flat rows, as `audit records --format jsonl` writes them: one an indicator.

A row tells its indicator, and with it, once more, the project and the filing it belongs to.
Rows that follow each other belong together where `filing` and `project` say so, or where
these are not told, where the project's name is the same. What a row repeats is told once;
what it tells otherwise than the row before stays unread.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from audit.document import Cell
from audit.filing import INDICATOR_FIELDS, PROJECT_FIELDS, field_name
from audit.layouts.tree import Node

if TYPE_CHECKING:
    from audit.layouts.taking import Taking

_OF_FILING = frozenset({"department", "year"})
_OF_PROJECT = frozenset({*PROJECT_FIELDS, "money_unit"}) - {"indicators"}
_OF_INDICATOR = frozenset(INDICATOR_FIELDS)
_SIGNS = frozenset({"level1", "level2", "category", "cycle_target", "annual_target", "indicator"})
_BESIDE = frozenset({"path", "filing", "layout", "kind", "project", "indicator", "places"})
_Row = Mapping[str, Node]


def rows_of(root: Node) -> list[Node]:
    """The items that are rows; none where the tree is something else."""
    if not root.is_list:
        return []
    return [part for part in root.parts() if _is_row(part)]


def _is_row(node: Node) -> bool:
    if not node.is_object:
        return False
    keys = {part.step.text for part in node.parts()}
    if keys & {"indicators", "绩效指标", "projects"}:
        return False
    return not _SIGNS.isdisjoint(keys) or not _SIGNS.isdisjoint(map(field_name, keys))


def forms(root: Node, taking: "Taking") -> list[dict[str, Any]]:
    """What the rows give, in the shape of `given.py`."""
    found: list[dict[str, Any]] = []
    form_mark: tuple[str, ...] | None = None
    project_mark: str | None = None
    form: dict[str, Any] = {}
    project: dict[str, Any] = {}
    for node in rows_of(root):
        row = _named(node)
        taking.skip(node.step, "item")
        mark = tuple(_text(row, key) for key in ("path", "filing", "layout"))
        if form_mark != mark:
            form = {"source": node.step, "layout": "records", "projects": []}
            form |= {key: text for key in ("layout", "kind") if (text := _text(row, key))}
            found.append(form)
            form_mark, project_mark = mark, None
        name = _text(row, "project") or _text(row, "project_name")
        if project_mark != name:
            project = {"source": node.step}
            form["projects"].append(project)
            project_mark = name
        _take(row, form, _OF_FILING, taking)
        _take(row, project, _OF_PROJECT, taking)
        _take_indicator(node, row, project, taking)
    for one in found:
        _share_unit(one, taking)
    return found


def _named(node: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for part in node.parts():
        found.setdefault(field_name(part.step.text), part)
    return found


def _text(row: _Row, key: str) -> str:
    value = row[key].value if key in row else None
    return "" if value is None else value.text


def _take(row: _Row, record: dict[str, Any], keys: frozenset[str], taking: "Taking") -> None:
    """The fields of a project or filing, from the first row that tells them."""
    for key in keys & row.keys():
        part = row[key]
        if key not in record:
            taking.text(key, part, record)
        elif _said(record[key]) == _said(part.value) and part.is_leaf:
            taking.skip_all(part, "repeated")


def _said(value: Cell | None) -> str | None:
    return None if value is None else value.text


def _take_indicator(node: Node, row: _Row, project: dict[str, Any], taking: "Taking") -> None:
    for key in _BESIDE & row.keys():
        taking.skip_all(row[key], "beside")
    indicator: dict[str, Any] = {"source": node.step}
    for key in _OF_INDICATOR & row.keys():
        taking.text(key, row[key], indicator)
    if all(indicator.get(key) is None for key in _OF_INDICATOR):
        # A project without indicators has a row, too.
        return
    taking.with_levels(indicator)
    project.setdefault("indicators", []).append(indicator)


def _share_unit(form: dict[str, Any], taking: "Taking") -> None:
    """The unit that all projects tell is the filing's."""
    units = [project.get("money_unit") for project in form["projects"]]
    if units and units[0] is not None and len({_said(unit) for unit in units}) == 1:
        form["money_unit"] = units[0]
        for project in form["projects"][1:]:
            taking.skip(project.pop("money_unit"), "repeated")

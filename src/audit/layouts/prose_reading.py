"""Running text, read line by line into what it says of each project.

A heading opens a section, which goes on to the next that stands as high, or is known. Labels
with their values count wherever they stand, amounts behind their words, and a line that
begins with a category opens a section of indicators where there is none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from audit.document import Cell, Document
from audit.filing import Field, Project
from audit.grammar import indicator_items
from audit.grammar.indicator_items import ItemText
from audit.layouts import cutting, front
from audit.layouts.form_found import Found
from audit.layouts.indicators import of_item
from audit.layouts.labels import AMOUNTS, GOALS, Label, pair_of
from audit.layouts.prose_amounts import Before, amounts_in
from audit.layouts.prose_outline import (
    UNNUMBERED,
    Categories,
    Heading,
    Part,
    categories_of,
    heading_of,
    parts_of,
)
from audit.layouts.slots import Slot
from audit.plugins import Skipped

_SHORT = 60
"""A line under 绩效指标 that is no indicator is read as one that failed, if it is no longer."""
_NAMED = re.compile(
    r"(?:子?项目|专项)[一二三四五六七八九十0-9]{1,3}[:：]\s{0,4}(?=[^。；;]{2,40}\Z)"
)
_NEXT_LABEL = re.compile(r"[;；,，。]\s{0,4}(?=[^\s:：,，;；。]{2,12}[:：])")


@dataclass(slots=True)
class _Project:
    """What is read of one project."""

    found: Found
    indicators: list[tuple[Cell, ItemText, Field | None, Field | None, str]] = field(
        default_factory=list
    )
    """Each with its levels, and which field its value is: what is aimed at, or was reached."""
    in_indicators: bool = False
    """Whether the text speaks of indicators at all."""

    @property
    def says_something(self) -> bool:
        return bool(self.indicators or self.found.labels)

    def project(self, index: int, source: Field, levels: frozenset[str]) -> Project:
        amounts, shares = self.found.money.fields()
        own: Mapping[str, Any] = {
            **amounts,
            "project_name": self.found.name,
            "goal": self.found.goal,
            "goal_done": self.found.goal_done,
        }
        made = (
            of_item(cell, item, (first, second), index, levels, aim)
            for cell, item, first, second, aim in self.indicators
        )
        indicators = tuple(replace(one, index=number) for number, one in enumerate(made))
        return Project(
            index=index,
            source=self.found.name if self.found.name and self.found.name.text else source,
            money_unit=self.found.money.unit or self.found.front.money_unit,
            indicators=indicators if self.in_indicators else None,
            shares=shares,
            **own,
        )


class Reading:
    """The lines of a document, read from the first to the last."""

    def __init__(self, document: Document) -> None:
        self.skipped: list[Skipped] = []
        self.front = front.Front(skipped=self.skipped)
        self.projects: list[_Project] = []
        self.blocks: set[int] = set()
        self.categories = False
        """Whether a line begins with what surely is a category."""
        self._section = Label("", sure=True)
        self._rank = UNNUMBERED
        self._done = False
        self._first: Field | None = None
        self._second: Field | None = None
        self._given: set[tuple[int, int]] = set()
        for part in parts_of(document.blocks):
            self._read(part)

    @property
    def levels(self) -> frozenset[str]:
        items = [one for project in self.projects for one in project.indicators]
        first = any(one[2] is not None for one in items)
        second = any(one[3] is not None for one in items)
        return frozenset(["level1"] * first + ["level2"] * second)

    @property
    def aims(self) -> frozenset[str]:
        return frozenset(one[4] for project in self.projects for one in project.indicators)

    @property
    def _aim(self) -> str:
        return "actual" if self._done or self.front.kind == "self-evaluation" else "annual_target"

    @property
    def _project(self) -> _Project:
        if not self.projects:
            self._begin()
        return self.projects[-1]

    def _begin(self) -> None:
        self.projects.append(_Project(Found(self.skipped, self.front)))
        self._first = self._second = None

    def _take(self, part: Part, start: int, end: int, why: str) -> None:
        self.blocks.add(part.block)
        if start < end:
            self.skipped.append(Skipped(part.cell, start, end, why))

    def _read(self, part: Part) -> None:
        categories = categories_of(part)
        if categories is not None and (categories.sure or self._section.key == "group"):
            self._category(part, categories)
        elif (heading := heading_of(part)) is not None and self._ends(part, heading):
            self._open(part, heading)
        elif not self._pairs(part):
            self._content(part, part.start)

    # --- headings

    def _ends(self, part: Part, heading: Heading) -> bool:
        """Whether a heading ends the section before: known, or as high as that one's."""
        if heading.label.key or heading.is_section or part.rank <= self._rank:
            return True
        # Under 绩效指标 and 绩效目标, an item may be as short as a heading.
        return self._section.key not in {*GOALS, "group"}

    def _open(self, part: Part, heading: Heading) -> None:
        label = heading.label
        again = label.key in GOALS and self._section.key in GOALS and part.rank > self._rank
        self._section, self._done = label, heading.done
        self._rank = self._rank if again else part.rank
        if label.key == "project" or (label.key == "project_name" and self._project.found.name):
            self._begin()
        if self._is_front(part) and not label.key:
            self.front.take(part.cell)
            self._take(part, part.start, part.words, "heading")
            return
        if label.key:
            self._take(part, part.start, heading.end, "heading")
        if heading.end < part.end:
            self._content(part, heading.end)

    def _is_front(self, part: Part) -> bool:
        """Whether it is the title, year or unit, above all that a project has."""
        whole = not any(project.says_something for project in self.projects)
        return whole and part.rank == UNNUMBERED and front.belongs(part.cell.text)

    # --- labels

    def _pairs(self, part: Part) -> bool:
        """Take 项目名称：校舍维修；主管部门：县教育局; whether the line is of that kind."""
        if named := _NAMED.match(part.cell.text, part.words, part.end):
            self._begin()
            self._take(part, part.start, named.end(), "label")
            words = cutting.words(part.cell, named.end(), part.end)
            self._project.found.take(Label("project_name", sure=True), _slot(part.cell, ""), words)
            self._section = Label("", sure=True)
            return True
        pair = pair_of(part.cell.text, part.words)
        if pair is None or pair.start >= part.end:
            return False
        if pair.label.key in GOALS:
            self._section, self._rank = pair.label, part.rank
            self._take(part, part.start, pair.start, "label")
            self._project.found.goals(pair.label, cutting.prose(part.cell, pair.start, part.end))
            return True
        self._section, self._rank = pair.label, part.rank
        at, begun = part.start, False
        while pair is not None and pair.start < part.end:
            cut = _NEXT_LABEL.search(part.cell.text, pair.start, min(pair.end, part.end))
            follows = cut is not None and pair_of(part.cell.text, cut.end()) is not None
            end = cut.start() if cut and follows else min(pair.end, part.end)
            if self._pair(part, pair.label, at, pair.start, end):
                begun = True
            at = cut.end() if cut and follows else end
            pair = pair_of(part.cell.text, at)
        if begun and at < part.end and self._is_unit(part, at):
            self.front.take(part.cell)
        return begun

    def _is_unit(self, part: Part, at: int) -> bool:
        return self.front.money_unit is None and "单位" in part.cell.text[at : part.end]

    def _pair(self, part: Part, label: Label, at: int, start: int, end: int) -> bool:
        """Take one label with its value, which stands from `start` to `end`."""
        key = label.key
        words = cutting.words(part.cell, start, end)
        if key == "project_name":
            if self._project.found.name is not None:
                self._begin()
            self._project.found.take(label, _slot(part.cell, ""), words)
        elif key in {"department", "year"}:
            self._project.found.take(label, _slot(part.cell, ""), words)
        elif key in {*AMOUNTS, "money"}:
            words_before = part.cell.text[at:start].strip(" 　:：")
            return self._amounts(part, start, end, at, Before(label, words_before))
        elif key == "note" and self._project.says_something and end - start <= _SHORT:
            self._take(part, at, end, "note")
            return True
        else:
            return False
        self._take(part, at, start, "label")
        return True

    # --- what stands under a heading

    def _content(self, part: Part, start: int) -> None:
        key = self._section.key
        if key in GOALS:
            self.blocks.add(part.block)
            self._project.found.goals(self._section, cutting.prose(part.cell, start, part.end))
        elif key == "group":
            self._items(part, start)
        elif key in {"project_name", "department"} and part.end - part.start <= _SHORT:
            self._take(part, part.start, part.words, "label")
            words = cutting.words(part.cell, part.words, part.end)
            self._project.found.take(self._section, _slot(part.cell, ""), words)
            self._section = Label("", sure=True)
        elif self._is_front(part):
            self.front.take(part.cell)
            self.blocks.add(part.block)
        else:
            self._amounts(part, start, part.end, start, None)

    def _amounts(self, part: Part, start: int, end: int, at: int, before: Before | None) -> bool:
        """Take the amounts of a text; the words from `at` on are their labels."""
        money = before is not None or self._section.key == "money"
        taken = False
        for label, words, span in amounts_in(part.cell.text, start, end, before, money=money):
            value = cutting.words(part.cell, *span)
            self._project.found.take(label, _slot(part.cell, words), value)
            self._take(part, at, span[0], "label")
            at, taken = span[1], True
        return taken

    def _category(self, part: Part, categories: Categories) -> None:
        if self._section.key != "group":
            self._section, self._rank = Label("group", sure=True), part.rank
        self.categories = self.categories or categories.sure
        self._done = self._done or categories.done
        self._project.in_indicators = True
        if categories.first is not None:
            self._first, self._second = Field.cut(part.cell, *categories.first), None
        if categories.second is not None:
            self._second = Field.cut(part.cell, *categories.second)
        self._take(part, part.start, categories.end, "label")
        self._items(part, categories.end)

    def _items(self, part: Part, start: int) -> None:
        items = list(indicator_items.split(part.cell.text, start, part.end))
        if items or part.end - start <= _SHORT:
            self.blocks.add(part.block)
            self._project.in_indicators = True
        for item in items:
            self.skipped += [
                Skipped(part.cell, *one, "label")
                for one in (item.number, item.level2, *item.labels)
            ]
            if item.level2[0] < item.level2[1]:
                self._second = Field.cut(part.cell, *item.level2)
            self._project.indicators.append(
                (part.cell, item, self._again(self._first), self._again(self._second), self._aim)
            )

    def _again(self, level: Field | None) -> Field | None:
        """The level, marked where an indicator before had it."""
        if level is None:
            return None
        key = (id(level.pieces[0].cell), level.pieces[0].start)
        seen = key in self._given
        self._given.add(key)
        return level._replace(inherited=seen)


def _slot(cell: Cell, words: str) -> Slot:
    """Words of a text as a label's cell."""
    return Slot(Cell(words, (), cell.place), 0, 1, fresh=True)

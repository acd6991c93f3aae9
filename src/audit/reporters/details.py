"""A project and its findings, one by one: what, where, how to mend it, why.

The words at fault are marked in their surroundings. The basis of a rule is told once a
report, and an advice that was just given is not given again.
"""

from collections import Counter
from collections.abc import Iterator

from audit import places, titles
from audit.document import Place
from audit.finding import Finding, Related, Severity, Spot
from audit.report import Run
from audit.reporters.overview import Block
from audit.reporters.page import DIM, HEAD, STYLES, Page, Piece
from audit.terminal import padded, width

_BEFORE, _AFTER = 16, 24
"""Characters of the surroundings that are shown."""
_LONGEST = 40
"""Characters of the words at fault themselves."""
_FEW_ADDENDS = 4
_NUMBER = 3


class Details:
    def __init__(self, page: Page, run: Run) -> None:
        self._page = page
        self._rules = run.rulebook.rules
        self._verbose = bool(run.options.get("verbose"))
        self._limit = run.options.get("limit_per_rule")
        self._explained: set[str] = set()
        self._shown: Counter[str] = Counter()
        self._number = 0
        self.written = False
        """Whether anything stands on the page by now."""
        labels = ("basis", "advice", "more")
        codes = [len(rule.code) for rule in self._rules.values()]
        self._label = max(4, *codes, *(width(page.text(label)) for label in labels))
        self._hang = _NUMBER + 1 + width(page.word(Severity.INFO).text) + 1

    def block(self, block: Block, *, with_path: bool) -> None:
        findings = [one for one in block.findings if self._is_within_limit(one)]
        if not findings:
            return
        if self.written:
            self._page.gap()
        self.written = True
        self._title(block, with_path=with_path)
        # What was advised in this project already, and at which number.
        advised: dict[str, int] = {}
        for finding in findings:
            self._finding(finding, advised)

    def _is_within_limit(self, finding: Finding) -> bool:
        self._shown[finding.rule] += 1
        return self._limit is None or self._shown[finding.rule] <= self._limit

    def _title(self, block: Block, *, with_path: bool) -> None:
        page, ref = self._page, block.ref
        left: list[Piece] = []
        if ref is None:
            crossing = not block.path
            name = page.text("across-files" if crossing else "whole-form")
        else:
            left = [Piece(f"[{ref.index + 1}] ", HEAD)]
            name = ref.name
        right = [Piece(name, HEAD)]
        if ref is not None and ref.total:
            right.append(Piece("  " + self._amount(block), HEAD))
        if place := _place_of(block):
            right.append(Piece(f"  {places.told(place, page.lang)}", DIM))
        if with_path and block.path:
            right.append(Piece(f"  {block.path}", DIM))
        page.line(left, right)

    def _amount(self, block: Block) -> str:
        assert block.ref is not None
        unit = block.project.money_unit if block.project else None
        total = block.ref.total
        # 单位：万元 as the form has it; a cell with a unit of its own keeps that.
        own = unit.text.rpartition("：")[2].rpartition(":")[2].strip() if unit else ""
        return f"{total} {own}" if own and not total.endswith("元") else total

    def _finding(self, finding: Finding, advised: dict[str, int]) -> None:
        page = self._page
        self._number += 1
        style = STYLES[finding.severity]
        left = [
            Piece(f"{self._number:>{_NUMBER}} ", DIM),
            page.word(finding.severity),
            Piece(" "),
            Piece(padded(finding.code, self._label) + " ", style),
        ]
        page.line(left, [Piece(finding.message.of(page.lang))])
        if where := self._where(finding):
            page.line([self._labelled("")], where)
        if advice := finding.advice.of(page.lang):
            first = advised.setdefault(advice, self._number)
            if first != self._number and not self._verbose:
                advice = page.text("same-as", number=first)
            page.line([self._labelled(page.text("advice"))], [Piece(advice)])
        self._explain(finding)

    def _explain(self, finding: Finding) -> None:
        """The basis, the gravest first, and where to read more: once a rule."""
        page = self._page
        if finding.rule in self._explained and not self._verbose:
            return
        self._explained.add(finding.rule)
        rule = self._rules.get(finding.rule)
        texts = [basis.of(page.lang) for basis in rule.basis] if rule else []
        more = f"audit rule {rule.code if rule else finding.rule}"
        texts = texts if self._verbose else texts[:1]
        room = page.columns - self._hang - self._label - 1
        if len(texts) == 1 and width(f"{texts[0]}  {more}") <= room:
            texts, more = [f"{texts[0]}  {more}"], ""
        for text in texts:
            page.line([self._labelled(page.text("basis"))], [Piece(text, DIM)])
        if more:
            # A command that is to be copied stays on one line.
            page.line([self._labelled(page.text("more"))], [Piece(more, DIM)])

    def _labelled(self, label: str) -> Piece:
        return Piece(" " * self._hang + padded(label, self._label) + " ", DIM)

    def _where(self, finding: Finding) -> list[Piece]:
        """Indicator and field, the words in their surroundings, the place, what is related."""
        page, spot = self._page, finding.spot
        pieces: list[Piece] = []
        if spot.total_row is not None:
            pieces.append(Piece(page.text("total-row", label=spot.total_row.label) + " "))
        if spot.indicator is not None:
            number = spot.indicator.number.strip() or str(spot.indicator.index + 1)
            told = page.text("indicator", number=number)
            named = spot.indicator.name in finding.message.of(page.lang)
            pieces.append(Piece(told + (" " if named else f" {spot.indicator.name} ")))
        field = titles.title(spot.field).of(page.lang)
        if marked := list(self._marked(spot, STYLES[finding.severity])):
            pieces += [Piece(f"{field}{_colon(page.lang)}"), *marked]
        elif spot.indicator is not None:
            pieces.append(Piece(field))
        is_of_project = spot.project is not None and not pieces
        if spot.places and not is_of_project and (place := places.told(spot.place, page.lang)):
            pieces.append(Piece(("  " if pieces else "") + place, DIM))
        if related := self._related(finding):
            pieces.append(Piece(("  " if pieces else "") + related, DIM))
        return pieces

    def _marked(self, spot: Spot, style: str) -> Iterator[Piece]:
        if spot.span is None or not spot.context:
            return
        start, end = spot.span
        text = spot.context
        first, last = max(0, start - _BEFORE), min(len(text), end + _AFTER)
        # A cut that saves less than its mark is none.
        first = 0 if first <= 2 else first
        last = len(text) if len(text) - last <= 2 else last
        yield Piece(("…" if first else "") + text[first:start])
        words = _shortened(text[start:end])
        if self._page.color and words.strip():
            yield Piece(words, f"{style} underline")
        else:
            yield Piece(f"⟦{words}⟧", style)
        yield Piece(text[end:last] + ("…" if last < len(text) else ""))

    def _related(self, finding: Finding) -> str:
        page = self._page
        by_role: dict[str, list[Related]] = {}
        for one in finding.related:
            by_role.setdefault(one.role, []).append(one)
        told = []
        if same := by_role.pop("same", None):
            fields = page.text("and").join(
                dict.fromkeys(titles.title(one.spot.field).of(page.lang) for one in same)
            )
            told.append(page.text("also", fields=fields))
        if addends := by_role.pop("addend", None):
            told.append(self._addends(addends))
        for role, several in by_role.items():
            key = role if role in {"first", "namesake"} else "other"
            where = _spot_told(several[0].spot, finding.spot, page.lang)
            if len(several) > 1:
                where = page.text("related-more", where=where, count=len(several))
            told.append(page.text(f"related-{key}", where=where))
        return "  ".join(told)

    def _addends(self, addends: list[Related]) -> str:
        """The amounts of a row by their names; those of a column only by their number."""
        page = self._page
        if len(addends) > _FEW_ADDENDS or len({one.spot.field for one in addends}) < len(addends):
            return page.text("related-addends", count=len(addends))
        named = [f"{titles.title(one.spot.field).of(page.lang)} {one.spot.text}" for one in addends]
        return page.text("related-addend", which=page.text("list").join(named))


def _spot_told(spot: Spot, seen_from: Spot, lang: str) -> str:
    """Where a related spot is: another project, another field of the record, else its place."""
    place = places.told(spot.place, lang) if spot.places else ""
    if spot.path != seen_from.path:
        return f"{spot.path} {place}".strip()
    if spot.project and spot.project != seen_from.project:
        return f"[{spot.project.index + 1}] {spot.project.name}"
    if spot.indicator == seen_from.indicator and spot.field != seen_from.field:
        return titles.title(spot.field).of(lang)
    return place


def _place_of(block: Block) -> Place | None:
    """The line or page of the project, without a column."""
    if block.project is None:
        return None
    place = block.project.source.place
    return place._replace(column=None, end_column=None, table_column=None)


def _shortened(words: str) -> str:
    """A whole paragraph at fault is shown by its beginning and end."""
    if len(words) <= _LONGEST:
        return words
    return f"{words[: _LONGEST - 10]}…{words[-8:]}"


def _colon(lang: str) -> str:
    return ": " if lang == "en" else "："

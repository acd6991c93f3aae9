"""Tables that a page break cut are made whole, and rows that it cut in the middle of a cell.

A document comes out of converters in pieces: one table a page, with the heading repeated,
left blank or left out; or one table for all pages, with blank rows or headings in it where
the pages met. What decides, first that applies:

1. A table goes on in the next where nothing stands between them but page numbers and lines
   that stood before (running heads), both have as many columns, their edges agree where the
   format tells them, and the next begins with a blank row, with the heading of the first, or
   with a row that is no heading. It does not where the next begins anew: with its heading
   and a row 合计, where the first had one, under a title or with other amounts; or with a
   title of its own, under which the heading of the first does not stand.
2. A heading is a row of words without figures, at least half of them known as headings, or
   without a gap and each of them short.
3. A row is cut where a page broke between its two pieces and at most one of them carries
   amounts. Where the name is in both pieces, it is cut only if exactly one carries amounts.
   In no case is it cut where the lower piece begins an indicator or where the text above,
   in a column that both have, had come to its end.

Joined cells keep the fragments of both pieces. No text is dropped: a repeated heading stays
a row, before the row that it cut; lines between the pieces come after the table. Layouts
skip rows that equal the heading.

What a format knows better than text (page, column edges, borders taken by the break) stands
in `Table.columns` and `Table.open`, and belongs into `_may_go_on`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from audit.document import Block, Cell, Document, Line, Table
from audit.grammar.headings import field_of
from audit.grammar.normal import normal
from audit.grammar.pages import is_page_number

Row = tuple[Cell, ...]

_AMOUNT = re.compile(r"[-－]?[\d,，０-９]+(?:[.．][\d０-９]*)?")
_FIGURE = re.compile(r"[\d０-９]")
_WHOLE = frozenset({"合计", "总计"})
_HEADING_LENGTH = 24
_HEADING_ROWS = 4
_LONG = 200
_SHORT = 10
_TITLE = re.compile(r"[^。；]{0,40}绩效[^。；]{0,20}表(?:[(（].{0,20}[)）])?")
_LEVEL = re.compile(r"(?:\d{1,2}-?)?[\u4e00-\u9fff]{2,8}(?:指标|效益|影响|满意度)")
"""A cell with more characters is neither an amount nor a running head."""
# A text that stops with one of these marks had come to its end, one that begins with one of
# those goes on, and one that begins with a number of a list begins an indicator.
_FINISHED = frozenset("。；;！!")
_GOES_ON = frozenset(",，；;。、)）%％:：")
_BEGINS = re.compile(
    r"\s{0,8}(?:[(（]?\s{0,4}[\d０-９一二三四五六七八九十]{1,3}\s{0,4}[、.．)）](?!\d)|[①-⑳])"
)


def stitch(document: Document) -> Document:
    """The document with its cut tables made whole."""
    blocks: list[Block | _Open] = []
    between: list[Line] = []
    seen: set[str] = set()
    last: _Open | None = None
    for block in document.blocks:
        if isinstance(block, Line):
            between.append(block)
            continue
        if last is not None and _runs_on(between, seen) and _may_go_on(last, block, between):
            last.add(block)
            blocks += between
        else:
            seen |= {_shown(line) for line in between}
            last = _Open(block)
            last.add(block)
            blocks += [*between, last]
        between = []
    made = (block.made() if isinstance(block, _Open) else block for block in blocks)
    return replace(document, blocks=(*made, *between))


def _runs_on(between: Sequence[Line], seen: set[str]) -> bool:
    return all(is_page_number(line.text) or _shown(line) in seen for line in between)


def _shown(line: Line) -> str:
    return normal(line.text[:_LONG])


def _may_go_on(open_table: "_Open", second: Table, between: Sequence[Line]) -> bool:
    first = open_table.first
    if open_table.width != _width(second) or not _same_edges(first.columns, second.columns):
        return False
    start = next((row for row in second.rows if not _is_blank(row)), None)
    if start is None or start is not second.rows[0]:
        return True
    if _is_title(start) and not any(map(open_table.repeats_heading, second.rows[1:2])):
        return False
    if open_table.repeats_heading(start):
        titled = any(not is_page_number(line.text) for line in between)
        return not open_table.is_summed_anew(second, titled=titled)
    return not _is_heading(start)


def _is_title(row: Row) -> bool:
    """Whether the row is nothing but the title of a form, which begins a table of its own."""
    filled = {text for cell in row if (text := cell.text[:_LONG].strip())}
    return len(filled) == 1 and _TITLE.fullmatch(normal(filled.pop())) is not None


def _width(table: Table) -> int:
    return max(map(len, table.rows), default=0)


def _same_edges(first: Sequence[float], second: Sequence[float], within: float = 4.0) -> bool:
    """Whether each edge of the second is one of the first; a page may lack some."""
    if not first or not second:
        return True
    return abs(first[-1] - second[-1]) <= within and all(
        any(abs(edge - other) <= within for other in first) for edge in second
    )


def _is_whole_sum(row: Row) -> bool:
    return any(normal(cell.text[:_LONG]) in _WHOLE for cell in row)


def _is_blank(row: Row) -> bool:
    return not any(cell.text.strip() for cell in row)


def _is_heading(row: Row) -> bool:
    texts = [cell.text.strip() for cell in row]
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(
        len(text) > _HEADING_LENGTH or _FIGURE.search(text) or text[-1] in _FINISHED
        for text in filled
    ):
        return False
    return len(filled) == len(texts) or sum(map(_is_word, filled)) * 2 >= len(filled)


def _is_word(text: str) -> bool:
    return field_of(text) is not None


@dataclass(slots=True)
class _Open:
    """A table that the next may go on from, its rows as far as they are known."""

    first: Table
    rows: list[Row] = field(default_factory=list)
    width: int = 0
    _sums: list[list[str]] = field(default_factory=list)
    _heads: list[list[str]] = field(default_factory=list)
    _filled: dict[int, int] = field(default_factory=dict)
    """By column: how many cells are filled, and how many of these hold amounts."""
    _amounts: dict[int, int] = field(default_factory=dict)
    _end: tuple[bool, bool] = (False, False)

    def add(self, table: Table) -> None:
        """The rows of the table, or of its continuation."""
        broke, at_start = bool(self.rows), True
        if not self.rows:
            self._heads = [_texts(row) for row in table.rows[:_HEADING_ROWS] if _is_heading(row)]
        for row in table.rows:
            if _is_blank(row):
                # A blank row stands where two pages met; at the head of a page it is no row.
                if not (broke and at_start):
                    self.rows.append(row)
                broke = True
            elif self.rows and self.repeats_heading(row):
                # Where it stands for the first time, below the head of a form, no page ended.
                broke = broke or _texts(row) in map(_texts, self.rows[:_HEADING_ROWS])
                self.rows.append(row)
            else:
                self._add(row, broke=broke)
                broke, at_start = False, False
        self.width = max(self.width, _width(table))
        self._end = table.open

    def _add(self, row: Row, *, broke: bool) -> None:
        above = self._row_before_the_break() if broke else None
        if above is not None and self._is_cut(self.rows[above], row):
            self._join(above, row)
        else:
            self.rows.append(row)
        if _is_whole_sum(row):
            self._sums.append(_texts(row))
        for at, cell in enumerate(row):
            text = cell.text.strip()
            if text:
                self._filled[at] = self._filled.get(at, 0) + 1
                if len(text) <= _LONG and _AMOUNT.fullmatch(text):
                    self._amounts[at] = self._amounts.get(at, 0) + 1

    def _row_before_the_break(self) -> int | None:
        """The last row that is neither blank nor a heading, if such a one is near."""
        for at in range(len(self.rows) - 1, max(len(self.rows) - 1 - _HEADING_ROWS, 0), -1):
            if not _is_blank(self.rows[at]) and not self.repeats_heading(self.rows[at]):
                return at
        return None

    def _join(self, above: int, below: Row) -> None:
        """Puts the rest of a row to it, and the row behind the headings that cut it."""
        whole = {
            id(upper): _cell(upper, lower)
            for upper, lower in zip(self.rows[above], below, strict=True)
        }
        self.rows.append(self.rows.pop(above))
        # A cell that is merged over rows stands in those above, too.
        for at in range(len(self.rows) - 1, -1, -1):
            if at < above and not any(id(cell) in whole for cell in self.rows[at]):
                break
            self.rows[at] = tuple(whole.get(id(cell), cell) for cell in self.rows[at])

    def repeats_heading(self, row: Row) -> bool:
        """Whether the row is one of the headings at the head of the table."""
        if not self._heads or any(len(cell.text) > _LONG for cell in row):
            return False
        return _texts(row) in self._heads

    def is_summed_anew(self, table: Table, *, titled: bool) -> bool:
        """Whether both have a row 合计, the other at its head: under a title, or another one."""
        body = (row for row in table.rows if not _is_blank(row) and not self.repeats_heading(row))
        start = next(body, None)
        if start is None or not self._sums or not _is_whole_sum(start):
            return False
        return titled or _texts(start) not in self._sums

    def made(self) -> Table:
        return replace(self.first, rows=tuple(self.rows), open=(self.first.open[0], self._end[1]))

    def _is_cut(self, above: Row, below: Row) -> bool:
        """Whether the row below is the rest of the row above."""
        if not _same_grid(above, below) or _is_whole_sum(above) or _is_whole_sum(below):
            return False
        amounts = {at for at, count in self._amounts.items() if count * 2 >= self._filled[at]}
        words = [at for at in range(len(above)) if at not in amounts]
        carrying = sum(
            any(at < len(row) and row[at].text.strip() for at in amounts) for row in (above, below)
        )
        if carrying > 1 or not words:
            return False
        named = above[words[0]].text.strip() and below[words[0]].text.strip()
        if named and carrying != 1:
            return False
        both = [
            (above[at].text, below[at].text)
            for at in words[1:]
            if above[at].text.strip() and below[at].text.strip()
        ]
        if not both:
            # Nothing meets: the lower piece has what the upper lacks, or is a row without money.
            return not named and carrying == 1 and not _has_all(above, words)
        return not _are_two_rows(both) and all(_goes_on(upper, lower) for upper, lower in both)


def _same_grid(above: Row, below: Row) -> bool:
    """Whether the same columns are merged in both."""
    pairs = {(id(upper), id(lower)) for upper, lower in zip(above, below, strict=False)}
    single = len({upper for upper, _ in pairs}) == len({lower for _, lower in pairs}) == len(pairs)
    return single and len(above) == len(below)


def _are_two_rows(both: Sequence[tuple[str, str]]) -> bool:
    """Whether texts that meet are words and values of two rows, and not pieces of one.

    A page break leaves long texts on both sides; level, name and value are short in each row.
    """
    short = [pair for pair in both if max(map(len, map(str.strip, pair))) <= _SHORT]
    return len(short) > 1 or any(
        normal(upper) == normal(lower) or _LEVEL.fullmatch(normal(lower)) for upper, lower in short
    )


def _has_all(row: Row, columns: Sequence[int]) -> bool:
    return all(row[at].text.strip() for at in columns)


def _goes_on(above: str, below: str) -> bool:
    """Whether a text goes on in another one."""
    start = below.lstrip()
    if start[0] in _GOES_ON:
        return True
    return above.rstrip()[-1] not in _FINISHED and not _BEGINS.match(start)


def _texts(row: Row) -> list[str]:
    return [normal(cell.text) for cell in row]


def _cell(above: Cell, below: Cell) -> Cell:
    """One cell of two pieces, the fragments of both kept."""
    if not below.text:
        return above
    if not above.text:
        return below
    at = len(above.text)
    moved = tuple(
        fragment._replace(start=fragment.start + at, end=fragment.end + at)
        for fragment in below.fragments
    )
    return replace(above, text=above.text + below.text, fragments=above.fragments + moved)

"""Sheets of an Excel workbook: header, filter, widths, wrapped text.

Every text is typed as one, so that nothing is taken for a formula, and what steers (control
characters, marks that turn a line around) is shown as its code point. Excel's limits are told:
a text too long for a cell ends with how long it is, and is among `cuts`; rows too many for a
sheet go on in another.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from typing import IO, Any, NamedTuple, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import get_column_letter

from audit import messages
from audit.readers.xlsx import OWN
from audit.terminal import clean, width

Value = str | int | Decimal | None
MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
"""Of a sheet, its header among them; of a cell, in UTF-16 units."""
_WIDEST, _NARROWEST, _BUTTON = 50, 6, 4
"""Columns of a sheet, in characters; and what the button of a filter takes."""
_MEASURED = 500
"""Rows that decide how wide a column is."""
_BEGINS_A_FORMULA = ("=", "+", "-", "@")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Excel takes `_x0041_` for the letter A; with its first mark escaped it stands as it is."""


class Cut(NamedTuple):
    """A text that was too long for its cell."""

    sheet: str
    cell: str
    characters: int


class Book:
    def __init__(self, lang: str) -> None:
        self.cuts: list[Cut] = []
        self._lang = lang
        # mypy's types of openpyxl lack its document properties.
        self._book = cast("Any", Workbook(write_only=True))
        self._book.custom_doc_props.append(StringProperty(name=OWN, value="1"))
        self._book.properties.creator = OWN

    def add(self, title: str, header: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """A sheet, and another one for every so many rows that one cannot hold."""
        most = MOST_ROWS - 1
        widths = [_fitting(column) for column in zip(header, *rows[:_MEASURED], strict=True)]
        for number, start in enumerate(range(0, max(len(rows), 1), most), 1):
            part = rows[start : start + most]
            self._sheet(f"{title} {number}" if number > 1 else title, header, part, widths)

    def save(self, out: IO[bytes]) -> None:
        self._book.save(out)

    def _sheet(
        self,
        title: str,
        header: Sequence[str],
        rows: Sequence[Sequence[Value]],
        widths: Sequence[int],
    ) -> None:
        sheet = self._book.create_sheet(title)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for at, size in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(at)].width = size
        cells = _Cells(sheet)
        sheet.append([cells.heading(text) for text in header])
        for number, row in enumerate(rows, 2):
            # One after the other: a cell is written before the next one takes its place.
            sheet.append(self._cells(cells, title, number, row))
        last = get_column_letter(len(header))
        sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"

    def _cells(
        self, cells: "_Cells", title: str, number: int, row: Sequence[Value]
    ) -> Iterator[Any]:
        for at, value in enumerate(row, 1):
            if value is None or value == "":
                yield None
            elif isinstance(value, str):
                text = "\n".join(map(clean, value.split("\n")))
                if _units(text) > MOST_CHARACTERS:
                    cell = f"{get_column_letter(at)}{number}"
                    self.cuts.append(Cut(title, cell, len(text)))
                    text = self._shortened(text)
                yield cells.text(_ESCAPE.sub("_x005F_", text))
            else:
                yield cells.number(value)

    def _shortened(self, text: str) -> str:
        end = messages.text("records.cut-here", self._lang, count=len(text))
        room = 2 * (MOST_CHARACTERS - len(end))
        return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + end


class _Cells:
    """A cell for each style, filled anew for each value: to make one takes as long as to write it."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._numbers: dict[str, Any] = {}

    def heading(self, text: str) -> Any:
        cell = self._made(Alignment(wrap_text=True, vertical="center"))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE7F0")
        return _as_text(cell, text)

    def text(self, text: str) -> Any:
        return _as_text(self._quoted if text.startswith(_BEGINS_A_FORMULA) else self._plain, text)

    def number(self, value: int | Decimal) -> Any:
        places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
        shown = ("#,##0" if isinstance(value, Decimal) else "0") + "." * bool(places) + "0" * places
        if shown not in self._numbers:
            cell = self._made(Alignment(vertical="top"))
            cell.number_format = shown
            self._numbers[shown] = cell
        self._numbers[shown].value = value
        return self._numbers[shown]

    @cached_property
    def _plain(self) -> Any:
        return self._made(Alignment(wrap_text=True, vertical="top"))

    @cached_property
    def _quoted(self) -> Any:
        """It stays a text where a person edits it."""
        cell = self._made(Alignment(wrap_text=True, vertical="top"))
        cell.quotePrefix = True
        return cell

    def _made(self, alignment: Alignment) -> Any:
        cell: Any = WriteOnlyCell(self._sheet)
        cell.alignment = alignment
        return cell


def _as_text(cell: Any, text: str) -> Any:
    cell.value = text
    cell.data_type = "s"
    return cell


def _fitting(column: Sequence[Value]) -> int:
    """How wide a column is, by its heading and what stands below."""
    heading, *values = column
    longest = max(
        (
            width(line)
            for value in values
            for line in str("" if value is None else value).split("\n")
        ),
        default=0,
    )
    return max(_NARROWEST, min(_WIDEST, max(longest + 2, width(str(heading)) + _BUTTON)))


def _units(text: str) -> int:
    """As Excel counts characters."""
    return len(text) + sum(char > "\uffff" for char in text)

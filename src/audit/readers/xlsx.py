"""XLSX: each sheet as lines and tables, each cell as it is shown, its place its address.

openpyxl is used for what a faster reader does not tell. python-calamine reads the values of
20,000 rows of nine cells in 0.12 s, openpyxl in 1.5; but it tells no number format, so that
1234.5 could not be shown as 1,234.50 nor 0.95 as 95%, no hidden row, and no formula without a
value, and these would have to be read out of the same XML beside it. A formula is read by the
value it had when the file was saved; where there is none, the cell is empty and said.
"""

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from decimal import Decimal
from itertools import product
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.cell import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from audit.document import Block, Cell, Document, Fragment, Place, Problem
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.package import Package
from audit.readers.spread import blocks_of

NAME = "xlsx"
OWN = "audit-records"
"""The document property of a workbook that `audit records` wrote: no filing, whoever saved it since."""
_PROPERTIES = "docProps/custom.xml"
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["'](\w+):(\w+)["']""")


def read(source: Source, options: ReadOptions, /) -> Document:
    """Read all sheets. Raises ReadError where the file is none, or breaks a cap."""
    package = Package(source, options)
    if _PROPERTIES in package.names() and OWN.encode() in package.read(_PROPERTIES):
        raise ReadError("own-workbook", path=source.path)
    most = options.limits.get("cells", 1_000_000)
    # openpyxl makes a cell for each that a merged range covers, before it can be asked.
    sheets = [(_covered(sheet), b"<f" in sheet) for sheet in _sheets(package)]
    if sum(covered for covered, _ in sheets) > most:
        raise ReadError("too-many-cells", path=source.path, limit=most)
    book = _book(source, values=True)
    blocks: list[Block] = []
    problems: list[Problem] = []
    cells = 0
    for sheet in book.worksheets:
        cells += sheet.max_row * sheet.max_column
        if cells > most:
            raise ReadError("too-many-cells", path=source.path, limit=most)
    has_formulas = any(has for _, has in sheets)
    formulas = _book(source, values=False) if has_formulas else None
    for sheet in book.worksheets:
        place = Place(sheet=sheet.title)
        if sheet.sheet_state != "visible":
            problems.append(Problem("hidden-sheet", place))
        written = formulas[sheet.title] if formulas is not None else None
        rows = list(_rows(sheet, written, problems))
        blocks += blocks_of(rows, place)
    return Document(source.path, NAME, tuple(blocks), tuple(problems))


def _book(source: Source, *, values: bool) -> Any:
    try:
        # Of a damaged style openpyxl prints a line, which would stand in the report.
        with warnings.catch_warnings(), redirect_stdout(io.StringIO()):
            # Extensions that openpyxl drops (data validation, pictures) hold no cell text.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(
                io.BytesIO(source.data), data_only=values, rich_text=False, keep_links=False
            )
    except DefusedXmlException:
        raise ReadError("xml-entities", path=source.path, member="xl/") from None
    except (
        InvalidFileException,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        EOFError,
        RuntimeError,
    ):
        raise ReadError("office-damaged", path=source.path) from None
    except Exception as error:
        # The parsers below openpyxl raise errors of several packages; all mean one thing.
        if isinstance(error, SyntaxError) or type(error).__module__.split(".")[0] in {
            "zipfile", "zlib", "xml", "lxml", "defusedxml",
        }:  # fmt: skip
            raise ReadError("office-damaged", path=source.path) from None
        raise


def _sheets(package: Package) -> Iterator[bytes]:
    """The sheets as they stand in the file."""
    for name in package.names():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            yield package.read(name)


def _covered(sheet: bytes) -> int:
    """How many cells the merged ranges of a sheet cover."""
    found = 0
    for first, second in _MERGED.findall(sheet):
        try:
            left, top, right, bottom = range_boundaries(f"{first.decode()}:{second.decode()}")
        except ValueError:
            continue
        found += ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
    return found


def _rows(sheet: Any, written: Any, problems: list[Problem]) -> Iterator[tuple[Cell, ...]]:
    merged = _merged(sheet)
    made: dict[tuple[int, int], Cell] = {}
    title = sheet.title
    # openpyxl's own properties of a cell cost more than what is made of it.
    letters = [get_column_letter(column + 1) for column in range(sheet.max_column)]
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells: list[Cell] = []
        for column, (cell, letter) in enumerate(zip(row, letters, strict=True), 1):
            first, down, right = (number, column), 1, 1
            if merged and first in merged:
                first, down, right = merged[number, column]
                if first != (number, column):
                    cells.append(made[first])
                    continue
            # By position, which takes half the time: there may be a million.
            place = Place(
                None, None, None, None, None, title, f"{letter}{number}", None, number, column
            )
            value = cell.value
            if isinstance(value, str):
                text = _plain(value)
            elif value is None:
                text = ""
            else:
                text = shown(value, cell.number_format or "General")
            if not text and written is not None and written[place.cell].data_type == "f":
                problems.append(Problem("formula-without-value", place))
            fragments = (Fragment(0, len(text), place),) if text else ()
            one = Cell(text, fragments, place, down, right)
            if (down, right) != (1, 1):
                made[first] = one
            cells.append(one)
        if any(cell.text for cell in cells) and sheet.row_dimensions[number].hidden:
            problems.append(Problem("hidden-row", Place(sheet=title, row=number)))
        yield tuple(cells)


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[tuple[int, int], int, int]]:
    """For each cell of a merged range: its first cell, and the rows and columns it covers."""
    found: dict[tuple[int, int], tuple[tuple[int, int], int, int]] = {}
    for area in sorted(sheet.merged_cells.ranges, key=lambda one: (one.min_row, one.min_col)):
        down, right = area.max_row - area.min_row + 1, area.max_col - area.min_col + 1
        rows = range(area.min_row, area.max_row + 1)
        covered = list(product(rows, range(area.min_col, area.max_col + 1)))
        # Of ranges that overlap, which no program writes, the first one counts.
        if found.keys().isdisjoint(covered):
            found |= dict.fromkeys(covered, ((area.min_row, area.min_col), down, right))
    return found


def shown(value: Any, number_format: str) -> str:
    """A cell's value as a spreadsheet program shows it."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number(value, number_format)
        case dt.datetime() | dt.date():
            return _date(value, number_format)
        case dt.time():
            return value.strftime("%H:%M:%S" if value.second else "%H:%M")
        case _:
            return _plain(str(value))


def _plain(text: str) -> str:
    if "\r" not in text and "_x000D_" not in text:
        return text
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _number(value: float, number_format: str) -> str:
    section = _section(value, number_format)
    if section is None:
        return _general(value)
    # Quoted text, escaped characters, padding and colours around the digits.
    plain = re.sub(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', "", section)
    digits = re.search(r"[#0?][#0?,]*(?:\.([0#?]+))?", plain)
    if digits is None or "E+" in plain.upper():
        return _general(value)
    number = Decimal(repr(value))
    percent = "%" in plain
    if percent:
        number *= 100
    decimals = digits.group(1) or ""
    places = len(decimals)
    grouping = "," if "," in digits.group().split(".")[0] else ""
    signed = number if ";" not in number_format or value >= 0 else abs(number)
    text = f"{signed:{grouping}.{places}f}"
    optional = len(decimals) - len(decimals.rstrip("#?"))
    if optional and "." in text:
        kept = text.rstrip("0")
        text = text[: max(len(kept), len(text) - optional)].rstrip(".")
    before, after = _around(section)
    return before + text + ("%" if percent and "%" not in after else "") + after


def _section(value: float, number_format: str) -> str | None:
    """The part of the format that is for this value; None for General and text."""
    parts = number_format.split(";")
    if value < 0 and len(parts) > 1:
        part = parts[1]
    elif not value and len(parts) > 2:
        part = parts[2]
    else:
        part = parts[0]
    return None if part.strip().lower() in {"general", "@", ""} else part


def _around(section: str) -> tuple[str, str]:
    """Literal text before and after the digits of a format."""
    first = re.search(r"[#0?]", re.sub(r'"[^"]*"|\\.', lambda hit: "x" * len(hit[0]), section))
    last = [hit.end() for hit in re.finditer(r"[#0?]", re.sub(
        r'"[^"]*"|\\.', lambda hit: "x" * len(hit[0]), section))]  # fmt: skip
    head = section[: first.start()] if first else ""
    tail = section[last[-1] :] if last else ""
    return _literal(head), _literal(tail)


def _literal(part: str) -> str:
    text = re.sub(r"\[[^\]]*\]|_.|\*.", "", part)
    return re.sub(r'"([^"]*)"|\\(.)', lambda hit: hit.group(1) or hit.group(2) or "", text).strip()


def _general(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e11:
        return str(int(value))
    # Eleven digits are what a cell shows; the binary tail of 0.1 + 0.2 is not the filer's.
    return format(Decimal(f"{value:.10g}"), "f")


def _date(value: dt.date, number_format: str) -> str:
    plain = re.sub(r"\[[^\]]*\]|_.", "", number_format)
    has_time = isinstance(value, dt.datetime) and (value.hour or value.minute)
    if "年" in plain:
        text = f"{value.year}年{value.month}月"
        return f"{text}{value.day}日" if "日" in plain else text
    if "月" in plain and "日" in plain:
        return f"{value.month}月{value.day}日"
    separator = "/" if "/" in plain else "-"
    text = f"{value.year}{separator}{value.month:02d}{separator}{value.day:02d}"
    return f"{text} {value:%H:%M}" if has_time else text

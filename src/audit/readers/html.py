"""HTML: tables as tables, everything else that is shown as lines, places in the source text.

html.parser tells line and column of every token, which tree builders do not; the few rules
of tables that matter (implied ends of cells and rows, spans, tables in tables) are followed
here. A table that holds another one is a frame of the page: the inner one is a block of its
own. White space is folded as a browser does, and dropped between two Han characters where
it holds a line break.
"""

import re
from html import unescape
from html.parser import HTMLParser

from audit.document import Block, Document, Line, Place, Table
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers import mhtml
from audit.readers.amount import Amount
from audit.readers.encoding import decode
from audit.readers.html_tables import OpenTable, Text, grid, span

NAME = "html"

_SILENT = frozenset(
    {"script", "style", "template", "noscript", "noframes", "svg", "math", "select"}
)
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "caption", "center", "dd", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
        "p", "pre", "section", "title", "ul",
    }
)  # fmt: skip
_COMMENT_END = re.compile(r"--\s*>")
_FEW = 1000
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


def read(source: Source, options: ReadOptions, /) -> Document:
    """Read a page, or those of MHTML. Raises ReadError on an unknown encoding or beyond a limit."""
    parser = _Page(source.path, options, Amount(source.path, options))
    if not mhtml.is_mhtml(source.data):
        encoding = parser.page(source, "")
        return Document(source.path, NAME, tuple(parser.blocks), (), encoding)
    for data, charset in mhtml.pages(source):
        encoding = parser.page(Source(source.path, data), charset)
    return Document(source.path, NAME, tuple(mhtml.placed(parser.blocks)), (), encoding)


def within(
    text: str, place: Place, path: str, options: ReadOptions, amount: Amount, *, tables: int
) -> tuple[list[Block], int]:
    """The blocks of a stretch of HTML in another text, and the number of the last table.

    The stretch begins at the place, after so many tables.
    """
    parser = _Page(path, options, amount, tables)
    parser.text(text, place.line or 1, (place.column or 1) - 1)
    return parser.blocks, parser.tables


class _Page(HTMLParser):
    def __init__(self, path: str, options: ReadOptions, amount: Amount, tables: int = 0) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[Block] = []
        self._lines: list[str] = []
        self._first = (1, 0)
        """Line and column at which the text begins."""
        self._path = path
        self._nesting = options.limits.get("nesting", 100)
        self._amount = amount
        self.tables = tables
        self._open: list[OpenTable] = []
        self._silent = 0
        self._loose = Text()

    def page(self, source: Source, charset: str) -> str:
        """Reads one page after those before; returns its encoding."""
        if not charset and (named := _CHARSET.search(source.data[:4096])):
            charset = named.group(1).decode("ascii")
        text, encoding = decode(source, hint=charset)
        self.text(text, 1, 0)
        return encoding

    def text(self, text: str, line: int, column: int) -> None:
        """Reads a text that begins in this line, behind so many characters."""
        # Lines as html.parser counts them.
        self._lines = text.split("\n")
        self._first = line, column
        self._silent = 0
        self.reset()
        self.lineno, self.offset = line, column
        self._feed(text)
        # What the text left open.
        while self._open:
            self._end_table()
        self._end_line()

    def _feed(self, text: str) -> None:
        """html.parser looks to the end of the text for what would end a mark, for each anew."""
        closed = max((hit.end() for hit in _COMMENT_END.finditer(text)), default=0)
        if "<!--" in text[closed:]:
            # What nothing closes is no comment: it is shown, the mark itself left out.
            text = text[:closed] + text[closed:].replace("<!--", "    ")
        end = text.rfind(">") + 1
        if text.count("<", end) < _FEW:
            end = len(text)
        self.feed(text[:end])
        self.close()
        # Behind the last > nothing is a tag.
        self.handle_data(text[end:])

    # --- tokens

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._begin_table()
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].rows.append([])
        elif tag in {"td", "th"} and self._open:
            self._begin_cell(dict(attrs))
        elif tag == "br":
            self._break(self.get_starttag_text() or "<br>")
        elif tag in _BLOCKS:
            self._break("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._open:
            self._end_table()
        elif tag in {"td", "th", "tr"} and self._open:
            self._end_cell()
        elif tag in _BLOCKS:
            self._break("")

    def handle_data(self, data: str) -> None:
        line, column = self.getpos()
        # One by one: a list of a million blank lines would take as much memory as cells.
        for hit in re.finditer(r"\r\n?|\n|[^\r\n]+", data):
            piece = hit[0]
            if piece in {"\n", "\r", "\r\n"}:
                self._space(broke=True)
                line, column = line + 1, 0
                continue
            for word in re.finditer(r"[^\s]+|\s+", piece):
                # NBSP and U+3000 are shown as they are; only these fold in a browser.
                if word.group().strip(" \t\f\v"):
                    place = Place(line=line, column=column + word.start() + 1)
                    self._words(word.group(), place)
                else:
                    self._space(broke=False)
            column += len(piece)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002, FBT001, FBT002 -- as above it
        """`<![if …]>` of Word, or whatever begins so: left out to its end, as browsers do."""
        return self.rawdata.find(">", i) + 1 or -1

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    # --- text

    def _reference(self, raw: str) -> None:
        line, column = self.getpos()
        first, before = self._first
        source = self._lines[line - first]
        if source.startswith(";", column + len(raw) - (before if line == first else 0)):
            raw += ";"
        self._words(unescape(raw), Place(line=line, column=column + 1), raw)

    def _words(self, words: str, place: Place, raw: str | None = None) -> None:
        # `&#1;` stands for nothing.
        if not words or self._silent:
            return
        text = self._current()
        text.add(words, place, raw)
        self._amount.check_length(text.length, text.place)
        if len(text.parts) > 1:
            self._amount.add_pieces(1, place)

    def _space(self, *, broke: bool) -> None:
        text = self._current()
        text.gap, text.broke = True, text.broke or broke

    def _break(self, raw: str) -> None:
        line, column = self.getpos()
        if self._open and self._open[-1].cell is not None:
            text = self._open[-1].cell
            if text.parts and not text.ends_line:
                text.line_end(Place(line=line, column=column + 1), raw)
        else:
            self._end_line()

    def _current(self) -> Text:
        if self._open and self._open[-1].cell is not None:
            return self._open[-1].cell
        return self._loose

    def _end_line(self) -> None:
        text, self._loose = self._loose, Text()
        if text.text.strip() and text.place is not None:
            self._amount.add(1)
            self.blocks.append(Line(text.cell(text.place)))

    # --- tables

    def _begin_table(self) -> None:
        line, column = self.getpos()
        self._end_line()
        if self._open:
            self._open[-1].holds_table = True
        if len(self._open) >= self._nesting:
            raise ReadError("nested-too-deep", path=self._path, limit=self._nesting)
        self.tables += 1
        place = Place(line=line, column=column + 1, table=self.tables)
        self._open.append(OpenTable(place, self.tables))

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        self._end_cell()
        table = self._open[-1]
        if not table.rows:
            table.rows.append([])
        self._amount.add(1)
        line, column = self.getpos()
        table.cell = Text()
        after = column + len(self.get_starttag_text() or "")
        place = Place(line=line, column=after + 1, table=table.number, row=len(table.rows))
        spans = span(attrs.get("rowspan")), span(attrs.get("colspan"))
        table.rows[-1].append((table.cell, place, *spans))

    def _end_cell(self) -> None:
        self._open[-1].cell = None

    def _end_table(self) -> None:
        self._end_cell()
        table = self._open.pop()
        if table.holds_table:
            # A frame: what it says itself is lines, its inner tables stand already.
            for row in table.rows:
                for text, place, *_ in row:
                    if text.text.strip():
                        self.blocks.append(Line(text.cell(text.place or place)))
            return
        # Cells count as often as they stand in the grid: a few of 1,000 columns fill any memory.
        more = sum(
            min(down, len(table.rows) - at) * right - 1
            for at, row in enumerate(table.rows)
            for *_, down, right in row
        )
        self._amount.add(more)
        if rows := grid(table):
            self.blocks.append(Table(rows, table.place))

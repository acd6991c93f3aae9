"""Lines on a terminal: pieces of text with a style each, broken at its width.

Numbers and labels stand left, free text right and last: nothing shifts where “ ” … take
two columns, and there is no right border that could.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from audit import messages
from audit.finding import Severity
from audit.terminal import broken, clean, padded, width

STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
HEAD = "bold"
DIM = "dim"
WIDEST = 120
"""Longer lines are hard to read, however wide the terminal."""


class Piece(NamedTuple):
    text: str
    style: str = ""


class Page:
    def __init__(self, console: Console, lang: str, *, color: bool, columns: int) -> None:
        self._console = console
        self.lang = lang
        self.color = color
        """Without colour the words at fault stand between ⟦ and ⟧."""
        self.columns = min(columns, WIDEST)

    def text(self, key: str, **values: object) -> str:
        return messages.text(f"report.{key}", self.lang, **values)

    def word(self, severity: Severity) -> Piece:
        """必须改, 请核实, 可更好, all of one width."""
        words = {one: messages.text(f"severity.{one}", self.lang) for one in Severity}
        return Piece(padded(words[severity], max(map(width, words.values()))), STYLES[severity])

    def line(self, left: Iterable[Piece], right: Iterable[Piece] = (), hang: int = -1) -> None:
        """`left` as it is, then `right` broken into lines; `hang` is where those begin."""
        first = _joined(left)
        rest = _joined(right)
        indent = width(first.plain) if hang < 0 else hang
        room = self.columns - max(indent, width(first.plain) if rest.plain else 0)
        for at, (start, end) in enumerate(broken(rest.plain, room)):
            begin = first if at == 0 else Text(" " * indent)
            whole = begin + rest[start:end] if end > start else begin
            whole.rstrip()
            self._console.print(whole, soft_wrap=True)

    def plain(self, text: str, style: str = "") -> None:
        """A paragraph from the first column on."""
        self.line((), [Piece(text, style)], 0)

    def gap(self) -> None:
        self._console.print()

    def rule(self) -> None:
        self._console.print(Text("-" * min(self.columns, 60), DIM), soft_wrap=True)


def _joined(pieces: Iterable[Piece]) -> Text:
    text = Text()
    for piece in pieces:
        text.append(clean(piece.text), piece.style)
    return text

"""Paragraphs of WordprocessingML as texts with fragments.

Tracked changes are read as accepted: what was inserted or moved here stands, what was
deleted or moved away does not. Of a field its result is read and not its code. The text of
a text box is kept apart. Characters that the file does not hold as such (tabs, breaks,
counted numbers) are fragments of their own.
"""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from audit.document import Cell, Fragment, Place
from audit.readers.docx.numbering import Numbering, W

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr",
     f"{W}footnoteReference", f"{_MC}Fallback"}
)  # fmt: skip
_MARKS = {
    f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "", f"{W}ptab": "\t",
}  # fmt: skip


class Words(NamedTuple):
    """A paragraph's text, and the text boxes that hang on it."""

    pieces: list[tuple[str, str | None]]
    """Each text with its raw form, None where the file holds it as it is."""
    boxes: list[Element]


def words_of(paragraph: Element, numbering: Numbering) -> Words:
    words = Words([], [])
    if label := numbering.label(paragraph):
        words.pieces.append((label, ""))
    _walk(paragraph, words, _Field())
    return words


class _Field:
    """Whether the walk is in the code of a field, whose result comes after it."""

    def __init__(self) -> None:
        self.depth: list[bool] = []

    def mark(self, kind: str) -> None:
        if kind == "begin":
            self.depth.append(True)
        elif kind == "separate" and self.depth:
            self.depth[-1] = False
        elif kind == "end" and self.depth:
            self.depth.pop()

    @property
    def in_code(self) -> bool:
        return any(self.depth)


def _walk(element: Element, words: Words, field: _Field) -> None:
    # A stack and not recursion: nesting is the stranger's who wrote the file.
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag == f"{W}txbxContent":
            words.boxes.append(child)
        elif child.tag == f"{W}fldChar":
            field.mark(child.get(f"{W}fldCharType", ""))
        elif child.tag in _GONE:
            continue
        elif field.in_code:
            stack.append(iter(child))
        elif child.tag == f"{W}t":
            words.pieces.append((child.text or "", None))
        elif child.tag == f"{W}sym":
            words.pieces.append((_symbol(child), ""))
        elif child.tag in _MARKS:
            words.pieces.append((_MARKS[child.tag], ""))
        else:
            stack.append(iter(child))


def _symbol(element: Element) -> str:
    code = element.get(f"{W}char", "")
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def cell_of(
    paragraphs: list[tuple[int, Words]], place: Place, rows: int = 1, columns: int = 1
) -> Cell:
    """One cell of several paragraphs, each a line; `line` is the paragraph's number."""
    text = ""
    fragments: list[Fragment] = []
    for number, words in paragraphs:
        if text:
            here = place._replace(line=number, column=1)
            fragments.append(Fragment(len(text), len(text) + 1, here, ""))
            text += "\n"
        column = 1
        for piece, raw in words.pieces:
            if piece:
                here = place._replace(line=number, column=column)
                fragments.append(Fragment(len(text), len(text) + len(piece), here, raw))
                text += piece
                column += len(piece)
    shown = text.rstrip("\n")
    kept = tuple(fragment for fragment in fragments if fragment.end <= len(shown))
    return Cell(shown, kept, place, rows, columns)


_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"})


def inner(element: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, cell or box, through what only wraps them."""
    return within(element, f"{W}p", f"{W}tbl")


def within(element: Element, *tags: str) -> Iterator[Element]:
    """The elements of these tags, in order, through what only wraps them."""
    # A stack, as above.
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            stack.append(iter(child))

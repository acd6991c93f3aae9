r"""The marks within a line of Markdown: a stretch of source to a cell, and text back to source.

In a cell's text `\|` and other escapes, entities and `<br>` are one character each, with a
fragment of their own; tags and marks of emphasis are dropped. A mark of emphasis is one
only around words: the asterisks of a template hint, (≥**个), and of a masked name, 旷**,
stay. Each pattern looks a bounded way ahead or stops at its own kind, so that a line of
millions of characters takes no longer than its length.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import NamedTuple

from audit.document import Cell, Fragment, Place

_TAGS = (
    "a|abbr|b|big|center|code|del|div|em|font|i|img|ins|kbd|mark|p|s|small|span|strong|sub|sup|u"
)
_TOKEN = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<line_break><br\s{0,9}/?>)"
    rf"|(?P<tag></?(?:{_TAGS})(?:\s[^<>]{{0,2000}})?/?>)"
    r"|(?P<link>(?<=\])\((?:https?://|[./#])[^()\s]{0,2000}\))"
    r"|(?P<run>\*+|_+|`+)",
    re.IGNORECASE,
)
_NEEDS_A_LOOK = re.compile(r"[\\&<*_`]|\]\(")
_EMPHASIS = re.compile(r"\*{1,3}|_{1,2}|`+")
_CLOSES_BEFORE = frozenset("：:，,。；;、）).！!？?")


def cell_of(source: str, start: int, end: int, place: Place) -> Cell:
    """The cell of a stretch of a source line, white space around it left out.

    `place` is the cell's, without its column.
    """
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    text: list[str] = []
    fragments: list[Fragment] = []
    length = 0
    for at, words, raw in _shown(source, start, end):
        here = place._replace(column=at + 1)
        fragments.append(Fragment(length, length + len(words), here, raw))
        text.append(words)
        length += len(words)
    return Cell("".join(text), tuple(fragments), place._replace(column=start + 1))


def escaped(text: str) -> str:
    """The source that is read as this text, in a cell or on a line."""
    return _SPECIAL.sub(lambda hit: _SOURCE_OF.get(hit[0], "\\" + hit[0]), text)


_SPECIAL = re.compile(
    r"\r\n?|\n|\\(?=[!-/:-@\[-`{-~\r\n]|\Z)|[|*`]|(?<![^\W_])_|_(?![^\W_])"
    r"|&(?=#?\w)|<(?=[A-Za-z/!])|(?<=\])\((?=https?:|[./#])"
)
_SOURCE_OF = {"\n": "<br>", "\r": "<br>", "\r\n": "<br>", "&": "&amp;", "<": "&lt;"}


def as_html(text: str) -> str:
    """The source that is read as this text in a table of HTML."""
    return re.sub("\r\n?|\n", "<br>", escape(text, quote=False))


class _Run(NamedTuple):
    """Marks of one kind in a row, which may be emphasis."""

    start: int
    end: int
    mark: str


def _shown(source: str, start: int, end: int) -> Iterator[tuple[int, str, str | None]]:
    """Where it stands, what it shows, and its source where that differs, for each part."""
    if not _NEEDS_A_LOOK.search(source, start, end):
        if start < end:
            yield start, source[start:end], None
        return
    hits = list(_TOKEN.finditer(source, start, end))
    runs = [_Run(*hit.span(), hit[0]) for hit in hits if hit.lastgroup == "run"]
    emphasis = _emphasis(source, runs, start, end)
    at = start
    for hit in hits:
        if hit.lastgroup == "run" and hit.start() not in emphasis:
            continue
        if at < hit.start():
            yield at, source[at : hit.start()], None
        at = hit.end()
        match hit.lastgroup:
            case "escape":
                yield hit.start(), hit[0][1], hit[0]
            case "entity":
                shown = unescape(hit[0])
                yield hit.start(), shown, None if shown == hit[0] else hit[0]
            case "line_break":
                yield hit.start(), "\n", hit[0]
            case _:
                pass
    if at < end:
        yield at, source[at:end], None


def _emphasis(source: str, runs: Sequence[_Run], start: int, end: int) -> set[int]:
    """Where the runs begin that are marks of emphasis, in pairs around words."""
    closing: dict[str, list[int]] = {}
    for run in runs:
        if run.start > start and not source[run.start - 1].isspace():
            before, after = source[run.start - 1], source[run.end : min(run.end + 1, end)]
            # **部门名称：**某局 is read as it was meant, though strict Markdown shows asterisks.
            if not after or after.isspace() or after in _CLOSES_BEFORE or before in "：:":
                closing.setdefault(run.mark, []).append(run.start)
    found: set[int] = set()
    free = start
    for run in runs:
        opens = run.start == start or source[run.start - 1].isspace()
        within = run.end < end and not source[run.end].isspace()
        if run.start < free or not (opens and within and _EMPHASIS.fullmatch(run.mark)):
            continue
        ends = closing.get(run.mark, [])
        at = bisect_right(ends, run.end)
        if at < len(ends):
            found |= {run.start, ends[at]}
            free = ends[at] + len(run.mark)
    return found

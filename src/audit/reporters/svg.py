"""The terminal report as a picture, for a README or a slide: rich's own export.

Two things are done to it. rich gives a run of text the width of so many Latin letters, which
squeezes Han characters into half their width: each run is cut where the width of characters
changes, and gets its own. And it refers to no font on the net: whoever looks at it sees it
in a font of theirs.

A picture shows the overview and the worst project; `--all` draws everything.
"""

import html
import io
import itertools
import re
from collections.abc import Iterator
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme

from audit.report import Run
from audit.reporters.rich import draw

_COLUMNS = 96
_LETTER = 12.2
"""Width of a column in rich's pictures."""
_THEME = TerminalTheme(
    (30, 30, 36),
    (222, 222, 222),
    [(60, 60, 68), (240, 98, 98), (126, 200, 120), (232, 190, 90), (110, 160, 240),
     (200, 140, 220), (100, 200, 210), (222, 222, 222)],
)  # fmt: skip
_FONTS = (
    "Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', "
    "'Microsoft YaHei', monospace"
)
_RUN = re.compile(
    r'<text class="(?P<style>[^"]+-r\d+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" '
    r'textLength="[\d.]+" clip-path="(?P<clip>[^"]+)">(?P<text>[^<]*)</text>'
)
_REPLACED = (
    (re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL), "\n"),
    (re.compile(r"font-family: Fira Code[^;]*;"), f"font-family: {_FONTS};"),
    # In fonts that can it would make Latin letters two columns wide.
    (re.compile(r"\s*font-variant-east-asian: full-width;"), ""),
)


def report(run: Run, out: TextIO, /) -> None:
    columns = int(run.options.get("width") or _COLUMNS)
    console = Console(
        file=io.StringIO(), width=columns, record=True, force_terminal=True, no_color=False,
        color_system="truecolor", highlight=False, legacy_windows=False,
    )  # fmt: skip
    draw(run, console, color=True, columns=columns, projects=1)
    picture = console.export_svg(title="audit check", theme=_THEME, unique_id="audit")
    for old, new in _REPLACED:
        picture = old.sub(new, picture)
    out.write(_RUN.sub(_runs, picture))


def _runs(found: re.Match[str]) -> str:
    return "".join(_cut(found))


def _cut(found: re.Match[str]) -> Iterator[str]:
    """The runs of one width, side by side; spaces need not be drawn."""
    x = float(found["x"])
    text = html.unescape(found["text"])
    for columns, characters in itertools.groupby(text, cell_len):
        run = "".join(characters)
        length = _LETTER * columns * len(run)
        if run.strip("\xa0 "):
            yield (
                f'<text class="{found["style"]}" x="{x:g}" y="{found["y"]}" '
                f'textLength="{length:g}" clip-path="{found["clip"]}">'
                f"{html.escape(run).replace(' ', '&#160;')}</text>"
            )
        x += length

"""The terminal report as a picture, for a README or a slide: rich's own export.

It refers to no font on the net: whoever looks at it sees it in a monospaced font of theirs.
"""

import io
import re
from typing import TextIO

from rich.console import Console
from rich.terminal_theme import TerminalTheme

from audit.report import Run
from audit.reporters.rich import draw

_COLUMNS = 96
_THEME = TerminalTheme(
    (30, 30, 36),
    (222, 222, 222),
    [(60, 60, 68), (240, 98, 98), (126, 200, 120), (232, 190, 90), (110, 160, 240),
     (200, 140, 220), (100, 200, 210), (222, 222, 222)],
)  # fmt: skip
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}\n", re.DOTALL)
_FONTS = "Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Microsoft YaHei', monospace"


def report(run: Run, out: TextIO, /) -> None:
    columns = int(run.options.get("width") or _COLUMNS)
    console = Console(
        file=io.StringIO(), width=columns, record=True, force_terminal=True, no_color=False,
        color_system="truecolor", highlight=False, legacy_windows=False,
    )  # fmt: skip
    draw(run, console, color=True, columns=columns)
    picture = console.export_svg(title="audit check", theme=_THEME, unique_id="audit")
    picture = _FONT_FACE.sub("\n", picture).replace("Fira Code", "Menlo")
    out.write(re.sub(r"font-family: Menlo[^;]*;", f"font-family: {_FONTS};", picture))

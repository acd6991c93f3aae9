"""The report for people at a terminal: the verdict first, then what to mend.

Verdict and what was read and reconciled (heading.py); causes by count, places by money,
what repeats through the form as one line each (causes.py). Up to 40 findings stand before
that one by one (details.py), so that the overview is what a user sees last; above that the
three worst projects follow it, and `--all` shows the rest.
"""

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console

from audit import messages
from audit.finding import Severity
from audit.report import Run
from audit.reporters import causes, heading
from audit.reporters.details import Details
from audit.reporters.overview import FEW, Block, Overview
from audit.reporters.page import DIM, HEAD, Page
from audit.reporters.sheet import Sheet
from audit.terminal import columns_of

FOR_PEOPLE = True
OVERVIEW = True


def report(run: Run, out: TextIO, /) -> None:
    color = bool(run.options.get("color"))
    columns = int(run.options.get("width") or columns_of())
    # Without colour nothing but the text is printed, whatever the environment says.
    console = Console(
        file=out, width=columns, force_terminal=color, no_color=not color, highlight=False,
        color_system="standard" if color else None, legacy_windows=None if color else False,
    )  # fmt: skip
    draw(run, console, color=color, columns=columns)


def draw(
    run: Run, console: Console, *, color: bool, columns: int, projects: int | None = None
) -> None:
    """The report on a console of the caller's, which may record it.

    `projects`: show so many of the worst after the overview, however few findings there are.
    """
    page = Page(console, run.lang, color=color, columns=columns)
    overview = Overview(run.rulebook.rules)
    details = Details(page, run)
    everything, quiet = bool(run.options.get("show_all")), bool(run.options.get("quiet"))
    kept: list[Block] = []
    for file in run.files:
        blocks = overview.add(file)
        if quiet:
            continue
        if everything:
            _write_blocks(details, blocks, with_path=True)
        elif overview.shown <= FEW and projects is None:
            kept += blocks
        else:
            kept.clear()
    sheet = Sheet(page, run, overview, run.summary())
    several = sheet.summary.files > 1
    _write_blocks(details, kept, with_path=several)
    if details.written:
        page.gap()
    heading.write_verdict(sheet)
    heading.write_scale(sheet)
    if quiet:
        return
    _write_overview(sheet)
    shortened = not everything and (overview.shown > FEW or projects is not None)
    if shortened:
        _write_worst(sheet, details, projects, with_path=several)
    _write_end(sheet, shortened=shortened)


def _write_blocks(details: Details, blocks: Iterable[Block], *, with_path: bool) -> None:
    for block in blocks:
        details.block(block, with_path=with_path)


def _write_overview(sheet: Sheet) -> None:
    sheet.page.rule()
    heading.write_checked(sheet)
    causes.write_files(sheet)
    causes.write_causes(sheet)
    causes.write_places(sheet)
    causes.write_folded(sheet)
    causes.write_opinion(sheet)
    causes.write_statistics(sheet)


def _write_worst(sheet: Sheet, details: Details, projects: int | None, *, with_path: bool) -> None:
    blocks = sheet.overview.worst[:projects]
    if blocks:
        sheet.page.gap()
        sheet.page.plain(sheet.page.text("worst", count=len(blocks)), HEAD)
        sheet.page.gap()
        _write_blocks(details, blocks, with_path=with_path)


def _write_end(sheet: Sheet, *, shortened: bool) -> None:
    """What to do next; and the verdict again, where it is far above by now."""
    page = sheet.page
    told = list(_next_steps(sheet, shortened=shortened))
    if told:
        page.gap()
    for one in told:
        page.plain(one, DIM)
    if shortened:
        heading.write_verdict(sheet)


def _next_steps(sheet: Sheet, *, shortened: bool) -> Iterable[str]:
    page, overview, options = sheet.page, sheet.overview, sheet.run.options
    if shortened:
        rest = overview.blocks_with_findings - len(overview.worst)
        yield page.text("rest-projects", count=rest) if rest > 0 else page.text("help-all")
        if overview.causes:
            yield page.text("help-rule", code=overview.sorted_causes()[0].rule.code)
    if overview.fixable:
        paths = overview.fixable_paths
        path = next(iter(paths)) if len(paths) == 1 else page.text("a-file")
        shown = f'"{path}"' if " " in path else path
        yield page.text("fixable", count=overview.fixable, path=shown)
    if (least := options.get("min_severity")) and least != Severity.INFO:
        yield page.text("filtered", severity=messages.text(f"severity.{least}", sheet.lang))
    if limit := options.get("limit_per_rule"):
        yield page.text("limited", limit=limit)

"""The body of the terminal report: causes by count, places by money, what repeats.

What a clerk mends first, what a reviewer looks at first, and a sentence for the letter.
"""

from decimal import Decimal

from audit.finding import Severity
from audit.report import Coverage
from audit.reporters.overview import Block, Cause, causes_of
from audit.reporters.page import DIM, HEAD, Piece
from audit.reporters.sheet import COLUMN_SUMS, ROW_SUMS, Sheet, first_words
from audit.reporters.text import statistics
from audit.terminal import in_columns, numbers, padded, width

_MOST_CAUSES, _SCREEN = 12, 20
_MOST_FILES = 20
_MOST_OF_PROJECT = 3
_MOST_IN_OPINION = 4
_SHARE = 5
"""From so many percent of the money on, a project's share is told."""
_NAME = 24


def write_files(sheet: Sheet) -> None:
    """One line a file, the worst first, where there are several."""
    page = sheet.page
    views = [view for view in sheet.overview.files if view.filings]
    if len(sheet.overview.files) < 2 or not views:
        return
    page.gap()
    page.plain(page.text("files-title"), HEAD)
    words = [page.word(severity).text.strip() for severity in reversed(Severity)]
    columns = [max(width(word), 6) for word in words]
    page.line([Piece(" " + in_columns(words, columns), DIM)])
    views.sort(key=lambda view: (-view.errors, -view.warnings, view.path))
    most = len(views) if sheet.option("show_all") else _MOST_FILES
    for view in views[:most]:
        counts = numbers((view.errors, view.warnings, view.infos), columns)
        style = "" if view.errors or view.warnings else DIM
        page.line([Piece(f" {counts}  ")], [Piece(view.path, style)])
    if len(views) > most:
        page.plain(" " + page.text("rest-files", count=len(views) - most), DIM)


def write_causes(sheet: Sheet) -> None:
    page, causes = sheet.page, sheet.overview.sorted_causes()
    if not causes:
        return
    page.gap()
    grave = causes[0].severity is Severity.ERROR
    page.plain(page.text("causes" if grave else "causes-only"), HEAD)
    heads = [page.text(f"causes-head-{name}") for name in ("indicators", "projects")]
    columns = [max(width(head), 4) for head in heads]
    page.line([Piece(" " + in_columns(heads, columns), DIM)])
    most = len(causes) if sheet.option("show_all") else _most_shown(causes)
    codes = max(len(cause.rule.code) for cause in causes)
    for cause in causes[:most]:
        left = [
            Piece(f" {_counts(sheet, cause, columns)}  "),
            page.word(cause.severity),
            Piece(f" {cause.rule.code:{codes}}  ", DIM),
        ]
        title, words = cause.rule.title.of(sheet.lang), "、".join(cause.examples)
        page.line(left, [Piece(page.text("cause", title=title, words=words))])
    if rest := causes[most:]:
        count = sum(cause.findings for cause in rest)
        page.plain(" " + page.text("more-causes", rules=len(rest), count=count), DIM)


def write_places(sheet: Sheet) -> None:
    """The dearest projects with grave faults, and faults that many projects have as a whole."""
    overview, page = sheet.overview, sheet.page
    rows = [(block.money or Decimal(0), _place(sheet, block)) for block in overview.dearest]
    rows += [(cause.money, _sum(sheet, cause)) for cause in _of_whole_projects(sheet)]
    if not rows or overview.projects < 2:
        return
    rows.sort(key=lambda row: -row[0])
    page.gap()
    page.plain(page.text("places" if overview.in_yuan else "places-plain"), HEAD)
    shown = [sheet.amount(money) for money, _ in rows]
    most = max(map(len, shown))
    for amount, (_, told) in zip(shown, rows, strict=True):
        page.line([Piece(f" {amount:>{most}}  ")], [Piece(told)])


def write_folded(sheet: Sheet) -> None:
    """What repeats through the form: one line a rule, with what to do about it."""
    page, folded = sheet.page, sheet.overview.sorted_folded()
    if not folded:
        return
    page.gap()
    page.plain(page.text("folded"), HEAD)
    counts = [page.text("folded-count", count=cause.findings) for cause in folded]
    most = max(map(width, counts))
    codes = max(len(cause.rule.code) for cause in folded)
    for count, cause in zip(counts, folded, strict=True):
        left = [
            Piece(" " + padded(count, most, left=True) + "  "),
            page.word(cause.severity),
            Piece(f" {cause.rule.code:{codes}}  ", DIM),
        ]
        page.line(left, [Piece(cause.rule.title.of(sheet.lang))])
        if advice := cause.advice.of(sheet.lang):
            indent = sum(width(piece.text) for piece in left)
            page.line([Piece(" " * indent)], [Piece(advice, DIM)])


def write_opinion(sheet: Sheet) -> None:
    """A leader's sentence, ready to paste."""
    page, overview = sheet.page, sheet.overview
    grave = [
        cause
        for cause in overview.causes.values()
        if cause.severity is Severity.ERROR and cause.projects
    ]
    if overview.projects < 2 or not grave:
        return
    scale = page.text("projects", count=overview.projects)
    agree = page.text("opinion-sums") if _sums_agree(sheet) else ""
    parts = [page.text("opinion-scale", scale=scale, money=sheet.money(), sums=agree)]
    grave.sort(key=lambda cause: (-cause.projects, cause.rule.order))
    for cause in grave[:_MOST_IN_OPINION]:
        percent = overview.percent(cause.money) or ""
        title = cause.rule.title.of(sheet.lang)
        parts.append(page.text("opinion-cause", count=cause.projects, percent=percent, title=title))
    page.gap()
    page.plain(page.text("opinion"), HEAD)
    told = page.text("opinion-between").join(parts) + page.text("opinion-end")
    page.line([Piece(" ")], [Piece(told)])


def write_statistics(sheet: Sheet) -> None:
    if not sheet.option("statistics"):
        return
    sheet.page.gap()
    sheet.page.plain(sheet.page.text("statistics"), HEAD)
    for row in statistics(sheet.run, sheet.summary):
        sheet.page.line([Piece(f" {row}")])


def _most_shown(causes: list[Cause]) -> int:
    """All that must be mended, up to a screen of them, and as many others as fit."""
    grave = sum(cause.severity is Severity.ERROR for cause in causes)
    most = min(max(grave, _MOST_CAUSES), _SCREEN)
    # A line that says there are two more is no shorter than the two.
    return most if len(causes) > most + 2 else len(causes)


def _counts(sheet: Sheet, cause: Cause, columns: list[int]) -> str:
    if cause.projects:
        return numbers((cause.indicators, cause.projects), columns)
    # It concerns the form as a whole: its row of sums, its title, its file.
    whole = padded(sheet.page.text("causes-whole"), columns[1], left=True)
    return f"{numbers((cause.indicators,), columns[:1])} {whole}"


def _place(sheet: Sheet, block: Block) -> str:
    """What is wrong with one project, the gravest first."""
    page = sheet.page
    told = []
    percent = sheet.overview.percent(block.money or Decimal(0))
    if percent >= _SHARE:
        told.append(page.text("share", percent=percent))
    whole = len(block.project.indicators or ()) if block.project else 0
    for cause in causes_of(block, sheet.overview.rules)[:_MOST_OF_PROJECT]:
        title = cause.rule.title.of(sheet.lang)
        if 1 < cause.indicators <= whole:
            title = page.text("of-indicators", title=title, part=cause.indicators, whole=whole)
        told.append(title)
    name = first_words(block.ref.name if block.ref else "", _NAME)
    return page.text("place", name=name, told=page.text("opinion-between").join(told))


def _of_whole_projects(sheet: Sheet) -> list[Cause]:
    causes = [
        cause
        for cause in sheet.overview.causes.values()
        if cause.projects > 1
        and not cause.indicators
        and cause.money
        and cause.severity is Severity.ERROR
    ]
    return sorted(causes, key=lambda cause: -cause.money)[:2]


def _sum(sheet: Sheet, cause: Cause) -> str:
    title = cause.rule.title.of(sheet.lang)
    return sheet.page.text("sum-of-projects", count=cause.projects, title=title)


def _sums_agree(sheet: Sheet) -> bool:
    coverage = sheet.summary.coverage
    checked = [coverage.get(name, Coverage(name)) for name in (ROW_SUMS, COLUMN_SUMS)]
    return any(one.looked_at for one in checked) and not any(one.found for one in checked)

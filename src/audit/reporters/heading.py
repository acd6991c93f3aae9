"""The head of the terminal report: the verdict, what was read, reconciled and not checked.

"Nothing found" and "nothing looked at" are different answers: what could not be read or
judged stands here, before any finding.
"""

from collections.abc import Sequence

from audit import messages, places, unread
from audit.finding import Severity
from audit.report import Coverage
from audit.reporters.overview import FileView
from audit.reporters.page import DIM, STYLES, Piece
from audit.reporters.sheet import COLUMN_SUMS, ROUNDING, ROW_SUMS, Sheet, first_words
from audit.terminal import padded, width

_MOST = 5
"""Notes and files without a filing, unless all are asked for."""
_MOST_UNCHECKED = 3
_LABEL = 8


def write_verdict(sheet: Sheet) -> None:
    sheet.page.plain(_verdict(sheet), f"bold {_color(sheet)}")


def write_scale(sheet: Sheet) -> None:
    """How much was read, and how much was found."""
    page, summary = sheet.page, sheet.summary
    if scale := _scale(sheet):
        page.plain("  ".join(scale))
    pieces: list[Piece] = []
    for severity in reversed(Severity):
        count = getattr(summary, severity)
        word = page.word(severity).text.strip()
        pieces.append(Piece(f"{word} {count:,}", STYLES[severity] if count else DIM))
        pieces.append(Piece("   "))
    pieces.append(Piece(sheet.money()))
    page.line((), pieces, 0)


def write_checked(sheet: Sheet) -> None:
    page, overview = sheet.page, sheet.overview
    if sheet.summary.filings:
        _status(sheet, *_sums(sheet))
        if overview.unread:
            told = page.text("read-some", indicators=overview.indicators, count=overview.unread)
            _status(sheet, "incomplete", told, "yellow")
        else:
            told = page.text("read-all", indicators=overview.indicators)
            _status(sheet, "complete", told, "green")
        _unchecked(sheet)
    _files(sheet)
    _notes(sheet)


def _verdict(sheet: Sheet) -> str:
    page, summary = sheet.page, sheet.summary
    if not summary.filings:
        # What cannot be read may well be a filing.
        return page.text("verdict-unreadable" if summary.unreadable else "verdict-nothing")
    graded = (
        ("errors", summary.error), ("warnings", summary.warning), ("infos", summary.info),
    )  # fmt: skip
    verdict = page.text(f"verdict-{next((name for name, count in graded if count), 'clean')}")
    if summary.unreadable:
        unread = page.text("verdict-unread", count=summary.unreadable)
        verdict += page.text("opinion-between") + unread
    return verdict


def _color(sheet: Sheet) -> str:
    summary = sheet.summary
    if summary.error or summary.unreadable or not summary.filings:
        return "red"
    return "yellow" if summary.warning else "green"


def _scale(sheet: Sheet) -> list[str]:
    page, overview, summary = sheet.page, sheet.overview, sheet.summary
    found = []
    if names := list(overview.departments):
        many = page.text("departments", name=names[0], count=len(names))
        found.append(names[0] if len(names) == 1 else many)
    if summary.files > 1:
        found.append(page.text("files", count=summary.files))
    if summary.filings:
        found.append(page.text("projects", count=overview.projects))
        found.append(page.text("indicators", count=overview.indicators))
    return found


def _status(sheet: Sheet, key: str, text: str, style: str) -> None:
    page = sheet.page
    label = padded(page.text(key), max(_LABEL, width(page.text("not-checked")) + 2))
    page.line([Piece(label, style)], [Piece(text)])


def _sums(sheet: Sheet) -> tuple[str, str, str]:
    """Label, text and style of what became of the amounts."""
    page, coverage = sheet.page, sheet.summary.coverage
    rows = coverage.get(ROW_SUMS, Coverage(ROW_SUMS))
    columns = coverage.get(COLUMN_SUMS, Coverage(COLUMN_SUMS))
    if rows.found or columns.found:
        differing = [
            page.text(f"sums-differ-{name}", count=one.found)
            for name, one in (("rows", rows), ("columns", columns))
            if one.found
        ]
        told = page.text("sums-differ", places=page.text("list").join(differing))
        return "different", told, "bold red"
    if not coverage.keys() & {ROW_SUMS, COLUMN_SUMS}:
        return "not-checked", page.text("sums-off"), DIM
    key = _agreement(rows, columns)
    if not key:
        return "not-checked", page.text("sums-not-checked"), "yellow"
    if gaps := rows.not_checked + columns.not_checked:
        return "incomplete", page.text("sums-agree-partly", count=gaps), "yellow"
    if rounded := coverage.get(ROUNDING, Coverage(ROUNDING)).found:
        return "passed", page.text("sums-agree-rounded", count=rounded), "green"
    return "passed", page.text(key, rows=sheet.overview.projects), "green"


def _agreement(rows: Coverage, columns: Coverage) -> str:
    if rows.looked_at and columns.looked_at:
        return "sums-agree"
    if columns.looked_at:
        return "sums-agree-columns"
    return "sums-agree-rows" if rows.looked_at else ""


def _unchecked(sheet: Sheet) -> None:
    """The rules that could not judge everything, those with most of it first."""
    page = sheet.page
    gaps = [one for one in sheet.summary.coverage.values() if one.not_checked]
    if not gaps:
        return
    gaps.sort(key=lambda one: -one.not_checked)
    most = len(gaps) if sheet.option("verbose") else _MOST_UNCHECKED
    told = [
        page.text("unchecked-rule", title=sheet.title(one.rule), count=one.not_checked)
        for one in gaps[:most]
    ]
    which = _some(sheet, told, len(gaps))
    _status(sheet, "not-checked", page.text("unchecked", rules=len(gaps), which=which), "yellow")


def _files(sheet: Sheet) -> None:
    """Files that could not be read, and those that hold no filing."""
    page, views = sheet.page, sheet.overview.files
    errors = [(view.error, view.named) for view in views if view.error is not None]
    for line in unread.told(errors, sheet.lang):
        _status(sheet, "unread", line.split("\n")[0], "bold red")
    without = [view for view in views if view.error is None and not view.filings]
    if without:
        most = len(without) if sheet.option("verbose") else _MOST
        names = _some(sheet, [view.path for view in without[:most]], len(without))
        style = "bold red" if any(view.named for view in without) else "yellow"
        told = page.text("no-filing-files", count=len(without), names=names)
        _status(sheet, "no-filing", told, style)


def _notes(sheet: Sheet) -> None:
    """What readers had to decide, and with `verbose` what stands outside the forms."""
    page, views = sheet.page, sheet.overview.files
    notes = [(view, note) for view in views for note in view.notes]
    for view, note in notes if sheet.option("verbose") else notes[:_MOST]:
        said = messages.problem_text(note, sheet.lang)
        where = _where(view if len(views) > 1 else None, places.told(note.place, sheet.lang))
        _status(sheet, "note", f"{where}: {said}" if where else said, "yellow")
    outside = [one for view in views if view.filings for one in view.unclaimed]
    if outside and sheet.option("verbose"):
        words = page.text("list").join(first_words(one.text) for one in outside)
        _status(sheet, "note", page.text("outside", count=len(outside), words=words), DIM)


def _where(view: FileView | None, place: str) -> str:
    return " ".join(filter(None, (view.path if view else "", place)))


def _some(sheet: Sheet, shown: Sequence[str], whole: int) -> str:
    told = sheet.page.text("list").join(shown)
    return sheet.page.text("unchecked-more", which=told) if len(shown) < whole else told

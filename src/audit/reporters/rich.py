"""The report for people at a terminal: the verdict first, then what to mend.

Verdict and what was read and reconciled; causes by count; places by money; what repeats
through the form as one line each. Up to 40 findings stand before it one by one, so that the
overview is what a user sees last; above that the three worst projects follow it, and `--all`
shows the rest. A project is shown as details.py draws it.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import TextIO

from rich.console import Console

from audit import messages, places
from audit.finding import Severity
from audit.report import Coverage, Run, Summary
from audit.reporters.details import Details
from audit.reporters.overview import FEW, Block, Cause, FileView, Overview, causes_of
from audit.reporters.page import DIM, HEAD, STYLES, Page, Piece
from audit.reporters.text import statistics
from audit.terminal import columns_of, padded, width

FOR_PEOPLE = True
OVERVIEW = True

_ROW_SUMS, _COLUMN_SUMS = "row-sum", "column-sum"
_MOST_CAUSES = 12
_MOST_FILES = 20
_MOST_NOTES = 5
_STATUS = 8


def report(run: Run, out: TextIO, /) -> None:
    color = bool(run.options.get("color"))
    columns = int(run.options.get("width") or columns_of())
    # With a style switched off nothing but the text is printed, whatever the environment says.
    console = Console(
        file=out, width=columns, force_terminal=color, no_color=not color, highlight=False,
        color_system="standard" if color else None, legacy_windows=None if color else False,
    )  # fmt: skip
    draw(run, console, color=color, columns=columns)


def draw(run: Run, console: Console, *, color: bool, columns: int) -> None:
    """The whole report on a console of the caller's, which may record it."""
    page = Page(console, run.lang, color=color, columns=columns)
    overview = Overview(run.rulebook.rules)
    details = Details(page, run)
    everything = bool(run.options.get("show_all"))
    quiet = bool(run.options.get("quiet"))
    kept: list[Block] = []
    for file in run.files:
        blocks = overview.add(file)
        if quiet:
            continue
        if everything:
            _write_blocks(details, blocks, with_path=True)
        elif overview.shown <= FEW:
            kept += blocks
        else:
            kept.clear()
    summary = run.summary()
    several = summary.files > 1
    _write_blocks(details, kept, with_path=several)
    if overview.shown and (everything or kept) and not quiet:
        page.gap()
    body = _Report(page, run, overview, summary)
    body.head()
    if quiet:
        return
    body.body()
    if overview.shown > FEW and not everything:
        body.worst(details, with_path=several)
    body.end()


def _write_blocks(details: Details, blocks: Iterable[Block], *, with_path: bool) -> None:
    for block in blocks:
        details.block(block, with_path=with_path)


class _Report:
    """The parts of the overview, in order."""

    def __init__(self, page: Page, run: Run, overview: Overview, summary: Summary) -> None:
        self._page, self._run = page, run
        self._overview, self._summary = overview, summary
        self._lang = run.lang
        self._verbose = bool(run.options.get("verbose"))

    # The verdict, and what was read and reconciled.

    def head(self) -> None:
        page, summary = self._page, self._summary
        page.plain(self._verdict(), f"bold {self._verdict_color()}")
        scale = self._scale()
        if scale:
            page.plain("  ".join(scale))
        counts = [
            (Severity.ERROR, summary.error),
            (Severity.WARNING, summary.warning),
            (Severity.INFO, summary.info),
        ]
        pieces: list[Piece] = []
        for severity, count in counts:
            style = STYLES[severity] if count else DIM
            pieces.append(Piece(f"{page.word(severity).text.strip()} {count:,}", style))
            pieces.append(Piece("   "))
        if (money := self._money()) and summary.filings:
            pieces.append(Piece(money))
        page.line(pieces)

    def _verdict(self) -> str:
        summary = self._summary
        if not summary.filings:
            return self._page.text("verdict-nothing")
        graded = (
            ("errors", summary.error), ("warnings", summary.warning), ("infos", summary.info),
        )  # fmt: skip
        grade = next((name for name, count in graded if count), "clean")
        verdict = self._page.text(f"verdict-{grade}")
        if summary.unreadable:
            unread = self._page.text("verdict-unread", count=summary.unreadable)
            verdict += ("; " if self._lang == "en" else "；") + unread
        return verdict

    def _verdict_color(self) -> str:
        summary = self._summary
        if summary.error or summary.unreadable or not summary.filings:
            return "red"
        return "yellow" if summary.warning else "green"

    def _scale(self) -> list[str]:
        page, overview, summary = self._page, self._overview, self._summary
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

    def _money(self) -> str:
        overview = self._overview
        if not overview.money:
            return ""
        if overview.in_yuan:
            return self._page.text("money", amount=_in_ten_thousands(overview.money))
        return f"{overview.money:,}"

    def _status(self, key: str, text: str, style: str) -> None:
        label = padded(
            self._page.text(key), max(_STATUS, width(self._page.text("not-checked")) + 2)
        )
        self._page.line([Piece(label, style)], [Piece(text)])

    def _checked(self) -> None:
        """What was reconciled, read, and not checked."""
        page, overview, summary = self._page, self._overview, self._summary
        if summary.filings:
            self._sums()
            if overview.unread:
                told = page.text("read-some", indicators=overview.indicators, count=overview.unread)
                self._status("incomplete", told, "yellow")
            else:
                told = page.text("read-all", indicators=overview.indicators)
                self._status("complete", told, "green")
            self._unchecked()
        self._notes()

    def _sums(self) -> None:
        page, coverage = self._page, self._summary.coverage
        rows = coverage.get(_ROW_SUMS, Coverage(_ROW_SUMS))
        columns = coverage.get(_COLUMN_SUMS, Coverage(_COLUMN_SUMS))
        if _ROW_SUMS not in coverage and _COLUMN_SUMS not in coverage:
            self._status("not-checked", page.text("sums-off"), "yellow")
            return
        if rows.found or columns.found:
            told = [
                page.text(f"sums-differ-{name}", count=one.found)
                for name, one in (("rows", rows), ("columns", columns))
                if one.found
            ]
            places = page.text("list").join(told)
            self._status("different", page.text("sums-differ", places=places), "bold red")
            return
        if rows.looked_at and columns.looked_at:
            key = "sums-agree"
        elif rows.looked_at:
            key = "sums-agree-rows"
        elif columns.looked_at:
            key = "sums-agree-columns"
        else:
            self._status("not-checked", page.text("sums-not-checked"), "yellow")
            return
        self._status("passed", page.text(key, rows=self._overview.projects), "green")

    def _unchecked(self) -> None:
        page = self._page
        open_ = [one for one in self._summary.coverage.values() if one.not_checked]
        if not open_:
            return
        open_.sort(key=lambda one: -one.not_checked)
        most = len(open_) if self._verbose else 3
        titles = [
            page.text("unchecked-rule", title=self._title(one.rule), count=one.not_checked)
            for one in open_[:most]
        ]
        which = page.text("list").join(titles)
        if len(open_) > most:
            which = page.text("unchecked-more", which=which)
        told = page.text("unchecked", rules=len(open_), which=which)
        self._status("not-checked", told, "yellow")

    def _notes(self) -> None:
        """Files not read or without a filing, what readers noted, what stands outside."""
        page = self._page
        files = self._overview.files
        for view in files:
            if view.error is not None:
                said = messages.error_text(view.error, self._lang).split("\n")[0]
                self._status("unread", said, "bold red")
        self._without_filing([view for view in files if view.error is None and not view.filings])
        notes = [(view, note) for view in files for note in view.notes]
        for view, note in notes if self._verbose else notes[:_MOST_NOTES]:
            where = view.path if len(files) > 1 else ""
            where += (" " if where else "") + places.told(note.place, self._lang)
            said = messages.problem_text(note, self._lang)
            self._status("note", f"{where}: {said}" if where else said, "yellow")
        outside = [one for view in files if view.filings for one in view.unclaimed]
        if outside and self._verbose:
            words = page.text("list").join(_first_words(one.text) for one in outside)
            self._status("note", page.text("outside", count=len(outside), words=words), DIM)

    def _without_filing(self, views: list[FileView]) -> None:
        if not views:
            return
        page = self._page
        most = len(views) if self._verbose else _MOST_NOTES
        names = page.text("list").join(view.path for view in views[:most])
        if len(views) > most:
            names = page.text("unchecked-more", which=names)
        told = page.text("no-filing-files", count=len(views), names=names)
        style = "bold red" if any(view.named for view in views) else "yellow"
        self._status("no-filing", told, style)

    # The causes, the places, what repeats.

    def body(self) -> None:
        self._page.rule()
        self._checked()
        self._files()
        self._causes()
        self._places()
        self._folded()
        self._opinion()
        self._statistics()

    def _files(self) -> None:
        views = [view for view in self._overview.files if view.filings]
        if len(self._overview.files) < 2 or not views:
            return
        page = self._page
        page.gap()
        page.plain(page.text("files-title"), HEAD)
        words = [page.word(severity).text.strip() for severity in reversed(Severity)]
        columns = [max(width(word), 6) for word in words]
        heads = [padded(word, size, left=True) for word, size in zip(words, columns, strict=True)]
        page.line([Piece(" " + " ".join(heads), DIM)])
        views.sort(key=lambda view: (-view.errors, -view.warnings, view.path))
        everything = self._run.options.get("show_all")
        most = len(views) if everything or len(views) <= _MOST_FILES else _MOST_FILES
        for view in views[:most]:
            counts = (view.errors, view.warnings, view.infos)
            numbers = _numbers(counts, columns)
            style = "" if view.errors or view.warnings else DIM
            page.line([Piece(f" {numbers}  ")], [Piece(view.path, style)])
        if len(views) > most:
            page.plain(" " + page.text("rest-files", count=len(views) - most), DIM)

    def _causes(self) -> None:
        causes = self._overview.sorted_causes()
        if not causes:
            return
        page = self._page
        page.gap()
        grave = causes[0].severity is Severity.ERROR
        page.plain(page.text("causes" if grave else "causes-only"), HEAD)
        heads = [page.text(f"causes-head-{name}") for name in ("indicators", "projects")]
        columns = [max(width(head), 4) for head in heads]
        shown = [padded(head, size, left=True) for head, size in zip(heads, columns, strict=True)]
        page.line([Piece(" " + " ".join(shown), DIM)])
        few = len(causes) <= _MOST_CAUSES + 2
        most = len(causes) if few or self._run.options.get("show_all") else _MOST_CAUSES
        codes = max(len(cause.rule.code) for cause in causes)
        for cause in causes[:most]:
            numbers = _numbers((cause.indicators, cause.projects), columns)
            left = [
                Piece(f" {numbers}  "),
                page.word(cause.severity),
                Piece(f" {cause.rule.code:{codes}}  ", DIM),
            ]
            words = "、".join(cause.examples)
            title = cause.rule.title.of(self._lang)
            page.line(left, [Piece(page.text("cause", title=title, words=words))])
        if rest := causes[most:]:
            count = sum(cause.findings for cause in rest)
            page.plain(" " + page.text("more-causes", rules=len(rest), count=count), DIM)

    def _places(self) -> None:
        overview, page = self._overview, self._page
        rows = [(block.money or Decimal(0), self._place(block)) for block in overview.dearest]
        rows += [(cause.money, self._sum(cause)) for cause in self._of_whole_projects()]
        if not rows or overview.projects < 2:
            return
        rows.sort(key=lambda row: -row[0])
        page.gap()
        page.plain(page.text("places" if overview.in_yuan else "places-plain"), HEAD)
        shown = [
            _in_ten_thousands(money) if overview.in_yuan else f"{money:,}" for money, _ in rows
        ]
        most = max(map(len, shown))
        for amount, (_, told) in zip(shown, rows, strict=True):
            page.line([Piece(f" {amount:>{most}}  ")], [Piece(told)])

    def _place(self, block: Block) -> str:
        """What is wrong with one project, the gravest first."""
        page = self._page
        assert block.ref is not None
        causes = causes_of(block, self._run.rulebook.rules)
        told = []
        money, percent = (
            block.money or Decimal(0),
            self._overview.percent(block.money or Decimal(0)),
        )
        if money and percent >= 5:
            told.append(page.text("share", percent=percent))
        whole = len(block.project.indicators or ()) if block.project else 0
        for cause in causes[:3]:
            title = cause.rule.title.of(self._lang)
            if cause.indicators > 1 and whole:
                title = page.text("of-indicators", title=title, part=cause.indicators, whole=whole)
            told.append(title)
        name = _first_words(block.ref.name, 24)
        return (
            name + (": " if self._lang == "en" else "：") + page.text("opinion-between").join(told)
        )

    def _of_whole_projects(self) -> list[Cause]:
        """Grave faults that several projects have as a whole."""
        causes = [
            cause
            for cause in self._overview.causes.values()
            if cause.projects > 1
            and not cause.indicators
            and cause.money
            and cause.severity is Severity.ERROR
        ]
        return sorted(causes, key=lambda cause: -cause.money)[:2]

    def _sum(self, cause: Cause) -> str:
        title = cause.rule.title.of(self._lang)
        return self._page.text("sum-of-projects", count=cause.projects, title=title)

    def _folded(self) -> None:
        folded = self._overview.sorted_folded()
        if not folded:
            return
        page = self._page
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
            page.line(left, [Piece(cause.rule.title.of(self._lang))])
            if advice := cause.rule.advice.of(self._lang):
                indent = sum(width(piece.text) for piece in left)
                page.line([Piece(" " * indent)], [Piece(advice, DIM)])

    def _opinion(self) -> None:
        """A leader's sentence, ready to paste."""
        page, overview, summary = self._page, self._overview, self._summary
        grave = [
            cause
            for cause in overview.causes.values()
            if cause.severity is Severity.ERROR and cause.projects
        ]
        if overview.projects < 2 or not grave:
            return
        coverage = summary.coverage
        checked = [coverage[name] for name in (_ROW_SUMS, _COLUMN_SUMS) if name in coverage]
        agree = any(one.looked_at for one in checked) and not any(one.found for one in checked)
        parts = [
            page.text(
                "opinion-scale",
                scale=page.text("projects", count=overview.projects),
                money=self._money(),
                sums=page.text("opinion-sums") if agree else "",
            )
        ]
        grave.sort(key=lambda cause: (-cause.projects, cause.rule.order))
        for cause in grave[:4]:
            percent = overview.percent(cause.money) or ""
            title = cause.rule.title.of(self._lang)
            parts.append(
                page.text("opinion-cause", projects=cause.projects, percent=percent, title=title)
            )
        page.gap()
        page.plain(page.text("opinion"), HEAD)
        told = page.text("opinion-between").join(parts) + page.text("opinion-end")
        page.line([Piece(" ")], [Piece(told)])

    def _statistics(self) -> None:
        if not self._run.options.get("statistics"):
            return
        page = self._page
        page.gap()
        page.plain(page.text("statistics"), HEAD)
        for row in statistics(self._run, self._summary):
            page.line([Piece(f" {row}")])

    # The worst projects, and what to do next.

    def worst(self, details: Details, *, with_path: bool) -> None:
        page, blocks = self._page, self._overview.worst
        if not blocks:
            return
        page.gap()
        page.plain(page.text("worst", count=len(blocks)), HEAD)
        _write_blocks(details, blocks, with_path=with_path)

    def end(self) -> None:
        page, overview, options = self._page, self._overview, self._run.options
        told = []
        hidden = overview.shown > FEW and not options.get("show_all")
        if hidden:
            rest = overview.blocks_with_findings - len(overview.worst)
            told.append(
                page.text("rest-projects", count=rest) if rest > 0 else page.text("help-all")
            )
        if overview.causes and (hidden or not overview.shown):
            code = overview.sorted_causes()[0].rule.code
            told.append(page.text("help-rule", code=code))
        if overview.fixable:
            one = next(iter(overview.fixable_paths)) if len(overview.fixable_paths) == 1 else ""
            key = "fixable" if one else "fixable-files"
            told.append(page.text(key, count=overview.fixable, path=_quoted(one)))
        if (least := options.get("min_severity")) and least != Severity.INFO:
            word = messages.text(f"severity.{least}", self._lang)
            told.append(page.text("filtered", severity=word))
        if limit := options.get("limit_per_rule"):
            told.append(page.text("limited", limit=limit))
        if told:
            page.gap()
        for one in told:
            page.plain(one, DIM)
        if hidden:
            # The verdict is far above by now.
            page.plain(self._verdict(), f"bold {self._verdict_color()}")

    def _title(self, rule: str) -> str:
        info = self._run.rulebook.rules.get(rule)
        return info.title.of(self._lang) if info else rule


def _numbers(counts: Iterable[int], columns: Iterable[int]) -> str:
    return " ".join(
        padded(f"{count:,}" if count else "-", size, left=True)
        for count, size in zip(counts, columns, strict=True)
    )


def _in_ten_thousands(yuan: Decimal) -> str:
    return f"{yuan / 10_000:,.2f}"


def _first_words(text: str, most: int = 12) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path

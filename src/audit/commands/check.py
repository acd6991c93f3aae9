"""`audit check`: read, check, report. The default command."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from audit import __version__, messages, pipeline, plugins, unread
from audit.commands import (
    COLOR,
    CONFIG,
    ISOLATED,
    LANG,
    NO_CACHE,
    NO_PLUGINS,
    PROFILE,
    READING,
    RULES,
    Argument,
    Option,
    outputs,
)
from audit.commands.surroundings import (
    language,
    options_of,
    rulebook,
    say,
    say_error,
    say_passed,
    settings_of,
    with_progress,
)
from audit.commands.verdict import Verdict
from audit.errors import AuditError, UsageError
from audit.finding import Finding, Severity
from audit.pipeline.inputs import Input, PassedOver
from audit.pipeline.results import results_of
from audit.report import FileReport, Run, Summary
from audit.rulebook.book import Rulebook
from audit.rulebook.select import choose
from audit.settings import Settings
from audit.terminal import clean, columns_of, is_terminal, wants_color

_SEVERITIES = ("error", "warning", "info")
ARGUMENTS = (Argument("paths", "PATH"),)
OPTIONS = (
    Option("format", ("-f", "--format"), "format", many=True, known="formats"),
    Option("output", ("-o", "--output"), "file", many=True),
    LANG,
    Option("select", ("--select",), "names", commas=True),
    Option("ignore", ("--ignore",), "names", commas=True),
    RULES,
    PROFILE,
    Option("min-severity", ("--min-severity",), "level", _SEVERITIES),
    Option("fail-on", ("--fail-on",), "level", (*_SEVERITIES, "never")),
    Option("max-warnings", ("--max-warnings",), "number", least=0),
    Option("exit-zero", ("--exit-zero",)),
    Option("all", ("--all",)),
    Option("limit-per-rule", ("--limit-per-rule",), "number", least=1),
    Option("statistics", ("--statistics",)),
    Option("quiet", ("-q", "--quiet")),
    Option("verbose", ("-v", "--verbose")),
    COLOR,
    Option("skip-unrecognised", ("--skip-unrecognised",)),
    Option("stdin-filename", ("--stdin-filename",), "file"),
    *READING,
    Option("jobs", ("-j", "--jobs"), "number", least=1),
    CONFIG,
    ISOLATED,
    NO_CACHE,
    Option("cache-dir", ("--cache-dir",), "dir"),
    NO_PLUGINS,
    Option("show-settings", ("--show-settings",)),
    Option("show-files", ("--show-files",)),
)


def known(_: str) -> Sequence[str]:
    """The names of all report formats."""
    return [one.name for one in plugins.registry().reporters]


def run(args: Namespace) -> int:
    found = settings_of(args)
    lang = language(found)
    if args.show_settings:
        return _show_settings(found, lang)
    if not args.paths:
        raise UsageError("nothing-to-check")
    options = options_of(
        found,
        args,
        skip_unrecognised=args.skip_unrecognised,
        switches=found.switches if found.per_file else None,
    )
    passed = PassedOver()
    named = list(pipeline.expand(args.paths, options, passed))
    if args.show_files:
        return _show_files(named, passed, lang)
    book = choose(rulebook(found), found.select, found.ignore)
    with outputs.opened(_wanted(args, found), args.paths) as reports:
        return _check(args, found, book, options, named, passed, reports)


def _wanted(args: Namespace, found: Settings) -> list[outputs.Wanted]:
    return outputs.wanted(getattr(args, "reports", None) or [], found.format, found.output)


def _check(
    args: Namespace,
    found: Settings,
    book: Rulebook,
    options: pipeline.Options,
    named: Sequence[Input],
    passed: PassedOver,
    reports: Sequence[outputs.Output],
) -> int:
    if not options.passwords:
        # What a password protects must not lie in a cache without one.
        beside = found.path.parent if found.path else Path()
        results = results_of(book, beside, switched=bool(found.per_file))
        options = replace(options, results=results)
    jobs = args.jobs or pipeline.fitting_jobs(len(named))
    verdict = Verdict(found.fail_on, found.max_warnings, skip=args.skip_unrecognised)
    files = verdict.watched(
        pipeline.check_paths(named, pipeline.LateEngine(book), options, jobs=jobs)
    )
    files = _at_least(files, Severity(found.min_severity))
    on_screen = next((one for one in reports if one.path == outputs.SCREEN), None)
    draws = on_screen is not None and on_screen.draws
    lang = language(found, sys.stderr)
    if not draws:
        files = _told_errors(files, lang)
    # A report that is written as files arrive shows by itself how far it is.
    waits = on_screen is None or (draws and not args.all)
    if waits and len(named) > 1 and not args.quiet:
        files = with_progress(files, lang)
    _report(args, found, book, files, verdict.summary, reports)
    if verdict.is_broken_inside:
        _tell_inside(verdict, lang)
    if not args.quiet:
        say_passed(passed, lang)
    _close(args, verdict, reports, lang, draws=draws)
    return verdict.code(exit_zero=args.exit_zero)


def language_of_report(found: Settings, output: "outputs.Output | None") -> str:
    """A report that goes to a file is Chinese where nothing is set."""
    return found.lang or (output.language if output else "zh")


def _report(
    args: Namespace,
    found: Settings,
    book: Rulebook,
    files: Iterator[FileReport],
    summary: Summary,
    reports: Sequence[outputs.Output],
) -> None:
    # One report takes the files as they come; several have to share them.
    shared: Iterable[FileReport] = files if len(reports) == 1 else list(files)
    for output in reports:
        limit = args.limit_per_rule
        mine = iter(shared) if output.sums_up or not limit else _limited(shared, limit)
        run = Run(
            ("audit", __version__),
            book.info,
            language_of_report(found, output),
            mine,
            lambda: summary,
            {
                "show_all": args.all,
                "color": wants_color(args.color or "auto", output.stream),
                "width": columns_of() if output.path == outputs.SCREEN else None,
                "statistics": args.statistics,
                "verbose": args.verbose,
                "quiet": args.quiet,
                "limit_per_rule": limit,
                "min_severity": found.min_severity,
            },
        )
        output.write(run)


# What becomes of the files on their way to the reports.


def _at_least(files: Iterator[FileReport], severity: Severity) -> Iterator[FileReport]:
    """Only the findings that are to be shown; counts are taken before."""
    if severity is Severity.INFO:
        return files
    return (
        replace(
            file,
            findings=tuple(one for one in file.findings if one.severity.rank >= severity.rank),
        )
        for file in files
    )


def _limited(files: Iterable[FileReport], most: int) -> Iterator[FileReport]:
    seen: dict[str, int] = {}

    def is_within(finding: Finding) -> bool:
        seen[finding.rule] = seen.get(finding.rule, 0) + 1
        return seen[finding.rule] <= most

    for file in files:
        yield replace(file, findings=tuple(filter(is_within, file.findings)))


def _told_errors(files: Iterator[FileReport], lang: str) -> Iterator[FileReport]:
    later: list[tuple[AuditError, bool]] = []
    for file in files:
        if file.error is not None and file.named:
            say_error(file.error, lang)
        elif file.error is not None:
            later.append((file.error, False))
        for problem in file.problems:
            told = messages.problem_text(problem, lang)
            say(messages.located(file.path, problem.place, told, lang))
        yield file
    for line in unread.told(later, lang):
        say(line)


# What is said beside the reports.


def _close(
    args: Namespace,
    verdict: Verdict,
    reports: Sequence[outputs.Output],
    lang: str,
    *,
    draws: bool,
) -> None:
    if not verdict.summary.filings and verdict.summary.files:
        if verdict.skip and not verdict.summary.unreadable:
            say(messages.text("cli.skipped", lang))
        elif not verdict.summary.unreadable and not verdict.is_told:
            count = verdict.summary.files
            say(messages.text("errors.no-filing-anywhere", lang, count=count))
    if args.quiet:
        return
    for output in reports:
        if output.path != outputs.SCREEN:
            say(messages.text("cli.written", lang, name=output.path))
    if not draws:
        say(_summary(verdict.summary, lang))


def _summary(summary: Summary, lang: str) -> str:
    counts = {name: count or "" for name, count in summary.to_dict().items()}
    counts |= {name: getattr(summary, name) for name in ("error", "warning", "info")}
    for name in ("files", "filings"):
        counts[name] = messages.text(f"report.{name}", lang, count=getattr(summary, name))
    return messages.text("report.summary", lang, **counts)


def _tell_inside(verdict: Verdict, lang: str) -> None:
    for finding in verdict.broken_inside:
        say(f"{finding.spot.path}: {finding.message.of(lang)}")


def _show_settings(found: Settings, lang: str) -> int:
    for one in found.show():
        value = messages.text("settings.none", lang) if one.value is None else _shown(one.value)
        origin = one.origin or messages.text("settings.default", lang)
        sys.stdout.write(clean(f"{one.key} = {value}    # {origin}") + "\n")
    return 0


def _shown(value: object) -> str:
    import json  # noqa: PLC0415 -- only here

    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=list)


def _show_files(named: Sequence[Input], passed: PassedOver, lang: str) -> int:
    code = 0
    for one in named:
        if one.error is None:
            # A program that reads the list needs the names as they are.
            shown = clean(one.path) if is_terminal(sys.stdout) else one.path
            sys.stdout.write(shown + "\n")
        else:
            say_error(one.error, lang)
            code = 2
    say_passed(passed, lang)
    return code

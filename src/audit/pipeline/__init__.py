"""One document: read → stitch → lay out → account → check. Many: the same, in parallel.

What stops one file is that file's error, in its report: the others go on.

Engine, readers and layouts are imported when a file needs them: a run whose files are all
known from before (results.py) never does.
"""

import gc
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from audit import plugins
from audit.document import Document
from audit.errors import AuditError, ReadError
from audit.filing import without_cells
from audit.pipeline import inputs
from audit.pipeline.inputs import Input, PassedOver
from audit.pipeline.limits import LIMITS
from audit.pipeline.results import Results
from audit.plugins import ReadOptions, Source
from audit.report import FileReport, RulebookInfo
from audit.rulebook.book import Rulebook

if TYPE_CHECKING:
    from audit.engine import Engine
    from audit.engine.plan import Keyed
    from audit.layouts import LaidOut

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Options:
    """How a run reads and judges its files."""

    limits: Mapping[str, int] = field(default_factory=dict)
    """In place of LIMITS and of the readers' own caps."""
    reading: Mapping[str, Any] = field(default_factory=dict)
    """Switches of readers."""
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """What may open encrypted files. Nothing of it is kept."""
    skip_unrecognised: bool = False
    """A named file without a filing is treated like one that was met in a folder."""
    stdin_name: str = ""
    """Path that findings in standard input carry."""
    switches: Callable[[str], Mapping[str, str]] | None = None
    """Path → rules switched for it: `off`, `on` or a severity. Picklable."""

    results: Results | None = None
    """Reports kept from earlier runs."""

    def limit(self, name: str) -> int:
        return self.limits.get(name, LIMITS[name])


DEFAULTS = Options()


class LateEngine:
    """The engine of a rulebook, imported and compiled once the first file needs it."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._engine: Engine | None = None

    @property
    def info(self) -> RulebookInfo:
        return self._rulebook.info

    def ready(self) -> "Engine":
        """Raises RuleError where a rule cannot be compiled."""
        if self._engine is None:
            from audit.engine import compile_rules  # noqa: PLC0415 -- see the top

            self._engine = compile_rules(self._rulebook)
        return self._engine


def expand(
    names: Iterable[str], options: Options = DEFAULTS, passed: PassedOver | None = None
) -> Iterator[Input]:
    """The files that names stand for: see inputs.py."""
    return inputs.expand(names, limits=options.limits, passwords=options.passwords, passed=passed)


def source_of(path: str, options: Options = DEFAULTS) -> Source:
    """The bytes of an input. Raises ReadError."""
    return inputs.source_of(path, options.limits, options.stdin_name, options.passwords)


def read(source: Source | str, options: Options = DEFAULTS) -> Document:
    """The document as its reader gives it. Raises ReadError."""
    if isinstance(source, str):
        source = source_of(source, options)
    from audit.pipeline.sniffing import is_encrypted_office, reader_of  # noqa: PLC0415 -- see the top

    if is_encrypted_office(source.data):
        from audit.pipeline.unlocking import unlocked  # noqa: PLC0415 -- few files need it

        source = unlocked(source, options.passwords)
    registry = plugins.registry()
    limits = {**LIMITS, **options.limits}
    values = {**options.reading, "passwords": options.passwords}
    return registry.read_function(reader_of(source))(source, ReadOptions(limits, values))


def lay_out(document: Document) -> "LaidOut":
    """The filings of a document, its cut tables made whole, and the blocks that are in none."""
    return lay_out_whole(whole(document))


def whole(document: Document) -> Document:
    """Its cut tables made whole; its problems tell where words alone decided what was cut."""
    from audit.stitch import stitch  # noqa: PLC0415 -- see the top

    return stitch(document)


def lay_out_whole(document: Document) -> "LaidOut":
    """As `lay_out`, of a document whose tables are whole."""
    from audit import layouts  # noqa: PLC0415 -- see the top

    return layouts.lay_out(document)


def check_file(
    source: Source | str, engine: "Engine", options: Options = DEFAULTS, *, named: bool = True
) -> FileReport:
    """One file, read and checked. `named`: the user expects a filing in it."""
    try:
        if isinstance(source, str):
            source = source_of(source, options)
    except AuditError as error:
        return _failed(str(source), error, named=named).report
    return _job(source, engine, options, named=named).report


def check_paths(
    inputs: Iterable[Input],
    engine: "Engine | LateEngine",
    options: Options = DEFAULTS,
    *,
    jobs: int = 1,
) -> Iterator[FileReport]:
    """All files, in order of the inputs. The same reports for any number of `jobs`.

    Their filings hold texts without cells: places are in the findings. Where rules look
    across files, what they found comes last, in a report without a path.
    """
    if jobs > 1:
        # Once, before the workers are forked.
        engine = _ready(engine)
    work = partial(_of_input, engine=engine, options=options)

    def lost(one: Input, error: ReadError) -> _Job:
        return _failed(one.path, error, named=one.named)

    keyed: list[Keyed] = []
    with patient_collector():
        for job in each(work, inputs, lost, seconds=options.limit("seconds"), jobs=jobs):
            keyed += job.keyed
            yield job.report
    if keyed:
        judged = _ready(engine).judge(keyed)
        yield FileReport("", "", "", findings=judged.findings, coverage=judged.coverage)


def _ready(engine: "Engine | LateEngine") -> "Engine":
    return engine.ready() if isinstance(engine, LateEngine) else engine


@contextmanager
def patient_collector() -> Iterator[None]:
    """Python's search for cycles seldom comes round: here it takes a fifth and finds none."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def fitting_jobs(files: int) -> int:
    """How many processes are worth starting for so many files."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(cores or 1, files // 8))


class _Job(NamedTuple):
    report: FileReport
    keyed: "tuple[Keyed, ...]" = ()


def each(
    work: Callable[[Input], Made],
    inputs: Iterable[Input],
    lost: Callable[[Input, ReadError], Made],
    *,
    seconds: int,
    jobs: int,
) -> Iterator[Made]:
    """What `work` makes of each input, in order, in so many processes; `work` is picklable.

    `lost` makes it where a file takes more than `seconds`, or its process ends.
    """

    def given_up(one: Input, how: str) -> Made:
        return lost(one, ReadError(how, path=one.path, limit=seconds))

    if jobs > 1:
        # For one file, multiprocessing costs more than reading it.
        from audit.pipeline import workers  # noqa: PLC0415

        yield from workers.run(work, inputs, given_up, jobs=jobs, seconds=seconds)
        return
    from audit.pipeline import timing  # noqa: PLC0415 -- not where files are read in other processes

    for one in inputs:
        try:
            with timing.within(seconds):
                made = work(one)
        except timing.TimeIsUp:
            made = given_up(one, "too-many-seconds")
        yield made


def _of_input(one: Input, engine: "Engine | LateEngine", options: Options) -> _Job:
    if one.error is not None:
        return _failed(one.path, one.error, named=one.named)
    try:
        source = source_of(one.path, options)
    except AuditError as error:
        return _failed(one.path, error, named=one.named)
    results = options.results
    mark = "" if results is None else _mark(results, source, options, named=one.named)
    if results is not None and (known := results.find(mark)) is not None:
        return _Job(known)
    plugins.registry().prepare(source.data)
    # Outside of what costs one file only: a rule that cannot be compiled ends the run.
    job = _job(source, _ready(engine), options, named=one.named)
    report = replace(job.report, filings=tuple(map(without_cells, job.report.filings)))
    if results is not None:
        results.keep(mark, report)
    return job._replace(report=report)


def _mark(results: Results, source: Source, options: Options, *, named: bool) -> str:
    """The name of a file's report: of all that bears on it beside rules and code."""
    switches = options.switches(source.path) if options.switches is not None else {}
    bearing = {
        "named": named,
        "skip": options.skip_unrecognised,
        "limits": dict(options.limits),
        "reading": dict(options.reading),
        "switches": dict(switches),
    }
    return results.mark(source.path, source.data, bearing)


def _job(source: Source, engine: "Engine", options: Options, *, named: bool) -> _Job:
    path = source.path
    try:
        return _checked(source, engine, options, named=named)
    except AuditError as error:
        return _failed(path, error, named=named)
    except Exception as error:  # noqa: BLE001 -- a reader or layout that fails costs its own file
        why = f"{type(error).__name__}: {error}"
        return _failed(path, ReadError("reading-failed", path=path, why=why), named=named)


def _checked(source: Source, engine: "Engine", options: Options, *, named: bool) -> _Job:
    document = whole(read(source, options))
    laid = lay_out_whole(document)
    if options.switches is not None:
        engine = engine.switched(options.switches(source.path))
    checked = engine.check(laid.filings, document.format, source.path)
    findings = checked.findings
    if not laid.filings and named and not options.skip_unrecognised:
        finding = engine.unrecognised(source.path)
        findings = (finding,) if finding else ()
    report = FileReport(
        source.path,
        hashlib.sha256(source.data).hexdigest(),
        document.format,
        laid.filings,
        findings,
        checked.coverage,
        laid.unclaimed,
        document.problems,
        document.encoding,
        named=named,
    )
    return _Job(report, checked.keyed)


def _failed(path: str, error: AuditError, *, named: bool) -> _Job:
    return _Job(FileReport(path, "", "", error=error, named=named))

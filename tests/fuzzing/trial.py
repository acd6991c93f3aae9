"""One damaged file through the whole program: what may happen, and what may not.

It may be read or refused with an AuditError, within some seconds. What may not happen is any
other exception, a check that crashes, a report that cannot be written, or no end.
"""

import contextlib
import io
import time
import traceback
from functools import cache
from pathlib import Path
from typing import NamedTuple

from audit import cli, pipeline
from audit.commands.records import flat, reading, tree
from audit.engine import Engine, compile_rules
from audit.errors import AuditError
from audit.pipeline import timing
from audit.pipeline.inputs import expand
from audit.plugins import Source
from audit.rulebook import load

SECONDS = 5.0
"""Of the processor, for one file; six times as much by the clock."""
_HOME = "src/audit/"


class Failure(NamedTuple):
    mark: str
    """One for each cause: the exception, and the line of ours that it passed last."""
    told: str


def trial(source: Source, folder: Path, *, by_command: bool = False) -> Failure | None:
    """What went wrong. `folder` is for the file, where it is read `by_command` or from within."""
    began = time.process_time()
    try:
        with timing.within(SECONDS * 6):
            failure = (_by_command if by_command else _silently)(source, folder)
    except timing.TimeIsUp:
        return Failure("no end", f"not done after {SECONDS * 6:.0f} seconds")
    except Exception as error:  # noqa: BLE001 -- this is what is looked for
        return Failure(_mark(error), traceback.format_exc())
    took = time.process_time() - began
    if failure is None and took > SECONDS:
        failure = Failure("slow", f"took {took:.1f} seconds")
    return failure


@cache
def engine() -> Engine:
    return compile_rules(load.load())


def _silently(source: Source, folder: Path) -> Failure | None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        failure = _read(source, folder)
    if failure is None and (printed := out.getvalue()):
        return Failure("prints", printed)
    return failure


def _read(source: Source, folder: Path) -> Failure | None:
    if source.path.endswith(".zip"):
        path = folder / source.path
        path.write_bytes(source.data)
        found = [_inner(one.path) for one in expand([str(path)]) if one.error is None]
        return next((one for one in found if one is not None), None)
    try:
        document = pipeline.whole(pipeline.read(source))
        laid = pipeline.lay_out_whole(document)
    except AuditError as error:
        return _not_ours(error)
    checked = engine().check(laid.filings, document.format, source.path)
    for finding in checked.findings:
        if finding.rule == "internal-error":
            return Failure(f"internal-error {finding.message.en}", finding.message.zh)
    read = reading.Read(source.path, filings=laid.filings)
    tree.write([tree.make(read, lang="zh", places=True)], io.StringIO())
    flat.write_lines([flat.make(read, places=True)], io.StringIO())
    return None


def _inner(path: str) -> Failure | None:
    report = pipeline.check_file(path, engine())
    return _not_ours(report.error) if report.error is not None else None


def _not_ours(error: AuditError) -> Failure | None:
    """An exception that the pipeline caught, and nobody has thought of."""
    if error.key in {"reading-failed", "worker-lost"}:
        return Failure(f"{error.key} {error.values.get('why')}"[:80], repr(error.values))
    return None


def _by_command(source: Source, folder: Path) -> Failure | None:
    path = folder / source.path
    path.write_bytes(source.data)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(["check", "--isolated", "--no-cache", "-f", "text", str(path)])
    said = out.getvalue() + err.getvalue()
    if code not in {0, 1, 2} or "Traceback" in said or "internal-error" in said:
        return Failure(f"command {code}", said)
    return None


def _mark(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _HOME in frame.filename.replace("\\", "/")]
    last = ours[-1] if ours else frames[-1]
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"

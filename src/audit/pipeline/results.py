"""Reports of files that were checked before: by the same rules, code and options.

They lie as JSON in `.audit_cache/`, which keeps itself out of version control, or below the
folder that `--cache-dir` and AUDIT_CACHE_DIR name. `--no-cache` and AUDIT_NO_CACHE read and
write none; `--isolated` leaves out settings, and what settings say is a part of the key.

Nothing is kept of a file that could not be read as a whole or whose check crashed, nor where a rule
looks across files.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from audit import cache, plugins
from audit.pipeline import codec
from audit.report import INTERNAL_ERROR, FileReport
from audit.rulebook.book import Rulebook

FOLDER = ".audit_cache"
_START = "result-"
_MOST = 2000
_MOST_BYTES = 100_000_000


class Results:
    """The reports kept for one rulebook. Worker processes can be handed it."""

    def __init__(self, folder: Path, basis: str) -> None:
        self.folder = folder
        self._basis = basis

    def mark(self, path: str, data: bytes, options: Mapping[str, Any]) -> str:
        """The name of a file's report; `options`: all that bears on it beside the rules."""
        said = json.dumps(options, sort_keys=True, default=str)
        return cache.digest([self._basis, path, said, hashlib.sha256(data).digest()])

    def find(self, mark: str) -> FileReport | None:
        path = self._path(mark)
        try:
            report = codec.decoded(json.loads(path.read_bytes()))
            os.utime(path)
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None
        return report

    def keep(self, mark: str, report: FileReport) -> None:
        lost = any(problem.lost for problem in report.problems)
        if report.error or lost or any(one.rule == INTERNAL_ERROR for one in report.findings):
            return
        if not self.folder.exists():
            _found(self.folder)
        cache.keep(self._path(mark), codec.encoded(report))

    def trim(self) -> None:
        cache.trim(self.folder, _START, _MOST, _MOST_BYTES)

    def _path(self, mark: str) -> Path:
        return self.folder / f"{_START}{mark}.json"


def results_of(rulebook: Rulebook, beside: Path, *, switched: bool) -> Results | None:
    """The reports kept for a rulebook in the folder `beside`. `switched`: rules may be for some files.

    None where caches are off or a rule looks across files: it needs them all.
    """
    if cache.is_off() or any(
        check.each == "corpus"
        for rule in rulebook.rules
        if rule.enabled or switched
        for check in rule.checks
    ):
        return None
    chosen = cache.chosen()
    where = beside / FOLDER if chosen is None else chosen / "results"
    return Results(where, cache.digest(_basis(rulebook)))


def _basis(rulebook: Rulebook) -> Iterator[str]:
    yield rulebook.info.hash
    yield " ".join(rule.name for rule in rulebook.active())
    # Tables too large for the rulebook's own hash.
    tables = sorted(os.fspath(path) for path in rulebook.files.values())
    yield repr(plugins.states_of(tables))
    yield repr(plugins.registry())
    yield sys.version
    yield from _code()


def _code() -> Iterator[str]:
    """Our own modules and the packages beside them, by their times."""
    ours = Path(__file__).parents[1]
    for folder, folders, names in os.walk(ours):
        folders[:] = sorted(name for name in folders if not name.startswith(("_", ".")))
        files = [f"{folder}{os.sep}{name}" for name in sorted(names) if name.endswith(".py")]
        yield repr(plugins.states_of(files))
    yield repr(plugins.states_of(one for one in sys.path if one.endswith("-packages")))


def _found(folder: Path) -> None:
    """A new folder, with what keeps it out of version control."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", "utf-8")
    except OSError:
        return

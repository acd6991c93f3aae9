"""One JSON object: what was read, found and looked at, as conventions for `--format json`.

Its schema ships as schemas/findings.schema.json. Keys stand in a fixed order, each file and
each finding on a line of its own, so that two reports can be compared line by line. What
could turn a line or steer a terminal is written as an escape; that is the same JSON.

Findings follow the files, and wait for them in a temporary file: memory stays flat.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, TextIO

from audit import messages
from audit.document import Problem
from audit.report import Coverage, FileReport, Run, Unclaimed

VERSION = 1
_IN_MEMORY = 8_000_000
_STEERING = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def report(run: Run, out: TextIO, /) -> None:
    name, version = run.tool
    book = run.rulebook
    head = {
        "version": VERSION,
        "tool": {"name": name, "version": version},
        "rulebook": {
            "hash": book.hash,
            "rules": len(book.rules),
            "packs": list(book.packs),
            "profile": book.profile,
        },
    }
    out.write("{\n")
    out.writelines(f'"{key}": {dumped(value)},\n' for key, value in head.items())
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n") as kept:
        out.write('"files": [')
        _write_items(out, _files(run, kept))
        out.write('],\n"findings": [')
        kept.seek(0)
        out.writelines(kept)
        out.write("],\n")
    summary = run.summary()
    out.write('"coverage": [')
    _write_items(out, map(_coverage, summary.coverage.values()))
    out.write(f'],\n"summary": {dumped(summary.to_dict())}\n}}\n')


def dumped(value: Any) -> str:
    """One line of JSON that can be shown on a terminal and written in UTF-8."""
    return _STEERING.sub(_escaped, json.dumps(value, ensure_ascii=False))


def problems_of(problems: Iterable[Problem], lang: str) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "message": messages.problem_text(one, lang),
            "place": one.place.to_dict(),
            "fatal": False,
        }
        for one in problems
    ]


def file_problems(file: FileReport, lang: str) -> list[dict[str, Any]]:
    """What the reader noted, and what stopped it."""
    found = problems_of(file.problems, lang)
    if file.error is not None:
        error = file.error
        place = error.place.to_dict() if error.place else {}
        said = messages.error_message(error, lang)
        found.append({"key": error.key, "message": said, "place": place, "fatal": True})
    return found


def unclaimed_of(unclaimed: Iterable[Unclaimed]) -> list[dict[str, Any]]:
    return [{"place": one.place.to_dict(), "text": one.text} for one in unclaimed]


def _files(run: Run, kept: IO[str]) -> Iterator[Mapping[str, Any]]:
    """The entries of the files; their findings go to `kept` as they pass."""
    first = True
    for file in run.files:
        for finding in file.findings:
            kept.write(("\n" if first else ",\n") + dumped(finding.to_dict(run.lang)))
            first = False
        # What rules find across files belongs to no file.
        if file.path:
            yield {
                "path": file.path,
                "sha256": file.sha256,
                "format": file.format,
                "filings": len(file.filings),
                "problems": file_problems(file, run.lang),
                "unclaimed": unclaimed_of(file.unclaimed),
                "coverage": [_coverage(one) for one in file.coverage],
            }
    if not first:
        kept.write("\n")


def _write_items(out: TextIO, items: Iterable[Mapping[str, Any]]) -> None:
    empty = True
    for item in items:
        out.write(("\n" if empty else ",\n") + dumped(item))
        empty = False
    out.write("" if empty else "\n")


def _coverage(one: Coverage) -> dict[str, Any]:
    return one._asdict()


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"

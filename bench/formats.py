"""Cells read right, by layout and format, of freshly drawn records; and filings a second.

    python3 bench/formats.py [FILINGS] [SEED] [LAYOUT …]

Each pair of layout and format gets so many filings of random records, in random looks
(merges, page sizes, widths, fonts, encodings, printed labels), as the tests draw them. A cell is a
field of a record: right where the field that comes back says the same, white space aside. What
comes back and was not written, and what was not read, counts as a wrong cell. A place is right
where the text cut out of the file there, by another library than the one that read it, is the
field's.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from audit.document import Document
from audit.filing import fields_of, to_dict
from audit.layouts import LaidOut
from audit.pipeline import lay_out, read
from audit.plugins import Source
from generator import formats
from generator.facts import Facts, facts
from generator.formats import FORMATS, Look, looks
from generator.layouts import LAYOUTS
from generator.pointing import cutter

SHOWN = 3
"""So many wrong cells of a pair are shown."""


@dataclass
class Tally:
    """What came of the filings of one pair."""

    right: int = 0
    cells: int = 0
    pointed: int = 0
    places: int = 0
    filings: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        numbers = ("right", "cells", "pointed", "places", "filings", "seconds")
        both = {name: getattr(self, name) + getattr(other, name) for name in numbers}
        return Tally(**both, wrong=self.wrong + other.wrong)


def main(count: int, number: int, chosen: list[str]) -> None:
    print(f"{count} filings a pair, seed {number}: cells right / cells, places right / places")
    layouts = chosen or [*LAYOUTS]
    drawn = _draw(count, number)
    found: dict[tuple[str, str], Tally] = {}
    print(_line(["layout", *FORMATS]))
    for layout in layouts:
        for how in FORMATS:
            found[layout, how] = _tally(layout, how, drawn)
        print(_line([layout, *(_cells(found[layout, how]) for how in FORMATS)]), flush=True)
    columns = [_sum(found[layout, how] for layout in layouts) for how in FORMATS]
    print(_line(["all cells", *map(_cells, columns)]))
    print(_line(["all places", *(f"{one.pointed}/{one.places}" for one in columns)]))
    print(_line(["filings a second", *(f"{one.filings / one.seconds:.0f}" for one in columns)]))
    for (layout, how), tally in found.items():
        for text in tally.wrong[:SHOWN]:
            print(f"{layout} {how}: {text}")


def _sum(tallies: Iterator[Tally]) -> Tally:
    return sum(tallies, Tally())


def _line(cells: list[str]) -> str:
    return "  ".join([f"{cells[0]:20}", *(f"{cell:>13}" for cell in cells[1:])])


def _cells(tally: Tally) -> str:
    return f"{tally.right}/{tally.cells}"


def _draw(count: int, number: int) -> list[tuple[Facts, Look]]:
    """Records and looks, as Hypothesis draws them."""
    made: list[tuple[Facts, Look]] = []

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )
    @given(said=facts(), look=looks())
    def drawing(said: Facts, look: Look) -> None:
        made.append((said, look))

    drawing()
    return made


def _tally(layout: str, how: str, drawn: list[tuple[Facts, Look]]) -> Tally:
    tally = Tally()
    for said, look in drawn:
        one = LAYOUTS[layout]
        suited = one.suited(said)
        source = formats.written(how, one.write(suited), look)
        begun = time.perf_counter()
        document = read(source)
        laid = lay_out(document)
        tally.seconds += time.perf_counter() - begun
        tally.filings += len(laid.filings)
        _compare(tally, _flat(one.records(suited)), laid)
        _point(tally, how, source, document, laid)
    return tally


def _compare(tally: Tally, wanted: Mapping[str, str], laid: LaidOut) -> None:
    records = [to_dict(filing) | {"fields": None} for filing in laid.filings]
    got = _flat(records)
    tally.cells += len(wanted.keys() | got.keys())
    for key in wanted.keys() | got.keys():
        if wanted.get(key) == got.get(key):
            tally.right += 1
        else:
            tally.wrong.append(f"{key}: {wanted.get(key)!r} is {got.get(key)!r}")
    unread = [one.text for filing in laid.filings for one in filing.unread]
    for text in [*unread, *(one.text for one in laid.unclaimed)]:
        tally.wrong.append(f"unread: {text!r}")
        tally.cells += 1


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Each text of a record by its path; what it does not have is left out."""
    match value:
        case dict():
            parts = ((f"{path}.{_bare(key)}", one) for key, one in value.items())
        case list():
            parts = ((f"{path}[{at}]", one) for at, one in enumerate(value))
        case _:
            return {} if value is None else {path: _bare(str(value))}
    return {key: text for part, one in parts for key, text in _flat(one, part).items()}


def _bare(text: str) -> str:
    return "".join(text.split())


def _point(tally: Tally, how: str, source: Source, document: Document, laid: LaidOut) -> None:
    cut = cutter(source.path, source.data, document.encoding)
    records = (record for filing in laid.filings for record in filing.records())
    pieces = (piece for one in records for _, field in fields_of(one) for piece in field.pieces)
    for _, cell, start, end in pieces:
        if start == end:
            continue
        tally.places += 1
        text = _bare(cell.text[start:end])
        there = _bare("".join(map(cut, cell.places_of(start, end))))
        # Places in sheets and letters are cells, of which a field may be a part.
        tally.pointed += text in there if how in {"xlsx", "docx"} else text == there


if __name__ == "__main__":
    given_count, given_seed, *names = [*sys.argv[1:], "", ""][: max(2, len(sys.argv) - 1)]
    main(
        int(given_count or os.environ.get("AUDIT_EXAMPLES", "10")),
        int(given_seed or int.from_bytes(os.urandom(4))),
        names,
    )

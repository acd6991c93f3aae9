"""PDFs made to hang or to balloon cost a page, told with its cap; all else is read."""

import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import jsonschema
import pytest

from audit.document import Document, Table
from audit.errors import ReadError
from audit.messages import error_text, problem_text
from audit.pipeline import Options, read
from audit.plugins import ReadOptions, Source
from audit.readers.pdf import worker
from audit.stitch import stitch

GOOD = b"BT /F 12 Tf 100 700 Td (page %d) Tj ET"
ENDLESS = b"/X Do"
"""Draws a form that draws the next one nine times, ten deep."""
_FONT, _FORMS, _DEPTH, _WIDTH = 3, 4, 10, 9


def pdf(*contents: bytes) -> bytes:
    """A page for each content, which may draw the form that never ends."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(contents), b" ".join(b"%d 0 R" % _page(at) for at in range(len(contents)))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for depth in range(_DEPTH):
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]"
        is_last = depth == _DEPTH - 1
        within = b"" if is_last else b"/Resources<</XObject<</X %d 0 R>>>>" % (_FORMS + depth + 1)
        objects.append(_stream(b"0 0 1 1 re f" if is_last else b"/X Do " * _WIDTH, form + within))
    for at, content in enumerate(contents):
        resources = b"/Font<</F %d 0 R>>/XObject<</X %d 0 R>>" % (_FONT, _FORMS)
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<<%s>>/Contents %d 0 R>>"
            % (resources, _page(at) + 1),
            _stream(zlib.compress(content), b"/Filter/FlateDecode"),
        ]
    return _file(objects)


def _page(at: int) -> int:
    return _FORMS + _DEPTH + 2 * at


def _stream(content: bytes, keys: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (keys, len(content), content)


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return (
        out + head + b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    )


def lines(count: int) -> bytes:
    return b"".join(
        b"%d %d m %d %d l S\n" % (i % 600, i // 600, i % 600 + 5, i // 600) for i in range(count)
    )


def texts(document: Document) -> list[str]:
    return [cell.text for cell in document.cells()]


NO_OTHER_CAP = {"page_objects": 2**30, "stream_bytes": 2**30}
"""The caps that are asked first, out of the way."""


@pytest.mark.parametrize(
    ("content", "limits", "key"),
    [
        pytest.param(ENDLESS, {"page_seconds": 1, "memory_bytes": 2**40}, "page-too-slow", id="forms in forms, by time"),
        pytest.param(ENDLESS, {"memory_bytes": 400_000_000}, "page-too-heavy", id="forms in forms, by memory"),
        pytest.param(b"0 0 1 1 re f " * 20_000_000, {"memory_bytes": 400_000_000, **NO_OTHER_CAP}, "page-too-heavy", id="a stream of 260 MB"),
        pytest.param(lines(200_001), {}, "page-too-large", id="more lines than a page may have"),
    ],
)  # fmt: skip
@pytest.mark.skipif(sys.platform == "win32", reason="memory has no cap there")
def test_a_page_that_breaks_a_cap_is_told_and_the_others_are_read(
    content: bytes, limits: dict[str, int], key: str
) -> None:
    found = read(Source("a.pdf", pdf(GOOD % 1, content, GOOD % 3)), Options(limits))

    assert texts(found) == ["page 1", "page 3"]
    (problem,) = found.problems
    assert (problem.key, problem.place.page, problem.lost) == (key, 2, True)
    caps = {"page-too-slow": "page_seconds", "page-too-heavy": "memory_bytes"}
    assert f"limits.{caps.get(key, 'page_objects')}" in problem_text(problem, "zh")


def test_a_stream_that_unpacks_to_too_much_costs_its_page_only() -> None:
    bomb = b"0 0 1 1 re f " * 20_000
    data = pdf(GOOD % 1, bomb, GOOD % 3, bomb)

    found = read(Source("a.pdf", data), Options({"stream_bytes": 200_000}))

    assert texts(found) == ["page 1", "page 3"]
    told = [(problem.key, problem.place.page, problem.lost) for problem in found.problems]
    assert told == [("stream-too-large", 2, True), ("stream-too-large", 4, True)]
    assert "limits.stream_bytes" in problem_text(found.problems[0], "zh")


def test_where_no_page_is_left_the_file_is_unreadable() -> None:
    with pytest.raises(ReadError) as raised:
        read(Source("a.pdf", pdf(ENDLESS)), Options({"page_seconds": 1, "memory_bytes": 2**40}))

    told = error_text(raised.value, "zh")
    assert raised.value.key == "page-too-slow"
    assert "第 1 页" in told
    assert "limits.page_seconds" in told


def test_a_file_of_such_pages_is_given_up() -> None:
    contents = [GOOD % 1, *[ENDLESS] * 4, GOOD % 6]

    with pytest.raises(ReadError) as raised:
        read(Source("a.pdf", pdf(*contents)), Options({"memory_bytes": 300_000_000}))

    assert (raised.value.key, raised.value.values["pages"]) == ("given-up", [2, 3, 4, 5])


def test_100_000_lines_on_a_page_are_read() -> None:
    found = read(Source("a.pdf", pdf(GOOD % 1, lines(100_000), GOOD % 3)))

    assert found.problems == ()
    assert texts(found) == ["page 1", "page 3"]


def test_the_second_engine_is_bound_too() -> None:
    options = Options(
        {"page_seconds": 5, "memory_bytes": 300_000_000}, {"pdf_engine": "pdfplumber"}
    )
    found = read(Source("a.pdf", pdf(GOOD % 1, ENDLESS, GOOD % 3)), options)

    # Which of the two is met first is a matter of the machine.
    (problem,) = found.problems
    assert problem.key in {"page-too-slow", "page-too-heavy"}
    assert problem.place.page == 2
    assert len(texts(found)) == 2


def test_a_cap_that_is_too_low_for_the_reader_itself_is_told_as_such() -> None:
    worker.end_all()

    with pytest.raises(ReadError, match="page-too-heavy"):
        read(Source("a.pdf", pdf(GOOD % 1)), Options({"memory_bytes": 1_000_000}))


def test_one_process_reads_many_files_also_after_errors() -> None:
    read(Source("a.pdf", pdf(GOOD % 1)))
    (kept,) = worker.waiting()

    with pytest.raises(ReadError, match="pdf-damaged"):
        read(Source("b.pdf", b"%PDF-1.4\n"))
    read(Source("c.pdf", pdf(GOOD % 1)))

    assert worker.waiting() == [kept]


def test_a_reading_that_is_left_ends_its_process() -> None:
    source = Source("a.pdf", pdf(*(GOOD % number for number in range(1, 9))))
    worker.end_all()

    pages = worker.pages(source, ReadOptions({}, {}))
    next(pages)
    pages.close()

    assert worker.waiting() == []


def test_too_many_seconds_for_a_file() -> None:
    with pytest.raises(ReadError, match="too-many-seconds"):
        list(worker.pages(Source("a.pdf", pdf(GOOD % 1)), ReadOptions({"seconds": -1}, {})))


GRID = b"0 0 m 300 0 l S 0 99 m 300 99 l S 0 200 m 300 200 l S " + b"".join(
    b"%d 0 m %d 200 l S " % (at, at) for at in (0, 150, 300)
)


@pytest.mark.parametrize("engine", ["auto", "pdfium", "pdfplumber"])
def test_a_table_says_which_engine_read_it(engine: str) -> None:
    data = pdf(GRID + GOOD % 1, GRID + GOOD % 2)

    stitched = stitch(read(Source("a.pdf", data), Options(reading={"pdf_engine": engine})))

    tables = [block for block in stitched.blocks if isinstance(block, Table)]
    assert {table.engine for table in tables} == {{"auto": "pdfium"}.get(engine, engine)}


Audit = Callable[..., "subprocess.CompletedProcess[str]"]
SCHEMA = json.loads(
    (Path(worker.__file__).parents[2] / "schemas/records.schema.json").read_text("utf-8")
)


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    filing = Path(__file__).parents[1] / "fixtures/qinghe-education-2026.md"
    (tmp_path / "good.md").write_text(filing.read_text("utf-8"), "utf-8")
    (tmp_path / "bad.pdf").write_bytes(pdf(GOOD % 1, ENDLESS, GOOD % 3))

    def run(*argv: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "audit", *argv]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False
        )

    return run


@pytest.mark.parametrize("by", ["flag", "settings"])
def test_records_with_places_tell_the_engine_of_each_table(
    by: str, audit: Audit, tmp_path: Path
) -> None:
    (tmp_path / "good.pdf").write_bytes(pdf(GRID + GOOD % 1))
    flag = ["--pdf-engine", "pdfplumber"] if by == "flag" else []
    if by == "settings":
        (tmp_path / "audit.yaml").write_text("pdf_engine: pdfplumber\n", "utf-8")

    told = json.loads(audit("records", "good.pdf", "--places", *flag).stdout)["files"][0]
    without = json.loads(audit("records", "good.pdf", *flag).stdout)["files"][0]

    (table,) = told["tables"]
    assert (table["engine"], table["place"]["page"]) == ("pdfplumber", 1)
    assert "tables" not in without
    jsonschema.validate(told, SCHEMA["properties"]["files"]["items"] | {"$defs": SCHEMA["$defs"]})


def test_an_engine_that_is_not_there_is_told(audit: Audit) -> None:
    ran = audit("check", "--pdf-engine", "pdfum", "--lang", "en", "good.md")

    assert ran.returncode == 2
    assert "Did you mean “pdfium”?" in ran.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_other_files_are_checked_and_the_exit_code_is_2(jobs: str, audit: Audit) -> None:
    ran = audit(
        "--isolated", "--lang", "zh", "--no-cache", "--config", "limits.memory_bytes=300000000",
        "--fail-on", "never", "--skip-unrecognised", "-j", jobs, "bad.pdf", "good.md",
    )  # fmt: skip

    assert ran.returncode == 2
    assert "good.md:" in ran.stdout
    (told,) = (line for line in ran.stderr.splitlines() if line.startswith("bad.pdf"))
    assert "第2页" in told
    assert "limits.memory_bytes" in told


def test_a_part_that_was_not_read_is_not_kept_for_the_next_run(
    audit: Audit, tmp_path: Path
) -> None:
    words = ("--isolated", "--cache-dir", "cache", "--config", "limits.page_seconds=1", "bad.pdf")

    assert audit(*words).returncode == 2
    assert list(tmp_path.glob("cache/results/*.json")) == []

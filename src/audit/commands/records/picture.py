"""`audit records FILE.pdf --picture OUT.png`: pages with what was found on them.

Pages that hold a table are drawn, or the one that is asked for; several go to OUT-3.png,
OUT-4.png, by their numbers. Drawing is done in processes with limits, as reading is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from audit import messages, pipeline
from audit.commands.outputs import refuse_inputs
from audit.commands.records import reading
from audit.commands.records.marking import Marks, marked, marks_of
from audit.commands.surroundings import say, say_error
from audit.document import Table
from audit.errors import AuditError, ReadError, UsageError
from audit.pipeline import workers
from audit.pipeline.inputs import Input
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.rendering import pages_in, rendered
from audit.readers.pdf.serving import MEMORY_BYTES, cap_memory


class _Page(NamedTuple):
    number: int
    path: Path


def draw(
    named: Sequence[Input], options: pipeline.Options, picture: str, number: int | None, lang: str
) -> int:
    """The exit code. `number`: of the page that is asked for. Raises UsageError, ReadError."""
    source, found = _read(named, options)
    how = ReadOptions(options.limits, {**options.reading, "passwords": options.passwords})
    pages = _pages(found, Path(picture), number, count=pages_in(source, how))
    for page in pages:
        refuse_inputs(str(page.path), [source.path])
    work = partial(_drawn, source=source, how=how, marks=marks_of(found))
    failed = False
    for page, error in zip(pages, _all(work, pages, options, source.path), strict=True):
        failed |= error is not None
        if error is not None:
            say_error(error, lang)
        else:
            say(messages.text("records.drawn", lang, name=str(page.path), page=page.number))
    say(messages.text("records.picture-colours", lang))
    for problem in found.problems:
        if problem.lost:
            said = messages.problem_text(problem, lang)
            say(messages.located(source.path, problem.place, said, lang))
    return 2 if failed or not found.is_whole else 0


def _read(named: Sequence[Input], options: pipeline.Options) -> tuple[Source, reading.Read]:
    if len(named) != 1:
        raise UsageError("picture-of-several", count=len(named))
    (one,) = named
    if one.error is not None:
        raise one.error
    source = pipeline.source_of(one.path, options)
    found = reading.read_source(source, options)
    if found.error is not None:
        raise found.error
    if found.format != "pdf":
        raise UsageError("picture-of-no-pdf", name=one.path, format=found.format)
    return source, found


def _pages(found: reading.Read, picture: Path, number: int | None, *, count: int) -> list[_Page]:
    if number is not None:
        if number > count:
            raise UsageError("no-such-page", name=found.path, number=number, count=count)
        return [_Page(number, picture)]
    numbers = sorted({block.place.page or 1 for block in found.blocks if isinstance(block, Table)})
    if not numbers:
        raise UsageError("picture-of-no-table", name=found.path)
    if len(numbers) == 1:
        return [_Page(numbers[0], picture)]
    return [_Page(one, picture.with_stem(f"{picture.stem}-{one}")) for one in numbers]


def _all(
    work: Callable[[_Page], AuditError | None],
    pages: Sequence[_Page],
    options: pipeline.Options,
    path: str,
) -> Iterator[AuditError | None]:
    seconds = options.limit("seconds")

    def ended(_: _Page, why: workers.Loss) -> AuditError:
        return ReadError(why, path=path, limit=seconds)

    jobs = min(len(pages), pipeline.fitting_jobs(8 * len(pages)))
    return workers.run(work, pages, ended, jobs=jobs, seconds=seconds)


def _drawn(
    page: _Page, *, source: Source, how: ReadOptions, marks: Mapping[int, Marks]
) -> AuditError | None:
    """What kept the page from being drawn."""
    cap_memory(how.limits.get("memory_bytes", MEMORY_BYTES))
    try:
        image, scale = rendered(source, how, page.number)
        whole = marked(image, scale, marks.get(page.number, Marks()))
        whole.save(page.path, format="PNG")
    except AuditError as error:
        return error
    except OSError as error:
        why = error.strerror or str(error)
        return UsageError("output-unwritable", name=str(page.path), why=why)
    return None

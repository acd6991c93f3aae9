"""One document and many: names to files, files to reports, whatever the number of workers."""

import os
import pickle
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from audit import pipeline, plugins
from audit.document import Document
from audit.engine import Engine, compile_rules
from audit.errors import AuditError, ReadError
from audit.filing import to_dict
from audit.layouts import LaidOut
from audit.pipeline import sniffing, timing, workers
from audit.pipeline.inputs import Input, expand, source_of
from audit.plugins import Reader, Registry, Source
from audit.report import FileReport, Summary
from audit.rulebook.load import load

TABLE = """\
部门名称：清河区教育局

单位：万元

| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 合计 | 20.00 | 20.00 | | | | |
| {name} | 20.00 | 20.00 | | | 维修校舍2栋。 | 1、1-产出指标,11-数量指标,维修校舍数；实施周期指标值:{target},年度指标值:{target}； |
"""


def table(name: str = "校舍维修", target: str = "提高") -> str:
    return TABLE.format(name=name, target=target)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return compile_rules(load())


def paths(folder: Path, names: Sequence[str]) -> list[str]:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(table(), encoding="utf-8")
    return [str(folder / name) for name in names]


def error_of(report: FileReport) -> str:
    assert isinstance(report.error, AuditError)
    assert (report.filings, report.findings) == ((), ())
    return report.error.key


# Names to files


def test_a_folder_gives_known_formats_sorted_without_hidden_and_lock_files(tmp_path: Path) -> None:
    paths(tmp_path, ["b/2.md", "b/1.md", "a.md", ".git/x.md", "b/.x.md", "~$a.md", "c.jpg"])

    found = list(expand([str(tmp_path)]))

    assert [one.path for one in found] == [
        str(tmp_path / name) for name in ("a.md", "b/1.md", "b/2.md")
    ]
    assert not any(one.named for one in found)


def test_a_glob_is_read_where_the_shell_has_left_it(tmp_path: Path) -> None:
    paths(tmp_path, ["1.md", "2.md", "x/3.md", "c.jpg"])

    flat = [Path(one.path).name for one in expand([f"{tmp_path}/*.md"])]
    deep = [Path(one.path).name for one in expand([f"{tmp_path}/**/*.md"])]

    assert (flat, deep) == (["1.md", "2.md"], ["1.md", "2.md", "3.md"])


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tmp_path: Path) -> None:
    (name,) = paths(tmp_path, ["[2024] 目标表.md"])

    assert list(expand([name])) == [Input(name, named=True)]


def test_each_file_comes_once(tmp_path: Path) -> None:
    one, two = paths(tmp_path, ["1.md", "2.md"])

    found = list(expand([two, str(tmp_path), one, "-", "-"]))

    assert [(Path(given.path).name, given.named) for given in found] == [
        ("2.md", True), ("1.md", False), ("-", True),
    ]  # fmt: skip


def test_files_met_may_be_left_out_and_named_ones_not(tmp_path: Path) -> None:
    one, two = paths(tmp_path, ["1.md", "2.md"])

    found = list(expand([str(tmp_path), one], lambda path: path == one))

    assert [given.path for given in found] == [two, one]


def test_links_that_lead_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (outside,) = paths(tmp_path, ["outside.md"])
    (inside,) = paths(tmp_path, ["folder/inside.md"])
    try:
        (tmp_path / "folder" / "link.md").symlink_to(outside)
    except OSError:
        pytest.skip("no links on this system")

    assert [one.path for one in expand([str(tmp_path / "folder")])] == [inside]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        pytest.param("not-here.md", "missing-file", id="a missing file"),
        pytest.param("empty", "nothing-in-folder", id="a folder without filings"),
        pytest.param("*.xyz", "nothing-matches", id="a glob without a match"),
        pytest.param("a\0b.md", "missing-file", id="no file could have this name"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_others_go_on(
    name: str, key: str, tmp_path: Path, engine: Engine
) -> None:
    (tmp_path / "empty").mkdir()
    (good,) = paths(tmp_path, ["good.md"])

    reports = list(pipeline.check_paths(expand([f"{tmp_path}/{name}", good]), engine))

    assert error_of(reports[0]) == key
    assert [one.rule for one in reports[1].findings]


def test_a_missing_file_names_what_it_may_have_been(tmp_path: Path) -> None:
    paths(tmp_path, ["绩效目标表.md"])

    with pytest.raises(ReadError) as caught:
        source_of(str(tmp_path / "绩效目标.md"))

    assert caught.value.values == {"nearest": "绩效目标表.md"}


# Bytes to readers


@pytest.mark.parametrize(
    ("given", "key"),
    [
        pytest.param(Source("a.md", b""), "empty-file", id="an empty file"),
        pytest.param(Source("~$a.md", b"x"), "lock-file", id="a lock file"),
        pytest.param(Source("a.md", b"\x7fELF\0\0\0\1" * 99), "binary-file", id="binary junk"),
        pytest.param(Source("a.md", b"x" * 2000), "too-many-bytes", id="too large"),
        pytest.param(
            Source("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1.."), "old-office-file", id="doc"
        ),
        pytest.param(Source("a.md", b"PK\x03\x04...."), "broken-archive", id="an archive"),
        pytest.param(Source("a.xyz", b"text"), "unknown-format", id="an unknown suffix"),
        pytest.param(Source("a.bad", b"text"), "content-is-not", id="not what the suffix says"),
    ],
)
def test_bad_input(
    given: Source, key: str, tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_readers(monkeypatch, Reader("bad", (".bad",), (b"BAD",), "x:y"))
    (tmp_path / given.path).write_bytes(given.data)

    options = pipeline.Options(limits={"bytes": 1000})
    report = pipeline.check_file(str(tmp_path / given.path), engine, options)

    assert error_of(report) == key


def _with_readers(monkeypatch: pytest.MonkeyPatch, *readers: Reader) -> None:
    real = plugins.registry()
    registry = Registry(
        (*real.readers, *readers), real.layouts, real.checks, real.reporters, (), real.owners
    )
    monkeypatch.setattr(plugins, "registry", lambda: registry)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        source_of(str(tmp_path))

    assert caught.value.key == "not-a-file"


@pytest.mark.parametrize(
    ("path", "data", "reader"),
    [
        pytest.param("a.md", "中文".encode(), "markdown", id="by suffix"),
        pytest.param("A.MD", b"text", "markdown", id="in capitals"),
        pytest.param("-", b"| a |", "markdown", id="standard input without a name"),
        pytest.param("a.txt", b"| a |", "markdown", id="plain text"),
        pytest.param("a.md", "中文".encode("utf-16"), "markdown", id="UTF-16 is no binary"),
        pytest.param("a.md", "ab|cd".encode("utf-16-le") * 9, "markdown", id="without a mark, too"),
        pytest.param("a.md", b"MAGIC..", "magic", id="content goes before suffix"),
    ],
)
def test_the_reader_of_a_file(
    path: str, data: bytes, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_readers(monkeypatch, Reader("magic", (".magic",), (b"MAGIC",), "x:y"))

    assert sniffing.reader_of(Source(path, data)).name == reader


# One document


def test_a_file_is_read_laid_out_and_checked(tmp_path: Path, engine: Engine) -> None:
    (path,) = paths(tmp_path, ["a.md"])

    report = pipeline.check_file(path, engine)

    assert report.error is None
    assert (report.format, report.encoding, len(report.filings)) == ("markdown", "utf-8", 1)
    assert len(report.sha256) == 64
    assert "vague-target" in {one.rule for one in report.findings}


def test_rules_can_be_switched_for_a_file(tmp_path: Path, engine: Engine) -> None:
    (path,) = paths(tmp_path, ["a.md"])
    options = pipeline.Options(switches=lambda _: {"vague-target": "off"})

    report = pipeline.check_file(path, engine, options)

    assert "vague-target" not in {one.rule for one in report.findings}


@pytest.mark.parametrize(
    ("named", "skip", "found"),
    [
        pytest.param(True, False, ["unrecognised-document"], id="named"),
        pytest.param(False, False, [], id="met in a folder"),
        pytest.param(True, True, [], id="skipped"),
    ],
)
def test_a_file_without_a_filing(named: bool, skip: bool, found: list[str], engine: Engine) -> None:
    options = pipeline.Options(skip_unrecognised=skip)

    report = pipeline.check_file(Source("a.md", "无表。".encode()), engine, options, named=named)

    assert [one.rule for one in report.findings] == found
    assert report.named == named
    summary = Summary()
    summary.add(report)
    assert (summary.files, summary.filings, summary.unrecognised) == (1, 0, 1)


def _fails(*_: object) -> Document:
    message = "故障"
    raise KeyError(message)


def test_a_reader_that_fails_costs_its_file(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audit.readers.markdown.read", _fails)

    report = pipeline.check_file(Source("a.md", b"x"), engine)

    assert error_of(report) == "reading-failed"
    assert report.error is not None
    assert report.error.values["why"] == "KeyError: '故障'"


# Many documents


def _shown(reports: Sequence[FileReport]) -> list[Any]:
    return [
        (one.path, one.sha256, [finding.to_dict() for finding in one.findings], one.coverage)
        for one in reports
    ]


def test_any_number_of_workers_gives_the_same(tmp_path: Path, engine: Engine) -> None:
    """Output is deterministic, whatever the number of workers: design, section 8."""
    for number in range(12):
        text = table(f"项目{number}", "提高" if number % 3 else "≥2栋")
        (tmp_path / f"{number:02}.md").write_text(text, encoding="utf-8")
    names = [str(tmp_path), str(tmp_path / "missing.md")]

    runs = [
        _shown(list(pipeline.check_paths(expand(names), engine, jobs=jobs))) for jobs in (1, 2, 3)
    ]

    assert runs[0] == runs[1] == runs[2]
    assert len(runs[0]) == 13


def test_reports_of_a_run_hold_texts_without_cells(tmp_path: Path, engine: Engine) -> None:
    (path,) = paths(tmp_path, ["a.md"])
    whole = pipeline.check_file(path, engine)

    (report,) = pipeline.check_paths([Input(path, named=True)], engine)

    assert [to_dict(one) for one in report.filings] == [to_dict(one) for one in whole.filings]
    assert report.filings[0].projects[0].source.place == whole.filings[0].projects[0].source.place
    assert len(pickle.dumps(report)) < len(pickle.dumps(whole))


def test_rules_over_several_files_report_last(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = [Input(path, named=True) for path in paths(tmp_path, ["a.md", "b.md"])]
    seen: list[int] = []
    judge = engine.judge

    def counting(keyed: Any) -> Any:
        seen.append(len(list(keyed)))
        return judge(())

    monkeypatch.setattr(engine, "judge", counting, raising=False)
    work = pipeline._job

    def with_key(*args: Any, **kwargs: Any) -> Any:
        keyed: Any = ("key",)
        return work(*args, **kwargs)._replace(keyed=keyed)

    monkeypatch.setattr(pipeline, "_job", with_key)

    reports = list(pipeline.check_paths(given, engine))

    assert seen == [2]
    assert [bool(one.path) for one in reports] == [True, True, False]
    summary = Summary()
    for report in reports:
        summary.add(report)
    assert (summary.files, summary.unrecognised) == (2, 0)


# Workers


def _work(task: str) -> str:
    if task == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "hang":
        time.sleep(60)
    return task.upper()


posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@posix
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_a_worker_that_dies_costs_its_own_task(jobs: int) -> None:
    tasks = ["a", "die", "b", "c", "die", "die", "d"]

    results = workers.run(
        _work, iter(tasks), lambda task, how: f"{task} {how}", jobs=jobs, seconds=60
    )

    died = "die worker-died"
    assert list(results) == ["A", died, "B", "C", died, died, "D"]


def test_a_worker_that_hangs_is_ended() -> None:
    tasks = ["a", "hang", "b"]

    results = workers.run(_work, tasks, lambda task, how: f"{task} {how}", jobs=2, seconds=0.5)

    assert list(results) == ["A", "hang too-many-seconds", "B"]


def test_the_pool_runs_ahead_by_a_few_tasks_only() -> None:
    """Memory is flat in the number of filings: design, section 11."""
    taken: list[int] = []

    def tasks() -> Any:
        for number in range(1000):
            taken.append(number)
            yield str(number)

    results = workers.run(_work, tasks(), lambda task, _: task, jobs=2, seconds=60)
    for _ in range(5):
        next(results)

    assert len(taken) < 20
    results.close()  # type: ignore[attr-defined]  # a generator, which a caller may leave early


@posix
def test_time_is_limited_in_this_process() -> None:
    with pytest.raises(timing.TimeIsUp), timing.within(0.05):
        time.sleep(30)


@posix
def test_time_that_is_not_up_leaves_nothing_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)

    with timing.within(60):
        pass

    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@posix
def test_a_file_that_takes_too_long_costs_itself(
    tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, good = paths(tmp_path, ["slow.md", "good.md"])
    lay_out = pipeline.lay_out_whole

    def stuck(document: Document) -> LaidOut:
        if document.path == slow:
            time.sleep(30)
        return lay_out(document)

    monkeypatch.setattr(pipeline, "lay_out_whole", stuck)
    options = pipeline.Options(limits={"seconds": 1})
    given = [Input(path, named=True) for path in (slow, good)]

    reports = list(pipeline.check_paths(given, engine, options))

    assert error_of(reports[0]) == "too-many-seconds"
    assert reports[1].error is None


@pytest.mark.parametrize(("files", "most"), [(1, 1), (15, 1), (16, 2), (10_000, 10_000)])
def test_fitting_jobs(files: int, most: int) -> None:
    assert 1 <= pipeline.fitting_jobs(files) <= most

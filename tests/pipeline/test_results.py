"""What is kept of files: the same report, and only where all that bears on it is the same."""

import dataclasses
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import cache, pipeline
from audit.document import Box, Place, Problem
from audit.finding import Edit, Finding, Fix, Related, Severity, Spot, Text
from audit.pipeline import codec
from audit.pipeline.inputs import Input
from audit.pipeline.results import Results, results_of
from audit.report import INTERNAL_ERROR, Coverage, FileReport, Unclaimed
from audit.rulebook.load import load

FILING = """\
单位：万元

| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 合计 | 20.00 | 20.00 | | | | |
| 校舍维修 | 20.00 | 20.00 | | | 维修校舍。 | 1、1-产出指标,11-数量指标,维修校舍数；实施周期指标值:提高,年度指标值:提高； |
"""
WORDS = st.text(max_size=5)
MAYBE = st.none() | st.integers(1, 99)
PLACES = st.builds(
    Place, MAYBE, MAYBE, MAYBE, MAYBE, MAYBE, st.none() | WORDS, st.none() | WORDS,
    MAYBE, MAYBE, MAYBE,
    st.lists(st.builds(Box, st.integers(1, 9), *[st.floats(0, 900)] * 4), max_size=2).map(tuple),
)  # fmt: skip
TEXTS = st.builds(Text, WORDS, WORDS)


def some(values: st.SearchStrategy[Any], *, least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(values, min_size=least, max_size=2).map(tuple)


SPOTS = st.builds(Spot, places=some(PLACES, least=1))
FIXES = st.builds(Fix, some(st.builds(Edit, places=some(PLACES))), title=TEXTS)
FINDINGS = st.builds(
    Finding, spot=SPOTS, severity=st.sampled_from(Severity), fix=st.none() | FIXES,
    related=some(st.builds(Related, spot=SPOTS)),
)  # fmt: skip
REPORTS = st.builds(
    FileReport,
    path=WORDS, sha256=WORDS, format=WORDS, filings=st.just(()), findings=some(FINDINGS),
    coverage=some(st.builds(Coverage)), unclaimed=some(st.builds(Unclaimed, PLACES, WORDS)),
    problems=some(st.builds(Problem, WORDS, PLACES)), error=st.none(),
)  # fmt: skip


def plain(value: Any) -> Any:
    """Records compare by identity: what they hold, and of which class they are."""
    if dataclasses.is_dataclass(value):
        parts = [getattr(value, one.name) for one in dataclasses.fields(value)]
        return type(value), plain(tuple(parts))
    if isinstance(value, tuple):
        return type(value), tuple(map(plain, value))
    return type(value), value


def back(report: FileReport) -> FileReport:
    return codec.decoded(json.loads(json.dumps(codec.encoded(report), ensure_ascii=False)))


@given(REPORTS)
@settings(deadline=None, max_examples=50)
def test_a_report_comes_back_as_it_was(report: FileReport) -> None:
    found = back(report)

    assert plain(found) == plain(report)
    for lang in ("zh", "en"):
        whole = [one.to_dict(lang) for one in report.findings]
        assert [one.to_dict(lang) for one in found.findings] == whole


@pytest.fixture(scope="module")
def engine() -> pipeline.LateEngine:
    return pipeline.LateEngine(load())


def test_a_real_report_comes_back_with_its_filings(
    tmp_path: Path, engine: pipeline.LateEngine
) -> None:
    (tmp_path / "a.md").write_text(FILING, "utf-8")
    (report,) = pipeline.check_paths([Input(str(tmp_path / "a.md"), named=True)], engine)

    assert report.filings
    assert report.findings
    assert plain(back(report)) == plain(report)


@pytest.mark.parametrize("value", [None, 1, {}, [], ["a"], ["a", "b", "c", 1], [[]] * 30])
def test_what_is_no_report_raises(value: Any) -> None:
    with pytest.raises((TypeError, ValueError, LookupError)):
        codec.decoded(value)


class Runs:
    """Runs of one file, which tell whether it was checked or known."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = folder / "a.md"
        self.path.write_text(FILING, "utf-8")
        self.results = Results(folder / ".audit_cache", "basis")
        self.checked = 0
        plain_job = pipeline._job

        def counted(*arguments: Any, **named: Any) -> Any:
            self.checked += 1
            return plain_job(*arguments, **named)

        monkeypatch.setattr(pipeline, "_job", counted)

    def __call__(self, engine: pipeline.LateEngine, **options: Any) -> tuple[FileReport, int]:
        before = self.checked
        chosen = pipeline.Options(**{"results": self.results, **options})
        given = [Input(str(self.path), named=True)]
        (report,) = pipeline.check_paths(given, engine, chosen)
        return report, self.checked - before

    def entries(self) -> list[Path]:
        return sorted(self.results.folder.glob("result-*.json"))


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runs:
    return Runs(tmp_path, monkeypatch)


def test_a_file_is_checked_once(runs: Runs, engine: pipeline.LateEngine) -> None:
    first, checked = runs(engine)
    assert checked == 1
    again, checked = runs(engine)

    assert checked == 0
    assert plain(again) == plain(first)
    assert (runs.results.folder / ".gitignore").read_text("utf-8") == "*\n"


def test_what_bears_on_a_report_is_in_its_key(runs: Runs, engine: pipeline.LateEngine) -> None:
    runs(engine)
    assert runs(engine, skip_unrecognised=True)[1] == 1
    assert runs(engine, limits={"cells": 99_999})[1] == 1
    assert runs(engine, switches=lambda _: {"vague-target": "off"})[1] == 1
    assert runs(engine, results=Results(runs.results.folder, "other rules"))[1] == 1
    runs.path.write_text(FILING + "\n附注\n", "utf-8")
    assert runs(engine)[1] == 1
    assert runs(engine)[1] == 0


@pytest.mark.parametrize("broken", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_a_broken_entry_is_none(runs: Runs, engine: pipeline.LateEngine, broken: bytes) -> None:
    first, _ = runs(engine)
    (entry,) = runs.entries()
    entry.write_bytes(broken)

    again, checked = runs(engine)

    assert checked == 1
    assert plain(again) == plain(first)


def test_a_folder_that_cannot_be_written_is_none(runs: Runs, engine: pipeline.LateEngine) -> None:
    runs.results.folder.write_text("a file stands there", "utf-8")

    assert runs(engine)[1] == 1
    assert runs(engine)[1] == 1


def test_crashed_checks_and_unread_files_are_not_kept(
    runs: Runs, engine: pipeline.LateEngine
) -> None:
    report, _ = runs(engine)
    (entry,) = runs.entries()
    entry.unlink()

    crashed = replace(report.findings[0], rule=INTERNAL_ERROR)
    runs.results.keep("0" * 32, replace(report, findings=(crashed,)))
    runs.path.write_bytes(b"")
    assert runs(engine)[0].error is not None

    assert runs.entries() == []


def test_old_entries_make_room(tmp_path: Path) -> None:
    for number in range(5):
        path = tmp_path / f"result-{number}.json"
        path.write_text("12345", "utf-8")
        os.utime(path, (number, number))
    (tmp_path / ".gitignore").write_text("*\n", "utf-8")

    cache.trim(tmp_path, "result-", 4)
    assert sorted(one.name[7:8] for one in tmp_path.glob("result-*")) == ["1", "2", "3", "4"]
    cache.trim(tmp_path, "result-", 4, most_bytes=11)

    assert sorted(one.name for one in tmp_path.iterdir()) == [
        ".gitignore", "result-3.json", "result-4.json",
    ]  # fmt: skip


@pytest.fixture
def with_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDIT_NO_CACHE", raising=False)
    monkeypatch.delenv("AUDIT_CACHE_DIR", raising=False)
    monkeypatch.setattr(cache, "_disabled", False)


@pytest.mark.usefixtures("with_caches")
def test_where_results_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = load()
    beside = results_of(book, tmp_path, switched=False)
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(tmp_path / "elsewhere"))
    chosen = results_of(book, tmp_path, switched=False)
    monkeypatch.setenv("AUDIT_NO_CACHE", "1")

    assert results_of(book, tmp_path, switched=False) is None
    assert beside is not None
    assert chosen is not None
    assert beside.folder == tmp_path / ".audit_cache"
    assert chosen.folder == tmp_path / "elsewhere" / "results"


@pytest.mark.usefixtures("with_caches")
def test_rules_that_look_across_files_keep_nothing(tmp_path: Path) -> None:
    book = load()
    across = replace(book.rules[0].checks[0], each="corpus")
    for enabled, switched, is_kept in [
        (True, False, False),
        (False, False, True),
        (False, True, False),
    ]:
        rule = replace(book.rules[0], checks=(across,), enabled=enabled)
        found = results_of(replace(book, rules=(rule,)), tmp_path, switched=switched)
        assert (found is not None) == is_kept

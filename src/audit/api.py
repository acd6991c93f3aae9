"""The library in three functions: what a filing says, and what is wrong with it, or with many.

>>> from audit import check
>>> table = '''
... | 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
... |---|---|---|---|---|---|---|
... | 校舍维修 | 20.00 | 20.00 | | | 维修校舍2栋。 | 1、1-产出指标,11-数量指标,维修校舍数；实施周期指标值:提高,年度指标值:提高； |
... '''
>>> report = check(table.encode(), select=["vague-target"])
>>> for finding in report.findings:
...     print(finding.code, finding.spot.field, finding.spot.text, finding.spot.place.line)
T001 annual_target 提高 4
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from audit import pipeline
from audit.engine import Engine, compile_rules
from audit.filing import Filing
from audit.pipeline.inputs import STDIN, within
from audit.plugins import Source
from audit.report import FileReport
from audit.rulebook.load import load
from audit.rulebook.select import choose

FilingSource = str | Path | bytes
"""A path, or the bytes of a document."""

_MOST_ENGINES = 8
_engines: dict[tuple[str, tuple[str, ...]], Engine] = {}


def check(
    source: FilingSource,
    *,
    name: str = "",
    rules: Sequence[str | Path] = (),
    profile: str = "default",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    limits: Mapping[str, int] | None = None,
    passwords: Sequence[str] = (),
) -> FileReport:
    """What is wrong with a filing.

    `name` tells the format of bytes by its suffix, `rules` are folders of further rules, and
    `select` and `ignore` are what `--select` and `--ignore` take; `passwords` open encrypted
    files. No settings file is read.

    Raises AuditError where the source cannot be read or a name means no rule, and an
    ExceptionGroup of RuleErrors where a rule is broken.
    """
    options = pipeline.Options(limits=limits or {}, passwords=tuple(passwords))
    engine = _engine([Path(folder) for folder in rules], profile, select, ignore)
    report = pipeline.check_file(_source(source, name, options), engine, options)
    if report.error is not None:
        raise report.error
    return report


def check_all(
    paths: Iterable[str | Path],
    *,
    rules: Sequence[str | Path] = (),
    profile: str = "default",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    limits: Mapping[str, int] | None = None,
    passwords: Sequence[str] = (),
    jobs: int = 1,
) -> Iterator[FileReport]:
    """What is wrong with many filings: a report for each file, in files, folders and ZIP archives.

    A file in an archive has the path 材料.zip/申报表.docx, which `check` and `read` take, too. What
    cannot be read has its `error`; the last report, without a path, is of rules that look
    across files. `jobs` processes share the work. No settings file is read.

    Raises AuditError where a name means no rule, and an ExceptionGroup of RuleErrors where a
    rule is broken.
    """
    options = pipeline.Options(limits=limits or {}, passwords=tuple(passwords))
    engine = _engine([Path(folder) for folder in rules], profile, select, ignore)
    files = pipeline.expand(map(str, paths), options)
    return pipeline.check_paths(files, engine, options, jobs=jobs)


def read(
    source: FilingSource,
    *,
    name: str = "",
    limits: Mapping[str, int] | None = None,
    passwords: Sequence[str] = (),
) -> tuple[Filing, ...]:
    """The filings of a document, before any rule. Raises AuditError where it cannot be read."""
    options = pipeline.Options(limits=limits or {}, passwords=tuple(passwords))
    return pipeline.lay_out(pipeline.read(_source(source, name, options), options)).filings


def _source(source: FilingSource, name: str, options: pipeline.Options) -> Source:
    if isinstance(source, bytes):
        return within(Source(name or STDIN, source), options.limit("bytes"))
    return pipeline.source_of(str(source), options)


def _engine(
    packs: Sequence[Path], profile: str, select: Sequence[str], ignore: Sequence[str]
) -> Engine:
    book = choose(load(packs, profile), select, ignore)
    mark = book.info.hash, tuple(rule.name for rule in book.active())
    if mark not in _engines:
        if len(_engines) >= _MOST_ENGINES:
            _engines.clear()
        _engines[mark] = compile_rules(book)
    return _engines[mark]

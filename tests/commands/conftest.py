"""Commands run in this process, in a folder of their own, with a cache of their own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from audit import cache, cli, plugins

FILING = """\
部门名称：青禾县教育局

单位：万元

| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 合计 | 30.00 | 30.00 | | | | |
| 校舍维修 | 20.00 | 20.00 | | | 维修校舍二栋。 | 1、1-产出指标,11-数量指标,维修校舍数；实施周期指标值:≥2栋,年度指标值:≥2栋；2、2-效益指标,22-社会效益,校园安全感；实施周期指标值:提高,年度指标值:提高； |
| 教师培训 | 10.00 | 10.00 | | | 开展培训，提升劝阻工作效率率。 | 1、1-产出指标,11-数量指标,培训人次；实施周期指标值:≥90人次,年度指标值:≥90人次；2、2-效益指标,22-社会效益,教师满意率；实施周期指标值:≥90%,年度指标值:≥90%； |
"""
CLEAN = """\
部门名称：青禾县教育局

单位：万元

| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 合计 | 20.00 | 20.00 | | | | |
| 校舍维修 | 20.00 | 20.00 | | | 维修校舍2栋，消除安全隐患。 | 1、1-产出指标,11-数量指标,维修校舍数；实施周期指标值:≥2栋,年度指标值:≥2栋；2、2-效益指标,22-社会效益,校舍安全事故起数；实施周期指标值:0起,年度指标值:0起； |
"""


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Audit = Callable[..., Ran]


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def audit(
    tmp_path: Path,
    cache_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Iterator[Audit]:
    """`audit("check", "a.md")` in a folder with a.md (a filing with faults) and clean.md."""
    (tmp_path / "a.md").write_text(FILING, "utf-8")
    (tmp_path / "clean.md").write_text(CLEAN, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(cache_folder))
    for name in ("AUDIT_LANG", "AUDIT_CONFIG", "AUDIT_OUTPUT_FORMAT", "AUDIT_OUTPUT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*argv: str) -> Ran:
        capfd.readouterr()
        code = cli.main(argv)
        return Ran(code, *capfd.readouterr())

    yield run
    # `--no-plugins` and `--no-cache` are for the rest of a process, and this one goes on.
    cache._disabled, cache._chosen = False, ""
    plugins._third_party = True
    plugins.registry.cache_clear()

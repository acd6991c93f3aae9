"""The library: `from audit import check`."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import audit
from audit import api, check, read
from audit.errors import AuditError, UsageError
from audit.finding import Severity

TABLE = """\
| 项目名称 | 总计 | 财政拨款 | 财政专户拨款 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 校舍维修 | 20.00 | 20.00 | | | 维修校舍2栋。 | 1、1-产出指标,11-数量指标,维修校舍数；实施周期指标值:提高,年度指标值:提高； |
"""


def test_the_example_of_the_documentation() -> None:
    failed, tried = doctest.testmod(api)

    assert (failed, tried > 0) == (0, True)


def test_a_path_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "目标表.md"
    path.write_text(TABLE, encoding="utf-8")

    report = check(path)

    assert report.path == str(path)
    assert check(str(path)).findings[0].to_dict() == report.findings[0].to_dict()
    assert {one.severity for one in report.findings} <= set(Severity)


def test_select_and_ignore() -> None:
    data = TABLE.encode()

    chosen = check(data, select=["T"], ignore=["no-measurable-target"]).findings

    assert {one.rule for one in chosen} == {"vague-target"}


def test_a_folder_of_rules(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(
        "name: 本地\nversion: '1'\ntitle: 本地规则\nmaintainer: 某人\nprefix: 本地\nneeds: 1\n",
        encoding="utf-8",
    )
    (tmp_path / "校舍.yaml").write_text(
        'name: 本地/写校舍\ncode: 本地-W001\ntitle: 写了校舍\nseverity: info\nstatus: stable\nsince: "1.0"\n'
        "head: form\nbasis: [{practice: 只是一个例子}]\n"
        "check: {kind: pattern, in: [指标名称], patterns: [校舍]}\nmessage: “{text}”\nadvice: 无\n"
        "examples:\n"
        "  - bad: 1、1-产出指标,11-数量指标,维修校舍数；实施周期指标值:1,年度指标值:1；\n"
        "    finds: [{field: 指标名称, text: 校舍}]\n"
        "  - good: 1、1-产出指标,11-数量指标,维修数；实施周期指标值:1,年度指标值:1；\n",
        encoding="utf-8",
    )

    report = check(TABLE.encode(), rules=[tmp_path], select=["本地/写校舍"])

    assert [one.spot.text for one in report.findings] == ["校舍"]


def test_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AuditError) as caught:
        check(tmp_path / "none.md")
    assert caught.value.key == "missing-file"

    with pytest.raises(AuditError) as caught:
        check(TABLE.encode(), limits={"bytes": 10})
    assert caught.value.key == "too-many-bytes"

    with pytest.raises(UsageError):
        check(TABLE.encode(), select=["vague-targett"])


def test_filings_are_read() -> None:
    (filing,) = read(TABLE.encode(), name="a.md")

    (indicator,) = filing.projects[0].indicators or ()
    assert indicator.annual_target is not None
    assert indicator.annual_target.text == "提高"


def test_all_public_names_are_there() -> None:
    for name in audit.__all__:
        assert getattr(audit, name) is not None
    with pytest.raises(AttributeError):
        audit.nothing  # noqa: B018 -- what is tested is that it raises


def test_importing_the_package_imports_nothing_else() -> None:
    script = (
        "import sys; before = set(sys.modules); import audit; "
        "print(*sorted(set(sys.modules) - before))"
    )

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["audit"]

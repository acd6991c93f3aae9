"""The worked example of a plugin, installed into a fresh environment: all five hooks are used."""

import json
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "tests" / "fixtures" / "plugin-example"
FILING = "项目|二级指标|指标名称|指标值\n校舍维修|数量指标|{name}|≥200平方米\n"
LONG = "按照上级文件要求组织开展全县范围内的春季农作物病虫害统防统治工作完成情况"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the example; what audit itself needs is lent from this one."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    made = folder / scripts / "python"
    purelib = subprocess.run(
        [made, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    lent = [sysconfig.get_path("purelib"), str(ROOT / "src")]
    (Path(purelib) / "lent.pth").write_text("\n".join(lent) + "\n", encoding="utf-8")
    subprocess.run(
        [made, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--no-index", "--no-build-isolation", str(EXAMPLE)],
        check=True,
    )  # fmt: skip
    return made


def _audit(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-m", "audit", *arguments],
        cwd=folder, check=False, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


def test_all_five_hooks_work_together(python: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pipes").write_text(FILING.format(name=LONG), encoding="utf-8")

    run = _audit(python, tmp_path, "check", "a.pipes", "-f", "tally", "--select", "示例")

    assert (run.stdout, run.returncode) == ("1 示例/名称过长\n", 0), run.stderr


def test_a_finding_points_at_the_characters(python: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pipes").write_text(FILING.format(name=LONG), encoding="utf-8")

    run = _audit(python, tmp_path, "check", "a.pipes", "-f", "json", "--select", "示例")

    (finding,) = json.loads(run.stdout)["findings"]
    assert (finding["code"], finding["text"]) == ("示例-W001", "工作完成情况")
    assert (finding["place"]["line"], finding["place"]["column"]) == (2, 41)


def test_its_rule_explains_itself(python: Path, tmp_path: Path) -> None:
    run = _audit(python, tmp_path, "rule", "示例/名称过长")

    assert run.returncode == 0, run.stderr
    assert "名称只写衡量什么" in run.stdout


def test_without_plugins_it_is_not_there(python: Path, tmp_path: Path) -> None:
    (tmp_path / "a.pipes").write_text(FILING.format(name=LONG), encoding="utf-8")

    run = _audit(python, tmp_path, "check", "a.pipes", "-f", "tally", "--no-plugins")

    assert run.returncode == 2

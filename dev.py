"""The one script a newcomer needs: python3 dev.py VERB. Standard library only.

Each verb makes .venv and installs what it needs, where that is not done yet.
"""

import hashlib
import inspect
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
DEMO = "tests/fixtures/qinghe-education-2026.md"


def demo(*args: str) -> int:
    """check the demo filing and show the report; what follows goes to `audit check`"""
    _install()
    # A filing full of planted defects exits 1: for a demo that is success.
    code = _run("-m", "audit", "check", DEMO, "-f", "rich", *args)
    return 0 if code == 1 else code


def test(*args: str) -> int:
    """run the test suite; what follows goes to pytest (-k gap, -x)"""
    _install("test")
    chosen = args or ("-n", "auto")
    return _run("-m", "pytest", *chosen)


def lint(*args: str) -> int:
    """ruff, mypy, import-linter, and whether the documents show what the program prints"""
    _install("test", "lint")
    fix = "--fix" in args
    verdicts = [
        _run("-m", "ruff", "format", *([] if fix else ["--check"]), "."),
        _run("-m", "ruff", "check", *(["--fix"] if fix else []), "."),
        _run("-m", "mypy"),
        _run(str(BIN / "lint-imports"), module=False),
        documents("--check"),
    ]
    return max(verdicts)


def documents(*args: str) -> int:
    """write what README and docs show of the program's output (--check: only compare)"""
    _install("test")
    return _run("docs/make.py", *args)


def site() -> int:
    """build the site of the documents and rules: build/site/index.html"""
    _install("site")
    return _run("docs/website.py")


def bench(*args: str) -> int:
    """print the speed of start-up, checking and each reader, as ratios in one run"""
    _install("test")
    return _run("bench/speed.py", *args) or _run("bench/readers.py")


def accuracy(*args: str) -> int:
    """precision and recall of each rule on the labelled filings; fails under a threshold"""
    _install()
    return _run("bench/accuracy.py", *args)


def coverage(*args: str) -> int:
    """run the tests and print which lines of src/audit they do not reach"""
    _install("test", "lint")
    code = _run("-m", "coverage", "run", "-m", "pytest", *args)
    _run("-m", "coverage", "report", "--skip-covered", "--show-missing")
    return code


def fuzz(*args: str) -> int:
    """damage files of every format, a minute each, and see that nothing breaks: fuzz pdf docx"""
    _install("test")
    return _run("tests/fuzz.py", *args)


def wheel(*_: str) -> int:
    """build the wheel, install it into a clean environment and check the demo with it"""
    _install("build")
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    if code := _run("-m", "build", "--wheel", "--sdist", "--no-isolation"):
        return code
    clean = ROOT / "build" / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    _make_venv(clean)
    python = clean / BIN.relative_to(VENV) / "python"
    (built,) = (ROOT / "dist").glob("*.whl")
    _pip(python, str(built))
    # From another folder, so that neither src/ nor rules/ of the checkout can be found.
    check = [str(python), "-m", "audit", "check", "--isolated", str(ROOT / DEMO), "--statistics"]
    code = subprocess.run(check, cwd=clean, check=False).returncode
    return 0 if code == 1 else 1


def new_rule(*args: str) -> int:
    """write a new rule with headings and a failing example: new-rule NAME --family target"""
    _install()
    return _run("-m", "audit", "rules", "new", *args)


VERBS: dict[str, Callable[..., int]] = {
    name.replace("_", "-"): verb
    for name, verb in list(globals().items())
    if inspect.isfunction(verb) and not name.startswith("_")
}


def _install(*groups: str) -> None:
    """Make .venv and install the project and dependency groups, unless the stamp says done."""
    project = (ROOT / "pyproject.toml").read_bytes()
    listed = tomllib.loads(project.decode())["dependency-groups"]
    stamp = VENV / "installed"
    wanted = {hashlib.sha256(project).hexdigest(), *groups}
    done = set(stamp.read_text().split()) if stamp.exists() else set()
    if wanted <= done:
        return
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        _make_venv(VENV)
    kept = done & set(listed) if wanted & done else set()
    needs = [need for group in sorted({*groups, *kept}) for need in listed[group]]
    _pip(BIN / "python", "--editable", str(ROOT), *needs)
    stamp.write_text("\n".join(sorted(wanted | kept)))


def _make_venv(folder: Path) -> None:
    print(f"dev.py: making {folder}", file=sys.stderr)
    made = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False)
    if made.returncode:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"dev.py: this Python has no venv or pip. Debian and Ubuntu bring them with\n"
            f"    sudo apt-get install python{version}-venv\nand then run the command again."
        )


def _pip(python: Path, *needs: str) -> None:
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    # pip's own messages go to stderr: a verb's output is its command's alone.
    command = [str(python), "-m", "pip", "install", *quiet, *needs]
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode:
        sys.exit("dev.py: pip could not install what is needed; its message is above.")


def _run(*command: str, module: bool = True) -> int:
    whole = [str(BIN / "python"), *command] if module else list(command)
    return subprocess.run(whole, cwd=ROOT, check=False).returncode


def _main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 -- this line is what older Pythons get to see
        sys.exit("dev.py needs Python 3.11 or later.")
    if not arguments or arguments[0] not in VERBS:
        width = max(map(len, VERBS))
        print(__doc__)
        for name, verb in VERBS.items():
            print(f"  {name:{width}}  {verb.__doc__}")
        return 0 if not arguments or arguments[0] in {"help", "-h", "--help"} else 2
    return VERBS[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))

"""What the documents show of the program is what it prints: python3 dev.py documents [--check].

A page says what to show in a comment, and the fenced block below it holds the output:

    <!-- run: audit check a.md -->     the command behind a `$`, then what it prints
    <!-- output: audit check a.md -->  only what it prints
    <!-- file: rules/x.yaml -->        nothing is printed: the block is written to that file;
                                       a rule that is there keeps its code

The blocks of a page run in order in a copy of the checkout of its own, so that a page can
walk from an empty folder to a passing test. `| head -3`, `| tail -3` and `; echo $?` at the
end of a command mean what they mean in a shell. `python3 dev.py test` runs pytest here.
"""

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import demands

ROOT = Path(__file__).resolve().parents[1]
DEMO = "tests/fixtures/qinghe-education-2026.md"
PICTURE = Path("docs/report.svg")
COVERAGE = Path("docs/coverage.md")
_NEEDED = ("pyproject.toml", "src", "rules", "tests")
_BLOCK = re.compile(
    r"<!-- (?P<how>run|output|file): (?P<what>.+?) -->\n"
    r"(?P<open>```[a-z]*\n)(?P<body>.*?)(?P<close>^```$)",
    re.DOTALL | re.MULTILINE,
)
_COMMANDS = {
    "audit": ["-m", "audit"],
    "py -m audit": ["-m", "audit"],
    "python3 dev.py test": ["-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider"],
    "python3 dev.py new-rule": ["-m", "audit", "rules", "new"],
}
_TAIL = re.compile(r" \| (?P<end>head|tail) -(?P<lines>\d+)$")
_ECHO = "; echo $?"
_OF_THE_MACHINE = re.compile(
    "AUDIT_|LC_|GITHUB_|COV_|PYTEST|(?:LANG|LANGUAGE|CI|NO_COLOR|FORCE_COLOR|TERM|PYTHONPATH)$"
)
"""Variables that change what is printed."""
_PASSING = re.compile(r"(?:, \d+ deselected)? in \d[\d.]*s(?: \([\d:]+\))?")
"""What pytest says of the tests that did not run and of the clock: it is never twice alike."""


_CODE = re.compile(r"^code: \S+$", re.MULTILINE)


class _Command(NamedTuple):
    arguments: list[str]
    """For the interpreter."""
    end: str = ""
    """`head`, `tail`, or nothing."""
    lines: int = 0
    echo: bool = False


def main(arguments: list[str]) -> int:
    pages = [ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CONTRIBUTING.md"]
    pages += sorted((ROOT / "docs").glob("*.md"))
    pages = [path for path in pages if path.exists() and path != ROOT / COVERAGE]
    with ThreadPoolExecutor() as threads:
        # What they wait for are other processes.
        picture = threads.submit(_picture)
        made = dict(zip(pages, threads.map(_page, pages), strict=True))
        made[ROOT / PICTURE] = picture.result()
    made[ROOT / COVERAGE] = demands.page()
    stale = [path for path, text in made.items() if _differs(path, text)]
    if "--check" not in arguments:
        for path in stale:
            path.write_text(made[path], encoding="utf-8", newline="\n")
            print(f"written: {path.relative_to(ROOT)}")
        return 0
    for path in stale:
        _tell(path, made[path])
    return 1 if stale else 0


def _page(path: Path) -> str:
    text = path.read_text("utf-8")
    if not _BLOCK.search(text):
        return text
    with tempfile.TemporaryDirectory() as folder:
        copy = _copied(Path(folder))
        return _BLOCK.sub(lambda found: _filled(found, copy), text)


def _picture() -> str:
    with tempfile.TemporaryDirectory() as folder:
        copy = _copied(Path(folder))
        (copy / PICTURE).parent.mkdir()
        _run(f"audit check {DEMO} -f svg -o {PICTURE}", copy)
        return (copy / PICTURE).read_text("utf-8")


def _copied(folder: Path) -> Path:
    """A copy of what the commands need, with a name that stands in no output."""
    copy = folder.resolve() / "checkout"
    skip = shutil.ignore_patterns("__pycache__", ".*")
    for name in _NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=skip)
        else:
            copy.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
    return copy


def _filled(found: re.Match[str], copy: Path) -> str:
    what, body = found["what"], found["body"]
    match found["how"]:
        case "file":
            path = copy / what
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and (code := _CODE.search(path.read_text("utf-8"))):
                # The next free one, which `new-rule` gave: the page cannot know it.
                body = _CODE.sub(code[0], body)
            path.write_text(body, encoding="utf-8", newline="\n")
        case "run":
            body = f"$ {what}\n{_run(what, copy)}"
        case _:
            body = _run(what, copy)
    comment = found[0][: found.start("open") - found.start()]
    return f"{comment}{found['open']}{body}{found['close']}"


def _run(what: str, copy: Path) -> str:
    """What a command prints, its messages behind its output."""
    command = _parsed(what)
    done = subprocess.run(
        [sys.executable, *command.arguments],
        cwd=copy,
        env=_environment(copy),
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    told = done.stderr
    if "Traceback" in told + done.stdout or 'File "' in told:
        sys.exit(f"docs/make.py: {what}\n{told}{done.stdout}")
    lines = done.stdout.splitlines(keepends=True)
    if command.end:
        lines = lines[: command.lines] if command.end == "head" else lines[-command.lines :]
    printed = "".join(lines) + told + (f"{done.returncode}\n" if command.echo else "")
    printed = _PASSING.sub("", printed.replace(f"{copy}{os.sep}", "").replace(str(copy), "."))
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def _parsed(what: str) -> _Command:
    echo = what.endswith(_ECHO)
    what = what.removesuffix(_ECHO)
    tail = _TAIL.search(what)
    if tail:
        what = what[: tail.start()]
    for name, arguments in _COMMANDS.items():
        if what == name or what.startswith(f"{name} "):
            words = [*arguments, *shlex.split(what.removeprefix(name))]
            break
    else:
        sys.exit(f"docs/make.py knows no such command: {what}")
    end, lines = (tail["end"], int(tail["lines"])) if tail else ("", 0)
    return _Command(words, end, lines, echo)


def _environment(copy: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not _OF_THE_MACHINE.match(name)}
    return kept | {
        "AUDIT_CACHE_DIR": str(copy.parent / "cache"),
        "COLUMNS": "80",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(copy / "src"),
        "PYTHONUTF8": "1",
    }


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or _said(path, path.read_text("utf-8")) != _said(path, text)


def _said(path: Path, text: str) -> str:
    """Of a picture the words: how they are drawn differs between versions of rich."""
    if path.suffix != ".svg":
        return text
    return "\n".join(re.findall(r"<text [^>]*>([^<]*)</text>", text))


def _tell(path: Path, text: str) -> None:
    name = path.relative_to(ROOT).as_posix()
    print(f"{name} does not show what the program prints: python3 dev.py documents")
    there = _said(path, path.read_text("utf-8")) if path.exists() else ""
    for line in _difference(name, there, _said(path, text)):
        print(line)


def _difference(name: str, there: str, made: str) -> Iterator[str]:
    yield from difflib.unified_diff(
        there.splitlines(), made.splitlines(), name, "what it prints", lineterm="", n=1
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

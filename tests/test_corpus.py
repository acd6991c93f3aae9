"""Findings of every rule over all fixtures and, where they are here, the shared filings.

The table in corpus.txt is committed: a change of it is read line by line in review. Write it
anew with `python tests/test_corpus.py` after looking at what changed and why.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit import check

HERE = Path(__file__).parent
TABLE = HERE / "corpus.txt"
SHARED = HERE.parents[1] / "shared/filings/baiyun-police.md"


def _files() -> list[Path]:
    found = sorted((HERE / "fixtures").rglob("*.md"))
    # Planted defects have labels of their own, to the character.
    others = {"plugin-example", "defects"}
    return [path for path in found if not others & set(path.parts)] + [SHARED]


def _name(path: Path) -> str:
    return path.name if path == SHARED else path.relative_to(HERE / "fixtures").as_posix()


def _lines(path: Path) -> Iterator[str]:
    report = check(str(path))
    counts = Counter(
        (finding.code, finding.rule, str(finding.severity)) for finding in report.findings
    )
    yield f"{_name(path)}: {len(report.findings)}"
    for (code, rule, severity), count in sorted(counts.items()):
        yield f"  {code} {rule} {severity} {count}"


def _sections() -> dict[str, list[str]]:
    """The committed lines by the file they are about."""
    sections: dict[str, list[str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            lines = sections[line.partition(":")[0]] = []
        lines.append(line)
    return sections


@pytest.mark.parametrize("path", _files(), ids=_name)
def test_findings_are_those_committed(path: Path) -> None:
    if not path.exists():
        pytest.skip("the shared filings are not here")
    assert list(_lines(path)) == _sections().get(_name(path))


if __name__ == "__main__":
    written = "\n".join(line for path in _files() if path.exists() for line in _lines(path))
    TABLE.write_text(written + "\n", encoding="utf-8")

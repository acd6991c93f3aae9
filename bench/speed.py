"""How fast `audit` is, as ratios in one run. Called by `dev.py bench`, with a count if wanted.

Start-up against a bare interpreter, with a warm cache; then made indicators (records.py)
through the whole pack on one core, reading and laying out beside it, and where the time of
checking goes. Nothing is asserted: the budgets of the design are printed beside.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import records
from audit import pipeline
from audit.engine import Engine, compile_rules
from audit.engine.looking import Look, Texts
from audit.plugins import Source
from audit.rulebook.load import load

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ("../shared/filings/baiyun-police.md", "tests/fixtures/qinghe-education-2026.md")
A_FILING = records.PROJECTS * records.INDICATORS


def main(indicators: int) -> None:
    start_up()
    engine = compile_rules(load())
    checking(engine, indicators // A_FILING)
    reading(min(50, indicators // A_FILING))
    where_it_goes(min(250, indicators // A_FILING))


def start_up() -> None:
    sample = next(path for path in SAMPLES if (ROOT / path).exists())
    bare = _median([sys.executable, "-c", "pass"])
    print(f"start-up, medians of 15 (warm cache); {sample}")
    print(f"  bare interpreter   {bare * 1000:7.1f} ms")
    commands = {
        "--version": (["--version"], 4),
        "check": (["check", "--isolated", "-q", str(ROOT / sample)], 12),
    }
    for name, (arguments, budget) in commands.items():
        took = _median([sys.executable, "-m", "audit", *arguments])
        ratio = took / bare
        print(f"  {name:<18} {took * 1000:7.1f} ms  {ratio:5.1f} times, budget {budget}")
    took = _median([sys.executable, "-m", "audit", *commands["check"][0]], forget="results")
    print(f"  {'check, a new file':<18} {took * 1000:7.1f} ms  {took / bare:5.1f} times")


def checking(engine: Engine, filings: int) -> None:
    count, rules = filings * A_FILING, len(engine.rules)
    took, found = _check(engine, filings)
    a_million = took / count * 1e6
    print(f"\nchecking {count:,} indicators, records made, {rules} rules, one core")
    print(f"  {count / took / 1000:7.1f} k indicators/s, {found / count:.2f} findings each")
    print(f"  {a_million:7.1f} s a million, {a_million / 10:.1f} times the budget of 10 s")


def _check(engine: Engine, filings: int) -> tuple[float, int]:
    """Seconds of checking alone, and how many findings."""
    found, took = 0, 0.0
    with pipeline.patient_collector():
        for filing in records.filings(filings):
            begun = time.perf_counter()
            checked = engine.check([filing], "markdown", "made.md")
            took += time.perf_counter() - begun
            found += len(checked.findings)
    return took, found


def reading(filings: int) -> None:
    sources = [
        Source("made.md", records.markdown(filing).encode()) for filing in records.filings(filings)
    ]
    with pipeline.patient_collector():
        begun = time.perf_counter()
        documents = [pipeline.read(source) for source in sources]
        read = time.perf_counter() - begun
        begun = time.perf_counter()
        laid = [pipeline.lay_out(document) for document in documents]
        laid_out = time.perf_counter() - begun
    count = sum(
        len(project.indicators or ())
        for one in laid
        for filing in one.filings
        for project in filing.projects
    )
    print(f"\nbeside it, from Markdown ({count:,} indicators)")
    print(f"  {read / count * 1e6:7.1f} s a million to read")
    print(f"  {laid_out / count * 1e6:7.1f} s a million to lay out")


def where_it_goes(filings: int) -> None:
    """In a run of its own: the clock takes its share."""
    spent: dict[tuple[str, str], float] = defaultdict(float)
    with _timed(Look, "at", _kind_and_rule, spent), _timed(Texts, "_answers", _field, spent):
        whole, _ = _check(compile_rules(load()), filings)
    kinds: dict[str, float] = defaultdict(float)
    for (kind, _), took in spent.items():
        kinds[kind] += took
    kinds["merging, yielding, stamping, remembering"] = whole - sum(spent.values())
    print(f"\nwhere the time goes ({filings * A_FILING:,} indicators)")
    for kind, took in sorted(kinds.items(), key=lambda pair: -pair[1]):
        print(f"  {took / whole:6.1%}  {kind}")
    print("  of which, the ten dearest")
    for (kind, name), took in sorted(spent.items(), key=lambda pair: -pair[1])[:10]:
        print(f"  {took / whole:6.1%}  {name} ({kind})")


def _kind_and_rule(look: Look, *_: Any) -> tuple[str, str]:
    check = look.check
    return f"{check.spec.kind}, each {check.spec.each}", check.rule.name


def _field(_: Texts, name: str, __: str) -> tuple[str, str]:
    return "text kinds", name


@contextmanager
def _timed(
    owner: type,
    name: str,
    label: Callable[..., tuple[str, str]],
    spent: dict[tuple[str, str], float],
) -> Iterator[None]:
    plain = getattr(owner, name)

    def timed(*arguments: Any) -> Any:
        begun = time.perf_counter()
        try:
            return plain(*arguments)
        finally:
            spent[label(*arguments)] += time.perf_counter() - begun

    setattr(owner, name, timed)
    try:
        yield
    finally:
        setattr(owner, name, plain)


def _median(command: list[str], times: int = 15, forget: str = "") -> float:
    """`forget`: what to remove from the cache before each run."""
    with tempfile.TemporaryDirectory() as folder:
        # Compiled modules are a part of a warm start, whatever this shell says of them.
        environment = {**os.environ, "AUDIT_CACHE_DIR": folder, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def run() -> float:
            if forget:
                shutil.rmtree(Path(folder, forget), ignore_errors=True)
            begun = time.perf_counter()
            subprocess.run(command, env=environment, capture_output=True, check=False)
            return time.perf_counter() - begun

        run()
        return statistics.median(run() for _ in range(times))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

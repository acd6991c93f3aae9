"""Damaged files of every format through the program, for minutes: `dev.py fuzz`.

    python tests/fuzz.py [--minutes N] [--from N] [READER…]

Each reader has a process of its own under a limit of memory; where it dies, the file that it
was reading is kept. One file is kept for each cause, with the line that shows it again.
"""

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from audit.plugins import Source
from fuzzing.mutations import mutated
from fuzzing.seeds import READERS, seeds
from fuzzing.trial import trial

FAILURES = Path(__file__).parent.parent / "build" / "fuzz"
MEMORY = 3_000_000_000
"""Of the process of a reader, in bytes."""
_BY_COMMAND = 100
"""Each so manieth file goes through the command, which takes longer."""


def drawn(reader: str, number: int) -> Source:
    """The damaged file of that number."""
    chance = Random(f"{reader}-{number}")  # noqa: S311 -- the same number gives the same file
    seed = chance.choice(seeds(reader))
    return Source(seed.name, mutated(seed.data, reader, chance))


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help=", ".join(READERS))
    parser.add_argument("--minutes", type=float, default=1, help="for each reader")
    parser.add_argument("--from", type=int, default=None, dest="first", help="number of the first")
    parser.add_argument("--one-reader", nargs=2, metavar=("SECONDS", "FOLDER"), help=argparse.SUPPRESS)  # fmt: skip
    args = parser.parse_args()
    if unknown := {*args.readers} - {*READERS}:
        parser.error(f"no such reader: {' '.join(unknown)}; there are {' '.join(READERS)}")
    # Each run draws other files, unless it is told from which number on.
    first = int(time.time()) % 1_000_000 * 1000 if args.first is None else args.first
    if args.one_reader:
        seconds, folder = args.one_reader
        return _search(args.readers[0], first, float(seconds), Path(folder))
    FAILURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        codes = [
            _watch(reader, first, args.minutes * 60, Path(folder))
            for reader in args.readers or READERS
        ]
    return max(codes)


def _watch(reader: str, first: int, seconds: float, folder: Path) -> int:
    """Searches in a process of its own, and in another from where one died."""
    end = time.monotonic() + seconds
    failed = 0
    while (left := end - time.monotonic()) > 0:
        command = [sys.executable, __file__, reader, "--from", str(first)]
        code = subprocess.run(
            [*command, "--one-reader", str(left), str(folder)], check=False
        ).returncode
        if code in {0, 1}:
            return max(failed, code)
        at = int((folder / "number").read_text())
        _keep(reader, at, "died", f"its process ended with {code}")
        failed, first = 1, at + 1
    return failed


def _search(reader: str, first: int, seconds: float, folder: Path) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seen: set[str] = set()
    end = time.monotonic() + seconds
    number = first
    while time.monotonic() < end:
        (folder / "number").write_text(str(number))
        failure = trial(drawn(reader, number), folder, by_command=number % _BY_COMMAND == 0)
        if failure is not None and failure.mark not in seen:
            seen.add(failure.mark)
            _keep(reader, number, failure.mark, failure.told)
        number += 1
    _say(f"{reader}: {number - first} files from {first} on, {len(seen)} causes of failure")
    return 1 if seen else 0


def _keep(reader: str, number: int, mark: str, told: str) -> None:
    source = drawn(reader, number)
    name = re.sub(r"\W+", "-", f"{reader}-{mark}").strip("-")[:60] + Path(source.path).suffix
    FAILURES.mkdir(parents=True, exist_ok=True)
    path = FAILURES / name
    path.write_bytes(source.data)
    _say(f"{reader}: {mark}", told.rstrip(), f"  audit check {path}")
    _say(f"  python3 dev.py fuzz {reader} --from {number} --minutes 0.01")


def _say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

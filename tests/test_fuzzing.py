"""Damaged files of every format are read or refused, and nothing else; `dev.py fuzz` is longer."""

from pathlib import Path

import pytest

from fuzz import drawn
from fuzzing.seeds import READERS
from fuzzing.trial import trial

MANY = {"pdf": 12, "docx": 20, "xlsx": 20, "zip": 5}
"""What takes about as long as 40 text files."""


@pytest.mark.parametrize("reader", READERS)
def test_damaged_files_are_read_or_refused(reader: str, tmp_path: Path) -> None:
    for number in range(MANY.get(reader, 40)):
        failure = trial(drawn(reader, number), tmp_path)

        assert failure is None, f"python3 dev.py fuzz {reader} --from {number}\n{failure.told}"

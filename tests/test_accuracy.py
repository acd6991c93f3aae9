"""Rules are as often right as their level asks, and the figures shown are those measured."""

import subprocess
import sys
from pathlib import Path

import pytest

from audit.rulebook.load import load
from audit.rulebook.measured import measured

SCRIPT = Path(__file__).parents[1] / "bench" / "accuracy.py"


@pytest.mark.skipif(not SCRIPT.exists(), reason="the benches are not in this distribution")
def test_rules_hold_their_thresholds_and_the_page_is_up_to_date() -> None:
    command = [sys.executable, str(SCRIPT), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_rule_knows_how_often_it_was_right() -> None:
    rule = load().rule("vague-target")
    assert rule
    found = measured(rule)
    assert found
    assert found.filings >= 60
    assert found.labels >= found.found > 50
    assert float(found.precision) >= 98

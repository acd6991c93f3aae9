"""Targets whose readings were written down before anyone saw what the parser gives."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from audit.grammar.targets import Target, parse

# Every scalar as text: 0.97 must not pass through a float, nor 是 through a truth value.
LOADER = yaml.BaseLoader
EXPECTED: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "targets.yaml").read_text(encoding="utf-8"),
    Loader=LOADER,  # noqa: S506 -- BaseLoader makes texts only
)
NUMBERS = {"low", "high", "quantity"}


def shown(target: Target, key: str) -> Any:
    """The part of a target in the form in which the expectation is written."""
    if key == "has_deadline":
        return str(target.deadline is not None).lower()
    if key == "deadline":
        return str(target.deadline.last) if target.deadline else ""
    value = getattr(target, key)
    return str(value).lower() if isinstance(value, bool) else value


@pytest.mark.parametrize("expected", EXPECTED, ids=[one["text"] or "empty" for one in EXPECTED])
def test_targets_read_as_by_hand(expected: dict[str, Any]) -> None:
    target = parse(expected["text"])

    found = {key: shown(target, key) for key in expected}

    assert found == {
        key: Decimal(value) if key in NUMBERS else value for key, value in expected.items()
    }

"""How often a shipped rule was right over the labelled filings (bench/accuracy).

The figures lie beside the pack, in `accuracy.json`, and are read where somebody asks about a
rule: a check never does. They are written by `python3 dev.py accuracy`.
"""

import json
from functools import cache
from typing import Any, NamedTuple

from audit.rulebook import shipped
from audit.rulebook.rule import Rule


class Measured(NamedTuple):
    filings: int
    labels: int
    """Defects of this kind that a reviewer marked."""
    found: int
    """Of the labels."""
    right: int
    """Findings that stand on a label."""
    false_alarms: int

    @property
    def precision(self) -> str:
        """In percent; empty where the rule found nothing."""
        return _percent(self.right, self.right + self.false_alarms)

    @property
    def recall(self) -> str:
        """In percent; empty where nothing was marked."""
        return _percent(self.found, self.labels)

    def to_dict(self) -> dict[str, int]:
        return self._asdict()


def measured(rule: Rule) -> Measured | None:
    """None for a rule of another pack, and for one that the filings say nothing of."""
    known = _known()
    figures = known.get("rules", {}).get(rule.name)
    if figures is None or not rule.path.startswith(str(shipped.folder())):
        return None
    return Measured(known["filings"], **figures)


@cache
def _known() -> dict[str, Any]:
    path = shipped.folder() / "accuracy.json"
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _percent(part: int, whole: int) -> str:
    return f"{part / whole * 100:.1f}".removesuffix(".0") if whole else ""

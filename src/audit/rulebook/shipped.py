"""Where the rule pack that ships with the program is."""

from functools import cache
from pathlib import Path


@cache
def folder() -> Path:
    """`audit/rules` of an installed wheel, else `rules` of the checkout."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "rules"
    return packed if (packed / "pack.yaml").is_file() else package.parents[1] / "rules"

"""What is said to have been meant."""

import pytest

from audit.nearest import nearest


@pytest.mark.parametrize(
    ("name", "known", "meant"),
    [
        pytest.param("titel", ["name", "title"], "title", id="letters swapped"),
        pytest.param("TYPO", ["number-gap", "typo"], "typo", id="another case"),
        pytest.param("colour", ["kind", "name"], "", id="nothing is like it"),
        pytest.param("方想", ["程度", "方向"], "方向", id="one of two Chinese characters"),
        pytest.param("no", ["at", "nx"], "", id="one of two letters is too little"),
        pytest.param("typo", [], "", id="nothing is known"),
    ],
)
def test_nearest(name: str, known: list[str], meant: str) -> None:
    assert nearest(name, known) == meant

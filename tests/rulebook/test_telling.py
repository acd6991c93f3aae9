"""What a node has wrong by a JSON Schema, told with the key that says it best."""

from collections.abc import Callable
from typing import Any

import pytest

from audit.errors import AuditError, RuleError
from audit.rulebook import packs, strict_yaml
from audit.rulebook.load import load
from audit.rulebook.marks import Faults
from audit.rulebook.shape import shaped
from audit.rulebook.strict_yaml import read

TEXT, LIST, MAPPING = {"type": "string"}, {"type": "array"}, {"type": "object"}


@pytest.mark.parametrize(
    ("schema", "value", "key"),
    [
        pytest.param(TEXT, "[甲]", "wants-text", id="a list in place of a text"),
        pytest.param({"type": "number"}, "甲", "wants-number", id="a text in place of a number"),
        pytest.param({"type": ["string", "object"]}, "[甲]", "wants-text-or-mapping", id="neither text nor mapping"),
        pytest.param({"type": ["string", "array"]}, "{甲: 乙}", "wants-text-or-list", id="neither text nor list"),
        pytest.param({"type": ["array", "object"]}, "甲", "wants-list-or-mapping", id="neither list nor mapping"),
        pytest.param({"type": ["integer", "array"]}, "甲", "wrong-type", id="sorts that have no words of their own"),
        pytest.param({**TEXT, "pattern": "^[a-z]+$"}, "A1", "bad-form", id="a form"),
        pytest.param({**LIST, "uniqueItems": True}, "[甲, 甲]", "repeated-item", id="an item twice"),
        pytest.param({**LIST, "minItems": 2}, "[甲]", "too-few", id="too few"),
        pytest.param({**LIST, "maxItems": 1}, "[甲, 乙]", "too-many", id="too many"),
        pytest.param({**TEXT, "not": {"const": "甲"}}, "甲", "not-allowed", id="a keyword of a kind from elsewhere"),
    ],
)  # fmt: skip
def test_one_fault(schema: dict[str, Any], value: str, key: str) -> None:
    faults = Faults(RuleError)
    node = read("a.yaml", f"x: {value}".encode(), faults)
    assert node is not None

    shaped(node, {**MAPPING, "properties": {"x": schema}}, faults)

    with pytest.raises(ExceptionGroup) as raised:
        faults.raise_any()
    (error,) = raised.value.exceptions
    assert isinstance(error, AuditError)
    assert (error.key, error.place and error.place.line) == (key, 1)


@pytest.mark.usefixtures("small_pack")
@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param("severity: warning", "severity: warning\nyields_to: [vague-wish]", "yields-to-itself", id="yields to itself"),
        pytest.param("advice: 请写明数值。", "advice: 请写明数值。\nfix: {replace: 乙}", "missing-becomes", id="a fix without what it makes"),
        pytest.param("  lists: [wishes]", "  tables: [wish.tsv]", "unknown-data-file", id="no such table"),
    ],
)  # fmt: skip
def test_a_rule(
    faults: Callable[..., list[AuditError]], wishes: Any, *, old: str, new: str, key: str
) -> None:
    assert key in [error.key for error in faults(wishes((old, new)))]


def test_a_folder_of_too_many_files(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "MAX_FILES", 1)
    folder = write({"a.yaml": "a: b", "b.yaml": "a: b"})

    with pytest.raises((RuleError, ExceptionGroup)) as raised:
        load([folder])
    assert "pack-too-large" in repr(raised.value)


def test_a_file_of_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_yaml, "MAX_BYTES", 3)
    faults = Faults(RuleError)

    assert read("a.yaml", b"a: b", faults) is None
    with pytest.raises(ExceptionGroup) as raised:
        faults.raise_any()
    assert "yaml-too-large" in repr(raised.value.exceptions)

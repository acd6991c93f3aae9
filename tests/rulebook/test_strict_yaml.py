"""Whatever stands in a file: it is read, or told of at a place that is in it."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from audit.rulebook import kinds, shipped
from audit.rulebook.draft import Draft
from audit.rulebook.marks import Faults, Items, Map, Node, Scalar, Source, excerpt, of_value
from audit.rulebook.pack_file import Pack
from audit.rulebook.packs import Folder
from audit.rulebook.rule_file import Known, rule, schema
from audit.rulebook.strict_yaml import read

# Ours is libyaml where it is built; the two differ in corners such as `>#`.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SIGNS = "：，“”‘’{}[]*&!|>%@`\"'#:,- \t\n\ufeff\x00é年"


def told(faults: Faults) -> list[str]:
    for error in faults.errors:
        place = error.place
        if place is None:
            continue
        assert place.line
        assert place.column
        # The caret stands under something, or right behind the end of the line.
        caret = str(error.values["caret"])
        assert caret.strip(" ") == "^" * len(caret.strip(" "))
    return [error.key for error in faults.errors]


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example("a: ’".encode("utf-16"))
@example(b"? [a]: b")
@example(b"[" * 100)
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    faults = Faults()

    node = read("x.yaml", data, faults)

    assert (node is None) == (len(told(faults)) == 1)


@given(st.text(st.sampled_from("ab甲:：,，{}[]\n -\"'“”#*&|>!"), max_size=40))
def test_what_is_read_is_what_yaml_reads(text: str) -> None:
    """Strict is a part of YAML, not another language: every scalar a text, nothing else."""
    faults = Faults()
    node = read("x.yaml", text.encode(), faults)

    if node is not None:
        assert node.value() == yaml.load(text, _LOADER)  # noqa: S506 -- texts only
        for scalar in _scalars(node):
            line = scalar.mark.source.lines[scalar.mark.line - 1]
            if scalar.plain and scalar.mark.line == scalar.mark.end_line:
                assert line[scalar.mark.column - 1 : scalar.mark.end_column - 1] == scalar.text


def _scalars(node: Node) -> list[Scalar]:
    match node:
        case Scalar():
            return [node]
        case Map():
            return [one for value in node.entries.values() for one in _scalars(value)]
        case Items():
            return [one for item in node.items for one in _scalars(item)]


@pytest.fixture(scope="module")
def text() -> str:
    return (shipped.folder() / "numbering" / "number-gap.yaml").read_text("utf-8")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_a_slip_of_the_pen_is_told_or_changes_nothing_that_counts(
    text: str, data: st.DataObject
) -> None:
    """One character left out or put in: the rule loads, or its author is pointed to the file."""
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.sampled_from(["", *SIGNS]))
    slip = text[:at] + put + text[at + (put == "") :]
    faults = Faults()

    node = read("x.yaml", slip.encode(), faults)
    made = None
    if isinstance(node, Map):
        known = Known(kinds.names(), kinds.kind, (), (), (), ("number-gap",))
        pack = Pack("x", "", "", Folder(Path(), (), shipped=True))
        made = rule(Draft(node, pack, "x.yaml"), schema(), known, faults)

    keys = told(faults)
    assert all(error.path == "x.yaml" for error in faults.errors)
    assert made is not None or keys or not isinstance(node, Map | None)


def test_values_from_elsewhere_have_no_lines() -> None:
    node = of_value({"a": [1, True, None]}, Source("--config"))

    assert isinstance(node, Map)
    assert node.value() == {"a": ["1", "true", ""]}
    assert node.mark.place is None
    assert excerpt(node.mark) == ("", "")

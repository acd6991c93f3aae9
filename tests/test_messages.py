"""What the program says: both languages have it, and it comes out whole."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import audit
from audit import messages
from audit.document import Place, Problem
from audit.errors import AuditError, ReadError, RuleError
from audit.messages import catalogue, error_text, filled, problem_text

SOURCE = Path(audit.__file__).parent
PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)")
_RAISING = re.compile(r"Error$|^(Problem|add|_Stop)$")


def texts(value: Any) -> str:
    return value if isinstance(value, str) else " ".join(value.values())


def constants() -> Iterator[str]:
    """Every text in the program's sources, parts of f-strings among them."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in SOURCE.rglob("*.json"):
        yield from re.findall(r'"key": "([\w-]+)"', path.read_text("utf-8"))


def raised() -> Iterator[str]:
    """The keys that errors and problems are made with."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            key = first.value if isinstance(first, ast.Constant) else None
            if isinstance(key, str) and _RAISING.search(name) and re.fullmatch(r"\S+-\S+", key):
                yield key


def test_both_languages_have_the_same_keys() -> None:
    assert catalogue("zh").keys() == catalogue("en").keys()


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_no_key_stands_twice(lang: str) -> None:
    text = (SOURCE / "messages" / f"{lang}.yaml").read_text("utf-8")
    section = ""
    names: list[str] = []
    for line in text.splitlines():
        if found := re.match(r"(\w+):$", line):
            section = found[1]
        elif found := re.match(r"  ([\w-]+):", line):
            names.append(f"{section}.{found[1]}")

    assert len(names) == len(catalogue(lang))
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("key", sorted(catalogue("zh")))
def test_both_languages_have_the_same_placeholders(key: str) -> None:
    zh, en = (set(PLACEHOLDER.findall(texts(catalogue(lang)[key]))) for lang in ("zh", "en"))

    assert zh == en


@pytest.mark.parametrize("lang", messages.LANGUAGES)
def test_every_text_can_be_filled_with_nothing_and_with_something(lang: str) -> None:
    for key in catalogue(lang):
        names = PLACEHOLDER.findall(texts(catalogue(lang)[key]))
        for values in (dict.fromkeys(names, 2), {}):
            if values or not re.search(r"\{\w+:,", texts(catalogue(lang)[key])):
                told = messages.text(key, lang, **values)
                assert not re.search(r"\[\[|\]\]", told)


def test_every_key_that_is_raised_has_its_text() -> None:
    known = {key.partition(".")[2] for key in catalogue("zh")}

    assert set(raised()) - known == set()


BY_VALUE = frozenset(("severity", "head", "family", "command", "level", "fixable_by"))
"""Sections that are asked for by what stands in a record."""


def test_no_text_is_left_over() -> None:
    used = set(constants())
    starts = tuple(one for one in used if one.endswith("-") and " " not in one and len(one) > 3)
    left = [
        key
        for key in catalogue("zh")
        for section, _, name in [key.partition(".")]
        if section not in BY_VALUE
        and not {key, name} & used
        and not key.startswith(starts)
        and not name.startswith(starts)
    ]

    assert left == []


def test_no_text_scolds() -> None:
    for key, value in catalogue("zh").items():
        assert not set("！!") & set(texts(value)), key
        # `!` marks nothing for a reader of the other language either.
        assert "!" not in texts(catalogue("en")[key]), key


def test_an_error_is_told_with_its_place_its_line_and_a_caret() -> None:
    error = RuleError(
        "unknown-key",
        path="rules/a.yaml",
        place=Place(line=3, column=1),
        name="titel",
        nearest="title",
        known="name, title",
        source="titel: 空泛",
        caret="^^^^^",
    )

    assert error_text(error, "zh") == (
        "rules/a.yaml:3:1: 没有“titel”这一项。是不是“title”？可用的有：name, title。\n"
        "    titel: 空泛\n"
        "    ^^^^^"
    )
    assert error_text(error, "en").splitlines()[0] == (
        "rules/a.yaml:3:1: There is no “titel” here. Did you mean “title”? "
        "There can be: name, title."
    )


def test_what_is_empty_is_left_out() -> None:
    assert error_text(ReadError("missing-file", path="a.md", nearest=""), "zh") == (
        "a.md: 没有这个文件。请核对文件名和所在的文件夹。"
    )


def test_an_error_of_a_plugin_without_a_text_still_says_what_it_knows() -> None:
    assert error_text(AuditError("toml-broken", path="a.toml", why="甲\x1b"), "zh") == (
        "a.toml: toml-broken: why: 甲<U+001B>"
    )
    assert problem_text(Problem("odd", values=(("count", "3"),)), "zh") == "odd 3"


def test_values_of_strangers_steer_nothing() -> None:
    assert filled("“{name}”", {"name": "\x1b[2J\u202e"}) == "“<U+001B>[2J<U+202E>”"


@pytest.mark.parametrize(("count", "told"), [(1, "1 project"), (2, "2 projects")])
def test_english_counts(count: int, told: str) -> None:
    assert messages.text("report.projects", "en", count=count) == told

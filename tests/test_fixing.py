"""Fixes keep their laws: the finding is gone, no rule finds more, all else is as before."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import fixing
from audit.document import Place
from audit.errors import ReadError
from audit.finding import Edit, Finding, Fix, Safety, Severity, Spot, Text
from audit.plugins import Source
from audit.report import FileReport

NOTHING = Text("", "")


def finding(
    rule: str, line: int, start: int, old: str, new: str | None, safety: Safety = "safe"
) -> Finding:
    """A fault at characters of a line, from column `start`."""
    place = Place(line=line, column=start, end_line=line, end_column=start + len(old))
    spot = Spot("a.md", 0, "", None, None, None, "name", old, (0, len(old)), (place,))
    edits = () if new is None else (Edit("name", 0, len(old), new, (place,), old),)
    mended = Fix(edits, safety, NOTHING) if edits else None
    return Finding(
        rule, rule.upper(), Severity.ERROR, "form", NOTHING, NOTHING, spot, fix=mended
    )  # fmt: skip


def checker(*replacements: tuple[str, str, str | None]) -> Callable[[Source], FileReport]:
    """Faults each occurrence of a word: (rule, word, what to write in its place)."""

    def check(source: Source) -> FileReport:
        found: list[Finding] = []
        for number, line in enumerate(source.data.decode("utf-8-sig").split("\n"), 1):
            for rule, word, new in replacements:
                at = line.find(word)
                while at >= 0:
                    found.append(finding(rule, number, at + 1, word, new))
                    at = line.find(word, at + len(word))
        ordered = sorted(found, key=lambda one: (one.spot.place.line, one.spot.place.column))
        numbered = [replace(one, ordinal=at) for at, one in enumerate(ordered)]
        return FileReport(source.path, "", "markdown", findings=tuple(numbered))

    return check


def fixed(text: str, *replacements: tuple[str, str, str | None]) -> str:
    return fixing.fix(Source("a.md", text.encode()), checker(*replacements)).data.decode()


TYPO = ("typo", "增肌", "增加")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("增肌了\n增肌", "增加了\n增加", id="each of them"),
        pytest.param("增肌增肌增肌", "增加增加增加", id="side by side, in several rounds"),
        pytest.param("没有错", "没有错", id="nothing to do"),
        pytest.param("\ufeff增肌\r\n", "\ufeff增加\r\n", id="marks and line ends stay"),
    ],
)
def test_fixes_are_done(text: str, expected: str) -> None:
    assert fixed(text, TYPO) == expected


def test_nothing_done_is_the_same_bytes() -> None:
    source = Source("a.md", "没有错".encode())

    assert fixing.fix(source, checker(TYPO)).data is source.data


def test_what_was_done_and_what_is_left_are_told() -> None:
    source = Source("a.md", "增肌；坏".encode())

    result = fixing.fix(source, checker(TYPO, ("harm", "坏", "坏坏")))

    assert [one.rule for one in result.done] == ["typo"]
    assert [one.rule for one in result.left] == ["harm"]
    assert [one.rule for one in result.report.findings] == ["harm"]


def test_a_fix_that_makes_another_rule_find_more_is_not_done() -> None:
    text = "甲 增肌 乙"

    assert fixed(text, ("a", "甲", "坏"), TYPO, ("b", "坏", None)) == "甲 增加 乙"


def test_a_fix_that_changes_nothing_ends() -> None:
    assert fixed("甲甲", ("a", "甲", "甲")) == "甲甲"


@pytest.mark.parametrize(("unsafe", "expected"), [(False, "增肌"), (True, "增加")])
def test_unsafe_fixes_are_done_when_asked_for(unsafe: bool, expected: str) -> None:
    def check(source: Source) -> FileReport:
        report = checker(TYPO)(source)
        unsafe_ones = (
            replace(one, fix=one.fix._replace(safety="unsafe"))
            for one in report.findings
            if one.fix
        )
        return replace(report, findings=tuple(unsafe_ones))

    result = fixing.fix(Source("a.md", "增肌".encode()), check, unsafe=unsafe)

    assert result.data.decode() == expected
    assert len(result.left) == (0 if unsafe else 1)


def test_only_the_rules_asked_for() -> None:
    other = ("other", "坏", "好")
    source = Source("a.md", "增肌坏".encode())

    assert fixing.fix(source, checker(TYPO, other), rules=["other"]).data.decode() == "增肌好"


def test_waived_findings_are_left_alone() -> None:
    def check(source: Source) -> FileReport:
        report = checker(TYPO)(source)
        waived = tuple(replace(one, state="waived") for one in report.findings)
        return replace(report, findings=waived)

    assert fixing.fix(Source("a.md", "增肌".encode()), check).data == "增肌".encode()


def test_a_source_that_cannot_be_read_is_not_fixed() -> None:
    error = ReadError("empty-file", path="a.md")

    with pytest.raises(ReadError):
        fixing.fix(Source("a.md", b""), lambda _: FileReport("a.md", "", "", error=error))


def test_a_format_without_a_writer_is_told() -> None:
    with pytest.raises(ReadError) as caught:
        fixing.written(Source("a.xyz", b""), "xyz", [])

    assert caught.value.key == "no-writer"


words: Sequence[str] = ("增肌", "增加", "甲", "肌", "增", "，", "\n")


@given(st.lists(st.sampled_from(words)).map("".join))
def test_twice_is_once_and_all_else_stays(text: str) -> None:
    """After a fix every other character is as before, twice is once: design, section 9."""
    once = fixed(text, TYPO)

    assert once == text.replace("增肌", "增加")
    assert fixed(once, TYPO) == once

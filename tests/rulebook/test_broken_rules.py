"""What a rule file may have wrong, and where exactly its author is pointed to."""

from typing import Any

import pytest

from audit.errors import AuditError
from audit.rulebook.load import load
from audit.rulebook.marks import columns

pytestmark = pytest.mark.usefixtures("small_pack")


def told(error: AuditError) -> tuple[str, int, int]:
    place = error.place
    return error.key, (place.line if place else 0) or 0, (place.column if place else 0) or 0


def test_a_right_rule_loads_with_the_prefix_of_its_folder(wishes: Any, write: Any) -> None:
    book = load([write(wishes())])
    rule = book.rule("gd/vague-wish")

    assert rule is not None
    assert (rule.name, rule.code, rule.message.zh) == (
        "gd/vague-wish",
        "gd-T001",
        "“{name}”的指标值是“{text}”。",
    )
    assert rule.checks[0].options["in"] == ("annual_target",)


@pytest.mark.parametrize(
    ("old", "new", "key", "line", "column"),
    [
        pytest.param("title:", "titel:", "unknown-key", 3, 1, id="a misspelt key is told once, not as missing too"),
        pytest.param("title: 空泛的愿望\n", "", "missing-key", 1, 1, id="a key left out"),
        pytest.param("severity: warning", "severity: waring", "unknown-value", 4, 11, id="a misspelt severity"),
        pytest.param("kind: words", "kind: word", "unknown-kind", 8, 9, id="a misspelt kind"),
        pytest.param("  lists: [wishes]", "  list: [wishes]", "unknown-key", 10, 3, id="a misspelt option"),
        pytest.param("[wishes]", "[wishs]", "unknown-word-list", 10, 11, id="a misspelt word list"),
        pytest.param("  lists: [wishes]", "  words: [{word: 但愿, not_before: [率]}]", "wants-bare-word", 10, 11, id="a word with its context"),
        pytest.param("  lists: [wishes]", "  lists: [{word: 但愿, not_before: [率]}]", "wants-word-list", 10, 11, id="a word in place of a list's name"),
        pytest.param("  lists: [wishes]", "  lists: [wishes]\n  accept: [{word: 但愿, not_before: [率]}]", "wants-word-list", 11, 12, id="a word with its context to be accepted"),
        pytest.param("[年度指标值]", "[年度指标]", "unknown-field", 9, 8, id="a misspelt field"),
        pytest.param("{三级指标}", "{三级指示}", "unknown-placeholder", 11, 11, id="a misspelt placeholder"),
        pytest.param("{text}", "{text.__class__}", "unknown-placeholder", 11, 24, id="a placeholder that reaches into Python"),
        pytest.param("“{text}”。", "“{text”。", "brace-alone", 11, 24, id="a brace that does not close"),
        pytest.param("code: T001", "code: T1", "bad-rule-code", 2, 7, id="a code of another form"),
        pytest.param("name: vague-wish", "name: Vague Wish", "bad-rule-name", 1, 7, id="a name of another form"),
        pytest.param("  - practice: 愿望不能考核", "  - practise: 愿望不能考核", "unknown-key", 6, 5, id="the branch that was meant"),
        pytest.param("  - practice: 愿望不能考核", "  - {document: 财预〔2015〕88号, level: normative, says: 要量化}", "says-without-seen", 6, 47, id="a quotation nobody has seen"),
        pytest.param("  - practice: 愿望不能考核", "  - {document: 财预〔2015〕88号, level: binding, about: 要量化}", "unknown-value", 6, 36, id="a level of basis"),
        pytest.param("  - good: {indicators: [{name: 群众安全感, annual_target: ≥90%}]}\n", "", "missing-example", 13, 1, id="no good example"),
        pytest.param("    finds: [{field: annual_target, text: 但愿}]\n", "", "missing-key", 14, 5, id="a bad example without finds"),
        pytest.param("field: annual_target, text", "field: annual_targe, text", "unknown-field", 15, 21, id="a misspelt field of finds"),
        pytest.param("[{name: 群众安全感, annual_target: 但愿}]", "[{nam: 群众安全感, annual_target: 但愿}]", "unknown-key", 14, 25, id="a misspelt field of an example"),
        pytest.param("severity: warning", "severity: warning\nfold: yes", "wants-true-or-false", 5, 7, id="yes is no true"),
        pytest.param("severity: warning", "severity: warning\nwhen: {nme: 甲}", "unknown-key", 5, 8, id="a misspelt field of a condition"),
        pytest.param("severity: warning", "severity: warning\nwhen: {name: {end_with: 甲}}", "unknown-key", 5, 15, id="a misspelt operator"),
        pytest.param("severity: warning", "severity: warning\nwhen: {annual_target.unt: 甲}", "unknown-part", 5, 22, id="a misspelt part"),
        pytest.param("severity: warning", "severity: warning\nwhen: {name: {in_list: wish}}", "unknown-word-list", 5, 24, id="a word list of a condition"),
        pytest.param("severity: warning", 'severity: warning\nwhen: {name: {matches: "\\\\d+"}}', "pattern-ascii-class", 5, 24, id="a pattern that knows ASCII digits only"),
        pytest.param("severity: warning", "severity: warning\nyields_to: [vague-targt]", "unknown-rule", 5, 13, id="a rule that is not there"),
        pytest.param("severity: warning", "severity: warning\napplies: {years: 15-}", "bad-years", 5, 18, id="years"),
        pytest.param("severity: warning", "severity:", "empty-value", 4, 10, id="nothing after the colon"),
        pytest.param("check:\n", "check:\n  severity: warn\n", "unknown-value", 8, 13, id="a severity of an entry"),
    ],
)  # fmt: skip
def test_one_fault_at_its_place(
    faults: Any, wishes: Any, *, old: str, new: str, key: str, line: int, column: int
) -> None:
    found = faults(wishes((old, new)))

    assert [told(one) for one in found] == [(key, line, column)]


@pytest.mark.parametrize(
    ("old", "new", "key", "line", "column"),
    [
        pytest.param("name: vague-wish", "name：vague-wish", "yaml-full-width-colon", 1, 5, id="full-width colon"),
        pytest.param("  kind: words\n  in: [年度指标值]\n  lists: [wishes]", "  {kind：words, in: [年度指标值], lists: [wishes]}", "yaml-full-width-colon", 8, 8, id="full-width colon within braces"),
        pytest.param("  kind: words\n  in: [年度指标值]\n  lists: [wishes]", "  {kind: words，in: [年度指标值], lists: [wishes]}", "yaml-full-width-comma", 8, 15, id="full-width comma within braces"),
        pytest.param("[年度指标值]", "[年度指标值，实施周期指标值]", "yaml-full-width-comma", 9, 13, id="full-width comma within brackets"),
        pytest.param("severity: warning", "severity: “warning”", "yaml-full-width-quote", 4, 11, id="full-width quotes"),
        pytest.param("severity: warning", "“severity”: warning", "yaml-full-width-quote", 4, 1, id="full-width quotes round a key"),
        pytest.param("  kind: words", "\tkind: words", "yaml-tab", 8, 1, id="a tab"),
        pytest.param("message: “{三级指标}”的", "message: {三级指标}的", "yaml-needs-quotes", 11, 10, id="a text that begins with a brace"),
        pytest.param("message: “{三级指标}”的指标值是“{text}”。", "message: {text}", "yaml-needs-quotes", 11, 10, id="a text that is a placeholder"),
        pytest.param("[年度指标值]", "[*]", "yaml-needs-quotes", 9, 8, id="an asterisk"),
        pytest.param("advice: 请写明数值。", "advice: >90%", "yaml-needs-quotes", 12, 9, id="a sign that YAML knows"),
        pytest.param("advice: 请写明数值。", "advice: 请写: 数值", "yaml-colon-within", 12, 9, id="a colon within a text"),
        pytest.param("advice: 请写明数值。", 'advice: "请写明数值。', "yaml-quote-left-open", 12, 9, id="a quote left open"),
        pytest.param("advice: 请写明数值。", 'advice: "请写"数值。', "yaml-quote-within", 12, 12, id="a quote within quotes"),
        pytest.param("severity: warning", "severity:warning", "yaml-space-after-colon", 4, 9, id="no space after the colon"),
        pytest.param("severity: warning", "severity: warning\nseverity: info", "yaml-duplicate-key", 5, 1, id="a key twice"),
        pytest.param("severity: warning", "severity: &s warning", "yaml-anchor", 4, 11, id="an anchor"),
        pytest.param("severity: warning", "severity: !!str warning", "yaml-tag", 4, 11, id="a tag"),
        pytest.param("severity: warning", "<<: {severity: warning}", "yaml-merge-key", 4, 1, id="a merge key"),
        pytest.param("severity: warning", "severity: warning\n---\na: b", "yaml-several-documents", 5, 1, id="two documents"),
        pytest.param("severity: warning", "severity: war\x07ning", "yaml-control-character", 4, 14, id="a control character"),
        pytest.param("title: 空泛的愿望", "title: {en: Wishes, hopes}", "yaml-comma-within", 3, 21, id="a comma that ends a text"),
    ],
)  # fmt: skip
def test_what_office_people_do_to_yaml_is_named(
    faults: Any, wishes: Any, *, old: str, new: str, key: str, line: int, column: int
) -> None:
    found = faults(wishes((old, new)))

    assert [told(one) for one in found] == [(key, line, column)]


RULE = "name: 空泛的愿望\n"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        pytest.param(b"\xef\xbb\xbf" + RULE.encode(), "yaml-bom", id="byte order mark"),
        pytest.param(RULE.encode("utf-16"), "yaml-utf16", id="UTF-16"),
        pytest.param(RULE.encode("gb18030"), "yaml-not-utf8", id="GB 18030"),
        pytest.param(b"# nothing\n", "yaml-empty", id="nothing but a comment"),
        pytest.param(b"x: " + b"[" * 60 + b"]" * 60, "yaml-too-deep", id="sixty brackets"),
        pytest.param(
            "name：甲\n".encode(), "yaml-full-width-colon", id="nothing but a full-width colon"
        ),
        pytest.param(b"- a\n", "wants-mapping", id="a list"),
    ],
)
def test_a_file_that_is_no_rule(faults: Any, data: bytes, key: str) -> None:
    assert [told(one)[0] for one in faults({"wish.yaml": data})] == [key]


def test_all_causes_are_told_at_once_in_order(faults: Any, wishes: Any) -> None:
    files = wishes(
        ("severity: warning", "severity: waring"),
        ("kind: words", "kind: word"),
        ("{text}", "{txt}"),
        ("practice:", "practise:"),
        words="name: wishes\ntitle: 词\nentrys: []\n",
    )

    found = faults(files)

    assert [told(one) for one in found] == [
        ("unknown-value", 4, 11),
        ("unknown-key", 6, 5),
        ("unknown-kind", 8, 9),
        ("unknown-placeholder", 11, 24),
        ("unknown-key", 3, 1),
    ]
    nearest = [one.values["nearest"] for one in found]
    assert nearest == ["warning", "practice", "words", "text", "entries"]


def test_a_misspelt_chinese_name_is_answered_in_chinese(faults: Any, wishes: Any) -> None:
    found = faults(wishes(("{三级指标}", "{三级指示}"), ("[年度指标值]", "[年度指标直]")))

    assert [one.values["nearest"] for one in found] == ["年度指标值", "三级指标"]


def test_source_and_caret_stand_under_each_other_in_terminal_columns(
    faults: Any, wishes: Any
) -> None:
    (found,) = faults(wishes(("{三级指标}", "{三级指示}")))

    assert found.values["source"] == "message: “{三级指示}”的指标值是“{text}”。"
    # Han characters take two columns.
    assert found.values["caret"] == "          ^^^^^^^^^^"


def test_a_long_line_is_cut_round_the_fault(faults: Any, wishes: Any) -> None:
    (found,) = faults(wishes(("“{三级指标}", "甲" * 200 + "{三级指示}" + "乙" * 200)))

    source, caret = found.values["source"], found.values["caret"]
    assert source.startswith("…甲")
    assert source.endswith("乙…")
    assert columns(source) <= 98
    assert len(caret) - len(caret.lstrip()) == columns(source[: source.index("{")])
    assert caret.strip() == "^" * 10


@pytest.mark.parametrize(
    ("words", "key", "line", "column"),
    [
        pytest.param("entries: [但愿, 但愿]", "word-twice", 3, 15, id="a word twice"),
        pytest.param("entries: [{word: 但愿, suggest: 但愿}]", "word-suggests-itself", 3, 18, id="a word for itself"),
        pytest.param("entries: [{word: 但愿, sugest: 愿}]", "unknown-key", 3, 22, id="a misspelt attribute"),
        pytest.param("entries: [但愿，希望]", "yaml-full-width-comma", 3, 13, id="a full-width comma between words"),
    ],
)  # fmt: skip
def test_a_broken_word_list(
    faults: Any, wishes: Any, *, words: str, key: str, line: int, column: int
) -> None:
    found = faults(wishes(words=f"name: wishes\ntitle: 词\n{words}\n"))

    assert [told(one) for one in found] == [(key, line, column)]

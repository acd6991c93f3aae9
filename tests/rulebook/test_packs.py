"""Packs beside ours: prefixes, overrides, amendments, yields, profiles."""

from pathlib import Path
from typing import Any

import pytest

from audit.errors import AuditError
from audit.finding import Severity
from audit.rulebook import shipped
from audit.rulebook.load import NO_PROFILE, RuleSettings, load

pytestmark = pytest.mark.usefixtures("small_pack")

PACK = 'name: 省规则\nversion: "1.2"\nprefix: GD\n'


def told(errors: list[AuditError]) -> list[tuple[str, str, int]]:
    return [
        (one.key, Path(one.path).name, one.place.line or 0 if one.place else 0) for one in errors
    ]


def test_names_and_codes_carry_the_prefix_of_the_pack(write: Any, wishes: Any) -> None:
    book = load([write(wishes() | {"pack.yaml": PACK}, "other")])
    (rule,) = book.rules

    assert (rule.name, rule.code, rule.pack) == ("gd/vague-wish", "GD-T001", "省规则")
    assert book.rule("GD-T001") is rule
    assert book.info.packs[-1] == "省规则 1.2"


def test_a_prefix_that_is_written_out_is_not_doubled(write: Any, wishes: Any) -> None:
    files = wishes(("name: vague", "name: gd/vague"), ("T001", "GD-T001"))

    (rule,) = load([write(files | {"pack.yaml": PACK})]).rules

    assert (rule.name, rule.code) == ("gd/vague-wish", "GD-T001")


@pytest.mark.parametrize(
    ("folder", "name", "code"),
    [
        pytest.param("区县规则", "区县规则/空泛的愿望", "区县规则/空泛的愿望", id="the folder's name is the prefix"),
        pytest.param("r", "local/空泛的愿望", "local/空泛的愿望", id="single letters are ours"),
    ],
)  # fmt: skip
def test_a_folder_without_pack_yaml_is_a_pack(
    write: Any, wishes: Any, folder: str, name: str, code: str
) -> None:
    files = wishes(("name: vague-wish\ncode: T001", "name: 空泛的愿望"))

    (rule,) = load([write(files, folder)]).rules

    assert (rule.name, rule.code) == (name, code)


def test_a_copy_of_a_pack_is_one_error(write: Any, wishes: Any, faults: Any) -> None:
    files = wishes() | {"pack.yaml": PACK}
    copy = write(files, "copy")

    assert told(faults(files, copy)) == [("pack-twice", "copy", 0)]


def test_a_copy_of_the_pack_that_ships_is_one_error(faults: Any) -> None:
    files = {"pack.yaml": (shipped.folder() / "pack.yaml").read_text("utf-8")}

    assert told(faults(files)) == [("pack-ships", "gd", 0)]


def test_the_folder_of_the_pack_that_ships_is_one_error() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        load([shipped.folder()])

    (error,) = caught.value.exceptions
    assert isinstance(error, AuditError)
    assert error.key == "pack-ships"


def test_a_folder_in_the_settings_and_on_the_command_line_counts_once(
    write: Any, wishes: Any
) -> None:
    folder = write(wishes())

    assert len(load([folder, folder]).rules) == 1


def test_a_single_file_is_a_pack(write: Any, wishes: Any) -> None:
    folder = write(wishes(("  lists: [wishes]", "  words: [但愿]")))

    (rule,) = load([folder / "wish.yaml"]).rules

    assert rule.name == "wish/vague-wish"
    assert rule.path == str(folder / "wish.yaml")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"pack.yaml": "name: a\nversion: '1'\nprefix: G\n"}, ("bad-prefix", "pack.yaml", 3), id="a prefix of one letter"),
        pytest.param({"pack.yaml": "name: a\nversion: '1'\nprefix: GD\nneeds: 9\n"}, ("pack-needs-newer", "pack.yaml", 4), id="a later rule format"),
        pytest.param({"pack.yaml": "name: a\nversion: '1'\n"}, ("missing-key", "pack.yaml", 1), id="no prefix"),
    ],
)  # fmt: skip
def test_a_broken_pack_file(
    faults: Any, wishes: Any, files: dict[str, str], expected: tuple[str, str, int]
) -> None:
    assert told(faults(wishes() | files)) == [expected]


def test_a_folder_that_is_no_pack(tmp_path: Path, faults: Any, wishes: Any) -> None:
    (tmp_path / "empty").mkdir()

    assert told(faults(wishes(), tmp_path / "gone")) == [("pack-not-there", "gone", 0)]
    assert told(faults(wishes(), tmp_path / "empty")) == [("pack-without-rules", "empty", 0)]


def test_names_and_codes_are_of_one_rule(faults: Any, wishes: Any) -> None:
    again = wishes(("code: T001", "code: T002"))["wish.yaml"]
    same_code = wishes(("name: vague-wish", "name: empty-wish"))["wish.yaml"]

    found = faults(wishes() | {"x.yaml": again, "y.yaml": same_code})

    assert told(found) == [
        ("duplicate-rule-name", "x.yaml", 1),
        ("duplicate-rule-code", "y.yaml", 2),
    ]
    assert all(str(one.values["first"]).endswith("wish.yaml:1") for one in found)


def test_ours_has_both_languages_and_a_local_pack_needs_one(write: Any, wishes: Any) -> None:
    (rule,) = load([write(wishes())]).rules

    assert rule.title.of("en") == rule.title.of("zh") == "空泛的愿望"


# Overrides and amendments.


def test_an_override_changes_severity_options_and_conditions(write: Any, wishes: Any) -> None:
    base = write(wishes() | {"pack.yaml": PACK})
    other = write(
        {
            "wish.yaml": """
                overrides: gd/vague-wish
                severity: error
                applies: {years: 2020-}
                when: {name: {not: 口号}}
                options: {whole: true}
                """
        },
        "city",
    )

    (rule,) = load([base, other]).rules

    (check,) = rule.checks
    assert (rule.severity, rule.applies.since) == (Severity.ERROR, 2020)
    assert check.when == {"name": {"not": {"is": "口号"}}}
    assert dict(check.options) == {"lists": ["wishes"], "whole": True, "in": ("annual_target",)}


def test_two_packs_that_override_one_key_are_both_named(
    faults: Any, write: Any, wishes: Any
) -> None:
    base = write(wishes() | {"pack.yaml": PACK}, "base")
    one = write({"a.yaml": "overrides: gd/vague-wish\nseverity: error\n"}, "city")

    (found,) = faults({"b.yaml": "overrides: gd/vague-wish\nseverity: info\n"}, base, one)

    assert found.key == "overridden-twice"
    assert {found.values["pack"], found.values["other"]} == {"gd", "city"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("overrides: vague-wsh\nseverity: error\n", ("unknown-rule", 1), id="a rule that is not there"),
        pytest.param("overrides: vague-wish\nmessage: 甲\n", ("unknown-key", 2), id="a key that stays"),
        pytest.param("overrides: vague-wish\noptions: {lsts: [wishes]}\n", ("unknown-rule-option", 2), id="an option that no entry has"),
        pytest.param("overrides: vague-wish\noptions: {whole: 是}\n", ("wants-true-or-false", 2), id="a value of another type"),
    ],
)  # fmt: skip
def test_a_broken_override(faults: Any, wishes: Any, text: str, expected: tuple[str, int]) -> None:
    (found,) = told(faults(wishes() | {"change.yaml": text}))

    assert found == (expected[0], "change.yaml", expected[1])


def test_an_amendment_adds_and_removes_words(write: Any, wishes: Any) -> None:
    text = "amends: wishes\nadd: [{word: 盼望, not_after: [不]}]\nremove: [希望]\n"

    book = load([write(wishes() | {"words/more.yaml": text})])

    words = {word.word: word.not_after for word in book.words["wishes"].words}
    assert words == {"但愿": (), "盼望": ("不",)}


def test_an_amendment_changes_a_taxonomy(write: Any, wishes: Any) -> None:
    text = """
        amends: "88"
        add: [{key: bond, name: 债券资金管理指标, level: 1}]
        remove: [sustainable_impact]
        """

    book = load([write(wishes() | {"categories/bond.yaml": text})])

    keys = {level.key for level in book.taxonomy.levels}
    assert "bond" in keys
    assert "sustainable_impact" not in keys


def test_a_word_that_is_removed_has_to_be_there(faults: Any, wishes: Any) -> None:
    files = wishes() | {"words/more.yaml": "amends: wishes\nremove: [希旺]\n"}

    (found,) = faults(files)

    assert told([found]) == [("word-not-in-list", "more.yaml", 2)]
    assert found.values["nearest"] == "希望"


# Yielding.


def two(wishes: Any, first: str, second: str) -> dict[str, str]:
    one: dict[str, str] = wishes(("severity: warning", f"severity: {first}"))
    other = wishes(
        ("name: vague-wish\ncode: T001", "name: other-wish\ncode: T002"),
        ("severity: warning", f"severity: {second}"),
    )
    return one | {"x.yaml": other["wish.yaml"]}


def test_a_rule_yields_to_one_as_severe_or_more(faults: Any, wishes: Any) -> None:
    files = two(wishes, "error\nyields_to: [other-wish]", "warning")

    (found,) = faults(files)

    assert told([found]) == [("yields-to-lower", "wish.yaml", 5)]


def test_yields_make_no_circle(faults: Any, wishes: Any) -> None:
    files = two(
        wishes,
        "error\nyields_to: [other-wish]",
        "error\nyields_to: [{rule: vague-wish, on: project}]",
    )

    (found,) = faults(files)

    assert found.key == "yields-in-circle"
    assert found.values["way"] == "gd/vague-wish → gd/other-wish → gd/vague-wish"


def test_a_setting_that_lowers_the_other_ends_the_yielding(write: Any, wishes: Any) -> None:
    folder = write(two(wishes, "warning\nyields_to: [other-wish]", "warning"))

    before = load([folder]).rule("gd/vague-wish")
    after = load([folder], settings=RuleSettings.of({"gd/other-wish": "info"})).rule(
        "gd/vague-wish"
    )

    assert before
    assert [one.rule for one in before.yields_to] == ["gd/other-wish"]
    assert after
    assert after.yields_to == ()


# Profiles and settings.

PROFILE = "name: late\ntitle: 年底\nextends: default\ntaxonomy: ['88']\n"


@pytest.mark.parametrize(
    ("setting", "enabled", "severity"),
    [
        ("off", False, "warning"),
        ("error", True, "error"),
        ("{whole: true}", True, "warning"),
        ("{severity: info, whole: true}", True, "info"),
    ],
)
def test_a_profile_switches_rules(
    write: Any, wishes: Any, setting: str, severity: str, *, enabled: bool
) -> None:
    text = f"{PROFILE}rules:\n  gd/vague-wish: {setting}\n"

    book = load([write(wishes() | {"profiles/late.yaml": text})], "late")

    (rule,) = book.rules
    assert (rule.enabled, str(rule.severity)) == (enabled, severity)
    assert str(rule.checks[0].severity) == severity
    assert rule.checks[0].options.get("whole", False) == ("whole" in setting)
    assert {level.generation for level in book.taxonomy.levels} == {"88"}


def test_settings_are_stronger_than_the_profile(write: Any, wishes: Any) -> None:
    text = f"{PROFILE}rules: {{gd/vague-wish: error}}\n"
    folder = write(wishes() | {"profiles/late.yaml": text})

    settings = RuleSettings.of({"gd-T001": "info"})
    (rule,) = load([folder], "late", settings).rules

    assert rule.severity == Severity.INFO


def test_preview_rules_are_off_until_something_names_them(write: Any, wishes: Any) -> None:
    folder = write(wishes(("severity: warning", "severity: warning\nstatus: preview")))

    assert not load([folder]).rules[0].enabled
    assert load([folder], settings=RuleSettings.of({"gd/vague-wish": "on"})).rules[0].enabled


def test_settings_amend_word_lists(write: Any, wishes: Any) -> None:
    words = {"wishes": {"add": ["盼望"], "remove": ["但愿"]}}

    book = load([write(wishes())], settings=RuleSettings.of(words=words, accept=["希望小学"]))

    assert book.words["wishes"].texts() == {"希望", "盼望"}
    assert book.accept == {"希望小学"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("rules: {gd/vague-wsh: off}\n", ("unknown-rule", 4), id="a rule that is not there"),
        pytest.param("rules: {gd/vague-wish: of}\n", ("unknown-value", 4), id="a misspelt setting"),
        pytest.param("rules: {gd/vague-wish: {whol: true}}\n", ("unknown-rule-option", 4), id="a misspelt option"),
        pytest.param("rules: {gd/vague-wish: {severity: wrong}}\n", ("unknown-value", 4), id="a misspelt severity"),
        pytest.param("extends: defalt\n", ("unknown-profile", 4), id="a profile that is not there"),
        pytest.param("extends: late\n", ("profile-circle", 4), id="a circle"),
        pytest.param("taxonomy: ['89']\n", ("unknown-taxonomy", 4), id="a taxonomy that is not there"),
    ],
)  # fmt: skip
def test_a_broken_profile(faults: Any, wishes: Any, text: str, expected: tuple[str, int]) -> None:
    files = wishes() | {"profiles/late.yaml": f"name: late\ntitle: 年底\n# …\n{text}"}

    (found,) = told(faults(files, profile="late"))

    assert found == (expected[0], "late.yaml", expected[1])


def test_an_unknown_profile_is_told_with_the_nearest(write: Any, wishes: Any) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        load([write(wishes())], "defalt")

    (error,) = caught.value.exceptions
    assert isinstance(error, AuditError)
    assert (error.key, error.values["nearest"]) == ("unknown-profile", "default")


# What is kept.


def test_a_book_from_the_cache_says_the_same(write: Any, wishes: Any) -> None:
    files = wishes(("severity: warning", "severity: warning\nwhen: {name: {not: 甲}}"))
    folder = write(files | {"words/table.tsv": "一\t1\n"})

    cold, warm = load([folder], NO_PROFILE), load([folder], NO_PROFILE)

    assert cold.info == warm.info
    assert cold.words == warm.words
    assert cold.taxonomy == warm.taxonomy
    assert cold.data("table.tsv") == warm.data("table.tsv") == folder / "words/table.tsv"
    (one,), (other,) = cold.rules, warm.rules
    for name in ("name", "basis", "applies", "yields_to", "message", "path"):
        assert getattr(one, name) == getattr(other, name)
    assert one.checks[0].options == other.checks[0].options
    assert one.checks[0].when == other.checks[0].when


def test_a_changed_file_is_read_again(write: Any, wishes: Any) -> None:
    folder = write(wishes())
    load([folder])

    (folder / "wish.yaml").write_text(wishes(("空泛", "空洞"))["wish.yaml"], "utf-8")

    assert load([folder]).rules[0].title.zh == "空洞的愿望"


def test_a_list_that_is_asked_for_and_not_there_is_named(write: Any, wishes: Any) -> None:
    book = load([write(wishes())])

    with pytest.raises(AuditError, match="unknown-word-list") as caught:
        book.words["wishs"]

    assert caught.value.values["nearest"] == "wishes"

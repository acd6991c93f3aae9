"""Settings: where they are looked for, which wins, and what is told of a wrong one."""

import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from audit import settings
from audit.errors import AuditError
from audit.pipeline import limits
from audit.settings import Settings


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("AUDIT_NO_CACHE", raising=False)


def load(folder: Path, **more: Any) -> Settings:
    return settings.load(folder=folder, **{"environment": {}, **more})


def faults(folder: Path, **more: Any) -> list[tuple[str, str, int, int]]:
    with pytest.raises(ExceptionGroup) as caught:
        load(folder, **more)
    found = []
    for error in caught.value.exceptions:
        assert isinstance(error, AuditError)
        place = error.place
        at = (place.line or 0, place.column or 0) if place else (0, 0)
        found.append((error.key, Path(error.path).name, *at))
    return found


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    found = load(tmp_path)

    assert (found.profile, found.fail_on, found.lang, found.path) == (
        "default",
        "error",
        None,
        None,
    )
    assert {one.origin for one in found.show()} == {""}


def test_the_nearest_file_counts_and_it_alone(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "lang: zh\nprofile: strict\n")
    near = put(tmp_path, "a/.audit.yaml", "lang: en\n")

    found = load(tmp_path / "a")
    (tmp_path / "a/b").mkdir()

    assert (found.lang, found.profile, found.path) == ("en", "default", near)
    assert load(tmp_path / "a/b").lang == "en"


def test_pyproject_counts_only_with_our_table(tmp_path: Path) -> None:
    put(tmp_path, "pyproject.toml", '[tool.audit]\nlang = "en"\nmax_warnings = 3\n')
    put(tmp_path, "a/pyproject.toml", "[tool.other]\n")

    found = load(tmp_path / "a")

    assert (found.lang, found.max_warnings) == ("en", 3)


def test_two_files_in_one_folder_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "lang: zh\n")
    put(tmp_path, ".audit.yaml", "lang: en\n")

    assert faults(tmp_path) == [("settings-twice", "audit.yaml", 0, 0)]


def test_command_line_over_config_over_environment_over_file(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "lang: zh\nformat: [json]\nfail_on: info\nprofile: strict\n")

    found = load(
        tmp_path,
        options={"fail_on": "warning", "min_severity": None},
        config=["fail_on=never", "format=text,jsonl"],
        environment={"AUDIT_LANG": "en", "AUDIT_OUTPUT_FORMAT": "rich"},
    )

    assert (found.lang, found.fail_on, found.profile) == ("en", "warning", "strict")
    assert found.format == ("text", "jsonl")
    assert found.min_severity == "info"


def test_rules_words_and_limits_are_merged_by_key(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "rules: {typo: off, number-gap: error}\nlimits: {pages: 10}\n")

    found = load(tmp_path, config=["rules.typo=warning", "limits.cells=5"])

    assert found.rules.rules
    assert found.rules.rules.value() == {"typo": "warning", "number-gap": "error"}
    assert found.limits == {"pages": 10, "cells": 5}


def test_packs_of_the_command_line_come_to_those_of_the_file(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "packs: [rules]\n")

    found = load(tmp_path, options={"packs": ["more"]})

    assert found.packs == (tmp_path / "rules", Path("more"))


def test_show_tells_where_each_value_comes_from(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "lang: zh\nrules:\n  typo: off\n")

    found = load(tmp_path, config=["fail_on=info"], environment={"AUDIT_OUTPUT_FILE": "x.json"})

    origins = {one.key: one.origin for one in found.show() if one.origin}
    assert {key: origin.removeprefix(f"{tmp_path}/") for key, origin in origins.items()} == {
        "lang": "audit.yaml:1",
        "rules.typo": "audit.yaml:3",
        "fail_on": "--config fail_on=info",
        "output": "AUDIT_OUTPUT_FILE",
    }


def test_isolated_reads_no_file(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "lang: en\n")

    assert load(tmp_path, isolated=True).lang is None


def test_config_names_a_file(tmp_path: Path) -> None:
    path = put(tmp_path, "elsewhere.yaml", "lang: en\n")

    assert load(tmp_path, config=[str(path)]).lang == "en"
    assert load(tmp_path, environment={"AUDIT_CONFIG": str(path)}).lang == "en"
    assert faults(tmp_path, config=["gone.yaml"]) == [("settings-not-there", "gone.yaml", 0, 0)]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("audit.yaml", "lang: zh\nprofil: strict\n", ("unknown-key", 2, 1), id="a misspelt key"),
        pytest.param("audit.yaml", "fail_on: errors\n", ("unknown-value", 1, 10), id="a misspelt value"),
        pytest.param("audit.yaml", "max_warnings: many\n", ("wants-whole-number", 1, 15), id="no number"),
        pytest.param("audit.yaml", "rules: {typo: of}\n", ("unknown-value", 1, 15), id="a misspelt setting"),
        pytest.param("audit.yaml", "lang：zh\n", ("yaml-full-width-colon", 1, 5), id="a full-width colon alone"),
        pytest.param("audit.yaml", "profile: strict\nlang：zh\n", ("yaml-full-width-colon", 2, 5), id="a full-width colon"),
        pytest.param("audit.yaml", "per_file: [{file: a, rules: {typo: off}}]\n", ("unknown-key", 1, 13), id="a key within a list"),
        pytest.param("audit.yaml", "limits: {page: 5}\n", ("unknown-key", 1, 10), id="a misspelt cap"),
        pytest.param("audit.yaml", "limits: {pages: 0}\n", ("out-of-range", 1, 17), id="a cap of nothing"),
        pytest.param("audit.yaml", "accept: 乡镇\n", ("wants-list", 1, 9), id="a text for a list"),
        pytest.param("pyproject.toml", "[tool.audit]\nprofil = 'strict'\n", ("unknown-key", 2, 1), id="a misspelt key in TOML"),
        pytest.param("pyproject.toml", "[tool.audit]\n[tool.audit.rules]\ntypo = 'of'\n", ("unknown-value", 3, 1), id="a misspelt setting in TOML"),
        pytest.param("pyproject.toml", "[tool.audit]\nlang = \n", ("toml-syntax", 2, 8), id="broken TOML"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_told_at_its_place(
    tmp_path: Path, name: str, text: str, expected: tuple[str, int, int]
) -> None:
    put(tmp_path, name, text)

    (found,) = faults(tmp_path)

    assert found == (expected[0], name, *expected[1:])


def test_all_wrong_settings_are_told_at_once_in_every_run(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "lang: de\nselct: [T]\n")

    first = faults(tmp_path)

    assert [one[0] for one in first] == ["unknown-value", "unknown-key"]
    assert faults(tmp_path) == first


@pytest.mark.parametrize(
    ("config", "origin"),
    [("max_warnings=x", "--config max_warnings=x"), ("lag=zh", "--config lag=zh")],
)
def test_a_wrong_assignment_names_itself(tmp_path: Path, config: str, origin: str) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        load(tmp_path, config=[config])

    (error,) = caught.value.exceptions
    assert isinstance(error, AuditError)
    assert error.path == origin


@pytest.mark.parametrize(
    ("files", "path", "fits"),
    [
        pytest.param("2023/**/*.md", "2023/a/b.md", True, id="any folders"),
        pytest.param("2023/**/*.md", "2023/b.md", True, id="any folders, or none"),
        pytest.param("2023/*.md", "2023/a/b.md", False, id="a star stays within a folder"),
        pytest.param("*.md", "2023/a/b.md", True, id="a bare name fits anywhere"),
        pytest.param("2023/b.md", "2024/b.md", False, id="another file"),
    ],
)
def test_per_file(tmp_path: Path, files: str, path: str, *, fits: bool) -> None:
    put(tmp_path, "audit.yaml", f"per_file: [{{files: '{files}', rules: {{typo: off}}}}]\n")

    found = load(tmp_path)

    assert found.switches(str(tmp_path / path)) == ({"typo": "off"} if fits else {})
    assert [one.text for one in found.rules.mentioned] == ["typo"]


def test_switches_go_to_other_processes(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "per_file: [{files: '*.md', rules: {typo: off}}]\n")

    switches = pickle.loads(pickle.dumps(load(tmp_path).switches))  # noqa: S301 -- made two lines above

    assert switches("a.md") == {"typo": "off"}


def test_what_was_right_is_loaded_without_yaml_and_jsonschema(tmp_path: Path) -> None:
    put(tmp_path, "audit.yaml", "lang: zh\nrules: {typo: off}\n")
    load(tmp_path)

    code = (
        "import sys; from audit import settings; print(settings.load().lang,"
        " [name for name in ('yaml', 'jsonschema') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert done.stdout == "zh []\n"


def test_every_cap_of_a_reader_can_be_set() -> None:
    source = Path(settings.__file__).parent
    read = "\n".join(path.read_text("utf-8") for path in source.rglob("*.py"))
    names = set(re.findall(r"limits?(?:\.get)?\(\"(\w+)\"", read)) | set(limits.Caps._fields)

    assert names == set(settings.schema()["properties"]["limits"]["properties"])


def test_the_schema_knows_what_the_program_knows() -> None:
    assert set(settings.schema()["properties"]) == set(settings.DEFAULTS)

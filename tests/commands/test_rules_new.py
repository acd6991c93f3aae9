"""`audit rules new`: a rule file that loads, whose one fault is that its example fails."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from audit.rulebook import shipped


@pytest.fixture(autouse=True)
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "gd"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        "name: gd\nversion: '1'\ntitle: 粤\nmaintainer: 甲\nprefix: gd\nneeds: 1\n", "utf-8"
    )
    return folder


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_new_rule_loads_and_its_example_says_what_is_to_be_done(audit: Any, lang: str) -> None:
    made = audit("rules", "new", "缺少基数", "--dir", "gd", "--family", "K", "--lang", lang)
    assert (made.code, made.err) == (0, "")
    suggested = "test gd/缺少基数 --rules gd"
    assert made.out.strip().endswith(suggested)

    tested = audit(*suggested.split(), "--lang", lang)

    assert tested.code == 1
    assert ("漏报了" if lang == "zh" else "Missing") in tested.out
    assert "缺少基数-1-bad" in tested.out


def test_it_takes_the_next_free_code(audit: Any) -> None:
    audit("rules", "new", "first-thing", "--dir", "gd", "--family", "target")
    audit("rules", "new", "second-thing", "--dir", "gd", "--family", "target")

    first, second = (
        yaml.safe_load(Path(f"gd/{name}-thing.yaml").read_text("utf-8"))["code"]
        for name in ("first", "second")
    )
    assert (first, second) == ("gd-T001", "gd-T002")


@pytest.mark.parametrize("name", ["first-thing", "gd/first-thing"])
def test_name_and_code_carry_the_prefix_whether_it_was_written_or_not(
    audit: Any, name: str
) -> None:
    ran = audit("rules", "new", name, "--dir", "gd")

    assert "pack.yaml" not in ran.out
    rule = yaml.safe_load(Path("gd/first-thing.yaml").read_text("utf-8"))
    assert (rule["name"], rule["code"], rule["status"]) == ("gd/first-thing", "gd-T001", "stable")


def test_a_new_rule_of_a_local_pack_is_in_use(audit: Any) -> None:
    audit("rules", "new", "first-thing", "--dir", "gd")

    (listed,) = (
        line for line in audit("rules", "--rules", "gd").out.splitlines() if "first-thing" in line
    )
    assert "停用" not in listed
    assert "试行" not in listed


def test_without_pack_yaml_it_is_said_what_one_is_for(audit: Any) -> None:
    Path("本地").mkdir()

    ran = audit("rules", "new", "缺少基数", "--dir", "本地")

    first, hint = ran.out.splitlines()
    assert first.endswith("audit test 本地/缺少基数 --rules 本地")
    assert "没有 pack.yaml" in hint
    assert "“本地”" in hint


def test_in_the_pack_that_ships_rules_need_not_be_named(
    audit: Any, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = shutil.copytree(shipped.folder(), pack.with_name("rules"))
    monkeypatch.setattr(shipped, "folder", lambda: ours)

    ran = audit("rules", "new", "wish-of-many")

    assert ran.out.strip().endswith("audit test wish-of-many")
    rule = yaml.safe_load((ours / "target/wish-of-many.yaml").read_text("utf-8"))
    assert rule["status"] == "preview"
    tested = audit("test", "wish-of-many")
    assert (tested.code, tested.err) == (1, "")
    assert "漏报了" in tested.out


def test_in_a_pack_with_families_it_goes_to_its_own(audit: Any) -> None:
    Path("gd/target").mkdir()

    audit("rules", "new", "first-thing", "--dir", "gd")

    assert Path("gd/target/first-thing.yaml").is_file()


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        pytest.param(["Vague Wish", "--dir", "gd"], "规则名“Vague Wish”不行", id="form"),
        pytest.param(["hn/new-thing", "--dir", "gd"], "规则名“hn/new-thing”不行", id="prefix of another"),
        pytest.param(["vague-target", "--dir", "gd"], "已经有规则“vague-target”", id="taken"),
        pytest.param(["new-thing", "--dir", "no"], "没有文件夹“no”", id="no folder"),
        pytest.param(["new-thing", "--dir", "gd", "--family", "targt"], "是不是“target”？", id="no family"),
        pytest.param([], "没有说是哪一个规则", id="no name"),
        pytest.param(["a-b", "c-d"], "多出了“c-d”", id="two names"),
    ],
)  # fmt: skip
def test_what_cannot_be_made(audit: Any, argv: list[str], told: str) -> None:
    ran = audit("rules", "new", *argv)

    assert ran.code == 2
    assert told in ran.err

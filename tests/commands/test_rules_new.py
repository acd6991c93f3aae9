"""`audit rules new`: a rule file that loads, whose one fault is that its example fails."""

from pathlib import Path
from typing import Any

import pytest
import yaml


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

    tested = audit("test", "gd/缺少基数", "--rules", "gd", "--lang", lang)

    assert tested.code == 1
    assert ("漏报了" if lang == "zh" else "Missing") in tested.out
    assert "缺少基数-1-bad" in tested.out


def test_it_takes_the_next_free_code(audit: Any) -> None:
    audit("rules", "new", "first-thing", "--dir", "gd", "--family", "target")
    audit("rules", "new", "second-thing", "--dir", "gd", "--family", "target")

    first, second = (
        int(yaml.safe_load(Path(f"gd/{name}-thing.yaml").read_text("utf-8"))["code"][1:])
        for name in ("first", "second")
    )
    assert second == first + 1


def test_in_a_pack_with_families_it_goes_to_its_own(audit: Any) -> None:
    Path("gd/target").mkdir()

    audit("rules", "new", "first-thing", "--dir", "gd")

    assert Path("gd/target/first-thing.yaml").is_file()


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        pytest.param(["Vague Wish", "--dir", "gd"], "规则名“Vague Wish”不行", id="form"),
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

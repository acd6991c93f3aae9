"""`audit rules import`: a table with a rule a row becomes rule files whose examples pass."""

from pathlib import Path
from typing import Any

import pytest

HEAD = "| 规则名 | 查哪一栏 | 词语 | 位置 | 例外 | 级别 | 错的例子 | 对的例子 |\n|---|---|---|---|---|---|---|---|\n"


def table(*rows: str) -> None:
    Path("表.md").write_text(HEAD + "".join(f"| {row} |\n" for row in rows), "utf-8")


@pytest.mark.parametrize("name", ["规则.xlsx", "规则.csv"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_imports_as_it_is(audit: Any, name: str, lang: str) -> None:
    made = audit("rules", "import", "--template", name, "--lang", lang)
    ran = audit("rules", "import", name, "--dir", "本地规则", "--lang", lang)

    assert (made.code, ran.code, ran.err) == (0, 0, "")
    assert ("全部通过" if lang == "zh" else "all passed") in ran.out


def test_the_rules_of_a_table_are_in_use(audit: Any) -> None:
    table(
        "有安全感 | 指标名称 | 安全感、幸福感 | 结尾 | 社会安全感 | 请核实 | 校园安全感 | 事故起数"
    )

    audit("rules", "import", "表.md", "--dir", "青禾")
    ran = audit("check", "a.md", "--rules", "青禾", "--select", "青禾")

    assert "a.md:8:104: warning 青禾-T001[青禾/有安全感]" in ran.out
    assert "安全感" in ran.out


def test_an_exception_is_left_alone(audit: Any) -> None:
    table("有安全感 | 指标名称 | 安全感 | | 校园安全感 | | 社会安全感 | 校园安全感")

    audit("rules", "import", "表.md", "--dir", "青禾")

    assert "安全感" not in audit("check", "a.md", "--rules", "青禾", "--select", "青禾").out


def test_a_word_with_what_it_should_be_is_mended(audit: Any) -> None:
    table("错字 | 绩效目标 | 劝阻→劝导 | | | | 提升劝阻工作 | 提升劝导工作")

    audit("rules", "import", "表.md", "--dir", "青禾")
    ran = audit(
        "fix", "a.md", "--rules", "青禾", "--select", "青禾/错字", "--unsafe-fixes", "--diff"
    )

    assert "提升劝导工作效率率" in ran.out


def test_an_example_that_fails_is_told(audit: Any) -> None:
    table("有安全感 | 指标名称 | 安全感 | | | | 幸福指数 | 事故起数")

    ran = audit("rules", "import", "表.md", "--dir", "青禾")

    assert ran.code == 1
    assert "漏报了" in ran.out


def test_a_table_is_imported_again_over_what_it_made_and_codes_stay(audit: Any) -> None:
    table(
        "甲 | 指标名称 | 安全感 | | | | 安全感 | 起数", "乙 | 指标名称 | 满意 | | | | 满意 | 起数"
    )
    audit("rules", "import", "表.md", "--dir", "青禾")
    table("乙 | 指标名称 | 满意率 | | | | 满意率 | 满意度")

    ran = audit("rules", "import", "表.md", "--dir", "青禾")

    assert ran.code == 0
    assert "code: 青禾-T002" in Path("青禾/乙.yaml").read_text("utf-8")
    assert "满意率" in Path("青禾/乙.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("甲 | 指标名 | 安全感 | | | | 安全感 | 起数", "指标名称"),
        ("甲 | 指标名称 | 安全感 | | | 严重 | 安全感 | 起数", "必须改"),
        ("甲 | 指标名称 | 安全感 | 中间 | | | 安全感 | 起数", "整格"),
        ("甲 | 指标名称 | 安全感 | | | | 安全感 | ", "对的例子"),
        ("Vague Target | 指标名称 | 安全感 | | | | 安全感 | 起数", "小写字母"),
        ("vague-target | 指标名称 | 安全感 | | | | 安全感 | 起数", "vague-target.yaml"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell_and_nothing_is_written(
    audit: Any, row: str, said: str
) -> None:
    table("好的 | 指标名称 | 安全感 | | | | 安全感 | 起数", row)

    ran = audit("rules", "import", "表.md", "--dir", "青禾")

    assert ran.code == 2
    assert "表.md:4:" in ran.err
    assert said in ran.err
    assert not Path("青禾").exists()


def test_a_rule_that_somebody_wrote_is_not_overwritten(audit: Any) -> None:
    Path("青禾").mkdir()
    Path("青禾/甲.yaml").write_text("name: 甲\n", "utf-8")
    table("甲 | 指标名称 | 安全感 | | | | 安全感 | 起数")

    ran = audit("rules", "import", "表.md", "--dir", "青禾")

    assert ran.code == 2
    assert Path("青禾/甲.yaml").read_text("utf-8") == "name: 甲\n"


def test_a_file_without_such_a_table_says_which_headings_it_needs(audit: Any) -> None:
    ran = audit("rules", "import", "a.md", "--dir", "青禾")

    assert ran.code == 2
    assert "规则名" in ran.err
    assert "--template" in ran.err

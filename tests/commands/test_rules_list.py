"""`audit rules`: which rules are listed."""

from pathlib import Path
from typing import Any

RULE = """\
name: {name}
title: 写了校舍
severity: info
since: "{since}"
{more}basis: [{{practice: 试}}]
check: {{kind: words, in: [name], words: [校舍]}}
message: 校舍。
examples:
  - bad: "1、1-产出指标,11-数量指标,校舍；年度指标值:1栋；"
    finds: [{{text: 校舍}}]
  - good: "1、1-产出指标,11-数量指标,教室；年度指标值:1间；"
"""


def test_changed_since_lists_what_came_or_changed_after_a_version(audit: Any) -> None:
    Path("青禾").mkdir()
    for name, since, more in (
        ("旧的", "1.9", ""),
        ("改过", "1.9", 'changed: "1.10.1"\n'),
        ("新的", "2.0", ""),
    ):
        Path(f"青禾/{name}.yaml").write_text(
            RULE.format(name=name, since=since, more=more), "utf-8"
        )

    ran = audit("rules", "--rules", "青禾", "--select", "青禾", "--changed-since", "1.10.0")

    assert (ran.code, ran.err) == (0, "")
    assert "青禾/改过" in ran.out
    assert "青禾/新的" in ran.out
    assert "青禾/旧的" not in ran.out


def test_what_is_no_version_is_told(audit: Any) -> None:
    ran = audit("rules", "--changed-since", "去年")

    assert ran.code == 2
    assert "去年" in ran.err

"""The block grammar: indicators under titles in brackets."""

import pytest

from audit.grammar import indicator_blocks


def _read(text: str) -> list[str]:
    found: list[str] = []
    for one in indicator_blocks.split(text):
        found.append(
            f"{one.kind}:" + "|".join(text[slice(*part)] for part in (one.level1, one.level2))
        )
        if one.kind != "indicators":
            found[-1] += text[slice(*one.body)]
        found += [
            "|".join(text[slice(*part)] for part in (item.number, item.name, item.target))
            for item in one.items
        ]
    return found


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        pytest.param("【产出指标-数量指标】\n指标1:机柜数量(≥77台)", ["indicators:产出指标|数量指标", "1|机柜数量|≥77台"], id="as published"),
        pytest.param("【产出指标-数量指标】指标1:甲(≥7台)指标2:乙（高）", ["indicators:产出指标|数量指标", "1|甲|≥7台", "2|乙|高"], id="one line"),
        pytest.param("【产出指标—数量指标】：1.甲数≥7台\n2.乙", ["indicators:产出指标|数量指标", "1|甲数|≥7台", "2|乙|"], id="other marks, and no target"),
        pytest.param("【效益指标】\n甲(≥7台)\n乙(提高)", ["indicators:效益指标|", "|甲|≥7台", "|乙|提高"], id="one level, no numbers"),
        pytest.param("【数量指标】指标1：甲（一期）(≥7台（含备用）)", ["indicators:|数量指标", "1|甲（一期）|≥7台（含备用）"], id="second level, brackets in brackets"),
        pytest.param("【总体目标】保障运转。【项目概况】:共77个。", ["goal:|保障运转。", "prose:|共77个。"], id="prose"),
        pytest.param("前言", ["prose:|前言"], id="no title"),
        pytest.param("【产出指标-数量指标】", ["indicators:产出指标|数量指标"], id="nothing under it"),
        pytest.param("", [], id="nothing"),
    ],
)  # fmt: skip
def test_sections(text: str, sections: list[str]) -> None:
    assert _read(text) == sections
    assert indicator_blocks.holds(text) == any(one.startswith("indicators") for one in sections)

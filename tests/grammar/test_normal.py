"""Normal forms: width and radicals do not part two texts, and the length stays."""

import pytest

from audit.filing import to_dict
from audit.grammar.normal import bare, fold, normal
from audit.pipeline import lay_out
from audit.plugins import ReadOptions, Source
from audit.readers import markdown


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("⼯作⽬标", "工作目标", id="Kangxi radicals"),
        pytest.param("⻓期⻔⼾⻅效", "长期门户见效", id="radicals supplement"),
        pytest.param("\uf98e\uf9ca", "年流", id="compatibility ideographs"),
        pytest.param("９０％", "90%", id="full width"),
        pytest.param("①㎡²≥〔〕“”", "①㎡²≥〔〕“”", id="what NFKC would turn stays"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert normal(text) == folded
    assert len(fold(text)) == len(text)


def test_radicals_are_text_in_what_two_people_would_call_the_same() -> None:
    assert bare("⼯作，完成⾥程") == bare("工作完成里程")


FILING = """
| 项目名称 | 总计 | 财政拨款 | 专户资金 | 其他资金 | 绩效目标 | 绩效指标 |
|---|---|---|---|---|---|---|
| 渠道清淤工程 | 1.00 | 1.00 | | | 清淤渠道。 | \
1、1-产出指标,11-数量指标,清淤长度；实施周期指标值:≥12公里,年度指标值:≥12公里； |
"""


def test_a_filing_whose_headings_are_written_with_radicals_is_read() -> None:
    text = FILING.replace("目", "⽬").replace("工", "⼯").replace("长", "⻓").replace("金", "⾦")

    (filing,) = lay_out(markdown.read(Source("a.md", text.encode()), ReadOptions({}, {}))).filings

    (project,) = to_dict(filing)["projects"]
    assert project["name"] == "渠道清淤⼯程"
    assert [one["name"] for one in project["indicators"]] == ["清淤⻓度"]
    assert filing.unread == ()

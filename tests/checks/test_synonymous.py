"""`synonymous`: one measure in two wordings."""

import pytest

from audit.testing import found

CHECK = {"kind": "synonymous", "words": "same-measure-words", "filler": "measure-filler"}


def of(*rows: tuple[str, str]) -> dict[str, object]:
    return {
        "projects": [{"indicators": [{"name": name, "annual_target": to} for name, to in rows]}]
    }


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        pytest.param(("打击走私能力", "提高"), ("打击走私犯罪能力", "提高"), True, id="filler"),
        pytest.param(
            ("举办培训场次", "≥4场"), ("培训活动次数", "≥4"), True, id="filler and synonym"
        ),
        pytest.param(("资金拨付及时性", "100%"), ("资金拨付及时率", "100%"), True, id="a synonym"),
        pytest.param(
            ("居民满意度", "≥90%"), ("居民满意率（%）", "≥90"), True, id="a unit in the name"
        ),
        pytest.param(("受益群众", "9人"), ("受益群众人数", "9人"), True, id="a word of counting"),
        pytest.param(("受益群众", "多"), ("受益群众人数", "9人"), False, id="one does not count"),
        pytest.param(("维修数量", "20处"), ("维修总量", "800平方米"), False, id="two units"),
        pytest.param(("培训人数", "50人"), ("培训人次", "90人次"), False, id="人 and 人次"),
        pytest.param(
            ("学生满意度", "≥90%"), ("家长满意度", "≥90%"), False, id="two sorts of people"
        ),
        pytest.param(("验收合格率", "100%"), ("一次验收合格率", "95%"), False, id="first time"),
        pytest.param(("城市低保人数", "9人"), ("农村低保人数", "9人"), False, id="two places"),
        pytest.param(("培训人数", "9人"), ("培训人数 ", "9人"), False, id="the same name"),
        pytest.param(("项目完成率", "95%"), ("任务完成率", "95%"), False, id="too little is left"),
    ],
)
def test_two_wordings(first: tuple[str, str], second: tuple[str, str], *, same: bool) -> None:
    assert found(CHECK, of(first, second)) == ([("name", second[0].strip())] if same else [])


def test_two_projects_may_measure_alike() -> None:
    names = ("举办培训场次", "培训活动次数")

    assert found(CHECK, {"projects": [{"indicators": [{"name": one}]} for one in names]}) == []

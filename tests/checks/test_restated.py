"""`restated`: the project's name as an indicator."""

import pytest

from audit.testing import found

CHECK = {
    "kind": "restated",
    "each": "project",
    "filler": "project-filler",
    "measured": ["count", "area"],
}


@pytest.mark.parametrize(
    ("project", "name", "target", "said"),
    [
        pytest.param("犬只规范管理", "犬只规范管理", "达标", True, id="the same words"),
        pytest.param(
            "2026年犬只规范管理专项经费", "犬只规范管理", "95%", True, id="but for filler"
        ),
        pytest.param("犬只规范管理", "犬只规范管理工作", "达标", True, id="with filler"),
        pytest.param(
            "穗财政【2022】122号外市籍吸毒人员管理服务经费",
            "外市籍吸毒人员管理服务专项工作经费",
            "大于400万元",
            True,
            id="a long part",
        ),
        pytest.param("犬只规范管理", "犬只规范管理率", "95%", False, id="a measure of it"),
        pytest.param("公厕建设", "公厕建设", "5座", False, id="short for a number"),
        pytest.param("校舍维修和操场改造", "校舍维修", "完成", False, id="a short part"),
        pytest.param("培训", "培训", "合格", False, id="a short name"),
        pytest.param("", "", "合格", False, id="no name at all"),
    ],
)
def test_restated(project: str, name: str, target: str, *, said: bool) -> None:
    row = {"name": name, "annual_target": target}
    given = {"projects": [{"name": project, "indicators": [row]}]}

    assert found(CHECK, given) == ([("name", name)] if said else [])

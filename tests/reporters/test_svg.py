"""The picture of the report."""

import re
from typing import Any

from defusedxml.ElementTree import fromstring


def test_a_picture_is_xml_and_names_no_address_to_load_from(made: Any) -> None:
    picture = made.printed("svg", [made.sample()])

    fromstring(picture)
    assert "url(http" not in picture
    assert "@font-face" not in picture


def test_han_characters_are_two_columns_wide(made: Any) -> None:
    picture = made.printed("svg", [made.sample()])

    length, _ = re.findall(r'textLength="([\d.]+)"[^>]*>审核结果：建议修改后再报<', picture)
    assert round(float(length) / 12.2) == 12 * 2


def test_a_picture_has_the_overview_and_the_worst_project(made: Any) -> None:
    picture = made.printed("svg", [made.sample()])

    assert "校舍维修工程" in picture
    assert "问题最多的项目" in picture
    assert picture.index("审核结果") < picture.index("校园安全感")
    assert made.printed("svg", [made.sample()]) == picture

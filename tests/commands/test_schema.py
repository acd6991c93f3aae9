"""`audit schema`: JSON Schemas that are valid ones."""

import json
from typing import Any

import jsonschema
import pytest


@pytest.mark.parametrize("name", ["rule", "findings", "records", "config"])
def test_a_schema_is_one(audit: Any, name: str) -> None:
    ran = audit("schema", name)

    assert ran.code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(ran.out))


def test_no_such_schema(audit: Any) -> None:
    ran = audit("schema", "confg")

    assert ran.code == 2
    assert (
        ran.err
        == "选项 schema 不能是“confg”。是不是“config”？可以是：rule findings records config。\n"
    )

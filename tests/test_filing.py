"""Fields: texts cut from cells, and the records that hold them."""

import dataclasses
import json
from importlib.resources import files

import pytest

from audit.document import Cell, Fragment, Place
from audit.filing import (
    FIELD_NAMES,
    FILING_FIELDS,
    INDICATOR_FIELDS,
    PROJECT_FIELDS,
    TOTAL_FIELDS,
    Field,
    Filing,
    Indicator,
    Project,
    Total,
    field_name,
    field_of,
    fields_of,
    to_dict,
)
from audit.titles import FIELD_TITLES


def _cell(text: str, line: int = 1) -> Cell:
    place = Place(line=line, column=1)
    return Cell(text, (Fragment(0, len(text), place),) if text else (), place)


def _field(text: str, line: int = 1) -> Field:
    return Field.cut(_cell(text, line), 0, len(text))


def _columns(field: Field, start: int, end: int) -> list[tuple[int | None, ...]]:
    places = field.places_of(start, end)
    return [(place.line, place.column, place.end_column) for place in places]


def test_a_cut_knows_where_it_stands() -> None:
    field = Field.cut(_cell("甲；乙工程"), 2, 5)

    assert field.text == "乙工程"
    assert _columns(field, 1, 3) == [(1, 4, 6)]
    assert (field.place.line, field.place.column) == (1, 3)


def test_what_is_put_between_two_pieces_belongs_to_neither() -> None:
    field = Field.join((_field("甲", 1), _field("乙丙", 2)), ",")

    assert field.text == "甲,乙丙"
    assert _columns(field, 0, 4) == [(1, 1, 2), (2, 1, 3)]
    assert _columns(field, 2, 3) == [(2, 1, 2)]
    assert _columns(field, 1, 2) == [(1, 2, 2)]


def test_a_blank_field_points_at_where_it_is_missing() -> None:
    field = Field.cut(_cell("甲；乙"), 2, 2)

    assert (field.text, _columns(field, 0, 0)) == ("", [(1, 3, 3)])


@pytest.mark.parametrize(
    ("inherited", "whole"), [([True, True], True), ([True, False], False), ([False, False], False)]
)
def test_a_joined_field_is_inherited_where_all_of_it_is(
    inherited: list[bool], *, whole: bool
) -> None:
    parts = tuple(_field("甲")._replace(inherited=one) for one in inherited)

    assert Field.join(parts, "").inherited is whole


INDICATOR = Indicator(0, 0, _field("1、培训人数"), number=_field("1"), name=_field("培训人数"))
PROJECT = Project(
    0, _field("甲"), project_name=_field("甲"), total=_field("1.00"), shares=(("省级", _field("1")),),
    indicators=(INDICATOR,),
)  # fmt: skip
TOTAL = Total(0, "total", (0,), _field("合计"), _field("合计"), total=_field("1.00"))
FILING = Filing(
    0, "inline", "project", frozenset({"name", "total"}), _field("表"), year=_field("2026"),
    projects=(PROJECT,), totals=(TOTAL,),
)  # fmt: skip


def test_records_come_in_order() -> None:
    assert list(FILING.records()) == [FILING, TOTAL, PROJECT, INDICATOR]


def test_fields_of_a_record() -> None:
    assert [(name, field.text) for name, field in fields_of(PROJECT)] == [
        ("project_name", "甲"),
        ("total", "1.00"),
        ("省级", "1"),
    ]
    assert [name for name, _ in fields_of(TOTAL)] == ["label", "total"]


def test_field_of() -> None:
    assert field_of(INDICATOR, "text") is INDICATOR.source
    assert field_of(INDICATOR, "name") is INDICATOR.name
    assert field_of(INDICATOR, "unit") is None
    assert field_of(PROJECT, "indicators") is None


def test_names_in_chinese_and_in_english() -> None:
    assert field_name("绩效目标") == field_name("goal") == "goal"
    assert set(FIELD_NAMES) & set(FIELD_NAMES.values()) == set()


def test_what_audit_records_prints() -> None:
    assert to_dict(FILING) == {
        "index": 0,
        "layout": "inline",
        "kind": "project",
        "year": "2026",
        "money_unit": None,
        "department": None,
        "fields": ["name", "total"],
        "totals": [
            {
                "index": 0, "label": "合计", "kind": "total", "covers": [0], "total": "1.00",
                "fiscal": None, "special": None, "other": None,
            }
        ],
        "projects": [
            {
                "index": 0, "name": "甲", "total": "1.00", "fiscal": None, "special": None,
                "other": None, "goal": None, "shares": {"省级": "1"},
                "indicators": [
                    {
                        "index": 0, "number": "1", "category": None, "level1": None,
                        "level2": None, "name": "培训人数", "cycle_target": None,
                        "annual_target": None,
                    }
                ],
            }
        ],
    }  # fmt: skip


_NO_FIELDS = {"source", "money_unit", "shares", "projects", "unread", "totals"}
_RECORDS = {
    Filing: FILING_FIELDS,
    Total: TOTAL_FIELDS,
    Project: PROJECT_FIELDS,
    Indicator: INDICATOR_FIELDS,
}


@pytest.mark.parametrize("record", _RECORDS, ids=lambda record: record.__name__)
def test_a_field_has_one_name_in_the_record_in_rules_and_for_people(
    record: type[Filing | Total | Project | Indicator],
) -> None:
    """A new field is told of in `*_FIELDS`, FIELD_NAMES and FIELD_TITLES, or this fails."""
    slots = {slot.name for slot in dataclasses.fields(record) if "Field" in str(slot.type)}
    named = set(_RECORDS[record])

    assert slots - _NO_FIELDS <= named | {"indicators"}
    assert named - {"totals", "indicators"} <= slots
    assert named <= set(FIELD_NAMES.values()) & set(FIELD_TITLES)


def test_the_schema_of_records_has_every_field() -> None:
    schema = json.loads(files("audit").joinpath("schemas/records.schema.json").read_text("utf-8"))
    known = {name: set(one.get("properties", ())) for name, one in schema["$defs"].items()}

    assert set(PROJECT_FIELDS) - {"project_name"} <= known["project"]
    assert set(INDICATOR_FIELDS) <= known["indicator"]
    assert set(TOTAL_FIELDS) <= known["total"]


def test_chinese_names_and_titles_are_of_known_fields() -> None:
    known = {*FILING_FIELDS, *TOTAL_FIELDS, *PROJECT_FIELDS, *INDICATOR_FIELDS, "text", "projects"}

    assert set(FIELD_NAMES.values()) <= known
    assert set(FIELD_TITLES) <= known

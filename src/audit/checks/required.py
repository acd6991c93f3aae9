"""`required`: what a record has to have: a text in its fields, or indicators of a class.

Options
    in: fields that may not be blank. `indicators` is blank where the form has a place for
        them and there is none. One finding a record, at the first that is missing, the
        others related as `same`.
    blank_words: a word list of what says nothing where it is the whole text: 无, 略, 同上.
    absent: also where the form has no such field; otherwise the rule does not apply there.
    titled: a word list; a filing whose title has one of the words has what is wanted.
    bare_amounts: only of a filing with an amount that does not say in which unit it is.
    class: a key, code or name of the taxonomy: at least one indicator has to be of it.
    one_of: several of them, of which one is enough.
    all_of: several of them, each of which is wanted; one finding names those that are missing.
    at_least: how many indicators it takes (1); with `in: [indicators]`, of any class.

A dash or stroke is a blank where every field of `in` has nothing better; one target of two
that is “/” says that it does not apply, and a reviewer accepts that.

The class of an indicator is that of its level 1, else the parent of its level 2. Where an
indicator tells neither and the others do not suffice, the project is `Unchecked`. A project
without indicators is the business of a rule with `in: [indicators]`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from audit.checks.kind import Hit, Near, RecordLook, Unchecked, Value
from audit.filing import (
    AMOUNT_FIELDS,
    Field,
    Filing,
    Indicator,
    Project,
    Record,
    field_of,
    indicators_of,
    text_of,
)
from audit.finding import Text
from audit.grammar import amounts
from audit.grammar.normal import bare, normal
from audit.rulebook import levels
from audit.rulebook.book import Level, Rulebook, Taxonomy
from audit.rulebook.categories import by_key, keys_of
from audit.rulebook.rule import Each
from audit.titles import title

NAME = "required"
EACH: tuple[Each, ...] = ("project", "indicator", "filing")
_CLASS = {"type": "string", "names": "class"}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "in": {"type": "array", "items": {"type": "string", "names": "field"}, "minItems": 1},
        "blank_words": {"type": "string", "names": "words"},
        "absent": {"type": "boolean"},
        "titled": {"type": "string", "names": "words"},
        "bare_amounts": {"type": "boolean"},
        "class": _CLASS,
        "one_of": {"type": "array", "items": _CLASS, "minItems": 1},
        "all_of": {"type": "array", "items": _CLASS, "minItems": 1},
        "at_least": {"type": "integer", "minimum": 1},
    },
    "anyOf": [{"required": [key]} for key in ("in", "class", "one_of", "all_of")],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset({"missing", "which", "count", "present"})
"""`missing`: the fields or classes; `which`: the record, by name or place; `count`: how many
indicators there are; `present`: the classes that they have."""

_AMOUNTS = (*AMOUNT_FIELDS, "approved", "executed")
_MEMBERS = ("indicators", "projects", "totals")


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    least = options.get("at_least", 1)
    taxonomy = rulebook.taxonomy
    if "all_of" in options:
        each_of = [keys_of(taxonomy, [one]) for one in options["all_of"]]
        return _classes(each_of, least, taxonomy, either=("和", "and"))
    wanted = [options["class"]] if "class" in options else options.get("one_of", ())
    if wanted:
        return _classes([keys_of(taxonomy, wanted)], least, taxonomy, either=("或", "or"))
    words = rulebook.words[options["blank_words"]].texts() if "blank_words" in options else ()
    look = _fields(
        options["in"], frozenset(map(normal, words)), least, absent=options.get("absent", False)
    )
    if options.get("bare_amounts"):
        return lambda filing: look(filing) if _has_bare_amount(filing) else ()
    if "titled" in options:
        titled = tuple(rulebook.words[options["titled"]].texts())
        return lambda filing: () if _is_titled(filing, titled) else look(filing)
    return look


def _fields(
    names: Iterable[str], blank_words: frozenset[str], least: int, *, absent: bool
) -> RecordLook:
    fields = tuple(names)
    more = max(map(len, blank_words), default=0) + 1

    def look(record: Record) -> Iterator[Hit]:
        there = {name: getattr(record, name, None) for name in fields}
        there = {name: value for name, value in there.items() if value is not None or absent}
        blank = [name for name, value in there.items() if _is_blank(value, least)]
        hollow = [name for name, value in there.items() if _is_hollow(value, blank_words, more)]
        missing = [name for name in there if name in {*blank, *hollow}]
        if len(missing) < len(there):
            missing = blank
        if missing:
            first, *others = missing
            yield _hit(record, first, there[first], [Near(record, one, "same") for one in others])

    def _hit(record: Record, name: str, value: Any, related: list[Near]) -> Hit:
        values: dict[str, Value] = {
            "missing": _and([title(name), *(title(near.field) for near in related)]),
            "which": _which(record),
            "count": str(len(value)) if name in _MEMBERS and value is not None else "0",
        }
        if isinstance(value, Field) and value.text.strip():
            return Hit.whole(record, name, tuple(related), **values)
        return Hit(record, name, values=values, related=tuple(related), text="")

    return look


def _is_blank(value: Any, least: int) -> bool:
    match value:
        case Field(text=text):
            return not text.strip()
        case tuple():
            return len(value) < least
        case _:
            return True


def _is_hollow(value: Any, blank_words: frozenset[str], more: int) -> bool:
    """Whether it says nothing; `more`: more characters than any of the words has."""
    if not isinstance(value, Field):
        return False
    text = value.text
    # Nearly every goal and name ends here; the normal forms cost ten times as much.
    if len(text) >= more and text[:more].isalnum():
        return False
    return not bare(text) or normal(text).strip("。.；;，,") in blank_words


def _has_bare_amount(filing: Filing) -> bool:
    """Whether a project has an amount with no unit of its own: neither 500万元 nor （万元）."""
    return any(
        amounts.parse(text_of(field_of(project, name))).unit == ""
        for project in filing.projects
        if not text_of(project.money_unit).strip()
        for name in _AMOUNTS
        if amounts.parse(text_of(field_of(project, name))).value is not None
    )


def _is_titled(filing: Filing, words: Iterable[str]) -> bool:
    return any(word in filing.source.text for word in words)


def _classes(
    wanted: Sequence[frozenset[str]], least: int, taxonomy: Taxonomy, *, either: tuple[str, str]
) -> RecordLook:
    """Of each group of classes, so many indicators; `either` joins the names of what is missing."""
    read = levels.reader(taxonomy)
    level_2 = {level.key for level in taxonomy.levels if level.level == 2}

    def look(record: Project | Filing) -> Iterator[Hit | Unchecked]:
        indicators = [one for one in indicators_of(record) if one.level1 or one.level2]
        categories = [read(text_of(one.level1), text_of(one.level2)) for one in indicators]
        lacking = [
            group for group in wanted if sum(_counts(one, group) for one in categories) < least
        ]
        if not categories or not lacking:
            return
        of_level_2 = any(group & level_2 for group in lacking)
        if any(not one.class_ or (of_level_2 and not one.second.level) for one in categories):
            yield Unchecked(record, "indicators", "class-unread")
            return
        present = dict.fromkeys(one.class_ for one in categories)
        missing = [_title(taxonomy, key) for group in lacking for key in sorted(group)]
        values: dict[str, Value] = {
            "missing": _and(missing, *either),
            "which": _which(record),
            "count": str(len(categories)),
            "present": _and([_title(taxonomy, key) for key in present]),
        }
        yield Hit(record, "indicators", values=values, text="")

    return look


def _counts(category: levels.Category, wanted: frozenset[str]) -> bool:
    second = category.second.level
    return category.class_ in wanted or (second is not None and second.key in wanted)


def _title(taxonomy: Taxonomy, key: str) -> Text:
    level: Level | None = by_key(taxonomy, key)
    return Text(level.name if level else key, key.replace("_", " "))


def _which(record: Record) -> Text:
    # The index is read last: an answer that depends on it is remembered for no other record.
    match record:
        case Indicator():
            return _quoted(record.name) or Text(
                f"第{record.index + 1}条指标", f"Indicator {record.index + 1}"
            )
        case Project():
            return _quoted(record.project_name) or Text(
                f"第{record.index + 1}个项目", f"Project {record.index + 1}"
            )
        case _:
            return Text("本表", "The form")


def _quoted(name: Field | None) -> Text | None:
    text = name.text.strip() if name else ""
    return Text(f"“{text}”", f"“{text}”") if bare(text) else None


def _and(parts: list[Text], zh: str = "和", en: str = "and") -> Text:
    """实施周期指标值和年度指标值; three and more with 、 before the last."""
    *firsts, last = parts
    if not firsts:
        return last
    return Text(
        f"{'、'.join(one.zh for one in firsts)}{zh}{last.zh}",
        f"{', '.join(one.en for one in firsts)} {en} {last.en}",
    )

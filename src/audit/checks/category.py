"""`category`: what is wrong with the category of an indicator.

Options
    report:
        parent: the levels do not belong together (2-效益指标,11-数量指标), or one stands at the
            wrong depth (12-质量指标 for a level 1). Stands on `category`.
        code: code and name of a level differ (11-质量指标). Stands on the level.
        unknown: a code or name that no taxonomy has. Stands on the level.
        class: what the indicator measures is of another class. Stands on `level2`; where
            this is blank, on `level1`.
    level1, level2: only categories of these classes or levels. With both, both must hold.
    not_under: none of these, at either level.
    except: `{level1: […], level2: […]}`: leaves out the categories that both lists hold.
    names: conditions on the indicator's name, see rulebook/names.py.
    targets: unit classes (percent, permille …): every number of the targets is of one of
        them, and is no change (增长5% of a count is no rate).
    not_targets: silent where a number of the targets is of one of these unit classes.

A level that contradicts itself, or is in no taxonomy, cannot be compared with the other:
then `parent` and `class` are `Unchecked`. How levels are read: rulebook/levels.py.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, get_args

from audit.checks.kind import Hit, RecordLook, Unchecked, Value
from audit.filing import TARGET_FIELDS, Indicator, text_of
from audit.finding import Text
from audit.grammar import targets, units
from audit.grammar.quantities import Quantity
from audit.rulebook import levels, names
from audit.rulebook.book import Level, Rulebook, Taxonomy
from audit.rulebook.categories import by_key, keys_of
from audit.rulebook.levels import Category, Reading
from audit.rulebook.rule import Each

NAME = "category"
EACH: tuple[Each, ...] = ("indicator",)
_KEYS = {"type": "array", "items": {"type": "string", "names": "class"}, "minItems": 1}
_UNITS = {
    "type": "array",
    "items": {"enum": [one for one in get_args(units.UnitClass) if one]},
    "minItems": 1,
}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "report": {"enum": ["parent", "code", "unknown", "class"]},
        "level1": _KEYS,
        "level2": _KEYS,
        "not_under": _KEYS,
        "except": {
            "type": "object",
            "properties": {"level1": _KEYS, "level2": _KEYS},
            "required": ["level1", "level2"],
            "additionalProperties": False,
        },
        "names": names.SCHEMA,
        "targets": _UNITS,
        "not_targets": _UNITS,
    },
    "required": ["report"],
    "additionalProperties": False,
}
PLACEHOLDERS = frozenset(
    {"why", "code", "code_means", "right_code", "unknown", "class", "target", "indicator"}
)
"""`why`: which level to change and to what; `code_means`, `right_code`: what `code` stands
for, and the code of the name; `unknown`: the code or name; `class`: the level's name;
`target`: the target that is a rate; `indicator`: the name of the one that is misplaced."""

_Read = Callable[[str, str], Category]


def compile(each: Each, options: Mapping[str, Any], rulebook: Rulebook, /) -> RecordLook:
    known = rulebook.taxonomy
    read = levels.reader(known)
    match options["report"]:
        case "parent":
            return partial(_parents, read, _chosen(options, known), known)
        case "code":
            return partial(_levels, read, _differing)
        case "unknown":
            return partial(_levels, read, _unknown)
        case _:
            return partial(_misplaced, read, _chosen(options, known), _measures(options, rulebook))


def _parents(
    read: _Read, chosen: Callable[[Category], bool], known: Taxonomy, indicator: Indicator
) -> Iterator[Hit | Unchecked]:
    category = _category(read, indicator)
    if category is None:
        return
    if category.fits is None:
        yield Unchecked(indicator, "category", "category-unread")
    elif not category.fits and chosen(category):
        yield _at(indicator, "category", why=_why(category, known))


def _levels(
    read: _Read,
    values: Callable[[Reading], Mapping[str, Value] | None],
    indicator: Indicator,
) -> Iterator[Hit]:
    category = _category(read, indicator)
    if category is None:
        return
    for name, reading in (("level1", category.first), ("level2", category.second)):
        found = values(reading)
        if found is not None:
            yield _at(indicator, name, **found)


def _differing(reading: Reading) -> Mapping[str, Value] | None:
    if reading.coded is None or reading.named is None:
        return None
    return {
        "code": reading.code,
        "code_means": reading.coded.name,
        "right_code": reading.named.code,
        "class": reading.named.name,
    }


def _unknown(reading: Reading) -> Mapping[str, Value] | None:
    return {"unknown": reading.unknown} if reading.unknown else None


def _misplaced(
    read: _Read,
    chosen: Callable[[Category], bool],
    measures: Callable[[Indicator], str | None],
    indicator: Indicator,
) -> Iterator[Hit | Unchecked]:
    category = _category(read, indicator)
    if category is None:
        return
    deciding = category.first if category.second.blank else category.second
    # Parsing targets is what costs here: most indicators are of another class.
    if deciding.meant is not None and not chosen(category):
        return
    target = measures(indicator)
    if target is None:
        return
    if deciding.meant is None:
        yield Unchecked(indicator, "category", "category-unread")
        return
    name = "level1" if category.second.blank else "level2"
    said = {"class": deciding.meant.name, "indicator": text_of(indicator.name)}
    yield _at(indicator, name, target=target, **said)


def _at(indicator: Indicator, name: str, /, **values: Value) -> Hit:
    return Hit.trimmed(indicator, name, **values)


def _category(read: _Read, indicator: Indicator) -> Category | None:
    """None where the form has no categories."""
    if indicator.level1 is None and indicator.level2 is None:
        return None
    return read(text_of(indicator.level1), text_of(indicator.level2))


def _chosen(options: Mapping[str, Any], known: Taxonomy) -> Callable[[Category], bool]:
    """Whether the options are about categories like this one."""
    first, second = (keys_of(known, options.get(name, ())) for name in ("level1", "level2"))
    unwanted = keys_of(known, options.get("not_under", ()))
    pair = options.get("except", {})
    left_out = [keys_of(known, pair.get(name, ())) for name in ("level1", "level2")]

    def test(category: Category) -> bool:
        mine, its = _of(category.first.meant), _of(category.second.meant)
        if (first and not first & mine) or (second and not second & its):
            return False
        return not unwanted & (mine | its) and not (left_out[0] & mine and left_out[1] & its)

    return test


def _of(level: Level | None) -> frozenset[str]:
    return frozenset({level.key, levels.class_of(level)}) if level else frozenset()


def _measures(options: Mapping[str, Any], rulebook: Rulebook) -> Callable[[Indicator], str | None]:
    """The target by which an indicator is what the options say; None where it is not."""
    named = names.compile(options.get("names"), rulebook)
    wanted = frozenset(options.get("targets", ()))
    unwanted = frozenset(options.get("not_targets", ()))

    def _is_rate(one: Quantity) -> bool:
        return one.unit_class in wanted and not one.change

    def test(indicator: Indicator) -> str | None:
        if not named(text_of(indicator.name)):
            return None
        texts = [text_of(getattr(indicator, name)) for name in reversed(TARGET_FIELDS)]
        numbers = [one for text in texts for one in targets.parse(text).quantities]
        if unwanted and any(one.unit_class in unwanted for one in numbers):
            return None
        if wanted and not (numbers and all(map(_is_rate, numbers))):
            return None
        return next((text for text in texts if text), "")

    return test


def _why(category: Category, known: Taxonomy) -> Text:
    """What the second level belongs to; the first, where only that can be read."""
    meant = category.second.meant or category.first.meant
    parent = by_key(known, meant.parent) if meant else None
    if meant is None or parent is None:
        name = meant.name if meant else category.second.name
        return Text(
            f"“{name}”是一级指标，请在二级指标中填写它下面的类别",
            f"“{name}” is a level 1; please give one of its categories as level 2",
        )
    coded = f"{parent.code}-{parent.name}" if parent.code and category.first.code else parent.name
    return Text(
        f"“{meant.name}”属于“{coded}”，请核对后改一级指标或二级指标",
        f"“{meant.name}” belongs to “{coded}”; please check, and change level 1 or level 2",
    )

"""The two levels of a category as they are written: what each names, and whether that fits.

`12-质量指标` names a level by its code and by its name. The two may differ (11-质量指标), one
may be missing, or be in no taxonomy; the level may stand at the wrong depth (12-质量指标 for a
level 1, 1-产出指标 for a level 2). Neither generation of taxonomies is preferred: 成本指标 is
right below 产出指标 (财预〔2015〕88号) and as a level 1 of its own (财预〔2021〕101号).

Codes are those of one large system and some published forms. A form of another system
(2-产出指标, 21-数量指标; or 1-数量指标, 2-质量指标 within 1-产出指标) is taken at its names.
"""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from audit.grammar import categories as grammar
from audit.grammar.normal import bare
from audit.rulebook.book import Level, Taxonomy
from audit.rulebook.categories import by_code, by_name


class Reading(NamedTuple):
    """One level's text."""

    code: str
    name: str
    """As written; "" where it is missing."""
    level: Level | None = None
    """What it names at its own depth. None where that is not certain."""
    elsewhere: Level | None = None
    """What it names, where that belongs to the other depth."""
    coded: Level | None = None
    """Where code and name differ: what the code stands for, and what the name does."""
    named: Level | None = None
    unknown: str = ""
    """The code or name that no taxonomy has."""

    @property
    def blank(self) -> bool:
        return not self.code and not self.name

    @property
    def differs(self) -> bool:
        return self.coded is not None and self.named is not None

    @property
    def meant(self) -> Level | None:
        """The level it names, be it at its place or not."""
        return self.level or self.elsewhere


class Category(NamedTuple):
    """Both levels of an indicator."""

    first: Reading
    second: Reading

    @property
    def fits(self) -> bool | None:
        """Whether each level is at its depth and the second belongs to the first.

        None where a level is blank, in no taxonomy, or contradicts itself.
        """
        first, second = self.first, self.second
        if first.differs or second.differs:
            return None
        if first.elsewhere or second.elsewhere:
            return False
        if first.level is None or second.level is None:
            return None
        return belongs(second.level, first.level)

    @property
    def class_(self) -> str:
        """The key of the level 1 that the indicator belongs to; "" where neither tells it.

        Level 1's own where that is readable and valid at level 1, else the parent of level 2.
        """
        if self.first.level:
            return self.first.level.key
        return self.second.level.parent if self.second.level else ""


def belongs(second: Level, first: Level) -> bool:
    # 成本指标,成本指标: the second is that of 88号, and what it says of the first is no error.
    return second.parent == first.key or grammar.same(second.name, first.name)


def class_of(level: Level) -> str:
    """The key of its level 1, which may be itself."""
    return level.parent or level.key


def reader(known: Taxonomy) -> Callable[[str, str], Category]:
    """Reads the two levels of categories by a taxonomy, remembering what it has read."""
    return lru_cache(maxsize=8192)(partial(_read, known))


def _read(known: Taxonomy, level1: str, level2: str) -> Category:
    first, second = _alone(known, level1, 1), _alone(known, level2, 2)
    if _another_numbering(first, second):
        return Category(_by_its_name(first), _by_its_name(second))
    if second.differs and _counts_within(first, second):
        second = _by_its_name(second)
    return Category(first, second)


def _alone(known: Taxonomy, text: str, depth: int) -> Reading:
    code, name = grammar.parse(text)
    if not bare(name):
        name = ""
    coded, coded_elsewhere = _of_code(known, code, depth)
    named, named_elsewhere = _of_name(known, name, depth)
    code_says, names_say = (
        coded or coded_elsewhere,
        [one for one in (named, named_elsewhere) if one],
    )
    if code_says and names_say and not any(_agree(code_says, one, depth) for one in names_say):
        return Reading(code, name, coded=code_says, named=names_say[0])
    unknown = name if name and not names_say else code if code and not code_says else ""
    # 31-服务对象满意度 as a level 1: its name might pass for one, its code does not.
    misplaced = coded_elsewhere if depth == 1 else None
    level = None if misplaced else named or coded
    elsewhere = None if level else misplaced or named_elsewhere or coded_elsewhere
    return Reading(code, name, level, elsewhere, unknown=unknown)


def _of_code(known: Taxonomy, code: str, depth: int) -> tuple[Level | None, Level | None]:
    """The level of a code at this depth, or else at the other."""
    if not code:
        return None, None
    if found := by_code(known, code, depth):
        return found, None
    other = by_code(known, code, 3 - depth)
    # At level 2 满意度指标 stands for 服务对象满意度, and so does its code 3.
    if other and depth == 2 and (same := by_name(known, other.name, depth)):
        return same, None
    return None, other


def _of_name(known: Taxonomy, name: str, depth: int) -> tuple[Level | None, Level | None]:
    """The level of a name at this depth, and at the other."""
    if not name:
        return None, None
    here, other = by_name(known, name, depth), by_name(known, name, 3 - depth)
    if here is None and (other is None or depth == 1):
        here = _by_cue(known, name, depth)
    return here, other


def _by_cue(known: Taxonomy, name: str, depth: int) -> Level | None:
    """The level that a word in the name tells: any second level that holds 满意度 is 31."""
    return next(
        (
            one
            for one in known.levels
            if one.level == depth and any(cue in name for cue in one.cues)
        ),
        None,
    )


def _agree(coded: Level, named: Level, depth: int) -> bool:
    # A level without a code (those of 101号) contradicts none; 社会效益 with the code of
    # 效益指标 is imprecise and no contradiction.
    return coded.key == named.key or not named.code or (depth == 2 and coded.key == named.parent)


def _another_numbering(first: Reading, second: Reading) -> bool:
    """Whether the names fit each other and so do the codes, but these are not ours."""
    one, other = first.named or first.level, second.named or second.level
    if one is None or other is None or other.parent != one.key:
        return False
    theirs = all(reading.differs or reading.unknown == reading.code for reading in (first, second))
    return bool(
        theirs
        and first.code
        and second.code.startswith(first.code)
        and len(second.code) > len(first.code)
    )


def _counts_within(first: Reading, second: Reading) -> bool:
    """Whether the second level is numbered within its first: 1-产出指标, 2-质量指标."""
    named, parent = second.named, first.level
    return (
        named is not None
        and parent is not None
        and named.parent == parent.key
        and named.code == f"{parent.code}{second.code.lstrip('0')}"
    )


def _by_its_name(reading: Reading) -> Reading:
    return Reading(reading.code, reading.name, level=reading.named or reading.level)

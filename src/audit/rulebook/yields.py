"""Which rule yields to which: only to one as severe or more, and never in a circle."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from audit.rulebook.marks import Faults, Mark
from audit.rulebook.rule import Rule


def check(rules: Mapping[str, Rule], marks: Mapping[tuple[str, str], Mark], faults: Faults) -> None:
    """Tells of rules that yield to a lower one or in a circle, with the rules as packs say."""
    told: set[str] = set()
    for rule in rules.values():
        for one in rule.yields_to:
            other = rules.get(one.rule)
            if other and other.severity.rank < rule.severity.rank:
                faults.add(
                    "yields-to-lower",
                    marks[rule.name, one.rule],
                    name=one.rule,
                    severity=str(other.severity),
                    own=str(rule.severity),
                )
        way = _circle(rule.name, rules, [])
        if way and not told & set(way):
            told.update(way)
            ring = [*way, way[0]]
            faults.add("yields-in-circle", marks[ring[0], ring[1]], way=" → ".join(ring))


def weeded(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules without yields that profile or settings have made void: the other is lower now."""
    by_name = {rule.name: rule for rule in rules}
    for rule in by_name.values():
        kept = tuple(
            one
            for one in rule.yields_to
            if one.rule in by_name and by_name[one.rule].severity.rank >= rule.severity.rank
        )
        yield rule if len(kept) == len(rule.yields_to) else replace(rule, yields_to=kept)


def _circle(name: str, rules: Mapping[str, Rule], way: list[str]) -> list[str]:
    """The names of a circle that can be reached, in order from where it closes."""
    if name in way:
        return way[way.index(name) :]
    rule = rules.get(name)
    for one in rule.yields_to if rule else ():
        if found := _circle(one.rule, rules, [*way, name]):
            return found
    return []

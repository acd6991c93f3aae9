"""The rulebook: all that rules, word lists, taxonomies, profile and settings say together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NoReturn

from audit.errors import RuleError
from audit.nearest import nearest
from audit.report import RulebookInfo
from audit.rulebook.rule import Rule


class Word(NamedTuple):
    """An entry of a word list. Contexts: a hit is silent or fires only beside given text."""

    word: str
    suggest: str = ""
    not_before: tuple[str, ...] = ()
    """Silent where one of these follows the word; `$` is the end of the text."""
    not_after: tuple[str, ...] = ()
    """Silent where one of these stands before it; `^` is the beginning of the text."""
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    """Longer right words that hold it."""
    reason: str = ""


class WordList(NamedTuple):
    name: str
    title: str
    words: tuple[Word, ...]

    def texts(self) -> frozenset[str]:
        return frozenset(word.word for word in self.words)


class WordLists(dict[str, WordList]):
    """Word lists by name. Asking for one that is not there is a RuleError with the nearest."""

    def __missing__(self, name: str) -> NoReturn:
        raise _unknown("unknown-word-list", name, self)


class Level(NamedTuple):
    """A node of a taxonomy: `code` may be empty, `parent` is the class of its level 1."""

    key: str
    """The class in code: output, benefit, quantity …"""
    code: str
    name: str
    aliases: tuple[str, ...]
    level: int
    parent: str
    """The key of its level 1; empty at level 1."""
    generation: str
    """The taxonomy it belongs to, `88` or `101`; empty for both."""
    cues: tuple[str, ...] = ()


class Taxonomy(NamedTuple):
    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """Built once per process by rulebook/load.py."""

    rules: tuple[Rule, ...]
    """All rules in order of code, switched off ones too."""
    words: Mapping[str, WordList]
    taxonomy: Taxonomy
    """The union that the profile accepts."""
    profile: str
    accept: frozenset[str]
    """Words and names that no wording rule may fault."""
    info: RulebookInfo
    files: Mapping[str, Path] = field(default_factory=dict)
    """Tables too large for a word list, by file name; read where they are used."""

    def data(self, name: str) -> Path:
        """The file of that name in a pack's words folder. Raises RuleError where none is."""
        if name not in self.files:
            raise _unknown("unknown-data-file", name, self.files)
        return self.files[name]

    def active(self) -> Iterator[Rule]:
        return (rule for rule in self.rules if rule.enabled)

    def rule(self, name: str) -> Rule | None:
        """By name, former name or code."""
        for rule in self.rules:
            if name in rule.names:
                return rule
        return None


def _unknown(key: str, name: str, known: Iterable[str]) -> RuleError:
    names = list(known)
    return RuleError(key, name="", value=name, nearest=nearest(name, names), known=", ".join(names))

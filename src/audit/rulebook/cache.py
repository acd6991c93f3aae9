"""The rulebook as JSON and back: what is kept of validated rules between runs.

Everything that was checked stays checked, so that a warm start imports neither yaml nor
jsonschema.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from audit.finding import Severity, Text
from audit.report import RulebookInfo, RuleInfo
from audit.rulebook.book import Level, Rulebook, Taxonomy, Word, WordList, WordLists
from audit.rulebook.rule import (
    Applies,
    Basis,
    CheckSpec,
    Example,
    Replace,
    Rule,
    Yield,
)


def to_json(book: Rulebook, folders: Sequence[int]) -> dict[str, Any]:
    """The rulebook; `folders` says of each rule in which of the packs' folders it lies."""
    return {
        "rules": [
            [folder, _rule_to_json(rule)] for folder, rule in zip(folders, book.rules, strict=True)
        ],
        "words": {name: [one.title, _words_to_json(one.words)] for name, one in book.words.items()},
        "taxonomy": [book.taxonomy.name, [list(level) for level in book.taxonomy.levels]],
        "profile": book.profile,
        "accept": sorted(book.accept),
        "hash": book.info.hash,
        "packs": list(book.info.packs),
    }


def from_json(
    value: Mapping[str, Any], folders: Sequence[Path], data: Mapping[str, Path]
) -> Rulebook:
    rules = tuple(_rule_from_json(one, folders[folder]) for folder, one in value["rules"])
    words = {
        name: WordList(name, title, _words_from_json(words))
        for name, (title, words) in value["words"].items()
    }
    name, levels = value["taxonomy"]
    return Rulebook(
        rules=rules,
        words=WordLists(words),
        taxonomy=Taxonomy(name, tuple(_level_from_json(level) for level in levels)),
        profile=value["profile"],
        accept=frozenset(value["accept"]),
        info=info(value["hash"], value["packs"], value["profile"], rules),
        files=data,
    )


def info(digest: str, packs: Sequence[str], profile: str, rules: Sequence[Rule]) -> RulebookInfo:
    """What reporters may say about the rulebook."""
    infos = {rule.name: _info(rule, order) for order, rule in enumerate(rules)}
    return RulebookInfo(digest, tuple(packs), profile, infos)


def _info(rule: Rule, order: int) -> RuleInfo:
    return RuleInfo(
        name=rule.name,
        code=rule.code,
        title=rule.title,
        severity=str(rule.severity),
        head=rule.head,
        basis=tuple(map(_basis_text, rule.basis)),
        advice=rule.advice,
        fold=rule.fold,
        fixable_by=rule.fixable_by,
        order=order,
    )


def _basis_text(basis: Basis) -> Text:
    """One line: the document and what it asks, or the practice."""
    if basis.practice:
        return basis.practice
    about = basis.about or Text("", "")
    zh, en = about.of("zh"), about.of("en")
    if basis.says:
        zh = en = f"“{basis.says}”"
    named = basis.document + basis.article
    return Text(f"{named}：{zh}" if zh else named, f"{named}: {en}" if en else named)


def _words_to_json(words: Sequence[Word]) -> list[Any]:
    """Runs of words that share all but word and suggestion, which most lists are made of."""
    runs = groupby(words, key=lambda word: word[2:])
    return [[shared, [word[:2] for word in run]] for shared, run in runs]


def _words_from_json(value: Sequence[Any]) -> tuple[Word, ...]:
    found: list[Word] = []
    for shared, run in value:
        *contexts, reason = shared
        rest = (*map(tuple, contexts), reason)
        found += [Word(word, suggest, *rest) for word, suggest in run]
    return tuple(found)


def _level_from_json(value: Sequence[Any]) -> Level:
    parts: Any = (tuple(one) if isinstance(one, list | tuple) else one for one in value)
    return Level(*parts)


def _rule_to_json(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "code": rule.code,
        "title": rule.title,
        "severity": rule.severity,
        "status": rule.status,
        "since": rule.since,
        "changed": rule.changed,
        "formerly": rule.formerly,
        "head": rule.head,
        "basis": rule.basis,
        "applies": rule.applies,
        "checks": [_check_to_json(one) for one in rule.checks],
        "yields_to": rule.yields_to,
        "fixable_by": rule.fixable_by,
        "fold": rule.fold,
        "waivable": rule.waivable,
        "message": rule.message,
        "advice": rule.advice,
        "examples": [
            [one.sort, one.given, one.finds, one.becomes, one.line] for one in rule.examples
        ],
        "pack": rule.pack,
        "path": rule.path,
        "enabled": rule.enabled,
    }


def _rule_from_json(value: Mapping[str, Any], folder: Path) -> Rule:
    found = dict(value)
    found |= {
        "title": Text(*found["title"]),
        "severity": Severity(found["severity"]),
        "formerly": tuple(found["formerly"]),
        "basis": tuple(_basis_from_json(one) for one in found["basis"]),
        "applies": _applies_from_json(found["applies"]),
        "checks": tuple(map(_check_from_json, found["checks"])),
        "yields_to": tuple(Yield(*one) for one in found["yields_to"]),
        "message": Text(*found["message"]),
        "advice": Text(*found["advice"]),
        "examples": tuple(_example_from_json(one) for one in found["examples"]),
        "path": str(folder / found["path"]),
    }
    return Rule(**found)


def _basis_from_json(value: Sequence[Any]) -> Basis:
    practice, document, level, about, *rest = value
    return Basis(
        Text(*practice) if practice else None, document, level, Text(*about) if about else None,
        *rest,
    )  # fmt: skip


def _applies_from_json(value: Sequence[Any]) -> Applies:
    filings, since, until, layouts, not_for = value
    return Applies(tuple(filings), since, until, tuple(layouts), tuple(not_for))


def _check_to_json(check: CheckSpec) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "each": check.each,
        "options": check.options,
        "when": check.when,
        "severity": check.severity,
        "message": check.message,
        "advice": check.advice,
        "fix": check.fix,
    }


def _check_from_json(value: Mapping[str, Any]) -> CheckSpec:
    return CheckSpec(
        kind=value["kind"],
        each=value["each"],
        options={**value["options"], "in": tuple(value["options"]["in"])},
        when=value["when"],
        severity=Severity(value["severity"]),
        message=Text(*value["message"]),
        advice=Text(*value["advice"]),
        fix=Replace(*value["fix"]) if value["fix"] else None,
    )


def _example_from_json(value: Sequence[Any]) -> Example:
    sort, given, finds, becomes, line = value
    return Example(sort, given, None if finds is None else tuple(finds), becomes, line)

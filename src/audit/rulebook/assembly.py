"""The files of all packs, put together: what they say, what changes it, and the rulebook of it.

Order: files, amendments and overrides of packs, then the profile, then the settings.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from audit.errors import RuleError
from audit.rulebook import cache as kept
from audit.rulebook import categories, kinds, profiles, rule_file, words, yields
from audit.rulebook.book import Rulebook, Taxonomy, WordList, WordLists
from audit.rulebook.draft import Draft, merged
from audit.rulebook.marks import Faults, Items, Map, Mark, Node, Scalar, Source, of_value
from audit.rulebook.pack_file import Pack, opened
from audit.rulebook.packs import File, Folder, data_files
from audit.rulebook.profiles import Profile, Setting
from audit.rulebook.rule import Rule
from audit.rulebook.rule_file import Known, schema
from audit.rulebook.settings import NO_PROFILE, RuleSettings
from audit.rulebook.shape import WORD, shaped
from audit.rulebook.strict_yaml import read
from audit.rulebook.telling import unknown_value, wrong_sort

_OVERRIDE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["overrides"],
    "minProperties": 2,
    "additionalProperties": False,
    "properties": {
        "overrides": WORD,
        "options": {"type": "object", "minProperties": 1},
    },
}
_OVERRIDABLE = ("severity", "applies", "when", "yields_to")


def assembled(
    folders: Sequence[Folder], profile: str, settings: RuleSettings, digest: str
) -> dict[str, Any]:
    """The rulebook as JSON. Raises an ExceptionGroup with all that is wrong."""
    faults = Faults()
    assembly = _Assembly(folders, settings, faults)
    book = assembly.book(profile, digest)
    faults.raise_any()
    return kept.to_json(book, [assembly.folder_of(one) for one in book.rules])


def rule_of_check(check: Mapping[str, Any] | Sequence[Mapping[str, Any]], book: Rulebook) -> Rule:
    """A rule that is nothing but its check, for trying one out. Raises as `load` does."""
    whole = {
        "name": "local/check",
        "title": "check",
        "basis": [{"practice": "check"}],
        "severity": "warning",
        "message": "check",
        "check": check,
        "examples": [
            {"bad": {"year": ""}, "finds": [""], "becomes": {"year": ""}},
            {"good": {"year": ""}},
        ],
    }
    faults = Faults()
    node = of_value(whole, Source("check"))
    assert isinstance(node, Map)
    pack = Pack("local", "", "local", Folder(Path(), (), shipped=False))
    known = Known(
        kinds=kinds.names(),
        kind=kinds.kind,
        words=sorted(book.words),
        data=sorted(book.files),
        classes=sorted(_classes(book.taxonomy)),
        rules=[one.name for one in book.rules],
    )
    made = rule_file.rule(Draft(node, pack, ""), schema(), known, faults)
    faults.raise_any()
    assert made is not None
    return made


class _Seen(NamedTuple):
    """A file's node and the pack it belongs to."""

    node: Map
    pack: Pack
    path: str


class _Assembly:
    """All files of one rulebook, sorted by what they say."""

    def __init__(self, folders: Sequence[Folder], settings: RuleSettings, faults: Faults) -> None:
        self._folders, self._settings, self._faults = folders, settings, faults
        self._drafts: dict[str, Draft] = {}
        self._overrides: list[_Seen] = []
        self._amendments: list[_Seen] = []
        self._words: dict[str, tuple[WordList, _Seen]] = {}
        self._taxonomies: dict[str, tuple[Taxonomy, _Seen]] = {}
        self._profiles: dict[str, tuple[Profile, _Seen]] = {}
        self._packs: list[Pack] = []
        self._schema = schema()
        self._rules: dict[str, Rule] = {}

    def folder_of(self, rule: Rule) -> int:
        draft = self._drafts[rule.name]
        return self._folders.index(draft.pack.folder)

    def book(self, profile: str, digest: str) -> Rulebook:
        for folder in self._folders:
            faults = Faults()
            pack = opened(folder, faults)
            if twin := self._twin(pack):
                # Each of its names would be taken: one error says as much as all of them.
                key = "pack-ships" if twin.folder.shipped else "pack-twice"
                mark = Mark(Source(str(folder.path)))
                self._faults.add(key, mark, pack=pack.name, first=str(twin.folder.path))
                continue
            self._faults.errors += faults.errors
            self._packs.append(pack)
            for file in folder.files:
                self._take(file, pack)
        self._check_codes()
        for seen in self._amendments:
            self._amend(seen)
        self._amend_by_settings()
        for seen, draft in self._overridden():
            self._override(seen, draft)
        chosen = self._chosen(profile)
        switched = list(self._switched(chosen))
        taxonomy = self._taxonomy(chosen)
        rules = self._build(switched)
        names = [" ".join(filter(None, (pack.name, pack.version))) for pack in self._packs]
        book = Rulebook(
            rules=rules,
            words=WordLists({name: one for name, (one, _) in self._words.items()}),
            taxonomy=taxonomy,
            profile=profile,
            accept=frozenset(self._settings.accept),
            info=kept.info(digest, names, profile, rules),
            files=data_files(self._folders),
        )
        if not self._faults.errors:
            self._try_out(book)
        return book

    def _twin(self, pack: Pack) -> Pack | None:
        """The pack of which this one is a copy: they call themselves the same."""
        return next(
            (
                one
                for one in self._packs
                if one.folder.has_pack_file
                and pack.folder.has_pack_file
                and (one.name, one.prefix) == (pack.name, pack.prefix)
            ),
            None,
        )

    def _take(self, file: File, pack: Pack) -> None:
        if file.sort in ("pack", "data"):
            return
        path = str(pack.folder.path / file.name)
        node = read(path, file.data, self._faults)
        if node is None:
            return
        if not isinstance(node, Map):
            wrong_sort(node, ["object"], "", self._faults)
            return
        seen = _Seen(node, pack, file.name)
        if "amends" in node.entries:
            self._amendments.append(seen)
        elif file.sort == "words":
            self._add(self._words, words.word_list(node, self._faults), seen)
        elif file.sort == "category":
            self._add(self._taxonomies, categories.taxonomy(node, self._faults), seen)
        elif file.sort == "profile":
            self._add(self._profiles, profiles.profile(node, self._faults), seen)
        elif "overrides" in node.entries:
            self._overrides.append(seen)
        else:
            self._take_rule(Draft(node, pack, file.name))

    def _take_rule(self, draft: Draft) -> None:
        name = draft.node.get("name")
        if isinstance(name, Scalar) and draft.name in self._drafts:
            first = self._drafts[draft.name].node.mark
            self._tell_twice("duplicate-rule-name", name.mark, draft.name, first)
            return
        # A rule without a name is told of by the schema, and has to be looked at for that.
        key = draft.name if isinstance(name, Scalar) and name.text else f"\0{len(self._drafts)}"
        self._drafts[key] = draft

    def _add(self, known: dict[str, Any], value: Any, seen: _Seen) -> None:
        if value.name in known:
            first = known[value.name][1].node.mark
            mark = seen.node.entries.get("name", seen.node).mark
            self._tell_twice("duplicate-list-name", mark, value.name, first)
            return
        known[value.name] = (value, seen)

    def _tell_twice(self, key: str, mark: Mark, name: str, first: Mark) -> None:
        self._faults.add(key, mark, name=name, first=f"{first.source.path}:{first.line}")

    def _check_codes(self) -> None:
        """Names, former names and codes are of one rule each."""
        owners: dict[str, Draft] = {}
        for draft in self._drafts.values():
            taken: list[tuple[str, Node | None]] = [(draft.code, draft.node.get("code"))]
            taken += [(draft.pack.full_name(one.text), one) for one in draft.formerly]
            for name, node in taken:
                if node is None or not name:
                    continue
                other = owners.setdefault(name, draft)
                if other is not draft or (name in self._drafts and name != draft.name):
                    first = (other if other is not draft else self._drafts[name]).node
                    self._tell_twice("duplicate-rule-code", node.mark, name, first.mark)

    def _amend(self, seen: _Seen) -> None:
        target = seen.node.get("amends")
        if not isinstance(target, Scalar):
            wrong_sort(seen.node, ["string"], "amends", self._faults)
        elif target.text in self._words:
            before, where = self._words[target.text]
            self._words[target.text] = words.amended(before, seen.node, self._faults), where
        elif target.text in self._taxonomies:
            known, where = self._taxonomies[target.text]
            changed = categories.amended(known, seen.node, self._faults)
            self._taxonomies[target.text] = changed, where
        else:
            known_names = [*self._words, *self._taxonomies]
            unknown_value(target, known_names, "amends", self._faults, "unknown-word-list")

    def _amend_by_settings(self) -> None:
        node = self._settings.words
        for name, change in node.entries.items() if node else ():
            if name in self._words:
                before, where = self._words[name]
                self._words[name] = words.amended(before, change, self._faults), where
            elif node:
                key = node.keys[name]
                unknown_value(key, list(self._words), "words", self._faults, "unknown-word-list")

    def _overridden(self) -> Iterator[tuple[_Seen, Draft]]:
        """The overrides whose rule is there; two packs that change one key are told of."""
        owners: dict[tuple[str, str], _Seen] = {}
        for seen in self._overrides:
            node, pack = seen.node, seen.pack
            properties = self._schema["properties"]
            allowed = {key: properties[key] for key in _OVERRIDABLE}
            shape = {
                **_OVERRIDE_SCHEMA,
                "properties": _OVERRIDE_SCHEMA["properties"] | allowed,
                "$defs": self._schema["$defs"],
            }
            _, wrong = shaped(node, shape, self._faults)
            target = node.get("overrides")
            if wrong or not isinstance(target, Scalar):
                continue
            name = pack.full_name(target.text)
            name = name if name in self._drafts else target.text
            if name not in self._drafts:
                known = self._names()
                unknown_value(target, known, "overrides", self._faults, "unknown-rule")
                continue
            for key, mark in _keys_of(node):
                other = owners.setdefault((name, key), seen)
                if other is not seen:
                    self._faults.add(
                        "overridden-twice", mark, rule=name, name=key, pack=pack.name,
                        other=other.pack.name, first=other.node.mark.source.path,
                    )  # fmt: skip
            yield seen, self._drafts[name]

    def _override(self, seen: _Seen, draft: Draft) -> None:
        changes = Map({}, seen.node.mark)
        for key in _OVERRIDABLE:
            if key in seen.node.entries:
                changes.put(key, seen.node.entries[key], seen.node.key_mark(key))
        changed = replace(draft, node=merged(draft.node, changes))
        if "severity" in seen.node.entries:
            # The rule's severity is the highest of its entries: all of them take the new one.
            changed = _without_severities(changed)
        self._drafts[draft.name] = changed
        options = seen.node.get("options")
        if isinstance(options, Map):
            self._put_options(changed, options)

    def _put_options(self, draft: Draft, options: Map) -> None:
        changed, left = draft.with_options(options, kinds.kind)
        known = sorted(
            {
                key
                for check in draft.checks
                if (module := kinds.kind(check.text("kind")))
                for key in (*module.OPTIONS.get("properties", {}), "in")
            }
        )
        for key in left:
            unknown_value(options.keys[key], known, "options", self._faults, "unknown-rule-option")
        self._drafts[draft.name] = changed

    def _names(self) -> list[str]:
        return [name for name in self._drafts if not name.startswith("\0")]

    def _chosen(self, profile: str) -> list[Profile]:
        if profile == NO_PROFILE:
            return []
        known = {name: one for name, (one, _) in self._profiles.items()}
        return profiles.chain(profile, known, Mark(Source("")), self._faults)

    def _switched(self, chosen: Sequence[Profile]) -> Iterator[Setting]:
        nodes = [one.node.get("rules") for one in chosen] + [self._settings.rules]
        for node in nodes:
            profiles.check_severities(node, self._faults)
            for setting in profiles.settings(node):
                if name := self._full_name(setting.rule, setting.mark):
                    if setting.options is not None:
                        self._put_options(self._drafts[name], setting.options)
                    yield setting._replace(rule=name)
        for mention in self._settings.mentioned:
            self._full_name(mention.text, mention.mark)

    def _full_name(self, name: str, mark: Mark) -> str:
        """The rule that a name, code or former name means; "" where none is."""
        if name in self._drafts:
            return name
        for draft in self._drafts.values():
            if name in (draft.code, *(one.text for one in draft.formerly)):
                return draft.name
        where = Scalar(name, mark)
        unknown_value(where, self._names(), "", self._faults, "unknown-rule")
        return ""

    def _taxonomy(self, chosen: Sequence[Profile]) -> Taxonomy:
        wanted = profiles.taxonomies(chosen)
        known = {name: one for name, (one, _) in self._taxonomies.items()}
        if wanted is None:
            return categories.union(known.values())
        for node in wanted:
            if node.text not in known:
                unknown_value(node, sorted(known), "taxonomy", self._faults, "unknown-taxonomy")
        return categories.union(known[one.text] for one in wanted if one.text in known)

    def _build(self, switched: Sequence[Setting]) -> tuple[Rule, ...]:
        # A rule may name a class that the chosen taxonomy lacks: no indicator is of it then.
        every = categories.union(one for one, _ in self._taxonomies.values())
        known = Known(
            kinds=kinds.names(),
            kind=kinds.kind,
            words=sorted(self._words),
            data=sorted(data_files(self._folders)),
            classes=sorted(_classes(every)),
            rules=sorted(self._names()),
        )
        for name, draft in self._drafts.items():
            built = rule_file.rule(draft, self._schema, known, self._faults)
            if built:
                self._rules[name] = built
        yields.check(self._rules, self._yield_marks(), self._faults)
        for setting in switched:
            if setting.rule in self._rules:
                self._rules[setting.rule] = _switched(self._rules[setting.rule], setting)
        named = {setting.rule for setting in switched}
        rules = [
            replace(one, enabled=False)
            if one.status == "preview" and one.name not in named
            else one
            for one in self._rules.values()
        ]
        return tuple(sorted(yields.weeded(rules), key=_order))

    def _yield_marks(self) -> dict[tuple[str, str], Mark]:
        """Where a rule says that it yields to another: (its name, the other's)."""
        found: dict[tuple[str, str], Mark] = {}
        for rule in self._rules.values():
            nodes = self._drafts[rule.name].node.get("yields_to")
            marks = [one.mark for one in nodes.items] if isinstance(nodes, Items) else []
            found |= {
                (rule.name, one.rule): mark
                for one, mark in zip(rule.yields_to, marks, strict=False)
            }
        return found

    def _try_out(self, book: Rulebook) -> None:
        """Compiles every check once, so that what a kind refuses is told with its line."""
        for rule in book.rules:
            draft = self._drafts[rule.name]
            for index, check in enumerate(rule.checks):
                try:
                    kinds.kind(check.kind).compile(check.each, check.options, book)
                except RuleError as error:
                    option = str(error.values.get("option", ""))
                    self._faults.take(error, draft.mark_of(index, option))


def _classes(taxonomy: Taxonomy) -> set[str]:
    levels = taxonomy.levels
    return {name for one in levels for name in (one.key, one.code, one.name) if name}


def _keys_of(node: Map) -> Iterator[tuple[str, Mark]]:
    for key, value in node.entries.items():
        if key == "options" and isinstance(value, Map):
            yield from ((f"options.{one}", value.keys[one].mark) for one in value.entries)
        elif key != "overrides":
            yield key, node.keys[key].mark


def _without_severities(draft: Draft) -> Draft:
    checks: list[Node] = []
    for check in draft.checks:
        changed = check.copy()
        changed.entries.pop("severity", None)
        checks.append(changed)
    node = draft.node.copy()
    node.put("check", Items(checks, node.key_mark("check")), node.key_mark("check"))
    return replace(draft, node=node)


def _switched(rule: Rule, setting: Setting) -> Rule:
    changed = rule if setting.severity is None else rule.at(setting.severity)
    return replace(changed, enabled=setting.enabled)


def _order(rule: Rule) -> tuple[bool, str, str]:
    # Ours first: a code of one letter and three digits.
    return "/" in rule.name, rule.code, rule.name

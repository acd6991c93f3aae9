"""One rule file: from its nodes to a `Rule`, with all that is wrong with it told at once."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast, get_args

from audit.errors import AuditError
from audit.finding import Severity, Text
from audit.rulebook import conditions, examples, templates
from audit.rulebook.draft import Draft
from audit.rulebook.marks import Faults, Items, Map, Node, Scalar
from audit.rulebook.rule import (
    Applies,
    Basis,
    CheckSpec,
    Each,
    Example,
    Head,
    Replace,
    Rule,
    Yield,
)
from audit.rulebook.shape import names, shaped
from audit.rulebook.telling import is_meant, unknown_value

RESERVED = ("kind", "each", "in", "when", "severity", "message", "advice", "fix")
"""The keys of a check that are not options of its kind."""
_NO_EXAMPLES = "internal-error"
"""The one rule that no filing can provoke."""
_LANGUAGES = ("zh", "en")


class Known(NamedTuple):
    """What names a rule file may use."""

    kinds: Sequence[str]
    kind: Callable[[str], Any]
    """The kind's module. Raises PluginError where it cannot be imported."""
    words: Sequence[str]
    data: Sequence[str]
    classes: Sequence[str]
    """Keys, codes and names of all levels."""
    rules: Sequence[str]
    """Full names."""


def schema() -> dict[str, Any]:
    """The JSON Schema of a rule file."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_bytes())
    return found


def rule(draft: Draft, schema: Mapping[str, Any], known: Known, faults: Faults) -> Rule | None:
    """The rule; None where something is wrong with it, all of which is then in `faults`."""
    before = len(faults.errors)
    value, wrong = shaped(draft.node, schema, faults)
    builder = _Builder(draft, schema, value, wrong, known, faults)
    built = builder.rule()
    return built if len(faults.errors) == before else None


@dataclass(slots=True)
class _Builder:
    draft: Draft
    schema: Mapping[str, Any]
    value: Any
    wrong: set[str | int]
    """First keys under which the schema found faults: what is there is not looked at again."""
    known: Known
    faults: Faults

    def rule(self) -> Rule:
        node, pack = self.draft.node, self.draft.pack
        self._check_completeness()
        checks = tuple(self._check(one) for one in self.draft.checks)
        title = self._text("title")
        severities = [one.severity for one in checks]
        return Rule(
            name=self.draft.name,
            code=self.draft.code,
            title=title,
            severity=max(severities, key=lambda one: one.rank, default=Severity.INFO),
            status=self._plain("status", "stable"),
            since=self._plain("since", ""),
            changed=self._plain("changed", ""),
            formerly=tuple(map(pack.full_name, self._plain("formerly", []))),
            head=cast("Head", self._plain("head", "form")),
            basis=tuple(self._basis()),
            applies=self._applies(),
            checks=checks,
            yields_to=tuple(self._yields()),
            fixable_by=self._plain("fixable_by", "filer"),
            fold=self._plain("fold", default=False),
            waivable=self._plain("waivable", default=True),
            message=self._filled(node, "message", checks[0] if checks else None),
            advice=self._filled(node, "advice", checks[0] if checks else None),
            examples=tuple(self._examples()),
            pack=pack.name,
            path=self.draft.path,
        )

    def _plain(self, key: str, default: Any) -> Any:
        return default if key in self.wrong else self.value.get(key, default)

    def _fine(self, key: str) -> Node | None:
        return None if key in self.wrong else self.draft.node.get(key)

    def _text(self, key: str) -> Text:
        return self._text_of(self._fine(key), key)

    def _text_of(self, node: Node | None, name: str) -> Text:
        return templates.text_of(
            node, both=self.draft.pack.folder.shipped, name=name, faults=self.faults
        )

    def _check_completeness(self) -> None:
        """What the schema cannot ask: it depends on the pack or on other keys."""
        shipped = self.draft.pack.folder.shipped
        needed = ("severity", "message", *(("code", "head", "advice") if shipped else ()))
        for key in needed:
            inner = [check.get(key) for check in self.draft.checks]
            if self.draft.node.get(key) is None and not (inner and all(inner)):
                self._missing(self.draft.node, key)
        if "examples" in self.wrong or (shipped and self.draft.name == _NO_EXAMPLES):
            return
        sorts = {key for one in self._example_nodes() for key in one.entries}
        if missing := [sort for sort in ("bad", "good") if sort not in sorts]:
            mark = self.draft.node.key_mark("examples")
            self.faults.add("missing-example", mark, sorts=", ".join(missing))

    def _missing(self, node: Map, key: str) -> None:
        # A misspelt key was told of already.
        known = self.schema["properties"]
        if not any(is_meant(one, key) for one in node.entries if one not in known):
            self.faults.add("missing-key", node.mark, name=key, inside="")

    def _basis(self) -> Iterator[Basis]:
        nodes = self._fine("basis")
        for node in nodes.items if isinstance(nodes, Items) else ():
            if not isinstance(node, Map):
                continue
            if "practice" in node.entries:
                yield Basis(practice=self._text_of(node.get("practice"), "practice"))
                continue
            for key in ("says", "article"):
                if key in node.entries and "seen" not in node.entries:
                    self.faults.add("says-without-seen", node.key_mark(key), name=key)
            if "about" not in node.entries and "says" not in node.entries:
                self.faults.add("missing-key", node.mark, name="about", inside="basis")
            about = node.get("about")
            yield Basis(
                document=node.text("document"),
                level=node.text("level"),
                about=self._text_of(about, "about") if about else None,
                article=node.text("article"),
                says=node.text("says"),
                seen=node.text("seen"),
            )

    def _applies(self) -> Applies:
        value = self._plain("applies", {})
        since, until = _years(value.get("years", ""))
        lists = {key: value.get(key, ()) for key in ("filings", "layouts", "not_for")}
        chosen = {key: () if one == "all" else tuple(one) for key, one in lists.items()}
        return Applies(since=since, until=until, **chosen)

    def _yields(self) -> Iterator[Yield]:
        nodes = self._fine("yields_to")
        for node in nodes.items if isinstance(nodes, Items) else ():
            name = node if isinstance(node, Scalar) else None
            on = "text"
            if isinstance(node, Map):
                found = node.get("rule")
                name, on = found if isinstance(found, Scalar) else None, node.text("on") or "text"
            if name is None:
                continue
            full = self._rule_name(name)
            if full == self.draft.name:
                self.faults.add("yields-to-itself", name.mark, name=name.text)
            elif full:
                yield Yield(full, cast("Any", on))

    def _rule_name(self, node: Scalar) -> str:
        """The full name of a rule of the own pack or, failing that, of any."""
        own = self.draft.pack.full_name(node.text)
        for name in (own, node.text):
            if name in self.known.rules:
                return name
        unknown_value(node, self.known.rules, "rule", self.faults, "unknown-rule")
        return ""

    def _check(self, check: Map) -> CheckSpec:
        each, options, placeholders = self._kind(check)
        severity = self.draft.severity(check)
        known = templates.known(each, placeholders)
        own = Severity(severity.text) if severity and severity.text in list(Severity) else None
        rule_when, own_when = (
            conditions.normalised(node, self.known.words, self.faults if at else Faults())
            # The rule's own is told of once, with the first entry.
            for node, at in (
                (self._fine("when"), check is self.draft.checks[0]),
                (check.get("when"), True),
            )
        )
        return CheckSpec(
            kind=check.text("kind"),
            each=each,
            options=options,
            when=conditions.both(rule_when, own_when),
            severity=own or Severity.INFO,
            message=self._template(check, "message", known),
            advice=self._template(check, "advice", known),
            fix=self._fix(check, known),
        )

    def _kind(self, check: Map) -> tuple[Each, dict[str, Any], Sequence[str]]:
        """What the entry looks at, its options, and the placeholders of its kind."""
        name = check.get("kind")
        each_node = check.get("each")
        nothing: tuple[Each, dict[str, Any], Sequence[str]] = ("text", {}, ())
        if not isinstance(name, Scalar):
            return nothing
        if name.text not in self.known.kinds:
            unknown_value(name, self.known.kinds, "kind", self.faults, "unknown-kind")
            return nothing
        try:
            module = self.known.kind(name.text)
        except AuditError as error:
            self.faults.errors.append(error)
            return nothing
        each: Each = module.EACH[0]
        if isinstance(each_node, Scalar):
            if each_node.text in module.EACH:
                each = cast("Each", each_node.text)
            elif each_node.text in get_args(Each):
                unknown_value(each_node, module.EACH, "each", self.faults)
        options = self._options(check, module, each)
        # A kind whose options name further values (the groups of a pattern) says so itself.
        of_options = getattr(module, "placeholders", lambda _: module.PLACEHOLDERS)
        return each, options, sorted(of_options(options))

    def _options(self, check: Map, module: Any, each: Each) -> dict[str, Any]:
        schema = dict(module.OPTIONS)
        properties = schema.get("properties", {})
        node = Map({}, check.key_mark("kind"))
        for key, value in check.entries.items():
            if key not in RESERVED or key in properties:
                node.put(key, value, check.key_mark(key))
        # For the keys that an unknown one may have been meant to be.
        schema["also"] = RESERVED
        for sort, scalar in names(schema, node):
            self._named(sort, scalar)
        options, _ = shaped(node, schema, self.faults)
        fields = check.get("in")
        found: list[str] = []
        if isinstance(fields, Items):
            found = [
                examples.field(one, self.faults) for one in fields.items if isinstance(one, Scalar)
            ]
        elif each == "text":
            self.faults.add("missing-key", check.mark, name="in", inside="check")
        return {**options, "in": tuple(found)}

    def _named(self, sort: str, node: Scalar) -> None:
        """A name in an option must be one of something that is there."""
        match sort:
            case "field":
                node.text = examples.field(node, self.faults)
            case "words" if node.text not in self.known.words:
                unknown_value(node, self.known.words, "", self.faults, "unknown-word-list")
            case "data" if node.text not in self.known.data:
                unknown_value(node, self.known.data, "", self.faults, "unknown-data-file")
            case "class" if node.text not in self.known.classes:
                unknown_value(node, self.known.classes, "", self.faults, "unknown-class")
            case "rule":
                node.text = self._rule_name(node) or node.text
            case _:
                pass

    def _template(self, check: Map, key: str, known: list[str]) -> Text:
        """The entry's own text, or the rule's as this entry can fill it."""
        own = check.get(key)
        if own is None:
            text = templates.text_of(self._fine(key), both=False, name=key, faults=self.faults)
            return templates.checked(self._fine(key), text, known, self.faults)
        return templates.checked(own, self._text_of(own, key), known, self.faults)

    def _filled(self, node: Map, key: str, first: CheckSpec | None) -> Text:
        """The rule's own text, or that of its first entry; in both languages where we ship it."""
        if node.get(key) is None:
            return (first.message if key == "message" else first.advice) if first else Text("", "")
        text = self._text(key)
        # Told of with each entry already: here only the names become English.
        return templates.checked(self._fine(key), text, [], Faults())

    def _fix(self, check: Map, known: list[str]) -> Replace | None:
        node = check.get("fix") or self._fine("fix")
        replacing = node.get("replace") if isinstance(node, Map) else None
        if not isinstance(node, Map) or not isinstance(replacing, Scalar):
            return None
        template = templates.template(replacing, known, self.faults)
        return Replace(template, "safe" if node.text("safety") == "safe" else "unsafe")

    def _example_nodes(self) -> list[Map]:
        nodes = self.draft.node.get("examples")
        return (
            [one for one in nodes.items if isinstance(one, Map)] if isinstance(nodes, Items) else []
        )

    def _examples(self) -> Iterator[Example]:
        if "examples" in self.wrong:
            return
        has_fix = any(
            isinstance(one.get("fix"), Map) for one in (self.draft.node, *self.draft.checks)
        )
        told = False
        for node in self._example_nodes():
            sort = next(key for key in ("bad", "good", "unchecked") if key in node.entries)
            given = examples.given(node.entries[sort], self.faults)
            finds, becomes = node.get("finds"), node.get("becomes")
            if has_fix and sort == "bad" and becomes is None and not told:
                told = True
                self.faults.add("missing-becomes", node.mark)
            yield Example(
                cast("Any", sort),
                given,
                tuple(examples.find(one, self.faults) for one in finds.items)
                if isinstance(finds, Items)
                else None,
                examples.given(becomes, self.faults) if becomes else None,
                node.mark.line,
            )


def _years(text: str) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    first, dash, last = text.partition("-")
    since = int(first) if first else None
    return since, (int(last) if last else None) if dash else since

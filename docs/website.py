"""The site: the documents and a page for each rule, in both languages, with search.

    python3 docs/website.py      writes build/site (python3 dev.py site installs what it needs)

The tree is that of the checkout, so that the links of the documents hold in both; a link to
a rule's file becomes one to its page. Nothing of it is kept in the repository.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from audit import messages, titles
from audit.commands.rule import basis_text, find_text, given_text, words_of
from audit.rulebook.book import Rulebook
from audit.rulebook.rule import Rule
from audit.rulebook.select import FAMILIES, family_of
from audit.testing import plain_rulebook

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
_LANGS = ("zh", "en")
_RULE_FILE = re.compile(r"\]\(\.\./rules/[a-z]+/([^/)]+)\.yaml\)")
_PAGES = {
    "zh": (
        ("首页", "README.zh.md"),
        ("填报人", "docs/for-filers.md"),
        ("写规则", "docs/write-a-rule.md"),
        ("审核要求与规则对照", "docs/coverage.md"),
    ),
    "en": (
        ("Overview", "README.md"),
        ("Commands", "docs/commands.md"),
        ("How it runs", "docs/how-it-runs.md"),
        ("Plugins", "docs/for-plugin-authors.md"),
        ("Decisions", "docs/decisions.md"),
        ("Taking part", "CONTRIBUTING.md"),
        ("Changes", "CHANGELOG.md"),
    ),
}
_RULES = {"zh": "规则", "en": "Rules"}
_NAMED = {"zh": "中文", "en": "English"}


def main() -> int:
    source = BUILD / "docs"
    shutil.rmtree(source, ignore_errors=True)
    _copy(source)
    book = plain_rulebook()
    for lang in _LANGS:
        folder = source / "rules" / lang
        folder.mkdir(parents=True)
        (folder / "index.md").write_text("\n".join(_index(book, lang)), "utf-8")
        for rule in book.rules:
            (folder / f"{rule.name}.md").write_text("\n".join(_page(book, rule, lang)), "utf-8")
    settings = BUILD / "mkdocs.yml"
    settings.write_text(yaml.safe_dump(_settings(book), allow_unicode=True), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(settings)]
    # Its makers' news of what comes after it.
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, check=False, env=quiet).returncode


def _copy(source: Path) -> None:
    (source / "docs").mkdir(parents=True)
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    for path in pages:
        text = _RULE_FILE.sub(r"](../rules/zh/\1.md)", path.read_text("utf-8"))
        (source / path.relative_to(ROOT)).write_text(text, "utf-8")
    for name in ("LICENSE", "docs/report.svg", "docs/demands.yaml"):
        shutil.copy(ROOT / name, source / name)


def _settings(book: Rulebook) -> dict[str, Any]:
    nav: list[dict[str, Any]] = []
    for lang in _LANGS:
        nav += [{title: path} for title, path in _PAGES[lang]]
        families: list[dict[str, Any]] = [{_RULES[lang]: f"rules/{lang}/index.md"}]
        for family in FAMILIES:
            members = [rule for rule in book.rules if family_of(rule) == family]
            title = messages.text(f"family.{family}", lang)
            paths = [
                {f"{one.code} {one.title.of(lang)}": f"rules/{lang}/{one.name}.md"}
                for one in members
            ]
            families.append({title: paths})
        nav.append({_RULES[lang]: families})
    return {
        "site_name": "audit",
        "docs_dir": "docs",
        "site_dir": "site",
        "nav": nav,
        "theme": {
            "name": "material",
            "language": "zh",
            "features": [
                "navigation.indexes",
                "navigation.prune",
                "search.highlight",
                "toc.integrate",
            ],
            "font": False,
        },
        "plugins": [{"search": {"lang": ["zh", "en"]}}],
        "markdown_extensions": ["tables", "admonition", "pymdownx.superfences"],
        "validation": {"links": {"not_found": "warn", "anchors": "warn"}},
    }


def _index(book: Rulebook, lang: str) -> Iterator[str]:
    yield f"# {_RULES[lang]}"
    for family in FAMILIES:
        yield f"\n## {messages.text(f'family.{family}', lang)}\n"
        yield "| | | |\n| --- | --- | --- |"
        for rule in book.rules:
            if family_of(rule) == family:
                severity = messages.text(f"severity.{rule.severity}", lang)
                title = rule.title.of(lang) + _preview(rule, lang)
                yield f"| [{rule.code} {rule.name}]({rule.name}.md) | {severity} | {title} |"


def _page(book: Rulebook, rule: Rule, lang: str) -> Iterator[str]:
    def said(key: str) -> str:
        return messages.text(f"rule.{key}", lang)

    message, advice = words_of(book, rule)
    severity = messages.text(f"severity.{rule.severity}", lang)
    other = next(one for one in _LANGS if one != lang)
    yield f"# {rule.code} {rule.title.of(lang)}\n"
    yield f"`{rule.name}` · {severity}{_preview(rule, lang)} · [{_NAMED[other]}](../{other}/{rule.name}.md)\n"
    yield f"## {said('what')}\n\n{_plain(message.of(lang))}\n"
    yield f"## {said('advice')}\n\n{_plain(advice.of(lang))}\n"
    yield f"## {said('why')}\n"
    yield from (f"- {_plain(basis_text(basis, lang))}" for basis in rule.basis)
    fields = dict.fromkeys(name for check in rule.checks for name in check.options.get("in", ()))
    if fields:
        named = messages.text("report.list", lang).join(
            titles.title(one).of(lang) for one in fields
        )
        yield f"\n## {said('looks-in')}\n\n{named}"
    yield f"\n## {said('examples')}\n"
    for example in rule.examples:
        found = messages.text("report.list", lang).join(
            find_text(one, lang) for one in example.finds or ()
        )
        told = f"（{said('finds')} {found}）" if found else ""
        yield f"**{said(example.sort)}**{_plain(told)}\n\n```text\n{given_text(example.given)}\n```\n"


def _preview(rule: Rule, lang: str) -> str:
    return messages.text("rule.preview", lang) if rule.status == "preview" else ""


def _plain(text: str) -> str:
    """A message, in which no mark of Markdown means anything."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)


if __name__ == "__main__":
    sys.exit(main())

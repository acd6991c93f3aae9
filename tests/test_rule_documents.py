"""Every rule stands on a demand of the review, every demand has rules or a reason, and the page
for rule authors says what each kind of check is for."""

from pathlib import Path

import yaml

from audit.testing import plain_rulebook

DOCS = Path(__file__).parents[1] / "docs"
DEMANDS = DOCS / "demands.yaml"


def test_each_rule_stands_on_a_demand_and_each_demand_names_rules_that_exist() -> None:
    demands = [
        one for found in yaml.safe_load(DEMANDS.read_text("utf-8")).values() for one in found
    ]
    named = [name for demand in demands for name in demand.get("rules", ())]
    rules = [rule.name for rule in plain_rulebook().rules]

    assert sorted(named) == sorted(rules)


def test_a_demand_without_rules_says_why_no_document_shows_it() -> None:
    demands = [
        one for found in yaml.safe_load(DEMANDS.read_text("utf-8")).values() for one in found
    ]

    assert [one for one in demands if bool(one.get("rules")) == bool(one.get("beyond"))] == []


def test_the_page_for_rule_authors_names_each_kind_of_check() -> None:
    table, _, _ = (DOCS / "write-a-rule.md").read_text("utf-8").partition("## 从一个毛病")
    kinds = {check.kind for rule in plain_rulebook().rules for check in rule.checks}

    # What readers and the engine themselves report is no kind to write a rule with.
    assert sorted(kind for kind in kinds - {"reported"} if f"`{kind}`" not in table) == []

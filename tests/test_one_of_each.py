"""Filings in which the defect of each rule stands once, and nothing else is at fault.

So each rule sees its own defect, and no two rules speak of one fault. What one filing cannot
hold together stands in several: targets, classes and numbers, projects, wording, a
self-evaluation, forms, a transfer, a table without department, year and unit, and a notice.
"""

from collections import Counter
from pathlib import Path

from audit import pipeline
from audit.engine import compile_rules
from audit.plugins import Source
from audit.rulebook.load import load

FILINGS = sorted((Path(__file__).parent / "fixtures/defects/one-of-each").glob("*.md"))
NOBODY_CAN_PLANT = {"internal-error"}


def test_each_rule_finds_its_defect_once() -> None:
    """Of all rules: those of `strict`, and those that are still in preview, too."""
    book = load()
    engine = compile_rules(book, [rule.name for rule in book.rules])
    found: Counter[str] = Counter()
    where: list[str] = []
    for path in FILINGS:
        for finding in pipeline.check_file(
            Source(str(path), path.read_bytes()), engine, pipeline.Options()
        ).findings:
            found[finding.rule] += 1
            where.append(f"{finding.rule}: {path.name}: {finding.message.zh}")
    stable = {rule.name for rule in book.rules if rule.status == "stable"}
    wanted = stable - NOBODY_CAN_PLANT
    assert wanted - set(found) == set()
    twice = {rule for rule, count in found.items() if count > 1}
    assert [line for line in where if line.partition(":")[0] in twice] == []

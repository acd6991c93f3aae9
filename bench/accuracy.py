"""How often each rule is right: findings against the labels of bench/accuracy.

    python3 bench/accuracy.py            prints the table, writes docs/accuracy.md and
                                         rules/accuracy.json; exits 1 under a threshold
    python3 bench/accuracy.py --check    writes nothing; exits 1 too where they are stale
    python3 bench/accuracy.py --wrong    prints each miss and each false alarm [RULE …]

Rules that are on by default are judged as a filer meets them: the whole pack, one rule
yielding to another. Those of the profile `strict` and in preview are judged in a second run
with everything on, and are held to nothing yet.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from audit.engine import Engine, compile_rules
from audit.finding import Finding
from audit.pipeline import check_file
from audit.plugins import Source
from audit.report import INTERNAL_ERROR, FileReport
from audit.rulebook.load import RuleSettings, load
from audit.rulebook.rule import Rule
from labelled import Label, Made, Record, made

ROOT = Path(__file__).resolve().parents[1]
FILINGS = ROOT / "bench" / "accuracy" / "filings"
PAGE = ROOT / "docs" / "accuracy.md"
MEASURED = ROOT / "rules" / "accuracy.json"
ENOUGH = 5
"""So many labels and findings together, and a rule is held to its threshold."""
THRESHOLDS = {"error": (0.98, 0.95), "warning": (0.95, 0.85)}
"""By level: precision and recall."""
OPEN = ("typo", "missing-character")
"""No list holds every slip of the pen: held to precision alone, the recall is told."""


class Wrong(NamedTuple):
    """A miss or a false alarm, with what a person needs to judge it."""

    rule: str
    what: str
    where: str
    text: str


@dataclass(slots=True)
class Score:
    rule: Rule
    labels: int = 0
    labels_found: int = 0
    right: int = 0
    """Findings on a label. A label that two findings meet counts both."""
    false: int = 0
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        findings = self.right + self.false
        return self.right / findings if findings else None

    @property
    def recall(self) -> float | None:
        return self.labels_found / self.labels if self.labels else None

    @property
    def verdict(self) -> str:
        if self.labels + self.false < ENOUGH:
            return "too-few"
        precision, recall = THRESHOLDS.get(self.rule.severity, (0.0, 0.0))
        recall = 0.0 if self.rule.name in OPEN else recall
        holds = (self.precision or 0) >= precision and (self.recall or 0) >= recall
        return "holds" if holds else "broken"

    @property
    def broken(self) -> bool:
        return self.verdict == "broken" and self.rule.enabled


class Measured(NamedTuple):
    scores: Sequence[Score]
    documents: Sequence[Made]
    clean: int
    """Documents without a label."""
    unknown: Counter[str]
    """Labels by rules that are not in the pack: what a reviewer faults and no rule looks for."""


def measured() -> Measured:
    """Every rule of the pack over every labelled filing."""
    book = load()
    switched_off = [rule for rule in book.rules if not rule.enabled]
    settings = RuleSettings.of({rule.name: "on" for rule in switched_off})
    # With the rules that they yield to: what is told there is not told twice.
    names = {rule.name for rule in switched_off}
    names |= {one.rule for rule in switched_off for one in rule.yields_to}
    by_default = compile_rules(book)
    all_on = compile_rules(load(profile="strict", settings=settings), names)
    scores = {rule.name: Score(rule) for rule in book.rules if rule.name != INTERNAL_ERROR}
    documents = [made(path) for path in sorted(FILINGS.glob("*.txt"))]
    unknown: Counter[str] = Counter()
    for document in documents:
        for label in document.labels:
            unknown.update(one for one in label.rules if one not in scores)
        for engine, enabled in ((by_default, True), (all_on, False)):
            names = {name for name, one in scores.items() if one.rule.enabled == enabled}
            _judge(document, engine, names, scores)
    clean = sum(not document.labels for document in documents)
    return Measured(list(scores.values()), documents, clean, unknown)


def _judge(document: Made, engine: Engine, names: set[str], scores: dict[str, Score]) -> None:
    report = check_file(Source(document.name, document.text.encode()), engine)
    labels = [label for label in document.labels if names & set(label.rules)]
    met: set[int] = set()
    for finding in report.findings:
        if finding.rule not in names:
            continue
        score = scores[finding.rule]
        meets = [at for at, one in enumerate(labels) if _meets(finding, one, document, report)]
        met.update(meets)
        if not meets:
            score.false += 1
            score.wrong.append(
                Wrong(finding.rule, "false alarm", _where(document, finding), finding.message.zh)
            )
        else:
            score.right += any(labels[at].wanted for at in meets)
    for at, label in enumerate(labels):
        if label.wanted and label.rules[0] in names:
            score = scores[label.rules[0]]
            score.labels += 1
            score.labels_found += at in met
            if at not in met:
                where = f"{document.name} (source line {label.line})"
                score.wrong.append(Wrong(label.rules[0], "missed", where, label.text))


def _where(document: Made, finding: Finding) -> str:
    spot = finding.spot
    names = [
        spot.project.name if spot.project else "",
        spot.indicator.name if spot.indicator else "",
    ]
    return " · ".join([document.name, *filter(None, names)])


def _meets(finding: Finding, label: Label, document: Made, report: FileReport) -> bool:
    """Of one rule, and on characters of the label; or of its record, where one has no characters."""
    if finding.rule not in label.rules:
        return False
    # Another rule that may name the defect may point elsewhere in the indicator.
    if label.spans and finding.spot.text and finding.rule == label.rules[0]:
        spans = list(_spans(finding, document.text))
        return any(
            start < end_ and start_ < end for start, end in label.spans for start_, end_ in spans
        )
    record = _record(finding, report)
    return any(_same(one, record) for one in label.records)


def _same(label: Record, finding: Record) -> bool:
    return label.project in (None, finding.project) and (
        label.indicator is None or finding.indicator is None or label.indicator == finding.indicator
    )


def _record(finding: Finding, report: FileReport) -> Record:
    spot = finding.spot
    before = [0, *accumulate(len(one.projects) for one in report.filings)]
    project = before[spot.filing or 0] + spot.project.index if spot.project else None
    return Record(project, spot.indicator.index if spot.indicator else None)


def _spans(finding: Finding, text: str) -> Iterator[tuple[int, int]]:
    lines = [0, *accumulate(len(line) for line in text.splitlines(keepends=True))]
    spots = [finding.spot, *(one.spot for one in finding.related if one.role == "same")]
    for place in (place for spot in spots for place in spot.places):
        if place.line and place.end_line:
            yield (
                _offset(lines, place.line, place.column),
                _offset(lines, place.end_line, place.end_column),
            )


def _offset(lines: Sequence[int], line: int, column: int | None) -> int:
    return lines[line - 1] + (column or 1) - 1


# --- what is printed and written

_SAID = {"holds": "达到", "broken": "未达到", "too-few": "样本不足"}
_LEVELS = {"error": "必须改", "warning": "请核实", "info": "可更好"}


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.1f}%"


def page(found: Measured) -> str:
    """docs/accuracy.md."""
    layouts = sorted({document.layout for document in found.documents})
    on = [score for score in found.scores if score.rule.enabled]
    held = [one for one in on if one.verdict == "holds" and one.rule.severity in THRESHOLDS]
    labels = sum(one.labels for one in found.scores)
    lines = [
        "# 各条规则准不准",
        "",
        "由 `python3 dev.py accuracy` 生成，不要手工修改。",
        "",
        (
            f"标注样本 {len(found.documents)} 份，{len(layouts)} 种版式，共标出问题 {labels} 处，"
            f"逐字标到位置；{found.clean} 份没有任何问题。怎样写、怎样标见 `bench/accuracy/README.md`。"
        ),
        "",
        "- **查准**：报出的问题里，确实是问题的占多少。",
        "- **查全**：样本里标出的问题，报出来的占多少。",
        "- 门槛：必须改的规则查准 98%、查全 95%；请核实的规则查准 95%、查全 85%；可更好的规则不设门槛。",
        f"- {'、'.join(f'`{one}`' for one in OPEN)} 找的是笔误，写错的样子没有穷尽，只设查准的门槛，查全如实列出。",
        f"- 标注和误报合计不足 {ENOUGH} 处的，写“样本不足”，不作结论。",
        (
            f"- 默认启用的规则里，{len(held)} 条“必须改”“请核实”的规则达到门槛，"
            f"{sum(one.broken for one in on)} 条未达到。"
        ),
        "",
        "## 默认启用的规则",
        "",
        *_table(on),
        "",
        "## 仅从严或预览的规则",
        "",
        "全部规则打开时测得；转为默认启用前先要达到门槛。",
        "",
        *_table(score for score in found.scores if not score.rule.enabled),
    ]
    return "\n".join(lines) + "\n"


def _table(scores: Iterable[Score]) -> Iterator[str]:
    yield "| 规则 | 含义 | 级别 | 标注 | 查到 | 误报 | 查准 | 查全 | 门槛 |"
    yield "|---|---|---|--:|--:|--:|--:|--:|---|"
    for one in sorted(scores, key=lambda score: score.rule.code):
        held = _SAID[one.verdict] if one.rule.severity in THRESHOLDS else "不设"
        cells = [
            f"{one.rule.code} `{one.rule.name}`", one.rule.title.zh, _LEVELS[one.rule.severity],
            str(one.labels), str(one.labels_found), str(one.false),
            _share(one.precision), _share(one.recall), held,
        ]  # fmt: skip
        yield f"| {' | '.join(cells)} |"


def numbers(found: Measured) -> str:
    """rules/accuracy.json, which `audit rule NAME` reads."""
    rules = {
        one.rule.name: {
            "labels": one.labels,
            "found": one.labels_found,
            "right": one.right,
            "false_alarms": one.false,
        }
        for one in sorted(found.scores, key=lambda score: score.rule.name)
        if one.labels or one.false
    }
    lines = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(value)}" for name, value in rules.items()
    )
    return f'{{\n  "filings": {len(found.documents)},\n  "rules": {{\n{lines}\n  }}\n}}\n'


def _print_table(scores: Sequence[Score]) -> None:
    print(
        f"{'rule':30}{'level':9}{'status':9}{'labels':>7}{'found':>7}{'false':>7}{'precision':>11}{'recall':>8}"
    )
    for one in sorted(scores, key=lambda score: (not score.rule.enabled, score.rule.code)):
        mark = "  BROKEN" if one.broken else "  too few" if one.verdict == "too-few" else ""
        status = "on" if one.rule.enabled else one.rule.status
        print(
            f"{one.rule.name:30}{one.rule.severity:9}{status:9}{one.labels:>7}{one.labels_found:>7}"
            f"{one.false:>7}{_share(one.precision):>11}{_share(one.recall):>8}{mark}"
        )


def _print_wrong(scores: Sequence[Score], names: Sequence[str]) -> None:
    by_rule: dict[str, list[Wrong]] = defaultdict(list)
    for score in scores:
        if not names or score.rule.name in names:
            by_rule[score.rule.name] += score.wrong
    for name, wrong in by_rule.items():
        for one in wrong:
            print(f"{name:26} {one.what:12} {one.where}  {one.text}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    parser.add_argument("--wrong", nargs="*", metavar="RULE", help="each miss and false alarm")
    options = parser.parse_args()
    found = measured()
    if options.wrong is not None:
        _print_wrong(found.scores, options.wrong)
        return 0
    broken = [one for one in found.scores if one.broken]
    stale = [
        path
        for path, text in ((PAGE, page(found)), (MEASURED, numbers(found)))
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if options.check:
        for path in stale:
            print(f"stale: {path.relative_to(ROOT)}; run python3 dev.py accuracy")
    else:
        _print_table(found.scores)
        PAGE.write_text(page(found), encoding="utf-8", newline="\n")
        MEASURED.write_text(numbers(found), encoding="utf-8", newline="\n")
    for one in broken:
        print(f"{one.rule.name}: precision {_share(one.precision)}, recall {_share(one.recall)}")
    return 1 if broken or (options.check and stale) else 0


if __name__ == "__main__":
    raise SystemExit(main())

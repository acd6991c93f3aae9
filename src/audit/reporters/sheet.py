"""What the parts of the terminal report share: page, run, overview, and how amounts look."""

from dataclasses import dataclass
from decimal import Decimal

from audit.report import Run, Summary
from audit.reporters.overview import Overview
from audit.reporters.page import Page

ROW_SUMS, COLUMN_SUMS, ROUNDING = "row-sum", "column-sum", "sum-off-by-rounding"
"""The rules that reconcile amounts."""


@dataclass(frozen=True, slots=True)
class Sheet:
    page: Page
    run: Run
    overview: Overview
    summary: Summary

    @property
    def lang(self) -> str:
        return self.run.lang

    def option(self, name: str) -> bool:
        return bool(self.run.options.get(name))

    def title(self, rule: str) -> str:
        info = self.run.rulebook.rules.get(rule)
        return info.title.of(self.lang) if info else rule

    def money(self) -> str:
        """The sum of all projects, with its unit where all have one; "" where there is none."""
        overview = self.overview
        if not overview.money:
            return ""
        amount = self.amount(overview.money)
        return self.page.text("money", amount=amount) if overview.in_yuan else amount

    def amount(self, money: Decimal) -> str:
        return f"{money / 10_000:,.2f}" if self.overview.in_yuan else f"{money:,}"


def first_words(text: str, most: int = 12) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"

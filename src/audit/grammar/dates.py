"""Dates that a target names: 2024年11月30日前, 12月底前, 2025.06.30, 第四季度, 年底前."""

import datetime
from calendar import monthrange
from typing import NamedTuple


class Date(NamedTuple):
    """The last day that is meant, as far as it is said."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    """The last day of the month, quarter or year where no day is said and the year is known."""

    @property
    def last(self) -> datetime.date | None:
        """The day itself; None where the year is not said, or the calendar has no such day."""
        if self.year is None or self.month is None or self.day is None:
            return None
        if not 1 <= self.day <= monthrange(self.year, self.month)[1]:
            return None
        return datetime.date(self.year, self.month, self.day)

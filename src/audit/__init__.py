"""audit: a linter for Chinese government budget performance-goal filings."""

__version__ = "0.1.0"

"""The small languages inside a field: indicators, categories, targets, amounts, dates.

Every parser is a pure, memoised function of a text, never raises on content, and keeps
what it cannot read.
"""

"""audit: a linter for Chinese government budget performance-goal filings.

    from audit import check

    report = check("filing.md")
    for finding in report.findings:
        print(finding.spot.place.line, finding.severity, finding.message.zh)

`check`, `check_all` and `read` are explained in audit.api; the nouns in document, filing,
finding and report. Test kits for rules and plugins: audit.testing.
"""

# As `typing` has it, which costs a third of the start of `audit --version`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from audit.api import check, check_all, read
    from audit.document import Document, Place
    from audit.errors import AuditError, PluginError, ReadError, RuleError
    from audit.filing import Field, Filing, Indicator, Project
    from audit.finding import Finding, Fix, Severity, Spot, Text
    from audit.report import Coverage, FileReport
    from audit.rulebook.book import Rulebook
    from audit.rulebook.load import load as load_rulebook

__version__ = "0.1.0"

__all__ = [
    "AuditError",
    "Coverage",
    "Document",
    "Field",
    "FileReport",
    "Filing",
    "Finding",
    "Fix",
    "Indicator",
    "Place",
    "PluginError",
    "Project",
    "ReadError",
    "RuleError",
    "Rulebook",
    "Severity",
    "Spot",
    "Text",
    "check",
    "check_all",
    "load_rulebook",
    "read",
]

_MODULES = {
    "audit.api": "check check_all read",
    "audit.document": "Document Place",
    "audit.errors": "AuditError PluginError ReadError RuleError",
    "audit.filing": "Field Filing Indicator Project",
    "audit.finding": "Finding Fix Severity Spot Text",
    "audit.report": "Coverage FileReport",
    "audit.rulebook.book": "Rulebook",
    "audit.rulebook.load": "load_rulebook",
}
_RENAMED = {"load_rulebook": "load"}


def __getattr__(name: str) -> object:
    # `audit --version` imports this package and must not pay for the engine.
    for module, names in _MODULES.items():
        if name in names.split():
            from importlib import import_module  # noqa: PLC0415 -- as above

            return getattr(import_module(module), _RENAMED.get(name, name))
    message = f"module 'audit' has no attribute {name!r}"
    raise AttributeError(message)

"""What ends a run: a key and values, which become text once, at the edge.

A defect in a filing is a `Finding`; what stops us is an `AuditError`. Each key has a text
in messages/zh.yaml and messages/en.yaml under `errors`: what is wrong, then the way out.
"""

from audit.document import Place


class AuditError(Exception):
    """Ends the run, or one file of it, with exit code 2.

    `key` names the text in messages/*.yaml, `values` fill it; where it is wrong is `path`
    and `place`.
    """

    def __init__(
        self, key: str, /, *, path: str = "", place: Place | None = None, **values: object
    ) -> None:
        # Only `key` goes to Exception: the rest travels in __dict__, so that the error
        # comes back whole from a worker process.
        super().__init__(key)
        self.key, self.path, self.place, self.values = key, path, place, values


class UsageError(AuditError):
    """An option or argument that cannot be used."""


class SettingsError(AuditError):
    """A settings file that cannot be used."""


class RuleError(AuditError):
    """A rule, word list, taxonomy, profile or pack that cannot be used."""


class ReadError(AuditError):
    """A file that cannot be read, or that breaks a limit."""


class PluginError(AuditError):
    """A plugin that cannot be loaded or breaks its contract."""

"""What a user's settings say to the rulebook."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from audit.rulebook.marks import Map, Scalar, Source, of_value


class RuleSettings(NamedTuple):
    """What the settings say to the rulebook, as nodes, so that a fault has its line."""

    rules: Map | None = None
    words: Map | None = None
    accept: tuple[str, ...] = ()
    mentioned: tuple[Scalar, ...] = ()
    """Names of rules that settings mention elsewhere (per_file): they have to be there."""

    @classmethod
    def of(
        cls,
        rules: Mapping[str, Any] | None = None,
        words: Mapping[str, Any] | None = None,
        accept: Sequence[str] = (),
        origin: str = "",
    ) -> "RuleSettings":
        """From Python values; `origin` is what a fault names as its file."""
        source = Source(origin)
        nodes = [of_value(one, source) if one else None for one in (rules, words)]
        maps = [one if isinstance(one, Map) else None for one in nodes]
        return cls(maps[0], maps[1], tuple(accept))

    def key(self) -> list[Any]:
        """What a cache has to know of it."""
        return [
            self.rules.value() if self.rules else None,
            self.words.value() if self.words else None,
            list(self.accept),
            [one.text for one in self.mentioned],
        ]


NO_SETTINGS = RuleSettings()
NO_PROFILE = ""
"""Every rule as its file says: how examples are run."""

r"""Regular expressions of rules: RE2 only, so that no pattern can hang a run.

`\b`, `\w`, `\d` and `\s` are refused: in RE2 they know ASCII only, and a pattern that
works on `12` and not on `１２` looks right until a filing shows that it is not.
"""

import re
from functools import lru_cache
from typing import Any

from audit.errors import RuleError

_ASCII_CLASS = re.compile(r"(?<!\\)(?:\\\\)*(\\[bBwWdDsS])")


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Any:
    """The pattern as an RE2 object. Raises RuleError with `option` "pattern"."""
    if found := _ASCII_CLASS.search(pattern):
        raise RuleError("pattern-ascii-class", name=found[1], option="pattern")
    import re2  # noqa: PLC0415 -- only rules with patterns need it

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        why = error.args[0] if error.args else ""
        shown = why.decode(errors="replace") if isinstance(why, bytes) else str(why)
        raise RuleError("pattern-invalid", problem=shown, option="pattern") from error

"""What a record says, without what every record has: places, indexes, the fields of its form."""

from typing import Any

_LEFT_OUT = frozenset({"index", "layout", "fields", "totals"})


def shown(value: Any) -> Any:
    """A record of `to_dict`, as fixtures write it down."""
    if isinstance(value, dict):
        return {
            key: shown(one)
            for key, one in value.items()
            if one is not None and key not in _LEFT_OUT
        }
    return [shown(one) for one in value] if isinstance(value, list) else value

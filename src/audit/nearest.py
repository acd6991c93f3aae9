"""The known name that somebody may have meant: for every “did you mean”."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], *, least: float = 0.6) -> str:
    """The known name most like it, whatever the case; "" where none is as like as `least` of 1."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only where something is wrong

    names = list(known)
    folded = {one.casefold(): one for one in reversed(names)}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=least)
    if close:
        return folded[close[0]]
    # Chinese words are short: one of three characters wrong is 0.67, one of two is 0.5.
    short = get_close_matches(name, names, n=1, cutoff=0.5) if not name.isascii() else []
    return short[0] if short else ""

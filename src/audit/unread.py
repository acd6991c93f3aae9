"""What was not read, in few lines: files with one fault share a line, and so do other files.

A file that the user named has a line of its own. In a folder of a thousand files, three
hundred of an old format are one line.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from audit import messages
from audit.errors import AuditError

_MOST_NAMES = 20
_MOST_KINDS = 8


def told(errors: Iterable[tuple[AuditError, bool]], lang: str) -> Iterator[str]:
    """Each error and whether its file was named, as lines: where it is, and what is wrong."""
    shared: dict[str, list[AuditError]] = {}
    for error, named in errors:
        if named or error.place is not None:
            yield messages.error_text(error, lang)
        else:
            shared.setdefault(messages.error_message(error, lang), []).append(error)
    for said, alike in shared.items():
        if len(alike) == 1:
            yield messages.error_text(alike[0], lang)
        else:
            paths = [error.path for error in alike]
            yield messages.text(
                "report.unread-alike",
                lang,
                count=len(paths),
                kinds=kinds(Counter(Path(path).suffix.lower() for path in paths), lang),
                names=names(paths, lang),
                said=said,
            )


def kinds(suffixes: Mapping[str, int], lang: str) -> str:
    """`.xls 3、.doc 1`: the most frequent first."""
    ordered = sorted(suffixes.items(), key=lambda one: (-one[1], one[0]))
    plain = messages.text("report.no-suffix", lang)
    return _listed([f"{name or plain} {count}" for name, count in ordered], _MOST_KINDS, lang)


def names(paths: Iterable[str], lang: str) -> str:
    return _listed(list(paths), _MOST_NAMES, lang)


def _listed(words: list[str], most: int, lang: str) -> str:
    shown = messages.text("report.list", lang).join(words[:most])
    return messages.text("report.unchecked-more", lang, which=shown) if words[most:] else shown

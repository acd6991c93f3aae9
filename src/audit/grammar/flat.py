"""The form in which targets and amounts are read: width and signs folded, no spaces."""

import re

from audit.grammar.normal import fold

HAN = r"[^\W\d_A-Za-z]"
"""In patterns: any letter but Latin. A range of 20,000 characters takes `re` a millisecond."""
NOT_HAN = r"[\W\d_A-Za-z]"
_SIGNS = str.maketrans(
    {"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤", "═": "=", "﹥": ">", "﹤": "<", "〉": ">", "〈": "<"}
    | {"﹪": "%", "∶": ":", "∕": "/", "⁄": "/", "﹢": "+", "﹙": "(", "﹚": ")"}
    # Circled numbers begin items.
    | {chr(code): ";" for code in range(0x2460, 0x2474)}
    | dict.fromkeys("•・⋅∙", "·")
    | dict.fromkeys("﹣‐‑‒–—―−➖", "-")
    | dict.fromkeys("〜∼∽˜", "~")
)  # fmt: skip
# White space, soft hyphens, marks of width nought.
_SPACE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")
_THOUSAND = re.compile(rf"[0-9]{{3}}(?={HAN})")
_UP_TO_999 = re.compile(r"(?:^|[^0-9.,])[1-9][0-9]{0,2}$")


def flatten(text: str) -> tuple[str, list[int] | None]:
    """The flat text, and where each of its characters was; None where nothing was taken out.

    The list has one entry more than there are characters. A space between two digits
    stays, as one: 100 200 are two numbers, while 1 200人 is one, as GB/T 15835 writes it.
    """
    flat = fold(text).translate(_SIGNS)
    if not _SPACE.search(flat):
        return flat, None
    found: list[str] = []
    places: list[int] = []
    at = 0
    for space in _SPACE.finditer(flat):
        found += flat[at : space.start()]
        places += range(at, space.start())
        at = space.end()
        if _in_number(found, flat, space):
            found.append(" ")
            places.append(space.start())
    found += flat[at:]
    places += range(at, len(flat) + 1)
    return "".join(found), places


def _in_number(before: list[str], flat: str, space: re.Match[str]) -> bool:
    """Whether the space parts two numbers."""
    if not (before and before[-1].isdigit() and flat[space.end() : space.end() + 1].isdigit()):
        return False
    one = len(space[0]) == 1 and space[0] != "\n"
    thousand = (
        one and _UP_TO_999.search("".join(before[-4:])) and _THOUSAND.match(flat, space.end())
    )
    return not thousand

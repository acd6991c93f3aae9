"""Page numbers that converters leave between tables: `12`, `— 3 —`, `第1页 共20页`, `3/20`."""

import re

_PAGE = re.compile(
    r"[-—–·.\s]{0,20}第?\s{0,4}\d{1,4}\s{0,4}页?(?:\s{0,4}[,，/／]?\s{0,4}共?\s{0,4}\d{1,4}\s{0,4}页?)?"
    r"[-—–·.\s]{0,20}"
)


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but the number of a page."""
    return _PAGE.fullmatch(text.strip()) is not None

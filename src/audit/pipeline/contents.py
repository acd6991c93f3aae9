"""What a file is by its first bytes, where its name may say something else.

Systems export HTML and CSV under the names .xls and .doc; what people send holds pictures,
archives of other programs and the formats of old ones, which no reader takes.
"""

import re

from audit.errors import ReadError
from audit.plugins import Source

_HEAD = 8192
_OTHERS = (
    # Word and Excel before 2007 and WPS: OLE2; newer ones with a password, too.
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old-office-file"),
    (b"{\\rtf", "old-office-file"),
    (b"Rar!\x1a\x07", "other-archive"),
    (b"7z\xbc\xaf\x27\x1c", "other-archive"),
    (b"\x1f\x8b\x08", "other-archive"),
    (b"BZh", "other-archive"),
    (b"\xfd7zXZ\x00", "other-archive"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG\r\n", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
)
# Word and Excel of 2003 as XML: a declaration, perhaps instructions, and one of their roots.
_XML_OF_2003 = (
    r"\s*<\?xml\b.{0,1000}?<(?:\w+:)?(?:Workbook|wordDocument|package)\s[^>]{0,4000}"
    r"schemas[.-]microsoft[.-]com"
)
_HTML = (
    r"\s*(?:<\?xml\b[^>]{0,500}>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|table|meta|style)\b"
)
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*"')
# What parts the cells of a sheet that has this name. A text has commas, too.
_PARTED_BY = {".txt": "\t"} | dict.fromkeys((".xls", ".xlsx", ".xlsm", ".xlt", ".et"), "\t,")


def refuse_others(source: Source) -> None:
    """Raises ReadError with the way out for what no reader takes."""
    for start, key in _OTHERS:
        if source.data.startswith(start):
            raise ReadError(key, path=source.path)
    if source.data[257:262] == b"ustar":
        raise ReadError("other-archive", path=source.path)
    # Patterns are compiled where they are needed: that takes longer than to read a filing.
    head = _text(source.data)
    if head.lstrip().startswith("<?xml") and re.match(_XML_OF_2003, head, re.DOTALL):
        raise ReadError("old-office-file", path=source.path)


def suffix_of_text(data: bytes, suffix: str) -> str:
    """`.html`, `.json` or `.csv` for a text whose own suffix says nothing of it, else ""."""
    from audit.readers.mhtml import is_mhtml  # noqa: PLC0415 -- as above

    head = _text(data)
    is_html = head.lstrip().startswith("<") and re.match(_HTML, head, re.DOTALL | re.IGNORECASE)
    if is_html or is_mhtml(data):
        return ".html"
    if _JSON.match(head):
        return ".json"
    first = [line for line in head.splitlines()[:10] if line.strip()]
    marks = _PARTED_BY.get(suffix, "")
    is_sheet = any(sum(mark in line for line in first) * 2 > len(first) for mark in marks)
    return ".csv" if is_sheet else ""


def _text(data: bytes) -> str:
    """The beginning, as far as marks and names in ASCII go."""
    head = data[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")

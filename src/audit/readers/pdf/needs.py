"""Which pages need an object of a file: by what their contents and resources refer to."""

import io
from collections.abc import Iterable
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSException

from audit.plugins import ReadOptions, Source


def pages_that_need(source: Source, options: ReadOptions, number: int) -> list[int]:
    """Numbers of pages, from 1; none where the file's structure cannot be read."""
    password = str(options.values.get("password") or "")
    try:
        document = PDFDocument(PDFParser(io.BytesIO(source.data)), password)
        return [
            at
            for at, page in enumerate(PDFPage.create_pages(document), 1)
            if number in _reached(page.attrs.get(key) for key in ("Contents", "Resources"))
        ]
    except (PSException, TypeError, ValueError, LookupError, AttributeError, RecursionError):
        # pdfminer takes what stands in a file for what should stand there.
        return []


def _reached(values: Iterable[Any]) -> set[int]:
    """The numbers of all objects that these refer to, directly or by way of others."""
    found: set[int] = set()
    rest = list(values)
    while rest:
        match rest.pop():
            case PDFObjRef() as reference if reference.objid not in found:
                found.add(reference.objid)
                rest.append(reference.resolve())
            case PDFStream() as stream:
                rest.extend(stream.attrs.values())
            case dict() as entries:
                rest.extend(entries.values())
            case list() as items:
                rest.extend(items)
            case _:
                pass
    return found

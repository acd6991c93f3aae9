"""A page as a picture, turned as it is read: for a person to see what was found where."""

from contextlib import closing
from typing import NamedTuple

import pypdfium2 as pdfium
from PIL import Image

from audit.document import Place
from audit.errors import ReadError
from audit.plugins import ReadOptions, Source
from audit.readers.pdf.pages import contents, unlocked
from audit.readers.pdf.pdfium import opened
from audit.readers.pdf.streams import bombed_pages

_SCALE = 2.0
"""Pixels a point: 144 dots an inch."""
_MOST_PIXELS = 5000
"""Along a side: posters get fewer pixels a point."""


class Rendered(NamedTuple):
    image: Image.Image
    scale: float
    """Pixels a point of the page as read."""


def pages_in(source: Source, options: ReadOptions) -> int:
    """How many pages a file has. Raises ReadError."""
    with closing(opened(source, unlocked(source, options))) as document:
        return len(document)


def rendered(source: Source, options: ReadOptions, number: int) -> Rendered:
    """The page of this number, from 1. Raises ReadError."""
    if (error := bombed_pages(source, options).get(number)) is not None:
        raise error
    options = unlocked(source, options)
    content = next(contents(source, options, frozenset({number})))
    try:
        with closing(opened(source, options)) as document:
            page = document[number - 1]
            scale = min(_SCALE, _MOST_PIXELS / max(*page.get_size(), 1.0))
            picture = page.render(scale=scale, rotation=90 * content.turned).to_pil()
            return Rendered(picture.convert("RGB"), scale)
    except pdfium.PdfiumError:
        here = Place(page=number)
        raise ReadError("pdf-damaged", path=source.path, place=here) from None

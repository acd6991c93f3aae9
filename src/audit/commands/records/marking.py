"""What was found on a page of a PDF, marked on a picture of it: cells, rows, texts.

Cells are those of the page itself, before tables that a page break cut are made whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from audit.commands.records.reading import Read
from audit.document import Box, Cell, Place, Table

Colour = tuple[int, int, int]
CELL: Colour = (0, 90, 220)
OUTSIDE: Colour = (0, 140, 60)
UNREAD: Colour = (230, 60, 0)
_LEGEND = ((CELL, "cell, row number"), (OUTSIDE, "text outside tables"), (UNREAD, "not read"))
"""In the font that Pillow brings, which has no Chinese."""
_SEEN_THROUGH = 70
"""How much of a filled box covers what is below it, of 255."""
_WHITE: Colour = (255, 255, 255)
_GREY: Colour = (160, 160, 160)
_BLACK: Colour = (0, 0, 0)
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(slots=True)
class Marks:
    """Boxes in points of the page as read."""

    cells: list[Box] = field(default_factory=list)
    rows: list[tuple[int, Box]] = field(default_factory=list)
    """The number of each row, from 1, and its box."""
    outside: list[Box] = field(default_factory=list)
    unread: list[Box] = field(default_factory=list)


def marks_of(read: Read) -> Mapping[int, Marks]:
    """By the number of the page; of pages on which there is anything."""
    found: dict[int, Marks] = {}

    def of(box: Box) -> Marks:
        return found.setdefault(box.page, Marks())

    unread = dict.fromkeys(box for place in _unread(read) for box in place.boxes)
    for box in unread:
        of(box).unread.append(box)
    for block in read.blocks:
        if isinstance(block, Table):
            for box in (box for cell in block.cells() for box in cell.place.boxes):
                of(box).cells.append(box)
            for number, box in _rows(block):
                of(box).rows.append((number, box))
        else:
            for box in (box for place in _all(block.cell) for box in place.boxes):
                if box not in unread:
                    of(box).outside.append(box)
    return found


def marked(picture: Image.Image, scale: float, marks: Marks) -> Image.Image:
    """The picture with marks, and below it what their colours mean. `scale`: pixels a point."""
    longest = max(picture.size)
    font = ImageFont.load_default(max(12, longest // 120))
    thick = max(2, longest // 800)
    for boxes, colour in ((marks.outside, OUTSIDE), (marks.unread, UNREAD)):
        picture = _tinted(picture, [_pixels(box, scale) for box in boxes], colour)
    draw = ImageDraw.Draw(picture)
    for box in marks.cells:
        draw.rectangle(_pixels(box, scale), outline=CELL, width=thick)
    for boxes, colour in ((marks.outside, OUTSIDE), (marks.unread, UNREAD)):
        for box in boxes:
            draw.rectangle(_pixels(box, scale), outline=colour, width=thick)
    for number, box in marks.rows:
        left, top, _, bottom = _pixels(box, scale)
        _label(draw, font, str(number), (left - thick, (top + bottom) / 2))
    return _with_legend(picture, font)


def _rows(table: Table) -> Iterator[tuple[int, Box]]:
    """Each row that cells begin and end at, whatever is merged in it."""
    (outline,) = table.place.boxes
    edges: dict[int, float] = {}
    for cell in table.cells():
        first = cell.place.row or 1
        for box in cell.place.boxes:
            edges[first], edges[first + cell.row_span] = box.top, box.bottom
    for number in range(1, len(table.rows) + 1):
        if number in edges and number + 1 in edges:
            yield number, outline._replace(top=edges[number], bottom=edges[number + 1])


def _unread(read: Read) -> Iterator[Place]:
    for filing in read.filings:
        for left in filing.unread:
            yield from left.places_of(0, len(left.text))
    beginnings = {one.place for one in read.unclaimed}
    for block in read.whole:
        if block.place in beginnings:
            for cell in block.cells():
                yield from _all(cell)


def _all(cell: Cell) -> tuple[Place, ...]:
    return cell.places_of(0, len(cell.text)) if cell.text else ()


def _pixels(box: Box, scale: float) -> tuple[float, float, float, float]:
    _, x0, top, x1, bottom = box
    # A box without an extent is drawn, too.
    return x0 * scale, top * scale, max(x1, x0 + 1) * scale, max(bottom, top + 1) * scale


def _tinted(
    picture: Image.Image, boxes: list[tuple[float, float, float, float]], colour: Colour
) -> Image.Image:
    tint = Image.new("L", picture.size)
    draw = ImageDraw.Draw(tint)
    for box in boxes:
        draw.rectangle(box, fill=_SEEN_THROUGH)
    return Image.composite(Image.new("RGB", picture.size, colour), picture, tint)


def _label(draw: ImageDraw.ImageDraw, font: Font, text: str, at: tuple[float, float]) -> None:
    """A number that ends at a point, or begins at the edge of the page where it has no room."""
    pad = 3
    left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
    wide, tall = right - left + 2 * pad, bottom - top + 2 * pad
    x, y = max(0, at[0] - wide), at[1] - tall / 2
    draw.rectangle((x, y, x + wide, y + tall), fill=CELL)
    draw.text((x + pad - left, y + pad - top), text, fill=_WHITE, font=font)


def _with_legend(picture: Image.Image, font: Font) -> Image.Image:
    width, height = picture.size
    *_, line = font.getbbox("Ag")
    whole = Image.new("RGB", (width, round(height + 3 * line)), _WHITE)
    whole.paste(picture)
    draw = ImageDraw.Draw(whole)
    draw.line((0, height, width, height), fill=_GREY)
    x, middle = line, height + 1.5 * line
    for colour, words in _LEGEND:
        draw.rectangle((x, middle - line / 2, x + line, middle + line / 2), fill=colour)
        draw.text((x + 1.5 * line, middle), words, fill=_BLACK, font=font, anchor="lm")
        x += 3 * line + draw.textlength(words, font=font)
    return whole

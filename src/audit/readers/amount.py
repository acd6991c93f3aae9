"""How much a reader of text makes of a file: beyond a cap the file is refused.

Cells take some hundred bytes of memory each, whatever they hold, and so does each further
piece of a text that an escape, an entity or a line break cuts. There may be as many of the
one as of the other (`cells`), and a text may be so long (`line_characters`): a text of a
million characters is no filing, and each rule would have to look through it.
"""

from audit.document import Cell, Place
from audit.errors import ReadError
from audit.plugins import ReadOptions


class Amount:
    def __init__(self, path: str, options: ReadOptions, key: str = "too-many-cells") -> None:
        """`key` tells that there are too many cells."""
        self.longest = options.limits.get("line_characters", 1_000_000)
        self._most = options.limits.get("cells", 1_000_000)
        self._path, self._key = path, key
        self._cells = self._pieces = 0

    def add(self, cells: int, place: Place | None = None) -> None:
        """So many cells more, or texts that stand for themselves."""
        self._cells += cells
        if self._cells > self._most:
            raise ReadError(self._key, path=self._path, place=place, limit=self._most)

    def add_pieces(self, pieces: int, place: Place | None = None) -> None:
        """So many further pieces of a text."""
        self._pieces += pieces
        if self._pieces > self._most:
            raise ReadError("too-many-pieces", path=self._path, place=place, limit=self._most)

    def add_cell(self, cell: Cell) -> Cell:
        """A cell with its text and pieces; gives it back."""
        self.add(1)
        self.add_pieces(max(len(cell.fragments) - 1, 0), cell.place)
        self.check_length(len(cell.text), cell.place)
        return cell

    def check_lines(self, text: str) -> None:
        """Before a text is parted into lines, each of which takes memory though it is blank."""
        if max(text.count("\n"), text.count("\r")) > self._most:
            raise ReadError("too-many-lines", path=self._path, limit=self._most)

    def check_length(self, length: int, place: Place | None) -> None:
        if length > self.longest:
            raise ReadError("text-too-long", path=self._path, place=place, limit=self.longest)

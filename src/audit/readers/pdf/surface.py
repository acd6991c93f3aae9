"""What lies on top at each point of a page, on a raster of a few points.

The raster makes it cheap: each shape is painted once, row by row, and a character asks for
one point.
"""

from collections.abc import Iterable

from audit.readers.pdf.rulings import Shape

_STEP = 2.0
_MOST = 500
"""Rows and columns of the raster, so that a poster takes no longer."""


class Surface:
    """Shapes painted in their order. Translucent ones make what is beneath unknown."""

    def __init__(self, width: float, height: float, shapes: Iterable[Shape]) -> None:
        self._step = max(_STEP, width / _MOST, height / _MOST)
        columns, rows = int(width / self._step) + 1, int(height / self._step) + 1
        self._shapes = sorted(shapes, key=lambda shape: shape.order)
        self._top = [[-1] * columns for _ in range(rows)]
        self._unknown = [bytearray(columns) for _ in range(rows)]
        for index, shape in enumerate(self._shapes):
            self._paint(index, shape, rows, columns)

    def _paint(self, index: int, shape: Shape, rows: int, columns: int) -> None:
        # The cells whose middles lie within.
        left, right = self._cell(shape.x0, columns), self._cell(shape.x1, columns)
        count = right - left
        if count <= 0:
            return
        for row in range(self._cell(shape.top, rows), self._cell(shape.bottom, rows)):
            if shape.opaque:
                self._top[row][left:right] = [index] * count
            else:
                self._unknown[row][left:right] = b"\1" * count

    def _cell(self, at: float, most: int) -> int:
        return min(max(int(at / self._step + 0.5), 0), most)

    def at(self, x: float, y: float) -> Shape | None:
        """The topmost shape at a point; None for bare paper."""
        index = self._top[int(y / self._step)][int(x / self._step)] if self._holds(x, y) else -1
        return None if index < 0 else self._shapes[index]

    def is_unknown(self, x: float, y: float) -> bool:
        return not self._holds(x, y) or bool(
            self._unknown[int(y / self._step)][int(x / self._step)]
        )

    def _holds(self, x: float, y: float) -> bool:
        rows, columns = len(self._top), len(self._top[0])
        return 0 <= int(y / self._step) < rows and 0 <= int(x / self._step) < columns

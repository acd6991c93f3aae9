"""Column edges of a table that goes on from another behind a page, on the other's grid.

On its page the table may lack edges that no cell has there, or have further ones of a form
that begins below: so each row is looked at on its own, too.
"""

from collections.abc import Mapping, Sequence

from audit.document import Table
from audit.layouts.slots import Row

WITHIN = 4.0
"""Points by which the column edges of two pages may differ."""


def onto(below: Table, above: Table) -> list[int] | None:
    """Where the column edges of a table lie among those of the one above, if all do."""
    if not below.columns or not above.columns:
        return None
    places = _places(below, above)
    return list(places.values()) if len(places) == len(below.columns) else None


def moved(rows: Sequence[Row], below: Table, above: Table) -> tuple[list[Row], bool]:
    """The rows, the first of them on the grid of the table above, as long as they fit there.

    And whether all of them do.
    """
    places = _places(below, above)
    count = 0
    for row in rows:
        if not all(slot.first in places and slot.last in places for slot in row):
            break
        count += 1
    made = [_moved(row, places) for row in rows[:count]]
    return [*made, *rows[count:]], count == len(rows)


def _places(below: Table, above: Table) -> dict[int, int]:
    found: dict[int, int] = {}
    for at, edge in enumerate(below.columns if above.columns else ()):
        near = min(range(len(above.columns)), key=lambda one: abs(above.columns[one] - edge))
        if abs(above.columns[near] - edge) <= WITHIN:
            found[at] = near
    return found


def _moved(row: Row, places: Mapping[int, int]) -> Row:
    return tuple(slot._replace(first=places[slot.first], last=places[slot.last]) for slot in row)

"""The tables of a passage as a returned Word file has them, cell by cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from citybook.light import Cell, Line
from citybook.manifest import Written
from citybook.readers.redline.whose import owner
from citybook.story.model import Spot

NEW = -1
"""The row of a cell that was not written, so that nothing tells how it is set."""


@dataclass(frozen=True, slots=True)
class Known:
    """Which table of which passage a returned one is."""

    key: str
    number: int


def tables_of(
    spots: Sequence[tuple[Spot | None, int | None]], written: Sequence[Written]
) -> list[Known | None]:
    """Return which table each paragraph stands in, told its cell and what it was.

    One whose cells came from several passages, or from none, is nobody's.
    """
    found: list[Known | None] = []
    for table, group in groupby(spots, lambda each: each[0] and each[0].table):
        numbers = [number for _, number in group]
        known = {_known(written[n]) for n in numbers if n is not None}
        (one,) = known if table and len(known) == 1 else {None}
        found += [one] * len(numbers)
    return found


def _known(written: Written) -> Known | None:
    if written.cell is None or not written.owners:
        return None
    return Known(owner(written.owners[0].key), written.cell.table)


def laid_out(cells: Iterable[tuple[Spot | None, Line]]) -> Iterator[Line]:
    """Yield lines, those in tables as full rows: a cell a line, and nothing between."""
    for _, group in groupby(cells, lambda each: each[0] and each[1].table):
        placed = list(group)
        if placed[0][0] is None:
            yield from (line for _, line in placed)
        else:
            yield from _rows([(spot, line) for spot, line in placed if spot])


def _rows(placed: Sequence[tuple[Spot, Line]]) -> Iterator[Line]:
    """Yield the cells of a table; its first row is its header, whichever that is."""
    texts: dict[tuple[int, int], dict[int, str]] = {}
    cells: dict[int, Cell] = {}
    columns = _columns([spot for spot, _ in placed])
    for spot, line in placed:
        row, column = texts.setdefault((spot.table, spot.row), {}), columns[spot]
        row[column] = f"{row.get(column, '')} {line.marked}".strip()
        if line.cell and (line.cell.row != NEW or column not in cells):
            cells[column] = line.cell
    header = min(texts)
    rows = (at for at in sorted(texts) if at == header or any(texts[at].values()))
    for number, at in enumerate(rows):
        for column in sorted(cells):
            cell = replace(cells[column], row=number)
            yield Line(texts[at].get(column, ""), cell=cell)


def _columns(spots: Iterable[Spot]) -> dict[Spot, int]:
    """Return the column of each cell.

    That is its place in the row where all rows have as many: a border that was drawn
    elsewhere moves nothing. Else the grid tells which cells stand below each other.
    """
    rows: dict[tuple[int, int], set[int]] = {}
    for spot in spots:
        rows.setdefault((spot.table, spot.row), set()).add(spot.column)
    if len({len(row) for row in rows.values()}) > 1:
        return {spot: spot.column for spot in spots}
    order = {at: sorted(row) for at, row in rows.items()}
    return {spot: order[spot.table, spot.row].index(spot.column) for spot in spots}

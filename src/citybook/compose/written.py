"""Written text as blocks: its tables get names, captions and widths."""

from citybook.document import Block, Passage, Table
from citybook.prose import Grid, Prose, plain_inlines
from citybook.source import Source

NARROWEST, WIDEST = 6, 24
"""Letters that a column has room for; the widest is for its longest text."""
LONGEST_WORD = 30


def written(prose: Prose, key: str, source: Source, caption: str) -> Passage:
    """Return what one answer says, in print; `caption` tells what its tables show."""
    blocks: list[Block] = []
    tables = 0
    for block in prose:
        if isinstance(block, Grid):
            tables += 1
            blocks.append(_table(block, f"{key}/table-{tables}", caption))
        else:
            blocks.append(block)
    return Passage(key, source, tuple(blocks))


def _table(grid: Grid, key: str, caption: str) -> Table:
    header, *rows = grid.rows
    widths = tuple(_width(column) for column in zip(*_words(grid), strict=True))
    return Table(caption, header, tuple(rows), widths, key, alignment=grid.alignment)


def _words(grid: Grid) -> list[list[str]]:
    return [[plain_inlines(cell) for cell in row] for row in grid.rows]


def _width(cells: tuple[str, ...]) -> int:
    """Return how wide a column is beside others: as its text, within bounds."""
    longest = max(map(len, cells))
    word = max((len(word) for cell in cells for word in cell.split()), default=0)
    return max(NARROWEST, min(longest, WIDEST), min(word, LONGEST_WORD))

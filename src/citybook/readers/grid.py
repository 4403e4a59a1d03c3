"""A workbook as plain values: sheets of cells, each with its text and its place."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby

from citybook.findings import Finding, found
from citybook.source import Source

_CUT_AT = frozenset({255, 32_767})
"""Characters that a field of an old program holds, and that a cell of Excel holds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell, or at one key of a text file."""

    source: Source
    text: str = ""
    marked: str = ""
    """The same text in light Markdown, where parts of it are bold or italic."""
    link: str = ""
    """The address that a click on the cell opens."""
    struck: str = ""
    """The words of it that are struck out."""
    is_number: bool = False
    """Whether it holds a number; a text may look like one."""
    day: str = ""
    """The day that its number means, where days are counted from 1904."""
    trouble: str = ""
    """The slug of the rule that tells why the cell has no value."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed here."""
        return not (self.text.strip() or self.trouble)


Place = tuple[int, int]
"""Row and column, from 1."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet, its blank cells left out."""

    source: Source
    cells: Mapping[Place, Cell]
    """By place, from top to bottom and from left to right."""
    lines: Mapping[int, tuple[Cell, ...]]
    """The same cells by row."""
    spans: Mapping[Place, Place] = field(default_factory=dict)
    """How many rows and columns a merged cell covers."""
    is_turned: bool = False
    """Whether its rows are the columns of the sheet as it was typed."""

    @property
    def rows(self) -> tuple[int, ...]:
        """Return the rows that are not blank."""
        return tuple(self.lines)

    def next_row(self, row: int) -> int:
        """Return the next row that is not blank; the one below if there is none.

        In a text file a row is called by its line, and may take several of them.
        """
        return next((each for each in self.lines if each > row), row + 1)

    def row(self, row: int) -> tuple[Cell, ...]:
        """Return the cells of a row that are not blank, from the left."""
        return self.lines.get(row, ())

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell there, a blank one if nothing stands in it."""
        return self.cells.get((row, column)) or Cell(self.place(row, column))

    def place(self, row: int, column: int) -> Source:
        """Return the place of a cell, or of a whole row if the column is 0."""
        typed = (column, row) if self.is_turned else (row, column)
        return Source(self.source.file, self.source.sheet, *typed)

    def in_row(self, row: int) -> Iterator[tuple[int, Cell]]:
        """Yield the columns of a row that are not blank, each with its cell."""
        for cell in self.row(row):
            yield (cell.source.row if self.is_turned else cell.source.column), cell

    def right_of(self, cell: Cell) -> Cell:
        """Return the next cell to the right, merged cells counting as one."""
        row, column = cell.source.row, cell.source.column
        return self.cell(row, column + self.spans.get((row, column), (1, 1))[1])

    def below(self, row: int, column: int) -> Cell | None:
        """Return the next cell down the column that is not blank."""
        rows = (below for below in self.lines if below > row)
        found = (self.cells[row, column] for row in rows if (row, column) in self.cells)
        return next(found, None)


MAX_QUOTED = 4_000


def quoted(cells: Iterable[Cell]) -> str:
    """Return what stands in cells, each text once, on one line of bounded length."""
    texts = dict.fromkeys(" ".join(cell.text.split()) for cell in cells)
    line = "; ".join(text for text in texts if text)
    return line if len(line) <= MAX_QUOTED else f"{line[: MAX_QUOTED - 1]}…"


def sheet_of(
    source: Source, cells: Iterable[Cell], spans: Mapping[Place, Place]
) -> Sheet:
    """Return the sheet that holds these cells."""
    by_place = {
        (cell.source.row, cell.source.column): cell
        for cell in cells
        if not cell.is_blank
    }
    return _ordered(Sheet(source, {}, {}, spans), by_place)


def turned(sheet: Sheet) -> Sheet:
    """Return a sheet turned on its side; its cells keep the places where they stand."""
    turned = Sheet(sheet.source, {}, {}, is_turned=not sheet.is_turned)
    by_place = {(column, row): cell for (row, column), cell in sheet.cells.items()}
    return _ordered(turned, by_place)


def without(sheet: Sheet, places: Container[Place]) -> Sheet:
    """Return a sheet without some of its cells."""
    kept = {place: cell for place, cell in sheet.cells.items() if place not in places}
    return _ordered(sheet, kept)


def spread(
    sheet: Sheet, below: int, columns: Container[int]
) -> tuple[Sheet, list[Finding]]:
    """Return a table with what is merged over several of its rows in each of them.

    A row that has nothing of its own is one with the row above it.
    """
    cells = dict(sheet.cells)
    findings: list[Finding] = []
    for (top, column), (height, _) in sheet.spans.items():
        cell = sheet.cell(top, column)
        if top <= below or column not in columns or cell.is_blank:
            continue
        more = [
            row
            for row in range(top + 1, top + height)
            if any(each in columns for each, _ in sheet.in_row(row))
        ]
        if more:
            places = {(row, column): sheet.place(row, column) for row in more}
            cells |= {at: replace(cell, source=place) for at, place in places.items()}
            rows = f"rows {top} to {more[-1]}"
            detail = f"The cell is merged over {rows}; it was read for each of them."
            findings.append(found("taken-as", cell.source, detail, value=cell.text))
    return _ordered(sheet, cells) if findings else sheet, findings


def _ordered(sheet: Sheet, by_place: Mapping[Place, Cell]) -> Sheet:
    """Return a sheet like this one that holds these cells."""
    ordered = {place: by_place[place] for place in sorted(by_place)}
    lines = {
        row: tuple(ordered[place] for place in places)
        for row, places in groupby(ordered, key=lambda place: place[0])
    }
    return replace(sheet, cells=ordered, lines=lines)


def cut_answers(sheets: Iterable[Sheet]) -> Iterator[Finding]:
    """Yield a warning for each text that is as long as a program lets it be."""
    for sheet in sheets:
        for cell in sheet.cells.values():
            if len(cell.text) in _CUT_AT:
                detail = (
                    f"The answer has exactly {len(cell.text):,} characters, where some "
                    "programs cut a text off."
                )
                end = f"…{cell.text[-60:]}"
                yield found("cut-answer", cell.source, detail, value=end)

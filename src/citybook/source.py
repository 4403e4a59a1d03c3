"""Where a value was written: a file, and a cell or a line in it."""

from dataclasses import dataclass

LINES = "lines"
"""Stands for the sheet where a text file is a table: its rows are the file's lines."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A place in a file; rows, lines and columns count from 1, and 0 is "the whole"."""

    file: str
    """Path below the edition's folder, with forward slashes."""
    sheet: str = ""
    """Name of the worksheet; empty for a text file, `LINES` for a table in one."""
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `pune.xlsx, Projects!C14` for a cell, `edition.yaml:12:3` for text.

        A cell of a table in a text file is `pune.csv, line 14, column C`.
        """
        if self.sheet == LINES:
            line = f", line {self.row}" if self.row else ""
            column = f", column {column_letters(self.column)}" if self.column else ""
            return f"{self.file}{line}{column}"
        if self.sheet:
            return f"{self.file}, {self.sheet}{self._cell()}"
        place = f":{self.row}" if self.row else ""
        return f"{self.file}{place}{f':{self.column}' if self.column else ''}"

    def _cell(self) -> str:
        if not self.row:
            return ""
        return f"!{column_letters(self.column) if self.column else ''}{self.row}"


def column_letters(column: int) -> str:
    """Return the spreadsheet name of a column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters

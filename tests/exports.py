"""Exports of survey tools as they arrive: rows of values, in a sheet or a workbook."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from citybook.findings import Finding
from citybook.readers import csv_file
from citybook.readers.grid import Cell, Sheet, sheet_of
from citybook.readers.sheets import read_sheets
from citybook.source import Source
from citybook.submission import Submission
from spreadsheets import FORM

Rows = Sequence[Sequence[str]]
Read = tuple[tuple[Submission, ...], tuple[Finding, ...]]


def rows_of(text: str) -> Rows:
    """Return the rows of a CSV, each indented alike in the test."""
    lines = "\n".join(line.strip() for line in text.strip().split("\n"))
    return list(csv.reader(io.StringIO(lines), skipinitialspace=True))


def read_from_file(text: str, folder: Path) -> Read:
    """Return what is read from a CSV file, its rows called by their lines."""
    with (folder / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows_of(text))
    return csv_file.read_csv((folder / "survey.csv").read_bytes(), "survey.csv", FORM)


def sheet_from(rows: Rows, *, name: str = "", file: str = "survey.csv") -> Sheet:
    """Return rows as a sheet; a CSV has no name for it."""
    cells = (
        Cell(Source(file, name, row, column), text)
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts, 1)
    )
    return sheet_of(Source(file, name), cells, {})


def read_rows(*sheets: tuple[str, Rows]) -> Read:
    """Return what is read from a file with these sheets."""
    file = "survey.xlsx" if sheets[0][0] else "survey.csv"
    made = [sheet_from(rows, name=name, file=file) for name, rows in sheets]
    return read_sheets(made, FORM, Source(file), "")


def read_csv(text: str) -> Read:
    """Return what is read from a CSV."""
    return read_rows(("", rows_of(text)))

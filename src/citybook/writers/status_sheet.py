"""The sheet that tells staff where each city stands; openpyxl writes it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from citybook.asked import Standings
from citybook.status import AWAITED, HEADINGS, LEFT_OUT, WITH_GAPS, CityStatus
from citybook.writers.cells import BODY, FRAME, HEAD, WRAPPED, head, put, save, set_up

_WIDTHS = (22.0, 26.0, 13.0, 13.0, 20.0, 40.0, 11.0, 13.0, 26.0)
_PAPERS = {
    AWAITED: PatternFill("solid", start_color="E4EAF1"),
    LEFT_OUT: PatternFill("solid", start_color="FBE0DA"),
    WITH_GAPS: PatternFill("solid", start_color="FFF1CC"),
}
"""What is not printed whole stands out; the words beside it say the same."""


def write_status_sheet(
    statuses: Sequence[CityStatus], path: Path, *, title: str, asked: Standings = ()
) -> None:
    """Write a row for each city, under headings that filter and stay in sight.

    What editors ask has a sheet of its own, if they do.
    """
    workbook = Workbook()
    workbook.properties.title = title
    workbook.properties.creator = "citybook"
    sheet = workbook.worksheets[0]
    sheet.title = "Status"
    for column, heading in enumerate(HEADINGS, 1):
        head(put(sheet, 1, column, heading, font=HEAD))
    for row, status in enumerate(statuses, 2):
        for column, value in enumerate(status.cells, 1):
            cell = put(sheet, row, column, str(value), font=BODY)
            cell.border, cell.alignment = FRAME, WRAPPED
            if isinstance(value, int):
                cell.value = value
        if paper := _PAPERS.get(status.standing):
            sheet.cell(row, len(HEADINGS)).fill = paper
    for letter, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    last = len(statuses) + 1
    sheet.auto_filter.ref = f"A1:I{last}"
    set_up(sheet, title=title, stamp="", freeze="C2", header_rows="1:1", is_wide=True)
    # Staff sort it and filter it; it is made anew with each book.
    sheet.protection.sheet = False
    if asked:
        _add_queries(workbook, asked, title=title)
    save(workbook, path)


_QUERIES: Mapping[str, float] = {
    "Standing": 12.0,
    "Under": 26.0,
    "At": 40.0,
    "Who and when": 24.0,
    "What": 60.0,
    "File": 26.0,
}
"""The headings of the queries, and how wide their columns are."""


def _add_queries(workbook: Workbook, asked: Standings, *, title: str) -> None:
    sheet = workbook.create_sheet("Queries")
    for column, (heading, width) in enumerate(_QUERIES.items(), 1):
        head(put(sheet, 1, column, heading, font=HEAD))
        sheet.column_dimensions["ABCDEF"[column - 1]].width = width
    for row, (each, standing) in enumerate(asked, 2):
        by = each.remarks[0].by
        cells = (standing, each.heading, each.quote, by, each.text, each.file)
        for column, text in enumerate(cells, 1):
            cell = put(sheet, row, column, text, font=BODY)
            cell.border, cell.alignment = FRAME, WRAPPED
    sheet.auto_filter.ref = f"A1:F{len(asked) + 1}"
    set_up(sheet, title=title, stamp="", freeze="A2", header_rows="1:1", is_wide=True)
    sheet.protection.sheet = False

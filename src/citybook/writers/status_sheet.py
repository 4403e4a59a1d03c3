"""The sheet that tells staff where each city stands; openpyxl writes it."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import PatternFill

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
    statuses: Sequence[CityStatus], path: Path, *, title: str
) -> None:
    """Write a row for each city, under headings that filter and stay in sight."""
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
    save(workbook, path)

"""A workbook that went back to its city and returned: what on it is ours."""

from collections.abc import Iterable

from citybook.form_layout import OUR_TEXT, RETURN, WHAT_TO_MEND, text_mark
from citybook.readers.grid import Sheet, sheet_of
from citybook.typography import match_key


def our_texts(listed: Iterable[str]) -> frozenset[str]:
    """Return the marks of the texts that we wrote, of all that the lists hold."""
    return frozenset(text for text in listed if text.startswith(OUR_TEXT))


def answered(sheets: Iterable[Sheet]) -> str:
    """Return which submission a workbook answers, as its first sheet tells a reader.

    Some programs drop the name that says so where no edit reaches it.
    """
    for sheet in sheets:
        for cell in sheet.cells.values() if _lists_troubles(sheet) else ():
            if returned := RETURN.fullmatch(cell.text):
                return returned[1]
    return ""


def without_ours(sheet: Sheet, ours: frozenset[str]) -> Sheet:
    """Return a sheet with what a city typed on it, where the rest is ours."""
    if not _lists_troubles(sheet):
        return sheet
    cells = [cell for cell in sheet.cells.values() if text_mark(cell.text) not in ours]
    return sheet_of(sheet.source, cells, sheet.spans)


def _lists_troubles(sheet: Sheet) -> bool:
    """Tell whether this is the sheet that lists what to mend, even if renamed."""
    first = sheet.cell(1, 1)
    return match_key(first.text) == match_key(WHAT_TO_MEND) or (
        sheet.source.sheet == WHAT_TO_MEND
    )

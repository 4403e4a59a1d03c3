"""Workbooks of other kinds (.xls, .xlsb, .ods); calamine reads them, here alone.

It also reads what openpyxl has read, a second time and far faster, so that no cell
is dropped in silence. It does not tell comments, links, struck-out words, errors
and number formats: those are looked for apart.
"""

import io
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from citybook.findings import Finding, found
from citybook.form import Form
from citybook.form_layout import LISTS, text_mark
from citybook.readers.binary_excel import of_binary_excel
from citybook.readers.file_kinds import LOCKED, SAVE_AS, UNLOCK
from citybook.readers.grid import Cell, Sheet, cut_answers, sheet_of
from citybook.readers.old_excel import of_old_excel
from citybook.readers.open_document import of_open_document
from citybook.readers.package import MAX_CELLS, commented, in_a_box, last_saved
from citybook.readers.returned import answered, our_texts, without_ours
from citybook.readers.sheets import read_sheets
from citybook.readers.untold import Untold
from citybook.readers.values import days_from_1904, is_number, text_of
from citybook.source import Source
from citybook.submission import Submission

MAX_SQUARE = 5_000_000
"""Cells between the first and the last of a sheet, for calamine holds all of them."""

_Texts = Mapping[tuple[str, int, int], str]
_GRAVE = (KeyboardInterrupt, SystemExit, MemoryError)


class _TooLarge(Exception):
    """A sheet holds more than a city's answers."""


def read_legacy(
    data: bytes, file: str, form: Form
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return what the cities of a workbook answered, and what is wrong with it."""
    source = Source(file)
    try:
        sheets, listed, findings = _sheets(data, file)
    except PasswordError:
        return (), (found("unreadable-file", source, LOCKED, remedy=UNLOCK),)
    except _TooLarge as error:
        return (), (found("too-large", source, str(error)),)
    except _GRAVE:
        raise
    # A panic of Rust is no Exception.
    except BaseException as error:
        detail = f"The workbook is damaged ({type(error).__name__})."
        return (), (found("unreadable-file", source, detail),)
    ours, returned, dated = our_texts(listed), answered(sheets), last_saved(data)
    sheets = [without_ours(sheet, ours) for sheet in sheets]
    submissions, wrong = read_sheets(sheets, form, source, "")
    return (
        tuple(replace(each, dated=dated, answers=returned) for each in submissions),
        (*findings, *cut_answers(sheets), *wrong),
    )


def _sheets(data: bytes, file: str) -> tuple[list[Sheet], list[str], list[Finding]]:
    """Return the sheets, what stands on the hidden one of lists, and the troubles."""
    untold = Untold()
    for look in (of_old_excel, of_open_document, of_binary_excel):
        look(data, untold)
    if untold.is_locked:
        raise PasswordError
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets: list[Sheet] = []
    listed: list[str] = []
    findings: list[Finding] = []
    for told in workbook.sheets_metadata:
        is_visible = told.visible == SheetVisibleEnum.Visible
        if told.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = _sheet(workbook.get_sheet_by_name(told.name), file, untold)
        if told.name == LISTS and not is_visible:
            listed += (cell.text for cell in sheet.cells.values())
            continue
        sheets.append(sheet)
        if sheet.cells and not is_visible:
            detail = "The sheet is hidden; it was read as the others."
            findings.append(found("hidden-cells", sheet.source, detail))
    findings += _beside_cells(untold, file, our_texts(listed))
    return sheets, listed, findings


def _beside_cells(untold: Untold, file: str, ours: Set[str]) -> Iterator[Finding]:
    """Yield the comments and text boxes of the city, and what may be struck out."""
    for (name, row, column), text in untold.comments:
        if text_mark(text) not in ours:
            yield commented(text, Source(file, name, row, column))
    for text in untold.boxes:
        if text_mark(text) not in ours:
            yield in_a_box(text, file)
    if untold.may_strike:
        detail = "Words may be struck out in it, and would be printed all the same."
        yield found("stray-text", Source(file), detail, remedy=SAVE_AS)


def _sheet(sheet: CalamineSheet, file: str, untold: Untold) -> Sheet:
    spans = {
        (top + 1, left + 1): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    spans |= {
        (row, column): span
        for (name, row, column), span in untold.spans.items()
        if name == sheet.name
    }
    source = Source(file, sheet.name)
    cells = [
        _cell(value, replace(source, row=row, column=column), untold)
        for row, column, value in _values(sheet)
    ]
    if untold.since_1904:
        cells = list(days_from_1904(cells))
    cells += (
        Cell(Source(file, name, row, column), text, trouble="error-value")
        for (name, row, column), text in untold.errors.items()
        if text and name == sheet.name
    )
    return sheet_of(source, cells, spans)


def _cell(value: object, source: Source, untold: Untold) -> Cell:
    at = (source.sheet, source.row, source.column)
    text = untold.texts.get(at) or text_of(value, untold.formats.get(at, ""))
    struck = (untold.struck[at] or text) if at in untold.struck else ""
    link = untold.links.get(at, "")
    return Cell(source, text, link=link, struck=struck, is_number=is_number(value))


def _values(sheet: CalamineSheet) -> Iterator[tuple[int, int, object]]:
    """Yield row, column and value of the cells that hold something."""
    if sheet.start is None or sheet.end is None:
        return
    (top, left), (bottom, right) = sheet.start, sheet.end
    if (bottom - top + 1) * (right - left + 1) > MAX_SQUARE:
        raise _TooLarge(f"The sheet {sheet.name} reaches down to row {bottom + 1:,}.")
    count = 0
    for row, values in enumerate(sheet.to_python(), top + 1):
        for column, value in enumerate(values, left + 1):
            if value == "" or value is None:
                continue
            count += 1
            yield row, column, value
    if count > MAX_CELLS:
        raise _TooLarge(f"The sheet {sheet.name} has {count:,} cells.")


def second_reading(data: bytes, sheets: Mapping[str, int]) -> _Texts:
    """Return the texts of the cells of some sheets, by sheet, row and column.

    A sheet is given with the number of cells that it spans; of what calamine cannot
    bear or read, nothing is returned.
    """
    fit = [name for name, square in sheets.items() if square <= MAX_SQUARE]
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        known = [name for name in workbook.sheet_names if name in fit]
        return {
            (name, row, column): text_of(value)
            for name in known
            for row, column, value in _values(workbook.get_sheet_by_name(name))
        }
    except _GRAVE:
        raise
    except BaseException:
        return {}

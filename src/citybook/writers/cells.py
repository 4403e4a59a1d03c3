"""How the cells and sheets of our workbooks look; openpyxl writes them."""

import io
import os
import re
from errno import ENOSPC
from pathlib import Path
from tempfile import gettempdir

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from citybook.archive import settled
from citybook.form import Field
from citybook.form_layout import TOO_LONG

FACE = "Calibri"
INK, QUIET, RULE = "1F2A37", "5A6472", "9AA5B1"
BAND, PAPER = "E4EAF1", "FFFFFF"
LINE_HEIGHT = 1.4
MAX_HEIGHT_PT = 409.0
"""The tallest row that Excel shows."""

TITLE = Font(name=FACE, size=18, bold=True, color=INK)
HEADING = Font(name=FACE, size=13, bold=True, color=INK)
LABEL = Font(name=FACE, size=11, bold=True, color=INK)
BODY = Font(name=FACE, size=11, color=INK)
SMALL = Font(name=FACE, size=9, color=QUIET)
HEAD = Font(name=FACE, size=11, bold=True, color=PAPER)
HEAD_BAND = PatternFill("solid", start_color=INK)
SECTION_BAND = PatternFill("solid", start_color=BAND)
LINE = Side("thin", color=RULE)
FRAME = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)
WRAPPED = Alignment(wrap_text=True, horizontal="left", vertical="top", indent=1)
ON_ONE_LINE = Alignment(horizontal="left", vertical="top", indent=1)
OPEN = Protection(locked=False)

_INDENT_WIDTH = 1.5
"""Letters that the space beside a text takes."""
_PAPER = PatternFill("solid", start_color=PAPER)
_COUNTED = Alignment(horizontal="right", vertical="top", indent=1)
_CENTERED = Alignment(wrap_text=True, horizontal="left", vertical="center", indent=1)
_CALCULATED_KINDS = frozenset({"date", "number", "money"})
"""Kinds that a spreadsheet program may store as it likes: both forms are read."""


_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def stored(text: str) -> str:
    """Return a text as the file keeps it, with what XML cannot hold spelt out."""
    # ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
    plain = _LIKE_ESCAPE.sub("_x005F_", re.sub("\r\n?", "\n", text))
    return _NOT_IN_XML.sub(lambda char: f"_x{ord(char[0]):04X}_", plain)


def put(sheet: Worksheet, row: int, column: int, text: str, *, font: Font) -> Cell:
    """Write a text into a locked cell, as text even where it begins with `=`."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = stored(text)
    cell.data_type = "s"
    cell.font = font
    cell.alignment = WRAPPED
    return cell


def head(cell: Cell) -> None:
    """Make a cell the heading of a column."""
    cell.fill, cell.alignment = HEAD_BAND, _CENTERED


def frame(cell: object, asked: Field) -> Cell:
    """Make a cell ready for an answer."""
    assert isinstance(cell, Cell)
    cell.font, cell.border, cell.fill = BODY, FRAME, _PAPER
    cell.alignment, cell.protection = WRAPPED, OPEN
    if asked.kind not in _CALCULATED_KINDS:
        cell.number_format = "@"
    return cell


def count_words(
    sheet: Worksheet, row: int, column: int, asked: Field, *, answer_column: int
) -> None:
    """Write the formula that counts an answer's words, however they are parted."""
    text = f"{get_column_letter(answer_column)}{row}"
    for code in (9, 10, 13):
        text = f'SUBSTITUTE({text},CHAR({code})," ")'
    text = f"TRIM({text})"
    cell = sheet.cell(row, column)
    cell.value = f'=LEN({text})-LEN(SUBSTITUTE({text}," ",""))+(LEN({text})>0)'
    limit = asked.max_words
    cell.number_format = f'[Red][>{limit}]0" – {TOO_LONG}";0" of {limit}"'
    # It has no frame: what is framed invites typing.
    cell.font, cell.alignment = SMALL, _COUNTED


# The whole sheet, the whole file


def set_up(
    sheet: Worksheet,
    *,
    title: str,
    stamp: str,
    freeze: str = "",
    header_rows: str = "",
    is_wide: bool = False,
) -> None:
    """Protect a sheet without a password, and make it print on whole pages."""
    sheet.protection.sheet = True
    # In this part of the format, False means "not forbidden".
    sheet.protection.formatRows = False
    sheet.protection.formatColumns = False
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = freeze or None
    sheet.print_title_rows = header_rows or None
    fit_rows(sheet)
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    sheet.page_setup.orientation = "landscape" if is_wide else "portrait"
    sheet.page_setup.paperSize = "1"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.HeaderFooter.oddHeader = _line(left=title)
    sheet.HeaderFooter.oddFooter = _line(left=stamp, right="Page &P of &N")


def fit_rows(sheet: Worksheet) -> None:
    """Give every row that has no height yet the height of its tallest text."""
    for number, row in enumerate(sheet.iter_rows(), 1):
        if sheet.row_dimensions[number].height is None:
            sheet.row_dimensions[number].height = max(
                text_height(cell, sheet) for cell in row
            )


def text_height(cell: object, sheet: Worksheet) -> float:
    """Return the height in points that a cell's text needs, or a bit more."""
    if not isinstance(cell, Cell) or cell.data_type != "s":
        return 20.0
    wide = float(sheet.column_dimensions[cell.column_letter].width) - _INDENT_WIDTH
    size = float(cell.font.sz or 11.0)
    if not cell.alignment.wrap_text:
        return size * LINE_HEIGHT + 7.0
    typed = str(cell.value).split("\n")
    lines = sum(max(1.0, -(-len(line) * size // (1.12 * 11 * wide))) for line in typed)
    return min(size * LINE_HEIGHT * lines + 7.0, MAX_HEIGHT_PT)


def _line(*, left: str, right: str = "") -> HeaderFooterItem:
    # An ampersand begins a command here (ECMA-376 part 1, 18.3.1.46).
    plain = left.replace("&", "&&")
    return HeaderFooterItem(
        left=_HeaderFooterPart(plain), right=_HeaderFooterPart(right)
    )


def save(workbook: Workbook, path: Path) -> None:
    """Write the file; the same workbook gives the same bytes."""
    buffer = io.BytesIO()
    try:
        workbook.save(buffer)
    except SerialisationError as error:  # openpyxl writes to the disk on its way
        raise OSError(ENOSPC, os.strerror(ENOSPC), gettempdir()) from error
    path.write_bytes(settled(buffer.getvalue(), _amended))


_DATES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.S)


def _amended(name: str, data: bytes) -> bytes:
    """Return a part of the workbook without its clock and its fixed heights."""
    if name == "docProps/core.xml":
        return _DATES.sub(b"", data)
    if name.startswith("xl/worksheets/"):
        # Without this mark a row still grows as its answer is typed.
        return data.replace(b' customHeight="1"', b"")
    return data

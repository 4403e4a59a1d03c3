"""The blank form as an Excel workbook; openpyxl writes it."""

import io
import os
import re
from dataclasses import dataclass, field
from errno import ENOSPC
from pathlib import Path
from tempfile import gettempdir

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from citybook.archive import settled
from citybook.form import Field, Form, Section
from citybook.form_layout import (
    FORM,
    HEADINGS,
    HOW_TO_FILL_IN,
    INSTRUCTIONS,
    LISTS,
    STAMP_LINE,
    STAMP_NAME,
    TOO_LONG,
    how_to_answer,
    how_to_fill_in,
    paragraphs,
    question,
    section_title,
    sentence,
    sheet_names,
    words_heading,
)

FACE = "Calibri"
INK, QUIET, RULE = "1F2A37", "5A6472", "9AA5B1"
BAND, PAPER = "E4EAF1", "FFFFFF"
LINE_HEIGHT = 1.4

_TITLE = Font(name=FACE, size=18, bold=True, color=INK)
_HEADING = Font(name=FACE, size=13, bold=True, color=INK)
_LABEL = Font(name=FACE, size=11, bold=True, color=INK)
_BODY = Font(name=FACE, size=11, color=INK)
_SMALL = Font(name=FACE, size=9, color=QUIET)
_HEAD = Font(name=FACE, size=11, bold=True, color=PAPER)
_HEAD_BAND = PatternFill("solid", start_color=INK)
_BAND = PatternFill("solid", start_color=BAND)
_PAPER = PatternFill("solid", start_color=PAPER)
_LINE = Side("thin", color=RULE)
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_ANSWER = Alignment(wrap_text=True, horizontal="left", vertical="top")
_HINT = Alignment(wrap_text=True, horizontal="left", vertical="top", indent=1)
_COUNTED = Alignment(horizontal="right", vertical="top")
_CENTERED = Alignment(wrap_text=True, vertical="center")
_OPEN = Protection(locked=False)

_FIRST_ENTRY_ROW = 4
_LONG_ANSWER_HEIGHT_PT = 75.0
_ENTRY_HEIGHT_PT = 45.0
_COUNT_WIDTH = 15.0
_TITLE_LIMIT, _PROMPT_LIMIT = 32, 255
_CALCULATED_KINDS = frozenset({"date", "number", "money"})
"""Kinds that a spreadsheet program may store as it likes: both forms are read."""


@dataclass(slots=True)
class _Book:
    """One workbook while it is written."""

    form: Form
    workbook: Workbook = field(default_factory=Workbook)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Where on the sheet Lists each closed list stands."""


def write_form_workbook(form: Form, path: Path) -> None:
    """Write the blank form; the same form gives the same bytes."""
    book = _Book(form)
    _describe(book)
    _write_instructions(_first_sheet(book.workbook), form)
    _write_form_sheet(book)
    names = sheet_names(form)
    for section in form.sections:
        if section.repeats:
            _write_table_sheet(book, section, names[section.key])
    _write_lists(book)
    buffer = io.BytesIO()
    try:
        book.workbook.save(buffer)
    except SerialisationError as error:  # openpyxl writes to the disk on its way
        raise OSError(ENOSPC, os.strerror(ENOSPC), gettempdir()) from error
    path.write_bytes(settled(buffer.getvalue(), _amended))


def _first_sheet(workbook: Workbook) -> Worksheet:
    sheet = workbook.worksheets[0]
    sheet.title = INSTRUCTIONS
    return sheet


def _describe(book: _Book) -> None:
    properties = book.workbook.properties
    properties.title = book.form.title
    properties.subject = book.form.stamp
    properties.creator = "citybook"
    properties.language = "en-US"
    stamp = book.form.stamp.replace('"', '""')
    book.workbook.defined_names[STAMP_NAME] = DefinedName(
        STAMP_NAME, attr_text=f'"{stamp}"'
    )


# Sheets


def _write_instructions(sheet: Worksheet, form: Form) -> None:
    lines = [(form.title, _TITLE), ("", _BODY)]
    for paragraph in paragraphs(form.instructions):
        lines += [(paragraph, _BODY), ("", _BODY)]
    lines.append((HOW_TO_FILL_IN, _HEADING))
    lines += [(step, _BODY) for step in how_to_fill_in(form)]
    lines += [("", _BODY), (f"{STAMP_LINE}{form.stamp}", _SMALL)]
    for row, (text, font) in enumerate(lines, 1):
        if text:
            _put(sheet, row, 1, text, font=font)
    sheet.column_dimensions["A"].width = 78
    _set_up(sheet, form)


def _write_form_sheet(book: _Book) -> None:
    sheet = book.workbook.create_sheet(FORM)
    for column, heading in enumerate(_headings(book.form), 1):
        _head(_put(sheet, 1, column, heading, font=_HEAD))
    row = 2
    for section in book.form.sections:
        if not section.repeats:
            row = _write_section(book, sheet, section, row)
    for letter, width in zip("ABCD", (26.0, 58.0, 44.0, _COUNT_WIDTH), strict=True):
        sheet.column_dimensions[letter].width = width
    _set_up(sheet, book.form, freeze="B2", header_rows="1:1")


def _headings(form: Form) -> tuple[str, ...]:
    """Return the headings of the sheet Form; the count only where words are counted."""
    is_counted = any(asked.max_words for _, asked in form.single())
    return HEADINGS if is_counted else HEADINGS[:-1]


def _write_section(book: _Book, sheet: Worksheet, section: Section, row: int) -> int:
    """Write a section asked once, from `row`; return the row after it."""
    for column, _ in enumerate(_headings(book.form), 1):
        sheet.cell(row, column).fill = _BAND
    _put(sheet, row, 1, section.label, font=_HEADING)
    if section.hint:
        _put(sheet, row, 3, sentence(section.hint), font=_SMALL)
    for asked in section.fields:
        row += 1
        _put(sheet, row, 1, question(asked), font=_LABEL)
        _frame(sheet.cell(row, 2), asked)
        hint = _put(sheet, row, 3, how_to_answer(asked), font=_SMALL)
        hint.alignment = _HINT
        if asked.max_words:
            _count(sheet, row, 4, asked, answer_column=2)
        if asked.reader.is_long:
            sheet.row_dimensions[row].height = _LONG_ANSWER_HEIGHT_PT
        _guide(book, sheet, asked, f"B{row}")
    return row + 1


def _write_table_sheet(book: _Book, section: Section, name: str) -> None:
    """Write a repeated section: how to answer above, then labels, then blank rows."""
    sheet = book.workbook.create_sheet(name)
    head = _FIRST_ENTRY_ROW - 1
    last = head + section.repeats
    column = 1
    for asked in section.fields:
        _write_column(book, sheet, asked, column=column, last=last)
        column += 1
        if asked.max_words:
            _write_count_column(sheet, asked, column=column, last=last)
            column += 1
    for row in range(_FIRST_ENTRY_ROW, last + 1):
        sheet.row_dimensions[row].height = _ENTRY_HEIGHT_PT
    title = _put(sheet, 1, 1, section_title(section), font=_HEADING)
    title.alignment = Alignment(wrap_text=False)
    freeze = f"A{_FIRST_ENTRY_ROW}"
    _set_up(sheet, book.form, freeze=freeze, header_rows=f"1:{head}", is_wide=True)


def _write_column(
    book: _Book, sheet: Worksheet, asked: Field, *, column: int, last: int
) -> None:
    head = _FIRST_ENTRY_ROW - 1
    letter = get_column_letter(column)
    _put(sheet, head - 1, column, how_to_answer(asked), font=_SMALL)
    _head(_put(sheet, head, column, question(asked), font=_HEAD))
    for row in range(_FIRST_ENTRY_ROW, last + 1):
        _frame(sheet.cell(row, column), asked)
    sheet.column_dimensions[letter].width = _width(asked)
    # Rows below the framed ones are open too: a city may have more to tell.
    sheet.column_dimensions[letter].protection = _OPEN
    sheet.column_dimensions[letter].alignment = _ANSWER
    _guide(book, sheet, asked, f"{letter}{_FIRST_ENTRY_ROW}:{letter}{last}")


def _write_count_column(
    sheet: Worksheet, asked: Field, *, column: int, last: int
) -> None:
    head = _FIRST_ENTRY_ROW - 1
    _head(_put(sheet, head, column, words_heading(asked), font=_HEAD))
    for row in range(_FIRST_ENTRY_ROW, last + 1):
        _count(sheet, row, column, asked, answer_column=column - 1)
    sheet.column_dimensions[get_column_letter(column)].width = _COUNT_WIDTH


def _write_lists(book: _Book) -> None:
    sheet = book.workbook.create_sheet(LISTS)
    for column, labels in enumerate(book.lists, 1):
        for row, label in enumerate(labels, 1):
            _put(sheet, row, column, label, font=_BODY)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


# Cells


def _put(sheet: Worksheet, row: int, column: int, text: str, *, font: Font) -> Cell:
    """Write a text into a locked cell, as text even where it begins with `=`."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = text
    cell.data_type = "s"
    cell.font = font
    cell.alignment = _WRAPPED
    return cell


def _head(cell: Cell) -> None:
    cell.fill, cell.alignment = _HEAD_BAND, _CENTERED


def _frame(cell: object, asked: Field) -> None:
    """Make a cell ready for an answer."""
    assert isinstance(cell, Cell)
    cell.font, cell.border, cell.fill = _BODY, _FRAME, _PAPER
    cell.alignment, cell.protection = _ANSWER, _OPEN
    if asked.kind not in _CALCULATED_KINDS:
        cell.number_format = "@"


def _count(
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
    cell.font, cell.alignment = _SMALL, _COUNTED


def _guide(book: _Book, sheet: Worksheet, asked: Field, cells: str) -> None:
    """Show how to answer where the cursor stands, with a drop-down if there is one."""
    labels = asked.reader.listed(asked.asked)
    rule = DataValidation(
        type="list" if labels else None,
        formula1=_list_place(book, labels) if labels else None,
        allow_blank=True,
        showInputMessage=True,
        promptTitle=_cut(question(asked), _TITLE_LIMIT),
        prompt=_cut(how_to_answer(asked), _PROMPT_LIMIT),
    )
    if labels:
        # Other spellings of a state or of "yes" are understood; other choices are not.
        rule.errorStyle = "stop" if asked.choices else "warning"
        rule.showErrorMessage = True
        rule.errorTitle = _cut(asked.label, _TITLE_LIMIT)
        rule.error = "This is not in the list that the cell offers."
    sheet.add_data_validation(rule)
    rule.add(cells)


def _list_place(book: _Book, labels: tuple[str, ...]) -> str:
    letter = get_column_letter(len(book.lists) + 1)
    place = f"{LISTS}!${letter}$1:${letter}${len(labels)}"
    return book.lists.setdefault(labels, place)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _width(asked: Field) -> float:
    """Return the width of an answer's column, in characters."""
    if asked.reader.is_long:
        return 60.0
    labels = (*asked.reader.listed(asked.asked), asked.reader.example, question(asked))
    return min(max(max(len(label) for label in labels) + 3.0, 20.0), 34.0)


# The whole sheet, the whole file


def _set_up(
    sheet: Worksheet,
    form: Form,
    *,
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
    _fit_rows(sheet)
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.9, bottom=0.8)
    sheet.page_setup.orientation = "landscape" if is_wide else "portrait"
    sheet.page_setup.paperSize = "1"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.HeaderFooter.oddHeader = _line(left=form.title)
    sheet.HeaderFooter.oddFooter = _line(left=form.stamp, right="Page &P of &N")


def _fit_rows(sheet: Worksheet) -> None:
    """Give every row that has no height yet the height of its tallest text."""
    for number, row in enumerate(sheet.iter_rows(), 1):
        if sheet.row_dimensions[number].height is None:
            sheet.row_dimensions[number].height = max(
                _text_height(cell, sheet) for cell in row
            )


def _text_height(cell: object, sheet: Worksheet) -> float:
    """Return the height in points that a cell's text needs, or a bit more."""
    if not isinstance(cell, Cell) or cell.data_type != "s":
        return 20.0
    wide = float(sheet.column_dimensions[cell.column_letter].width)
    size = float(cell.font.sz or 11.0)
    lines = -(-len(str(cell.value)) * size // (1.12 * 11 * wide))
    return size * LINE_HEIGHT * (lines if cell.alignment.wrap_text else 1) + 4.0


def _line(*, left: str, right: str = "") -> HeaderFooterItem:
    # An ampersand begins a command here (ECMA-376 part 1, 18.3.1.46).
    plain = left.replace("&", "&&")
    return HeaderFooterItem(
        left=_HeaderFooterPart(plain), right=_HeaderFooterPart(right)
    )


_DATES = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.S)


def _amended(name: str, data: bytes) -> bytes:
    """Return a part of the workbook without its clock and its fixed heights."""
    if name == "docProps/core.xml":
        return _DATES.sub(b"", data)
    if name.startswith("xl/worksheets/"):
        # Without this mark a row still grows as its answer is typed.
        return data.replace(b' customHeight="1"', b"")
    return data

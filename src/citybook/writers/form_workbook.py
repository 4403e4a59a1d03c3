"""The form as an Excel workbook: blank, or ready for answers to be put in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from citybook.form import Field, Form, Section
from citybook.form_layout import (
    FORM,
    HEADINGS,
    HOW_TO_FILL_IN,
    INSTRUCTIONS,
    LISTS,
    STAMP_LINE,
    STAMP_NAME,
    how_to_answer,
    how_to_fill_in,
    paragraphs,
    question,
    section_title,
    sentence,
    sheet_names,
    words_heading,
)
from citybook.writers.cells import (
    BODY,
    HEAD,
    HEADING,
    LABEL,
    ON_ONE_LINE,
    OPEN,
    SECTION_BAND,
    SMALL,
    TITLE,
    WRAPPED,
    count_words,
    frame,
    head,
    put,
    save,
    set_up,
)

_FIRST_ENTRY_ROW = 4
_LONG_ANSWER_HEIGHT_PT = 75.0
_ENTRY_HEIGHT_PT = 45.0
_COUNT_WIDTH = 15.0
_TITLE_LIMIT, _PROMPT_LIMIT = 32, 255


@dataclass(slots=True)
class FormBook:
    """One workbook while it is written."""

    form: Form
    workbook: Workbook = field(default_factory=Workbook)
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Where on the sheet Lists each closed list stands."""
    answers: dict[str, Cell] = field(default_factory=dict)
    """By path, the cell that is there for each answer."""


def write_form_workbook(form: Form, path: Path) -> None:
    """Write the blank form; the same form gives the same bytes."""
    save(form_book(form, {}).workbook, path)


def form_book(form: Form, entries: Mapping[str, int]) -> FormBook:
    """Return the form, with as many rows as asked for where that is more than usual.

    `entries` tells how many a repeated section has, by its key.
    """
    book = FormBook(form)
    _describe(book)
    _write_instructions(_first_sheet(book.workbook), form)
    _write_form_sheet(book)
    names = sheet_names(form)
    for section in form.sections:
        if section.repeats:
            rows = max(section.repeats, entries.get(section.key, 0))
            _write_table_sheet(book, section, names[section.key], rows=rows)
    _write_lists(book)
    return book


def _first_sheet(workbook: Workbook) -> Worksheet:
    sheet = workbook.worksheets[0]
    sheet.title = INSTRUCTIONS
    return sheet


def _describe(book: FormBook) -> None:
    properties = book.workbook.properties
    properties.title = book.form.title
    properties.subject = book.form.stamp
    properties.creator = "citybook"
    properties.language = "en-US"
    name_text(book.workbook, STAMP_NAME, book.form.stamp)


def name_text(workbook: Workbook, name: str, text: str) -> None:
    """Give a workbook a name that stands for a text, and that edits do not reach."""
    quoted = text.replace('"', '""')
    workbook.defined_names[name] = DefinedName(name, attr_text=f'"{quoted}"')


# Sheets


def _write_instructions(sheet: Worksheet, form: Form) -> None:
    lines = [(form.title, TITLE), ("", BODY)]
    for paragraph in paragraphs(form.instructions):
        lines += [(paragraph, BODY), ("", BODY)]
    lines.append((HOW_TO_FILL_IN, HEADING))
    lines += [(step, BODY) for step in how_to_fill_in(form)]
    lines += [("", BODY), (f"{STAMP_LINE}{form.stamp}", SMALL)]
    for row, (text, font) in enumerate(lines, 1):
        if text:
            put(sheet, row, 1, text, font=font)
    sheet.column_dimensions["A"].width = 78
    set_up(sheet, title=form.title, stamp=form.stamp)


def _write_form_sheet(book: FormBook) -> None:
    sheet, form = book.workbook.create_sheet(FORM), book.form
    for column, heading in enumerate(_headings(form), 1):
        head(put(sheet, 1, column, heading, font=HEAD))
    row = 2
    for section in form.sections:
        if not section.repeats:
            row = _write_section(book, sheet, section, row)
    for letter, width in zip("ABCD", (26.0, 58.0, 44.0, _COUNT_WIDTH), strict=True):
        sheet.column_dimensions[letter].width = width
    set_up(sheet, title=form.title, stamp=form.stamp, freeze="B2", header_rows="1:1")


def _headings(form: Form) -> tuple[str, ...]:
    """Return the headings of the sheet Form; the count only where words are counted."""
    is_counted = any(asked.max_words for _, asked in form.single())
    return HEADINGS if is_counted else HEADINGS[:-1]


def _write_section(book: FormBook, sheet: Worksheet, section: Section, row: int) -> int:
    """Write a section asked once, from `row`; return the row after it."""
    for column, _ in enumerate(_headings(book.form), 1):
        sheet.cell(row, column).fill = SECTION_BAND
    put(sheet, row, 1, section.label, font=HEADING)
    if section.hint:
        put(sheet, row, 3, sentence(section.hint), font=SMALL)
    for asked in section.fields:
        row += 1
        put(sheet, row, 1, question(asked), font=LABEL)
        answer = frame(sheet.cell(row, 2), asked)
        book.answers[f"{section.key}/{asked.key}"] = answer
        put(sheet, row, 3, how_to_answer(asked), font=SMALL)
        if asked.max_words:
            count_words(sheet, row, 4, asked, answer_column=2)
        if asked.reader.is_long:
            sheet.row_dimensions[row].height = _LONG_ANSWER_HEIGHT_PT
        _guide(book, sheet, asked, f"B{row}")
    return row + 1


def _write_table_sheet(
    book: FormBook, section: Section, name: str, *, rows: int
) -> None:
    """Write a repeated section: how to answer above, then labels, then blank rows."""
    sheet, form = book.workbook.create_sheet(name), book.form
    last = _FIRST_ENTRY_ROW + rows - 1
    column = 1
    for asked in section.fields:
        _write_column(book, sheet, section, asked, column=column, last=last)
        column += 1
        if asked.max_words:
            _write_count_column(sheet, asked, column=column, last=last)
            column += 1
    for row in range(_FIRST_ENTRY_ROW, last + 1):
        sheet.row_dimensions[row].height = _ENTRY_HEIGHT_PT
    title = put(sheet, 1, 1, section_title(section), font=HEADING)
    title.alignment = ON_ONE_LINE
    set_up(
        sheet,
        title=form.title,
        stamp=form.stamp,
        freeze=f"A{_FIRST_ENTRY_ROW}",
        header_rows=f"1:{_FIRST_ENTRY_ROW - 1}",
        is_wide=True,
    )


def _write_column(
    book: FormBook,
    sheet: Worksheet,
    section: Section,
    asked: Field,
    *,
    column: int,
    last: int,
) -> None:
    labels = _FIRST_ENTRY_ROW - 1
    letter = get_column_letter(column)
    put(sheet, labels - 1, column, how_to_answer(asked), font=SMALL)
    head(put(sheet, labels, column, question(asked), font=HEAD))
    for row in range(_FIRST_ENTRY_ROW, last + 1):
        path = f"{section.key}/{row - labels}/{asked.key}"
        book.answers[path] = frame(sheet.cell(row, column), asked)
    sheet.column_dimensions[letter].width = _width(asked)
    # Rows below the framed ones are open too: a city may have more to tell.
    sheet.column_dimensions[letter].protection = OPEN
    sheet.column_dimensions[letter].alignment = WRAPPED
    _guide(book, sheet, asked, f"{letter}{_FIRST_ENTRY_ROW}:{letter}{last}")


def _write_count_column(
    sheet: Worksheet, asked: Field, *, column: int, last: int
) -> None:
    head(put(sheet, _FIRST_ENTRY_ROW - 1, column, words_heading(asked), font=HEAD))
    for row in range(_FIRST_ENTRY_ROW, last + 1):
        count_words(sheet, row, column, asked, answer_column=column - 1)
    sheet.column_dimensions[get_column_letter(column)].width = _COUNT_WIDTH


def _write_lists(book: FormBook) -> None:
    sheet = book.workbook.create_sheet(LISTS)
    for column, labels in enumerate(book.lists, 1):
        for row, label in enumerate(labels, 1):
            put(sheet, row, column, label, font=BODY)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True


# Guidance


def _guide(book: FormBook, sheet: Worksheet, asked: Field, cells: str) -> None:
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


def _list_place(book: FormBook, labels: tuple[str, ...]) -> str:
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

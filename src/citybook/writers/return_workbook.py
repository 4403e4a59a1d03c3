"""A workbook that goes back to a city: its answers, and what to mend marked on them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from citybook.cell_text import LINE_BREAK, for_cell
from citybook.edition import Edition
from citybook.findings import visible
from citybook.form import Field, Form, Section
from citybook.form_layout import (
    LISTS,
    MAX_CELL,
    RETURN_LINE,
    RETURN_NAME,
    WHAT_TO_MEND,
    question,
    text_mark,
)
from citybook.returns import Return, Trouble
from citybook.source import Source
from citybook.submission import Entry
from citybook.typography import with_line_ends
from citybook.writers.cells import (
    BODY,
    FACE,
    FRAME,
    HEAD,
    INK,
    ON_ONE_LINE,
    SMALL,
    TITLE,
    head,
    put,
    save,
    set_up,
    stored,
    text_height,
)
from citybook.writers.form_workbook import FormBook, form_book, name_text

_MUST, _LOOK = "To mend", "To look at"
_COLUMNS = (
    ("Where", 24.0),
    ("Question", 26.0),
    ("What is wrong", 44.0),
    ("What stands there", 44.0),
    ("What to do", 40.0),
)
_STEPS = (
    "1. A click on a place in the list below leads to its cell. Each such cell is "
    "colored and bears a note that says the same as the list.\n"
    "2. Mend what can be mended, and leave all other answers as they are.\n"
    "3. Save the file as an Excel workbook (.xlsx) and send it back: it takes the "
    "place of what you sent before."
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t")
"""With these a spreadsheet program takes what is typed for a formula."""
_MAX_SHOWN, _MAX_SHOWN_ELSEWHERE = 300, 1_000
"""Letters of a text that the list shows, of an answer and of what is none."""

_LINK = Font(name=FACE, size=11, color="1B4F8A", underline="single")
_STRONG = Font(name=FACE, size=11, bold=True, color=INK)
_LOOKS = {
    True: (PatternFill("solid", start_color="FBE0DA"), Side("medium", color="A8402C")),
    False: (PatternFill("solid", start_color="FFF1CC"), Side("medium", color="8A6100")),
}
"""Paper and frame of a cell that must be mended, and of one to look at."""


@dataclass(slots=True)
class _Back:
    """One workbook while it is written."""

    told: Return
    book: FormBook
    edition: Edition
    texts: list[str] = field(default_factory=list)
    """What we say on the first sheet and in notes."""

    def cell(self, trouble: Trouble) -> Cell | None:
        """Return the cell of the answer that a trouble speaks of."""
        return self.book.answers.get(trouble.path)


def write_return_workbook(
    told: Return, form: Form, edition: Edition, path: Path
) -> tuple[tuple[Trouble, str], ...]:
    """Write the workbook; return its list: each trouble, and where it is."""
    back = _Back(told, form_book(form, _entries(told)), edition)
    for entry in told.submission.entries:
        _fill_in(back, entry)
    _mark_cells(back)
    _grow_rows(back)
    _write_list(back)
    _note_texts(back)
    name_text(back.book.workbook, RETURN_NAME, told.mark)
    save(back.book.workbook, path)
    return tuple((trouble, _where(back, trouble)) for trouble in _in_form_order(back))


def _entries(told: Return) -> dict[str, int]:
    """Return how many entries each repeated section has."""
    numbers: dict[str, int] = {}
    paths = [entry.path for entry in told.submission.entries]
    for path in (*paths, *(trouble.path for trouble in told.troubles)):
        section, _, rest = path.partition("/")
        number = rest.partition("/")[0]
        if number.isdecimal():
            numbers[section] = max(numbers.get(section, 0), int(number))
    return numbers


def _fill_in(back: _Back, entry: Entry) -> None:
    """Write an answer as it was typed, and never as a formula."""
    cell = back.book.answers.get(entry.path)
    _, asked = _asked(back, entry.path)
    if cell is None or asked is None or not entry.value.strip():
        return
    text = _for_cell(entry.value, asked)[:MAX_CELL]
    cell.value = stored(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA_STARTS)


def _for_cell(typed: str, asked: Field) -> str:
    if asked.reader.is_long:
        return for_cell(typed, asked)
    between = "; " if asked.kind == "choices" else " "
    return LINE_BREAK.sub(between, with_line_ends(typed)[0].strip("\n"))


# What is marked


def _mark_cells(back: _Back) -> None:
    """Color the cells that a trouble speaks of, and say in a note what it is."""
    by_path: dict[str, list[Trouble]] = {}
    for trouble in back.told.troubles:
        if back.cell(trouble):
            by_path.setdefault(trouble.path, []).append(trouble)
    for path, troubles in by_path.items():
        cell = back.book.answers[path]
        fill, side = _LOOKS[any(trouble.is_error for trouble in troubles)]
        cell.fill = fill
        cell.border = Border(left=side, right=side, top=side, bottom=side)
        text = "\n\n".join(_note(trouble) for trouble in troubles)
        cell.comment = _comment(text)
        back.texts.append(text)


def _note(trouble: Trouble) -> str:
    said = visible(trouble.finding.detail)
    return f"{_weight(trouble)}: {said}\nWhat to do: {visible(trouble.to_do)}"


def _weight(trouble: Trouble) -> str:
    return _MUST if trouble.is_error else _LOOK


def _comment(text: str) -> Comment:
    """Return a note whose box has room for its text."""
    lines = sum(1 + len(line) // 46 for line in text.split("\n"))
    return Comment(stored(text), "citybook", width=320, height=24 + 18 * lines)


def _grow_rows(back: _Back) -> None:
    """Give each row the height of its longest answer."""
    for cell in back.book.answers.values():
        sheet = _sheet(cell)
        row = sheet.row_dimensions[cell.row]
        row.height = max(row.height or 0.0, text_height(cell, sheet))


# The first sheet


def _write_list(back: _Back) -> None:
    sheet = back.book.workbook.create_sheet(WHAT_TO_MEND, 0)
    form = back.book.form
    for number, (_, width) in enumerate(_COLUMNS):
        sheet.column_dimensions["ABCDE"[number]].width = width
    _write(back, sheet, 1, WHAT_TO_MEND, font=TITLE)
    row = 2
    for line in (*_opening(back), "", *_STEPS.split("\n")):
        row += 1
        if line:
            _write(back, sheet, row, line, font=BODY)
    row += 2
    _write_table(back, sheet, row)
    last = row + 2 + len(back.told.troubles)
    _write(back, sheet, last, f"{RETURN_LINE}{back.told.mark}", font=SMALL)
    sheet.sheet_properties.tabColor = "A8402C"
    set_up(sheet, title=form.title, stamp=form.stamp, is_wide=True)
    back.book.workbook.active = 0


def _opening(back: _Back) -> Iterable[str]:
    """Yield whose answers these are, and until when they are awaited."""
    told, edition = back.told, back.edition
    whose = f"the answers of {told.city}" if told.city else "your answers"
    file = visible(told.submission.source.file)
    if told.submission.entries:
        yield f"These are {whose}, as we received them in the file “{file}”."
    else:
        yield f"We received the file “{file}” and could not read answers in it."
    yield "That file is not changed. In this copy, what to mend is marked."
    if edition.deadline:
        yield f"Send it back by {edition.deadline}."
    if edition.contact:
        who = edition.contact
        yield f"If you have questions, write to {who.name}, {who.email}."


def _write(back: _Back, sheet: Worksheet, row: int, text: str, *, font: Font) -> None:
    """Write a line across the columns of the list."""
    cell = put(sheet, row, 1, text, font=font)
    back.texts.append(text)
    if font is not TITLE:
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=1, end_column=len(_COLUMNS)
        )
        wide = sum(width for _, width in _COLUMNS)
        lines = 1 + len(text) // int(wide)
        sheet.row_dimensions[row].height = 17.0 * lines
    else:
        cell.alignment = ON_ONE_LINE


def _write_table(back: _Back, sheet: Worksheet, row: int) -> None:
    for column, (heading, _) in enumerate(_COLUMNS, 1):
        head(put(sheet, row, column, heading, font=HEAD))
        back.texts.append(heading)
    for number, trouble in enumerate(_in_form_order(back), row + 1):
        _write_trouble(back, sheet, trouble, row=number)
    sheet.print_title_rows = f"{row}:{row}"


def _in_form_order(back: _Back) -> list[Trouble]:
    """Return the troubles as their cells follow each other, then those without."""
    names = back.book.workbook.sheetnames

    def place(trouble: Trouble) -> tuple[int, int, int]:
        cell = back.cell(trouble)
        if cell is None:
            return (len(names), 0, 0)
        return (names.index(_sheet(cell).title), cell.row, cell.column)

    return sorted(back.told.troubles, key=place)


def _write_trouble(
    back: _Back, sheet: Worksheet, trouble: Trouble, *, row: int
) -> None:
    finding, cell = trouble.finding, back.cell(trouble)
    texts = (
        _where(back, trouble),
        _question(back, trouble),
        f"{_weight(trouble)}: {visible(finding.detail)}",
        _shown(
            finding.value or back.told.submission.entry(trouble.path).value,
            limit=_MAX_SHOWN if cell else _MAX_SHOWN_ELSEWHERE,
        ),
        visible(trouble.to_do),
    )
    for column, text in enumerate(texts, 1):
        written = put(sheet, row, column, text, font=BODY)
        written.border = FRAME
        back.texts.append(text)
    sheet.cell(row, 3).fill, _ = _LOOKS[trouble.is_error]
    if cell:
        first = sheet.cell(row, 1)
        first.hyperlink = Hyperlink(ref="", location=_location(cell))
        first.font = _LINK


def _question(back: _Back, trouble: Trouble) -> str:
    """Return the question, with the number of the entry: `Effort 2: Date`."""
    section, asked = _asked(back, trouble.path)
    if section is None or asked is None:
        return "–"
    number = trouble.path.split("/")[1] if section.repeats else ""
    return f"{section.one} {number}: {question(asked)}" if number else question(asked)


def _asked(back: _Back, path: str) -> tuple[Section | None, Field | None]:
    """Return the section and the question of an answer."""
    section = back.book.form.section(path.partition("/")[0])
    return section, section.field(path.rpartition("/")[2]) if section else None


def _where(back: _Back, trouble: Trouble) -> str:
    """Return the cell that a trouble speaks of, or the place in the city's file."""
    cell = back.cell(trouble)
    if cell is None:
        return f"Your file{_in_file(trouble.finding.source)}"
    return f"{_sheet(cell).title}, {cell.coordinate}"


def _location(cell: Cell) -> str:
    sheet = _sheet(cell).title.replace("'", "''")
    return f"'{sheet}'!{cell.coordinate}"


def _sheet(cell: Cell) -> Worksheet:
    assert isinstance(cell.parent, Worksheet)
    return cell.parent


def _in_file(source: Source) -> str:
    """Return a place in the city's own file."""
    if source.sheet:
        return visible(str(source).removeprefix(source.file))
    return f", line {source.row}" if source.row else ""


def _shown(value: str, *, limit: int) -> str:
    lines = "\n".join(visible(line) for line in value.strip().split("\n"))
    return lines if len(lines) <= limit else f"{lines[: limit - 1]}…"


def _note_texts(back: _Back) -> None:
    """Note which texts are ours, so that a remark of the city stands out from them."""
    sheet = back.book.workbook[LISTS]
    column = len(back.book.lists) + 1
    marks = sorted({text_mark(text) for text in back.texts if text})
    for row, mark in enumerate(marks, 1):
        put(sheet, row, column, mark, font=BODY)

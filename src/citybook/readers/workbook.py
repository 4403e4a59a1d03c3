"""Excel workbooks; openpyxl reads them, and nothing of it leaves this module."""

import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as TypedCell
from openpyxl.cell import MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from citybook.findings import Finding, found
from citybook.form import Form
from citybook.form_layout import COUNTS_WORDS, LISTS, RETURN_NAME, STAMP_NAME, text_mark
from citybook.marked import Run, markdown
from citybook.readers.cell_pictures import with_pictures
from citybook.readers.grid import Cell, Sheet, cut_answers, sheet_of
from citybook.readers.legacy import second_reading
from citybook.readers.package import (
    commented,
    last_saved,
    look_into,
    pictures_left,
    sheets_of,
)
from citybook.readers.returned import answered, our_texts, without_ours
from citybook.readers.sheets import read_sheets
from citybook.readers.values import days_from_1904, is_number, text_of
from citybook.source import Source, column_letters
from citybook.submission import Submission
from citybook.typography import tidy

_ESCAPED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")
"""A character of XML spelt out; what stands for half of one is no text by itself."""
_ESCAPE, _KEPT = b"x005F_", "\ufdd0"
"""openpyxl drops the first, which keeps a typed `_x0041_` apart from an A that is spelt
out; the second, which no text holds, takes its place."""
_HYPERLINK = re.compile(r'=HYPERLINK\(\s*"([^"]+)"', re.I)
_TEXTS = re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+)\.xml")
_THREAD = re.compile(r"^\[Threaded comment\].*?\nComment:\s*", re.S)

_MAX_NAMED = 20
"""How many hidden rows or columns are named one by one."""

_AnyCell = TypedCell | MergedCell
_Value = object
_Stored = Mapping[tuple[str, int, int], _Value]


def read_workbook(
    data: bytes, file: str, form: Form
) -> tuple[tuple[Submission, ...], tuple[Finding, ...]]:
    """Return what the cities of a workbook answered, and what is wrong with it."""
    source = Source(file)
    is_fit, findings = look_into(data, file)
    if not is_fit:
        return (), tuple(findings)
    try:
        workbook = _open(data, calculated=False)
        sheets = _sheets(workbook, data, file)
        findings += _beside_cells(workbook, data, file)
        lying = list(_pictures(workbook, file))
    except MemoryError:
        raise
    # Broken files make openpyxl raise almost anything: KeyError, TypeError, ParseError.
    except Exception as error:
        detail = f"The workbook is damaged ({type(error).__name__})."
        return (), (*findings, found("unreadable-file", source, detail))
    ours = our_texts(_listed(workbook))
    returned = _named(workbook, RETURN_NAME) or answered(sheets)
    findings = [each for each in findings if text_mark(each.value) not in ours]
    sheets = [without_ours(sheet, ours) for sheet in sheets]
    findings += cut_answers(sheets)
    stamp, dated = _named(workbook, STAMP_NAME), last_saved(data)
    submissions, wrong = read_sheets(sheets, form, source, stamp)
    submissions = tuple(
        replace(each, dated=each.dated or dated, answers=returned)
        for each in submissions
    )
    piles = Counter(place for place, _ in lying)
    alone = frozenset(place for place in piles if piles[place] == 1)
    submissions, taken = with_pictures(submissions, alone, form)
    used = {each.source for each in taken}
    # A workbook holds a picture once, on however many cells it lies.
    different = {image for place, image in lying if place in used}
    left = pictures_left(data, file, len(different))
    return submissions, (*findings, *wrong, *taken, *left)


def picture_at(data: bytes, sheet: str, cell: str) -> bytes | None:
    """Return the file of the picture that lies on a cell of a workbook, if one does."""
    there = _plain(f", {sheet}!{cell}")
    try:
        lying = _pictures(_open(data, calculated=False), "")
        return next((image for at, image in lying if _plain(str(at)) == there), None)
    except MemoryError:
        raise
    except Exception:  # as above
        return None


def _plain(place: str) -> str:
    """Return a place as an answer names it, whose text was tidied."""
    return " ".join(tidy(place)[0].casefold().split())


def _pictures(workbook: Workbook, file: str) -> Iterator[tuple[Source, bytes]]:
    """Yield the pictures of a workbook, each with the cell of its upper left corner."""
    for sheet in _own_sheets(workbook):
        for image in getattr(sheet, "_images", ()):
            corner = getattr(image.anchor, "_from", None)
            if corner and isinstance(image.ref, io.BytesIO):
                place = Source(file, sheet.title, corner.row + 1, corner.col + 1)
                yield place, image.ref.getvalue()


def _sheets(workbook: Workbook, data: bytes, file: str) -> list[Sheet]:
    stored = _stored(data) if _has_formulas(workbook) else {}
    return [_sheet(each, stored, file) for each in _own_sheets(workbook)]


def _beside_cells(workbook: Workbook, data: bytes, file: str) -> Iterator[Finding]:
    """Yield what a person would not see in the cells, or would see beside them."""
    opened = {name.casefold() for name in workbook.sheetnames}
    for name in sheets_of(data):
        if name.casefold() not in opened:
            detail = f"The workbook is damaged: its sheet “{name}” is missing."
            yield found("unreadable-file", Source(file), detail)
    for sheet in _own_sheets(workbook):
        yield from _notes(sheet, file)
        yield from _hidden(sheet, file)
        yield from _spelt_out(sheet, file)
    yield from _dropped(workbook, data, file)


def _open(data: bytes, *, calculated: bool) -> Workbook:
    """Return the workbook with its formulas, or with what they last gave."""
    with warnings.catch_warnings():
        # It warns of what it will not write back; this program never writes back.
        warnings.simplefilter("ignore")
        return load_workbook(
            io.BytesIO(_with_escapes(data)),
            data_only=calculated,
            keep_links=False,
            rich_text=True,
        )


def _with_escapes(data: bytes) -> bytes:
    """Return a workbook whose escapes openpyxl leaves in their places."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    texts = {name: part for name, part in parts.items() if _TEXTS.match(name)}
    if not any(_ESCAPE in part for part in texts.values()):
        return data
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as package:
        for name, part in parts.items():
            kept_apart = part.replace(_ESCAPE, _KEPT.encode())
            package.writestr(name, kept_apart if name in texts else part)
    return kept.getvalue()


def _own_sheets(workbook: Workbook) -> list[Worksheet]:
    """Return the sheets that a city may have typed on."""
    return [
        sheet
        for sheet in workbook.worksheets
        if sheet.sheet_state == "visible" or sheet.title != LISTS
    ]


def _named(workbook: Workbook, name: str) -> str:
    """Return the text that a name of ours stands for, if the workbook has it."""
    named = workbook.defined_names.get(name)
    return str(named.attr_text or "").strip('"').replace('""', '"') if named else ""


def _listed(workbook: Workbook) -> Iterator[str]:
    """Yield what stands on the hidden sheet of lists."""
    for sheet in workbook.worksheets:
        if sheet.title == LISTS:
            yield from (str(cell.value) for cell in sheet._cells.values())


# Formulas


def _has_formulas(workbook: Workbook) -> bool:
    return any(
        _is_formula(cell.data_type, cell.value)
        for sheet in _own_sheets(workbook)
        for cell in sheet._cells.values()
    )


def _is_formula(data_type: object, value: _Value) -> bool:
    counts_words = isinstance(value, str) and value.startswith(COUNTS_WORDS)
    return data_type == "f" and not counts_words


def _stored(data: bytes) -> _Stored:
    workbook = _open(data, calculated=True)
    return {
        # A formula that gave an empty text is a text without a value.
        (sheet.title, row, column): "" if cell.data_type == "str" else cell.value
        for sheet in workbook.worksheets
        for (row, column), cell in sheet._cells.items()
    }


# Cells


def _sheet(sheet: Worksheet, stored: _Stored, file: str) -> Sheet:
    spans = {
        (area.min_row, area.min_col): (area.size["rows"], area.size["columns"])
        for area in sheet.merged_cells.ranges
    }
    source = Source(file, sheet.title)
    cells = _cells(sheet, stored, file)
    if sheet.parent and sheet.parent.epoch == CALENDAR_MAC_1904:
        cells = days_from_1904(cells)
    return sheet_of(source, cells, spans)


def _cells(sheet: Worksheet, stored: _Stored, file: str) -> Iterator[Cell]:
    """Yield all cells that hold something; only cells that exist are walked."""
    for (row, column), cell in sheet._cells.items():
        value, data_type = cell.value, cell.data_type
        if value is None or (data_type == "f" and not _is_formula(data_type, value)):
            continue
        source = Source(file, sheet.title, row, column)
        link = getattr(cell.hyperlink, "target", None) or ""
        if data_type == "f":
            result = stored.get((sheet.title, row, column))
            read = _calculated(source, value, result, cell.number_format, link)
            yield replace(read, struck=read.text if _is_struck(cell) else "")
        elif data_type == "e":
            yield Cell(source, str(value), trouble="error-value")
        else:
            read = _read(source, value, cell.number_format, link)
            struck = _struck(value, read.text, is_whole=_is_struck(cell))
            yield replace(read, struck=struck)


def _is_struck(cell: _AnyCell) -> bool:
    return bool(cell.has_style and cell.font.strike)


def _struck(value: _Value, text: str, *, is_whole: bool) -> str:
    """Return the words of a cell that are struck out."""
    if not isinstance(value, CellRichText):
        return text if is_whole else ""
    runs = (
        _run(part).text
        for part in value
        if (part.font.strike if isinstance(part, TextBlock) else is_whole)
    )
    return "; ".join(filter(None, (run.strip() for run in runs)))


def _calculated(
    source: Source, formula: _Value, result: _Value, number_format: str, link: str
) -> Cell:
    """Return a cell with the value that its formula gave when it was last saved."""
    written = str(getattr(formula, "text", formula)).replace(_KEPT, _ESCAPE.decode())
    if result is None:
        return Cell(source, written, trouble="formula-not-calculated")
    address = _HYPERLINK.match(written)
    read = _read(source, result, number_format, address[1] if address else link)
    text = read.text
    if text.startswith("#") and text.isupper() and text.endswith(("!", "?", "A")):
        return Cell(source, text, trouble="error-value")
    return read


def _read(source: Source, value: _Value, number_format: str, link: str) -> Cell:
    text, marked = _text(value, number_format)
    return Cell(source, text, marked, link, is_number=is_number(value))


def _text(value: _Value, number_format: str) -> tuple[str, str]:
    """Return a value as a person would type it, and in Markdown if it has marks."""
    match value:
        case CellRichText():
            runs = [_run(part) for part in value]
            return "".join(run.text for run in runs), markdown(runs)
        case str():
            return _unescaped(value), ""
        case _:
            return text_of(value, number_format), ""


def _run(part: str | TextBlock) -> Run:
    if isinstance(part, str):
        return Run(_unescaped(part))
    return Run(_unescaped(part.text), bool(part.font.b), bool(part.font.i))


def _unescaped(text: str) -> str:
    # ECMA-376 part 1, 22.9.2.19 (ST_Xstring): a carriage return is _x000D_.
    plain = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)
    plain = plain.replace(f"_{_KEPT}", "_").replace(_KEPT, _ESCAPE.decode())
    return re.sub(r"\r\n?", "\n", plain)


# What is hidden, and what was not delivered


def _hidden(sheet: Worksheet, file: str) -> Iterator[Finding]:
    """Yield one note for a sheet that hides cells which hold something."""
    filled = [place for place, cell in sheet._cells.items() if cell.value is not None]
    source = Source(file, sheet.title)
    if sheet.sheet_state != "visible" and filled:
        detail = "The sheet is hidden; it was read as the others."
        yield found("hidden-cells", source, detail)
        return
    rows = {row for row, _ in filled if _is_hidden_row(sheet, row)}
    hidden = [each for each in sheet.column_dimensions.values() if each.hidden]
    columns = {
        column
        for _, column in filled
        if any((each.min or 0) <= column <= (each.max or 0) for each in hidden)
    }
    if not rows and not columns:
        return
    letters = [column_letters(each) for each in sorted(columns)]
    what = [
        *_counted("row", [str(row) for row in sorted(rows)]),
        *_counted("column", letters),
    ]
    is_one = len(rows) + len(columns) == 1
    how = "filtered out" if rows and sheet.auto_filter.ref else "hidden"
    verb, read = ("is", "it was") if is_one else ("are", "they were")
    told = " and ".join(what)
    detail = f"{told[0].upper()}{told[1:]} {verb} {how}; {read} read as the others."
    yield found("hidden-cells", source, detail)


def _counted(word: str, names: list[str]) -> list[str]:
    """Return `Rows 4, 6, 7` in a list, or nothing."""
    if not names:
        return []
    shown = [*names[:_MAX_NAMED], *(["…"] if len(names) > _MAX_NAMED else [])]
    return [f"{word}{'s' if len(names) > 1 else ''} {', '.join(shown)}"]


def _is_hidden_row(sheet: Worksheet, row: int) -> bool:
    return row in sheet.row_dimensions and bool(sheet.row_dimensions[row].hidden)


def _dropped(workbook: Workbook, data: bytes, file: str) -> Iterator[Finding]:
    """Yield the cells in which a second reader sees a text, and openpyxl does not."""
    own = {sheet.title: sheet for sheet in _own_sheets(workbook)}
    squares = {name: each.max_row * each.max_column for name, each in own.items()}
    for (name, row, column), text in second_reading(data, squares).items():
        cell = own[name]._cells.get((row, column))
        if cell is not None and cell.value is not None:
            continue
        area = next(
            (
                f" under the merged cells {each.coord}"
                for each in own[name].merged_cells.ranges
                if (row, column) in each.cells
            ),
            "",
        )
        detail = f"A text stands here{area}, where it does not show."
        source = Source(file, name, row, column)
        yield found("dropped-cell", source, detail, value=text)


def _spelt_out(sheet: Worksheet, file: str) -> Iterator[Finding]:
    """Yield a note for each text with letters spelt out, as no spreadsheet does."""
    for (row, column), cell in sheet._cells.items():
        text = str(cell.value) if isinstance(cell.value, str | CellRichText) else ""
        for escape in _ESCAPED.finditer(text):
            letter = chr(int(escape[1], 16))
            if letter.isprintable():
                detail = f"“{escape[0]}” was read as “{letter}”, as Excel shows it."
                source = Source(file, sheet.title, row, column)
                yield found("text-tidied", source, detail, value=_unescaped(text))


# Comments


def _notes(sheet: Worksheet, file: str) -> Iterator[Finding]:
    """Yield the comments: people answer in them, and they are not printed."""
    for (row, column), cell in sheet._cells.items():
        text = cell.comment.text if cell.comment else ""
        if text := _THREAD.sub("", text or "").strip():
            yield commented(text, Source(file, sheet.title, row, column))

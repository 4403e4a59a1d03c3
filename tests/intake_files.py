"""Files as cities send them, each made by a function that is given a path."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.worksheet.worksheet import Worksheet

from citybook.form import Form
from citybook.writers.form_workbook import write_form_workbook
from intake import CITY, MAYOR, STATE, Writer, form

Typed = str | int | float | bool | date | datetime | time | CellRichText | None
Row = Sequence[Typed]
Mend = Callable[[Workbook], object]

FILLED: dict[str, Typed] = {"B3": CITY, "B4": STATE, "B5": MAYOR, "B6": 65_000}
"""What is typed on the sheet Form unless a case says otherwise."""


@lru_cache(maxsize=16)
def blank(asked: Form) -> bytes:
    """Return the blank workbook of a form."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "form.xlsx")
        write_form_workbook(asked, path)
        return path.read_bytes()


def filled(
    *mends: Mend, asked: Form | None = None, bare: bool = False, **cells: Typed
) -> Writer:
    """Return what fills in the blank form: `B5` of its sheet Form, `Events_A4`.

    A text is typed as text, even where it begins with `=`.
    """

    def write(path: Path) -> None:
        workbook = load_workbook(io.BytesIO(blank(asked or form())), rich_text=True)
        for place, value in ({} if bare else FILLED | cells).items():
            sheet, _, cell = place.rpartition("_")
            put(workbook[sheet or "Form"], cell, value)
        for mend in mends:
            mend(workbook)
        workbook.save(path)

    return write


def put(sheet: Worksheet, cell: str, value: Typed) -> None:
    """Type a value into a cell."""
    sheet[cell].value = value
    if isinstance(value, str) and value not in ERROR_VALUES:
        sheet[cell].data_type = "s"


ERROR_VALUES = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?")


def on_form(change: Callable[[Worksheet], object]) -> Mend:
    """Return what changes the sheet Form."""
    return lambda workbook: change(workbook["Form"])


def sheets(*mends: Mend, **tables: Sequence[Row]) -> Writer:
    """Return what writes a workbook of plain sheets, given row by row."""

    def write(path: Path) -> None:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, rows in tables.items():
            sheet = workbook.create_sheet(name)
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row, 1):
                    cell = sheet.cell(number, column)
                    if value is not None and value != "":
                        put(sheet, cell.coordinate, value)
        for mend in mends:
            mend(workbook)
        workbook.save(path)

    return write


def table(*rows: Row) -> Writer:
    """Return what writes a workbook of one plain sheet."""
    return sheets(Sheet1=rows)


def text(content: str, encoding: str = "utf-8") -> Writer:
    """Return what writes a text file, its line ends as they are."""
    return data(content.encode(encoding))


def data(content: bytes) -> Writer:
    """Return what writes these bytes."""
    return lambda path: path.write_bytes(content)


def lines(*rows: str, end: str = "\n", encoding: str = "utf-8") -> Writer:
    """Return what writes a text file of these lines."""
    return text("".join(f"{row}{end}" for row in rows), encoding)


def rezipped(write: Writer, member: str, change: Callable[[str], str]) -> Writer:
    """Return what writes a workbook and then changes one part of it."""

    def write_changed(path: Path) -> None:
        write(path)
        fresh = io.BytesIO()
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(fresh, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                if re.fullmatch(member, name):
                    part = change(part.decode()).encode()
                new.writestr(name, part, zipfile.ZIP_DEFLATED)
        path.write_bytes(fresh.getvalue())

    return write_changed


FORM_PART = r"xl/worksheets/sheet2\.xml"
"""The part that holds the sheet Form."""


def calculated(write: Writer, cell: str, formula: str, result: str) -> Writer:
    """Return what writes a formula with the value that Excel stored beside it."""
    stored = f'<c r="{cell}" t="str"><f>{escape(formula)}</f><v>{result}</v></c>'
    return rezipped(
        write,
        FORM_PART,
        lambda xml: re.sub(rf'<c r="{cell}"[^>]*?(?:/>|>.*?</c>)', stored, xml),
    )


_ODS = "urn:oasis:names:tc:opendocument:xmlns"


def write_ods(path: Path, name: str, rows: Sequence[Sequence[str]]) -> None:
    """Write an OpenDocument spreadsheet (ODF 1.2) of one sheet with texts."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
            if value
            else "<table:table-cell/>"
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{n}="{_ODS}:{n}:1.0"' for n in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        f'office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="{escape(name)}">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        f'xmlns:manifest="{_ODS}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)

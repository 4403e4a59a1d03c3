"""Errors of .ods and .xlsb workbooks, which calamine gives as blank cells."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import product
from xml.etree import ElementTree

from citybook.archive import BROKEN_ZIP, MAX_PART
from citybook.readers.old_excel import ERRORS

Errors = dict[tuple[str, int, int], str]
"""By sheet, row and column."""

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_SHOWN = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)|Err:\d{3}")
"""What a cell with an error shows, in Excel and in LibreOffice."""
_MOST = 1000
"""How often one error is told that a file says to repeat."""


def errors_of(data: bytes) -> Errors:
    """Return the cells of a workbook that show an error.

    Of a file that is no such workbook, or damaged, nothing is told.
    """
    errors: Errors = {}
    broken = (*BROKEN_ZIP, ElementTree.ParseError, struct.error, LookupError)
    with suppress(*broken), zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        if "content.xml" in names:
            errors.update(_of_tables(_part(package, "content.xml")))
        elif "xl/workbook.bin" in names:
            for name, path in _sheets(package):
                errors.update(_of_records(name, _part(package, path)))
    return errors


def _part(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        data = part.read(MAX_PART + 1)
    if len(data) > MAX_PART or b"<!DOCTYPE" in data:
        raise LookupError(name)
    return data


# OpenDocument 1.2, part 1, 9.1


def _of_tables(content: bytes) -> Iterator[tuple[tuple[str, int, int], str]]:
    if not _SHOWN.search(content.decode("utf-8", "replace")):
        return
    for table in ElementTree.fromstring(content).iter(f"{_TABLE}table"):
        name, row = table.get(f"{_TABLE}name", ""), 1
        for line in table.iter(f"{_TABLE}table-row"):
            column, rows = 1, _repeated(line, "rows")
            for cell in line:
                columns = _repeated(cell, "columns")
                if text := _error(cell):
                    for down, right in product(rows[:_MOST], columns[:_MOST]):
                        yield (name, row + down, column + right), text
                column += len(columns)
            row += len(rows)


def _repeated(element: ElementTree.Element, what: str) -> range:
    return range(int(element.get(f"{_TABLE}number-{what}-repeated", "1")))


def _error(cell: ElementTree.Element) -> str:
    """Return the error that a formula shows; one that was typed is a text."""
    is_formula = bool(cell.get(f"{_TABLE}formula"))
    text = "".join("".join(each.itertext()) for each in cell.findall(f"{_TEXT}p"))
    return text if is_formula and _SHOWN.fullmatch(text) else ""


# [MS-XLSB] 2.1.4 and 2.4


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet, and the part that holds it."""
    relations = ElementTree.fromstring(_part(package, "xl/_rels/workbook.bin.rels"))
    paths: Mapping[str, str] = {
        each.get("Id", ""): each.get("Target", "")
        for each in relations.iter(f"{_RELATION}Relationship")
    }
    for number, record in _records(_part(package, "xl/workbook.bin")):
        if number == 156:  # BrtBundleSh
            relation, rest = _wide(record[8:])
            path = paths[relation]
            yield _wide(rest)[0], path[1:] if path.startswith("/") else f"xl/{path}"


def _of_records(name: str, stream: bytes) -> Iterator[tuple[tuple[str, int, int], str]]:
    row = 0
    for number, record in _records(stream):
        if number == 0:  # BrtRowHdr
            (row,) = struct.unpack_from("<I", record)
        elif number in (3, 11):  # BrtCellError, BrtFmlaError
            (column,) = struct.unpack_from("<I", record)
            yield (name, row + 1, column + 1), ERRORS.get(record[8], "#ERROR!")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the content of each record."""
    place = 0
    while place < len(stream):
        number, place = _groups(stream, place, most=2)
        size, place = _groups(stream, place, most=4)
        yield number, stream[place : place + size]
        place += size


def _groups(stream: bytes, place: int, *, most: int) -> tuple[int, int]:
    """Return a number in groups of seven bits, and where it ends."""
    number = 0
    for group in range(most):
        byte = stream[place + group]
        number |= (byte & 127) << 7 * group
        if byte < 128:
            return number, place + group + 1
    return number, place + most


def _wide(data: bytes) -> tuple[str, bytes]:
    # [MS-XLSB] 2.5.168 (XLWideString)
    (length,) = struct.unpack_from("<I", data)
    end = 4 + 2 * length
    return data[4:end].decode("utf-16-le", "replace"), data[end:]

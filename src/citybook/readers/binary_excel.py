"""Errors of .xlsb workbooks, which calamine gives as blank cells."""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from xml.etree import ElementTree

from citybook.archive import BROKEN_ZIP
from citybook.readers.old_excel import ERRORS
from citybook.readers.package import part_of
from citybook.readers.untold import At, Untold

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def of_binary_excel(data: bytes, told: Untold) -> None:
    """Note the cells of a workbook that show an error.

    Of a file that is no such workbook, or damaged, nothing is told.
    """
    broken = (*BROKEN_ZIP, ElementTree.ParseError, struct.error, LookupError)
    with suppress(*broken), zipfile.ZipFile(io.BytesIO(data)) as package:
        if "xl/workbook.bin" in package.namelist():
            for name, path in _sheets(package):
                told.errors.update(_of_records(name, part_of(package, path)))


# [MS-XLSB] 2.1.4 and 2.4


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet, and the part that holds it."""
    relations = ElementTree.fromstring(part_of(package, "xl/_rels/workbook.bin.rels"))
    paths: Mapping[str, str] = {
        each.get("Id", ""): each.get("Target", "")
        for each in relations.iter(f"{_RELATION}Relationship")
    }
    for number, record in _records(part_of(package, "xl/workbook.bin")):
        if number == 156:  # BrtBundleSh
            relation, rest = _wide(record[8:])
            path = paths[relation]
            yield _wide(rest)[0], path[1:] if path.startswith("/") else f"xl/{path}"


def _of_records(name: str, stream: bytes) -> Iterator[tuple[At, str]]:
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
